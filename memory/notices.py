"""What a person should know of a ledger and its place: that machines share it, or that the clock is not believed. Said once each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import select

from .errors import LedgerError
from .forgetting import leaps
from .ledger import Ledger
from .records import Ms
from .store.schema import retention
from .synced import OPEN_ELSEWHERE, signs

KEY: Final = "noticed"
"""Under this key the ledger says what was told."""


def notices(ledger: Ledger, folder: Path | None, now: Ms, elsewhere: bool) -> dict[str, str]:
    """Return what is to be said, by names under which it is told once; `elsewhere` where another machine has not closed the ledger."""
    found = {} if folder is None or ledger.url.get_backend_name() != "sqlite" else signs(folder)
    if elsewhere:
        found["elsewhere"] = OPEN_ELSEWHERE
    seen = leaps.look(ledger, now)
    if seen.landed is not None and _has_rules(ledger):
        found[f"leap {seen.landed}"] = leaps.told(seen)
    return found


def untold(ledger: Ledger, found: Mapping[str, str]) -> tuple[str, ...]:
    """Return what nobody was told yet, and take note of it; what is over may be told again when it comes back."""
    stored = ledger.get(KEY)
    known = set(json.loads(stored)) if stored else set()
    if known != set(found):
        with suppress(LedgerError):  # a full disk: it is told again
            ledger.put(KEY, json.dumps(sorted(found)).encode())
    return tuple(said for name, said in found.items() if name not in known)


def _has_rules(ledger: Ledger) -> bool:
    with ledger.read() as connection:
        return connection.execute(select(retention.c.user).limit(1)).first() is not None
