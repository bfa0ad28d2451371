"""What was put before the model: was it wanted, was it stale, was it missed? Counts over queries."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Injection:
    """One query: what was injected, and what it needed."""

    given: frozenset[Hashable]
    needed: frozenset[Hashable]


def injected(given: Collection[Hashable], needed: Collection[Hashable]) -> Injection:
    """Return the injection of a query."""
    return Injection(frozenset(given), frozenset(needed))


def f1(some: Sequence[Injection]) -> float:
    """Return micro F1 over queries: 2·Σ|given ∩ needed| / (Σ|given| + Σ|needed|); 0 where nothing was given or needed.

    van Rijsbergen 1979, Information Retrieval, with counts summed before dividing.
    """
    both = sum(len(one.given & one.needed) for one in some)
    total = sum(len(one.given) + len(one.needed) for one in some)
    return 2 * both / total if total else 0.0


def over_personalized(some: Sequence[Injection]) -> float | None:
    """Return in which part of the queries that need nothing something was injected; None where there are none."""
    free = [one for one in some if not one.needed]
    return sum(bool(one.given) for one in free) / len(free) if free else None


def missed(some: Sequence[Injection]) -> float | None:
    """Return in which part of the queries that need something nothing of it was injected; None where there are none."""
    needy = [one for one in some if one.needed]
    return sum(not one.given & one.needed for one in needy) / len(needy) if needy else None


def stale(given: Collection[Hashable], over: Collection[Hashable]) -> float:
    """Return which part of what was injected is over: ended, or contradicted since; 0 where nothing was."""
    return len(set(given) & set(over)) / len(set(given)) if given else 0.0
