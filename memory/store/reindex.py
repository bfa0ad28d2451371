"""Make all vectors of a ledger anew, with another embedding model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Table, select, update

from ..embedding import Embedder, Vectorizer, open_embedder
from ..ledger import Ledger, must_be_there, put
from . import full_text, statements
from .schema import events, topics, users

BATCH = 256


def reindex(place: Path | str, embedder: str | Embedder, progress: Callable[[int, int], None]) -> int:
    """Embed every event and every topic's label with a model, stamp the ledger with it and index all words anew.

    Returns how many texts were embedded.

    It is one transaction: when it is cut off, the ledger stays as it was. The index rebuilds itself at the next opening.

    Args:
        place: as for `InterestMemory`.
        embedder: the new model.
        progress: called with the number of texts done and that of all.

    Raises:
        LedgerError: there is none.
        EmbeddingError: the model failed; nothing has changed.
    """
    must_be_there(place)
    ledger = Ledger(place)
    vectorize = Vectorizer(open_embedder(embedder) if isinstance(embedder, str) else embedder)
    try:
        with ledger.write() as connection:
            said = _texts(connection, events, "text") + _texts(connection, topics, "label")
            for start in range(0, len(said), BATCH):
                _embed(ledger, connection, said[start : start + BATCH], vectorize)
                progress(min(start + BATCH, len(said)), len(said))
            connection.execute(users.update().values(revision=users.c.revision + 1, rebuilt=users.c.revision + 1))
            full_text.fill(connection)
            put(connection, statements.STAMP, vectorize.stamp.encode())
            put(connection, statements.INDEXED, b'["", 0]')
        _clear_the_way(ledger)
        return len(said)
    finally:
        ledger.close()


def _clear_the_way(ledger: Ledger) -> None:
    """Remove what stands where the index's folder should be and is none."""
    if ledger.url.get_backend_name() == "sqlite" and ledger.url.database:
        place = Path(ledger.url.database).with_name("index")
        if place.is_file():
            place.unlink()


def _texts(connection: Connection, table: Table, column: str) -> list[tuple[Table, int, int, str]]:
    key = next(iter(table.primary_key.columns))
    rows = connection.execute(select(key, table.c.user, table.c[column]))
    return [(table, row[0], row[1], row[2]) for row in rows if row[2]]


def _embed(
    ledger: Ledger, connection: Connection, batch: Sequence[tuple[Table, int, int, str]], vectorize: Vectorizer
) -> None:
    vectors = vectorize([text for *_, text in batch])
    for (table, number, user, _), vector in zip(batch, vectors, strict=True):
        key = next(iter(table.primary_key.columns))
        with ledger.of(connection, user):
            connection.execute(update(table).where(key == number).values(vector=vector.tobytes()))
