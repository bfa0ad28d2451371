"""What a person chose for one session beside its name and learning mode: small facts that an app keeps, in the ledger's `meta`.

A fact's key is a hash of the session's id, so that any id fits; it holds no words of the person's.
"""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, delete, select

from ..ledger import put
from .schema import meta

MOST_BYTES = 200
"""The longest value."""


def choice(connection: Connection, user: int, session: str, name: str) -> str:
    """Return what was chosen; empty where nothing was."""
    found = connection.execute(select(meta.c.value).where(meta.c.key == _key(user, session, name))).scalar()
    return (found or b"").decode()


def set_choice(connection: Connection, user: int, session: str, name: str, value: str) -> None:
    """Keep what was chosen, or drop it with an empty value.

    Raises:
        ValueError: the value is longer than `MOST_BYTES`.
    """
    if len(value.encode()) > MOST_BYTES:
        raise ValueError(f"a choice of a session has at most {MOST_BYTES} bytes, got {len(value.encode())}")
    if value:
        put(connection, _key(user, session, name), value.encode())
    else:
        connection.execute(delete(meta).where(meta.c.key == _key(user, session, name)))


def _key(user: int, session: str, name: str) -> str:
    return f"session {user} {sha256(f'{name} {session}'.encode(errors='surrogatepass')).hexdigest()[:32]}"
