"""What has just moved, in words: what was said raised some weights, and silence let others fade. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .bars import LEAST, number
from .cells import line

if TYPE_CHECKING:
    from ...memory import Change, Interest

FADED = 0.01
"""A weight that fell by less in silence is not spoken of."""


@dataclass(frozen=True, slots=True)
class Fade:
    """A weight that fell in silence."""

    topic: int
    label: str
    before: float
    after: float


def fades(before: Mapping[int, Interest], now: Sequence[Interest], said: Sequence[Change] = ()) -> list[Fade]:
    """Return the topics whose weight fell since they were last shown, deepest first; not those that something else has moved.

    `before` are the interests as they were last told of, by topic. Something else is what was just said, or a control.
    """
    labels = {change.label for change in said}
    fell = [
        Fade(one.topic, one.label, old.weight, one.weight)
        for one in now
        if (old := before.get(one.topic)) is not None
        and old.weight - one.weight >= FADED
        and one.label not in labels
        and _controls(old) == _controls(one)
        and one.negative <= old.negative
    ]
    return sorted(fell, key=lambda fade: fade.after - fade.before)


def told(changes: Sequence[Change], faded: Sequence[Fade] = ()) -> list[str]:
    """Return what moved, one string each: what was said first.

    >>> from penchant.memory import Change
    >>> told([Change("ruby", 0.74, 0.82, "Ruby"), Change("ruby", 0.82, 0.85, "Ruby")], [Fade(1, "rust", 0.41, 0.37)])
    ['+ruby .74→.85 said twice', '−rust .41→.37 faded']
    """
    by_label: dict[str, list[Change]] = {}
    for change in changes:
        by_label.setdefault(change.label, []).append(change)
    said = [_said(label, group) for label, group in by_label.items()]
    return [*said, *(f"−{line(one.label)} {number(one.before)}→{number(one.after)} faded" for one in faded)]


def directions(changes: Sequence[Change], faded: Sequence[Fade]) -> dict[str, str]:
    """Return an arrow up or down for each label whose weight moved."""
    moves = [*((one.label, one.after - one.before) for one in changes), *((one.label, -1.0) for one in faded)]
    return {label: "↑" if by > 0 else "↓" for label, by in moves if by}


def _said(label: str, changes: Sequence[Change]) -> str:
    before, after = changes[0].before, changes[-1].after
    name, move = line(label), f"{number(before)}→{number(after)}"
    if changes[-1].mass < 0:
        return f"−{name} {move} disliked" if number(before) != number(after) else f"−{name} disliked"
    if before < LEAST:
        return f"+{name} {number(after)} new"
    often = {1: "said", 2: "said twice"}.get(len(changes), f"said {len(changes)} times")
    return f"+{name} {move} {often}" if number(before) != number(after) else f"+{name} {number(after)} {often}"


def _controls(one: Interest) -> tuple[object, ...]:
    return one.boost, one.pinned, one.muted, one.stopped
