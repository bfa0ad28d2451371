"""Which of two things that lie near each other are two all the same, once one of them is refused.

Near in meaning is not the same: who cannot stand Metallica may love Iron Maiden, who gave up milk chocolate eats dark. While both are
liked, one topic for the two does little harm; a word against one of them would erase the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .. import weights as w
from .names import words_of


def one_from(same: float) -> float:
    """Return the cosine from which on two names are of one thing whatever is said of them: half of the way from `same` to 1.

    Pairs such as *films / movies*, *NYC / New York* and *heels / high heels* lie above it, *red wine / white wine*, *Pepsi / Coke* and
    *cooking / baking* below.
    """
    return (1 + same) / 2


def is_kind_of(name: str, wider: str) -> bool:
    """Return whether a name says more closely what another one says.

    >>> is_kind_of("green tea", "tea"), is_kind_of("tea", "green tea"), is_kind_of("the green teas", "green tea")
    (True, False, True)
    """
    words, ending = words_of(name), words_of(wider)
    return words[-len(ending) :] == ending


def are_siblings(name: str, others: Sequence[str]) -> bool:
    """Return whether a name and all others share their last word, and the first is not the wider one: what ends it ends no other.

    >>> are_siblings("milk chocolate", ["dark chocolate"]), are_siblings("chocolate", ["dark chocolate"]), are_siblings("tea", ["coffee"])
    (True, False, False)
    """
    head = words_of(name)[-1]
    return all(words_of(other)[-1] == head and not is_kind_of(other, name) for other in others)


def diet_of(name: str) -> str:
    """Return the diet that a name is, "" where it is none.

    >>> diet_of("Vegetarian"), diet_of("the keto diet"), diet_of("vegan cheese")
    ('vegetarian', 'keto', '')
    """
    from ..language.diets import diets  # the lists are read at the first name that asks for them

    words = words_of(name)
    diet = " ".join(words[:-1] if words[-1] == "diet" else words)
    return diet if diet in diets() else ""


def is_beside_a_diet(name: str, others: Sequence[str]) -> bool:
    """Return whether one name is a diet and no other says it: near a diet lies what it forbids.

    >>> is_beside_a_diet("vegetarian", ["meat"]), is_beside_a_diet("vegan", ["vegetarian"]), is_beside_a_diet("vegan", ["vegan food"])
    (True, True, False)
    """
    return all(_leaves_out(name, other) or _leaves_out(other, name) for other in others)


def _leaves_out(diet: str, other: str) -> bool:
    said = diet_of(diet)
    return bool(said) and f" {said} " not in f" {' '.join(words_of(other))} "


def are_apart(name: str, others: Sequence[str]) -> bool:
    """Return whether a name is another thing than what others name, once it is said to be liked and they are not, or the other way round.

    In two scripts they are translations; and what is wider than another thing is said of that too.

    >>> are_apart("Metallica", ["Iron Maiden"]), are_apart("攀岩", ["climbing"]), are_apart("tea", ["green tea"]), are_apart("踢球", ["球"])
    (True, False, False, False)
    """
    return not any(_in_two_scripts(name, other) or _within(name, other) for other in others)


def are_refused_apart(name: str, others: Sequence[str]) -> bool:
    """Return whether a name is another thing than what others name, all of it refused: no word of the shorter one stands in the longer.

    Who bears peanuts after all may not bear cashews, but "jazz" and "jazz music" are one.

    >>> are_refused_apart("peanuts", ["cashews"]), are_refused_apart("jazz", ["jazz music"]), are_refused_apart("辣", ["辣椒"])
    (True, False, False)
    """
    said = set(words_of(name))
    named = [set(words_of(other)) for other in others]
    return are_apart(name, others) and not any(said <= words or words <= said for words in named)


def _in_two_scripts(name: str, other: str) -> bool:
    return _is_latin(name) != _is_latin(other)


def _is_latin(name: str) -> bool:
    return all(letter <= "\u024f" for letter in name if letter.isalpha())


def _within(name: str, other: str) -> bool:
    """Return whether the second is a kind of the first; without blanks between words, whether one of them has the other."""
    return is_kind_of(other, name) or (not _is_latin(name) and (name in other or other in name))


def leaning(state: w.Accumulators) -> int:
    """Return 1 of a topic of which only good was said, -1 where only bad was, 0 of both and of none."""
    liked, refused = state.logs[w.L] > -np.inf, state.logs[w.N] > -np.inf
    return int(liked) - int(refused)


def is_refused(state: w.Accumulators) -> bool:
    """Return whether more was said against a topic than half of what was said for it, both as they count by now."""
    return bool(state.logs[w.N] > state.logs[w.L] - np.log(2))
