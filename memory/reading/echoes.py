"""Whether it was the agent who brought words up, in the exchange before an event."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from sqlalchemy import Connection

from ..kinds import WORDS
from ..records import Event, Role
from ..store import event_statements
from ..topics.find import naming

EXCHANGE = 2
"""Events before one that are the exchange before it."""

Said = deque[tuple[Role, str]]


class Echoes:
    """What was said last in each session, before the event numbered `before`, and what was heard since."""

    def __init__(self, connection: Connection, user: int, before: int) -> None:
        self._connection, self._user, self._before = connection, user, before
        self._said: dict[str, Said] = {}

    def hear(self, event: Event) -> None:
        """Take in an event that comes after all that is known."""
        self._last(event.session).append((event.role, event.text))

    def brought_up(self, session: str) -> Callable[[str], bool]:
        """Return what tells whether the agent, and not the person, brought some words up just before now."""
        said = {"user": "", "assistant": ""}
        for role, text in self._last(session):
            said[role] += text

        def brought_up(words: str) -> bool:
            if not said["assistant"]:
                return False
            pattern = naming(words)
            return bool(pattern.search(said["assistant"]) and not pattern.search(said["user"]))

        return brought_up

    def said_before(self, event: Event) -> str:
        """Return the person's own turn before an event that is one too, "" where it is not in the exchange: a search corrects nothing."""
        said = self._last(event.session) if event.kind == WORDS else ()
        return next((text for role, text in reversed(said) if role == "user"), "")

    def _last(self, session: str) -> Said:
        if session not in self._said:
            rows = event_statements.last_events(self._connection, self._user, session, EXCHANGE, before=self._before)
            self._said[session] = deque(((row.role, row.text) for row in rows), EXCHANGE)
        return self._said[session]
