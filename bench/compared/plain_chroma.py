"""Plain Chroma: a collection by cosine, texts as documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from compared.system import groups, listed
from compared.talk import Said
from penchant.memory.embedding import Vectorizer


class Plain:
    """A collection."""

    model_calls, model_seconds = 0, 0.0

    def __init__(self, collection: Any, vectorizer: Any) -> None:
        self._collection, self._vectorizer = collection, vectorizer

    def fill(self, said: Sequence[Said]) -> None:
        """Add many at once."""
        for some in groups(said):
            self._add(some)

    def add(self, one: Said) -> None:
        """Add one."""
        self._add([one])

    def context(self, question: str, most: int) -> str:
        """Return the nearest."""
        found = self._collection.query(query_embeddings=self._vectorizer([question]), n_results=most)
        return listed(found["documents"][0])

    def settle(self) -> None:
        """Do nothing: it has no work behind."""

    def _add(self, some: Sequence[Said]) -> None:
        texts = [one.text for one in some]
        self._collection.add(
            ids=[f"{one.number}" for one in some],
            embeddings=self._vectorizer(texts),
            documents=texts,
            metadatas=[{"at": one.at.timestamp(), "session": one.session} for one in some],
        )


@contextmanager
def opened(folder: Path, embedder: Any, model: str) -> Iterator[Plain]:  # noqa: ARG001 - no model is asked
    """Hold a collection in a folder."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    yield Plain(
        client.get_or_create_collection("turns", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None),
        Vectorizer(embedder),
    )
