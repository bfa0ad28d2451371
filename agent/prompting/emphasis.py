"""Where a block names its topics, in characters: what a model attends to more, if it can be steered. Pure functions.

The marks travel with the message that the block is in (`additional_kwargs` of LangChain's), through whatever stands between the agent and
the model. Only a model that can use them gets them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from ..bias import Bias
from .block import Piece, Placement, joined, versions

if TYPE_CHECKING:
    from ..prompt import Prompt

KEY = "penchant"
"""What the marks are called among a message's `additional_kwargs`."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A stretch of a text, from and up to a character, and its score in [0, 1]: s of the bias on attention (steering.py).

    `joint` are the characters before it that tie it to the topic before it, such as " and ": who overlooks the one overlooks the other.
    """

    start: int
    end: int
    score: float
    joint: int = 0

    def moved(self, by: int) -> Emphasis:
        """Return it so many characters further on."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be known of a message: where the block is in it, and where that names the topics that are liked."""

    block: tuple[int, int]
    emphases: tuple[Emphasis, ...]


def emphases(block: str, bias: Bias, placement: Placement, text: str) -> tuple[Emphasis, ...]:
    """Return where a block names its liked topics, in their order there.

    Args:
        block: as `render` wrote it.
        bias: what it was written from; of what it left out there is no emphasis.
        placement: as it was written.
        text: the message that it stands before.

    Disliked topics have none: to attend more to what is not wanted would bring it up.
    """
    found = (pieces for _, pieces in versions(bias, placement, text) if joined(pieces) == block)
    return _places(next(found, []))


def marks(prompt: Prompt, bias: Bias, placement: Placement) -> Marks | None:
    """Return the marks of a prompt's last message; None where it has no block."""
    if not prompt.block:
        return None
    kinds = [one.kind for one in prompt.segments]
    text = next(one.text for one in prompt.segments if one.kind == "message")
    last = [one for one in prompt.segments[: kinds.index("block")] if one.kind == "waiting"]
    begin = sum(len(one.text) for one in last)
    named = (
        prompt.segments[kinds.index("block")].text if prompt.topics else ""
    )  # what is quoted of past turns follows it
    found = emphases(named, bias, placement, text)
    return Marks((begin, begin + len(prompt.block)), tuple(one.moved(begin) for one in found))


def marked(prompt: Prompt, bias: Bias, placement: Placement) -> list[Any]:
    """Return a prompt's messages as LangChain takes them, the last one with its marks."""
    from langchain_core.messages import HumanMessage

    found = marks(prompt, bias, placement)
    if found is None:
        return list(prompt.messages)
    kept = {"block": list(found.block), "emphases": [list(astuple(one)) for one in found.emphases]}
    return [*prompt.messages[:-1], HumanMessage(prompt.messages[-1][1], additional_kwargs={KEY: kept})]


def marks_of(message: Any) -> Marks | None:
    """Return the marks of a message of LangChain's; None where it has none."""
    kept = message.additional_kwargs.get(KEY)
    if kept is None:
        return None
    start, end = kept["block"]
    return Marks((start, end), tuple(Emphasis(*one) for one in kept["emphases"]))


def _places(pieces: Sequence[Piece]) -> tuple[Emphasis, ...]:
    ends = accumulate((len(piece) for piece, _ in pieces), initial=0)
    found = zip(pairwise(ends), pieces, strict=True)
    return tuple(
        Emphasis(start, end, one.score, _joint(pieces[:place]))
        for place, ((start, end), (_, one)) in enumerate(found)
        if one and one.interest.weight >= one.interest.negative
    )


def _joint(before: Sequence[Piece]) -> int:
    """Return how many characters tie a topic to another that a sentence or line names just before it."""
    if len(before) < 2 or before[-2][1] is None:
        return 0
    between = before[-1][0]
    return 0 if _ENDED.search(between) else len(between)


_ENDED = re.compile(r"[.。\n]")
