"""Diets of two words and more: "dairy free", "gluten and lactose intolerant", "it has to be halal"."""

from __future__ import annotations

from typing import Final

from ..words import words
from .lexicon import Part
from .names import extent
from .sentence import Sentence

_LEFT_OUT: Final = words("carbs salt dairy gluten lactose sugar nut egg meat alcohol wheat soy caffeine fat")


def is_free_of(sentence: Sentence, at: int) -> bool:
    """Tell whether "dairy free" begins at `at`."""
    return sentence.low(at) in _LEFT_OUT and sentence.low(at + 1) == "free"


def intolerances(sentence: Sentence, at: int) -> list[tuple[int, int]]:
    """Return where each thing stands that "gluten, tree nut and lactose intolerant" at `at` names; none where it is no such list."""
    found: list[tuple[int, int]] = []
    while sentence.part(at) is Part.NOUN:
        end = at + 1
        while sentence.part(end) is Part.NOUN and sentence.low(end) != "intolerant":
            end += 1
        found.append((at, end))
        at = end
        while sentence.part(at) in (Part.CONJUNCTION, Part.PAUSE):
            at += 1
        if sentence.low(at) == "intolerant":
            return found
    return []


_CUT: Final = {"out": (), "down": ("on",), "back": ("on",)}
_GIVEN_UP: Final = frozenset({Part.NOUN, Part.EITHER, Part.GERUND, Part.ADJECTIVE, Part.CAPITAL})


def behind_cut(sentence: Sentence, at: int) -> int:
    """Return the place behind "cut out", "cutting down on", "cut" where something to eat or do follows: not "cut out a pattern"; else 0."""
    if sentence.lemma(at) != "cut":
        return 0
    tail = _CUT.get(sentence.low(at + 1))
    if tail is None:
        return at + 1 if sentence.low(at + 1) in _LEFT_OUT else 0
    end = at + 2 + len(tail)
    named = sentence.after(end + 1 if sentence.low(end) == "the" else end)
    last = sentence.low(extent(sentence, named) - 1)
    follows = sentence.lows[at + 2 : end] == tail and sentence.part(named) in _GIVEN_UP
    follows = follows and (named == sentence.after(end) or last.endswith("s"))  # "cut out the energy drinks"
    return end if follows or sentence.low(end) == "all" else 0


_NO_HABIT: Final = words(
    "work school college duty call topic track balance guard camera limits campus course season grid road shift sick"
    " home script target base key centre center piste"
)


_FROM_NOW_ON: Final = frozenset({"these", "nowadays", "completely", "altogether", "since"})


def is_off(sentence: Sentence, at: int) -> bool:
    """Tell "(I'm) off coffee", "off the beer", "off Facebook these days" from "off work", "off the phone", "off to Paris", "off hiking"."""
    if sentence.low(at) != "off" or sentence.low(at + 1) in _NO_HABIT:
        return False
    if sentence.low(at + 1) == "the":
        return sentence.listed(extent(sentence, at + 2) - 1, "larder", "fare")
    kept = sentence.part(at + 1) is Part.CAPITAL and sentence.low(at + 2) in _FROM_NOW_ON
    return kept or sentence.part(at + 1) in (Part.NOUN, Part.EITHER, Part.ADJECTIVE)


def is_diet(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether a lone word says what food has to be: "it should be halal", "besides being vegan"."""
    if end - at != 1 or not sentence.listed(at, "being"):
        return False
    return sentence.low(sentence.before(at)) in ("be", "being")


_FLAVOURS: Final = frozenset({"flavor", "flavors", "flavour", "flavours", "taste", "tastes"})
_NO_NAMES: Final = words("option options alternative alternatives version versions choice choices things stuff ones")


def said_of_a_kind(sentence: Sentence, at: int, end: int) -> int | None:
    """Return the place of the word that says which, where what it stands before names nothing: "mint flavours", "a lighter option"."""
    last = end - 1
    if end - at < 2 or sentence.low(last) not in _FLAVOURS | _NO_NAMES or sentence.listed(last - 1, "generic"):
        return None
    taste = sentence.listed(last - 1, "taste") or sentence.part(last - 1) is Part.CAPITAL
    named = taste or (sentence.part(last - 1) is Part.NOUN and sentence.low(last) in _FLAVOURS)
    return last - 1 if named else None
