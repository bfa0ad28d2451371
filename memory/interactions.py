"""What a person did, on its way to becoming an event: checked, cleaned, weighed and dated."""

from __future__ import annotations

from .cleaning import clean, storable
from .items import clean_item, written
from .kinds import Kinds
from .records import Event, Interaction, Ms, from_ms, to_ms


def to_event(done: Interaction, kinds: Kinds, now: Ms) -> Event:
    """Return the event that an interaction is; one without a time, or of the future, happens now.

    Raises:
        ValueError: it says nothing, its kind or role is unknown, its time has no time zone, or its dwell time or rating does not fit.
    """
    mass = kinds.mass(done.kind, done.dwell, done.rating)
    if done.role not in ("user", "assistant"):
        raise ValueError(f"there is no role {done.role!r}: choose user or assistant")
    moment = now if done.at is None else min(to_ms(done.at), now)
    item = None if done.item is None else clean_item(done.item)
    text = clean(done.text) if item is None else "\n".join(filter(None, (storable(done.text).strip(), written(item))))
    return Event(done.id, done.session, done.kind, done.role, text, from_ms(moment), mass=mass, item=item)
