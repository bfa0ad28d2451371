"""The one embedding model in the interfaces that others ask for."""

from __future__ import annotations

from typing import Any

from langchain_core.embeddings import Embeddings


class Adapted(Embeddings):
    """LangChain's interface; mem0 and LangGraph's store take it too.

    Args:
        vectorizer: texts -> unit vectors of shape (n, d).
    """

    def __init__(self, vectorizer: Any) -> None:
        self._vectorizer = vectorizer

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a vector of each text."""
        found: list[list[float]] = self._vectorizer(texts).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a text."""
        return self.embed_documents([text])[0]
