"""A transcript kept turn by turn in an SQLite file, so that each user can be replayed alone, however long it is.

It is read once; what cannot be read in it is told and left out. Neither takes memory that grows with the number of turns. A user's turns
come in order of time, however they stand in the file, so that none is heard before one that was said earlier.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ..memory.importers.node import Unreadable
from ..memory.records import Role
from . import transcripts
from .turns import TranscriptTurn

TURNS, USERS, BAD, TOPICS = "turns.sqlite", "users.json", "bad.json", "topics.json"
TOLD: Final = 20
"""Bad lines that are told; of more only the number is."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a transcript; `labels` are what it says beside its words: topics, likes, dislikes, personal, evidence."""

    user: str
    session: str
    at: datetime
    role: Role
    text: str
    id: str
    labels: dict[str, Any]

    def named(self, label: str) -> tuple[str, ...]:
        """Return what a label of several names has."""
        return tuple(self.labels.get(label) or ())


@dataclass(slots=True)
class Bad:
    """What is left out of a transcript: how many places that cannot be read, what is wrong with the first of them, and what is repeated."""

    count: int = 0
    first: list[str] = field(default_factory=list)
    repeated: int = 0
    """Turns that stand again as they are, left out."""

    def add(self, error: Unreadable) -> None:
        """Take in a place."""
        self.count += 1
        if len(self.first) < TOLD:
            self.first.append(str(error))


def spread(file: Path, folder: Path, *, strict: bool = False) -> Bad:
    """Write a transcript's turns below a folder, and return what could not be read; done once, a kill leaves no half of it.

    Raises:
        Unreadable: the file cannot be read; with `strict` also at the first place in it that cannot be.
    """
    if not (folder / USERS).is_file():
        half = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        try:
            _write(file, half, strict)
            _place(half, folder)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    bad = Bad(**json.loads((folder / BAD).read_text("utf-8")))
    if strict and bad.count:
        raise Unreadable(bad.first[0])
    return bad


def _place(half: Path, folder: Path) -> None:
    try:
        half.rename(folder)
    except OSError:  # another process was faster, with the same turns
        if not (folder / USERS).is_file():
            raise


def _write(file: Path, folder: Path, strict: bool) -> None:
    users, bad, topics = dict[str, int](), Bad(), 0
    with closing(sqlite3.connect(folder / TURNS, isolation_level=None)) as kept:
        kept.execute("pragma journal_mode = off")
        kept.execute("pragma synchronous = off")
        kept.execute("create table turns (number integer primary key, user text, at real, id text, line text)")
        kept.execute("begin")
        for batch in _batched(transcripts.read(file, None if strict else bad.add)):
            kept.executemany("insert into turns values (?, ?, ?, ?, ?)", (_row(number, turn) for number, turn in batch))
            for _, turn in batch:
                users[turn.user] = users.get(turn.user, 0) + 1
                topics += bool(turn.labels.topics)
        kept.execute("create index by_user on turns (user, at, number)")
        bad.repeated = kept.execute(_REPEATED).rowcount
        kept.execute(_OWN_IDS)
        kept.execute("commit")
    (folder / BAD).write_text(json.dumps(asdict(bad), ensure_ascii=False), "utf-8")
    (folder / TOPICS).write_text(json.dumps(topics), "utf-8")
    (folder / USERS).write_text(json.dumps(users, ensure_ascii=False), "utf-8")


_REPEATED = """delete from turns
where id != '' and number not in (select min(number) from turns group by user, at, id, line)"""
"""What has the id, the time and the words of a turn above is that turn again: a log that was put together twice."""

_OWN_IDS = """update turns set id = 'turn ' || number
where id = '' or number not in (select min(number) from turns group by user, id)"""
"""An id that stands twice stays the first turn's: a memory takes a turn of a known id for one that it has heard already."""


def _batched(turns: Iterator[TranscriptTurn]) -> Iterator[list[tuple[int, TranscriptTurn]]]:
    batch = list[tuple[int, TranscriptTurn]]()
    for one in enumerate(turns):
        batch.append(one)
        if len(batch) == 1000:
            yield batch
            batch = []
    yield batch


def users(folder: Path) -> dict[str, int]:
    """Return the users with the number of their turns."""
    place = folder / USERS
    return dict(_users(place, place.stat().st_mtime_ns))


@lru_cache(maxsize=1)
def _users(place: Path, _written: int) -> dict[str, int]:
    found: dict[str, int] = json.loads(place.read_text("utf-8"))
    return found


def turns(folder: Path, user: str) -> Iterator[Turn]:
    """Yield a user's turns in order of time, those of one time as they stand, read as they are wanted."""
    with closing(sqlite3.connect(f"{(folder / TURNS).absolute().as_uri()}?mode=ro", uri=True)) as kept:
        for own, line in kept.execute("select id, line from turns where user = ? order by at, number", (user,)):
            found = json.loads(line)
            yield Turn(**{**found, "at": datetime.fromisoformat(found["at"]), "id": own})


def has_topics(folder: Path) -> bool:
    """Return whether any turn has the label `topics`."""
    return bool(json.loads((folder / TOPICS).read_text("utf-8")))


def _row(number: int, turn: TranscriptTurn) -> tuple[int, str, float, str, str]:
    line = {
        "user": turn.user,
        "session": turn.session,
        "at": turn.at.isoformat(),
        "role": turn.role,
        "text": turn.text,
        "labels": asdict(turn.labels),
    }
    return number, turn.user, turn.at.timestamp(), turn.id, json.dumps(line)
