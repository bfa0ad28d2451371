"""An export as JSON: one object, a record a line, the same bytes for the same memory at the same moment."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from ..access import Access
from ..explaining.views import Views
from .reading import (
    Record,
    Weighed,
    controls_of,
    events_of,
    evidence_of,
    moment,
    person_of,
    sessions_of,
    sources_of,
    topics_of,
)

FORMAT: Final = "penchant-export"

VERSION: Final = 1

PARTS: Final = ("sessions", "sources", "topics", "events", "evidence", "controls")
"""The lists of records, in their order."""


class Exporting:
    """The part of a `UserMemory` that hands out everything as one document; `export_json` is described there."""

    def __init__(self, access: Access, views: Views, name: str) -> None:
        self._access, self._views, self._name = access, views, name

    def json(self) -> Iterator[str]:
        """Yield the document piece by piece, one consistent state of the ledger.

        Between the pieces nothing is held but a transaction of its own: others go on, and any thread may take the next piece.
        """
        ledger, user = self._access.memory.ledger, self._access.number
        weights = {one.topic: (one.weight, one.share, one.negative) for one in self._views.interests(None, None)}
        with ledger.snapshot() as connection:
            pieces = self._pieces(connection, weights)
            while True:
                with ledger.belonging(connection, user):
                    piece = next(pieces, None)
                if piece is None:
                    return
                yield piece

    def _pieces(self, connection: Connection, weights: Mapping[int, Weighed]) -> Iterator[str]:
        user = self._access.number
        head = {"format": FORMAT, "version": VERSION, "at": moment(self._access.now())}
        yield _line(head)[:-1] + ",\n"
        yield f'"person": {_line(person_of(connection, self._access, self._name))},\n'
        records: tuple[Iterable[Record], ...] = (
            sessions_of(connection, user), sources_of(connection, user), topics_of(connection, user, weights),
            events_of(connection, user), evidence_of(connection, user), controls_of(connection, user),
        )  # fmt: skip
        for name, some in zip(PARTS, records, strict=True):
            yield f'"{name}": ['
            yield from _listed(some)
            yield "]" + (",\n" if name != PARTS[-1] else "\n")
        yield "}\n"


def _line(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": "))


def _listed(records: Iterable[Record]) -> Iterator[str]:
    before = "\n"
    for one in records:
        yield before + _line(one)
        before = ",\n"
    if before != "\n":
        yield "\n"


def is_export(file: Path) -> bool:
    """Return whether a file begins as an export does."""
    try:
        with file.open("rb") as stream:
            begun = b"".join(stream.read(200).removeprefix(BOM_UTF8).split())
            return begun.startswith(f'{{"format":"{FORMAT}"'.encode())
    except OSError:
        return False


def read(file: Path) -> dict[str, Any]:
    """Return the document of a file.

    Raises:
        ValueError: it is no export, of a newer version, or damaged.
        OSError: it cannot be read.
    """
    try:
        told = json.loads(file.read_text("utf-8-sig"))
    except ValueError as error:
        raise ValueError(f"{file} is no export of Penchant's: {error}") from error
    return checked(told, str(file))


def checked(told: Any, name: str = "the document") -> dict[str, Any]:
    """Return a document that has the right form.

    Raises:
        ValueError: it has not; the message says what is wrong.
    """
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ValueError(f'{name} is no export of Penchant\'s: it lacks "format": {FORMAT!r}')
    if told.get("version") != VERSION:
        raise ValueError(
            f"{name} has version {told.get('version')!r}, this Penchant reads {VERSION}: install a newer one"
        )
    for part in PARTS:
        if not isinstance(told.get(part), list) or not all(isinstance(one, dict) for one in told[part]):
            raise ValueError(f"{name}: {part!r} must be a list of objects")
    if not isinstance(told.get("person"), dict):
        raise ValueError(f"{name}: 'person' must be an object")
    return told
