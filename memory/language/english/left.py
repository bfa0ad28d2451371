"""How it is written down what an English speaker leaves: words ("hold the"), and what may stand beside them ("onions")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from ..words import words
from .sentence import Sentence

FOOD: Final = ("larder", "fare")
BORNE: Final = (*FOOD, "allergen")
DONE: Final = (*FOOD, "exertion", "hobby")
ANYTHING: Final = ("anything",)
"""Lists of what is left: what is eaten and drunk, what people fall ill of, what they do; a "hobby" stands in `pastimes.txt`."""


@dataclass(frozen=True)
class Left:
    """A way to tell that something is left, and what may be left so."""

    told: str
    """What is left stands right behind what this pattern matches: behind "hold the", "onions"."""
    lists: tuple[str, ...] = FOOD
    """What is left stands in one of these lists."""
    ends: bool = False
    """It was eaten or done until then: "banned from sugar" ends an interest, "hold the onions" does not."""
    order: bool = False
    """A dish is ordered: nothing but a courtesy may follow, "no onions please"."""
    before: bool = False
    """What is left stands before the match instead: before "swell my throat", "prawns"."""
    beside: re.Pattern[str] | None = None
    """This has to stand somewhere in the sentence too: with "salt is dangerous", "for me"."""
    always: bool = False
    """It is left for good whatever time is named: "prawns make me ill for days" still refuses prawns."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, made when it is first looked for."""
        return re.compile(self.told)


class Family(NamedTuple):
    """Ways to tell one kind of leaving: what a doctor forbids, what makes ill, what a dish is ordered without."""

    cue: frozenset[str] | re.Pattern[str]
    """One of these words, or this, stands in each of their sentences: others are not searched."""
    ways: tuple[Left, ...]

    def may_be_told(self, sentence: Sentence) -> bool:
        """Tell whether a sentence is worth searching for these ways."""
        if isinstance(self.cue, frozenset):
            return not self.cue.isdisjoint(sentence.lows)
        return self.cue.search(sentence.text()) is not None


def family(cue: str | re.Pattern[str], *ways: Left) -> Family:
    """Return a family by its words, a blank between each two, or by a pattern."""
    return Family(words(cue) if isinstance(cue, str) else cue, ways)


BODY: Final = (
    r"(?:throat|lips?|tongue|mouth|face|eyes?|skin|stomach|belly|tummy|guts?|airways?|chest|hands?|ears?|neck|nose|sinuses"
    r"|insides|bowels)"
)
