"""Systems that do not choose: nothing, the last turns, the whole history."""

from __future__ import annotations

from collections import deque

from .system import MOST, Context, Piece, Query, Said, fitted

LAST = 10


class Nothing:
    """No memory."""

    def observe(self, said: Said) -> None:
        """Forget it."""

    def context(self, query: Query, budget: int) -> Context:
        """Return an empty context."""
        del query, budget
        return Context()

    def close(self) -> None:
        """Hold nothing."""


class Last:
    """The last turns, newest first, all with the same score; `turns` is how many: all that are held with `MOST`."""

    def __init__(self, turns: int = LAST) -> None:
        self._said: deque[Said] = deque(maxlen=turns)

    def observe(self, said: Said) -> None:
        """Hold it until so many others have come."""
        self._said.append(said)

    def context(self, query: Query, budget: int) -> Context:
        """Return what fits of the last turns."""
        del query
        return fitted((Piece(one.id, one.text, 1.0, one.labels) for one in reversed(self._said)), budget)

    def close(self) -> None:
        """Give back the turns."""
        self._said.clear()


def full_history() -> Last:
    """Return the whole history, newest first."""
    return Last(MOST)
