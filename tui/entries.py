"""What the transcript shows: turns, errors and notices as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from ..memory import Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the transcript.

    `number` is the turn's in the ledger: 0 for what is no turn, negative for what was said incognito. `note` is the dim line under it,
    `attached` the names of files, `complete` False for a reply that was stopped.
    """

    kind: Literal["user", "reply", "error", "notice"]
    text: str
    number: int = 0
    at: datetime | None = None
    note: str = ""
    attached: tuple[str, ...] = ()
    complete: bool = True


def entry_of(event: Event, note: str = "") -> Entry:
    """Return a turn as the transcript shows it."""
    kind: Literal["user", "reply"] = "user" if event.role == "user" else "reply"
    names = tuple(one.name for one in event.attachments)
    return Entry(kind, event.text, event.number, event.at, note, names, event.complete)
