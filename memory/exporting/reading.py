"""What an export has in it, read from the ledger: plain values in the order of docs/export.md, a few rows at a time."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, exists, or_, select

from ..access import Access
from ..items import as_mapping, unpacked
from ..records import Ms, from_ms
from ..store import event_statements, forgetting_statements, session_statements, statements
from ..store.schema import events, evidence, sessions, sources, topics, users

BATCH: Final = 200

Record = dict[str, Any]

Weighed = tuple[float, float, float]
"""A topic's weight, its share, and how strong the dislike of it is."""


def moment(ms: Ms) -> str:
    """Return a moment as an export writes it.

    >>> moment(1_700_000_000_123)
    '2023-11-14T22:13:20.123Z'
    """
    return from_ms(ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def person_of(connection: Connection, access: Access, name: str) -> Record:
    """Return who it is, and what stands beside all records."""
    row = connection.execute(select(users.c.final, users.c.joined_at).where(users.c.id == access.number)).one()
    rules = forgetting_statements.rules_of(connection, access.number)
    return {
        "name": name,
        "embedder": access.memory.vectorizer.name,
        "final_control": row.final,
        "joined_cohort_at": None if row.joined_at is None else moment(row.joined_at),
        "kept_ms": rules,
    }


def sessions_of(connection: Connection, user: int) -> Iterator[Record]:
    """Yield what was decided about sessions."""
    for row in connection.execute(select(sessions).where(sessions.c.user == user).order_by(sessions.c.id)):
        yield {"id": row.id, "name": row.name, "learning": row.learning}


def sources_of(connection: Connection, user: int) -> Iterator[Record]:
    """Yield where events were imported from."""
    for row in connection.execute(select(sources).where(sources.c.user == user).order_by(sources.c.id)):
        yield {"number": row.id, "name": row.name, "format": row.format, "last": moment(row.last), "events": row.taken}


def topics_of(connection: Connection, user: int, weights: Mapping[int, Weighed]) -> Iterator[Record]:
    """Yield the topics, those that are merged, rejected or hidden too; `weights` are their figures now by number."""
    for row in connection.execute(select(topics).where(topics.c.user == user).order_by(topics.c.id)):
        weight, share, negative = weights.get(row.id, (None, None, None))
        yield {
            "number": row.id, "label": row.label, "aliases": json.loads(row.aliases), "weight": weight, "share": share,
            "negative": negative, "evidence": row.evidence, "tentative": row.tentative, "pinned": row.pinned, "muted": row.muted,
            "boost": row.boost, "merged_into": row.merged_into, "rejected": row.rejected,
        }  # fmt: skip


def events_of(connection: Connection, user: int) -> Iterator[Record]:
    """Yield the events that say something or that something was learned from, with all that came with them."""
    founded = exists().where(evidence.c.event == events.c.seq)
    wanted = and_(events.c.user == user, or_(forgetting_statements.SPEAKS, founded))
    columns = [column for column in events.c if column.name != "vector"]
    after = 0
    while rows := list(
        connection.execute(select(*columns).where(wanted, events.c.seq > after).order_by(events.c.seq).limit(BATCH))
    ):
        after = rows[-1].seq
        numbers = [row.seq for row in rows]
        files = event_statements.attachments_of(connection, [row.seq for row in rows if row.attached])
        readings = forgetting_statements.readings_of(connection, numbers)
        sent = session_statements.sent_of(connection, user, numbers)
        yield from (_event(row, files.get(row.seq, ()), readings, sent.get(row.seq)) for row in rows)


def _event(row: Row[Any], files: Any, readings: Mapping[tuple[int, int], int], sent: str | None) -> Record:
    return {
        "number": row.seq, "id": row.id, "session": row.session, "kind": row.kind, "role": row.role, "text": row.text,
        "at": moment(row.at), "complete": row.complete, "replaced": row.replaced, "learned": row.learned, "mass": row.mass,
        "item": None if row.item is None else as_mapping(unpacked(row.item)),
        "source": row.source, "part_of": row.part_of,
        "attachments": [
            {
                "name": file.name, "media_type": file.media_type, "base64": b64encode(file.data).decode(),
                "reading": readings.get((row.seq, place)),
            }
            for place, file in enumerate(files)
        ],
        "sent": sent,
    }  # fmt: skip


def evidence_of(connection: Connection, user: int) -> Iterator[Record]:
    """Yield the evidence: for which topic it counts now, and to which it was given."""
    found = select(evidence).join(topics, topics.c.id == evidence.c.topic).where(topics.c.user == user)
    for row in connection.execute(found.order_by(evidence.c.event, evidence.c.topic, evidence.c.origin)):
        yield {
            "topic": row.topic, "origin": row.origin, "event": row.event, "phrase": row.phrase, "mass": row.mass,
            "stated": row.stated, "ends": row.ends, "at": moment(row.at),
        }  # fmt: skip


def controls_of(connection: Connection, user: int) -> Iterator[Record]:
    """Yield what the person decided, what was undone too."""
    for row in statements.controls_of(connection, user):
        yield {
            "number": row.seq, "topic": row.topic, "action": row.action, "value": row.value, "at": moment(row.at),
            "before": json.loads(row.before) if row.before else None,
        }  # fmt: skip
