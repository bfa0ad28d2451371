"""Where a person's events were imported from: what is told of a source, and how it is forgotten."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from ..access import Access
from ..records import Imported, from_ms
from ..store import event_statements, session_statements, source_statements, statements
from ..topics.assigning import TopicRow
from ..topics.find import naming
from .erasing import scrubbed


class Sources:
    """The part of a `UserMemory` that concerns sources; each method is described there."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def all(self) -> list[Imported]:
        """Return the sources, the one that was imported last first."""
        with self._access.reading() as connection:
            rows = source_statements.all_sources(connection, self._access.number)
        return [Imported(row.name, row.format, from_ms(row.last), row.taken) for row in rows]

    def forget(self, name: str) -> int:
        """Erase what came from a source."""
        with self._access.writing() as connection:
            source = source_statements.source_number(connection, self._access.number, name)
            if source is None:
                raise ValueError(f"nothing was imported from {name!r}: choose one of {self._names(connection)}")
            numbers = source_statements.events_from(connection, source)
            self._erase(connection, numbers)
            source_statements.drop_source(connection, self._access.number, source)
            self._access.standing.rebuild(connection)
        self._access.memory.erased()
        return len(numbers)

    def _names(self, connection: Connection) -> str:
        rows = source_statements.all_sources(connection, self._access.number)
        return ", ".join(repr(row.name) for row in rows) or "none: there are no sources"

    def _erase(self, connection: Connection, numbers: list[int]) -> None:
        fed = source_statements.drop_evidence(connection, numbers)
        source_statements.empty(connection, numbers)
        event_statements.add_erased(connection, numbers)
        gone = set(source_statements.baseless(connection, fed))
        words = {name for topic in gone for name in self._called(topic)}
        for topic in gone:
            statements.erase_topic(connection, topic)
        words |= set(self._relabel(connection, fed - gone))
        self._scrub_sent(connection, words)

    def _called(self, topic: int) -> tuple[str, ...]:
        row = self._access.numbered(topic)
        return (row.label, *row.aliases)

    def _relabel(self, connection: Connection, topics: Iterable[int]) -> Iterator[str]:
        """Let the names of topics go that none of the words left of them has; yield these."""
        for topic in sorted(topics):
            row, left = self._access.numbered(topic), source_statements.left_phrases(connection, topic)
            spoken = {phrase.casefold() for phrase in left}
            gone = [name for name in (row.label, *row.aliases) if name.casefold() not in spoken]
            if source_statements.named_by_person(connection, topic):
                gone = [name for name in gone if name != row.label]
            if gone:
                yield from gone
                self._rename(connection, row, left[0] if row.label in gone else row.label, gone)

    def _rename(self, connection: Connection, row: TopicRow, label: str, gone: list[str]) -> None:
        if label != row.label:
            row.label, row.vector = label, self._access.memory.vectorizer([label])[0]
        row.aliases = tuple(name for name in row.aliases if name not in gone and name.casefold() != label.casefold())
        statements.rename_topic(connection, row)

    def _scrub_sent(self, connection: Connection, words: set[str]) -> None:
        """Take words from all that was sent to a model."""
        if not words:
            return
        for number, sent in list(session_statements.all_sent(connection, self._access.number)):
            if pattern := _pattern(words, sent):
                session_statements.change_sent(connection, number, scrubbed(sent, pattern))


def _pattern(words: set[str], sent: str) -> re.Pattern[str] | None:
    """Return a pattern of those words that stand in a JSON text: of thousands of words hardly any does."""
    try:
        plain = json.dumps(json.loads(sent), ensure_ascii=False)
    except ValueError:
        plain = sent
    folded = plain.casefold()
    found = [word for word in words if json.dumps(word, ensure_ascii=False)[1:-1].casefold() in folded]
    return naming(*found) if found else None
