"""What the frames of Spanish, German and French say of their things."""

from __future__ import annotations

from typing import Final, NamedTuple

from .degrees import PLAIN, STRONG, WEAK
from .european_sentence import Thing


class Meaning(NamedTuple):
    """What a frame says of its thing, as it stands and negated: 1, -1, or 0 for nothing."""

    sign: int
    negated: int = 0
    strength: float = PLAIN
    ends: bool = False
    lapses: bool = False
    """Behind "no longer" an interest has ended."""


SAYS: Final = {
    "loves": Meaning(1, 0, STRONG, lapses=True),
    "likes": Meaning(1, -1, lapses=True),
    "fond": Meaning(1, -1, lapses=True),
    "prefers": Meaning(1),
    "hates": Meaning(-1, 0, STRONG),
    "dislikes": Meaning(-1),
    "bears": Meaning(0, -1, STRONG),
    "consumes": Meaning(0, -1, lapses=True),
    "gladly": Meaning(0),
    "does": Meaning(1, lapses=True),
    "wishes": Meaning(1),
    "ended": Meaning(-1, ends=True),
    "past": Meaning(-1, 0, WEAK, ends=True),
    "being": Meaning(1, lapses=True),
    "training": Meaning(1, lapses=True),
    "favourites": Meaning(1, 0, STRONG),
    "hobbies": Meaning(1),
    "suits": Meaning(0, -1, lapses=True),
    "takes": Meaning(1, lapses=True),
    "tried": Meaning(0),
    "suffers": Meaning(-1),
    "felt_strongly": Meaning(1, 0, STRONG),
    "felt": Meaning(1, -1),
    "praised": Meaning(1, -1),
    "dull": Meaning(-1),
    "refused": Meaning(-1, 0, STRONG),
    "stopped": Meaning(-1, ends=True),
    "gave_up": Meaning(-1, ends=True),
}
HABIT: Final = Meaning(1, lapses=True)
PASSED: Final = Meaning(0, lapses=True)
NOTHING: Final = Meaning(0)
GLADLY: Final = Meaning(1, -1, lapses=True)
ONE_OF: Final = {"being": "diets", "training": "sports"}
"""Frames whose thing stands in a list."""


class Said(NamedTuple):
    """What a segment says of its things, and whether "not" turns it for those that follow."""

    sign: int
    strength: float
    ends: bool
    turns: bool
    things: tuple[Thing, ...]
