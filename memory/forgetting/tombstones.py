"""Tombstones: what was forgotten and must not come back by an import or a sync, known by keyed hashes alone.

A mark is HMAC-SHA256 under a random key of the person's own, of an event's id or of its words folded (case, width, blanks). Without the key
a list of marks is noise, and with it a guess can be checked one at a time: so the key lies in the ledger and is in no export.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from sqlalchemy import Connection

from ..records import Event, Ms, from_ms
from ..store import forgetting_statements

KEY_BYTES: Final = 32
MARK_BYTES: Final = 16

REASON: Final = "forgotten earlier, left out"
"""What is said of an event that an import brings again."""

FREED: Final = "unforgotten "
"""An event that says nothing any more has this before its mark as its id, once it may come back."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One forgetting whose events are kept away: its number, what was chosen, when, and how many events it erased."""

    number: int
    kind: str
    at: datetime
    events: int


class Said(Protocol):
    """What has an id and words: a row of the events, or an `Event`."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def text(self) -> str:
        """Its words."""
        ...


class Marks:
    """The marks under one person's key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of_id(self, key: str) -> str:
        """Return the mark of an event's id."""
        return self._mark("id", key)

    def of_text(self, text: str) -> str:
        """Return the mark of an event's words, however they are set."""
        return self._mark("text", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))

    def of(self, said: Said) -> tuple[str, ...]:
        """Return all marks of an event."""
        return (self.of_id(said.id), *([self.of_text(said.text)] if said.text.strip() else []))

    def _mark(self, what: str, text: str) -> str:
        words = f"{what}\0{text}".encode(errors="surrogatepass")
        return hmac.digest(self._key, words, "sha256")[:MARK_BYTES].hex()


def marks_of(connection: Connection, user: int) -> Marks | None:
    """Return a person's marks; None as long as they have forgotten nothing."""
    key = forgetting_statements.tombstone_key(connection, user)
    return None if key is None else Marks(bytes(key))


def bury(connection: Connection, user: int, kind: str, at: Ms, gone: Iterable[Any]) -> None:
    """Put up tombstones for events that are about to be erased; nothing for none.

    They stand for the latest of these moments: the clock may have been set back since the events were stored.
    """
    rows = list(gone)
    if not rows:
        return
    at = max(at, *(row.at for row in rows))
    marks = marks_of(connection, user)
    if marks is None:
        key = secrets.token_bytes(KEY_BYTES)
        forgetting_statements.set_tombstone_key(connection, user, key)
        marks = Marks(key)
    found = [mark for row in rows for mark in marks.of(row)]
    forgetting_statements.bury(connection, user, kind, at, len(rows), found)


def kept_away(connection: Connection, user: int, some: Sequence[Event]) -> set[str]:
    """Return the ids of those events that were forgotten earlier.

    Words that were forgotten keep away what is not dated later: what somebody says again afterwards is new.
    """
    marks = marks_of(connection, user)
    if marks is None or not some:
        return set()
    own = {event.id: marks.of(event) for event in some}
    buried = forgetting_statements.buried(connection, user, [mark for found in own.values() for mark in found])
    return {event.id for event in some if _is_buried(event, own[event.id], buried)}


def was_forgotten(connection: Connection, user: int, event: Event) -> bool:
    """Return whether an event of this very id was forgotten."""
    return forgotten_at(connection, user, event.id) is not None


def forgotten_at(connection: Connection, user: int, key: str) -> datetime | None:
    """Return when an event of an id was forgotten; None if none was."""
    marks = marks_of(connection, user)
    if marks is None:
        return None
    found = forgetting_statements.buried(connection, user, [marks.of_id(key)])
    return next(map(from_ms, found.values()), None)


def _is_buried(event: Event, marks: tuple[str, ...], buried: dict[str, Ms]) -> bool:
    if marks[0] in buried:
        return True
    return any(mark in buried and event.at <= from_ms(buried[mark]) for mark in marks[1:])


def listed(connection: Connection, user: int) -> list[Tombstone]:
    """Return what a person forgot and keeps away, oldest first."""
    rows = forgetting_statements.forgettings_of(connection, user)
    return [Tombstone(row.id, row.kind, from_ms(row.at), row.events) for row in rows]


def unbury(connection: Connection, user: int, number: int) -> Tombstone:
    """Let what one forgetting keeps away come back by an import.

    Raises:
        ValueError: there is none of that number.
    """
    found = {one.number: one for one in listed(connection, user)}
    if number not in found:
        choice = f"choose one of {', '.join(map(str, sorted(found)))}" if found else "nothing is kept away"
        raise ValueError(f"there is no forgetting number {number}: {choice}")
    marks = marks_of(connection, user)
    assert marks is not None  # noqa: S101 - for the type checker: what is buried has a key
    freed = set(forgetting_statements.marks_of(connection, user, number))
    for event, key in forgetting_statements.blank_ids(connection, user):
        if (mark := marks.of_id(key)) in freed:
            forgetting_statements.set_id(connection, event, FREED + mark)
    forgetting_statements.unbury(connection, user, number)
    return found[number]


def freed(connection: Connection, user: int, some: Sequence[Event]) -> list[int]:
    """Return the numbers of the rows that are left of events which may come back, and do so now."""
    marks = marks_of(connection, user)
    if marks is None or not some:
        return []
    ids = [FREED + marks.of_id(event.id) for event in some]
    return list(forgetting_statements.numbers_by_id(connection, user, ids).values())
