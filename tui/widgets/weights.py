"""How one interest is drawn, in the panel, in the chips and in the table alike: its signs, its bar, its colours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ..text.bars import LEAST, bar
from .strips import Piece

if TYPE_CHECKING:
    from ...memory import Interest

IN_PROMPT = "●"

CLASSES = frozenset(
    f"weight--{name}"
    for name in (
        "title",
        "label",
        "strong",
        "dim",
        "mark",
        "fill",
        "track",
        "trend",
        "avoid",
        "up",
        "down",
        "cursor",
        "hover",
    )
)
"""The component classes of a widget that draws interests; its DEFAULT_CSS ends with `COLOURS`."""

COLOURS = """
    & > .weight--title { color: $foreground; text-style: bold; }
    & > .weight--label { color: $foreground; }
    & > .weight--strong { color: $foreground; text-style: bold; }
    & > .weight--dim { color: $text-muted; }
    & > .weight--mark { color: $text-accent; text-style: bold; }
    & > .weight--fill { color: $primary; }
    & > .weight--track { color: $text-disabled; }
    & > .weight--trend { color: $foreground 45%; }
    & > .weight--avoid { color: $text-error; }
    & > .weight--up { color: $text-success; }
    & > .weight--down { color: $text-warning; }
    & > .weight--hover { background: $foreground 6%; }
    & > .weight--cursor { background: $foreground 6%; }
    &:focus > .weight--cursor { background: $primary 25%; }
    &:ansi > .weight--cursor { background: transparent; text-style: bold; }
    &:nocolor > .weight--fill { color: $foreground; }
    &:nocolor > .weight--avoid { color: $foreground; }
    &:ansi > .weight--dim { text-style: dim; }
    &:ansi > .weight--track { text-style: dim; }
    &:ansi > .weight--trend { text-style: dim; }
"""


def disliked(one: Interest) -> bool:
    """Return whether a topic is rather to be avoided."""
    return one.negative > one.weight


def uncertain(one: Interest) -> bool:
    """Return whether a topic was only mentioned once and nothing was decided about it."""
    return one.tentative and not one.pinned and not disliked(one)


def strength(one: Interest) -> float:
    """Return what the bar shows: the weight, or the dislike where it is the stronger of both."""
    return one.negative if disliked(one) else one.weight


def visible(one: Interest) -> bool:
    """Return whether there is anything to see of a topic: it has a weight, or the person has decided about it."""
    return strength(one) >= LEAST or one.pinned or one.muted


def groups(interests: Sequence[Interest]) -> tuple[list[Interest], list[Interest], list[Interest]]:
    """Return what is liked, what is to be avoided, and what was only mentioned once."""
    seen = [one for one in interests if visible(one)]
    return (
        [one for one in seen if not disliked(one) and not uncertain(one)],
        sorted(filter(disliked, seen), key=lambda one: -one.negative),
        [one for one in seen if uncertain(one)],
    )


def decided(one: Interest) -> str:
    """Return in short what the person has decided about a topic."""
    boost = "" if one.boost == 1 else f"×{_FRACTIONS.get(one.boost, f'{one.boost:g}')}"
    kept = "mute" if one.muted else "pin" if one.pinned else ""
    return " ".join(filter(None, (boost, kept)))


_FRACTIONS = {0.25: "¼", 0.5: "½", 0.75: "¾"}


def bar_pieces(one: Interest, width: int, threshold: float) -> list[Piece]:
    """Return the bar of an interest: its stroke, and the track beyond."""
    stroke = "weight--avoid" if disliked(one) else "weight--dim" if uncertain(one) or one.muted else "weight--fill"
    cells = groupby(bar(strength(one), width, threshold), key=lambda cell: cell in "─┼")
    return [("".join(run), "weight--track" if light else stroke) for light, run in cells]


def label_class(one: Interest, inside: bool) -> str:
    """Return the component class of a label: strong in the prompt, dim where it cannot get into one."""
    return "weight--strong" if inside else "weight--dim" if uncertain(one) or one.muted else "weight--label"


def state(one: Interest) -> str:
    """Return in a word or two how a topic stands beside its weight.

    What the person decided comes first, then whether it is disliked, was stopped, or was only mentioned once.
    """
    kind = (
        "avoid"
        if disliked(one)
        else "stopped"
        if one.stopped and strength(one) < LEAST
        else "once"
        if uncertain(one)
        else ""
    )
    return " ".join(filter(None, (decided(one), kind)))
