"""Conversations with an assistant, whatever file they come from: what evals replays and importers take in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..records import Role
from .node import Node

TIME_KEYS = ("time", "timestamp", "at", "created_at", "create_time", "created_date", "date")


@dataclass(frozen=True, slots=True)
class Message:
    """What was said: by whom (None: the system or a tool), the words, when, and an id; the last two where the file has them.

    `attached` counts what came with it, of which nothing is taken.
    """

    role: Role | None
    text: str
    at: datetime | None
    id: str = ""
    attached: int = 0


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation: its id, whose it is and when it began, where the file says so, and its messages as they stand there.

    `aside` counts messages on branches that were not gone on with. `secret` is a conversation that was not to be remembered.
    """

    id: str
    user: str
    start: datetime | None
    messages: Sequence[Node]
    aside: int = 0
    secret: bool = False


def time_of(record: Node) -> datetime | None:
    """Return when something was said or begun; None where the file does not say."""
    found = record.get(*TIME_KEYS)
    return None if found is None or found.value == "" else found.moment()


def name_of(record: Node, *keys: str) -> str:
    """Return the first of some identifiers that a record has; "" without one."""
    found = record.get(*keys)
    return found.name() if found else ""
