"""How long what is kept: an age for each kind of event that a person sets; older events are erased by the same code as by `forget`.

Off unless set. Applied when a person's memory is opened and once a day by whoever has it open, as long as the clock can be believed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from ..access import Access
from ..records import Event, Ms, from_ms, to_ms
from ..store import forgetting_statements
from .forgetting import Forgetting
from .leaps import look, trust

if TYPE_CHECKING:
    from ..ledger import Ledger

TOO_OLD: Final = "older than what you keep, left out"
"""What is said of an event that an import brings, and that would go at once."""

LEAST: Final = timedelta(hours=1)
"""The shortest time that may be set: a slip must not erase a conversation that goes on."""

MOST: Final = timedelta(days=365 * 200)


@dataclass(frozen=True, slots=True)
class Aging:
    """What is about to go of a kind: events older than `keep`, from `oldest` on; `turns` of them. `oldest` is None where none is."""

    kind: str
    keep: timedelta
    turns: int
    oldest: datetime | None


class Retention:
    """The part of a `UserMemory` that lets things go with age; each method is described there."""

    def __init__(self, access: Access, forgetting: Forgetting) -> None:
        self._access, self._forgetting = access, forgetting

    def rules(self) -> dict[str, timedelta]:
        """Return how long each kind is kept, where that is set."""
        with self._access.reading() as connection:
            return _rules(connection, self._access.number)

    def check(self, kind: str, length: timedelta | None) -> None:
        """Check what `keep` is to be given."""
        names = self._access.memory.kinds.names
        with self._access.reading() as connection:
            known = kind in names or bool(
                forgetting_statements.older_numbers(connection, self._access.number, kind, 2**62)
            )
        if not known:
            raise ValueError(f"there is no kind of event {kind!r}: choose one of {', '.join(names)}")
        if length is not None and not LEAST <= length <= MOST:
            raise ValueError(f"what is kept is kept for an hour at least and 200 years at most, got {length}")

    def keep(self, kind: str, length: timedelta | None) -> None:
        """Set how long a kind is kept."""
        self.check(kind, length)
        millis = None if length is None else length // timedelta(milliseconds=1)
        with self._access.writing() as connection:
            forgetting_statements.set_rule(connection, self._access.number, kind, millis)
            if length is not None:
                trust(connection, self._access.now())
        if length is not None:
            self._access.memory.tending.start()

    def aging(self, rules: Mapping[str, timedelta] | None) -> list[Aging]:
        """Return what is about to go."""
        for kind, length in (rules or {}).items():
            self.check(kind, length)
        user, now = self._access.number, self._access.now()
        with self._access.reading() as connection:
            told = _rules(connection, user) if rules is None else rules
            return [_aging(connection, user, kind, length, now) for kind, length in sorted(told.items())]

    def apply(self) -> int:
        """Erase what is too old; return how many events there were: none while the clock is not believed (leaps.py)."""
        user, now = self._access.number, self._access.now()
        with self._access.reading() as connection:
            rules = _rules(connection, user)
            numbers = [
                number
                for kind, length in rules.items()
                for number in forgetting_statements.older_numbers(connection, user, kind, _before(now, length))
            ]
        if rules:
            self._access.memory.tending.start()
        if numbers and look(self._access.memory.ledger, now).landed is not None:
            return 0
        return self._forgetting.forget_numbers(sorted(numbers))


def kept_for(ledger: Ledger, user: str) -> dict[str, timedelta]:
    """Return how long each kind of a person's events is kept, where that is set; asking makes nobody known."""
    from ..store import statements

    with ledger.read() as connection:
        number = statements.user_number(connection, user)
    if number is None:
        return {}
    with ledger.read(number) as connection:
        return _rules(connection, number)


def too_old(connection: Connection, user: int, some: Sequence[Event], now: Ms) -> set[str]:
    """Return the ids of those events that are older than their kind is kept."""
    rules = forgetting_statements.rules_of(connection, user)
    return {event.id for event in some if event.kind in rules and to_ms(event.at) < now - rules[event.kind]}


def _rules(connection: Connection, user: int) -> dict[str, timedelta]:
    found = forgetting_statements.rules_of(connection, user)
    return {kind: timedelta(milliseconds=keep) for kind, keep in found.items()}


def _aging(connection: Connection, user: int, kind: str, length: timedelta, now: Ms) -> Aging:
    numbers = forgetting_statements.older_numbers(connection, user, kind, _before(now, length))
    oldest = min((row.at for row in forgetting_statements.rows_of(connection, numbers)), default=None)
    return Aging(kind, length, len(numbers), None if oldest is None else from_ms(oldest))


def _before(now: Ms, length: timedelta) -> Ms:
    return now - length // timedelta(milliseconds=1)
