"""What an English speaker may leave, and the words beside which that stands."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ..words import words
from .sentence import Sentence

FOOD: Final = ("larder", "fare")
BORNE: Final = (*FOOD, "allergen")
DONE: Final = (*FOOD, "exertion", "hobby")
ANYTHING: Final = ("anything",)
"""Lists of what is left: what is eaten and drunk, what people fall ill of, what they do; a "hobby" stands in `pastimes.txt`."""


class Left(NamedTuple):
    """Words beside which stands what is left."""

    pattern: re.Pattern[str]
    """What is left stands behind it; where it is a `behind`, before it."""
    lists: tuple[str, ...] = FOOD
    """What is left stands in one of these lists."""
    ends: bool = False
    """It was eaten or done before."""
    order: bool = False
    """A dish is ordered: nothing may follow."""
    behind: bool = False
    beside: re.Pattern[str] | None = None
    """Stands somewhere in the sentence too."""
    always: bool = False
    """It is left whatever is said of the time: who falls ill of it "for days" does so always."""


class Family(NamedTuple):
    """Ways to tell one kind of leaving."""

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
