"""The interests that were weighed for a turn, as they are kept with it: figures of that moment, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..bias import Bias, Candidate

Verdict = Literal["in", "avoid", "out"]

# What the numbers in a record mean: append, never change the order.
VERDICTS = ("in", "avoid", "out")
LEVELS = ("some", "clear", "strong")
REASONS = (
    "closed question", "muted", "only mentioned once", "not what this is about", "too weak", "open question", "what this is about",
    "enough others", "no room in the block", "switched off", "brought up just now", "may bear on this",
    "the model asked said no", "what was said of it is quoted", "of another matter", "a diet that is not kept to",
)  # fmt: skip

DIGITS = 4
"""Figures are kept to so many places: more than a screen shows, a third of the space."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One interest that was weighed for a turn, with its figures at that moment; `rank` counts by score from 1.

    `verdict` says whether the block told the model to lean on it, to avoid it, or left it out, and `reason` why.
    """

    topic: int
    label: str
    weight: float
    share: float
    negative: float
    relevance: float
    score: float
    level: str
    verdict: Verdict
    reason: str
    rank: int


def all_weighed(bias: Bias, named: Sequence[int]) -> tuple[Weighed, ...]:
    """Return what was weighed for a bias, best first; `named` are the topics that the block had room for."""
    sides: tuple[tuple[Verdict, Sequence[Candidate]], ...] = (
        ("in", bias.liked), ("avoid", bias.disliked), ("out", bias.left_out)
    )  # fmt: skip
    weighed = [(one, verdict) for verdict, side in sides for one in side]
    weighed.sort(key=lambda pair: -pair[0].score)
    return tuple(_weighed(one, verdict, rank, named) for rank, (one, verdict) in enumerate(weighed, 1))


def _weighed(one: Candidate, verdict: Verdict, rank: int, named: Sequence[int]) -> Weighed:
    interest, reason = one.interest, one.reason
    if verdict != "out" and interest.topic not in named:
        verdict, reason = "out", "no room in the block"
    figures = (interest.weight, interest.share, interest.negative, one.relevance, one.score)
    weight, share, negative, relevance, score = (round(float(figure), DIGITS) for figure in figures)
    level = one.level.name.lower()
    return Weighed(
        interest.topic, interest.label, weight, share, negative, relevance, score, level, verdict, reason, rank
    )


def pack(one: Weighed) -> list[Any]:
    """Return what was weighed as a list for JSON: topic, label, five figures, and three names as numbers."""
    figures = (one.weight, one.share, one.negative, one.relevance, one.score)
    names = (code_of(one.level, LEVELS), code_of(one.verdict, VERDICTS), code_of(one.reason, REASONS))
    return [one.topic, one.label, *figures, *names]


def unpack(entry: list[Any], rank: int) -> Weighed:
    """Return what `pack` made a list of."""
    topic, label, weight, share, negative, relevance, score, *codes = entry
    level, verdict, reason = map(name_of, codes, (LEVELS, VERDICTS, REASONS))
    return Weighed(topic, label, weight, share, negative, relevance, score, level, verdict, reason, rank)


def is_named(entry: list[Any]) -> bool:
    """Return whether the block named what `pack` made a list of."""
    return bool(entry[-2] != VERDICTS.index("out"))


def code_of(name: str, names: Sequence[str]) -> int | str:
    """Return a name's place, or the name itself where it is not among the names."""
    return names.index(name) if name in names else name


def name_of(code: int | str, names: Sequence[str]) -> Any:
    """Return the name that `code_of` gave a number for."""
    return code if isinstance(code, str) else names[code]
