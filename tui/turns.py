"""A session's turns: those in the ledger, and after them what was said incognito, numbered -1, -2, …"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .entries import Entry, entry_of
from .known import in_its_turn

if TYPE_CHECKING:
    from ..agent.kept.keeping import Aside
    from ..memory import Event, UserMemory

LATEST = 50
"""So many turns are looked through for the person's last one."""


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of one session, as a conversation goes on from them.

    Args:
        person: whose ledger it is.
        session: the session.
        aside: what was said in it incognito.
    """

    person: UserMemory
    session: str
    aside: Aside

    def page(self, count: int, *, before: int | None = None, after: int | None = None) -> list[Event]:
        """Return the last `count` turns, oldest first: of all, or of those before one. With `after` the first ones after one."""
        said = [one for one in self.aside.turns if _is_within(one.number, before, after)]
        if after is None:
            return [*self._kept(count - len(said), before), *said][-count:]
        return [*self._kept(count, after=after), *said][:count]

    def entries(self, count: int, *, before: int | None = None, after: int | None = None) -> list[Entry]:
        """Return a page as the transcript shows it: replies with what biased them."""
        from ..agent.kept.sent import biased_by
        from .show import leaned

        turns = self.page(count, before=before, after=after)
        asked = {turn.number: place for place, turn in enumerate(turns) if turn.role == "user"}
        notes = {asked[number] + 1: leaned(*by) for number, by in biased_by(self.person, list(asked)).items()}
        return [entry_of(turn, notes.get(place, "")) for place, turn in enumerate(turns)]

    def turn(self, number: int) -> Event | None:
        """Return one turn, of whichever session."""
        if number > 0:
            return self.person.turn(number)
        return next((one for one in self.aside.turns if one.number == number), None)

    def asked_at(self, number: int | None) -> Event | None:
        """Return a turn of the person's, or the one that a reply answers; the last one without a number."""
        before = None if number is None else number + 1 if number > 0 else number - 1
        return next((one for one in reversed(self.page(LATEST, before=before)) if one.role == "user"), None)

    def answered(self, number: int) -> Entry | None:
        """Return the reply to a turn of the person's."""
        if number < 0:
            later = self.entries(1, after=number)
        else:
            asked = self.entries(2, after=number - 1)  # with the turn itself, which says what biased the reply
            later = asked[1:] if asked and asked[0].number == number else []
        return later[0] if later and later[0].kind == "reply" else None

    def having(self, words: str, count: int) -> list[Event]:
        """Return the turns that have some words, newest first."""
        wanted = words.strip().casefold()
        said = [one for one in reversed(self.aside.turns) if wanted in one.text.casefold()]
        found = map(in_its_turn, self.person.find_words(words, count, self.session))
        kept = [one for one in found if self._stands(one.number)]
        return [*said, *kept][:count]

    def all(self) -> list[Event]:
        """Return the whole session."""
        return self.page(self.person.count_turns(self.session) + len(self.aside.turns))

    def _kept(self, count: int, before: int | None = None, after: int | None = None) -> list[Event]:
        """Return turns of the ledger."""
        if after is not None:
            found = self.person.turns(self.session, count, after=after) if after >= 0 else []
            return [one for one in found if self._stands(one.number)]
        ends = [end for end in (before, self.aside.instead_of) if end is not None and end > 0]
        return self.person.turns(self.session, count, before=min(ends, default=None)) if count > 0 else []

    def _stands(self, number: int) -> bool:
        """Return whether a turn of the ledger was not replaced by something said incognito."""
        return self.aside.instead_of is None or number < self.aside.instead_of


def _is_within(number: int, before: int | None, after: int | None) -> bool:
    """Return whether an incognito turn stands before one turn, or after another one; those of the ledger come before all of them.

    >>> _is_within(-2, before=None, after=7), _is_within(-2, before=7, after=None), _is_within(-2, before=-3, after=None)
    (True, False, True)
    """
    if before is not None:
        return before < number
    return after is None or after > number
