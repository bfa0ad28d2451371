"""What is kept on this machine, where and for how long: the ledger's own tables and the files that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ...memory.places import place_of

if TYPE_CHECKING:
    from ..settings import Settings

FOR_EVER = "until you forget it"

TABLES = {
    "meta": "which version and embedding model made the ledger, and digests of the server's keys",
    "users": "the names of people, and how far what they said is learned",
    "sources": "the names of what was imported, and when",
    "events": "what you and the model said and what you did, with the time, and a vector of each text",
    "topics": "the names of your interests, how they stand, and a vector of each name",
    "evidence": "which words of which turn speak for which interest",
    "controls": "what you decided: pins, mutes, merges, names",
    "sessions": "the names and choices of conversations",
    "prompts": "what was sent to the model for a turn: numbers of turns and interests, your system message, figures",
    "blobs": "the contents of attached files",
    "attachments": "the names of attached files, and which turn they came with",
    "waiting": "what a model is to read later, if you asked for that",
    "spent": "how many tokens a day that took",
    "erased": "numbers of what was erased, so that other stores erase it too",
}

FILES = {
    "ledger.sqlite3": "the ledger",
    "ledger.sqlite3-wal": "the ledger's newest changes",
    "ledger.sqlite3-shm": "the ledger's working memory",
    "index": "numbers of turns and their vectors, without text",
    "models": "the packaged language model",
    "drafts": "messages that were begun and not sent, as they were typed",
    "stores.toml": "where the servers are",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is kept: what, where, how many or how large, and how long."""

    what: str
    where: str
    amount: str
    how_long: str


def kept(settings: Settings) -> tuple[Kept, ...]:
    """Return what is kept under some settings: of a ledger's tables those that have anything, and the files beside it."""
    return (*_tables(settings), *_files(settings))


def kept_for(table: str) -> str:
    """Return how long a table's rows are kept, as whoever deletes by age says; until there is such a thing, for ever."""
    try:
        told = import_module("penchant.memory.forgetting").kept_for(table)
    except (ImportError, AttributeError):
        return FOR_EVER
    return str(told or FOR_EVER)


def encryption(settings: Settings) -> str:
    """Return how what is stored is encrypted, as the package that seals it says; "" for not at all."""
    try:
        return str(import_module("penchant.memory.sealing").told(settings.data) or "")
    except (ImportError, AttributeError):
        return ""


def _tables(settings: Settings) -> Iterator[Kept]:
    from sqlalchemy import func, inspect, select

    from ...memory.ledger import Ledger
    from ...memory.store.schema import tables

    place = place_of(settings.data)
    if isinstance(place.ledger, str):  # not asked: the statement itself sends nothing
        yield from (
            Kept(what, "the ledger, on its server", "not counted", kept_for(name)) for name, what in TABLES.items()
        )
        return
    if not (place.ledger / "ledger.sqlite3").is_file():
        return
    ledger = Ledger(settings.data)
    try:
        with ledger.read() as connection:
            there = set(inspect(connection).get_table_names())
            for name, table in tables.tables.items():
                count = connection.execute(select(func.count()).select_from(table)).scalar_one() if name in there else 0
                if count:
                    yield Kept(TABLES.get(name, f"the table {name}"), "the ledger", f"{count:,}", kept_for(name))
    finally:
        ledger.close()


def _files(settings: Settings) -> Iterator[Kept]:
    if not settings.data.is_dir():
        return
    for path in sorted(settings.data.iterdir()):
        if path.name.endswith((".lock", ".marker")) or path.name.startswith("."):
            continue
        what = FILES.get(
            path.name, "a file that is none of Penchant's" if path.is_file() else "a folder of other things"
        )
        yield Kept(what, str(path), _size(path), FOR_EVER if path.name != "models" else "until you delete it")


def _size(path: Path) -> str:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return f"{sum(one.stat().st_size for one in files) / 2**20:.1f} MiB"
