"""API keys: 256 random bits, shown once, kept as a hash, each with what it may do and whose memory it opens.

A key reads `pen_<id>_<secret>`. The id finds its row and may be shown; the secret is compared with its SHA-256 in constant time (a slow
hash would add nothing: nobody guesses 256 random bits). The rows lie in the ledger's own table of small facts, so that every server
process on one ledger knows them, and refuses a revoked one.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING, Any

from . import people

if TYPE_CHECKING:
    from ..memory.ledger import Ledger


class Scope(StrEnum):
    """What a key may do."""

    CHAT = "chat"
    READ = "read"
    CONTROL = "control"
    EXPORT = "export"
    ERASE = "erase"
    ADMIN = "admin"
    ACT_AS = "act-as"


MEANINGS = {
    Scope.CHAT: "talk to the model, and report events",
    Scope.READ: "see interests and their reasons",
    Scope.CONTROL: "pin, mute, boost and the other controls that can be taken back",
    Scope.EXPORT: "take out all that is stored of the person",
    Scope.ERASE: "forget an interest, or everything",
    Scope.ADMIN: "read the server's metrics",
    Scope.ACT_AS: "name users below the app's own namespace (with --app)",
}

PERSONAL = (Scope.CHAT, Scope.READ, Scope.CONTROL, Scope.EXPORT, Scope.ERASE)
"""What a key may do where nothing else is asked for."""

_TOKEN = re.compile(r"pen_([0-9a-f]{16})_([\w-]{43})", re.ASCII)
_ROW = "api key "
_NOBODY = sha256(b"no key").hexdigest()


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept, without its secret: `user` is the person whose memory it opens, or `app` the namespace of its users.

    `rate` is how many requests a minute it may make; None for the server's own limit.
    """

    id: str
    user: str
    app: str
    scopes: frozenset[Scope]
    created: datetime
    name: str = ""
    rate: float | None = None


class Keys:
    """The keys of one ledger. Its methods block; safe to share between threads."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._clock = clock

    def create(
        self,
        *,
        user: str = "",
        app: str = "",
        scopes: Iterable[Scope | str] = PERSONAL,
        name: str = "",
        rate: float | None = None,
    ) -> tuple[str, ApiKey]:
        """Make a key and return it, which is the only time it can be seen, with how it is kept.

        Args:
            user: the person whose memory it opens.
            app: or the namespace of the app whose users it may name; it then has the scope `act-as`.
            scopes: what it may do.
            name: what to call it in a list.
            rate: requests a minute; the server's own limit if not given.

        Raises:
            ValueError: both or none of user and app are given, or one of the values is none.
        """
        if bool(user) == bool(app):
            raise ValueError("a key is a person's or an app's: give either --user or --app")
        if rate is not None and not 0 < rate < 1e9:
            raise ValueError(f"a rate is a number of requests a minute above 0, got {rate:g}")
        chosen = frozenset(map(_scope, scopes)) | ({Scope.ACT_AS} if app else frozenset())
        if Scope.ACT_AS in chosen and not app:
            raise ValueError("only an app's key has the scope act-as: give --app")
        user, app = (people.checked_person(user), "") if user else ("", people.checked_namespace(app))
        key = ApiKey(secrets.token_hex(8), user, app, chosen, self._clock(), name, rate)
        secret = secrets.token_urlsafe(32)
        self._ledger.put(_ROW + key.id, json.dumps(_packed(key, secret)).encode())
        return f"pen_{key.id}_{secret}", key

    def find(self, token: str) -> ApiKey | None:
        """Return the key that a token is; None for any other text, and for one that was revoked."""
        match = _TOKEN.fullmatch(token)
        id_, secret = match.groups() if match else ("", "")
        stored = self._ledger.get(_ROW + id_)
        row = json.loads(stored) if stored else {"hash": _NOBODY}
        same = compare_digest(_hashed(secret), str(row["hash"]))
        return _unpacked(row) if same and stored else None

    def get(self, id: str) -> ApiKey | None:  # noqa: A002 - the field's own name
        """Return the key of an id; None where there is none, or it was revoked."""
        stored = self._ledger.get(_ROW + id)
        return _unpacked(json.loads(stored)) if stored else None

    def all(self) -> list[ApiKey]:
        """Return the keys that can be used, oldest first."""
        from sqlalchemy import select

        from ..memory.store.schema import meta

        with self._ledger.read() as connection:
            rows = connection.execute(select(meta.c.value).where(meta.c.key.startswith(_ROW))).scalars().all()
        return sorted((_unpacked(json.loads(row)) for row in rows), key=lambda key: (key.created, key.id))

    def revoke(self, id: str) -> None:  # noqa: A002 - the field's own name
        """Make a key useless, at once and for good.

        Raises:
            ValueError: there is no such key.
        """
        from sqlalchemy import delete

        from ..memory.store.schema import meta

        with self._ledger.write() as connection:
            gone = connection.execute(delete(meta).where(meta.c.key == _ROW + id)).rowcount
        if not gone:
            raise ValueError(f"there is no key {id!r}: `penchant keys list` shows those that there are")


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _scope(name: Scope | str) -> Scope:
    try:
        return Scope(name)
    except ValueError:
        raise ValueError(f"there is no scope {str(name)!r}: choose of {', '.join(Scope)}") from None


def _packed(key: ApiKey, secret: str) -> dict[str, Any]:
    kept = asdict(key) | {"scopes": sorted(key.scopes), "created": key.created.isoformat()}
    return kept | {"hash": _hashed(secret)}


def _unpacked(row: dict[str, Any]) -> ApiKey:
    scopes, created = frozenset(map(Scope, row["scopes"])), datetime.fromisoformat(row["created"])
    return ApiKey(row["id"], row["user"], row["app"], scopes, created, row["name"], row["rate"])
