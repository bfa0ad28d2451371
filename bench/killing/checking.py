"""What is in a memory that was just opened, as far as it can be compared with what was acknowledged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from penchant.memory import InterestMemory, UserMemory
from penchant.memory.ledger import Ledger
from sqlalchemy import text

WHO = "ada"

TOKEN = re.compile(rb"k\d{7}x")
"""What is in each event's words and in no other's; as code, which nothing is learned from."""


def key_of(words: str) -> str:
    """Return the id of an event by its words: not their token, for the id of what was forgotten stays."""
    return "e" + words[-9:-2]


def standing(person: UserMemory) -> dict[str, list[Any]]:
    """Return how the person's decisions stand, by the topic's number as JSON has it."""
    return {
        str(one.topic): [one.label, one.pinned, one.muted, one.boost, one.stopped, one.tentative]
        for one in person.interests()
    }


def living(ledger: Ledger) -> dict[str, str]:
    """Return the words of the events that say something, by id."""
    with ledger.read() as connection:
        return {row.id: row.text for row in _rows(connection)}


def _rows(connection: Any) -> Iterator[Any]:
    return iter(connection.execute(text("select id, text from events where text != ''")).all())


def tokens_under(folder: Path) -> dict[str, str]:
    """Return what any file of a folder says of events, by its id, and the file."""
    found: dict[str, str] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            found |= {
                f"e{token[1:-1].decode()}": str(path.relative_to(folder)) for token in TOKEN.findall(path.read_bytes())
            }
    return found


def check(memory: InterestMemory, folder: Path, now: datetime, indexed: bool, anew: bool) -> dict[str, Any]:
    """Return what is in a memory that was just opened: events, decisions, how far the weights are from a replay, the index's state."""
    person = memory.user(WHO)
    person.learn()
    memory.ledger.check()
    with memory.ledger.read() as connection:
        ids = list(connection.execute(text("select id from events")).scalars())
        waiting = connection.execute(text("select count(*) from events where not learned")).scalar_one()
    report = {
        "living": living(memory.ledger), "twice": len(ids) - len(set(ids)), "unlearned": waiting, "standing": standing(person),
        "controls": [one.number for one in person.controls()], "apart": apart(person, now, anew), "tokens": tokens_under(folder),
    }  # fmt: skip
    if indexed:
        report["index"] = memory.settle(120).name
        report["lag"] = memory.index_lag()
    return report


def apart(person: UserMemory, now: datetime, anew: bool) -> float:
    """Return how far a weight is from a replay of the ledger at most, and with `anew` from one that replaces it."""
    before = {one.topic: one.weight for one in person.interests()}
    replayed = [{one.topic: one.weight for one in person.interests(as_of=now)}]
    if anew:
        person.rebuild()
        replayed.append({one.topic: one.weight for one in person.interests()})
    if any(set(other) != set(before) for other in replayed):
        return float("inf")
    return max((abs(other[topic] - weight) for other in replayed for topic, weight in before.items()), default=0.0)
