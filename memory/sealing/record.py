"""What an encrypted ledger says of itself, readable: where its master key comes from, and its own data key, wrapped."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from ..places import place_of

KEY: Final = "sealing"
"""Under this key of the ledger's facts."""


class Source(StrEnum):
    """Where a master key comes from."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105 - a name
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess at a passphrase costs: Argon2id's memory in KiB, passes and lanes (RFC 9106, the second recommended option)."""

    memory_kib: int = 65_536
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Record:
    """The state of an encrypted ledger.

    Attributes:
        source: where its master key comes from.
        id: names the master key; another one has another.
        salt: of the passphrase.
        cost: of the passphrase.
        generation: of the ledger's own data key.
        wrapped: the ledger's own data key, encrypted by the master key.
        cleaning: what was readable is still to be cleared away beside the ledger.
        retired: master keys that the keyring is still to forget.
        before: the ledger's data key before this one, encrypted by the new master key, as long as drafts may be sealed by it.
    """

    source: Source
    id: str
    salt: bytes = b""
    cost: Cost = field(default_factory=Cost)
    generation: int = 1
    wrapped: bytes = b""
    cleaning: bool = False
    retired: tuple[str, ...] = ()
    before: bytes = b""

    def to_json(self) -> bytes:
        """Return it as the ledger holds it."""
        told = asdict(self) | {"retired": list(self.retired)}
        told |= {name: b64encode(told[name]).decode() for name in _BYTES}
        if not self.before:  # an older version knows no such thing
            del told["before"]
        return json.dumps(told).encode()


_BYTES: Final = ("salt", "wrapped", "before")


def from_json(data: bytes) -> Record:
    """Return what `to_json` gave."""
    told: dict[str, Any] = json.loads(data)
    given = {name: b64decode(told.get(name, "")) for name in _BYTES}
    record = Record(**(told | given | {"cost": Cost(**told["cost"])}))
    return replace(record, source=Source(told["source"]), retired=tuple(told["retired"]))


def record_in(connection: Any, made: bool = False) -> Record | None:
    """Return the record of a ledger by an open connection; None where it is not encrypted, or not made yet; `made` if it is known to be."""
    from sqlalchemy import inspect

    if not made and not inspect(connection).has_table("meta"):
        return None
    found = connection.exec_driver_sql(f"SELECT value FROM meta WHERE key = '{KEY}'").scalar()  # noqa: S608 - a constant
    return None if found is None else from_json(bytes(found))


def peek(place: Path | str) -> Record | None:
    """Return the record of the ledger at a place, without opening it; None where it is not encrypted, or there is none."""
    import sqlite3
    from contextlib import closing

    where = place_of(place).ledger
    if isinstance(where, str) and "://" in where:
        return _peek_at(where)
    file = Path(where).expanduser() / "ledger.sqlite3"
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(file)) as connection:
            found = connection.execute("SELECT value FROM meta WHERE key = ?", (KEY,)).fetchone()
    except sqlite3.Error:  # a damaged one, or an empty file: opening it will say so
        return None
    return None if found is None else from_json(bytes(found[0]))


def _peek_at(url: str) -> Record | None:
    from sqlalchemy import make_url
    from sqlalchemy.exc import SQLAlchemyError

    from ..store import postgresql

    engine = postgresql.open_engine(make_url(url))
    try:
        with engine.connect() as connection:
            return record_in(connection)
    except SQLAlchemyError:  # opening it will say so
        return None
    finally:
        engine.dispose()
