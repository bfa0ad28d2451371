"""Master keys that are used no more: the keyring forgets one once no copy of the ledger is left that only it opens."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..forgetting.copies import copies_of
from ..forgetting.owed import COPIES, owed
from ..store.schema import meta
from . import masters
from .record import record_in

if TYPE_CHECKING:
    from ..ledger import Ledger

KEY: Final = "retired keys"
"""Under this key the ledger says which master keys the keyring keeps for copies that are out of reach."""


def retire(ledger: Ledger, ids: Iterable[str]) -> None:
    """Let the keyring forget master keys, those too that were kept before; as long as a copy is out of reach it keeps them."""
    kept = sorted({*_kept(ledger), *ids})
    if not kept:
        return
    if _waits(ledger):
        ledger.put(KEY, json.dumps(kept).encode())
        return
    with ledger.read() as connection:
        record = record_in(connection, made=True)
    for id_ in kept:
        if record is None or id_ != record.id:
            masters.retire(id_)
    with ledger.write() as connection:
        connection.execute(meta.delete().where(meta.c.key == KEY))


def kept_for(place: Path | str) -> list[str]:
    """Return the copies, out of reach, for which the keyring keeps a key that is used no more; none where it keeps none."""
    from ..ledger import Ledger

    with closing(Ledger(place)) as ledger:
        return [one.path for one in copies_of(ledger) if one.stale] if _kept(ledger) else []


def _kept(ledger: Ledger) -> list[str]:
    found = ledger.get(KEY)
    return [] if found is None else json.loads(found)


def _waits(ledger: Ledger) -> bool:
    """Return whether a copy is still as it was sealed before."""
    with ledger.read() as connection:
        if owed(connection, COPIES):
            return True
    return any(one.stale for one in copies_of(ledger))
