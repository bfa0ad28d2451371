"""Copies of the ledger: whole while others write, restored without bringing back what was forgotten, offered when the ledger is damaged."""

from __future__ import annotations

import sqlite3
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from penchant.memory import InterestMemory, LedgerBusy, LedgerError
from penchant.memory.forgetting import copies, restoring
from penchant.memory.forgetting.chosen import Chosen
from penchant.memory.ledger import FILE
from penchant.memory.sealing import turning
from penchant.memory.sealing.record import Source
from penchant.memory.store import sqlite

from tests.conftest import Clock
from tests.memory.stores import ON_SERVERS
from tests.memory.writer import Chance, open_small

pytestmark = pytest.mark.skipif(ON_SERVERS, reason="is about SQLite's file")


@pytest.fixture
def small(tmp_path: Path, clock: Clock) -> Callable[..., InterestMemory]:
    return lambda **options: open_small(tmp_path / "data", clock=clock, index=False, **options)


def restore(folder: Path, source: Path, clock: Clock) -> restoring.Restored:
    return restoring.restore(folder, source, clock, Chance())


def texts(memory: InterestMemory) -> list[str]:
    return [event.text for event in reversed(memory.user("ada").latest(100))]


def test_a_copy_is_whole_while_others_write(small: Callable[..., InterestMemory], tmp_path: Path) -> None:
    with small() as memory:
        person = memory.user("ada")
        for number in range(12):
            person.observe(f"topic {number}")
        writing = Thread(target=lambda: [person.observe(f"topic {number}") for number in range(12, 40)])
        writing.start()
        made = [memory.back_up(tmp_path / f"{number}.sqlite3") for number in range(3)]
        writing.join()
    for path in made:
        assert copies.sound(path) == ""
        with closing(sqlite3.connect(path)) as raw:
            events, words = (raw.execute(f"select count(*) from {name}").fetchone()[0] for name in ("events", "words"))
        assert 12 <= events == words
    assert not list(tmp_path.glob("*-wal"))


def test_what_was_restored_is_what_it_was_and_what_was_there_is_kept(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock
) -> None:
    with small() as memory:
        person = memory.user("ada")
        person.observe("topic 1")
        before = person.interests()
        made = memory.back_up()
        clock.advance(timedelta(seconds=5))
        person.observe("topic 2")
    done = restore(tmp_path / "data", made, clock)
    assert done.aside is not None
    assert (done.people, done.events, done.erased) == (1, 1, 0)
    with small() as memory:
        clock.advance(timedelta(seconds=-5))
        assert memory.user("ada").interests() == before
    back = restore(tmp_path / "data", done.aside, clock)
    assert back.events == 2
    with small() as memory:
        assert texts(memory) == ["topic 1", "topic 2"]


def test_a_program_that_has_the_ledger_open_goes_on_with_what_was_restored(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock
) -> None:
    with small() as memory:
        person = memory.user("ada")
        person.observe("topic 1")
        made = memory.back_up()
        person.observe("topic 2")
        restore(tmp_path / "data", made, clock)
        assert [one.label for one in person.interests()] == ["topic 1"]
        person.observe("topic 3")
    with small() as memory:
        assert texts(memory) == ["topic 1", "topic 3"]


@pytest.mark.parametrize(("chosen", "left"), [(None, ["topic 5"]), (Chosen(session="s"), [])])
def test_a_copy_brings_back_what_else_a_turn_taught_unless_the_turn_was_forgotten(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock, chosen: Chosen | None, left: list[str]
) -> None:
    with small() as memory:
        person = memory.user("ada")
        person.observe("I love topic 4711 and topic 5.", session="s")
        person.forget("topic 4711")
        hidden = memory.back_up(tmp_path / "copy.sqlite3").rename(tmp_path / "hidden.sqlite3")
        if chosen is not None:
            person.forget_chosen(chosen)
    restore(tmp_path / "data", hidden, clock)
    with small() as memory:
        assert list(memory.user("ada").weights()) == left


def test_a_copy_from_elsewhere_does_not_bring_back_what_was_forgotten_since(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock
) -> None:
    with small() as memory:
        person = memory.user("ada")
        for number in range(3):
            person.observe(f"I like topic {number} a lot", session=str(number))
        made = memory.back_up(tmp_path / "copy.sqlite3")
        hidden = made.rename(tmp_path / "hidden.sqlite3")  # a copy that we know nothing of any more
        clock.advance(timedelta(hours=1))
        receipt = person.forget_chosen(Chosen(session="1"))
        assert not any("hidden" in one for one in receipt.rewritten)
    assert restore(tmp_path / "data", hidden, clock).erased == 1
    with small() as memory:
        assert texts(memory) == ["I like topic 0 a lot", "I like topic 2 a lot"]
        assert sorted(memory.user("ada").weights()) == ["topic 0", "topic 2"]
        assert [one.kind for one in memory.user("ada").forgotten()] == ["session"]
    for file in (tmp_path / "data").rglob("*"):
        assert not file.is_file() or b"topic 1 a" not in file.read_bytes()


@pytest.mark.parametrize("made_before", [True, False])
def test_only_what_was_forgotten_is_erased_from_a_copy_and_not_what_says_the_same(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock, made_before: bool
) -> None:
    with small() as memory:
        person = memory.user("ada")
        for session in ("kept", "private"):
            person.observe("topic 1", session=session)
            person.observe("Yes, please.", session=session)
        copy = tmp_path / "copy.sqlite3"
        if made_before:
            memory.back_up(copy).rename(tmp_path / "hidden.sqlite3")
        clock.advance(timedelta(hours=1))
        person.forget_chosen(Chosen(session="private"))
        if not made_before:
            memory.back_up(copy).rename(tmp_path / "hidden.sqlite3")
        weights = person.weights()
    assert restore(tmp_path / "data", tmp_path / "hidden.sqlite3", clock).erased == (2 if made_before else 0)
    with small() as memory:
        person = memory.user("ada")
        assert [turn.text for turn in person.turns("kept", 9)] == ["topic 1", "Yes, please."]
        assert person.turns("private", 9) == []
        assert person.weights() == pytest.approx(weights)


def test_a_damaged_copy_is_refused_and_nothing_changes(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock
) -> None:
    with small() as memory:
        memory.user("ada").observe("topic 1")
        made = memory.back_up()
    damage(made)
    others = [tmp_path / "other.sqlite3", tmp_path / "history.sqlite3"]
    for file, told in zip(others, ("CREATE TABLE t (a)", "CREATE TABLE meta (key, value)"), strict=True):
        with closing(sqlite3.connect(file)) as raw:
            raw.execute(told)
    refused = [(one, r"cannot be used \(it is no ledger of Penchant's\)") for one in others]
    for source, cause in ((made, "cannot be used"), (tmp_path / "none", "there is no copy"), *refused):
        with pytest.raises(LedgerError, match=cause):
            restore(tmp_path / "data", source, clock)
    with small() as memory:
        assert texts(memory) == ["topic 1"]


def test_a_ledger_that_another_program_holds_is_not_taken_for_a_damaged_one(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small() as memory:
        memory.user("ada").observe("topic 1")
        made = memory.back_up()
        memory.user("ada").observe("topic 2")
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(tmp_path / "data" / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusy):
            restore(tmp_path / "data", made, clock)
    assert not list((tmp_path / "data").glob("damaged-*"))
    with small() as memory:
        assert texts(memory) == ["topic 1", "topic 2"]


def test_restoring_leaves_the_other_copies_as_they_are_and_knows_them_all_afterwards(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock
) -> None:
    made = []
    with small() as memory:
        for number in range(3):
            memory.user("ada").observe(f"topic {number}")
            made.append(memory.back_up(tmp_path / "far.sqlite3" if number == 1 else None))
            clock.advance(timedelta(minutes=1))
    before = [file.read_bytes() for file in made]
    done = restore(tmp_path / "data", made[0], clock)
    with small() as memory:
        assert {Path(one.path) for one in copies.copies_of(memory.ledger)} == {*made, done.aside}
    assert [file.read_bytes() for file in made] == before


def test_preparing_a_copy_rewrites_no_other_copy(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small() as memory:
        person = memory.user("ada")
        person.observe("topic 1", session="s")
        far, near = memory.back_up(tmp_path / "far.sqlite3"), memory.back_up()
        monkeypatch.setattr(copies, "leave_place", lambda _raw: None)  # as copies were before
        person.forget_chosen(Chosen(session="s"))
        monkeypatch.undo()
        person.observe("topic 2")
        memory.back_up(far)
    before = far.read_bytes()
    monkeypatch.setattr(restoring, "_set_aside", lambda *_: (_ for _ in ()).throw(LedgerError("cut off")))
    with pytest.raises(LedgerError, match="cut off"):
        restore(tmp_path / "data", near, clock)
    assert far.read_bytes() == before


def test_a_readable_copy_is_not_restored_into_an_encrypted_memory(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENCHANT_MASTER_KEY", b64encode(b"k" * 32).decode())
    with small() as memory:
        memory.user("ada").observe("topic 1")
        old = memory.back_up(tmp_path / "copy.sqlite3").rename(tmp_path / "old.sqlite3")
    turning.encrypt(tmp_path / "data", Source.ENVIRONMENT)
    with pytest.raises(LedgerError, match="penchant decrypt"):
        restore(tmp_path / "data", old, clock)
    with small() as memory:
        assert memory.ledger.vault is not None
        made = memory.back_up()
    assert restore(tmp_path / "data", made, clock).events == 1


def test_who_came_after_a_copy_keeps_their_number(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock
) -> None:
    with small() as memory:
        memory.user("ada").observe("topic 1")
        made = memory.back_up()
        bob = memory.user("bob")
        bob.observe("topic 2")
        assert restore(tmp_path / "data", made, clock).people == 1
        with small() as other:
            other.user("carl").observe("topic 3")
        bob.observe("topic 4")
    with small() as memory:
        said = {name: [one.text for one in memory.user(name).latest(9)] for name in ("ada", "bob", "carl")}
    assert said == {"ada": ["topic 1"], "bob": ["topic 4"], "carl": ["topic 3"]}


def test_what_a_kill_has_left_of_a_copy_goes_at_the_next_opening_unless_it_is_being_made(
    small: Callable[..., InterestMemory], tmp_path: Path
) -> None:
    with small() as memory:
        made = memory.back_up()
    left = [made.with_name("ledger-1.new"), made.with_suffix(".gone"), tmp_path / "data" / "restoring" / FILE]
    left[2].parent.mkdir()
    for file in left:
        file.write_text("readable")
    with copies.held(tmp_path / "data"):
        small().close()
    assert all(file.exists() for file in left)
    small().close()
    assert not any(file.exists() for file in left)
    assert not left[2].parent.exists()
    assert copies.sound(made) == ""


def test_what_is_forgotten_while_a_copy_is_made_goes_from_it_too(
    small: Callable[..., InterestMemory], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "PATIENCE_SECONDS", 0.1)
    checked = copies.sound

    def meanwhile(path: Path) -> str:
        monkeypatch.setattr(copies, "sound", checked)
        with small() as other:
            assert not other.user("ada").forget_chosen(Chosen(session="s")).clean  # the copy is not made anew yet
        return str(checked(path))

    with small() as memory:
        memory.user("ada").observe("I like topic 1 a lot", session="s")
        monkeypatch.setattr(copies, "sound", meanwhile)
        made = memory.back_up()
    small().close()
    assert b"topic 1" not in made.read_bytes()


def test_two_programs_that_make_copies_at_once_register_both(small: Callable[..., InterestMemory]) -> None:
    with small() as one, small() as two:
        writing = [Thread(target=memory.back_up) for memory in (one, two, one, two)]
        for thread in writing:
            thread.start()
        for thread in writing:
            thread.join()
        assert len(copies.copies_of(one.ledger)) == 4


def damage(file: Path) -> None:
    """Tear the second half of the pages."""
    data = bytearray(file.read_bytes())
    for start in range(len(data) // 2 // 4096 * 4096, len(data), 4096):
        data[start : start + 300] = bytes([0xA5]) * 300
    file.write_bytes(data)


def test_a_damaged_ledger_is_noticed_at_the_next_days_opening_and_the_last_good_copy_is_offered(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock
) -> None:
    with small() as memory:
        for number in range(60):
            memory.user("ada").observe(f"topic {number}")
        made = memory.back_up()
    damage(tmp_path / "data" / FILE)
    clock.advance(timedelta(days=2))
    with pytest.raises(LedgerError, match=f"damaged.*penchant restore {made}"):
        small().user("ada").interests()
    done = restore(tmp_path / "data", made, clock)
    assert done.aside is not None
    assert done.aside.name.startswith("damaged-")
    with small() as memory:
        assert len(memory.user("ada").latest(1000)) == 60


def test_a_ledger_that_was_emptied_is_damaged_and_a_copy_is_restored_into_its_place(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock
) -> None:
    with small() as memory:
        memory.user("ada").observe("topic 1")
        made = memory.back_up()
    (tmp_path / "data" / FILE).write_bytes(b"")
    for _ in range(2):
        with pytest.raises(LedgerError, match=f"it is damaged: keep the file.*penchant restore {made}"):
            small()
    done = restore(tmp_path / "data", made, clock)
    assert done.aside is not None
    assert done.aside.name.startswith("damaged-")
    with small() as memory:
        assert texts(memory) == ["topic 1"]
        assert [one.path for one in copies.copies_of(memory.ledger)] == [str(made)]


def test_copies_are_made_by_themselves_and_the_oldest_go(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock
) -> None:
    with small() as memory:
        copies.set_rotation(memory.ledger, copies.Rotation(timedelta(days=1), 2))
    for _ in range(4):
        clock.advance(timedelta(days=1))
        small().close()
        small().close()
    names = sorted(file.name for file in (tmp_path / "data" / "backups").iterdir())
    assert names == ["ledger-20260304-120000.sqlite3", "ledger-20260305-120000.sqlite3"]


def test_a_copy_that_is_away_is_known_though_newer_ones_take_its_place(
    small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock
) -> None:
    with small() as memory:
        memory.user("ada").observe("I like topic 1 a lot", session="s")
        old = memory.back_up()
        away = old.rename(tmp_path / "away.sqlite3")
        copies.set_rotation(memory.ledger, copies.Rotation(timedelta(days=1), 1))
        for _ in range(2):
            clock.advance(timedelta(days=2))
            copies.rotate(memory.ledger, memory.now())
        memory.user("ada").forget_chosen(Chosen(session="s"))
    away.rename(old)
    small().close()
    assert b"topic 1" not in old.read_bytes()


def test_by_itself_no_copy_is_made(small: Callable[..., InterestMemory], tmp_path: Path, clock: Clock) -> None:
    for _ in range(2):
        small().close()
        clock.advance(timedelta(days=9))
    assert not (tmp_path / "data" / "backups").exists()


def test_what_stands_where_a_copy_should_go_is_left_alone(small: Callable[..., InterestMemory], tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with small() as memory, pytest.raises(LedgerError, match="no copy of this ledger"):
        memory.back_up(tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "mine"
