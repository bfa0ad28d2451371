"""What a person decides about a topic: stored with its moment, done at once, and done again by every replay."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from . import event_statements, statements
from .access import MAX_LABEL, Access
from .cleaning import clean, one_line
from .records import Interest
from .topics import TopicRow

BOOST = (0.25, 4.0)
"""The least and the most that a person can multiply a topic's strength by."""


class Controls:
    """The part of a `UserMemory` that concerns controls; each method is described there."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def decide(self, topic: str | int, action: str, value: str = "") -> Interest:
        """Store and do what the person decided about a topic."""
        with self._access.writing() as connection:
            return self._decided(connection, self._access.find(topic), action, value)

    def boost(self, topic: str | int, factor: float) -> Interest:
        """Multiply a topic's strength."""
        least, most = BOOST
        if not least <= factor <= most:
            raise ValueError(f"a boost lies between {least} and {most}, got {factor}")
        return self.decide(topic, "boost", repr(float(factor)))

    def stop(self, topic: str | int) -> Interest:
        """Void a topic's evidence so far."""
        with self._access.writing() as connection:
            last = event_statements.last_event(connection, self._access.number)
            return self._decided(connection, self._access.find(topic), "stop", str(last))

    def rename(self, topic: str | int, label: str) -> Interest:
        """Give a topic another label."""
        label = clean(one_line(label))
        if len(label) > MAX_LABEL:
            raise ValueError(f"a label has at most {MAX_LABEL} characters, this one {len(label)}")
        vectorizer = self._access.memory.vectorizer
        vectorizer.warm()
        with self._access.writing() as connection:
            row = self._access.find(topic)
            self._check_free(label, row)
            row.label, row.vector = label, vectorizer([label])[0]
            row.aliases = tuple(alias for alias in row.aliases if alias.casefold() != label.casefold())
            statements.rename_topic(connection, row)
            return self._decided(connection, row, "rename", label)

    def merge(self, topic: str | int, into: str | int) -> Interest:
        """Make a topic's evidence another's."""
        with self._access.writing() as connection:
            gone, kept = self._access.find(topic), self._access.find(into)
            if gone.id == kept.id:
                raise ValueError(f"a topic cannot be merged into itself: both names mean {kept.label!r}")
            kept.aliases = _aliases(kept, gone)
            statements.rename_topic(connection, kept)
            statements.void(connection, gone)
            statements.move_evidence(connection, gone.id, kept.id)
            statements.erase_topic(connection, gone.id)
            self._access.standing.rebuild(connection)
            return self._access.standing.interest(self._access.numbered(kept.id), self._access.now())

    def forget_soon(self, topic: str | int, after: timedelta) -> Interest:
        """Hide a topic, to be erased later."""
        if after < timedelta(0):
            raise ValueError(f"a topic can be forgotten from now on, not {-after} ago")
        due = self._access.now() + after // timedelta(milliseconds=1)
        return self.decide(topic, "forget", str(due))

    def keep(self, topic: int) -> Interest:
        """Take `forget_soon` back."""
        with self._access.writing() as connection:
            row = self._access.numbered(topic)
            if not row.hidden:  # numbers are given again: it may be another topic than the one that was erased
                raise ValueError(
                    f"topic number {topic}, {row.label!r}, is not being forgotten: there is nothing to take back"
                )
            return self._decided(connection, row, "keep", "")

    def _decided(self, connection: Connection, row: TopicRow, action: str, value: str) -> Interest:
        now = self._access.now()
        statements.add_control(connection, self._access.number, row.id, action, value, now)
        row.decide(action, value, now)
        self._access.standing.store(connection, [row])
        return self._access.standing.interest(row, now)

    def _check_free(self, label: str, row: TopicRow) -> None:
        for other in self._access.standing.topics.rows:
            for name in (other.label, *other.aliases):
                if other.id != row.id and name.casefold() == label.casefold():
                    raise ValueError(f"another topic is called {name!r} already")


def _aliases(kept: TopicRow, gone: TopicRow) -> tuple[str, ...]:
    """Return what a topic is called besides its label once another has gone into it."""
    names = {name.casefold(): name for name in (*kept.aliases, gone.label, *gone.aliases)}
    names.pop(kept.label.casefold(), None)
    return tuple(names.values())
