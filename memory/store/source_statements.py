"""The statements on sources: where events were imported from, and what goes with them; each takes an open transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, delete, exists, insert, select, update

from ..records import Ms
from . import full_text
from .event_statements import parts
from .schema import attachments, controls, events, evidence, prompts, said, sessions, sources, topics


def register(connection: Connection, user: int, name: str, form: str, at: Ms, taken: int) -> int:
    """Note that so many more events came from a source, and return its number; the format stays where none is given."""
    mine = sources.c.user == user, sources.c.name == name
    values: dict[str, Any] = {"last": at, "taken": sources.c.taken + taken} | ({"format": form} if form else {})
    if not connection.execute(update(sources).where(*mine).values(values)).rowcount:
        given = {"user": user, "name": name, "format": form, "last": at, "taken": taken}
        connection.execute(insert(sources).values(given))
    return int(connection.execute(select(sources.c.id).where(*mine)).scalar_one())


def all_sources(connection: Connection, user: int) -> list[Row[Any]]:
    """Return a user's sources, the one that was imported last first."""
    found = select(sources).where(sources.c.user == user).order_by(sources.c.last.desc(), sources.c.id)
    return list(connection.execute(found))


def source_number(connection: Connection, user: int, name: str) -> int | None:
    """Return the number of a user's source, if there is one of that name."""
    return connection.execute(select(sources.c.id).where(sources.c.user == user, sources.c.name == name)).scalar()


def events_from(connection: Connection, source: int) -> list[int]:
    """Return the numbers of the events that came from a source."""
    return list(connection.execute(select(events.c.seq).where(events.c.source == source)).scalars())


def drop_evidence(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Delete what was learned from events; return the topics that it was evidence for."""
    fed: set[int] = set()
    for part in parts(numbers):
        fed |= set(connection.execute(select(evidence.c.topic).where(evidence.c.event.in_(part))).scalars())
        connection.execute(delete(evidence).where(evidence.c.event.in_(part)))
    return fed


def baseless(connection: Connection, some: Iterable[int]) -> list[int]:
    """Return those of some topics that no evidence is left of."""
    founded = exists().where(evidence.c.topic == topics.c.id)
    bare = select(topics.c.id).where(~founded)
    return [
        topic
        for part in parts(sorted(some))
        for topic in connection.execute(bare.where(topics.c.id.in_(part))).scalars()
    ]


def left_phrases(connection: Connection, topic: int) -> list[str]:
    """Return the phrases that are left of a topic, that of the greatest mass first."""
    masses: Counter[str] = Counter()  # summed here: a database cannot tell sealed phrases apart
    for phrase, mass in connection.execute(select(evidence.c.phrase, evidence.c.mass).where(evidence.c.topic == topic)):
        masses[phrase] += abs(mass)
    return sorted(masses, key=lambda phrase: (-masses[phrase], phrase))


def named_by_person(connection: Connection, topic: int) -> bool:
    """Return whether the person has given a topic its label."""
    renamed = exists().where(controls.c.topic == topic, controls.c.action == "rename")
    return bool(connection.execute(select(renamed)).scalar())


_EMPTY = (
    update(events)
    .where(events.c.seq == bindparam("number"))
    .values(
        id=bindparam("nobody"), session="", kind="", text="", at=0, vector=None, learned=True, attached=0, item=None,
        mass=0.0, source=None, telling=None,
    )
)  # fmt: skip


def empty(connection: Connection, numbers: Sequence[int]) -> None:
    """Erase all that events were but their numbers, which the index knows them by; what has their ids is new again."""
    for part in parts(numbers):
        connection.execute(delete(attachments).where(attachments.c.event.in_(part)))
        connection.execute(delete(prompts).where(prompts.c.event.in_(part)))
        connection.execute(_EMPTY, [{"number": number, "nobody": uuid4().hex} for number in part])
    full_text.scrub(connection)


def drop_source(connection: Connection, user: int, source: int) -> None:
    """Delete a source, and what was decided about sessions that nothing is left of."""
    connection.execute(delete(sources).where(sources.c.id == source))
    left = exists().where(events.c.user == user, events.c.session == sessions.c.id, said)
    connection.execute(delete(sessions).where(sessions.c.user == user, ~left))
