"""An encrypted ledger that several use at once: each seals by the key that is stored, and finds what the others have said."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from penchant.memory import InterestMemory
from penchant.memory.control import leaving
from penchant.memory.forgetting.restoring import restore
from penchant.memory.sealing import keyholding, masters, turning
from penchant.memory.sealing.drafts import Cover, cover_for
from penchant.memory.sealing.record import Source, peek

from tests.memory.test_sealing import use_key
from tests.memory.writer import LATER, Chance, open_small


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A memory in which ada has spoken, encrypted."""
    monkeypatch.setenv(masters.VARIABLE, b64encode(os.urandom(32)).decode())
    with open_small(tmp_path, index=False) as memory:
        memory.user("ada").observe("I love topic 1", session="s")
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    return tmp_path


def texts(place: Path, user: str) -> list[str]:
    """Return what a person has said, as somebody who opens the memory now reads it."""
    with open_small(place, index=False) as memory:
        return [turn.text for turn in memory.user(user).turns("s", 50)]


def read(memory: InterestMemory, user: int) -> None:
    with memory.ledger.read(user):
        pass


def in_another_thread(work: Any) -> None:
    thread = Thread(target=work)
    thread.start()
    thread.join()


def test_a_key_that_was_rolled_back_seals_nothing(place: Path) -> None:
    with open_small(place, index=False) as one, open_small(place, index=False) as other:
        with pytest.raises(ValueError, match="there is no topic"):
            one.user("bob").pin("nothing")
        other.user("bob").observe("good morning", session="s")
        one.user("bob").observe("I love topic 2", session="s")
        other.user("bob").observe("I love topic 3", session="s")
    assert texts(place, "bob") == ["good morning", "I love topic 2", "I love topic 3"]


def test_an_erasure_that_was_undone_leaves_no_key_behind(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(_connection: Any) -> None:
        raise OSError("cut off")

    with open_small(place, index=False) as one, open_small(place, index=False) as other:
        with monkeypatch.context() as patched:
            patched.setattr(leaving, "owe", cut)
            with pytest.raises(OSError, match="cut off"):
                one.user("ada").erase()
        one.user("ada").observe("I love topic 2", session="s")
        assert texts(place, "ada") == ["I love topic 1", "I love topic 2"]
        other.user("ada").erase()
        one.user("ada").observe("I love topic 3", session="s")
    assert texts(place, "ada") == ["I love topic 3"]


def test_a_reader_during_an_erasure_brings_no_destroyed_key_back(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renew = keyholding.renew
    with open_small(place, index=False) as memory:
        person = memory.user("ada")
        person.forget("topic 1")  # there is a key of tombstones now
        person.observe("I love topic 2", session="s")

        def renewed(*given: Any) -> None:
            renew(*given)
            in_another_thread(lambda: read(memory, person._access.number))

        with monkeypatch.context() as patched:
            patched.setattr(leaving, "renew", renewed)
            person.erase()
        person.observe("I love topic 3", session="s")
    with open_small(place, index=False) as memory:
        person = memory.user("ada")
        assert [turn.text for turn in person.turns("s", 5)] == ["I love topic 3"]
        assert person.forget("topic 3") == 1


def test_another_key_of_the_same_generation_is_noticed_after_a_restore(place: Path) -> None:
    with open_small(place, index=False) as memory:
        copy = memory.back_up()
    with open_small(place, index=False) as before:
        before.user("bob").observe("good morning", session="s")
        restore(place, copy, lambda: LATER, Chance())
        with open_small(place, index=False) as memory:
            memory.user("carl").observe("good evening", session="s")
        before.user("carl").observe("I love topic 2", session="s")
    assert texts(place, "carl") == ["good evening", "I love topic 2"]


def test_what_is_said_after_a_restore_is_found_by_those_who_went_on(place: Path) -> None:
    with open_small(place, index=False) as memory:
        copy = memory.back_up()
    with open_small(place, index=True) as before:
        person = before.user("ada")
        for number in range(4):
            person.observe(f"zebra {number}", session="s")
        assert "zebra 3" in [one.event.text for one in person.search("zebra", 9)]
        restore(place, copy, lambda: LATER, Chance())
        person.observe("the zebra left", session="s")
        assert "the zebra left" in [one.event.text for one in person.search("zebra", 9)]


@pytest.mark.parametrize("name", ["[]", "s1:"])
def test_names_that_look_empty_or_sealed_are_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(masters.VARIABLE, b64encode(os.urandom(32)).decode())
    with open_small(tmp_path, index=False) as memory:
        memory.user(name).observe("I love topic 1", session=name)
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    with open_small(tmp_path, index=False) as memory:
        assert memory.users() == [name]
        assert [turn.text for turn in memory.user(name).turns(name, 5)] == ["I love topic 1"]


def sealed_draft(place: Path) -> tuple[Cover, Path]:
    """Write a draft, and return it with what sealed it."""
    cover = cover_for(place)
    assert cover is not None
    (place / "drafts").mkdir(exist_ok=True)
    draft = place / "drafts" / "one.json"
    draft.write_text(cover.seal("a long draft"))
    return cover, draft


def test_a_rotation_that_is_cut_off_keeps_the_drafts(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_given: Any) -> int:
        raise OSError("cut off")

    cover, draft = sealed_draft(place)
    use_key(monkeypatch, masters.NEW_VARIABLE)
    with monkeypatch.context() as patched, pytest.raises(OSError, match="cut off"):  # noqa: PT012
        patched.setattr(turning, "_reseal", cut)
        turning.rotate(place, data_keys=True)
    assert cover.open(draft.read_text()) == "a long draft"
    turning.rotate(place, data_keys=True)
    rotated = cover_for(place)
    assert rotated is not None
    assert rotated.open(draft.read_text()) == "a long draft"


def test_a_rotation_that_is_killed_before_the_drafts_are_sealed_anew_loses_none(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cover, draft = sealed_draft(place)
    use_key(monkeypatch, masters.NEW_VARIABLE)
    with monkeypatch.context() as patched:
        patched.setattr(turning, "tidy", lambda _place: False)  # it ends here
        turning.rotate(place, data_keys=True)
    between = cover_for(place)
    assert between is not None
    assert between.open(draft.read_text()) == "a long draft"
    open_small(place, index=False).close()  # whoever opens it next finishes it
    assert cover.open(draft.read_text()) is None
    after, record = cover_for(place), peek(place)
    assert after is not None
    assert after.open(draft.read_text()) == "a long draft"
    assert record is not None
    assert (record.before, record.cleaning) == (b"", False)


def test_a_readable_choice_that_was_written_meanwhile_does_not_bar_decryption(place: Path) -> None:
    with open_small(place, index=False) as memory, memory.ledger.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('session 1 s', x'6f6e')")
    turning.decrypt(place)
    assert texts(place, "ada") == ["I love topic 1"]


@pytest.mark.parametrize("turn", [turning.rotate, turning.decrypt])
def test_copies_are_rewritten_when_the_key_changes(
    place: Path, monkeypatch: pytest.MonkeyPatch, turn: Callable[[Path], int]
) -> None:
    with open_small(place, index=False) as memory:
        copy = memory.back_up()
    before = copy.read_bytes()
    use_key(monkeypatch, masters.NEW_VARIABLE)
    turn(place)
    assert not copy.exists() or copy.read_bytes() != before
