"""Whether a person cares for what they only name, or avoids it: by what their text and the phrase mean, where no rule reads it.

    P(they care for it), P(they avoid it) = σ(w · x + b)

with x the vectors of text and phrase, how near these are, where the phrase stands and whether it is called their own. "What pens do
manga artists use?" says nothing of who asks by its form, and much by its meaning. What may be avoided ("took TikTok off my phone, I was
on it till 3") is no evidence for it. What is avoided stands as often in others' clauses, where rules find nothing of the speaker's:
"roommate wants me at the kpop concert, I cannot take even one song, how do I say no?" Of all that such a text names, the likeliest
is refused, if it is likely. The coefficients are fitted by `bench/caring.py`, one file an embedding model: `caring_<model>.json`.
Without one what is only named stays so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from math import inf
from typing import Final

import numpy as np
import numpy.typing as npt

from ..embedding import Vectors
from ..extraction import everything
from ..fitted import fitted_for, sigmoid
from ..privacy.unnamed import around_placeholders
from ..records import Phrase
from ..topics.apart import diet_of

Floats = npt.NDArray[np.float64]

LIKELY: Final = 0.3
"""From this probability on what is only named counts as stated: on lines written blind half of these are what is cared for, and seven in
eight stand beside it."""

INFERRED: Final = 0.75
"""What such a phrase counts beside 1 for one that is stated."""

DOUBTFUL: Final = 0.3
"""From this probability on, what is named may be avoided and is no evidence: four in ten are, and one in twelve is cared for."""

AVOIDED: Final = 0.5
"""From this probability on, what is likeliest avoided of all that a text names is refused: three in four are."""

SURELY_AVOIDED: Final = 0.7
"""The same for what may be liked by what else is read, or was only tried."""

REFUSED: Final = 0.5
"""What such a refusal counts beside 1 for one that is stated."""

SUSPECT: Final = -4.0
"""Texts whose own share of the logit is below name hardly anything that is avoided: seven in ten need not be looked at closer."""

_OWN: Final = re.compile(
    r"(?:\b(?:my|our|meine?[nmrs]?|unsere?[nmrs]?|mis?|nuestr[oa]s?|mon|ma|mes|nos|notre)\s+(?:[\w'-]+\s+)?|我们?(?:家|的)*\w?)$",
    re.IGNORECASE,
)
"""A phrase behind this is called the person's own."""

_ANOTHERS: Final = re.compile(
    r"\b(?:he|she|they|(?:my|his|her|our|their) \w+|who) (?:\w+ly )?"
    r"(?:hates?|dislikes?|detests?|can['’]?t stand|(?:doesn|don|won)['’]?t (?:like|eat|drink|want)|(?:is|are) allergic|refuses?)\b",
    re.IGNORECASE,
)
"""Somebody else refuses something: what it is they avoid."""

_BEFORE: Final = 40
"""Characters before a phrase that are looked at for that."""

LONG, WIDE = 150, 30
"""Characters of a text and of a phrase from which on they are as long as any: of longer ones hardly any were learned from."""


def features(text: str, phrases: Sequence[Phrase], vectors: Vectors) -> Floats:
    """Return what the model weighs of each phrase, shape (n, 2 dimension + 5); `vectors` has the text's in its first row."""
    whole, own = vectors[0].astype(np.float64), vectors[1:].astype(np.float64)
    size = max(1, len(text))
    stands = [
        (
            phrase.start / size,
            min(phrase.end - phrase.start, WIDE) / 20,
            min(size, LONG) / 200,
            bool(_OWN.search(text[max(0, phrase.start - _BEFORE) : phrase.start])),
        )
        for phrase in phrases
    ]
    near = 3 * own @ whole  # these few weigh about as much as one direction of the vectors
    return np.column_stack([np.tile(whole, (len(own), 1)), own, near, np.array(stands, np.float64)])


class Caring:
    """Tells the phrases that a person cares for from those that they may avoid, and what they avoid in passing."""

    def __init__(self, weights: Floats, biases: Floats) -> None:
        """Take the coefficients, shape (2, n), and the biases, shape (2,), of what is cared for and of what is avoided."""
        self._weights, self._biases = weights, biases
        chances = np.array([LIKELY, DOUBTFUL])
        self._least = np.log(chances / (1 - chances)) - biases
        self._named = around_placeholders(everything)

    def __call__(self, text: str, phrases: Sequence[Phrase], vectors: Vectors) -> tuple[Phrase, ...]:
        """Return the phrases of a text, some stated now, some of no strength; `vectors` has the text's own in its first row."""
        named = [place for place, phrase in enumerate(phrases) if is_only_named(phrase)]
        if not named:
            return tuple(phrases)
        x = features(text, [phrases[place] for place in named], vectors[[0, *(place + 1 for place in named)]])
        read = list(phrases)
        for place, (cares, avoids) in zip(named, (x @ self._weights.T >= self._least).tolist(), strict=True):
            one = read[place]
            if cares:
                read[place] = replace(one, stance="stated", strength=INFERRED * one.strength, inferred=True)
            elif avoids:
                read[place] = replace(one, strength=0.0)
        return tuple(read)

    def suspects(self, vectors: Vectors) -> tuple[bool, ...]:
        """Tell of texts by their vectors, shape (n, d), whether something that they name may be avoided."""
        whole = vectors.astype(np.float64) @ self._weights[1, : vectors.shape[1]] + self._biases[1]
        return tuple((whole >= SUSPECT).tolist())

    def named(self, text: str) -> tuple[Phrase, ...]:
        """Return all that a text names, whoever it is of."""
        return self._named(text)

    def avoided(self, text: str, phrases: Sequence[Phrase], named: Sequence[Phrase], vectors: Vectors) -> int | None:
        """Return the place of what is avoided among all that a text names, None where nothing is.

        Args:
            text: the person's own words.
            phrases: what rules find in it.
            named: all that it names.
            vectors: the text's own, and those of all that it names.
        """
        if _ANOTHERS.search(text):
            return None
        chances = sigmoid(features(text, named, vectors) @ self._weights[1] + self._biases[1])
        best = int(np.argmax(chances))
        return best if chances[best] >= needed(named[best], phrases) else None


@cache
def caring(embedder: str) -> Caring | None:
    """Return what was fitted for an embedding model by its name; None where nothing was."""
    kept = fitted_for(__package__, "caring", embedder)
    if kept is None:
        return None
    weights, biases = (np.array([kept[name][part] for name in ("cares", "avoids")]) for part in ("weights", "bias"))
    return Caring(weights, biases)


def needed(named: Phrase, phrases: Sequence[Phrase]) -> float:
    """Return how likely something that a text names must be avoided to be refused, by the phrases that rules find in the text.

    Never where they find a refusal in it, or that the thing is liked, done, had or no longer refused; nor is a diet that one keeps to.
    """
    beside = [one for one in phrases if one.start < named.end and named.start < one.end]
    there = [one for one in beside if one.stance == "stated"]
    liked = any(one.strength >= 1 and not one.inferred for one in there) or any(one.turns for one in beside)
    if liked or any(one.polarity < 0 or one.ends for one in phrases) or diet_of(named.text):
        return inf
    return SURELY_AVOIDED if there else AVOIDED


def as_avoided(phrase: Phrase) -> Phrase:
    """Return what a text names as a refusal that is inferred."""
    return replace(phrase, polarity=-1, stance="stated", strength=REFUSED, inferred=True)


def is_only_named(phrase: Phrase) -> bool:
    """Return whether a phrase is neither stated nor refused."""
    return phrase.stance == "mentioned" and phrase.polarity > 0 and not (phrase.ends or phrase.corrects)
