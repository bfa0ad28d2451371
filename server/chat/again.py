"""The turns of the last minutes: asked again, by a retry or with what tools have returned, a turn stays the same turn."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

AGAIN = timedelta(minutes=10)
"""The same words at the same place of the same conversation are the same turn for so long; later they are said anew."""

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A turn as it is stored and sent: its event's id, when it first came, the block that is added, and the record of what was weighed.

    Block and record hold as long as the person's `mark` is the same: until they forget or mute something, here or in another process.
    """

    id: str
    at: datetime
    block: str
    sent: str | None = None
    mark: int = 0


class Recent:
    """The last turns by person, session and turn. Used in one event loop."""

    def __init__(self) -> None:
        self._turns: OrderedDict[tuple[str, str, str], Prepared] = OrderedDict()

    def get(self, key: tuple[str, str, str], now: datetime) -> Prepared | None:
        """Return a turn that was seen within the last minutes."""
        found = self._turns.get(key)
        return found if found is not None and abs(now - found.at) < AGAIN else None

    def keep(self, key: tuple[str, str, str], turn: Prepared) -> None:
        """Remember a turn."""
        self._turns[key] = turn
        self._turns.move_to_end(key)
        if len(self._turns) > MOST:
            self._turns.popitem(last=False)

    def drop(self, person: str) -> None:
        """Forget a person's: what they decide holds for the next answer, whatever is asked again."""
        for key in [key for key in self._turns if key[0] == person]:
            del self._turns[key]


def id_of(key: tuple[str, str, str], at: datetime) -> str:
    """Return the id of a turn's event: the same in every process that gets the turn in that session at about the same time."""
    _, session, turn = key
    return f"{_digest(f'{turn} {session}')}-{int(at.timestamp() // AGAIN.total_seconds()):x}"


def id_of_reply(turn: str, text: str) -> str:
    """Return the id of a reply to a turn: the same words to the same turn are one reply, however often it was asked for."""
    return f"{turn}-{_digest(text)}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
