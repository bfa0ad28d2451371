"""LangGraph's store in SQLite, with vectors by sqlite-vec."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from compared.system import PERSON, groups, listed
from compared.talk import Said
from penchant.memory.embedding import Vectorizer

NAMESPACE: Final = (PERSON, "turns")


class Store:
    """A namespace of a store."""

    model_calls, model_seconds = 0, 0.0

    def __init__(self, store: Any) -> None:
        self._store = store

    def fill(self, said: Sequence[Said]) -> None:
        """Put many in one batch."""
        from langgraph.store.base import PutOp

        for some in groups(said):
            self._store.batch([PutOp(NAMESPACE, str(one.number), _value(one)) for one in some])

    def add(self, one: Said) -> None:
        """Put one."""
        self._store.put(NAMESPACE, str(one.number), _value(one))

    def context(self, question: str, most: int) -> str:
        """Return the nearest."""
        return listed([item.value["text"] for item in self._store.search(NAMESPACE, query=question, limit=most)])

    def settle(self) -> None:
        """Do nothing: it has no work behind."""


def _value(one: Said) -> dict[str, str]:
    return {"text": one.text, "session": one.session, "at": one.at.isoformat()}


@contextmanager
def opened(folder: Path, embedder: Any, model: str) -> Iterator[Store]:  # noqa: ARG001 - no model is asked
    """Hold a store in a folder."""
    import pysqlite3 as sqlite3  # the interpreter's own may be built without extensions
    from compared.vectors import Adapted
    from langgraph.store.sqlite import SqliteStore

    index = {"dims": Vectorizer(embedder).dimension, "embed": Adapted(Vectorizer(embedder)), "fields": ["text"]}
    connection = sqlite3.connect(str(folder / "store.sqlite"), check_same_thread=False, isolation_level=None)
    store = SqliteStore(connection, index=index)
    store.setup()
    yield Store(store)
    connection.close()
