"""Leaving: all that is stored of a person handed out, and all of it erased."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from ..access import Access
from ..explaining.views import Views
from ..forgetting.owed import owe
from ..forgetting.tombstones import bury
from ..records import Event
from ..sealing.keyholding import renew
from ..store import (
    event_statements,
    forgetting_statements,
    leaving_statements,
    session_statements,
    source_statements,
    statements,
)

BATCH = 200
"""Events that are read at once."""


class Leaving:
    """The part of a `UserMemory` that hands out and erases everything; each method is described there."""

    def __init__(self, access: Access, views: Views, name: str) -> None:
        self._access = access
        self._name = name
        self._views = views

    def export(self) -> Iterator[dict[str, Any]]:
        """Yield what is stored of the person."""
        yield {"type": "person", "name": self._name, "embedder": self._access.memory.vectorizer.name}
        for interest in self._views.interests(None, None):
            shown = {"last_seen": None if interest.last_seen is None else interest.last_seen.isoformat()}
            yield {"type": "interest"} | asdict(interest) | shown
        with self._access.reading() as connection:
            controls = statements.controls_of(connection, self._access.number)
            sessions = session_statements.sessions_of(connection, self._access.number, 2**31)
            sources = source_statements.all_sources(connection, self._access.number)
        for row in controls:
            yield {"type": "control", "topic": row.topic, "action": row.action, "value": row.value, "at": row.at}
        for row in sessions:
            yield {"type": "session", "id": row.session, "name": row.name or ""}
        for row in sources:
            yield {"type": "source", "name": row.name, "format": row.format, "events": row.taken}
        yield from self._events()

    def erase(self) -> int:
        """Erase all of it."""
        with self._access.writing() as connection:
            turns = leaving_statements.count_of(connection, self._access.number)
            self.clear(connection)
        self._access.drop_given()
        self._access.memory.erased()
        return turns

    def clear(self, connection: Connection) -> None:
        """Erase all of it in the caller's transaction."""
        user, now = self._access.number, self._access.now()
        told = forgetting_statements.all_numbers(connection, user)
        bury(connection, user, "everything", now, forgetting_statements.rows_of(connection, told))
        self._destroy_key(connection)
        numbers = leaving_statements.numbers_of(connection, user)
        source_statements.empty(connection, numbers)
        event_statements.add_erased(connection, numbers)
        leaving_statements.clear(connection, user)
        self._access.standing.rebuild(connection)
        owe(connection)

    def _destroy_key(self, connection: Connection) -> None:
        """Make unreadable what is left anywhere of an encrypted ledger's person; what is to outlive them gets the new key."""
        vault, user = self._access.memory.ledger.vault, self._access.number
        if vault is None:
            return
        key, rules = (
            forgetting_statements.tombstone_key(connection, user),
            forgetting_statements.rules_of(connection, user),
        )
        forgetting_statements.clear_sealed(connection, user)
        renew(connection, vault, user)
        if key is not None:
            forgetting_statements.set_tombstone_key(connection, user, bytes(key))
        for kind, keep in rules.items():
            forgetting_statements.set_rule(connection, user, kind, keep)

    def _events(self) -> Iterator[dict[str, Any]]:
        after, user = 0, self._access.number
        while True:
            with self._access.reading() as connection:
                some = leaving_statements.events_of(connection, user, after, BATCH)
                sent = session_statements.sent_of(connection, user, [one.number for one in some])
            if not some:
                return
            yield from (_event(one, sent.get(one.number)) for one in some)
            after = some[-1].number


def _event(one: Event, sent: str | None) -> dict[str, Any]:
    files = [
        {
            "name": file.name,
            "media_type": file.media_type,
            "data": b64encode(file.data).decode(),
            "reading": file.reading,
        }
        for file in one.attachments
    ]
    return {
        "type": "event",
        "number": one.number,
        "id": one.id,
        "session": one.session,
        "kind": one.kind,
        "role": one.role,
        "text": one.text,
        "at": one.at.isoformat(),
        "complete": one.complete,
        "mass": one.mass,
        "item": None if one.item is None else asdict(one.item),
        "attachments": files,
        "sent": None if sent is None else json.loads(sent),
    }
