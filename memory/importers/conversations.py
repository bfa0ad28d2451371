"""Chats as interactions: the person's words, and the assistant's as their context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import repeat

from ..records import Interaction
from . import messages
from .chats import Chat, Message, name_of
from .found import ASIDE, ATTACHED, SECRET, SILENT, UNREADABLE, WORDLESS, LeftOut, Options, Reading, key, one_person
from .node import Node, Unreadable
from .order import oldest_first
from .source import Source

Of = Callable[[Node], Chat]
Said = Callable[[Node], Message]


def reader(label: str, chat: Of, said: Said) -> Callable[[Source, Options], Reading]:
    """Return a reader of conversations, the oldest first; `label` begins the ids of what is read."""

    def read(source: Source, options: Options) -> Reading:
        other, seen = one_person(options.person), Counter[str]()
        for record in oldest_first(source.elements(), lambda record: _begun(chat(record), said)):
            if isinstance(record, Unreadable):
                yield LeftOut(UNREADABLE, str(record))
                continue
            try:
                talk = chat(record)
            except Unreadable as error:
                yield LeftOut(UNREADABLE, str(error))
                continue
            if aside := _aside(talk, other):
                yield from aside
            else:
                yield from repeat(LeftOut(ASIDE), talk.aside)
                yield from _interactions(talk, said, _session(label, talk, said, seen), options.undated)

    return read


def _begun(talk: Chat, said: Said) -> datetime | None:
    """Return when a conversation began, where it or one of its messages says so."""
    if talk.start is not None:
        return talk.start
    for node in talk.messages:
        with suppress(Unreadable):
            if (at := said(node).at) is not None:
                return at
    return None


def _aside(talk: Chat, other: Callable[[str], LeftOut | None]) -> list[LeftOut]:
    """Return what is left out with the whole conversation; nothing if it is taken."""
    reason = LeftOut(SECRET) if talk.secret else other(talk.user)
    return [reason] * max(1, len(talk.messages) + talk.aside) if reason else []


def _session(label: str, talk: Chat, said: Said, seen: Counter[str]) -> str:
    """Return what a conversation is known by: its id, or else how it begins and how many before it began the same way."""
    if talk.id:
        return f"{label}:{talk.id}"
    start = key(*(f"{one.role}\0{one.text}" for one in _opening(talk, said)))
    seen[start] += 1
    return f"{label}:{start}" + (f":{seen[start]}" if seen[start] > 1 else "")


def _opening(talk: Chat, said: Said) -> Iterator[Message]:
    for node in talk.messages:
        try:
            one = said(node)
        except Unreadable:
            continue
        yield one
        if one.role == "user" and one.text:
            return


def _interactions(talk: Chat, said: Said, session: str, undated: datetime | None) -> Reading:
    latest, seen = talk.start, Counter[str]()
    for node in talk.messages:
        try:
            one = said(node)
        except Unreadable as error:
            yield LeftOut(UNREADABLE, str(error))
            continue
        yield from repeat(LeftOut(ATTACHED), one.attached)
        if one.role is None or not one.text:
            yield LeftOut(SILENT if one.role is None else WORDLESS)
            continue
        latest = one.at or latest
        same = key(one.role, one.text, one.at or "")
        seen[same] += 1
        name = one.id or f"{same}:{seen[same]}"
        yield Interaction(f"{session}:{name}", text=one.text, at=latest or undated, role=one.role, session=session)


def read_turns(source: Source, options: Options) -> Reading:
    """Read a message a line. One without an id and a time is known by its words and how many were the same before it."""
    other, seen = one_person(options.person), Counter[str]()
    for record in messages.laid_out(source).elements():
        try:
            if isinstance(record, Unreadable):
                raise record
            found = other(name_of(record, *messages.USER_KEYS)) or _turn(record, options.undated, seen)
        except Unreadable as error:
            found = LeftOut(UNREADABLE, str(error))
        yield found


def _turn(record: Node, undated: datetime | None, seen: Counter[str]) -> Interaction | LeftOut:
    one, part = messages.said(record), name_of(record, *messages.PART_KEYS)
    if one.role is None or not one.text:
        return LeftOut(SILENT if one.role is None else WORDLESS)
    name = one.id or key(one.role, one.text, one.at or "")
    if not one.id and one.at is None:
        seen[f"{part}:{name}"] += 1
        name = f"{name}:{seen[f'{part}:{name}']}"
    session = f"turns:{part}"
    return Interaction(f"{session}:{name}", text=one.text, at=one.at or undated, role=one.role, session=session)
