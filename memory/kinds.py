"""The kinds of events that a memory takes, and what one event's evidence is worth: ours, and those that an app adds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from . import weights as w
from .cleaning import one_line, storable

RATING = "rating"
"""The kind whose mass comes with each event."""

WORDS = "chat"
"""The kind in which the person's own words alone are evidence, also beside an item."""

DWELLS = "view"
"""The kind of ours that a dwell time scales; it scales those of an app, too."""


class Kinds:
    """The masses of all kinds by name: ours, and `own` ones such as {"purchase": 2.5}.

    Raises:
        ValueError: a name is empty or one of ours, or a mass is no number, or beyond `weights.MOST_MASS`.
    """

    def __init__(self, own: Mapping[str, float] | None = None) -> None:
        self._own = {_name(name): _mass(name, mass) for name, mass in (own or {}).items()}
        self._masses = w.MASSES | self._own

    @property
    def names(self) -> tuple[str, ...]:
        """What an event's kind may be."""
        return (*self._masses, RATING)

    def mass(self, kind: str, dwell: timedelta | None = None, rating: float | None = None) -> float:
        """Return the signed mass of an event.

        Raises:
            ValueError: there is no such kind; it has no dwell time or rating, or its rating is missing or out of range.
        """
        if kind not in self._masses and kind != RATING:
            raise ValueError(f"there is no kind of event {kind!r}: choose one of {', '.join(self.names)}")
        if rating is None and kind == RATING:
            raise ValueError(f"an event of the kind {RATING!r} needs a rating from 0 to 1, got none")
        if rating is not None and kind != RATING:
            raise ValueError(f"a rating belongs to the kind {RATING!r} and to no other, got {rating} for {kind!r}")
        if dwell is not None and kind != DWELLS and kind not in self._own:
            raise ValueError(f"a dwell time belongs to a view or to a kind of your own, got {dwell} for {kind!r}")
        if rating is not None:
            return w.rating_mass(rating)
        return self._masses[kind] * (1.0 if dwell is None else w.dwell_factor(dwell))


def _name(name: str) -> str:
    if not name or name != one_line(storable(name)):
        raise ValueError(f"a kind of event needs a name of one line, got {name!r}")
    if name in w.MASSES or name == RATING:
        raise ValueError(f"the kind of event {name!r} is there already and keeps its mass: choose another name")
    return name


def _mass(name: str, mass: float) -> float:
    if isinstance(mass, bool) or not isinstance(mass, (int, float)) or not abs(mass) <= w.MOST_MASS:
        most = f"{w.MOST_MASS:,.0f}"
        raise ValueError(
            f"the mass of the kind of event {name!r} must be a number from -{most} to {most}, got {mass!r:.60}"
        )
    return float(mass)
