"""Bringing an export back: every event, piece of evidence and decision as it was, so that the weights are those that were.

What is known by its id is left alone, what was forgotten stays away, and a topic that is there under the same name takes the evidence.
Decisions come with the topics that are new; about a topic that is there, what was decided here stands.
"""

from __future__ import annotations

import json
from base64 import b64decode
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from .. import weights as w
from ..access import Access
from ..cleaning import one_line, storable
from ..embedding import Vectors
from ..forgetting.retention import TOO_OLD, too_old
from ..forgetting.tombstones import REASON, freed, kept_away, marks_of
from ..items import from_mapping
from ..records import Attachment, Event, Ms, Taken, to_ms
from ..store import event_statements, session_statements, source_statements, statements, waiting_statements
from ..store.schema import controls, events, evidence, users
from ..topics.assigning import TopicRow
from .document import checked
from .reading import Record

BATCH = 256


def bring_back(access: Access, document: Mapping[str, Any]) -> Taken:
    """Take an export in, and return what was new, known and left out of its events.

    Raises:
        ValueError: the document is no export, or a record of it lacks something.
        EmbeddingError: the embedding model failed; nothing has changed.
    """
    told = _storable(checked(document), access.memory.redact)
    try:
        some = [_event(record) for record in told["events"]]
        texts = [event.text for event in some if event.role == "user" and event.text]
        vectors = _vectors(access, [*texts, *(str(topic["label"]) for topic in told["topics"])])
        with access.writing() as connection:
            taken = _Bringing(access, connection, told, vectors).take(some)
            access.standing.drop()
            access.standing.refresh(connection)
            access.standing.rebuild(connection)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"the export is damaged: a record lacks {error}") from error
    access.memory.grown()
    return taken


_WORDS = ("text", "title", "tags", "url", "phrase")
_NAMES = ("label", "aliases", "name", "value")


def _storable(told: Any, redact: Callable[[str], str], key: str = "") -> Any:
    """Return an export with its words as they would be stored had they been said here: it may come from anywhere, and be changed."""
    if isinstance(told, Mapping):
        return {name: _storable(value, redact, name) for name, value in told.items()}
    if isinstance(told, list):
        return [_storable(one, redact, key) for one in told]
    if not isinstance(told, str) or key not in (*_WORDS, *_NAMES):
        return told
    return redact(one_line(storable(told)) if key in _NAMES else storable(told))


def _vectors(access: Access, texts: Sequence[str]) -> dict[str, Vectors]:
    wanted = list(dict.fromkeys(texts))
    made = dict[str, Vectors]()
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        made |= zip(some, access.memory.vectorizer(some), strict=True)
    return made


class _Bringing:
    """One import into one transaction; numbers of the export become those that this ledger gives."""

    def __init__(
        self, access: Access, connection: Connection, told: Mapping[str, Any], vectors: Mapping[str, Vectors]
    ) -> None:
        self._access, self._connection, self._told, self._vectors = access, connection, told, vectors
        self._user = access.number
        self._events, self._topics, self._controls = dict[int, int](), dict[int, int](), dict[int, int]()
        self._empty = self._partly = False
        self._fresh = set[int]()  # topics that were made here, by their numbers in the export

    def take(self, some: Sequence[Event]) -> Taken:
        """Take all of it in."""
        connection, user = self._connection, self._user
        self._empty = marks_of(connection, user) is None and event_statements.last_event(connection, user) == 0
        away = kept_away(connection, user, some)
        old = too_old(connection, user, some, self._access.now()) - away
        known = event_statements.known_ids(connection, user, [event.id for event in some])
        if rows := freed(connection, user, [event for event in some if event.id not in away]):
            source_statements.drop_evidence(connection, rows)
            source_statements.empty(connection, rows)
        new = [event for event in some if event.id not in away | old | known]
        self._partly = bool(away)
        self._know(some, known)
        self._store(new)
        wanted = {event.number for event in new}
        pieces = [one for one in self._told["evidence"] if one["event"] in wanted]
        self._find_topics(pieces)
        self._add_evidence(pieces)
        self._add_controls()
        left = Counter({REASON: len(away), TOO_OLD: len(old)})
        return Taken(len(new), len(known - away - old), {name: count for name, count in left.items() if count})

    # Events

    def _know(self, some: Sequence[Event], known: set[str]) -> None:
        there = select(events.c.id, events.c.seq).where(events.c.user == self._user)
        by_id = {row.id: row.seq for row in self._connection.execute(there) if row.id in known}
        self._events |= {event.number: by_id[event.id] for event in some if event.id in by_id}

    def _store(self, new: Sequence[Event]) -> None:
        wanted = {event.number for event in new}
        records = {record["number"]: record for record in self._told["events"] if record["number"] in wanted}
        origin = self._sources(records)
        for event in new:
            self._store_one(event, records[event.number], origin)
        for record in records.values():
            for place, file in enumerate(record["attachments"]):
                if (read := self._events.get(file.get("reading"))) is not None:
                    waiting_statements.set_reading(self._connection, self._events[record["number"]], place, read)
        here = {event.session for event in new}
        for session in self._told["sessions"]:
            if session["id"] in here:
                values = {"name": str(session["name"]), "learning": str(session["learning"])}
                session_statements.set_session(self._connection, self._user, session["id"], values)

    def _store_one(self, event: Event, record: Record, origin: Mapping[int, int]) -> None:
        connection, part_of = self._connection, None
        if event.part_of is not None and (part_of := self._events.get(event.part_of)) is None:
            return  # what it was read in stays away
        kept = _moved(event, part_of)
        vector = self._vectors.get(event.text) if event.role == "user" and event.text else None
        number = event_statements.add_event(
            connection, self._user, kept, to_ms(event.at), bool(record["learned"]), vector
        )
        self._events[event.number] = number
        values = {"replaced": bool(record["replaced"]), "source": origin.get(record["source"])}
        if values["replaced"] or values["source"] is not None:
            connection.execute(update(events).where(events.c.seq == number).values(values))
        if record["sent"] is not None:
            session_statements.add_sent(connection, number, str(record["sent"]))

    def _sources(self, records: Mapping[int, Record]) -> dict[int, int]:
        counts = Counter(record["source"] for record in records.values() if record["source"] is not None)
        return {
            one["number"]: source_statements.register(
                self._connection, self._user, one["name"], one["format"], _ms(one["last"]), counts[one["number"]]
            )
            for one in self._told["sources"]
            if one["number"] in counts
        }

    # Topics

    def _find_topics(self, pieces: Sequence[Record]) -> None:
        """Find or make the topics that evidence is for or was once given to; where nothing is known yet and nothing forgotten, all."""
        standing = self._access.standing
        there = {row.label.casefold(): row.id for row in standing.topics.rows}
        fed = {one[key] for one in pieces for key in ("topic", "origin")}
        for one in self._told["topics"]:
            if not self._empty and one["number"] not in fed:
                continue
            label, *aliases = self._names(one, pieces)
            if (known := there.get(label.casefold())) is not None:
                self._topics[one["number"]] = known
                continue
            vector = self._vectors[label] if label in self._vectors else self._access.memory.vectorizer([label])[0]
            row = TopicRow(0, label, vector, w.Accumulators.empty(), aliases=tuple(aliases))
            statements.add_topic(self._connection, self._user, row, standing.revision + 1)
            self._topics[one["number"]] = row.id
            self._fresh.add(one["number"])

    def _names(self, topic: Record, pieces: Sequence[Record]) -> list[str]:
        """Return what a topic is called; where some of the events stay away, only by what those say that come."""
        names = [str(topic["label"]), *map(str, topic["aliases"])]
        if not self._partly:
            return names
        mine = [one for one in pieces if topic["number"] in (one["topic"], one["origin"])]
        spoken = {
            str(one["phrase"]).casefold(): str(one["phrase"]) for one in sorted(mine, key=lambda one: abs(one["mass"]))
        }
        kept = [name for name in names if name.casefold() in spoken]
        return kept or [list(spoken.values())[-1]]

    def _add_evidence(self, pieces: Sequence[Record]) -> None:
        joined: dict[tuple[int, int, int], dict[str, Any]] = {}
        for one in pieces:
            if one["event"] not in self._events:
                continue
            place = self._topics[one["topic"]], self._events[one["event"]], self._topics.get(one["origin"], 0)
            values = {
                "topic": place[0], "event": place[1], "origin": place[2] or place[0], "phrase": str(one["phrase"]),
                "mass": _mass(one["mass"]), "stated": bool(one["stated"]), "ends": bool(one["ends"]), "at": _ms(one["at"]),
            }  # fmt: skip
            before = joined.get(place)
            joined[place] = values if before is None else values | {"mass": before["mass"] + values["mass"]}
        if joined:
            self._connection.execute(insert(evidence), list(joined.values()))

    # Decisions

    def _add_controls(self) -> None:
        for one in self._told["controls"]:
            if one["topic"] not in self._fresh or (value := self._value(one)) is None:
                continue
            before = (
                None if one["before"] is None else one["before"] | {"after": self._last(one["before"].get("after", 0))}
            )
            values = {
                "user": self._user, "topic": self._topics[one["topic"]], "action": one["action"], "value": value,
                "at": _ms(one["at"]), "before": "" if before is None else json.dumps(before, ensure_ascii=False),
            }  # fmt: skip
            stored = self._connection.execute(insert(controls).values(values))
            self._controls[one["number"]] = int(stored.inserted_primary_key[0])  # type: ignore[index]
        final = self._controls.get(self._told["person"].get("final_control", 0))
        if final is not None:
            self._connection.execute(update(users).where(users.c.id == self._user).values(final=final))

    def _value(self, one: Record) -> str | None:
        """Return a control's value with the numbers of this ledger; None where what it speaks of is not here."""
        value = str(one["value"])
        if one["action"] in ("stop", "reject"):
            return str(self._last(int(value)))
        if one["action"] == "merge":
            into = self._topics.get(int(value))
            return None if into is None else str(into)
        if one["action"] == "undo":
            undone = self._controls.get(int(value))
            return None if undone is None else str(undone)
        return self._split(json.loads(value)) if one["action"] == "split" else value

    def _split(self, told: Mapping[str, Any]) -> str | None:
        source = self._topics.get(told["from"])
        places = [(self._topics.get(origin), self._events.get(event)) for origin, event in told["pieces"]]
        here = sorted([origin, event] for origin, event in places if origin is not None and event is not None)
        return None if source is None else json.dumps({"from": source, "pieces": here})

    def _last(self, number: int) -> int:
        """Return the last event here that came no later than one of the export."""
        numbers = sorted(self._events)
        place = bisect_right(numbers, number)
        return self._events[numbers[place - 1]] if place else 0


def _event(record: Record) -> Event:
    item = record["item"]
    files = tuple(
        Attachment(str(one["name"]), str(one["media_type"]), b64decode(one["base64"], validate=True))
        for one in record["attachments"]
    )
    return Event(
        str(record["id"]), str(record["session"]), str(record["kind"]), record["role"], str(record["text"]),
        _at(record["at"]), bool(record["complete"]), int(record["number"]), files, _mass(record["mass"]),
        None if item is None else from_mapping(item), record["part_of"],
    )  # fmt: skip


def _moved(event: Event, part_of: int | None) -> Event:
    return replace(event, number=0, part_of=part_of)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _mass(value: Any) -> float:
    """Return a mass; a piece of evidence may have several times that of its event."""
    if not abs(mass := float(value)) <= 1000 * w.MOST_MASS:
        raise ValueError(f"the export is damaged: a mass is {value}")
    return mass


def _ms(text: str) -> Ms:
    return to_ms(_at(text))
