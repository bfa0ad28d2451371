"""What an embedding model's cosines mean, measured on a packaged list of examples (calibration.txt)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import EmbeddingError
from .extraction import extract
from .topics.cohesion import likeness, two_means

Vectors = npt.NDArray[np.float32]

ABOUT_ONE_TOPIC = 0.02
"""How often a question is taken to be about a given topic of a person's."""

CHANCE = {"same": 0.001, "near": 0.005, "alike": 0.01}
"""How many pairs of names of different topics pass each threshold: one in a thousand, in two hundred, in a hundred."""

APART = (3, 7)
"""Topics of the list that stand so far from each other are surely two; neighbours in it are often alike."""

SPREADS = tuple(step / 200 for step in range(4, 21))
"""The temperatures among which `spread` is chosen."""


@dataclass(frozen=True)
class Calibration:
    """What a model's cosines mean: `mean` is taken away from its vectors, from `same` on two phrases are one topic.

    A cosine c between a query and a topic is a relevance of `1 / (1 + exp(-slope · (c - even)))`. From `near` on a topic is named to a
    person who typed words that are no topic's, and two topics may be one; from `alike` on they are similar. A topic `spread` nearer than
    another takes e times as much of a phrase. What a topic was learned from is two things where its two halves lie less than `apart` near
    each other (cohesion.py).
    `bench/calibrate.py` shows how each was chosen.
    """

    mean: Vectors
    same: float
    even: float
    slope: float
    near: float
    alike: float
    spread: float
    apart: float

    def relevance(self, cosines: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Return relevances in [0, 1] of cosines, any shape."""
        return np.asarray(1 / (1 + np.exp(-self.slope * (cosines - self.even))), np.float64)


def calibrate(embed: Callable[[Sequence[str]], Vectors]) -> Calibration:
    """Measure a model on the examples. A question is read as a turn is: by its own vector and those of its phrases.

    Only English ones, though: the Chinese reader would load its dictionary, which nobody may need.

    Raises:
        EmbeddingError: the model gives every text the same vector.
    """
    examples = _examples()
    names = [name for example in examples for name in example.names]
    named = np.repeat(range(len(examples)), [len(example.names) for example in examples])
    asked = np.repeat(range(len(examples)), [len(example.questions) for example in examples])
    readings = [(question, *_phrases(question)) for example in examples for question in example.questions]
    raw = embed([*names, *(text for reading in readings for text in reading)])
    if (raw == raw[0]).all():
        raise EmbeddingError("the embedding model gives every text the same vector: choose another")
    starts = np.cumsum([0, *(len(reading) for reading in readings[:-1])])
    listed = np.concatenate(
        [np.arange(len(names)), len(names) + starts]
    )  # the list's own lines, whatever the extractor finds
    mean = raw[listed].mean(axis=0).astype(np.float32)
    vectors = unit(raw - mean)
    topics, texts = vectors[: len(names)], vectors[len(names) :]
    near = np.maximum.reduceat(texts @ topics.T, starts, axis=0)
    cosines, alike = topics @ topics.T, named[:, None] == named
    even, slope = _logistic(near.ravel(), (asked[:, None] == named).ravel())
    same = max(chance_cut(cosines, alike, CHANCE["same"]), float(np.quantile(_pairs(cosines, alike), 0.5)))
    meant, similar = (min(same, chance_cut(cosines, alike, CHANCE[name])) for name in ("near", "alike"))
    return Calibration(
        mean, same, even, slope, meant, similar, fitted_spread(topics, named), fitted_apart(topics, named)
    )


def _phrases(question: str) -> list[str]:
    return [phrase.text for phrase in extract(question)] if question.isascii() else []


def unit(vectors: npt.NDArray[Any]) -> Vectors:
    """Return vectors scaled to length one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)


@cache
def digest() -> str:
    """Return a mark of the list: vectors centred by another list are other vectors."""
    return hashlib.sha256(_list().encode()).hexdigest()[:8]


@dataclass(frozen=True)
class _Example:
    names: tuple[str, ...]
    questions: tuple[str, ...]


def _examples() -> list[_Example]:
    halves = [line.split("?", 1) for line in _list().splitlines() if line and not line.startswith("#")]
    return [_Example(*(tuple(part.strip() for part in half.split("|")) for half in pair)) for pair in halves]


def _list() -> str:
    return files(__package__).joinpath("calibration.txt").read_text("utf-8")


def _pairs(cosines: npt.NDArray[Any], chosen: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    return cosines[np.triu(chosen, 1)]


def chance_cut(cosines: npt.NDArray[Any], alike: npt.NDArray[np.bool_], chance: float) -> float:
    """Return the cosine that so small a part of the pairs of names of different topics reach."""
    return float(np.quantile(_pairs(cosines, ~alike), 1 - chance))


def fitted_spread(topics: Vectors, named: npt.NDArray[np.int_]) -> float:
    """Return the temperature under which each name most likely means the topic that it is a name of, shown by that topic's first name."""
    first = np.flatnonzero(np.diff(named, prepend=-1))
    rest = np.setdiff1d(np.arange(len(named)), first)
    cosines = (topics[rest] @ topics[first].T).astype(np.float64)
    own = np.searchsorted(named[first], named[rest])

    def loss(spread: float) -> float:
        logits = cosines / spread
        return float((np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(rest)), own]).mean())

    return float(min(SPREADS, key=loss))


def fitted_apart(topics: Vectors, named: npt.NDArray[np.int_]) -> float:
    """Return the likeness of two halves that best tells the names of one topic from those of two topics."""
    one, two = halves(topics, named)
    return best_cut(one, two)


def halves(topics: Vectors, named: npt.NDArray[np.int_]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return how alike two-means finds the halves of each topic's names, and those of two topics' names taken together."""
    groups = [topics[named == number] for number in range(int(named.max()) + 1)]
    groups = [group for group in groups if len(group) > 1]
    both = [np.concatenate([groups[i], groups[(i + step) % len(groups)]]) for step in APART for i in range(len(groups))]
    one, two = ([likeness(group, two_means(group)) for group in some] for some in (groups, both))
    return np.array(one), np.array(two)


def best_cut(above: npt.NDArray[Any], below: npt.NDArray[Any]) -> float:
    """Return the number that most of one sample reach and fewest of another (Youden's J)."""
    cuts = np.unique(np.concatenate([above, below]))
    gains = [(above >= cut).mean() - (below >= cut).mean() for cut in cuts]
    return float(cuts[int(np.argmax(gains))])


def fitted_broader(embed: Callable[[Sequence[str]], Vectors]) -> float:
    """Return the cosine that best tells a topic and its part from two topics that are only near each other, by the packaged pairs."""
    return best_cut(*(pair_cosines(embed, sign) for sign in (">", "~")))


def pair_cosines(embed: Callable[[Sequence[str]], Vectors], sign: str) -> npt.NDArray[np.float32]:
    """Return the cosines of the packaged pairs with a sign: ">" of a part and its whole, "~" of mere neighbours."""
    lines = files(__package__).joinpath("broader.txt").read_text("utf-8").splitlines()
    pairs = [line.split(f" {sign} ") for line in lines if f" {sign} " in line and not line.startswith("#")]
    one, other = (embed([pair[side] for pair in pairs]) for side in (0, 1))
    return np.asarray((one * other).sum(axis=1), np.float32)


def _logistic(cosines: npt.NDArray[Any], related: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return where a logistic curve through the pairs crosses one half, and its slope, by Newton's method.

    Related pairs weigh `ABOUT_ONE_TOPIC` of all, whatever their number among the examples.
    """
    design = np.stack([np.ones_like(cosines), cosines], axis=1).astype(np.float64)
    balance = np.where(related, ABOUT_ONE_TOPIC / related.sum(), (1 - ABOUT_ONE_TOPIC) / (~related).sum())
    beta = np.zeros(2)
    for _ in range(100):
        fitted = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (balance * (related - fitted)) - 1e-6 * beta
        curvature = (design * (balance * fitted * (1 - fitted))[:, None]).T @ design + 1e-6 * np.eye(2)
        beta += np.linalg.solve(curvature, gradient)
    return float(-beta[0] / beta[1]), float(beta[1])
