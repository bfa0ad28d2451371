"""A transcript spread over files by its users, so that each can be replayed alone, however long it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from ..memory.records import Role
from . import transcripts
from .turns import TranscriptTurn

BUCKETS = 64
"""Files that users are spread over."""


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


def spread(file: Path, folder: Path) -> None:
    """Write a transcript's turns below a folder, and the number of its users; done once for the same bytes.

    Raises:
        Unreadable: the file, or a place in it, cannot be read.
    """
    if (folder / "users.json").is_file():
        return
    folder.mkdir(parents=True, exist_ok=True)
    users = dict[str, int]()
    with ExitStack() as open_files:
        places = dict[str, TextIO]()
        for number, turn in enumerate(transcripts.read(file)):
            bucket = _bucket(turn.user)
            if bucket not in places:
                places[bucket] = open_files.enter_context((folder / f"{bucket}.jsonl").open("w", encoding="utf-8"))
            places[bucket].write(json.dumps(_line(turn, number), ensure_ascii=False) + "\n")
            users[turn.user] = users.get(turn.user, 0) + 1
    (folder / "users.json").write_text(json.dumps(users, ensure_ascii=False), "utf-8")


def users(folder: Path) -> dict[str, int]:
    """Return the users with the number of their turns."""
    found: dict[str, int] = json.loads((folder / "users.json").read_text("utf-8"))
    return found


def turns(folder: Path, user: str) -> Iterator[Turn]:
    """Yield a user's turns in their order, read as they are wanted."""
    with (folder / f"{_bucket(user)}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)
            if found["user"] == user:
                yield Turn(**{**found, "at": datetime.fromisoformat(found["at"])})


def _line(turn: TranscriptTurn, number: int) -> dict[str, Any]:
    return {
        "user": turn.user,
        "session": turn.session,
        "at": turn.at.isoformat(),
        "role": turn.role,
        "text": turn.text,
        "id": turn.id or f"turn {number}",
        "labels": asdict(turn.labels),
    }


def _bucket(user: str) -> str:
    return f"{int.from_bytes(sha256(user.encode('utf-8', 'surrogatepass')).digest()[:4], 'big') % BUCKETS:02}"
