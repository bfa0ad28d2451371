"""Whether a person cares for what they only name, or avoids it: by what their text and the phrase mean, where no rule reads it.

    P(they care for it), P(they avoid it) = σ(w · x + b)

with x the vectors of text and phrase, how near these are, where the phrase stands and whether it is called their own. "What pens do
manga artists use?" says nothing of who asks by its form, and much by its meaning. "Took TikTok off my phone, I was on it till 3": what
may be avoided is no evidence, neither for it nor against it, for the probability of that is never great. The coefficients are
fitted by `bench/caring.py`, one file an embedding model: `caring_<model>.json`. Without one what is only named stays so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from ..embedding import Vectors
from ..fitted import fitted_for
from ..records import Phrase

Floats = npt.NDArray[np.float64]

LIKELY: Final = 0.3
"""From this probability on what is only named counts as stated: on lines written blind half of these are what is cared for, and seven in
eight stand beside it."""

INFERRED: Final = 0.75
"""What such a phrase counts beside 1 for one that is stated."""

DOUBTFUL: Final = 0.2
"""From this probability on, what is named may be avoided and is no evidence: four in nine are, and one in twenty is cared for."""

_OWN: Final = re.compile(
    r"(?:\b(?:my|our|meine?[nmrs]?|unsere?[nmrs]?|mis?|nuestr[oa]s?|mon|ma|mes|nos|notre)\s+(?:[\w'-]+\s+)?|我们?(?:家|的)*\w?)$",
    re.IGNORECASE,
)
"""A phrase behind this is called the person's own."""

_BEFORE: Final = 40
"""Characters before a phrase that are looked at for that."""

LONG, WIDE = 150, 30
"""Characters of a text and of a phrase from which on they are as long as any: of longer ones hardly any were learned from."""

Care = Callable[[str, Sequence[Phrase], Vectors], tuple[Phrase, ...]]
"""Takes a text, its phrases, and the vectors of both, the text's first; returns the phrases, some stated now, some of no strength."""


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


@cache
def care(embedder: str) -> Care | None:
    """Return what tells the phrases that a person cares for, and those that they may avoid, for an embedding model by its name; None where
    nothing was fitted for it."""
    kept = fitted_for(__package__, "caring", embedder)
    if kept is None:
        return None
    weights, bias = (np.array([kept[name][part] for name in ("cares", "avoids")]) for part in ("weights", "bias"))
    least = np.log([LIKELY / (1 - LIKELY), DOUBTFUL / (1 - DOUBTFUL)]) - bias

    def told(text: str, phrases: Sequence[Phrase], vectors: Vectors) -> tuple[Phrase, ...]:
        named = [place for place, phrase in enumerate(phrases) if is_only_named(phrase)]
        if not named:
            return tuple(phrases)
        x = features(text, [phrases[place] for place in named], vectors[[0, *(place + 1 for place in named)]])
        read = list(phrases)
        for place, (cares, avoids) in zip(named, (x @ weights.T >= least).tolist(), strict=True):
            if cares:
                read[place] = replace(read[place], stance="stated", strength=INFERRED * read[place].strength)
            elif avoids:
                read[place] = replace(read[place], strength=0.0)
        return tuple(read)

    return told


def is_only_named(phrase: Phrase) -> bool:
    """Return whether a phrase is neither stated nor refused."""
    return phrase.stance == "mentioned" and phrase.polarity > 0 and not (phrase.ends or phrase.corrects)
