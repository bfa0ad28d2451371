"""What an erasure still owes: noted in its own transaction, so that a kill before the end leaves it to the next opening.

Three things are owed, each under a key of its own with a random token: the ledger's file, the index's folder and our copies of the ledger
are to be rewritten. Who has done one takes the token away that stood there when they began; an erasure meanwhile has put another.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, delete, select

from ..ledger import put
from ..store.schema import meta

LEDGER: Final = "purge ledger"
INDEX: Final = "purge index"
COPIES: Final = "purge copies"

PURGES: Final = (LEDGER, INDEX, COPIES)
"""The keys, facts about one place and not about what is in it."""


def owe(connection: Connection, *keys: str) -> None:
    """Note that everything beside the rows is to be rewritten, or what is named."""
    for key in keys or PURGES:
        put(connection, key, uuid4().hex.encode())


def owed(connection: Connection, key: str) -> str:
    """Return the token of something that is owed; "" where nothing is."""
    found = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
    return found.decode() if found else ""


def all_owed(connection: Connection) -> dict[str, str]:
    """Return the tokens of all that is owed, by key."""
    found = connection.execute(select(meta.c.key, meta.c.value).where(meta.c.key.in_(PURGES)))
    return {row.key: row.value.decode() for row in found}


def paid(connection: Connection, key: str, token: str) -> None:
    """Say that what was owed under a token is done; what was owed anew since stays."""
    connection.execute(delete(meta).where(meta.c.key == key, meta.c.value == token.encode()))
