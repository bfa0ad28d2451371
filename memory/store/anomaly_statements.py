"""The statement on where evidence came from: what shows a burst, a lone session or an import."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from .schema import events, evidence, sources


def origins(connection: Connection, user: int) -> list[tuple[Any, ...]]:
    """Return each piece of evidence that speaks for a topic: topic, phrase, mass, at, session, and the source's name or None."""
    asked = (
        select(evidence.c.topic, evidence.c.phrase, evidence.c.mass, evidence.c.at, events.c.session, sources.c.name.label("source"))
        .join(events, events.c.seq == evidence.c.event)
        .outerjoin(sources, sources.c.id == events.c.source)
        .where(events.c.user == user, evidence.c.mass > 0)
        .order_by(evidence.c.at, evidence.c.event)
    )  # fmt: skip
    return [tuple(row) for row in connection.execute(asked)]
