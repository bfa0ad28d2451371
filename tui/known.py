"""What the screens show of a person's memory, asked for piece by piece: topics, turns, searches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from .text.cells import cut, line

if TYPE_CHECKING:
    from ..memory import Event, Explanation, Fall, Interest, Session, UserMemory

CURVE_CELLS = 60
"""Steps of a topic's curve on either side of now."""

CURVE_STEP = timedelta(days=1)

ALL = 1_000_000
"""More sessions than anybody has."""

SOURCES = 100
"""Pieces of evidence shown of a topic."""


LEAST_LIKENESS = 0.2
"""Under it a turn has nothing to do with the words that are searched."""

LEAST_RELEVANCE = 0.15
"""Under it a topic has nothing to do with them."""

EXAMPLES = 5
"""Turns that a topic brings into what a search finds, the newest of it."""


@dataclass(frozen=True, slots=True)
class TopicView:
    """All that is shown of one topic.

    `past` and `future` are weights `step` apart, in time order; the past ends now and the future begins now. `leaves` is when the weight
    falls below what takes it into an open question's prompt if it is never mentioned again: None if it is not in, or never leaves.
    `falls` says when it falls below each of the agent's levels.
    """

    explanation: Explanation
    past: list[float]
    future: list[float]
    step: timedelta
    leaves: datetime | None
    similar: list[tuple[Interest, float]]
    falls: tuple[Fall, ...] = ()

    @property
    def interest(self) -> Interest:
        """The topic as it stands."""
        return self.explanation.interest


@dataclass(frozen=True, slots=True)
class Going:
    """A topic that is erased soon, with the text of so many turns."""

    topic: int
    label: str
    turns: int
    due: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A turn that a search found: by its words (no likeness), or by meaning, with the likeness of it or of its topic up to 1."""

    event: Event
    likeness: float | None


def topic(person: UserMemory, name: int | str, now: datetime) -> TopicView:
    """Return all that is shown of a topic.

    Raises:
        ValueError: there is none of that name.
    """
    from ..agent.bias import THRESHOLD
    from .explained import explain

    explanation, falls = explain(person, name, SOURCES)
    number = explanation.interest.topic
    moments = [now + step * CURVE_STEP for step in range(-CURVE_CELLS, CURVE_CELLS + 1)]
    curve = person.curves([number], moments)[number]
    return TopicView(
        explanation,
        curve[: CURVE_CELLS + 1],
        curve[CURVE_CELLS:],
        CURVE_STEP,
        next((fall.at for fall in falls if fall.level == THRESHOLD), None),
        person.similar(number),
        falls,
    )


def steer(person: UserMemory, control: str, name: int | str, value: object) -> Interest:
    """Apply one of the person's controls; without a value `pin` and `mute` turn over."""
    if control in ("pin", "mute") and value is None:
        interest = person.named(name)
        value = not (interest.pinned if control == "pin" else interest.muted)
    act = getattr(person, control)
    found: Interest = act(name) if value is None else act(name, value)
    return found


def sessions(person: UserMemory, count: int = 200) -> list[Session]:
    """Return the sessions, newest first; what came without one, as most of what is imported, is none."""
    return [one for one in person.sessions(count) if one.id]


def session(person: UserMemory, words: str) -> Session:
    """Return the session that is meant by an id, a title or some words of it; "last" is the newest.

    Raises:
        ValueError: none or several fit.
    """
    if not words.strip():
        raise ValueError("name a session by its id, its title or some words of it; last is the newest")
    listed = sessions(person)
    if words == "last":
        words = listed[0].id if listed else words
    found = _fitting(person, listed, words) or _fitting(person, sessions(person, ALL), words)
    if not found:
        newest = ", ".join(_told_apart(one, 40) for one in listed[:3])
        raise ValueError(
            f"there is no session {words!r}; " + (f"the newest are {newest}" if newest else "there are none yet")
        )
    if len(found) > 1:
        some = " and ".join(_told_apart(one) for one in found[:2])
        raise ValueError(f"{words!r} fits {len(found)} sessions, {some} among them")
    return found[0]


def _told_apart(session: Session, width: int = 1000) -> str:
    """Return a session's title with when it was last spoken in: several can have the same."""
    return f"{cut(line(session.title), width)!r} ({session.last.astimezone():%Y-%m-%d %H:%M})"


def _fitting(person: UserMemory, sessions: Sequence[Session], words: str) -> list[Session]:
    """Return the session of an id, else those whose titles have some words."""
    if one := person.session(words):
        return [one]
    return [one for one in sessions if words.casefold() in one.title.casefold()]


def search(person: UserMemory, words: str, count: int) -> list[Found]:
    """Return turns that have the words, newest first, and then those near in meaning, the nearest first.

    Raises:
        ValueError: there are no words.
    """
    if not words.strip():
        raise ValueError("type what to search for: there are no words")
    by_words = [Found(in_its_turn(event), None) for event in person.find_words(words, count)]
    known = {one.event.number for one in by_words}
    return by_words + [one for one in _near(person, words, count) if one.event.number not in known]


def _near(person: UserMemory, words: str, count: int) -> list[Found]:
    """Return turns near in meaning, the nearest first: by all that one says, or by a topic that it speaks of among others."""
    found = person.search(words, count)
    near = [Found(in_its_turn(one.event), one.similarity) for one in found if one.similarity >= LEAST_LIKENESS]
    for topic in sorted(person.attend(words), key=lambda one: -one.relevance):
        nearer = {one.event.number for one in near if (one.likeness or 0.0) >= topic.relevance}
        if topic.relevance < LEAST_RELEVANCE or len(nearer) >= count:
            break  # no turn of this topic, or of those behind it, would be among the first
        sources = person.explain(topic.interest.topic, EXAMPLES).sources
        near += [Found(in_its_turn(source.event), topic.relevance) for source in sources]
    nearest: dict[int, Found] = {}
    for one in sorted(near, key=lambda one: -(one.likeness or 0.0)):
        nearest.setdefault(one.event.number, one)
    return list(nearest.values())[:count]


def in_its_turn(event: Event) -> Event:
    """Return what was read in an attachment with the number of the turn that it came with: there the conversation is opened."""
    return event if event.part_of is None else replace(event, number=event.part_of)
