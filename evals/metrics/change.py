"""How fast a system follows a change of interest, and whether it keeps what lasts."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence

CAP = 60
"""Turns after which a change counts as not followed."""

STAYS = 3
"""Turns for which a new interest must lead to count as followed."""


def lag(leads: Sequence[bool], cap: int = CAP, stays: int = STAYS) -> int:
    """Return how many turns after a change the new interest leads and stays for some turns; the cap where it never does.

    `leads` tells for each turn from the change on whether the new interest is the strongest (protocol T2).

    >>> lag([False, True, False, True, True, True])
    3
    """
    for turn in range(min(cap, len(leads) - stays + 1)):
        if all(leads[turn : turn + stays]):
            return turn
    return cap


def lag_hours(leads: Sequence[bool], hours: Sequence[float], cap: int = CAP, stays: int = STAYS) -> float:
    """Return the same in hours since the change; where it is never followed, the hours to the turn of the cap, or to the last.

    `hours` has when each turn was, counted from the change.
    """
    turn = lag(leads, cap, stays)
    return float(hours[min(turn, len(hours) - 1)]) if len(hours) else 0.0


def lingering(leads: Sequence[bool]) -> float:
    """Return in which part of the turns something still leads that is over (a burst, three days later); 0 without turns."""
    return sum(leads) / len(leads) if leads else 0.0


def retention(held: Collection[Hashable], lasting: Collection[Hashable]) -> float:
    """Return which part of the lasting interests a system still holds; 1 where nothing lasts."""
    return len(set(held) & set(lasting)) / len(set(lasting)) if lasting else 1.0
