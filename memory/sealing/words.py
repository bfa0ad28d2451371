"""The full-text index of an encrypted ledger: the same FTS5, in this process's memory.

A person's events are indexed when they are first searched, or before in the background; later ones with the next search, whoever has
stored them. What was erased goes with the next search too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from threading import RLock
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import Connection, bindparam, create_engine, func, select, text
from sqlalchemy.pool import StaticPool

from .followed import Followed
from .vault import vault_of

if TYPE_CHECKING:
    from .vault import Vault

P = ParamSpec("P")
R = TypeVar("R")

BATCH: Final = 500
"""Events that are indexed at once; a search waits for no more."""


class Words:
    """Who has which words, of the people that were asked for."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._people: dict[int, Followed] = {}
        self._lock = RLock()  # one connection, for any other would have another memory
        self._connection: Connection | None = None

    @contextmanager
    def of(self, connection: Connection, user: int) -> Iterator[Connection]:
        """Give a connection to the index with all of a user's events in it, in the state of the ledger's transaction."""
        while self.follow(connection, user):
            pass
        with self._lock:
            yield self._open()

    def follow(self, connection: Connection, user: int) -> bool:
        """Take in the next few of a user's events; return whether there are more."""
        from ..store import full_text, schema

        with self._lock, self._vault.owning(user):
            here = self._open()
            person = self._people.setdefault(user, Followed(user))
            self._remove(here, person.gone(connection))
            if person.late:
                return False
            rows = connection.execute(_NEXT, {"user": user, "after": person.last, "count": BATCH}).all()
            full_text.insert(here, map(full_text.entry, rows))
            newest = connection.execute(select(func.max(schema.events.c.seq))).scalar() or 0
            here.execute(text("UPDATE events SET seq = :newest"), {"newest": newest})
            here.commit()
            person.add(row.seq for row in rows)
            return len(rows) == BATCH

    def forget(self, user: int) -> None:
        """Drop all of a user: it is read anew."""
        with self._lock:
            if (person := self._people.pop(user, None)) is not None:
                self._remove(self._open(), person.held)

    def clear(self) -> None:
        """Drop everything: it is read anew."""
        with self._lock:
            self._people = {}
            if self._connection is not None:
                self._connection.close()
                self._connection.engine.dispose()
                self._connection = None

    def _remove(self, here: Connection, numbers: set[int]) -> None:
        if numbers:
            here.execute(text("DELETE FROM words WHERE rowid = :number"), [{"number": one} for one in numbers])
            here.exec_driver_sql("INSERT INTO words (words) VALUES ('optimize')")
            here.commit()

    def _open(self) -> Connection:
        from ..store import full_text

        if self._connection is None:
            engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
            self._connection = engine.connect()
            self._connection.exec_driver_sql(full_text.TABLE)
            self._connection.exec_driver_sql(
                "CREATE TABLE events (seq INTEGER)"
            )  # how many there are, for how rare a word is
            self._connection.exec_driver_sql("INSERT INTO events VALUES (0)")
            self._connection.commit()
        return self._connection


def _next() -> Any:
    from ..store.schema import events, told

    columns = events.c.seq, events.c.user, events.c.text, events.c.item, events.c.at
    wanted = select(*columns).where(events.c.user == bindparam("user"), told, events.c.seq > bindparam("after"))
    return wanted.order_by(events.c.seq).limit(bindparam("count"))


_NEXT: Final = _next()


def in_memory(
    search: Callable[Concatenate[Connection, int, P], R],
) -> Callable[Concatenate[Connection, int, P], R]:
    """Let a search of a user's words use the index in memory where the ledger is encrypted."""

    @wraps(search)
    def searched(connection: Connection, user: int, /, *args: P.args, **options: P.kwargs) -> R:
        vault = vault_of(connection.dialect)
        if vault is None or vault.words is None:
            return search(connection, user, *args, **options)
        with vault.words.of(connection, user) as here:
            return search(here, user, *args, **options)

    return searched


def on_disk(
    change: Callable[Concatenate[Connection, P], None],
) -> Callable[Concatenate[Connection, P], None]:
    """Let a change of the index on disk be none where the ledger is encrypted: there is no index on disk."""

    @wraps(change)
    def changed(connection: Connection, /, *args: P.args, **options: P.kwargs) -> None:
        if vault_of(connection.dialect) is None:
            change(connection, *args, **options)

    return changed


__all__: Sequence[str] = ("Words", "in_memory", "on_disk")
