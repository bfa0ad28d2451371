"""The users' handles that a process keeps: the last that were asked for, and every other that somebody still holds."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from .user import UserMemory

DOORS: Final = 64
"""So many users can be opened at once; two whose names fall together wait for each other."""


class Handles:
    """Handles by name, at most `most` of them kept for their own sake. Safe to share between threads.

    One that is dropped goes on working for whoever holds it, and is the one that is found as long as somebody does.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, UserMemory] = OrderedDict()
        self._alive: WeakValueDictionary[str, UserMemory] = WeakValueDictionary()
        self._lock = Lock()
        self._doors = tuple(Lock() for _ in range(DOORS))

    def door(self, name: str) -> Lock:
        """Return what is held while somebody's handle is made."""
        return self._doors[hash(name) % DOORS]

    def get(self, name: str) -> UserMemory | None:
        """Return a user's handle, if there is one; it is then the last that was asked for."""
        with self._lock:
            found = self._alive.get(name)
            return None if found is None else self._keep(name, found)

    def add(self, name: str, handle: UserMemory) -> UserMemory:
        """Keep a new handle."""
        with self._lock:
            self._alive[name] = handle
            return self._keep(name, handle)

    def all(self) -> list[UserMemory]:
        """Return those that are kept."""
        with self._lock:
            return list(self._kept.values())

    def _keep(self, name: str, handle: UserMemory) -> UserMemory:
        self._kept[name] = handle
        self._kept.move_to_end(name)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return handle
