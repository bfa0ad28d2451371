"""What is kept on this machine, where and for how long: the ledger's own tables and the files that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...memory.places import place_of

if TYPE_CHECKING:
    from ...memory.ledger import Ledger
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
    "keys": "the keys of an encrypted ledger, each encrypted by the master key",
    "forgettings": "when you had something forgotten, of which kind and how much of it",
    "tombstones": "keyed hashes of what was forgotten, so that no import brings it back",
    "tombstone_keys": "the random keys of these hashes",
    "retention": "how long you want events of a kind kept",
}

FILES = {
    "ledger.sqlite3": "the ledger",
    "ledger.sqlite3-wal": "the ledger's newest changes",
    "ledger.sqlite3-shm": "the ledger's working memory",
    "index": "numbers of turns and their vectors, without text",
    "models": "the packaged language model",
    "drafts": "messages that were begun and not sent, with placeholders for what `redact` takes out",
    "stores.toml": "where the servers are",
    "backups": "copies of the ledger that you asked for",
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


def encryption(settings: Settings) -> str:
    """Return how what is stored is encrypted, and where the key comes from; "" for not at all, or where a server would have to be asked."""
    from ...memory.sealing.record import peek

    if isinstance(place_of(settings.data).ledger, str):
        return ""
    found = peek(settings.data)
    return "" if found is None else f"yes, by AES-256-GCM, with a master key from the {found.source.value}"


def _tables(settings: Settings) -> Iterator[Kept]:
    from sqlalchemy import func, inspect, select

    from ...memory.ledger import Ledger
    from ...memory.store.schema import tables

    place = place_of(settings.data)
    if isinstance(place.ledger, str):  # not asked: the statement itself sends nothing
        yield from (Kept(what, "the ledger, on its server", "not counted", FOR_EVER) for what in TABLES.values())
        return
    if not (place.ledger / "ledger.sqlite3").is_file():
        return
    ledger = Ledger(settings.data)
    try:
        rules = _rules(ledger, settings.user)
        with ledger.read() as connection:
            there = set(inspect(connection).get_table_names())
            for name, table in tables.tables.items():
                count = connection.execute(select(func.count()).select_from(table)).scalar_one() if name in there else 0
                if count:
                    how_long = rules if name == "events" else FOR_EVER
                    yield Kept(TABLES.get(name, f"the table {name}"), "the ledger", f"{count:,}", how_long)
        yield from _copies(ledger, place.ledger)
    finally:
        ledger.close()


def _copies(ledger: Ledger, folder: Path) -> Iterator[Kept]:
    """Yield the copies of a ledger that lie elsewhere than in its folder, where `_files` counts them."""
    from ...memory.forgetting.copies import copies_of

    for one in copies_of(ledger):
        path = Path(one.path)
        if not path.is_relative_to(folder.expanduser().resolve()):
            amount = _size(path) if path.is_file() else "not there now"
            yield Kept("a copy of the ledger that you asked for", one.path, amount, "until you delete it")


def _rules(ledger: Ledger, user: str) -> str:
    """Return how long a person's events are kept, in words."""
    from ...memory.forgetting.retention import kept_for

    told = [f"{kind} {length.days:,} days" for kind, length in kept_for(ledger, user).items()]
    return f"{user}'s {', '.join(told)}; all else {FOR_EVER}" if told else FOR_EVER


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
    size = sum(one.stat().st_size for one in files)
    return f"{size / 2**20:.1f} MiB" if size >= 2**20 else f"{-(-size // 2**10)} KiB"
