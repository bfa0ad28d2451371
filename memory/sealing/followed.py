"""How far something that is kept in memory has followed one person's events in the ledger."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from ..store.schema import users

_REBUILT = select(users.c.rebuilt).where(users.c.id == bindparam("user"))


class Followed:
    """The numbers of a person's events that are held, and the state of the ledger in which it was looked which are gone."""

    def __init__(self, user: int) -> None:
        self.last = 0
        self.held: set[int] = set()
        self.late = False  # the transaction that looked last began before an erasure: nothing is taken in from it
        self._user = user
        self._rebuilt = -1

    def add(self, numbers: Iterable[int]) -> None:
        """Note what was taken in, in order."""
        some = list(numbers)
        self.held.update(some)
        self.last = max([self.last, *some])

    def gone(self, connection: Connection) -> set[int]:
        """Return, and let go, what is held, where something was erased or taken back since: all that is left is read anew.

        Every erasure and restore moves the user's `rebuilt` forward; a transaction that began before one changes nothing here.
        """
        rebuilt = connection.execute(_REBUILT, {"user": self._user}).scalar() or 0
        self.late = rebuilt < self._rebuilt
        if rebuilt <= self._rebuilt:
            return set()
        self._rebuilt = rebuilt
        gone, self.held, self.last = self.held, set(), 0
        return gone
