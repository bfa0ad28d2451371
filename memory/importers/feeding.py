"""From readers into the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..records import Interaction
from ..user import UserMemory
from ..weights import MASSES


@dataclass(frozen=True, slots=True)
class Taken:
    """How many interactions were new, how many were there already, and how many were left out, by reason."""

    new: int
    known: int
    left_out: Mapping[str, int]


def feed(
    person: UserMemory,
    interactions: Iterable[Interaction],
    *,
    source: str,
    format: str,  # noqa: A002 - the field's own name
    progress: Callable[[int], None] = lambda _count: None,
) -> Any:
    """Let a person's memory take interactions in, and remember where they came from; return how many were `new` and `known`.

    Where it is stopped, what was taken is kept, and the same call goes on from there.
    """
    take = getattr(person, "observe_all", None)
    if take is not None:
        return take(interactions, source=source, format=format, progress=progress)
    return _one_by_one(person, interactions, progress)


def _one_by_one(person: UserMemory, interactions: Iterable[Interaction], progress: Callable[[int], None]) -> Taken:
    """Stand in for `UserMemory.observe_all` until that is here; then this goes, and `feed` with it."""
    new = known = 0
    for one in interactions:
        parts = (one.text, *((one.item.title, one.item.text, ", ".join(one.item.tags)) if one.item else ()))
        text = "\n".join(filter(None, parts))
        kind = one.kind if one.kind in MASSES else _rated(one.rating)
        seen = person.observe(text, kind=kind, role=one.role, session=one.session, at=one.at, id=one.id)
        new, known = new + seen.new, known + (not seen.new)
        progress(new + known)
    return Taken(new, known, {})


def _rated(rating: float | None) -> str:
    return "view" if rating is None or 0.4 < rating < 0.6 else "like" if rating >= 0.6 else "dislike"
