"""Messages as OpenAI's interface has them: a conversation a line or in a list, or a message a line."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from .chats import TIME_KEYS, Chat, Message, name_of, time_of
from .node import SILENT_ROLES, Node, Unreadable
from .shapes import has_any, like
from .source import SAMPLE, Source

USER_KEYS = ("user", "user_id")
PART_KEYS = ("session", "session_id", "conversation_id")
SPEAKER_KEYS = ("role", "sender", "from", "speaker")
WORDS_KEYS = ("text", "content", "message", "value")
SESSION_KEYS = (*PART_KEYS, "id", "uuid")
_OWN = (*USER_KEYS, *PART_KEYS, "labels")
LIST_KEYS = ("messages", "conversations", "conversation", "dialogue", "dialog", "turns")

_hold_messages = like(*(f"[].{group}.[].{key}" for group in LIST_KEYS for key in SPEAKER_KEYS), "[].[].role")
_hold_lines = like(*(f"[].{group}.[].{key}" for group in LIST_KEYS for key in _OWN), *(f"[].[].{key}" for key in _OWN))
of_telegram = like("[].messages.[].from_id", "chats.list.[].messages.[].from_id")
"""Whether records are chats of Telegram's: people talk to each other there, nobody is the assistant."""
_are_lines = like(*(f"[].{key}" for key in ("text", "content", *SPEAKER_KEYS)))


def are_conversations(source: Source) -> bool:
    """Return whether records are conversations."""
    return _hold_messages(source) and not _hold_lines(source) and not of_telegram(source)


def are_nested(source: Source) -> bool:
    """Return whether records hold messages that say themselves whose they are, of which session, or what they are about."""
    return _hold_messages(source) and _hold_lines(source)


def are_messages(source: Source) -> bool:
    """Return whether records are messages, or hold such as could stand alone."""
    return (_are_lines(source) or are_nested(source)) and not of_telegram(source)


def laid_out(source: Source) -> Source:
    """Return messages that could stand alone as records; what they do not say is their conversation's."""
    if not are_nested(source):
        return source

    def elements() -> Iterator[Node | Unreadable]:
        for number, record in enumerate(source.elements(), start=1):
            yield from [record] if isinstance(record, Unreadable) else _lines(record, source.shape == "object", number)

    first = (one.value for one in elements() if isinstance(one, Node))
    root = Node(list(itertools.islice(first, SAMPLE)), source.root.where)
    return replace(source, shape="lines" if source.shape == "lines" else "list", root=root, elements=elements)


def _lines(record: Node, alone: bool, number: int) -> Iterator[Node | Unreadable]:
    try:
        talk = chat(record)
    except Unreadable as error:
        yield error
        return
    given = {USER_KEYS: talk.user, PART_KEYS: talk.id or ("" if alone else str(number))}
    start = talk.start.isoformat() if talk.start else ""
    for node in talk.messages:
        yield _with(node, {**given, TIME_KEYS: start})
        start = start if _is_silent(node) else ""


def _with(node: Node, given: dict[tuple[str, ...], str]) -> Node:
    """Return a message with what is given, unless it says so itself, under any of the names for it."""
    if not isinstance(node.value, dict):
        return node
    added = {keys[0]: value for keys, value in given.items() if value and node.get(*keys) is None}
    return Node({**node.value, **added}, node.where)


def _is_silent(node: Node) -> bool:
    role = node.get(*SPEAKER_KEYS) if isinstance(node.value, dict) else None
    return role is not None and str(role.value).strip().casefold() in SILENT_ROLES


def chat(record: Node) -> Chat:
    """Return a conversation: a list of messages, or an object with one.

    Raises:
        Unreadable: it is neither.
    """
    if isinstance(record.value, list):
        return Chat("", "", None, record.items())
    user, name, start = name_of(record, *USER_KEYS), name_of(record, *SESSION_KEYS), time_of(record)
    return Chat(name, user, start, record.need(*LIST_KEYS).items())


def said(message: Node) -> Message:
    """Return a message. A call of a tool has no words.

    Raises:
        Unreadable: it is no message.
    """
    role = message.need(*SPEAKER_KEYS).role()
    words = message.get(*WORDS_KEYS)
    if words is None and not has_any(message.value, WORDS_KEYS):  # null is allowed
        words = message.need(*WORDS_KEYS)
    known = message.get("id", "uuid", "message_id")
    return Message(role, words.text() if words else "", time_of(message), known.name() if known else "")
