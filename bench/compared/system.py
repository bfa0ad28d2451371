"""What a memory must do to be compared, and where each is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from compared.talk import Said

AT_ONCE: Final = 1_000
"""Messages that are filled in together where a system has a way for that."""

PERSON: Final = "ada"


class System(Protocol):
    """A memory of one person, opened."""

    model_calls: int
    model_seconds: float

    def fill(self, said: Sequence[Said]) -> None:
        """Store many messages in the fastest way that there is."""

    def add(self, one: Said) -> None:
        """Store one message as an app would while somebody talks; it is durable when this returns, if the system has that at all."""

    def context(self, question: str, most: int) -> str:
        """Return what would stand before a question in the prompt: of at most so many messages, where that is for the app to say."""

    def settle(self) -> None:
        """Wait for what is done behind."""


Opening = Callable[[Path, Any, str], AbstractContextManager[System]]
"""From a folder, an embedding model, and the address of a chat model that answers at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A system that is compared: its module here, what an app imports, packages whose versions count, and the messages that it gives."""

    module: str
    imports: str
    packages: tuple[str, ...]
    usual: int = 10


SYSTEMS: Final = {
    "Penchant": Entry("ours", "import penchant.agent.recall, penchant.memory.interests", ("penchant", "chromadb")),
    "mem0": Entry("mem_zero", "from mem0 import Memory", ("mem0ai", "chromadb", "openai"), 20),
    "mem0 raw": Entry("mem_zero_raw", "from mem0 import Memory", ("mem0ai", "chromadb"), 20),
    "LangGraph store": Entry(
        "graph_store",
        "from langgraph.store.sqlite import SqliteStore",
        ("langgraph", "langgraph-checkpoint-sqlite", "sqlite-vec"),
    ),
    "time-weighted": Entry(
        "time_weighted",
        "from langchain_classic.retrievers import TimeWeightedVectorStoreRetriever; import langchain_chroma",
        ("langchain-classic", "langchain-chroma", "chromadb"),
        4,
    ),
    "Chroma": Entry("plain_chroma", "import chromadb", ("chromadb",)),
}


def opening(name: str) -> Opening:
    """Return how a system is opened; its packages are imported when it is."""
    found: Opening = import_module(f"compared.{SYSTEMS[name].module}").opened
    return found


def listed(texts: Sequence[str]) -> str:
    """Return memories as they are put into a prompt: a line each."""
    return "\n".join(f"- {text}" for text in texts)


def groups(said: Sequence[Said]) -> Iterator[Sequence[Said]]:
    """Yield messages as many as are stored together."""
    return (said[start : start + AT_ONCE] for start in range(0, len(said), AT_ONCE))
