"""LangChain's time-weighted retriever over its Chroma store.

The retriever's stream of messages lives in its process alone; an app has to bring it back from its own log after a start, and so the
log is kept here in a file of JSON lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from compared.system import groups, listed
from compared.talk import Said
from penchant.memory.embedding import Vectorizer


class Weighted:
    """A retriever, and the app's log of what it was given."""

    model_calls, model_seconds = 0, 0.0

    def __init__(self, retriever: Any, log: Path) -> None:
        self._retriever, self._log = retriever, log
        if log.exists():
            lines = map(json.loads, log.read_text("utf-8").splitlines())
            retriever.memory_stream.extend(_document(place, **line) for place, line in enumerate(lines))

    def fill(self, said: Sequence[Said]) -> None:
        """Add many at once."""
        for some in groups(said):
            self._add(some)

    def add(self, one: Said) -> None:
        """Add one."""
        self._add([one])

    def context(self, question: str, most: int) -> str:
        """Return what is near and recent."""
        self._retriever.k = most
        return listed([one.page_content for one in self._retriever.invoke(question)])

    def settle(self) -> None:
        """Do nothing: it has no work behind."""

    def _add(self, some: Sequence[Said]) -> None:
        lines = [{"text": one.text, "at": one.at.timestamp()} for one in some]
        with self._log.open("a", encoding="utf-8") as log:
            log.writelines(json.dumps(line) + "\n" for line in lines)
        self._retriever.add_documents([_document(0, **line) for line in lines])


def _document(place: int, text: str, at: float) -> Any:
    from langchain_core.documents import Document

    return Document(text, metadata={"last_accessed_at": at, "created_at": at, "buffer_idx": place})


@contextmanager
def opened(folder: Path, embedder: Any, model: str) -> Iterator[Weighted]:  # noqa: ARG001 - no model is asked
    """Hold a retriever in a folder."""
    from chromadb.config import Settings
    from compared.vectors import Adapted
    from langchain_chroma import Chroma
    from langchain_classic.retrievers import TimeWeightedVectorStoreRetriever

    store = Chroma(
        "turns",
        Adapted(Vectorizer(embedder)),
        persist_directory=str(folder / "chroma"),
        client_settings=Settings(
            anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder / "chroma")
        ),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    yield Weighted(TimeWeightedVectorStoreRetriever(vectorstore=store), folder / "log.jsonl")
