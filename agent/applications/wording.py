"""Things that others wrote as one text each, and biases as words for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...memory import Item
from ...memory.cleaning import clean
from ...memory.items import clean_item, written
from ..bias import Bias, Candidate


def words_of(item: object) -> str:
    """Return what is read of a thing: of an item its title, text and tags, a part a line.

    Raises:
        ValueError: it is empty, or neither a text nor an item.

    >>> words_of(Item(title="Green tea", tags=("drinks",)))
    'Green tea\\ndrinks'
    """
    if not isinstance(item, str | Item):
        raise ValueError(f'a text is needed here, or an Item such as Item(title="Green tea"), got {item!r:.60}')
    return clean(item) if isinstance(item, str) else written(clean_item(item))


def words_of_each(items: Iterable[object], name: str) -> list[str]:
    """Return what is read of things, each called by a name and its place, from 0, where something is wrong with it.

    Raises:
        ValueError: one is empty, or neither a text nor an item.

    >>> words_of_each(["tea", Item("Jazz")], "item")
    ['tea', 'Jazz']
    """
    words: list[str] = []
    for place, item in enumerate(items):
        try:
            words.append(words_of(item))
        except ValueError as error:
            raise ValueError(f"{name} {place}: {error}") from error
    return words


TOLD = 3
"""Interests that are named on either side, those that bear most on the text."""


def because(bias: Bias) -> str:
    """Return which interests moved something, with their weights: "rock climbing 0.62, bouldering 0.30; not jazz 0.45"."""
    liked = [f"{one.interest.label} {one.interest.weight:.2f}" for one in bias.liked[:TOLD]]
    disliked = [f"not {one.interest.label} {one.interest.negative:.2f}" for one in bias.disliked[:TOLD]]
    return "; ".join(", ".join(side) for side in (liked, disliked) if side)


def strongest(biases: Sequence[Bias], most: int) -> tuple[Candidate, ...]:
    """Return the liked interests of several biases, each once with its best score, strongest first, at most so many."""
    best: dict[int, Candidate] = {}
    for one in (one for bias in biases for one in bias.liked):
        if one.interest.topic not in best or best[one.interest.topic].score < one.score:
            best[one.interest.topic] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.interest.topic))[:most])


def listed(names: Sequence[str]) -> str:
    """Return names as one phrase.

    >>> listed(["tea", "jazz", "chess"])
    'tea, jazz and chess'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
