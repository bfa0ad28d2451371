"""Whether the clock can be believed before anything is erased for its age: a clock that leapt ahead makes everything old at once.

A machine whose clock was set wrong looks like one that nobody used for long. So a leap of more than `LEAP` past the last moment that was
believed is not believed at once: nothing goes for its age until the clock has stayed there for `STAY`. A clock that comes back ends that.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from ..ledger import put
from ..records import Ms, from_ms

if TYPE_CHECKING:
    from ..ledger import Ledger

LEAP: Final[Ms] = timedelta(days=180) // timedelta(milliseconds=1)
"""The longest absence that is taken for one; most clocks that are wrong are wrong by a year at least."""

STAY: Final[Ms] = timedelta(days=7) // timedelta(milliseconds=1)
"""How long a clock that leapt must stay ahead to be believed."""

OFTEN: Final[Ms] = timedelta(hours=1) // timedelta(milliseconds=1)
"""How often it is written down that the clock goes on."""

KEY: Final = "clock"
"""Under this key the ledger says what it knows of the clock."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of the clock: the last moment that was believed, the last at all, and where a leap came down that is not believed."""

    believed: Ms
    last: Ms
    landed: Ms | None = None


def look(ledger: Ledger, now: Ms) -> Seen:
    """Take note of the clock's moment, and return what is known of it."""
    stored = ledger.get(KEY)
    before = None if stored is None else Seen(**json.loads(stored))
    seen = moved(before, now)
    if before is None or seen.landed != before.landed or not 0 <= now - before.last < OFTEN:
        ledger.put(KEY, json.dumps(asdict(seen)).encode())
    return seen


def trust(connection: Connection, now: Ms) -> None:
    """Believe the clock inside a transaction: the person has just decided by it."""
    put(connection, KEY, json.dumps(asdict(Seen(now, now))).encode())


def moved(before: Seen | None, now: Ms) -> Seen:
    """Return what is known of a clock that is now at a moment.

    >>> year = 2 * LEAP
    >>> moved(Seen(0, 0), LEAP).landed, moved(Seen(0, 0), year).landed == year, moved(Seen(0, year, year), 5).landed
    (None, True, None)
    """
    if before is None or now - before.believed <= LEAP:
        return Seen(now, now)
    if before.landed is None or now < before.landed or now - before.last > LEAP:
        return Seen(before.believed, now, landed=now)
    return Seen(now, now) if now - before.landed >= STAY else replace(before, last=now)


def told(seen: Seen) -> str:
    """Return in words why nothing goes for its age; "" where the clock is believed."""
    if seen.landed is None:
        return ""
    days = (seen.landed - seen.believed) // (STAY // 7)
    until = from_ms(seen.landed + STAY)
    return (
        f"the clock is {days:,} days ahead of when this memory was last used ({from_ms(seen.believed):%Y-%m-%d}): "
        f"nothing is erased for its age before {until:%Y-%m-%d}, in case the clock is wrong"
    )
