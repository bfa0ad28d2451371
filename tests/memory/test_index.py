"""The index follows the ledger whatever happens to it, and the ledger answers in the meantime."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest
from penchant.memory import UserMemory
from penchant.memory import index as index_module
from penchant.memory.embedding import Vectors
from penchant.memory.index import NeighbourIndex, State, _open_client
from penchant.memory.ledger import FILE
from penchant.memory.recall import held
from penchant.memory.store import sqlite as sqlite_ledger
from penchant.memory.store.reindex import reindex
from sqlalchemy import text

from tests.memory.writer import DEADLINE_SECONDS, Chance, open_small, started, stored

TURNS = 1200
"""More than Chroma keeps in its log before it writes the graph's files."""


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the index be asked for people who have said little, too."""
    monkeypatch.setattr(held, "MOST", 0)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `TURNS` turns and their index, closed cleanly; tests take a copy."""
    folder = tmp_path_factory.mktemp("filled")
    with open_small(folder) as memory:
        person = memory.user("ada")
        fill(person, TURNS)
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    return folder


def fill(person: UserMemory, turns: int) -> None:
    """Store turns, all in one transaction: it is the index that is tried here."""
    person.observe("turn 0 is about topic 0")
    ledger = person._memory.ledger
    with ledger.write() as connection:
        for number in range(1, turns):
            said = f"turn {number} is about topic {number % 7}"
            connection.execute(
                text(
                    "insert into events (user, id, session, kind, role, text, at, complete, learned) "
                    "values (1, :id, '', 'chat', 'user', :said, 0, true, true)"
                ),
                {"id": str(number), "said": said},
            )


@pytest.fixture
def copied(filled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(filled, tmp_path / "copied")


@contextmanager
def collections(folder: Path) -> Iterator[list[Any]]:
    """Open what a closed memory has left in Chroma."""
    client = _open_client(folder / "index" / "chroma")
    try:
        yield list(client.list_collections())
    finally:
        client.close()


def indexed(folder: Path) -> set[int]:
    """Return the numbers of the events that the index of a closed memory holds, each with its vector."""
    with collections(folder) as (collection,):
        found = collection.get(include=["embeddings"])
        assert len(found["embeddings"]) == len(found["ids"])
        return {int(key) for key in found["ids"]}


def until(come: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not come():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def finds(person: UserMemory, said: str) -> bool:
    return person.search(said, 1)[0].event.text == said


# Damage


def _graph_file(folder: Path, name: str) -> Path:
    (file,) = (folder / "index" / "chroma").glob(f"*/{name}")
    return file


def _halve(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


DAMAGE: dict[str, tuple[Callable[[Path], None], bool]] = {
    "header cut off": (lambda folder: _halve(_graph_file(folder, "header.bin")), True),
    "half of the vectors gone": (lambda folder: _halve(_graph_file(folder, "data_level0.bin")), False),
    "graph deleted": (lambda folder: shutil.rmtree(_graph_file(folder, "header.bin").parent), False),
    "database is garbage": (lambda folder: _garble(folder / "index" / "chroma" / "chroma.sqlite3"), False),
}
"""What is done to an index of a thousand vectors, and whether a process that reads it then dies of it."""


def _garble(file: Path) -> None:
    file.write_bytes(b"not a database" * 1000)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_rebuilt_while_the_ledger_answers(
    copied: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    do, kills = DAMAGE[damage]
    do(copied)
    children: list[subprocess.Popen[bytes]] = []

    class Recorded(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            children.append(self)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    (copied / "index" / "open").touch()  # as a kill leaves it

    told: list[State] = []
    rebuilding, go_on = Event(), Event()

    def notice(state: State) -> None:
        told.append(state)
        if state is State.REBUILDING:
            rebuilding.set()
            go_on.wait(DEADLINE_SECONDS)

    with open_small(copied, notice=notice) as memory:
        person = memory.user("ada")
        memory.warm()
        assert rebuilding.wait(DEADLINE_SECONDS)
        assert finds(person, "turn 77 is about topic 0")
        go_on.set()
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert finds(person, "turn 77 is about topic 0")
    assert told == [State.OPENING, State.REBUILDING, State.READY, State.CLOSED]
    assert indexed(copied) == stored(copied)
    assert not (copied / "index" / "damaged").exists()
    assert [child.returncode for child in children] == [-signal.SIGSEGV if kills else 1]


@pytest.mark.parametrize("damage", ["graph deleted", "database is garbage"])
def test_damage_that_nothing_announced_is_mended_at_once(copied: Path, damage: str) -> None:
    DAMAGE[damage][0](copied)
    with open_small(copied) as memory:
        person = memory.user("ada")
        memory.settle(DEADLINE_SECONDS)
        assert finds(person, "turn 77 is about topic 0")  # whoever answers; a failed query asks for the rebuild
        person.observe("one more", role="assistant")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert finds(person, "turn 77 is about topic 0")
        assert finds(person, "one more")
    assert indexed(copied) == stored(copied)


def test_an_index_that_ends_the_program_once_does_not_do_so_twice(copied: Path) -> None:
    DAMAGE["header cut off"][0](copied)
    with started(copied, "ada", "--index") as child:
        child.tell("settle")
        assert child.hear() == ["open"]
        assert child.process.wait(DEADLINE_SECONDS) == -signal.SIGSEGV
    with open_small(copied) as memory:
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    assert indexed(copied) == stored(copied)


def test_a_damaged_folder_that_cannot_be_taken_away_is_not_opened(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DAMAGE["header cut off"][0](copied)
    (copied / "index" / "open").touch()

    def refuse(*_: object) -> None:
        raise PermissionError("not yours")

    with open_small(copied) as memory, monkeypatch.context() as patch:
        patch.setattr(index_module, "_readable", lambda *_: False)
        patch.setattr(Path, "rename", refuse)
        assert memory.settle(DEADLINE_SECONDS) is State.FAILED
        assert finds(memory.user("ada"), "turn 77 is about topic 0")
        patch.undo()
        assert memory.settle(DEADLINE_SECONDS) is State.READY


def test_a_folder_that_takes_too_long_to_read_is_rebuilt(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_PROBE", "import time; time.sleep(3600)")
    monkeypatch.setattr(index_module, "PROBE_SECONDS", 0.2)
    (copied / "index" / "open").touch()
    told: list[State] = []
    with open_small(copied, notice=told.append) as memory:
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    assert State.REBUILDING in told


def test_closing_does_not_wait_for_a_folder_to_be_read_through(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entered = copied / "entered"
    probe = f"import time, pathlib; pathlib.Path({str(entered)!r}).touch(); time.sleep(3600)"
    monkeypatch.setattr(index_module, "_PROBE", probe)
    monkeypatch.setattr(index_module, "PROBE_SECONDS", 3600)
    (copied / "index" / "open").touch()
    memory = open_small(copied)
    memory.warm()
    until(entered.exists)
    memory.close()
    assert (copied / "index" / "open").exists()  # it is still to be read
    assert indexed(copied) == stored(copied)


# Missing, strange and old


@pytest.mark.parametrize("part", ["index", "index/chroma"])
def test_an_index_that_was_deleted_comes_back(copied: Path, part: str) -> None:
    shutil.rmtree(copied / part)
    told: list[State] = []
    with open_small(copied, notice=told.append) as memory:
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert finds(memory.user("ada"), "turn 77 is about topic 0")
    assert State.REBUILDING in told
    assert indexed(copied) == stored(copied)


def test_the_first_filling_is_no_rebuilding(tmp_path: Path) -> None:
    told: list[State] = []
    with open_small(tmp_path, notice=told.append) as memory:
        memory.user("ada").observe("turn 1 is about topic 1")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    assert told == [State.OPENING, State.READY, State.CLOSED]


def test_nothing_of_another_ledgers_index_is_kept(copied: Path, tmp_path: Path) -> None:
    with open_small(tmp_path / "other") as memory:
        person = memory.user("ada")
        person.observe("something else about topic 9")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    shutil.rmtree(tmp_path / "other" / "index")
    shutil.copytree(copied / "index", tmp_path / "other" / "index")
    with open_small(tmp_path / "other") as memory:
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert [near.event.text for near in memory.user("ada").search("turn 77 is about topic 0")] == [
            "something else about topic 9"
        ]
    assert indexed(tmp_path / "other") == stored(tmp_path / "other") == {1}


def test_another_models_vectors_go_when_the_ledger_changes_the_model(copied: Path) -> None:
    with collections(copied) as (before,):
        pass
    other = Chance("another", 24)
    reindex(copied, other, lambda _done, _all: None)
    with open_small(copied, embedder=other) as memory:
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert finds(memory.user("ada"), "turn 77 is about topic 0")
    with collections(copied) as (after,):
        assert after.name != before.name
        assert after.count() == TURNS
        assert len(after.get(limit=1, include=["embeddings"])["embeddings"][0]) == 24


# What is in it


def test_the_index_holds_numbers_and_vectors_and_no_words(tmp_path: Path) -> None:
    secret, name = "I whisper about topic 4711 to nobody", "ada-of-the-secret-name"
    with open_small(tmp_path) as memory:
        memory.user(name).observe(secret, session="a-session-of-mine", id="an-id-of-mine")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    words = (name, secret, "whisper", "topic 4711", "a-session-of-mine", "an-id-of-mine", "chance")
    for file in (tmp_path / "index").rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert not [word for word in words if word.encode() in held or word.encode("utf-16-le") in held], file
    with collections(tmp_path) as (collection,):
        assert collection.configuration_json["hnsw"]["space"] == "cosine"
        assert collection.name.startswith("events-")
        held = collection.get(include=["documents", "metadatas", "uris"])
        assert held["ids"] == ["1"]
        assert held["documents"] == [None]
        assert held["metadatas"] == [{"user": 1}]


def test_a_users_search_finds_none_of_another_users_turns(tmp_path: Path) -> None:
    with open_small(tmp_path) as memory:
        ada, bob = memory.user("ada"), memory.user("bob")
        ada.observe("turn 1 is about topic 1")
        bob.observe("turn 2 is about topic 2")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert [near.event.text for near in ada.search("turn 2 is about topic 2")] == ["turn 1 is about topic 1"]


def test_replies_get_a_vector_and_are_found(tmp_path: Path) -> None:
    with open_small(tmp_path) as memory:
        person = memory.user("ada")
        person.observe("turn 1 is about topic 1")
        person.observe("try the north face", role="assistant")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert finds(person, "try the north face")
        with memory.ledger.read() as connection:
            assert connection.execute(text("select count(*) from events where vector is null")).scalar() == 0
    assert indexed(tmp_path) == {1, 2}


def test_what_is_forgotten_leaves_the_index(copied: Path) -> None:
    with open_small(copied) as memory:
        person = memory.user("ada")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        erased = person.forget("topic 0")
        assert erased > 100
    left = stored(copied)
    assert len(left) == TURNS - erased
    assert indexed(copied) == left


def test_what_another_process_forgets_leaves_the_index_too(copied: Path) -> None:
    with open_small(copied) as memory:
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        with started(copied, "ada", "--index") as child:
            assert child.hear(1) == ["open"]
            erased = child.ask("forget topic 0")
            assert child.ask("settle") == "ELSEWHERE"
            child.end()
        assert erased > 100
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    assert indexed(copied) == stored(copied)
    assert len(stored(copied)) == TURNS - erased


def test_what_is_forgotten_without_the_index_leaves_it_at_the_next_opening(copied: Path) -> None:
    with open_small(copied, index=False) as memory:
        memory.user("ada").forget("topic 0")
    with open_small(copied) as memory:
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    assert indexed(copied) == stored(copied)


def test_what_was_just_said_is_found_although_the_index_is_behind(tmp_path: Path) -> None:
    with open_small(tmp_path) as memory:
        person = memory.user("ada")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        for number in range(100):
            person.observe(f"turn {number} is about topic {number}")
            assert finds(person, f"turn {number} is about topic {number}")


# Closing


def test_a_kill_while_closing_loses_nothing(tmp_path: Path) -> None:
    with started(tmp_path, "ada", "--index") as child:
        assert child.hear(1) == ["open"]
        child.tell("observe 50")
        child.hear(50)
        assert child.ask("settle") == "READY"
        assert child.ask("close") == "closing"
        child.kill()
    with open_small(tmp_path) as memory:
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    assert len(indexed(tmp_path)) == 50


def test_a_folder_that_fails_to_close_is_read_through_before_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chromadb.api.client import Client

    read: list[Path] = []
    readable = index_module._readable

    def noted(store: Path, stopping: Callable[[], bool]) -> bool:
        read.append(store)
        return readable(store, stopping)

    monkeypatch.setattr(index_module, "_readable", noted)
    close = Client.close

    def fail(client: Client) -> None:
        close(client)
        raise OSError("no space left")

    with open_small(tmp_path) as memory, monkeypatch.context() as patch:
        memory.user("ada").observe("turn 1 is about topic 1")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        patch.setattr(Client, "close", fail)
        memory.close()
    assert memory.index_state is State.CLOSED
    assert not read
    with open_small(tmp_path) as memory:
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    assert len(read) == 1
    assert not (tmp_path / "index" / "open").exists()


def test_after_closing_nothing_opens_the_index_again(tmp_path: Path) -> None:
    memory = open_small(tmp_path)
    person = memory.user("ada")
    person.observe("turn 1 is about topic 1")
    memory.close()
    memory.close()
    person.observe("turn 2 is about topic 2")  # another thread may be late
    assert memory.settle() is State.CLOSED
    assert finds(person, "turn 2 is about topic 2")
    memory.close()
    with open_small(tmp_path) as again:
        assert again.settle(DEADLINE_SECONDS) is State.READY
        assert again.index_lag() == 0
        assert finds(again.user("ada"), "turn 2 is about topic 2")


def test_searches_during_the_closing_are_answered_by_the_ledger(copied: Path) -> None:
    memory = open_small(copied)
    person = memory.user("ada")
    assert memory.settle(DEADLINE_SECONDS) is State.READY
    going = Event()
    answers: list[bool] = []

    def ask() -> None:
        while len(answers) < 150:
            answers.append(finds(person, "turn 77 is about topic 0"))
            going.set()

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    going.wait(DEADLINE_SECONDS)
    memory.close()
    for thread in threads:
        thread.join()
    assert all(answers)
    assert memory.index_state is State.CLOSED


# Failures that pass


class Moody:
    """An embedding model that may be away."""

    name = "moody"

    def __init__(self) -> None:
        self.away = False

    def __call__(self, texts: Sequence[str]) -> Vectors:
        if self.away:
            raise ConnectionError("nobody answers")
        return Chance()(texts)


def test_an_embedding_model_that_was_away_does_not_end_the_indexing(tmp_path: Path) -> None:
    model = Moody()
    with open_small(tmp_path, embedder=model) as memory:
        person = memory.user("ada")
        person.observe("turn 1 is about topic 1")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        model.away = True
        person.observe("try the north face", role="assistant")
        assert memory.settle(DEADLINE_SECONDS) is State.FAILED
        assert memory._index is not None
        assert "nobody answers" in memory._index.cause
        model.away = False
        assert finds(person, "turn 1 is about topic 1")
        person.observe("turn 2 is about topic 2")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert finds(person, "try the north face")
    assert indexed(tmp_path) == {1, 2, 3}


def test_a_failure_is_tried_again_although_nothing_wakes_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "POLL_SECONDS", 0.02)
    model = Moody()
    with open_small(tmp_path, embedder=model) as memory:
        person = memory.user("ada")
        person.observe("turn 1 is about topic 1")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        model.away = True
        person.observe("try the north face", role="assistant")
        until(lambda: memory.index_state is State.FAILED)
        model.away = False
        until(lambda: memory.index_state is State.READY)


def test_a_ledger_that_was_busy_does_not_end_the_indexing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_ledger, "WAIT_SECONDS", 0.05)
    with open_small(tmp_path) as memory:
        person = memory.user("ada")
        person.observe("turn 1 is about topic 1", role="assistant")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        person.observe("try the north face", role="assistant", id="last")
        with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
            other.execute("begin immediate")
            other.execute("update events set vector = null where id = 'last'")
            other.execute("update meta set value = replace(value, ', 2]', ', 1]') where key = 'index'")
            other.execute("commit")
            other.execute("begin immediate")
            assert memory.settle(DEADLINE_SECONDS) is State.FAILED
            assert memory._index is not None
            assert "LedgerBusy" in memory._index.cause
            other.execute("rollback")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    assert indexed(tmp_path) == {1, 2}


class Panic(BaseException):
    """What a panic of Chroma's core looks like from Python."""


def test_a_query_that_fails_is_answered_by_the_ledger_and_the_index_is_opened_anew(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chromadb.api.models.Collection import Collection

    def fail(*_: object, **__: object) -> None:
        raise Panic("the core is broken")

    with open_small(copied) as memory:
        person = memory.user("ada")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        with monkeypatch.context() as patch:
            patch.setattr(Collection, "query", fail)
            assert finds(person, "turn 77 is about topic 0")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert memory._index is not None
        assert "the core is broken" in memory._index.cause
        assert finds(person, "turn 77 is about topic 0")
    assert not (copied / "index" / "open").exists()


def test_an_index_folder_that_cannot_be_made_leaves_the_ledger_to_answer(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where the folder should be")
    with open_small(tmp_path) as memory:
        person = memory.user("ada")
        person.observe("turn 1 is about topic 1")
        assert memory.settle(DEADLINE_SECONDS) is State.FAILED
        assert finds(person, "turn 1 is about topic 1")
        (tmp_path / "index").unlink()
        assert memory.settle(DEADLINE_SECONDS) is State.READY


def test_a_listener_that_fails_does_not_end_the_indexing(tmp_path: Path) -> None:
    def notice(_state: State) -> None:
        raise RuntimeError("the screen is gone")

    with open_small(tmp_path, notice=notice) as memory:
        memory.user("ada").observe("turn 1 is about topic 1")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    assert indexed(tmp_path) == {1}


# Two memories, many threads


def test_the_second_memory_of_a_folder_never_waits_for_the_index_and_takes_over_when_the_first_closes(
    copied: Path,
) -> None:
    with open_small(copied) as first, open_small(copied) as second:
        assert first.settle(DEADLINE_SECONDS) is State.READY
        assert second.settle() is State.ELSEWHERE
        person = second.user("ada")
        person.observe("turn 5000 is about topic 5")
        assert second.settle() is State.ELSEWHERE
        assert finds(person, "turn 5000 is about topic 5")
        assert person.forget("topic 0") > 100
        assert first.settle(DEADLINE_SECONDS) is State.READY
        assert finds(first.user("ada"), "turn 5000 is about topic 5")
        first.close()
        assert second.settle(DEADLINE_SECONDS) is State.READY
        assert finds(person, "turn 5000 is about topic 5")
    assert indexed(copied) == stored(copied)


def test_another_memorys_turns_come_in_although_nothing_wakes_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "POLL_SECONDS", 0.02)
    with open_small(tmp_path) as first, open_small(tmp_path, index=False) as second:
        assert first.settle(DEADLINE_SECONDS) is State.READY
        second.user("ada").observe("turn 1 is about topic 1")
        index, vector = first._index, first.vectorizer(["turn 1 is about topic 1"])[0]
        assert isinstance(index, NeighbourIndex)
        until(lambda: bool(index.search(vector, None, 1)))


def test_settling_after_writes_of_many_threads_finds_them_all(tmp_path: Path) -> None:
    with open_small(tmp_path) as memory:

        def write(who: str) -> None:
            person = memory.user(who)
            for number in range(30):
                person.observe(f"turn {number} is about topic {number}", id=f"{who}{number}")
                if number % 10 == 0:
                    memory.settle(DEADLINE_SECONDS)

        threads = [Thread(target=write, args=(who,)) for who in ("ada", "bob", "eve", "joe")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert memory.settle(DEADLINE_SECONDS) is State.READY
    assert indexed(tmp_path) == stored(tmp_path)
    assert len(stored(tmp_path)) == 120


def test_settling_gives_up_at_its_time_limit(tmp_path: Path) -> None:
    go_on = Event()

    def notice(_state: State) -> None:
        go_on.wait(DEADLINE_SECONDS)

    with open_small(tmp_path, notice=notice) as memory:
        assert memory.settle(0.01) is State.OPENING
        go_on.set()
        assert memory.settle(DEADLINE_SECONDS) is State.READY


class Nothing:
    """A feed without entries."""

    stamp = "none"

    def __init__(self) -> None:
        self.rest: Callable[[], None] = lambda: None

    def after(self, seq: int) -> Sequence[index_module.Entry]:  # noqa: ARG002 - the protocol's
        return ()

    def progress(self) -> tuple[str, int]:
        return "", 0

    def record(self, mark: str, seq: int) -> None: ...

    def erased(self) -> list[int]:
        return []

    def dropped(self, seqs: list[int]) -> None: ...

    def owed(self) -> str:
        return ""

    def paid(self, token: str) -> None: ...


def test_an_index_that_was_never_started_neither_waits_nor_answers(tmp_path: Path) -> None:
    index = NeighbourIndex(tmp_path / "index", Nothing())
    assert not index.settle()
    assert index.search(np.zeros(3, np.float32), None, 1) is None
    index.close()
    index.start()
    assert not index.settle()
    assert not (tmp_path / "index").exists()


def test_an_empty_index_is_ready_and_finds_nothing(tmp_path: Path) -> None:
    with open_small(tmp_path) as memory:
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert memory.user("ada").search("anything") == []


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    yield
    assert not [thread for thread in threading.enumerate() if thread.name == "penchant-index"]
