"""Files that come with turns are kept by their hash: once for each person, and no longer than a turn refers to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import Attachment, InterestMemory, UserMemory
from penchant.memory.ledger import FILE
from penchant.memory.store import schema
from sqlalchemy import create_engine

from tests.memory.test_migration import as_version_1, structure
from tests.memory.writer import open_small

PICTURE = Attachment("a.png", "image/png", b"\x89PNG and so on")
COPY = Attachment("b.png", "image/png", PICTURE.data)
NOTES = Attachment("notes.md", "text/markdown", b"# Notes")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[InterestMemory]:
    with open_small(tmp_path, index=False) as memory:
        yield memory


@pytest.fixture
def ada(memory: InterestMemory) -> UserMemory:
    return memory.user("ada")


def kept(folder: Path) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(folder / FILE)) as ledger:
        return ledger.execute('select "user", hash from blobs order by id').fetchall()


def test_the_same_bytes_are_kept_once_under_every_name(ada: UserMemory, tmp_path: Path) -> None:
    ada.observe("One", session="s", attachments=[PICTURE, COPY, NOTES])
    ada.observe("Two", session="s", attachments=[COPY])
    assert [digest for _, digest in kept(tmp_path)] == [sha256(one.data).hexdigest() for one in (PICTURE, NOTES)]
    assert [turn.attachments for turn in ada.turns("s", 9)] == [(PICTURE, COPY, NOTES), (COPY,)]


def test_two_people_never_share_a_file(memory: InterestMemory, ada: UserMemory, tmp_path: Path) -> None:
    bob = memory.user("bob")
    for person in (ada, bob):
        person.observe("I like topic 1", session="s", attachments=[PICTURE])
    assert len(kept(tmp_path)) == len({user for user, _ in kept(tmp_path)}) == 2
    ada.forget("topic 1")
    assert len(kept(tmp_path)) == 1
    assert bob.turns("s", 1)[0].attachments == (PICTURE,)


def test_bytes_go_with_the_last_turn_that_refers_to_them(ada: UserMemory, tmp_path: Path) -> None:
    ada.observe("topic 1", session="s", attachments=[PICTURE])
    ada.observe("topic 2", session="s", attachments=[COPY, NOTES])
    ada.forget("topic 1")
    assert ada.turns("s", 9)[0].attachments == (COPY, NOTES)
    ada.forget("topic 2")
    assert kept(tmp_path) == []
    assert PICTURE.data not in b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_the_same_event_twice_keeps_its_files_once(ada: UserMemory, tmp_path: Path) -> None:
    for _ in range(2):
        ada.observe("One", id="1", session="s", attachments=[PICTURE])
    assert len(kept(tmp_path)) == 1
    assert ada.turns("s", 9)[0].attachments == (PICTURE,)


@pytest.fixture
def version_2(tmp_path: Path) -> Path:
    """A ledger of version 2, in which two people have attached files, some of them the same."""
    with open_small(tmp_path / "new", index=False) as memory:
        for name in ("ada", "bob"):
            for number in range(2):
                memory.user(name).observe(f"I like topic {number}.", session="s", id=f"turn {number}")
    as_version_1(tmp_path / "new", tmp_path / "old")
    engine = create_engine(f"sqlite:///{tmp_path / 'old' / FILE}")
    with engine.begin() as connection:
        schema._add_conversations(connection)
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "old" / FILE)) as ledger:
        ledger.execute("update meta set value = ? where key = 'version'", (b"2",))
        for event in (1, 2, 3):  # both of ada's, one of bob's
            files: list[Any] = [PICTURE, NOTES][: event % 2 + 1]
            rows = [(event, place, one.name, one.media_type, one.data) for place, one in enumerate(files)]
            ledger.executemany("insert into attachments values (?, ?, ?, ?, ?)", rows)
            ledger.execute("update events set attached = ? where seq = ?", (len(rows), event))
        ledger.commit()
    return tmp_path / "old"


def test_the_files_of_a_ledger_of_version_2_are_kept_by_hash_from_then_on(version_2: Path, tmp_path: Path) -> None:
    with open_small(version_2, index=False) as memory:
        ada, bob = memory.user("ada"), memory.user("bob")
        assert [turn.attachments for turn in ada.turns("s", 9)] == [(PICTURE, NOTES), (PICTURE,)]
        assert [turn.attachments for turn in bob.turns("s", 9)] == [(PICTURE, NOTES), ()]
        assert len(kept(version_2)) == 4  # two of each person's
        assert structure(version_2) == structure(tmp_path / "new")
        memory.ledger.check()
        ada.forget("topic 0")
        ada.forget("topic 1")
        bob.forget("topic 0")
    assert kept(version_2) == []
    assert PICTURE.data not in b"".join(file.read_bytes() for file in version_2.rglob("*") if file.is_file())
