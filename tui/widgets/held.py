"""The turns of a session that the transcript holds, and what it knows of those that it does not."""

from __future__ import annotations

from collections.abc import Container, Sequence

from ..entries import Entry
from .turn import TurnView


class Held:
    """A stretch of a session, in order. The reply that comes is its end, unless there are later turns that are not held."""

    def __init__(self) -> None:
        self.earlier = self.later = False
        self.coming: TurnView | None = None
        self._turns: list[TurnView] = []
        self._waiting: list[TurnView] = []
        """What was added while the end of the session is not held."""

    @property
    def turns(self) -> list[TurnView]:
        """What is shown."""
        return [*self._turns, self.coming] if self.coming and not self.later else list(self._turns)

    @property
    def news(self) -> bool:
        """Whether something was added that is not shown."""
        return self.later and bool(self._waiting or self.coming)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the turns that are held."""
        return [turn.entry.number for turn in self._turns if turn.is_turn and turn.entry.number]

    @property
    def first(self) -> int:
        """The turn that earlier ones are asked for by: one in the ledger, if it can be; a number of incognito means nothing after it."""
        numbers = self.numbers
        return next((number for number in numbers if number > 0), numbers[0])

    def show(self, entries: Sequence[Entry], *, earlier: bool, later: bool) -> None:
        """Hold other turns of the session instead; a reply that comes goes on."""
        self._turns, self.earlier, self.later = list(map(TurnView, entries)), earlier, later
        self._reach_end()

    def put_earlier(self, entries: Sequence[Entry], earlier: bool) -> None:
        """Put turns before the others."""
        self._turns[:0] = map(TurnView, entries)
        self.earlier = earlier

    def put_later(self, entries: Sequence[Entry], later: bool) -> None:
        """Put turns after the others."""
        self._turns += map(TurnView, entries)
        self.later = later
        self._reach_end()

    def add(self, *turns: TurnView) -> None:
        """Put turns at the end."""
        self._waiting += turns
        self._reach_end()

    def merge(self, entries: Sequence[Entry]) -> None:
        """Put turns of the ledger where their numbers belong; those that are held already are not put twice."""
        known = frozenset(self.numbers)
        for entry in entries:
            if entry.number not in known:
                later = (place for place, turn in enumerate(self._turns) if _comes_after(turn, entry.number))
                self._turns.insert(next(later, len(self._turns)), TurnView(entry))

    def take_from(self, number: int) -> None:
        """Take a turn and everything after it away; nothing comes after what is left."""
        for place, turn in enumerate(self._turns):
            if turn.is_turn and (turn.entry.number == number or turn.entry.number > number > 0):
                del self._turns[place:]
                self.later = False
                return

    @property
    def stored(self) -> list[int]:
        """The numbers of all turns that are here and in the ledger, those that wait to be shown too."""
        return [one.entry.number for one in (*self._turns, *self._waiting) if one.is_turn and one.entry.number > 0]

    def drop(self, numbers: Container[int]) -> None:
        """Take turns away, and what was told below each of them."""
        self._turns, self._waiting = _without(self._turns, numbers), _without(self._waiting, numbers)

    def drop_errors(self) -> None:
        """Take the errors away."""
        self._turns = [turn for turn in self._turns if turn.entry.kind != "error"]

    def begin_reply(self) -> None:
        """Wait for a reply."""
        self.coming = TurnView(Entry("reply", ""), growing=True)

    def feed(self, text: str) -> None:
        """Add a piece to the reply that comes."""
        self.coming = self.coming or TurnView(Entry("reply", ""), growing=True)
        self.coming.feed(text)

    def end_reply(self, entry: Entry) -> None:
        """Let the reply that comes be this entry; an error or a notice is put after what came."""
        coming, self.coming = self.coming, None
        if coming is None or (entry.kind != "reply" and not coming.came.strip()):
            self.add(TurnView(entry))
        elif entry.kind == "reply":
            coming.become(entry)
            self.add(coming)
        else:
            coming.become(Entry("reply", coming.came, complete=False))
            self.add(coming, TurnView(entry))

    def keep(self, places: range) -> None:
        """Drop the turns outside these places."""
        self.earlier |= places.start > 0
        self.later |= places.stop < len(self.turns)
        self._turns = self._turns[places.start : places.stop]

    def numbered(self, number: int | None) -> TurnView | None:
        """Return the turn of this number."""
        return next((turn for turn in self._turns if turn.is_turn and turn.entry.number == number), None)

    def asked(self, turn: TurnView) -> TurnView | None:
        """Return the person's turn that a turn is, or belongs to."""
        before = self._turns[: self._turns.index(turn) + 1] if turn in self._turns else self._turns
        return next((one for one in reversed(before) if one.entry.kind == "user"), None)

    def _reach_end(self) -> None:
        """Put what waits at the end, once it is held; a turn that came from the ledger meanwhile is not put twice."""
        if not self.later:
            known = {turn.entry.number for turn in self._turns if turn.is_turn and turn.entry.number}
            self._turns += [one for one in self._waiting if not (one.is_turn and one.entry.number in known)]
            self._waiting = []


def _comes_after(turn: TurnView, number: int) -> bool:
    """Return whether a turn stands after one of the ledger: what was said incognito stands after all of them."""
    return turn.is_turn and (turn.entry.number > number or turn.entry.number < 0)


def _without(turns: Sequence[TurnView], numbers: Container[int]) -> list[TurnView]:
    kept, goes = list[TurnView](), False
    for turn in turns:
        goes = turn.entry.number in numbers if turn.is_turn else goes
        if not goes:
            kept.append(turn)
    return kept
