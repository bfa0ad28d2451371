"""Who is signed in: a random secret in a cookie, and in the ledger its hash with the id of the key.

So every server process on one ledger knows it, the cookie tells nothing, and a revoked key is signed out everywhere at once.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from hmac import new as keyed
from typing import TYPE_CHECKING

from ..keys import ApiKey, Keys

if TYPE_CHECKING:
    from ...memory.ledger import Ledger

LASTS = timedelta(hours=12)
"""How long a person stays signed in."""

_ROW = "page visit "


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who is signed in: the key that they showed, and the secret in their cookie."""

    key: ApiKey
    secret: str

    @property
    def token(self) -> str:
        """What each of our own forms carries: another site can neither read nor guess it."""
        return keyed(self.secret.encode(), b"form", sha256).hexdigest()

    def sent(self, token: str) -> bool:
        """Return whether a form was made for this visit."""
        return compare_digest(token.encode(), self.token.encode())


class Visits:
    """The visits of one ledger. Its methods block."""

    def __init__(self, ledger: Ledger, keys: Keys, clock: Callable[[], datetime]) -> None:
        self._ledger, self._keys, self._clock = ledger, keys, clock

    def begin(self, key: ApiKey) -> Visit:
        """Sign somebody in, and forget the visits whose time is over."""
        self._end_old()
        visit = Visit(key, secrets.token_urlsafe(32))
        kept = {"key": key.id, "until": (self._clock() + LASTS).isoformat()}
        self._ledger.put(_row(visit.secret), json.dumps(kept).encode())
        return visit

    def find(self, secret: str) -> Visit | None:
        """Return the visit of a cookie's secret; None if it is over, was ended, or its key was revoked."""
        stored = self._ledger.get(_row(secret)) if secret else None
        kept = json.loads(stored) if stored else None
        if kept is None or _is_over(kept, self._clock()):
            return None
        key = self._keys.get(kept["key"])
        return None if key is None else Visit(key, secret)

    def end(self, secret: str) -> None:
        """Sign somebody out."""
        self._delete([_row(secret)])

    def _end_old(self) -> None:
        from sqlalchemy import select

        from ...memory.store.schema import meta

        with self._ledger.read() as connection:
            found = connection.execute(select(meta.c.key, meta.c.value).where(meta.c.key.startswith(_ROW))).all()
        now = self._clock()
        self._delete([row.key for row in found if _is_over(json.loads(row.value), now)])

    def _delete(self, rows: list[str]) -> None:
        from sqlalchemy import delete

        from ...memory.store.schema import meta

        if rows:
            with self._ledger.write() as connection:
                connection.execute(delete(meta).where(meta.c.key.in_(rows)))


def _is_over(kept: dict[str, str], now: datetime) -> bool:
    """Return whether a visit's time is over, or was told by a clock that has been set back since."""
    return not timedelta(0) < datetime.fromisoformat(kept["until"]) - now <= LASTS


def _row(secret: str) -> str:
    return _ROW + sha256(secret.encode()).hexdigest()
