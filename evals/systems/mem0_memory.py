"""mem0 without inference: turns stored as they are and searched, with Penchant's embedding model, in the machine's memory."""

from __future__ import annotations

import logging
import os
from functools import cache
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from ...memory.embedding import Vectorizer
from .system import Context, Piece, Query, Said, fitted
from .time_weighted import FOUND, embeddings

PERSON = "person"


class Mem0:
    """mem0's `add(infer=False)` and `search`; no model is asked and nothing leaves the machine.

    mem0 has no clock of its own to give: what was said when does not enter its ranking.
    """

    def __init__(self, vectorizer: Vectorizer) -> None:
        self._folder = TemporaryDirectory()
        self._memory = _opened(self._folder.name, vectorizer)
        self._said: dict[str, Said] = {}

    def observe(self, said: Said) -> None:
        """Add a memory."""
        if not said.text.strip():
            return
        self._said[said.id] = said
        message = {"role": said.role, "content": said.text}
        self._memory.add([message], user_id=PERSON, infer=False, metadata={"said": said.id})

    def context(self, query: Query, budget: int) -> Context:
        """Return what a search finds."""
        if not query.words or not self._said:
            return Context()
        found = self._memory.search(query.words, filters={"user_id": PERSON}, top_k=FOUND, threshold=0.0)["results"]
        each = ((self._said[one["metadata"]["said"]], float(one["score"])) for one in found)
        return fitted((Piece(said.id, said.text, score, said.labels) for said, score in each), budget)

    def close(self) -> None:
        """Close it and erase its folder."""
        self._memory.vector_store.client.close()
        self._memory.db.close()
        self._folder.cleanup()


def _opened(folder: str, vectorizer: Vectorizer) -> Any:
    config = {
        "vector_store": {
            "provider": "qdrant",
            "config": {"path": f"{folder}/qdrant", "embedding_model_dims": vectorizer.dimension, "on_disk": False},
        },
        "llm": {"provider": "openai", "config": {"api_key": "none", "openai_base_url": "http://127.0.0.1:9/v1"}},
        "embedder": {"provider": "openai", "config": {"api_key": "none", "openai_base_url": "http://127.0.0.1:9/v1"}},
        "history_db_path": ":memory:",
    }
    memory = _mem0().from_config(config)
    memory.embedding_model = _Embedding(vectorizer)
    return memory


class _Embedding:
    """Penchant's embedding model as mem0 calls one."""

    def __init__(self, vectorizer: Vectorizer) -> None:
        self._model = embeddings(vectorizer)

    def embed(self, text: str, _action: str | None = None) -> list[float]:
        return list(self._model.embed_query(text))

    def embed_batch(self, texts: list[str], _action: str | None = None) -> list[list[float]]:
        return list(self._model.embed_documents(texts))


@cache
def _mem0() -> Any:
    """Return mem0's class, imported so that it reports to nobody and writes to no home folder."""
    os.environ["MEM0_TELEMETRY"] = "False"
    logging.getLogger("mem0").setLevel(logging.ERROR)  # it warns of every optional package that is not there
    os.environ.setdefault("MEM0_DIR", mkdtemp(prefix="mem0-"))
    from mem0 import Memory

    return Memory
