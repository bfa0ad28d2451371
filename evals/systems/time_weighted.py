"""LangChain's time-weighted vector retriever, with Penchant's embedding model and the transcript's clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from ...memory.embedding import Vectorizer
from .system import Context, Piece, Query, Said, fitted

FOUND = 50
DECAY = 0.01
"""LangChain's default: a memory that was not read for 69 hours counts half."""


class TimeWeighted:
    """score = (1 - 0.01)^hours since it was last read + cosine; what is returned counts as read, as LangChain has it."""

    def __init__(self, vectorizer: Vectorizer) -> None:
        self._retriever, self._scores = _retriever()(vectorizer)
        self._said: dict[str, Said] = {}

    def observe(self, said: Said) -> None:
        """Add a document."""
        from langchain_core.documents import Document

        self._said[said.id] = said
        document = Document(said.text or " ", metadata={"said": said.id})
        self._retriever.add_documents([document], current_time=said.at)

    def context(self, query: Query, budget: int) -> Context:
        """Return the documents that it retrieves, with its combined scores."""
        if not self._said:
            return Context()
        self._retriever.now = query.at
        self._scores.clear()
        found = [document.metadata["said"] for document in self._retriever.invoke(query.words or " ")]
        pieces = (Piece(key, self._said[key].text, self._scores[key], self._said[key].labels) for key in found)
        return fitted(pieces, budget)

    def close(self) -> None:
        """Give back the documents."""
        self._said.clear()


@cache
def _retriever() -> Callable[[Vectorizer], tuple[Any, dict[str, float]]]:
    """Return a maker of the retriever: its own scoring with a given moment, where the original asks the machine's clock."""
    from langchain_classic.retrievers.time_weighted_retriever import TimeWeightedVectorStoreRetriever
    from langchain_core.vectorstores import InMemoryVectorStore

    class Store(InMemoryVectorStore):
        def _select_relevance_score_fn(self) -> Callable[[float], float]:
            return lambda cosine: min(max(cosine, 0.0), 1.0)

    class AtMoment(TimeWeightedVectorStoreRetriever):  # type: ignore[misc]
        now: datetime = datetime(1970, 1, 1, tzinfo=UTC)
        scores: dict[str, float]

        def _get_rescored_docs(self, docs_and_scores: dict[Any, Any]) -> list[Any]:
            each = [
                (document, self._get_combined_score(document, relevance, self.now))
                for document, relevance in docs_and_scores.values()
            ]
            best = sorted(each, key=lambda pair: -pair[1])[: self.k]
            for document, score in best:
                self.scores[document.metadata["said"]] = score
                self.memory_stream[document.metadata["buffer_idx"]].metadata["last_accessed_at"] = self.now
            return [document for document, _ in best]

    def made(vectorizer: Vectorizer) -> tuple[Any, dict[str, float]]:
        scores: dict[str, float] = {}
        store = Store(embeddings(vectorizer))
        retriever = AtMoment(vectorstore=store, k=FOUND, decay_rate=DECAY, scores=scores)
        return retriever, retriever.scores

    return made


def embeddings(vectorizer: Vectorizer) -> Any:
    """Return the embedding model as LangChain has them."""
    from langchain_core.embeddings import Embeddings

    class Adapter(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in row] for row in vectorizer(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    return Adapter()
