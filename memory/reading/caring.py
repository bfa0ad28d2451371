"""Whether a person cares for what they name, or avoids it: by what its words mean where they stand, beside what rules read.

"landed my first heelflip tho, need an essay on the french revolution" does not say by its form which of the two its writer cares for;
"my roommate drags me to kpop concerts, I cannot take even one song" names what is avoided in somebody else's clause. A network tells of
each word how likely its writer cares for it or avoids it (tagging.py). By that

- what is only named counts as stated, or as no evidence where it may be avoided;
- what rules read as liked or as refused is only named where the words mean the contrary;
- of all that a text names, whoever it is of, what is likely avoided is refused.

Where nothing was fitted for the embedding model all stays as rules read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from ..embedding import Vectors
from ..extraction import everything
from ..language.corrected import takes_back
from ..privacy.unnamed import around_placeholders
from ..records import Phrase
from ..topics.apart import diet_of
from .tagging import Tagger, Tags, tagger

LIKELY: Final = 0.3
"""From this probability on what is only named counts as stated."""

INFERRED: Final = 0.75
"""What such a phrase counts beside 1 for one that is stated."""

DOUBTFUL: Final = 0.3
"""From this probability on, what is only named may be avoided and is no evidence."""

UNLIKELY: Final = 0.2
"""Below this probability what rules read as liked is only named."""

SURELY: Final = 0.6
"""From this probability of the contrary on, what rules read as liked or as refused is no evidence."""

NEITHER: Final = 0.8
"""From this probability on that a word is neither, what rules read as refused is no evidence."""

CERTAINLY: Final = 0.95
"""The same for what they read as refused with emphasis: "I'm allergic to nuts, recipe for brownies?" refuses no brownies."""

AVOIDED: Final = 0.65
"""From this probability on, what a text names is refused."""

REFUSED: Final = 0.5
"""What such a refusal counts beside 1 for one that is stated."""


_OTHERWISE: Final = re.compile(
    r"\b(?:he|she|they|nobody|people|(?:my|his|her|our|their) \w+|who) (?:\w+ly )?"
    r"(?:hate[sd]?|dislike[sd]?|detest(?:s|ed)?|can['’]?t stand|(?:doesn|don|didn|won)['’]?t (?:like|eat|drink|want)"
    r"|(?:is|are|was|were) allergic|refuse[sd]?)\b|\bused to (?:be |hate|dislike|avoid|detest)|\bhates? (?:it )?when\b"
    r"|\b(?:früher|antes|avant)\b|以前|曾经|曾經",
    re.IGNORECASE,
)
"""Somebody else refuses something, it was refused once, or what happens to it is: what the writer avoids is not told by a word."""

_NO_NAME: Final = re.compile(r"=|^(?:stand|love|like|hate|adore|enjoy|diss|play|eat|drink|watch)\s", re.IGNORECASE)
"""A name that was cut amiss."""


class Caring:
    """Tells what a person cares for and what they avoid of what their own words name."""

    def __init__(self, tag: Tagger) -> None:
        self._tag = tag
        self._everything = around_placeholders(everything)

    def __call__(
        self, texts: Sequence[str], phrases: Sequence[Sequence[Phrase]], vectors: Vectors
    ) -> list[tuple[tuple[Phrase, ...], tuple[Phrase, ...]]]:
        """Return of each text its phrases as they count, and what it names beside them that is refused.

        Args:
            texts: a person's own words.
            phrases: what rules find in each.
            vectors: the texts' own, shape (n, dimension).

        Raises:
            EmbeddingError: the embedding model failed.
        """
        found = zip(texts, phrases, self._tag(texts, phrases, vectors), strict=True)
        return [
            (tuple(judged(one, tags) for one in its), tuple(self._refused(text, its, tags)))
            for text, its, tags in found
        ]

    def _refused(self, text: str, phrases: Sequence[Phrase], tags: Tags) -> Iterator[Phrase]:
        """Yield what a text names beside its phrases and avoids, the likeliest where names overlap."""
        if (
            tags.most_avoided() < AVOIDED
            or _OTHERWISE.search(text)
            or takes_back(text)
            or any(one.corrects or one.turns for one in phrases)
        ):
            return
        chances = {one: tags.avoided(one) for one in self._everything(text)}
        taken: list[Phrase] = []
        for one in sorted(chances, key=lambda one: -chances[one]):
            if chances[one] < AVOIDED:
                break
            if may_be_refused(one, phrases) and not any(overlap(one, other) for other in taken):
                taken.append(one)
        yield from (as_avoided(one) for one in taken)


@cache
def caring(embedder: str) -> Caring | None:
    """Return what was fitted for an embedding model by its name; None where nothing was."""
    found = tagger(embedder)
    return None if found is None else Caring(found)


def judged(phrase: Phrase, tags: Tags) -> Phrase:
    """Return a phrase that rules found as it counts by what its words mean.

    A diet, what is liked with emphasis, and what is put right stay as they are.
    """
    if phrase.corrects or phrase.turns or not phrase.strength or diet_of(phrase.text):
        return phrase
    cares, avoids, emphatic = tags.cared(phrase), tags.avoided(phrase), phrase.strength > 1
    if phrase.polarity < 0 or phrase.ends:
        if 1 - cares - avoids >= (CERTAINLY if emphatic else NEITHER) or (cares >= SURELY and not emphatic):
            return as_nothing(phrase)
        return phrase
    if emphatic:
        return phrase
    if phrase.stance == "stated":
        if avoids >= SURELY:
            return as_nothing(phrase)
        return phrase if cares >= max(UNLIKELY, avoids) else replace(phrase, stance="mentioned")
    if cares >= LIKELY and cares > avoids:
        return replace(phrase, stance="stated", strength=INFERRED * phrase.strength, inferred=True)
    return as_nothing(phrase) if avoids >= DOUBTFUL else phrase


def may_be_refused(named: Phrase, phrases: Sequence[Phrase]) -> bool:
    """Return whether something that a text names may be refused beside the phrases that rules find in it.

    Not what they read as liked, or as refused anyway; and no diet, which one keeps to.
    """
    beside = (one for one in phrases if overlap(one, named))
    if _NO_NAME.search(named.text):
        return False
    read = (one.stance == "stated" or one.polarity < 0 or one.ends or one.turns for one in beside)
    return not (diet_of(named.text) or any(read))


def as_nothing(phrase: Phrase) -> Phrase:
    """Return a phrase as one that is no evidence."""
    return Phrase(phrase.text, phrase.start, phrase.end, strength=0.0)


def as_avoided(phrase: Phrase) -> Phrase:
    """Return what a text names as a refusal that is inferred."""
    return replace(phrase, polarity=-1, stance="stated", strength=REFUSED, inferred=True)


def overlap(one: Phrase, other: Phrase) -> bool:
    """Return whether two phrases of a text share a part of it."""
    return one.start < other.end and other.start < one.end
