"""Rewriting everything beside the rows after an erasure: the ledger's file, our copies of it, and by the index's own thread its folder.

What cannot be done now, because another program is at the files, stays owed: the next opening does it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import PenchantError
from .owed import COPIES, INDEX, LEDGER, all_owed, owed, paid

if TYPE_CHECKING:
    from ..ledger import Ledger


@dataclass(frozen=True, slots=True)
class Purged:
    """What was rewritten, in words, and what is still owed, with the reason."""

    rewritten: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


def purge(ledger: Ledger) -> Purged:
    """Rewrite the ledger's file and our copies of it where that is owed; what fails stays owed."""
    from .copies import clear_away, reach, renew, waiting

    with ledger.read() as connection:
        there = all_owed(connection)
    with suppress(PenchantError, OSError):
        clear_away(ledger)
    if COPIES not in there:
        with suppress(PenchantError, OSError):
            reach(ledger)
    done, later = list[str](), list[str]()
    works = {LEDGER: _compact, COPIES: renew} | ({} if ledger.vault is None else {INDEX: _nothing})
    for key, work in works.items():
        if key in there:
            _settle(ledger, key, work, done, later)
    return Purged(tuple(done), (*later, *waiting(ledger)))


def _settle(ledger: Ledger, key: str, work: Callable[[Ledger], list[str]], done: list[str], later: list[str]) -> None:
    with ledger.read() as connection:
        token = owed(connection, key)
    if not token:
        return
    try:
        done += work(ledger)
    except (PenchantError, OSError) as error:
        later.append(str(error))
        return
    with ledger.write() as connection:
        paid(connection, key, token)


def _nothing(_ledger: Ledger) -> list[str]:
    """An encrypted ledger has its index in memory, which follows by itself."""
    return []


def _compact(ledger: Ledger) -> list[str]:
    ledger.compact()
    if ledger.url.get_backend_name() == "sqlite":
        return ["the ledger's file and its log"]
    return ["the ledger's tables (VACUUM)"]
