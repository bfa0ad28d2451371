"""A system that may put in only so many tokens, whatever it would."""

from __future__ import annotations

from dataclasses import replace

from .system import Context, Query, Said, System, tokens


class Capped:
    """Another system, of which the best pieces that it would put in are taken as far as a budget of tokens goes; what it ranks stays."""

    def __init__(self, system: System, budget: int) -> None:
        self._system, self._budget = system, budget

    def observe(self, said: Said) -> None:
        """Let it observe."""
        self._system.observe(said)

    def context(self, query: Query, budget: int) -> Context:
        """Ask it, and leave out of what it would put in what does not fit."""
        found, put, left = self._system.context(query, budget), set[str](), self._budget
        for one in found.taken:
            size = tokens(one.text)
            if size <= left:
                left -= size
                put.add(one.id)
        return replace(found, put=frozenset(put))

    def close(self) -> None:
        """Close it."""
        self._system.close()
