"""A disk that fills up, and a folder that may not be written any more, in the middle of a session: what was acknowledged stays."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import Interaction, InterestMemory, LedgerBusy, LedgerError, UserMemory
from penchant.memory.forgetting import copies
from penchant.memory.forgetting.chosen import Chosen
from penchant.memory.ledger import FILE
from penchant.memory.store import sqlite
from penchant.tui.system.draft import Draft
from sqlalchemy import event

from tests.conftest import Clock
from tests.memory.writer import DEADLINE_SECONDS, open_small

FULL = "the disk is full: nothing of this"


@contextmanager
def full(memory: InterestMemory, pages: int = 0) -> Iterator[None]:
    """Leave the ledger room for so many pages more and no others, as a full disk does: SQLite itself refuses (SQLITE_FULL)."""
    engine = memory.ledger.engine

    def limit(connection: Any, _record: object) -> None:
        connection.execute("pragma wal_checkpoint(truncate)")
        (used,), (free,) = (
            connection.execute(f"pragma {name}").fetchone() for name in ("page_count", "freelist_count")
        )
        connection.execute(f"pragma max_page_count = {used - free + pages}")

    event.listen(engine, "connect", limit)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


@pytest.fixture
def small(tmp_path: Path, clock: Clock) -> Callable[[], InterestMemory]:
    return lambda: open_small(tmp_path / "data", clock=clock, index=False)


def told(person: UserMemory) -> None:
    for number in range(12):
        person.observe(f"topic {number % 4} and topic {number}", session="s", id=str(number))


def state(person: UserMemory) -> tuple[Any, ...]:
    """Return all that a person would miss."""
    return (
        person.weights(),
        [(turn.id, turn.text) for turn in person.turns("s", 1000)],
        [(one.topic, one.action, one.value) for one in person.controls()],
        person.kept(),
        [(one.name, one.taken) for one in person.sources() if one.taken],
        len(person.forgotten()),
        [(one.id, one.name) for one in person.sessions()],
    )


LONG = "topic 1 " + "x" * 300_000


def rules(person: UserMemory) -> None:
    """Set a rule again and again."""
    for days in range(1, 60):
        person.keep_for("chat", timedelta(days=days))


CHANGES: dict[str, Callable[[UserMemory], object]] = {
    "a turn": lambda person: person.observe(LONG, session="s"),
    "what was sent for a turn": lambda person: person.observe("topic 1", session="s", sent=f'{{"x": "{LONG}"}}'),
    "an import": lambda person: person.observe_all(
        [Interaction(f"load {number}", text=f"{number} {LONG}") for number in range(4)], source="file"
    ),
    "an erasure": lambda person: person.forget_chosen(Chosen(session="s")),
    "a rule": rules,
    "a name": lambda person: [person.rename("topic 1", f"{number} {'y' * 190}") for number in range(200)],
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_finds_no_room_is_undone_or_done_and_goes_on_when_there_is_room(
    small: Callable[[], InterestMemory], change: str
) -> None:
    with small() as memory:
        person = memory.user("ada")
        told(person)
        before = state(person)
        with full(memory):
            try:
                CHANGES[change](person)
            except LedgerError as error:
                assert FULL in str(error)  # noqa: PT017 - some changes need no room at all
                if change not in ("a rule", "a name"):  # of many changes the first ones may have found room
                    assert state(person) == before
            assert len(person.turns("s", 1000)) in (0, 12, 13)
            here = state(person)
        assert state(person) == here
        with small() as fresh:
            assert state(fresh.user("ada")) == here
        person.observe("topic 2 again", session="t")
        memory.ledger.check()
        held = person.weights()
        person.rebuild()
        assert person.weights() == pytest.approx(held, abs=1e-9, rel=0)


def test_an_import_that_finds_no_room_goes_on_where_it_was(small: Callable[[], InterestMemory]) -> None:
    some = [Interaction(f"load {number}", text=f"topic {number % 7} {'x' * 500}") for number in range(700)]
    with small() as memory:
        person = memory.user("ada")
        done: list[int] = []
        with full(memory, pages=150), pytest.raises(LedgerError, match=FULL):
            person.observe_all(some, source="file", progress=done.append)
        assert done
        assert len(person.latest(1000)) == done[-1] < 700
        taken = person.observe_all(some, source="file")
        assert (taken.new, taken.known) == (700 - done[-1], done[-1])
        held = person.weights()
        person.rebuild()
        assert person.weights() == pytest.approx(held, abs=1e-9, rel=0)


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let no file of this process grow above a size, as a quota does; files that are larger stay as they are."""
    import signal

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_copy_that_finds_no_room_leaves_the_copies_that_there_are(
    small: Callable[[], InterestMemory], tmp_path: Path, clock: Clock
) -> None:
    with small() as memory:
        person = memory.user("ada")
        told(person)
        copies.set_rotation(memory.ledger, copies.Rotation(timedelta(days=1), 1))
        made = memory.back_up()
        good = made.read_bytes()
        clock.advance(timedelta(days=2))
        before = state(person)
        with no_file_above(50_000):
            works: tuple[Callable[[], object], ...] = (
                memory.back_up,
                lambda: memory.back_up(made),
                lambda: memory.back_up(tmp_path / "far.sqlite3"),
            )
            for work in works:
                with pytest.raises((LedgerError, OSError)):
                    work()
            memory._tend()  # the daily copy has no room either: it is made another day
        assert made.read_bytes() == good
        assert copies.last_good(tmp_path / "data") == made
        left = [file.name for file in (tmp_path / "data" / "backups").iterdir()]
        assert left == [made.name]
        assert not list(tmp_path.glob("far*"))
        assert state(person) == before
        assert copies.rotate(memory.ledger, memory.now()) is not None


@contextmanager
def read_only(memory: InterestMemory) -> Iterator[None]:
    """Let SQLite refuse all writing, as it does for a file that may not be written."""

    def refuse(connection: Any, _record: object) -> None:
        connection.execute("pragma query_only = on")

    event.listen(memory.ledger.engine, "connect", refuse)
    memory.ledger.engine.dispose()
    try:
        yield
    finally:
        event.remove(memory.ledger.engine, "connect", refuse)
        memory.ledger.engine.dispose()


@contextmanager
def held(memory: InterestMemory) -> Iterator[None]:
    """Let another program write."""
    with closing(sqlite3.connect(Path(memory.folder or "") / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


UNWRITTEN: dict[str, tuple[Callable[[InterestMemory], AbstractContextManager[None]], type[LedgerError]]] = {
    "the disk failed, or no more may be written to it (disk I/O": (lambda _: no_file_above(50_000), LedgerError),
    "its file or folder may not be written (attempt": (read_only, LedgerError),
    "another program uses it (database is locked": (held, LedgerBusy),
}


@pytest.mark.parametrize("why", UNWRITTEN)
def test_a_ledger_that_cannot_be_written_anew_says_why(
    small: Callable[[], InterestMemory], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.1)
    stopped, kind = UNWRITTEN[why]
    with small() as memory:
        told(memory.user("ada"))
        memory.user("ada").observe(LONG, session="secret")
        with stopped(memory), pytest.raises(LedgerError) as caught:
            memory.ledger.compact()
        assert type(caught.value) is kind
        assert f"cannot be written anew: {why}" in str(caught.value)
        memory.ledger.compact()


def test_a_draft_that_finds_no_room_keeps_the_one_before(tmp_path: Path) -> None:
    with Draft(tmp_path / "drafts", "s") as draft:
        draft.save("what I meant to say")
        with no_file_above(10), pytest.raises(OSError, match="File too large"):
            draft.save("what I meant to say, and more")
    with Draft(tmp_path / "drafts", "s") as found:
        assert found.text == "what I meant to say"
    assert not list((tmp_path / "drafts").glob("*.new"))


# Permissions


_LOSES = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from penchant.memory import LedgerError
from penchant.memory.forgetting.chosen import Chosen
from penchant.tui.system.draft import Draft
from writer import open_small
place = Path(sys.argv[1])
def tell(what, work):
    try:
        work()
        print(f"{what}: done", flush=True)
    except (LedgerError, OSError) as error:
        print(f"{what}: {type(error).__name__}: {error}", flush=True)
with open_small(place / "data", index=False) as memory:
    if os.geteuid() == 0:
        os.setgroups([]), os.setgid(65534), os.setuid(65534)
    person = memory.user("ada")
    person.observe("topic 1 before", session="s")
    print("open", flush=True)
    input()
    memory.ledger.engine.dispose()  # as after an error: what is open already may go on being written
    tell("turn", lambda: person.observe("topic 2 after", session="s"))
    tell("control", lambda: person.pin("topic 1"))
    tell("forget", lambda: person.forget_chosen(Chosen(session="s")))
    tell("copy", lambda: memory.back_up())
    tell("draft", lambda: Draft(place / "data" / "drafts", "s").__enter__().save("words"))
    print("end", flush=True)
    input()
    memory.ledger.engine.dispose()
    tell("turn", lambda: person.observe("topic 3 again", session="s"))
"""


def _own(place: Path) -> None:
    if os.geteuid() == 0:
        for one in (place, *place.rglob("*")):
            os.chown(one, 65534, 65534)


def _modes(place: Path, folder: int, file: int) -> None:
    for one in sorted(place.iterdir()):
        one.chmod(folder if one.is_dir() else file)
    place.chmod(folder)


def test_a_permission_that_is_lost_and_comes_back_costs_what_was_not_acknowledged_alone(open_way: Path) -> None:
    data = open_way / "data"
    with open_small(data, index=False) as memory:
        told(memory.user("ada"))
    _own(data)
    command = [sys.executable, "-c", _LOSES, str(open_way), str(Path(__file__).parents[1])]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    _own(data)
    _modes(data, 0o555, 0o444)
    child.stdin.write("\n")
    child.stdin.flush()
    said = dict(line.strip().split(": ", 1) for line in iter(child.stdout.readline, "end\n"))
    _modes(data, 0o755, 0o644)
    out, errors = child.communicate("\n", timeout=DEADLINE_SECONDS)
    assert child.returncode == 0, errors
    assert said.keys() == {"turn", "control", "forget", "copy", "draft"}
    for what in ("turn", "control", "forget"):
        assert said[what].startswith("LedgerError"), said
        assert "cannot be" in said[what]
        assert "check the folder's permissions or choose another with --data" in said[what]
    for what in ("copy", "draft"):
        assert said[what] != "done", said
    assert out.strip() == "turn: done"
    with open_small(data, index=False) as memory:
        turns = [turn.text for turn in memory.user("ada").turns("s", 100)]
        assert turns[-2:] == ["topic 1 before", "topic 3 again"]
        assert len(turns) == 14
        memory.ledger.check()


def test_a_ledger_whose_file_was_taken_away_says_so(small: Callable[[], InterestMemory], tmp_path: Path) -> None:
    with small() as memory:
        person = memory.user("ada")
        told(person)
        (tmp_path / "data").rename(tmp_path / "gone")
        memory.ledger.engine.dispose()
        with pytest.raises(LedgerError, match="cannot be opened: check the folder's permissions"):
            person.observe("topic 1", session="s")
        (tmp_path / "gone").rename(tmp_path / "data")
        assert person.observe("topic 1", session="s").new
        assert (tmp_path / "data" / FILE).exists()
