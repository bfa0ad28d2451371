"""What a namespace of `InterestStore` holds: a person's events, which can be added, or their topics, which are read alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Generic, TypeVar

from langgraph.store.base import Item as StoreItem
from langgraph.store.base import SearchItem

from ...memory import Event, Interaction, Interest, Item, UserMemory
from ...memory.items import as_mapping
from .filters import fits

PAGE = 200
"""Events that are read at once where a search has no query."""

MOST_SEARCHED = 1000
"""Of events that a query finds so many are looked at, where a filter leaves most of them out."""

Fields = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """A namespace: how one thing is found by its key, how things are found best first with a score, and how one is added."""

    find: Callable[[str], T | None]
    ranked: Callable[[str | None, int], Iterable[tuple[T, float | None]]]
    item: Callable[[T], dict[str, Any]]
    put: Callable[[str, Fields | None], None]

    def get(self, key: str) -> StoreItem | None:
        """Return what has a key."""
        found = self.find(key)
        return None if found is None else StoreItem(**self.item(found))

    def search(self, query: str | None, wanted: Fields | None, count: int) -> list[SearchItem]:
        """Return the first `count` of what fits a filter, best first."""
        ranked = self.ranked(query if query and query.strip() else None, MOST_SEARCHED if wanted else count)
        found = ((self.item(one), score) for one, score in ranked)
        fitting = (SearchItem(**item, score=score) for item, score in found if fits(item["value"], wanted or {}))
        return list(islice(fitting, count))


# Events


def events_of(person: UserMemory, namespace: tuple[str, ...]) -> Shelf[Event]:
    """Return a person's events."""

    def ranked(query: str | None, count: int) -> Iterable[tuple[Event, float | None]]:
        if query is None:
            return ((event, None) for event in _newest_first(person))
        return [(one.event, one.score) for one in person.search(query, count)]

    def item(event: Event) -> dict[str, Any]:
        return _item(namespace, event.id, _told(event), event.at)

    return Shelf(person.event, ranked, item, lambda key, value: _put_event(person, namespace, key, value))


def _newest_first(person: UserMemory) -> Iterator[Event]:
    before: int | None = None
    while page := person.latest(PAGE, before=before):
        yield from page
        before = page[-1].number


def _told(event: Event) -> dict[str, Any]:
    """Return what an event says, fit for JSON."""
    told = {
        "text": event.text,
        "kind": event.kind,
        "role": event.role,
        "session": event.session,
        "at": event.at.isoformat(),
        "complete": event.complete,
        "mass": event.mass,
        "number": event.number,
    }
    return told if event.item is None else told | {"item": as_mapping(event.item)}


PUT = ("text", "kind", "role", "session", "at", "item", "rating", "dwell_seconds")
"""The fields that an event may be put with."""

TEXTS, ROLES = {"text", "kind", "role", "session"}, ("user", "assistant")

STORED_AS = {"rating": "mass", "dwell": "mass"}
"""What is stored of an event under another name."""


def _put_event(person: UserMemory, namespace: tuple[str, ...], key: str, value: Fields | None) -> None:
    """Store an event and learn from it; the same one again changes nothing."""
    if value is None:
        raise ValueError(
            f"the event {key!r} in {namespace} cannot be deleted here: events are read-only once stored. "
            "UserMemory.forget erases a topic with all that was said of it"
        )
    if unknown := sorted(set(value) - set(PUT)):
        raise ValueError(f"an event has no {unknown[0]!r} to put: it has {', '.join(PUT)}")
    given = {name: value[name] for name in PUT if value.get(name) is not None}
    for name in TEXTS & set(given):
        if not isinstance(given[name], str):
            raise ValueError(f"an event's {name} is a text, got {given[name]!r}")
    if given.get("role", "user") not in ROLES:
        raise ValueError(f"an event's role is user or assistant, got {given['role']!r}")
    done = given | {name: read(given[name]) for name, read in (("at", _moment), ("item", _to_item)) if name in given}
    if "dwell_seconds" in done:
        done["dwell"] = _dwell(done.pop("dwell_seconds"))
    there = person.event(key)
    if there is not None:
        _check_same(person, there, key, done)
    else:
        person.observe(id=key, **done)


def _check_same(person: UserMemory, there: Event, key: str, given: Fields) -> None:
    """Check that an event that is put once more is the one that is there, as far as it is given: as it is, or as it would be stored."""
    names = {name: STORED_AS.get(name, name) for name in given if name != "at"}
    other = [at for name, at in names.items() if name != at or getattr(there, name) != _bare(given[name])]
    if not other:
        return
    again = person.as_stored(Interaction(key, **given))
    for name in other:
        told = getattr(there, name)
        if told != getattr(again, name):
            raise ValueError(
                f"the event {there.id!r} is there already, and an event is read-only once stored: its {name} is {told!r}. "
                "Choose another key"
            )


def _bare(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _moment(value: Any) -> datetime:
    try:
        return value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"`at` is a moment as ISO 8601 writes it, got {value!r}") from error


def _dwell(value: Any) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"dwell_seconds is a number, got {value!r:.60}")
    try:
        return timedelta(seconds=value)
    except (OverflowError, ValueError) as error:
        raise ValueError(f"dwell_seconds is a number of seconds, got {value!r}") from error


def _to_item(value: Any) -> Item:
    if not isinstance(value, Mapping) or (unknown := sorted(set(value) - {field.name for field in fields(Item)})):
        known = ", ".join(field.name for field in fields(Item))
        raise ValueError(
            f"an item is a mapping with some of {known}, got {unknown if isinstance(value, Mapping) else value!r}"
        )
    return Item(**value)


# Topics


def topics_of(person: UserMemory, namespace: tuple[str, ...]) -> Shelf[Interest]:
    """Return a person's topics: those that `interests` lists."""

    def find(key: str) -> Interest | None:
        return next((one for one in person.interests() if str(one.topic) == key), None)

    def ranked(query: str | None, _count: int) -> Iterable[tuple[Interest, float | None]]:
        if query is None:
            return [(one, None) for one in person.interests()]
        found = sorted(person.attend(query), key=lambda one: -one.relevance)
        return [(one.interest, one.relevance) for one in found]

    def item(one: Interest) -> dict[str, Any]:
        seen = one.last_seen or datetime.fromtimestamp(0, UTC)
        told = {name: value for name, value in asdict(one).items() if value is not None}
        told["last_seen"] = one.last_seen.isoformat() if one.last_seen else None
        return _item(namespace, str(one.topic), told, seen)

    def put(key: str, _value: Fields | None) -> None:
        raise ValueError(
            f"the topic {key!r} in {namespace} is read-only: it follows from the person's events, and from what they "
            "decide themselves (UserMemory.pin, mute, forget, …)"
        )

    return Shelf(find, ranked, item, put)


def _item(namespace: tuple[str, ...], key: str, value: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {"namespace": namespace, "key": key, "value": value, "created_at": at, "updated_at": at}
