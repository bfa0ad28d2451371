"""What the pages show, as values: templates only lay them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ...agent import reasons
from ...memory import Control, Explanation, Fall, Interest, Source, UserMemory
from . import drawing

MOST_ROWS = 200
"""So many interests are listed; of a group the heaviest."""

MOST_SOURCES = 50
MOST_VOICES = 3
MOST_NEAR = 5
MOST_DECIDED = 6


@dataclass(frozen=True, slots=True)
class Row:
    """An interest in the list."""

    one: Interest
    marks: str
    seen: str
    spark: str
    trend: str


@dataclass(frozen=True, slots=True)
class Group:
    """Interests under a heading."""

    title: str
    about: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of interests: its groups, how many more there are, and what the person decided of late, newest first."""

    groups: tuple[Group, ...]
    more: int
    decided: tuple[str, ...]
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of evidence: its sentence in pieces, each with whether it is the phrase that counts."""

    source: Source
    pieces: tuple[tuple[str, bool], ...]
    ago: str


@dataclass(frozen=True, slots=True)
class Speaking:
    """A rung of the ladder that speaks for a topic, in words."""

    half_life: str
    trust: float
    forecast: float
    part: float


@dataclass(frozen=True, slots=True)
class Detailed:
    """One interest in full."""

    one: Interest
    marks: str
    curve: drawing.Drawn
    parts: tuple[tuple[str, float], ...]
    lost: tuple[tuple[str, float], ...]
    course: tuple[str, ...]
    speaking: tuple[Speaking, ...]
    alike: str
    together: tuple[tuple[int, str, float], ...]
    near: tuple[Interest, ...]
    said: tuple[Said, ...]
    unheard: str


def listed(person: UserMemory, now: datetime) -> Listed:
    """Return the person's interests in groups, with the curve of each."""
    found = person.interests()
    shown = found[:MOST_ROWS]
    curves = person.curves([one.topic for one in shown], drawing.spark_moments(now)) if shown else {}
    rows = [_row(one, curves[one.topic], now) for one in shown]
    controls = [one for one in person.controls() if one.action != "undo"]
    return Listed(
        groups=tuple(_groups(rows)),
        more=len(found) - len(shown),
        decided=tuple(_decided(one) for one in controls[: -MOST_DECIDED - 1 : -1]),
        can_undo=any(not one.undone and one.action != "forget" for one in controls),
    )


def detailed(person: UserMemory, topic: int, now: datetime) -> Detailed:
    """Return all that is shown of one interest: what the terminal shows of it.

    Raises:
        ValueError: there is no such topic.
    """
    found, falls = reasons.explain(person, topic, MOST_SOURCES)
    return Detailed(
        one=found.interest,
        marks=reasons.marks(found.interest),
        curve=drawing.drawn(person.curves([topic], drawing.moments(now))[topic], now),
        parts=tuple(reasons.parts(found)),
        lost=tuple(reasons.lost(found)),
        course=_course(found, falls, now),
        speaking=_speaking(found),
        alike=reasons.alike(found) if found.voices and found.interest.share > 0 else "",
        together=tuple((one.topic, one.label, one.confidence) for one in found.together),
        near=tuple(one for one, _ in person.similar(topic, MOST_NEAR)),
        said=tuple(_said(source, now) for source in found.sources),
        unheard=reasons.unheard(found),
    )


def ago(moment: datetime | None, now: datetime) -> str:
    """Return how long ago a moment is, in words."""
    return "not yet" if moment is None else f"{reasons.spoken(now - moment)} ago"


def _row(one: Interest, weights: Sequence[float], now: datetime) -> Row:
    was = weights[-8]  # a week ago
    trend = "steady" if abs(weights[-1] - was) <= reasons.STEADY else "rising" if weights[-1] > was else "fading"
    return Row(one, reasons.marks(one), ago(one.last_seen, now), drawing.spark(weights), trend)


def _groups(rows: Sequence[Row]) -> list[Group]:
    """Return the rows by what they mean to the person; no empty group."""
    muted = [row for row in rows if row.one.muted]
    rest = [row for row in rows if not row.one.muted]
    disliked = [row for row in rest if row.one.negative > row.one.weight]
    unsure = [row for row in rest if row not in disliked and row.one.tentative and not row.one.pinned]
    liked = [row for row in rest if row not in disliked and row not in unsure]
    groups = [
        Group("What you care about", "Heaviest first. These may enter answers, where they help.", tuple(liked)),
        Group("What you would rather not", "Answers keep away from these.", tuple(disliked)),
        Group(
            "Mentioned once", "Shown, but not used until you speak of it again or say that it is yours.", tuple(unsure)
        ),
        Group("Muted", "Kept out of every answer; nothing is learned for these.", tuple(muted)),
    ]
    return [group for group in groups if group.rows]


def _decided(one: Control) -> str:
    value = f"{float(one.value):g}" if one.action == "boost" else one.value
    said = _DECIDED.get((one.action, value), _ACTIONS.get(one.action, one.action)).format(one.label, value)
    return f"{said} (taken back)" if one.undone else said


_DECIDED = {("pin", "0"): "{0} unpinned", ("mute", "0"): "{0} unmuted"}

_ACTIONS = {
    "pin": "{0} pinned",
    "mute": "{0} muted",
    "boost": "{0} counted {1} times",
    "stop": "{0} stopped",
    "rename": "{0} renamed to {1}",
    "relabel": "{0} called anew",
    "confirm": "{0} confirmed",
    "reject": "{0} rejected",
    "merge": "{0} made part of another",
    "split": "{0} split from another",
    "forget": "a topic forgotten",
    "keep": "{0} kept",
}


def _course(found: Explanation, falls: Sequence[Fall], now: datetime) -> tuple[str, ...]:
    return tuple(line[:1].upper() + line[1:] for line in reasons.course(found, falls, now))


def _speaking(found: Explanation) -> tuple[Speaking, ...]:
    """Return the rungs that give most of the share; none where all speak alike."""
    share = found.interest.share
    if reasons.loudest(found) is None:
        return ()
    return tuple(
        Speaking(reasons.spoken(one.half_life), one.trust, one.forecast, one.trust * one.forecast / share)
        for one in found.voices[:MOST_VOICES]
    )


def _said(source: Source, now: datetime) -> Said:
    sentence = source.sentence or source.event.text
    at = sentence.casefold().find(source.phrase.casefold()) if source.phrase else -1
    if at < 0 or len(sentence.casefold()) != len(sentence):
        pieces: tuple[tuple[str, bool], ...] = ((sentence or "(forgotten)", False),)
    else:
        end = at + len(source.phrase)
        pieces = ((sentence[:at], False), (sentence[at:end], True), (sentence[end:], False))
    return Said(source, tuple(piece for piece in pieces if piece[0]), ago(source.event.at, now))
