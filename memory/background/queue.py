"""The queue of what waits for a model: claimed in a transaction, with its tokens reserved in the day's budget, and given back on failure.

So a kill loses nothing and spends no budget twice, and two processes never read the same turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection

from ..access import Access
from ..errors import EmbeddingError, ReadingFailed
from ..records import Event, Ms
from ..store import waiting_statements
from ..store.waiting_statements import LONGEST_WAIT, WORDS

MINUTE: Ms = 60_000
DAY: Ms = 24 * 60 * MINUTE

CLAIM: Ms = 5 * MINUTE
"""How long a process has something to itself: longer than a model may take."""

MOST_REFUSALS = 3
"""What a model has refused so often is given up; the local reading stays."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a model, and what today has cost and brought.

    `turns` and `attachments` wait; of today are `tokens` out of `tokens_a_day`, how many were `read`, the phrases that were `dropped`
    because they do not stand in the text, and how many were `given_up`. `trouble` is why the last try failed, "" if it did not.
    """

    turns: int
    attachments: int
    tokens: int
    tokens_a_day: int
    read: int
    dropped: int
    given_up: int
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What this process has taken: under which mark, and the tokens reserved for it on which day."""

    mark: str
    day: int
    reserved: int
    events: tuple[Event, ...]
    place: int = WORDS


class Queue:
    """One person's queue as a process works on it."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._ledger = access.memory.ledger
        self._failures = 0
        self._rests_until: Ms = 0
        self._mark = ""
        self.closed = False
        self.trouble = ""

    @property
    def rests(self) -> bool:
        """Whether nothing may be begun: it is closed, or a model was not reached and is left alone for a while."""
        return self.closed or 0 < self._rests_until - self._access.now() <= LONGEST_WAIT  # more: the clock was set back

    def waiting(self) -> Waiting:
        """Return what waits and what today has cost."""
        user = self._access.number
        with self._ledger.read(self._access.number) as connection:
            counts = waiting_statements.count(connection, user)
            tokens, read, dropped, given_up = waiting_statements.spent_on(connection, user, self._today())
        return Waiting(*counts, tokens, self._budget, read, dropped, given_up, self.trouble)

    def left(self) -> int:
        """Return the tokens that are left of today's."""
        with self._ledger.read(self._access.number) as connection:
            return self._budget - waiting_statements.spent_on(connection, self._access.number, self._today())[0]

    def too_large(self, event: int, place: int, cost: int) -> bool:
        """Leave what does not fit into today to tomorrow; give up what fits into no day, and return whether it was."""
        if cost <= self._budget:
            return False
        self.trouble = f"something would take {cost:,} tokens, and a day has {self._budget:,}: it was left as it is"
        with self._ledger.write(self._access.number) as connection:
            waiting_statements.drop(connection, event, place)
            waiting_statements.spend(connection, self._access.number, self._today(), given_up=1)
        return True

    def claim(self, batch: Sequence[Event], place: int, cost: int) -> Claim | None:
        """Take what nobody else has, maybe nothing, and reserve its tokens; None if others have spent them."""
        now, day, user, mark = self._access.now(), self._today(), self._access.number, uuid4().hex
        with self._ledger.write(self._access.number) as connection:
            if cost > self._budget - waiting_statements.spent_on(connection, user, day)[0]:
                return None
            ours = tuple(
                event
                for event in batch
                if waiting_statements.claim(connection, event.number, place, mark, now, now + CLAIM)
            )
            if ours:
                waiting_statements.spend(connection, user, day, tokens=cost)
        self._mark = mark if ours else ""
        return Claim(mark, day, cost, ours, place)

    def finish(
        self, connection: Connection, claim: Claim, done: Sequence[Event], *, tokens: int, dropped: int = 0
    ) -> None:
        """Take what is done out of the queue; what got no answer waits again, and after `MOST_REFUSALS` is given up."""
        user = self._access.number
        for event in done:
            waiting_statements.drop(connection, event.number, claim.place)
        self._failures, self._mark, self.trouble = 0, "", ""
        waiting_statements.give_back(connection, claim.mark, self._again_at(), 1)
        change = tokens - claim.reserved
        waiting_statements.spend(connection, user, claim.day, tokens=change, read=len(done), dropped=dropped)
        self._give_up(connection, claim.day)

    def failed(self, claim: Claim, error: ReadingFailed | EmbeddingError) -> bool:
        """Let it wait again, longer each time; returns False where everything else would fail too."""
        again = not isinstance(error, ReadingFailed) or error.again
        tokens = error.tokens if isinstance(error, ReadingFailed) else claim.reserved
        self.trouble = str(error)
        self._failures += 1
        if self.closed:
            return False
        with self._ledger.write(self._access.number) as connection:
            waiting_statements.give_back(connection, claim.mark, self._again_at(), 0 if again else 1)
            waiting_statements.spend(connection, self._access.number, claim.day, tokens=tokens - claim.reserved)
            self._give_up(connection, claim.day)
        self._mark = ""
        if again:
            self._rests_until = self._again_at()
        return not again

    def broke(self, error: Exception) -> None:
        """Let what was being read wait again after an error that no model should raise, longer each time; its tokens count as spent."""
        self.trouble = f"{type(error).__name__}: {error}"
        self._failures += 1
        self._rests_until = self._again_at()
        mark, self._mark = self._mark, ""
        if mark and not self.closed:
            with self._ledger.write(self._access.number) as connection:
                waiting_statements.give_back(connection, mark, self._rests_until, 1)
                self._give_up(connection, self._today())

    def close(self) -> None:
        """Begin nothing more, and give back what is being read: another process may have it at once."""
        self.closed = True
        if self._mark:
            with self._ledger.write(self._access.number) as connection:
                waiting_statements.give_back(connection, self._mark, self._access.now(), 0)

    @property
    def _budget(self) -> int:
        return self._access.memory.background.tokens_a_day

    def _today(self) -> int:
        return self._access.now() // DAY

    def _give_up(self, connection: Connection, day: int) -> None:
        if lost := waiting_statements.drop_refused(connection, self._access.number, MOST_REFUSALS):
            waiting_statements.spend(connection, self._access.number, day, given_up=lost)

    def _again_at(self) -> Ms:
        return self._access.now() + min(LONGEST_WAIT, MINUTE << min(20, max(0, self._failures - 1)))
