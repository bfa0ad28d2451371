"""What a person's interests would be under other half-lives: replayed from the ledger, which stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from ..records import Interest
from ..weights import Law


@dataclass(frozen=True, slots=True)
class Supposed:
    """An interest as it stands and as it would stand."""

    now: Interest
    then: Interest

    @property
    def change(self) -> float:
        """By how much the weight would be higher, below 0 if lower."""
        return self.then.weight - self.now.weight


def supposed_law(
    law: Law, half_life: timedelta | None, short: timedelta | None, long: timedelta | None, negative: timedelta | None
) -> Law:
    """Return the law with other half-lives.

    With one `half_life` for all nothing is short or long: the weight is made of one accumulator, and a dislike fades as fast.

    Raises:
        ValueError: none is given, `half_life` stands beside another, one is not above 0, or their order is not that of `Law`.
    """
    given = {"short": short, "long": long, "negative": negative}
    chosen = {name: value for name, value in given.items() if value is not None}
    if half_life is not None and chosen:
        raise ValueError(
            f"one half-life for all leaves none to choose for {', '.join(chosen)}: give the one or the others"
        )
    if wrong := [value for value in chosen.values() if value <= timedelta(0)]:
        raise ValueError(f"a half-life must be above 0, got {wrong[0]}")
    if half_life is None and not chosen:
        raise ValueError("what if what? Give one half-life for all, or a short, long or negative one")
    if half_life is None:
        return replace(law, short=short or law.short, long=long or law.long, negative=negative or law.negative)
    if half_life <= timedelta(milliseconds=1):
        raise ValueError(f"a half-life must be above a millisecond, got {half_life}")
    return replace(law, short=half_life / 2, long=half_life, negative=half_life, mix=0.0)  # short plays no part


def side_by_side(now: list[Interest], then: list[Interest]) -> list[Supposed]:
    """Return both lists topic by topic, in the order of the second."""
    present = {one.topic: one for one in now}
    return [Supposed(present[one.topic], one) for one in then if one.topic in present]
