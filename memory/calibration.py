"""What an embedding model's cosines mean, measured on a packaged list of examples (calibration.txt) at its first use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from .extraction import extract

Vectors = npt.NDArray[np.float32]

ABOUT_ONE_TOPIC = 0.02
"""How often a question is taken to be about a given topic of a person's."""


@dataclass(frozen=True)
class Calibration:
    """What a model's cosines mean: `mean` is taken away from its vectors, from `same` on two phrases are one topic.

    A cosine c between a query and a topic is a relevance of `1 / (1 + exp(-slope · (c - even)))`.
    """

    mean: Vectors
    same: float
    even: float
    slope: float

    def relevance(self, cosines: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Return relevances in [0, 1] of cosines, any shape."""
        return np.asarray(1 / (1 + np.exp(-self.slope * (cosines - self.even))), np.float64)


def calibrate(embed: Callable[[Sequence[str]], Vectors]) -> Calibration:
    """Measure a model on the examples. A question is read as a turn is: by its own vector and those of its phrases.

    Only English ones, though: the Chinese half of the extractor would load its dictionary, which nobody may need.
    """
    examples = _examples()
    names = [name for example in examples for name in example.names]
    named = np.repeat(range(len(examples)), [len(example.names) for example in examples])
    asked = np.repeat(range(len(examples)), [len(example.questions) for example in examples])
    readings = [(question, *_phrases(question)) for example in examples for question in example.questions]
    raw = embed([*names, *(text for reading in readings for text in reading)])
    starts = np.cumsum([0, *(len(reading) for reading in readings[:-1])])
    listed = np.concatenate(
        [np.arange(len(names)), len(names) + starts]
    )  # the list's own lines, whatever the extractor finds
    mean = raw[listed].mean(axis=0).astype(np.float32)
    vectors = unit(raw - mean)
    topics, texts = vectors[: len(names)], vectors[len(names) :]
    near = np.maximum.reduceat(texts @ topics.T, starts, axis=0)
    even, slope = _logistic(near.ravel(), (asked[:, None] == named).ravel())
    return Calibration(mean, _cut(topics @ topics.T, named), even, slope)


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


def _cut(cosines: npt.NDArray[Any], named: npt.NDArray[Any]) -> float:
    """Return the cosine from which on two names are one topic: few pairs of different topics pass, half of the equal ones do."""
    pairs = np.triu(np.ones_like(cosines, np.bool_), 1)
    alike = named[:, None] == named
    return float(max(np.quantile(cosines[pairs & ~alike], 0.999), np.quantile(cosines[pairs & alike], 0.5)))


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
