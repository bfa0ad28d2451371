"""Which words of a text name what its writer cares for, and which what they avoid: a small recurrent network over the words' vectors.

    x_t = max(0, A e_t + R r_t + B s + a)     e_t what the t-th token means by itself, r_t what rules read there, s what the text means
    h_t = two layers of gated recurrent units over x, each forwards and backwards
    P(neither), P(cared for), P(avoided)      = softmax(C [h_t, x_t] + c)

"I never could get into opera, my wife lives for it" has the same words as its contrary; what stands around a word decides. The network
learned that from messages in five languages that were written blind (`bench/caring.py` trains and measures it), and with it how far
rules are to be trusted. One file an embedding model: `tagging_<model>.npz`. Gated recurrent units: Cho et al., 2014, as PyTorch has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ..embedding import MAX_CHARACTERS, PACKAGE, Vectors, in_a_file
from ..fitted import softmax
from ..measured import mark
from ..records import Phrase
from ..tokens import Tokens, tokens

Floats = npt.NDArray[np.float32]

BATCH: Final = 4096
"""Tokens that are read at once, with those that are filled up."""

RULED: Final = 5
"""What is told the network of what rules read at a token."""

STRONGEST: Final = 2.0
"""A strength beyond it is told as this."""


@dataclass(frozen=True, eq=False)
class Tags:
    """What the words of a text are to its writer: where its tokens stand, and of each how likely it is cared for and avoided."""

    spans: Sequence[tuple[int, int]]
    chances: Floats
    """Of each token P(neither), P(cared for), P(avoided), shape (n, 3)."""

    def cared(self, phrase: Phrase) -> float:
        """Return how likely a phrase of the text is cared for: that of its likeliest token."""
        return self._of(phrase, 1)

    def avoided(self, phrase: Phrase) -> float:
        """Return how likely a phrase of the text is avoided."""
        return self._of(phrase, 2)

    def most_avoided(self) -> float:
        """Return how likely the likeliest token of the text is avoided."""
        return float(self.chances[:, 2].max(initial=0.0))

    def _of(self, phrase: Phrase, side: int) -> float:
        return float(self.chances[within(self.spans, phrase.start, phrase.end), side].max(initial=0.0))


@dataclass(frozen=True, eq=False)
class Layer:
    """Gated recurrent units in both directions, first forwards; of each three gates: reset, update and candidate.

    `taken` has shape (2, d, 3 h) and weighs what comes in, `kept` (2, h, 3 h) the state; the biases have shape (2, 1, 3 h).
    """

    taken: Floats
    taken_bias: Floats
    kept: Floats
    kept_bias: Floats

    def __call__(self, x: Floats, lengths: npt.NDArray[np.int64]) -> Floats:
        """Return the states of texts of so many tokens, shape (b, n, 2 h), for what comes in, shape (b, n, d)."""
        count, size = x.shape[1], self.kept.shape[1]
        back = np.maximum(lengths[:, None] - 1 - np.arange(count), 0)
        rows = np.arange(len(x))[:, None]
        come = np.stack([x, x[rows, back]]).reshape(2, -1, x.shape[2]) @ self.taken + self.taken_bias
        come = come.reshape(2, *x.shape[:2], 3 * size)
        state = np.zeros((2, len(x), size), np.float32)
        states = np.empty((2, *x.shape[:2], size), np.float32)
        for at in range(count):
            now, before = come[:, :, at], state @ self.kept + self.kept_bias
            gates = 0.5 + 0.5 * np.tanh(0.5 * (now[..., : 2 * size] + before[..., : 2 * size]))
            candidate = np.tanh(now[..., 2 * size :] + gates[..., :size] * before[..., 2 * size :])
            state = states[:, :, at] = candidate + gates[..., size:] * (state - candidate)
        return np.concatenate([states[0], states[1][rows, back]], axis=2)


class Tagger:
    """Tags texts."""

    def __init__(self, fitted: Mapping[str, npt.NDArray[Any]]) -> None:
        """Take what was fitted, by the names of the arrays (`bench/caring.py` writes them)."""
        kept: dict[str, Floats] = {name: array.astype(np.float32) for name, array in fitted.items()}
        self._words, self._rules, self._text, self._bias = (kept[name] for name in ("words", "rules", "text", "bias"))
        names = ("taken", "taken_bias", "kept", "kept_bias")
        self._layers = [Layer(*(kept[f"{name}_{number}"] for name in names)) for number in (0, 1)]
        self._out, self._out_bias = kept["out"], kept["out_bias"]

    def __call__(self, texts: Sequence[str], phrases: Sequence[Sequence[Phrase]], vectors: Vectors) -> list[Tags]:
        """Return the tags of texts, of each the first 2,000 characters.

        Args:
            texts: a person's own words.
            phrases: what rules find in each.
            vectors: the texts' own, shape (n, dimension).
        """
        read = [tokens(text[:MAX_CHARACTERS]) for text in texts]
        ruled = [as_ruled(one.spans, its) for one, its in zip(read, phrases, strict=True)]
        chances: list[Floats] = [np.zeros((0, 3), np.float32)] * len(read)
        with _blas().limit(
            limits=1, user_api="blas"
        ):  # for products as small as these threads cost more than they save
            for some in _batches([len(one.spans) for one in read]):
                found = self._chances([read[one] for one in some], [ruled[one] for one in some], vectors[some])
                for place, its in zip(some, found, strict=True):
                    chances[place] = its
        return [Tags(one.spans, its) for one, its in zip(read, chances, strict=True)]

    def _chances(self, read: Sequence[Tokens], ruled: Sequence[Floats], vectors: Vectors) -> list[Floats]:
        lengths = np.array([len(one.spans) for one in read])
        words, rules = (_padded(some, lengths.max()) for some in ([one.vectors for one in read], ruled))
        x = np.maximum(words @ self._words + rules @ self._rules + (vectors @ self._text)[:, None] + self._bias, 0)
        states = x
        for layer in self._layers:
            states = layer(states, lengths)
        found = softmax(np.concatenate([states, x], axis=2) @ self._out + self._out_bias)
        return [row[:length] for row, length in zip(found, lengths, strict=True)]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of texts that are read at once, those of nearly one length together."""
    some: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: lengths[place]):
        if some and (len(some) + 1) * lengths[place] > BATCH:
            yield some
            some = []
        some.append(place)
    if some:
        yield some


@cache
def _blas() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()  # it looks through all that is loaded


def as_ruled(spans: Sequence[tuple[int, int]], phrases: Sequence[Phrase]) -> Floats:
    """Return of each token what rules read there: whether it is named, liked, refused and ended, and how strongly; shape (n, 5)."""
    ruled = np.zeros((len(spans), RULED), np.float32)
    for one in phrases:
        liked = one.polarity > 0 and not one.ends and one.stance == "stated"
        read = (1, liked, one.polarity < 0, one.ends, min(one.strength, STRONGEST))
        for at in within(spans, one.start, one.end):
            ruled[at] = np.maximum(ruled[at], read)
    return ruled


def within(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """Return the places of the tokens of which at least a part stands from `start` to `end`."""
    return [at for at, (begins, ends) in enumerate(spans) if max(begins, start) < min(ends, end)]


def _padded(some: Sequence[Floats], most: int) -> Floats:
    """Return matrices of n rows each as one array, with zeros up to the most rows."""
    whole = np.zeros((len(some), most, some[0].shape[1]), np.float32)
    for row, one in zip(whole, some, strict=True):
        row[: len(one)] = one
    return whole


@cache
def tagger(embedder: str) -> Tagger | None:
    """Return what was fitted for an embedding model by its name; None where nothing was, or another release of it is installed."""
    path = files(__package__) / f"tagging_{in_a_file(embedder)}.npz"
    if not path.is_file():
        return None
    with np.load(BytesIO(path.read_bytes())) as kept:
        arrays: dict[str, Any] = {name: kept[name] for name in kept.files}
    if str(arrays.pop("of")) != mark(PACKAGE):
        return None
    return Tagger(arrays)
