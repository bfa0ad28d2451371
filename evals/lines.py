"""One line of a transcript against its description (transcript.schema.json): what is wrong in it, and what is odd."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ..memory.importers.chats import TIME_KEYS
from ..memory.importers.messages import SPEAKER_KEYS, WORDS_KEYS
from ..memory.importers.node import Node, Unreadable
from .labels import NAMES, TRUTHS

FIELDS = ("user", "session", "time", "role", "text", "id", "labels")
"""The fields of a line, as the description has them."""

_ALIASES = {
    "user": ("user", "user_id"),
    "session": ("session", "session_id", "conversation_id"),
    "time": TIME_KEYS,
    "role": SPEAKER_KEYS,
    "text": WORDS_KEYS,
    "id": ("id", "uuid", "message_id"),
    "labels": ("labels",),
}
_ROLES = ("user", "assistant", "system", "tool")
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")

_COUNTED = re.compile(r"\s*-?\d{9,}(\.\d+)?\s*")
"""Seconds or milliseconds since 1970, which are UTC; in a table they are text as all else is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a place of a file: where, in which field, the value, what about it, and what to do.

    A `wrong` one cannot be read: a run leaves its line out. Any other is read, but perhaps not as it was meant.
    """

    where: str
    field: str
    value: str
    problem: str
    advice: str
    wrong: bool = True

    def __str__(self) -> str:
        value = f"is {self.value}, {self.problem}" if self.value else self.problem
        return "; ".join(filter(None, (": ".join(filter(None, (self.where, self.field, value))), self.advice)))


def problems_of(line: Node) -> Iterator[Problem]:
    """Yield everything about a line: what is wrong, and what is read but not as the description has it."""
    where = line.where.removesuffix(": ")
    if not isinstance(line.value, dict):
        yield Problem(
            where, "", _shown(line.value), "which is no turn", 'write an object: {"role": "user", "text": "…"}'
        )
        return
    read = set(FIELDS)
    for name in FIELDS:
        key, node = _found(line, name)
        if node is None:
            yield from _missing(where, name, line)
            continue
        read.add(key)
        if key != name:
            yield Problem(where, key, "", f"is read as {name}", f"call it {name}", wrong=False)
        yield from _CHECKS[name](where, key, node)
    yield from _unknown(where, "", line, read, FIELDS)


def _found(line: Node, name: str) -> tuple[str, Node | None]:
    for key in _ALIASES[name]:
        if (node := line.get(key)) is not None:
            return key, node
    return name, None


_MISSING = {
    "role": ("is missing", 'write "user" or "assistant"', True),
    "text": ("is missing", "write what was said, or leave the line out", True),
    "user": ("is missing: all such lines are of one user, named after the file", "write who it is", False),
    "session": ("is missing: all such lines of a user are one session", "write which conversation it is", False),
    "time": ("is missing: a minute after the user's turn before it", "write when it was said, in ISO 8601", False),
}


def _missing(where: str, name: str, line: Node) -> Iterator[Problem]:
    if name == "text" and any(key in WORDS_KEYS for key in _keys(line)):  # null, as a call of a tool has it
        yield Problem(where, "text", "null", "and the line is left out", "write what was said", wrong=False)
    elif name in _MISSING:
        problem, advice, wrong = _MISSING[name]
        yield Problem(where, name, "", problem, advice, wrong)
    elif name in _keys(line):
        yield Problem(where, name, "null", "and passed over", "leave it out", wrong=False)


def _keys(line: Node) -> list[str]:
    return list(line.value) if isinstance(line.value, dict) else []


def _name(where: str, key: str, node: Node) -> Iterator[Problem]:
    try:
        node.name()
    except Unreadable:
        yield Problem(where, key, _shown(node.value), "which names nothing", "write text or a whole number")


EARLIEST = 1990
"""A year before which hardly anybody wrote what is read here: 1969 and 1970 are what programs write of no time."""
LATER = "write when it was said, or leave it out"


def long_ago(at: datetime) -> str:
    """Return what is odd about a time."""
    return f"which is in {at.year}"


def _time(where: str, key: str, node: Node) -> Iterator[Problem]:
    if node.value == "":
        yield Problem(where, key, '""', "and passed over", "write when it was said, or leave it out", wrong=False)
        return
    try:
        at = node.moment()
    except Unreadable:
        yield Problem(where, key, _shown(node.value), "not a time", "write ISO 8601: 2026-03-01T18:00:00Z")
        return
    if at.year < EARLIEST:
        yield Problem(where, key, _shown(node.value), long_ago(at), LATER, wrong=False)
    if isinstance(node.value, str) and not (_ZONED.fullmatch(node.value) or _COUNTED.fullmatch(node.value)):
        yield Problem(
            where,
            key,
            _shown(node.value),
            "read as UTC",
            "write ISO 8601 with its zone: 2026-03-01T18:00:00Z",
            wrong=False,
        )


def _role(where: str, key: str, node: Node) -> Iterator[Problem]:
    try:
        role = node.role()
    except Unreadable:
        yield Problem(where, key, _shown(node.value), "which is nobody", f"write {_any_of(_ROLES)}")
        return
    if node.value not in _ROLES:
        meant = role or "system"
        yield Problem(where, key, _shown(node.value), f"read as {meant}", f"write {meant}", wrong=False)


def _text(where: str, key: str, node: Node) -> Iterator[Problem]:
    try:
        words = node.text()
    except Unreadable:
        yield Problem(where, key, _shown(node.value), "which is no text", "write what was said in quotes")
        return
    if not words:
        yield Problem(
            where, key, _shown(node.value), "which has no words: the line is left out", "write some", wrong=False
        )
    elif not isinstance(node.value, str):
        yield Problem(where, key, _shown(node.value), "read as its texts, joined", "write one text", wrong=False)


def _labels(where: str, key: str, node: Node) -> Iterator[Problem]:
    if not isinstance(node.value, dict):
        yield Problem(where, key, _shown(node.value), "not an object", 'write {"topics": ["jazz"], "personal": true}')
        return
    for name in NAMES:
        label = node.get(name)
        if label is None and name in node.value:
            yield Problem(where, f"labels.{name}", "null", "and passed over", "leave it out", wrong=False)
        elif label is not None and name in TRUTHS and not isinstance(label.value, bool):
            yield Problem(where, f"labels.{name}", _shown(label.value), "not a truth", "write true or false")
        elif label is not None and name not in TRUTHS:
            for one in label.items() if isinstance(label.value, list) else [label]:
                yield from _name(where, f"labels.{name}", one)
    yield from _unknown(where, "labels.", node, set(NAMES), NAMES)


def _unknown(where: str, under: str, node: Node, known: set[str], names: tuple[str, ...]) -> Iterator[Problem]:
    for key in _keys(node):
        if key not in known:
            near = difflib.get_close_matches(key.lower(), names, n=1)
            advice = f"did you mean {near[0]}?" if near else f"read are {', '.join(names)}"
            yield Problem(where, f"{under}{key[:60]}", "", "is passed over", advice, wrong=False)


_CHECKS: dict[str, Callable[[str, str, Node], Iterator[Problem]]] = {
    "user": _name,
    "session": _name,
    "time": _time,
    "role": _role,
    "text": _text,
    "id": _name,
    "labels": _labels,
}


def _any_of(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _shown(value: object) -> str:
    """Return a value as short text on one line."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
