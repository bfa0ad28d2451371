"""Erasing events with all that was learned from them alone: what other events say of a topic stays, as a replay of them has it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator

from sqlalchemy import Connection

from ..access import Access
from ..cleaning import without_unseen
from ..store import (
    event_statements,
    forgetting_statements,
    session_statements,
    source_statements,
    statements,
)
from ..topics.find import naming

Scrub = Callable[[str, re.Pattern[str]], str]


def erase_events(connection: Connection, access: Access, numbers: Collection[int], scrub: Scrub) -> set[str]:
    """Erase events, the topics that stood on nothing else, and the names that only they gave; return these names.

    The caller computes the topics anew. The rows of the events stay, empty, for the index knows them by their numbers.
    """
    user, some = access.number, sorted({*numbers, *event_statements.read_in(connection, numbers)})
    fed = forgetting_statements.fed_topics(connection, some)
    source_statements.drop_evidence(connection, some)
    event_statements.blank(connection, some)
    source_statements.empty(connection, some)
    event_statements.add_erased(connection, some)
    names = _drop_topics(connection, access, fed)
    if names:
        _drop_names(connection, user, names, scrub)
    forgetting_statements.drop_empty_sessions(connection, user)
    return names


def _drop_topics(connection: Connection, access: Access, fed: set[int]) -> set[str]:
    names, left = set[str](), set(fed)
    while gone := forgetting_statements.baseless(connection, left):  # one may have held another that goes, too
        for topic in sorted(gone):
            names |= set(access.numbered(topic).names)
            statements.erase_topic(connection, topic)
        left -= gone
    return names | set(_relabel(connection, access, left))


def _relabel(connection: Connection, access: Access, topics: Iterable[int]) -> Iterator[str]:
    """Let the names of topics go that none of the words left of them has; yield these."""
    for topic in sorted(topics):
        row = access.numbered(topic)
        left = [without_unseen(phrase) for phrase in source_statements.left_phrases(connection, topic)]
        spoken = {phrase.casefold() for phrase in left}
        gone = [name for name in row.names if name.casefold() not in spoken]
        if source_statements.named_by_person(connection, topic) or not left:
            gone = [name for name in gone if name != row.label]
        if gone:
            yield from gone
            label = left[0] if row.label in gone else row.label
            if label != row.label:
                row.label, row.vector = label, access.memory.vectorizer([label])[0]
            row.aliases = tuple(one for one in row.aliases if one not in gone and one.casefold() != label.casefold())
            statements.rename_topic(connection, row)


def _drop_names(connection: Connection, user: int, names: set[str], scrub: Scrub) -> None:
    """Take names out of what was decided and of all that was sent to a model."""
    decided = " ".join(f"{row.value} {row.before}" for row in statements.controls_of(connection, user))
    if pattern := _standing_in(names, decided):
        statements.settle_controls(connection, user, pattern)
    for number, sent in list(session_statements.all_sent(connection, user)):
        if pattern := _standing_in(names, _plain(sent)):
            session_statements.change_sent(connection, number, scrub(sent, pattern))


def _plain(sent: str) -> str:
    try:
        return json.dumps(json.loads(sent), ensure_ascii=False)
    except ValueError:
        return sent


def _standing_in(names: set[str], text: str) -> re.Pattern[str] | None:
    """Return a pattern of those names that stand in a text: of thousands hardly any does."""
    folded = text.casefold()
    found = [name for name in names if json.dumps(name, ensure_ascii=False)[1:-1].casefold() in folded]
    return naming(*found) if found else None
