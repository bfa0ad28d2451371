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

from ..bias import Bias, Candidate
from .block import Placement, label, render

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
    liked = [one for one in bias.liked if label(one.interest.label)]
    disliked = [one for one in bias.disliked if label(one.interest.label)]
    while liked or disliked:  # the block leaves the weakest out when it gets too long
        pieces = _filled(
            [*liked, *disliked], replace(bias, liked=tuple(liked), disliked=tuple(disliked)), placement, text
        )
        if "".join(piece for piece, _ in pieces) == block:
            return _places(pieces)
        (liked if len(liked) >= len(disliked) else disliked).pop()
    return ()


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


# A block is written a second time with words in place of the labels that no label and no message has: where those come to stand, the
# labels stand, whatever else has the same letters.

_PLACE = re.compile("(zq[0-9]+qz)")


def _filled(
    named: Sequence[Candidate], bias: Bias, placement: Placement, text: str
) -> list[tuple[str, Candidate | None]]:
    """Return a block in pieces, each with the topic whose label it is."""
    places = {f"zq{number}qz": one for number, one in enumerate(named)}
    topics = {one.interest.topic: place for place, one in places.items()}
    template = render(
        replace(bias, liked=_renamed(bias.liked, topics), disliked=_renamed(bias.disliked, topics)),
        placement,
        text,
        lambda _text: 0,
    )
    split = [(piece, places.get(piece)) for piece in _PLACE.split(template)]
    return [(label(one.interest.label) if one else piece, one) for piece, one in split]


def _renamed(candidates: Sequence[Candidate], names: dict[int, str]) -> tuple[Candidate, ...]:
    return tuple(replace(one, interest=replace(one.interest, label=names[one.interest.topic])) for one in candidates)


def _places(pieces: Sequence[tuple[str, Candidate | None]]) -> tuple[Emphasis, ...]:
    ends = accumulate((len(piece) for piece, _ in pieces), initial=0)
    found = zip(pairwise(ends), pieces, strict=True)
    return tuple(
        Emphasis(start, end, one.score, _joint(pieces[:place]))
        for place, ((start, end), (_, one)) in enumerate(found)
        if one and one.interest.weight >= one.interest.negative
    )


def _joint(before: Sequence[tuple[str, Candidate | None]]) -> int:
    """Return how many characters tie a topic to another that a sentence or line names just before it."""
    if len(before) < 2 or before[-2][1] is None:
        return 0
    between = before[-1][0]
    return 0 if _ENDED.search(between) else len(between)


_ENDED = re.compile(r"[.。\n]")
