"""A live store as a transcript: what a person said and was told, in order of time, for measuring without touching the store."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from pathlib import Path

from ..memory import InterestMemory
from ..memory.records import Event
from ..memory.user import UserMemory
from .turns import TranscriptTurn
from .writing import line_of

PAGE = 200
"""Turns of a session that are read at once."""


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
    """Yield what was said, in order of time; clicks and the like, and what was read in attachments, say nothing themselves."""
    sessions = (_said(person, one.id) for one in person.sessions(1_000_000))
    for event in heapq.merge(*sessions, key=lambda event: (event.at, event.number)):
        yield TranscriptTurn(name, event.session or "1", event.at, event.role, event.text, str(event.number))


def _said(person: UserMemory, session: str) -> Iterator[Event]:
    """Yield a session's turns in order of time; a clock that was set back moves none before the turn above."""
    after = 0
    while page := person.turns(session, PAGE, after=after):
        yield from (one for one in page if one.text.strip() and one.part_of is None)
        after = page[-1].number
