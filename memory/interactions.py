"""What a person did, on its way to becoming an event: checked, cleaned, weighed and dated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from .cleaning import clean, kept_whole, storable
from .items import checked_item, clean_item, written
from .kinds import Kinds
from .privacy.kinds import Kind
from .privacy.redactor import Redactor
from .records import Event, Interaction, Item, Ms, from_ms, to_ms


def checked(done: Interaction) -> Interaction:
    """Return an interaction whose parts are of their kinds.

    Raises:
        ValueError: one is not; the message says what is expected.
    """
    for name in ("id", "session"):
        kept_whole(name, getattr(done, name))
    if not done.id:
        raise ValueError("id must not be empty")
    for name, kind, expected in _EXPECTED:
        value = getattr(done, name)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ValueError(f"{name} must be {expected}, got {value!r:.60}")
    if done.item is not None:
        checked_item(done.item)
    return done


_EXPECTED = (
    ("kind", str, "a text"),
    ("text", str, "a text"),
    ("item", Item | None, 'an Item such as Item(title="Green tea")'),
    ("at", datetime | None, "a datetime with a time zone"),
    ("dwell", timedelta | None, "a timedelta"),
    ("rating", float | int | None, "a number from 0 to 1"),
)


def to_event(
    done: Interaction,
    kinds: Kinds,
    now: Ms,
    redact: Redactor | None = None,
    goes_on: Callable[[str, str], bool] = lambda _session, _said: False,
) -> Event:
    """Return the event that an interaction is; one without a time, or of the future, happens now.

    What `redact` finds in its words is gone from here on: the ledger, the index and what is learned never see it. `goes_on` says of a
    session and words whether they are nothing but more of a key that was begun there.

    Raises:
        ValueError: a part of it is not what it should be (`checked`).
        ValueError: it says nothing, its kind or role is unknown, its time has no time zone, or its dwell time or rating does not fit.
    """
    checked(done)
    mass = kinds.mass(done.kind, done.dwell, done.rating)
    if done.role not in ("user", "assistant"):
        raise ValueError(f"there is no role {done.role!r}: choose user or assistant")
    moment = now if done.at is None else min(to_ms(done.at), now)
    item = None if done.item is None else clean_item(redact.item(done.item) if redact else done.item)
    said = storable(done.text).strip()
    if redact:
        more = Kind.KEY in redact.kinds and done.role == "user" and goes_on(done.session, said)
        said = Kind.KEY.placeholder if more else redact(said)
    text = clean(said) if item is None else "\n".join(filter(None, (said, written(item))))
    session = redact.alone(done.session) if redact else done.session
    name = _known_as(done, text, redact) if redact else done.id
    return Event(name, session, done.kind, done.role, text, from_ms(moment), mass=mass, item=item)


def _known_as(done: Interaction, text: str, redact: Redactor) -> str:
    """Return what an event is known by: its id; one that says what is not to be stored is made anew, each time the same.

    It is made of what is stored all the same, for a hash of a short secret is found out by trying.
    """
    if redact.alone(done.id) == done.id:
        return done.id
    said = (redact.alone(done.id), redact.alone(done.session), done.kind, done.role, text, str(done.at or ""))
    return f"hidden:{sha256(chr(0).join(said).encode('utf-8', 'replace')).hexdigest()[:32]}"
