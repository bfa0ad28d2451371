"""The systems by name, and how each is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from ...memory import Law
from ...memory.embedding import Vectorizer
from ..embeddings import KeptEmbedder
from ..settings import Settings
from .system import System

SYSTEMS: Final[dict[str, str]] = {
    "penchant": "its law on the topics that the data name, its search where turns are asked for, its gate on folds held out",
    "penchant reading": "the whole memory, which finds its topics in the words itself",
    "penchant quoting": "the whole memory, with only those past turns that the agent would quote",
    "penchant packaged gate": "the gate as it is packaged (only in `gate`)",
    "nothing": "no memory",
    "last turns": "the last ten turns",
    "full history": "everything, newest first, as far as it fits",
    "BM25": "turns by BM25",
    "vectors": "turns by the cosine of their vectors, the same embedding model as Penchant's",
    "most frequent": "topics by how often they came (words where the data name no topics)",
    "most recent": "topics by when they came last",
    "decay 7 days": "topics by a single exponential decay with a half-life of seven days",
    "time-weighted retriever": "LangChain's time-weighted vector retriever (extra `peers`)",
    "LangGraph store": "LangGraph's in-memory store with semantic search",
    "mem0": "mem0 without inference, the same embedding model (extra `peers`)",
}

PEERS: Final = {"time-weighted retriever": "langchain_classic", "LangGraph store": "langgraph", "mem0": "mem0"}
"""Systems of others, and the module that each needs."""


@dataclass(frozen=True)
class Bench:
    """What the systems of one process share: the embedding model with what it has embedded, the seed, the settings."""

    folder: Path
    seed: int = 0
    settings: Settings = field(default_factory=Settings)
    like: Bench | None = None
    """One whose embedding model this one uses."""

    @property
    def law(self) -> Law:
        """The law of weights."""
        return self.settings.law

    @cached_property
    def embedder(self) -> KeptEmbedder:
        """The packaged embedding model."""
        return KeptEmbedder(self.folder) if self.like is None else self.like.embedder

    @cached_property
    def vectorizer(self) -> Vectorizer:
        """The same, calibrated."""
        return Vectorizer(self.embedder) if self.like is None else self.like.vectorizer


Penchants = Literal["search", "law", "agent"]
"""What `penchant` is in a suite: its search; its law on topics that the data name, as all others get them too; or all of it."""


def make(name: str, bench: Bench, penchant: Penchants = "search") -> System:
    """Return a new system of a name, without memories; `penchant` is what the suite measures.

    Raises:
        ValueError: there is none of that name.
    """
    if name not in _MAKERS:
        raise ValueError(f"no system {name!r}: choose of {', '.join(SYSTEMS)}")
    if name == "penchant":
        return _PENCHANTS[penchant](bench)
    return _MAKERS[name](bench)


def _penchant(bench: Bench) -> System:
    from .penchant import Penchant

    return Penchant(bench.embedder, bench.law)


def _quoting(bench: Bench) -> System:
    from .penchant import Penchant

    return Penchant(bench.embedder, bench.law, asked="quotes", sure=bench.settings.sure)


def _as_agent(bench: Bench) -> System:
    from .penchant import Penchant

    return Penchant(bench.embedder, bench.law, asked="agent", sure=bench.settings.sure)


def _given(bench: Bench) -> System:
    from .given import GivenTopics

    return GivenTopics(bench.vectorizer, bench.law, dict(bench.settings.masses))


def _gated(bench: Bench) -> System:
    from ...agent.gate.gate import open_gate
    from .gated import Gated

    return Gated(bench.vectorizer, open_gate(bench.embedder.name))


def _plain(kind: str) -> Callable[[Bench], System]:
    def made(_bench: Bench) -> System:
        from . import plain

        if kind == "nothing":
            return plain.Nothing()
        return plain.Last() if kind == "last" else plain.full_history()

    return made


def _counted(half_life: timedelta | None = None, most_recent: bool = False) -> Callable[[Bench], System]:
    def made(bench: Bench) -> System:
        from .counting import Counted

        return Counted(half_life, most_recent=most_recent, seed=bench.seed)

    return made


def _bm25(bench: Bench) -> System:
    from .lexical import Bm25

    return Bm25(bench.seed)


def _vectors(bench: Bench) -> System:
    from .vectors import PlainVectors

    return PlainVectors(bench.vectorizer)


def _time_weighted(bench: Bench) -> System:
    from .time_weighted import TimeWeighted

    return TimeWeighted(bench.vectorizer)


def _langgraph(bench: Bench) -> System:
    from .langgraph_store import LangGraphStore

    return LangGraphStore(bench.vectorizer)


def _mem0(bench: Bench) -> System:
    from .mem0_memory import Mem0

    return Mem0(bench.vectorizer)


_PENCHANTS: Final[dict[Penchants, Callable[[Bench], System]]] = {
    "search": _penchant,
    "law": _given,
    "agent": _as_agent,
}
_MAKERS: Final[dict[str, Callable[[Bench], System]]] = {
    "penchant": _penchant,
    "penchant reading": _penchant,
    "penchant quoting": _quoting,
    "penchant packaged gate": _gated,
    "nothing": _plain("nothing"),
    "last turns": _plain("last"),
    "full history": _plain("full"),
    "BM25": _bm25,
    "vectors": _vectors,
    "most frequent": _counted(),
    "most recent": _counted(most_recent=True),
    "decay 7 days": _counted(timedelta(days=7)),
    "time-weighted retriever": _time_weighted,
    "LangGraph store": _langgraph,
    "mem0": _mem0,
}
