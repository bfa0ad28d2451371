"""Our own form: a line of JSON for each thing that happened, with the fields of `Interaction`."""

from __future__ import annotations

from datetime import timedelta

from ..records import Interaction, Item
from ..weights import MASSES
from .addresses import barred, kept, split
from .chats import name_of, time_of
from .found import EMPTY, SILENT, UNRATED, UNREADABLE, Found, LeftOut, Options, Reading, key, of_kind, one_person
from .node import Node, Unreadable
from .shapes import like
from .source import Source

fits = like("[].kind")
"""Whether records are events: they have a kind."""


def read(source: Source, options: Options) -> Reading:
    """Read the events in the order of the file."""
    other = one_person(options.person)
    for record in source.elements():
        try:
            if isinstance(record, Unreadable):
                raise record
            found = other(name_of(record, "user", "user_id")) or _event(record, options)
        except Unreadable as error:
            found = LeftOut(UNREADABLE, str(error))
        yield found


def _event(record: Node, options: Options) -> Found:
    kind = record.need("kind").name()
    if kind not in options.kinds:
        return LeftOut(of_kind(kind))
    if reason := barred(_text((record.get("item") or record).get("url"))):
        return LeftOut(reason)
    item, words, at, session = _item(record), _text(record.get("text")), time_of(record), name_of(record, "session")
    dwell = None if kind in MASSES and kind != "view" else _dwell(record.get("dwell"))
    rating = _rating(record.get("rating")) if kind == "rating" else None
    if kind == "rating" and rating is None:
        return LeftOut(UNRATED)
    if not words and item is None:
        return LeftOut(EMPTY)
    speaker = record.get("role")
    role = speaker.role() if speaker else "user"
    if role is None:
        return LeftOut(SILENT)
    name = name_of(record, "id") or key(kind, words, item, at, role, session, dwell, rating)
    return Interaction(f"event:{name}", kind, words, item, at or options.undated, role, session, dwell, rating)


def _text(words: Node | None) -> str:
    return words.text() if words else ""


def _item(record: Node) -> Item | None:
    """Return what something was done to: the fields of "item", or its title, address and tags beside the others."""
    inner = record.get("item")
    text, fields = _text(inner.get("text")) if inner else "", inner or record
    work = fields.get("work")
    item = Item(
        _text(fields.get("title")), text, _tags(fields.get("tags")), _kept(_text(fields.get("url"))),
        work is not None and work.value is True,
    )  # fmt: skip
    return item if item != Item() else None


def _tags(tags: Node | None) -> tuple[str, ...]:
    if tags is None:
        return ()
    if isinstance(tags.value, str):
        return tuple(part.strip() for part in tags.value.split(",") if part.strip())
    return tuple(tag.name() for tag in tags.items())


def _kept(url: str) -> str:
    parts = split(url) if url else None
    return kept(parts) if parts is not None and parts.hostname else ""


def _dwell(seconds: Node | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=_number(seconds, 0, 1e8))


def _rating(rating: Node | None) -> float | None:
    return None if rating is None else _number(rating, 0, 1)


def _number(node: Node, least: float, most: float) -> float:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise node.error(f"is {str(value)[:60]!r}; allowed: a number from {least:g} to {most:g}")
    return float(value)
