"""mem0 with its store in Chroma: its own write path, where a model extracts, and the raw one beside it (mem_zero_raw.py).

The model's part of a call is measured apart (`model_seconds`). Big sizes are filled through its store's own insert, with the rows
that its write path makes; entities are left out, for mem0 finds none without spaCy's models, which are no packages of an index.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from compared.system import PERSON, groups, listed
from compared.talk import Said
from penchant.memory.embedding import Vectorizer


def extraction(messages: Sequence[dict[str, Any]]) -> str:
    """Return what the stand-in for a model says to mem0's request: one memory of each new message, as mem0's prompt asks for."""
    asked = str(messages[-1]["content"])
    new = asked.rpartition("## New Messages")[2].partition("\n## ")[0]
    texts = [line.partition(":")[2].strip() for line in new.splitlines() if line.startswith("user:")]
    return json.dumps({"memory": [{"id": str(n), "text": fact(text)} for n, text in enumerate(texts)]})


def fact(text: str) -> str:
    """Return a message as a model would note it."""
    return f"User said: {text}"


class Mem0:
    """A memory of mem0.

    Args:
        memory: mem0's.
        vectorizer: for bulk.
        infer: whether its model extracts.
    """

    def __init__(self, memory: Any, vectorizer: Any, infer: bool) -> None:
        self._memory, self._vectorizer, self._infer = memory, vectorizer, infer
        self.model_calls, self.model_seconds = 0, 0.0
        self._answer, memory.llm.generate_response = memory.llm.generate_response, self._asked

    def fill(self, said: Sequence[Said]) -> None:
        """Insert many into its store."""
        for some in groups(said):
            texts = [fact(one.text) if self._infer else one.text for one in some]
            rows = [_row(text, one) for text, one in zip(texts, some, strict=True)]
            self._memory.vector_store.insert(self._vectorizer(texts).tolist(), rows, [str(uuid4()) for _ in some])

    def add(self, one: Said) -> None:
        """Add one."""
        self._memory.add([{"role": "user", "content": one.text}], user_id=PERSON, infer=self._infer)

    def context(self, question: str, most: int) -> str:
        """Return what its search finds."""
        found = self._memory.search(question, filters={"user_id": PERSON}, top_k=most)
        return listed([one["memory"] for one in found["results"]])

    def settle(self) -> None:
        """Do nothing: it has no work behind."""

    def _asked(self, *arguments: Any, **options: Any) -> Any:
        start = time.perf_counter()
        try:
            return self._answer(*arguments, **options)
        finally:
            self.model_calls += 1
            self.model_seconds += time.perf_counter() - start


def _row(text: str, one: Said) -> dict[str, Any]:
    at = one.at.isoformat()
    digest = hashlib.md5(text.encode()).hexdigest()
    return {
        "user_id": PERSON,
        "data": text,
        "text_lemmatized": text.lower(),
        "hash": digest,
        "created_at": at,
        "updated_at": at,
    }


@contextmanager
def opened(folder: Path, embedder: Any, model: str, infer: bool = True) -> Iterator[Mem0]:
    """Hold a memory in a folder; its telemetry is off."""
    os.environ |= {"MEM0_TELEMETRY": "False", "MEM0_DIR": str(folder / "mem0"), "ANONYMIZED_TELEMETRY": "False"}
    from compared.vectors import Adapted
    from mem0 import Memory

    settings = {
        "vector_store": {"provider": "chroma", "config": {"collection_name": "turns", "path": str(folder / "chroma")}},
        "llm": {"provider": "openai", "config": {"model": "loopback", "api_key": "any", "openai_base_url": model}},
        "embedder": {"provider": "langchain", "config": {"model": Adapted(Vectorizer(embedder))}},
        "history_db_path": str(folder / "history.db"),
    }
    yield Mem0(Memory.from_config(settings), Vectorizer(embedder), infer)
