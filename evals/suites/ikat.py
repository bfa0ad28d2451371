"""TREC iKAT's conversations: a message, what was said before, the person's statements, and which of them matter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...agent.gate.exchanges import Exchange
from .suite import files, read

FILES = "ikat/2023_*_topics.json"
"""The years and parts that are there."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One turn of a conversation; `needed` are the numbers of the statements that matter to it."""

    text: str
    before: tuple[Exchange, ...]
    needed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation of a person; those of one `group` are about one thing and stay together in cross-validation."""

    name: str
    group: str
    statements: tuple[tuple[str, str], ...]
    turns: tuple[Asked, ...]


@cache
def conversations(data: Path) -> tuple[Conversation, ...]:
    """Return the conversations of the years that are there."""
    return tuple(_conversation(topic, file.stem) for file in files([FILES], data) for topic in read(file))


def _conversation(topic: dict[str, Any], part: str) -> Conversation:
    number = str(topic["number"])
    statements = tuple((str(key), str(text)) for key, text in topic["ptkb"].items())
    known, exchanges, turns = {key for key, _ in statements}, list[Exchange](), list[Asked]()
    for one in topic.get("turns") or topic.get("responses") or ():
        text = one.get("utterance") or one.get("user_utterance") or ""
        needed = frozenset(map(str, one.get("ptkb_provenance") or ())) & known
        turns.append(Asked(text, tuple(exchanges), needed))
        exchanges.append(Exchange(text, one.get("response") or ""))
    return Conversation(f"{part} {number}", f"{part} {number.split('-')[0]}", statements, tuple(turns))
