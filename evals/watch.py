"""A live store as a transcript: what a person said and was told, in order of time, for measuring without touching the store.

Clicks and the like, controls and what was read in attachments are no turns: `seen` counts them.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..memory import InterestMemory
from ..memory.records import Event
from ..memory.user import UserMemory
from .turns import TranscriptTurn
from .writing import line_of

PAGE = 200
"""Turns of a session that are read at once."""


OWN = frozenset({"chat", "statement", "search"})
"""The kinds whose words are the person's own; those of a click or a rating are of what it was done to."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a memory is measured and what is not, by what it is, with how many there are."""

    measured: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return f"Measured of the memory: {_listed(self.measured)}; not measured: {_listed(self.left_out)}."


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()) if count) or "nothing"


def seen(memory: InterestMemory, users: list[str]) -> Seen:
    """Return what of some users' events `write_transcript` writes, and what it cannot: other kinds, and controls."""
    from sqlalchemy import func, select

    from ..memory.store.schema import events
    from ..memory.store.schema import users as people

    groups = (events.c.kind, events.c.role, events.c.part_of.is_not(None), events.c.replaced, events.c.text == "")
    asked = select(*groups, func.count()).join(people).where(people.c.name.in_(users)).group_by(*groups)
    found = Seen()
    with memory.ledger.read() as connection:
        for kind, role, part, replaced, silent, count in connection.execute(asked):
            if part or replaced or silent:
                found.left_out[_why(kind, part=bool(part), replaced=bool(replaced))] += count
            elif role == "assistant":
                found.measured["replies"] += count
            else:
                (found.measured if kind in OWN else found.left_out)[f"of kind {kind}"] += count
    found.left_out["controls"] = sum(len(memory.user(name).controls()) for name in users)
    return found


def _why(kind: str, *, part: bool, replaced: bool) -> str:
    if part:
        return "read in attachments"
    return "taken back" if replaced else f"of kind {kind} without words"


def write_transcript(memory: InterestMemory, users: list[str], file: Path) -> int:
    """Write the turns of some users, one user after another, and return how many. Nothing in the memory is changed.

    Raises:
        ValueError: the memory has nobody of a name, or none of them has said anything.
    """
    known = memory.users()
    if unknown := [name for name in users if name not in known]:
        raise ValueError(f"nobody called {unknown[0]!r} is in this memory; there are {', '.join(known) or 'none'}")
    written, own = 0, 0
    with file.open("w", encoding="utf-8") as lines:
        for name in users:
            for turn in turns_of(name, memory.user(name)):
                lines.write(line_of(turn))
                written, own = written + 1, own + (turn.role == "user")
    if not own:
        raise ValueError(f"{', '.join(users) or 'nobody'} has said nothing yet: there is nothing to measure")
    return written


def turns_of(name: str, person: UserMemory) -> Iterator[TranscriptTurn]:
    """Yield what was said, in order of time."""
    sessions = (_said(person, one.id) for one in person.sessions(1_000_000))
    for event in heapq.merge(*sessions, key=lambda event: (event.at, event.number)):
        yield TranscriptTurn(name, event.session or "1", event.at, event.role, event.text, str(event.number))


def _said(person: UserMemory, session: str) -> Iterator[Event]:
    """Yield a session's turns in order of time; a clock that was set back moves none before the turn above."""
    after = 0
    while page := person.turns(session, PAGE, after=after):
        yield from (one for one in page if one.text.strip() and (one.role == "assistant" or one.kind in OWN))
        after = page[-1].number
