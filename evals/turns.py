"""Turns, and what the readers of transcripts share.

A reader takes a `Source` and yields turns. It walks the file through `Node`s, which know where they stand. Turns without a time
get one from a `Clock`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ..memory.importers.node import Node
from ..memory.records import Role
from .labels import NO_LABELS, Labels

START = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class TranscriptTurn:
    """What was said to, or by, the user whose memory learns from it; `at` is aware and in UTC.

    `id` names it within the file, where the file does; `labels` are what the file says of it beside its words.
    """

    user: str
    session: str
    at: datetime
    role: Role
    text: str
    id: str = ""
    labels: Labels = NO_LABELS


@dataclass(slots=True)
class Clock:
    """Gives each turn a time: its own, or a minute after the user's last; a new session starts `gap` after the last.

    The first session starts on 2024-01-01 at 00:00 UTC. A session longer than the gap pushes the next one back by
    whole gaps, so that a user's time never runs backwards.
    """

    gap: timedelta = DAY
    _seen: dict[str, tuple[str, datetime, datetime]] = field(default_factory=dict)

    def at(self, user: str, session: str, own: datetime | None = None) -> datetime:
        """Return the turn's time and remember it as the user's last."""
        known, start, last = self._seen.get(user, (None, START - self.gap, START - self.gap))
        if own is not None:
            now = own
        elif session == known:
            now = last + MINUTE
        else:
            now = start + self.gap * ((last - start) // self.gap + 1)
        self._seen[user] = (session, start if session == known else now, now)
        return now


Said = tuple[Role | None, str, datetime | None]
"""A role (None: to be left out), the words, and a time where the file has one."""


def one_sided(clock: Clock, user: str, session: str, said: Iterable[Said]) -> Iterator[TranscriptTurn]:
    """Yield a user's conversation with an assistant; a time before that of the turn above is raised to it."""
    latest: datetime | None = None
    for role, text, own in said:
        if role is None or not text:
            continue
        at = clock.at(user, session, max(own, latest) if own and latest else own)
        latest = at if latest is None else max(at, latest)
        yield TranscriptTurn(user, session, at, role, text)


def between_people(
    clock: Clock, people: Iterable[str], session: str, said: Iterable[tuple[str, str, datetime | None]]
) -> Iterator[TranscriptTurn]:
    """Yield each message as its speaker's own turn and as an assistant's turn for everyone else."""
    everyone = list(dict.fromkeys(people))
    for speaker, text, own in said:
        for person in [speaker, *(other for other in everyone if other != speaker)] if text else ():
            role: Role = "user" if person == speaker else "assistant"
            yield TranscriptTurn(person, session, clock.at(person, session, own), role, text)


def by_time(turns: Iterable[TranscriptTurn]) -> Iterator[TranscriptTurn]:
    """Yield the turns of a whole file in order of time; those at the same time keep their order."""
    return iter(sorted(turns, key=lambda turn: turn.at))


def opened(said: Iterable[Said], start: datetime | None) -> Iterator[Said]:
    """Yield a session whose first turn, unless it has a time of its own, is at `start`."""
    for role, text, own in said:
        spoken = role is not None and bool(text)
        yield role, text, own or (start if spoken else None)
        start = None if spoken else start


def exchange(node: Node, asked: tuple[str, ...], answered: tuple[str, ...]) -> Iterator[Said]:
    """Yield the user's words and then the assistant's from an object that holds both."""
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = (("user", asked), ("assistant", answered))
    for role, keys in roles:
        words = node.get(*keys)
        yield role, words.text() if words else "", None
