"""A person's conversations: their turns, names and learning modes, what was sent to the model, and what is taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row

from ..access import MAX_LABEL, Access
from ..cleaning import a_text, clean, kept_whole, one_line, storable
from ..forgetting.tombstones import forgotten_at
from ..records import Event, Learning, Session
from ..store import event_statements, session_choices, session_statements, statements
from ..store.latest import latest

TITLE = 60
"""Characters of a title that is made of a session's first words."""


class Conversations:
    """The part of a `UserMemory` that concerns conversations; each method is described there."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._user = access.number

    # Sessions

    def sessions(self, count: int) -> list[Session]:
        """Return the sessions with turns left, newest first."""
        with self._access.reading() as connection:
            return [_session(row) for row in session_statements.sessions_of(connection, self._user, count)]

    def session(self, session: str) -> Session | None:
        """Return one session."""
        with self._access.reading() as connection:
            found = session_statements.sessions_of(connection, self._user, 1, self._stored(session))
        return _session(found[0]) if found else None

    def name(self, session: str, name: str) -> str:
        """Name a session; return the name as it is stored."""
        name = self._access.memory.redact(one_line(storable(name)))
        if len(name) > MAX_LABEL:
            raise ValueError(f"a session's name has at most {MAX_LABEL} characters, this one {len(name)}")
        self._set(session, {"name": name})
        return name

    def learning(self, session: str) -> Learning:
        """Return what a session may teach."""
        with self._access.reading() as connection:
            return session_statements.learning(connection, self._user, self._stored(session))

    def set_learning(self, session: str, mode: Learning) -> None:
        """Set what a session may teach."""
        if Learning(mode) is Learning.INCOGNITO:
            raise ValueError("a session's learning is stored as on or paused, got incognito: of that nothing is stored")
        self._set(session, {"learning": Learning(mode).value})

    def choice(self, session: str, name: str) -> str:
        """Return what was chosen for a session."""
        with self._access.reading() as connection:
            return session_choices.choice(connection, self._user, self._stored(session), name)

    def set_choice(self, session: str, name: str, value: str) -> None:
        """Keep what was chosen for a session."""
        with self._access.writing() as connection:
            session_choices.set_choice(connection, self._user, self._stored(session), name, value)

    def _set(self, session: str, values: dict[str, str]) -> None:
        with self._access.writing() as connection:
            session_statements.set_session(connection, self._user, self._stored(session), values)

    def _stored(self, session: str) -> str:
        """Return a session's id as it is stored: an app's may have a key in it, and is redacted as all words are."""
        return self._access.memory.redact.alone(kept_whole("session", session))

    # Turns

    def turns(self, session: str, count: int, before: int | None, after: int | None) -> list[Event]:
        """Return turns of a session, oldest first."""
        if before is not None and after is not None:
            raise ValueError(f"turns are asked for before one or after one, got before={before} and after={after}")
        if count < 1:
            return []
        session = self._stored(session)
        with self._access.reading() as connection:
            if before is None and after is None:
                return self._access.tails.last(connection, session, count, self._access.standing.rebuilt)
            return event_statements.to_events(connection, self._rows(connection, session, count, before, after))

    def _rows(
        self, connection: Connection, session: str, count: int, before: int | None, after: int | None
    ) -> list[Row[Any]]:
        if after is not None:
            return event_statements.first_events(connection, self._user, session, count, after)
        return event_statements.last_events(connection, self._user, session, count, before=before or 0)

    def count_turns(self, session: str) -> int:
        """Return how many turns a session has."""
        with self._access.reading() as connection:
            return session_statements.count_turns(connection, self._user, self._stored(session))

    def events(self, numbers: Sequence[int]) -> dict[int, Event]:
        """Return events by number."""
        with self._access.reading() as connection:
            return event_statements.events_by_number(connection, self._user, numbers)

    def event(self, key: str) -> Event | None:
        """Return an event by its id."""
        with self._access.reading() as connection:
            return event_statements.speaking_by_id(connection, self._user, a_text(key))

    def came(self, key: str) -> datetime | None:
        """Return when an event of an id came, or when it was forgotten."""
        with self._access.reading() as connection:
            found = event_statements.event_by_id(connection, self._user, a_text(key))
            return found.at if found else forgotten_at(connection, self._user, key)

    def latest(self, count: int, before: int | None) -> list[Event]:
        """Return the last events of all sessions, newest first."""
        with self._access.reading() as connection:
            return latest(connection, self._user, count, before)

    def find_words(self, words: str, count: int, session: str | None) -> list[Event]:
        """Return the turns that have some words, newest first."""
        wanted = clean(words).casefold()
        with self._access.reading() as connection:
            said = event_statements.texts(connection, self._user, session and self._stored(session))
            having = islice((number for number, text in said if wanted in text.casefold()), count)
            found = event_statements.events_by_number(connection, self._user, list(having))
        return [found[number] for number in sorted(found, reverse=True)]

    def replace(self, session: str, number: int) -> None:
        """Take a turn and all later ones out of a session."""
        session = self._stored(session)
        with self._access.writing() as connection:
            standing = event_statements.events_by_number(connection, self._user, [number], replaced=False)
            if number not in standing or standing[number].session != session:
                raise ValueError(f"turn {number} is not in the session {session!r}: choose one of its turns")
            numbers = event_statements.numbers_from(connection, self._user, session, number)
            event_statements.set_replaced(connection, numbers)
            event_statements.add_erased(connection, numbers)
            statements.withdraw(connection, self._user, numbers)
            self._access.standing.rebuild(connection)
        self._access.memory.grown()

    def sent_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return what was sent for turns."""
        with self._access.reading() as connection:
            return session_statements.sent_of(connection, self._user, numbers)

    def add_to_sent(self, number: int, fields: Mapping[str, Any]) -> None:
        """Add fields to what was sent for a turn."""
        with self._access.writing() as connection:
            if stored := session_statements.sent_of(connection, self._user, [number]).get(number):
                added = json.dumps(json.loads(stored) | dict(fields), ensure_ascii=False, separators=(",", ":"))
                session_statements.change_sent(connection, number, storable(added))


def _session(row: Row[Any]) -> Session:
    return session_statements.to_session(row, row.name or _title(row.beginning) or "(forgotten)")


def _title(beginning: str | None) -> str:
    words = one_line(beginning or "")
    return words if len(words) <= TITLE else f"{words[: TITLE - 1].rstrip()}…"
