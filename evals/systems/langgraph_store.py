"""LangGraph's in-memory store with semantic search, with Penchant's embedding model."""

from __future__ import annotations

from typing import Any

from ...memory.embedding import Vectorizer
from .system import Context, Piece, Query, Said, fitted
from .time_weighted import FOUND, embeddings

SPACE = ("person", "turns")


class LangGraphStore:
    """Turns put as items and searched by their text."""

    def __init__(self, vectorizer: Vectorizer) -> None:
        from langgraph.store.memory import InMemoryStore

        index: Any = {"dims": vectorizer.dimension, "embed": embeddings(vectorizer), "fields": ["text"]}
        self._store = InMemoryStore(index=index)
        self._said: dict[str, Said] = {}

    def observe(self, said: Said) -> None:
        """Put an item."""
        self._said[said.id] = said
        self._store.put(SPACE, said.id, {"text": said.text})

    def context(self, query: Query, budget: int) -> Context:
        """Return the items that a search finds; what has no words to search with finds nothing."""
        if not query.words or not self._said:
            return Context()
        found = self._store.search(SPACE, query=query.words, limit=FOUND)
        return fitted(
            (
                Piece(one.key, self._said[one.key].text, float(one.score or 0), self._said[one.key].labels)
                for one in found
            ),
            budget,
        )

    def close(self) -> None:
        """Give back the items."""
        self._said.clear()
