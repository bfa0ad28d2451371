"""The statements on what waits for a model, its cost, and evidence that another reading replaces; each takes an open transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, func, insert, or_, select, update

from ..records import Ms
from .event_statements import parts
from .schema import attachments, controls, events, evidence, spent, told, topics, waiting

WORDS = -1
"""The place of a turn's words in the queue; its attachments have theirs from 0 on."""

LONGEST_WAIT: Ms = 6 * 60 * 60_000
"""The most that is waited between two tries."""

# The queue


def add(connection: Connection, user: int, event: int, places: Iterable[int], not_before: Ms) -> None:
    """Let a turn's words or attachments wait for a model."""
    row = {"user": user, "event": event, "tries": 0, "refusals": 0, "not_before": not_before}
    if rows := [row | {"place": place} for place in places]:
        connection.execute(insert(waiting), rows)


def due(connection: Connection, user: int, words: bool, now: Ms, count: int) -> list[Row[Any]]:
    """Return what can be begun with: nothing as long as nothing is due, else also what has only just come.

    A row has its event, place and refusals. What another process has claimed is not among it until the claim ends.
    """
    kind = waiting.c.place == WORDS if words else waiting.c.place != WORDS
    mine = and_(waiting.c.user == user, kind)
    if connection.execute(select(waiting.c.event).where(mine, _due(now)).limit(1)).first() is None:
        return []
    found = select(waiting.c.event, waiting.c.place, waiting.c.refusals).join(events, events.c.seq == waiting.c.event)
    found = found.where(mine, _free(now), events.c.learned, told)
    return list(connection.execute(found.order_by(waiting.c.not_before, waiting.c.event).limit(count)))


def _free(now: Ms) -> Any:
    return or_(_due(now), waiting.c.tries == 0)


def _due(now: Ms) -> Any:
    """What waits for longer than anything ever does was told to by a clock that has been set back since."""
    return or_(waiting.c.not_before <= now, waiting.c.not_before > now + LONGEST_WAIT)


def claim(connection: Connection, event: int, place: int, mark: str, now: Ms, until: Ms) -> bool:
    """Take something out of everyone else's reach until a moment; False if another process was first."""
    row = update(waiting).where(waiting.c.event == event, waiting.c.place == place, _free(now))
    return connection.execute(row.values(claim=mark, not_before=until, tries=waiting.c.tries + 1)).rowcount == 1


def claimed(connection: Connection, mark: str) -> list[Row[Any]]:
    """Return what is still claimed under a mark: what was forgotten or taken back meanwhile is not."""
    return list(connection.execute(select(waiting).where(waiting.c.claim == mark)))


def give_back(connection: Connection, mark: str, not_before: Ms, refused: int) -> None:
    """Let what is claimed under a mark wait again; `refused` is 1 where repeating will hardly help."""
    values = {"claim": None, "not_before": not_before, "refusals": waiting.c.refusals + refused}
    connection.execute(update(waiting).where(waiting.c.claim == mark).values(values))


def drop_refused(connection: Connection, user: int, most: int) -> int:
    """Give up what was refused so often; returns how many."""
    often = delete(waiting).where(waiting.c.user == user, waiting.c.refusals >= most)
    return connection.execute(often).rowcount


def drop(connection: Connection, event: int, place: int) -> None:
    """Take something out of the queue."""
    connection.execute(delete(waiting).where(waiting.c.event == event, waiting.c.place == place))


def count(connection: Connection, user: int) -> tuple[int, int]:
    """Return how many turns and how many attachments of a user's wait."""
    of_words = waiting.c.place == WORDS
    found = select(of_words, func.count()).where(waiting.c.user == user).group_by(of_words)
    counts = {bool(words): number for words, number in connection.execute(found)}
    return counts.get(True, 0), counts.get(False, 0)


# What it has cost


def spent_on(connection: Connection, user: int, day: int) -> tuple[int, int, int, int]:
    """Return a day's tokens, what was read, the phrases that were dropped, and what was given up."""
    columns = (spent.c.tokens, spent.c.read, spent.c.dropped, spent.c.given_up)
    row = connection.execute(select(*columns).where(spent.c.user == user, spent.c.day == day)).first()
    return (0, 0, 0, 0) if row is None else (row.tokens, row.read, row.dropped, row.given_up)


def spend(
    connection: Connection, user: int, day: int, *, tokens: int = 0, read: int = 0, dropped: int = 0, given_up: int = 0
) -> None:
    """Add to what a day has cost and brought."""
    more = {"tokens": tokens, "read": read, "dropped": dropped, "given_up": given_up}
    row = update(spent).where(spent.c.user == user, spent.c.day == day)
    if not connection.execute(row.values({name: spent.c[name] + value for name, value in more.items()})).rowcount:
        connection.execute(insert(spent).values({"user": user, "day": day} | more))


# Attachments


def known_reading(connection: Connection, event: int, place: int) -> tuple[str, list[str]] | None:
    """Return what was read in the same bytes when they came with another turn, and the phrases that it gave; None if nothing was."""
    other, mine = attachments.alias(), attachments.c
    found = (
        select(events.c.seq, events.c.text)
        .join(other, other.c.reading == events.c.seq)
        .join(attachments, and_(mine.blob == other.c.blob, mine.media_type == other.c.media_type))
        .where(mine.event == event, mine.place == place, events.c.text != "")
    )
    if (row := connection.execute(found.limit(1)).first()) is None:
        return None
    phrases = select(evidence.c.phrase).where(evidence.c.event == row.seq).distinct()
    return row.text, sorted(set(connection.execute(phrases).scalars()))  # sealed, equal ones differ


def set_reading(connection: Connection, event: int, place: int, reading: int) -> None:
    """Say which event holds what was read in an attachment."""
    mine = update(attachments).where(attachments.c.event == event, attachments.c.place == place)
    connection.execute(mine.values(reading=reading))


# Evidence


def take_out(connection: Connection, event: int, except_of: Iterable[int]) -> list[dict[str, Any]]:
    """Take an event's evidence out and return it; that of some topics stays."""
    mine = and_(evidence.c.event == event, evidence.c.topic.not_in(list(except_of)))
    rows = [dict(row._mapping) for row in connection.execute(select(evidence).where(mine))]
    connection.execute(delete(evidence).where(mine))
    return rows


def fed_by(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Return the topics that have evidence of some events."""
    found = (select(evidence.c.topic).where(evidence.c.event.in_(part)) for part in parts(numbers))
    return {topic for one in found for topic in connection.execute(one).scalars()}


def drop_unfounded(connection: Connection, user: int, numbers: Iterable[int], keep: set[str]) -> None:
    """Delete those of some topics that stand on nothing any more and that the person decided nothing about, but for some labels."""
    founded = exists().where(evidence.c.topic == topics.c.id, evidence.c.mass != 0)
    decided = exists().where(controls.c.topic == topics.c.id)
    for part in parts(sorted(numbers)):
        mine = and_(topics.c.user == user, topics.c.id.in_(part), ~founded, ~decided, topics.c.prior == 0)
        found = list(connection.execute(select(topics.c.id, topics.c.label).where(mine)))
        gone = [row.id for row in found if row.label.casefold() not in keep]
        connection.execute(delete(topics).where(topics.c.id.in_(gone)))


def remember(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Put evidence back with no mass where its topic is still there and has no other of the event: `forget` must know of it."""
    for row in rows:
        there = exists().where(evidence.c.topic == row["topic"], evidence.c.event == row["event"])
        known = select(topics.c.id).where(topics.c.id == row["topic"], ~there)
        if connection.execute(known).first() is not None:
            connection.execute(insert(evidence).values(row | {"mass": 0.0}))
