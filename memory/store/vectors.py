"""A person's own vectors in the ledger, newest first: searched there as long as they are few, and as far as an index has not got yet."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, select

from .prepared import Prepared
from .schema import events, told

_NEWEST: Final = (
    select(events.c.seq)
    .where(events.c.user == bindparam("user"), events.c.seq > bindparam("after"))
    .order_by(events.c.seq.desc())
    .limit(bindparam("count"))
)
"""Numbers alone: the index of users has them, and no vector is moved for being sorted."""

_VECTORS: Final = Prepared(
    select(events.c.seq, events.c.vector).where(events.c.seq.in_(_NEWEST), events.c.vector.is_not(None), told)
)


def newest(connection: Connection, user: int, count: int, after: int = 0) -> list[tuple[int, bytes]]:
    """Return numbers and vectors of a user's newest `count` events, of those after an event's number; in no order."""
    return _VECTORS.rows(connection, {"user": user, "after": after, "count": count})
