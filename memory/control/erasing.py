"""Forgetting: what is erased with a topic, and when."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import Connection

from ..access import Access
from ..forgetting.owed import owe
from ..forgetting.tombstones import bury
from ..store import event_statements, forgetting_statements, session_statements, statements
from ..topics.assigning import TopicRow
from ..topics.find import naming

FORGOTTEN = "(forgotten)"
"""Stands in what was sent to a model where the words of a forgotten topic stood."""


class Erasure:
    """The part of a `UserMemory` that forgets; each method is described there."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def speaking_of(self, topic: str | int) -> int:
        """Return how many turns `forget` would erase."""
        with self._access.reading() as connection:
            return len(self.turns(connection, self.meant(topic)))

    def forget(self, topic: str | int) -> int:
        """Erase a topic now."""
        with self._access.writing() as connection:
            blanked = self.erase(connection, self.meant(topic))
            self._access.standing.rebuild(connection)
        self._access.drop_given()
        self._access.memory.erased()
        return len(blanked)

    def forget_due(self) -> int:
        """Erase the topics whose time has come."""
        if not self._due():  # as a rule; it costs no transaction for writing
            return 0
        with self._access.writing() as connection:
            blanked = [number for row in self._due_rows() for number in self.erase(connection, row)]
            self._access.standing.rebuild(connection)
        self._access.drop_given()
        self._access.memory.erased()
        return len(blanked)

    def _due(self) -> bool:
        with self._access.reading():
            return bool(self._due_rows())

    def _due_rows(self) -> list[TopicRow]:
        now = self._access.now()
        return [row for row in self._access.standing.topics.rows if row.forget_at is not None and row.forget_at <= now]

    def meant(self, topic: str | int) -> TopicRow:
        """Return the topic that is meant, one that is rejected or being forgotten too."""
        if isinstance(topic, int):
            return self._access.standing.topics.target(self._access.numbered(topic).id)
        return self._access.find_rejected(topic) or self._access.find(topic)

    def turns(self, connection: Connection, row: TopicRow) -> set[int]:
        """Return the numbers of the turns that go with a topic."""
        return self._speaking_of(connection, row, self._words_of(connection, row))

    def erase(self, connection: Connection, row: TopicRow) -> set[int]:
        """Erase a topic and return the turns that spoke of it; the caller computes the others anew."""
        words, user = self._words_of(connection, row), self._access.number
        turns = self._speaking_of(connection, row, words)
        numbers = turns | event_statements.read_in(connection, turns)
        owe(connection)
        bury(connection, user, "topic", self._access.now(), forgetting_statements.rows_of(connection, sorted(numbers)))
        event_statements.blank(connection, numbers)
        event_statements.add_erased(connection, numbers)
        for one in self._access.standing.topics.members(row.id):
            statements.settle_origins(connection, one.id)
            statements.erase_topic(connection, one.id)
        statements.rephrase(connection, user, words)
        statements.drop_aliases(connection, user, words)
        statements.settle_controls(connection, user, words)
        session_statements.drop_names(connection, user, words)
        self._scrub_sent(connection, words)
        return turns

    def _words_of(self, connection: Connection, row: TopicRow) -> re.Pattern[str]:
        """Return a pattern of what a topic is called and of all that it was learned from."""
        names = [name for one in self._access.standing.topics.members(row.id) for name in one.names]
        return naming(*names, *statements.phrases_of(connection, row.id))

    def _speaking_of(self, connection: Connection, row: TopicRow, words: re.Pattern[str]) -> set[int]:
        """Return the numbers of the turns that fed a topic or that name it, by what is attached to them too, and of the replies to these.

        A reply goes on about a topic without its name: "the rare ones are from Meissen".
        """
        user = self._access.number
        named = event_statements.speaking_of(connection, user, words)
        turns = event_statements.turns_of(connection, event_statements.fed_by(connection, row.id) | named)
        return turns | forgetting_statements.replies_to(connection, user, turns)

    def _scrub_sent(self, connection: Connection, words: re.Pattern[str]) -> None:
        stored = session_statements.all_sent(connection, self._access.number)
        changed = [(number, clean) for number, sent in stored if (clean := scrubbed(sent, words)) != sent]
        for number, clean in changed:
            session_statements.change_sent(connection, number, clean)


def scrubbed(sent: str, words: re.Pattern[str]) -> str:
    """Return a JSON text with words replaced in every string value; unchanged if there are none.

    >>> scrubbed('{"text": "Tea, please"}', naming("tea"))
    '{"text": "(forgotten), please"}'
    """
    try:
        value = json.loads(sent)
    except ValueError:  # whoever wrote it: nothing of it may stay
        return words.sub(FORGOTTEN, sent)
    clean = _scrubbed(value, words)
    return sent if clean == value else json.dumps(clean, ensure_ascii=False)


def _scrubbed(value: Any, words: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return words.sub(FORGOTTEN, value)
    if isinstance(value, list):
        return [_scrubbed(one, words) for one in value]
    if isinstance(value, dict):
        return {key: _scrubbed(one, words) for key, one in value.items()}
    return value
