"""The namespaces of `InterestStore`: whose data, and which. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from langgraph.store.base import InvalidNamespaceError, MatchCondition

from ...memory.arguments import expect

ROOT: Final = "users"
EVENTS: Final = "events"
TOPICS: Final = "topics"
KINDS: Final = (EVENTS, TOPICS)

Namespace = tuple[str, ...]

_CODES = {"%": "%25", ".": "%2E", "\x00": "%00"}
_NAMES = {code: character for character, code in _CODES.items()}


def namespace_of(user: str, kind: Literal["events", "topics"]) -> Namespace:
    """Return the namespace of a user's events or topics.

    >>> namespace_of("a@b.com", "events")
    ('users', 'a@b%2Ecom', 'events')

    Raises:
        ValueError: the user's name is empty, or there is no such kind.
    """
    expect(isinstance(user, str), "user", "a text", user)
    if not user:
        raise ValueError("a user needs a name")
    if kind not in KINDS:
        raise ValueError(f"there is no namespace {kind!r}: choose {EVENTS!r} or {TOPICS!r}")
    return ROOT, label_of(user), kind


def label_of(user: str) -> str:
    """Return a user's name as a namespace has it: "%", "." and NUL are written as their codes."""
    return re.sub(r"[%.\x00]", lambda found: _CODES[found[0]], user)


def user_of(namespace: Namespace) -> str:
    """Return whose namespace it is.

    Raises:
        InvalidNamespaceError: nobody's, or the name is not written as `label_of` writes it.
    """
    if len(namespace) < 2 or namespace[0] != ROOT:
        raise InvalidNamespaceError(f'there is no namespace {namespace}: it begins with ("{ROOT}", user)')
    if re.search(r"%(?!25|2E|00)", namespace[1]):
        raise InvalidNamespaceError(
            f"the user {namespace[1]!r} is not written as a namespace has it: use namespace_of(user, kind)"
        )
    return re.sub(r"%(?:25|2E|00)", lambda found: _NAMES[found[0]], namespace[1])


def matches(namespace: Namespace, conditions: Sequence[MatchCondition]) -> bool:
    """Return whether a namespace begins and ends as all conditions say; "*" stands for any one label."""
    return all(_fits(namespace, condition) for condition in conditions)


def _fits(namespace: Namespace, condition: MatchCondition) -> bool:
    path = condition.path
    if len(path) > len(namespace):
        return False
    part = namespace[: len(path)] if condition.match_type == "prefix" else namespace[len(namespace) - len(path) :]
    return all(wanted in ("*", label) for wanted, label in zip(path, part, strict=True))
