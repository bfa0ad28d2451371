"""Someone who climbs, and what a model was sent."""

from __future__ import annotations

import pytest
from penchant.memory import InterestMemory, UserMemory

from tests.loopback import Loopback


@pytest.fixture
def climber(memory: InterestMemory) -> UserMemory:
    person = memory.user("ada")
    person.observe("I love rock climbing, I go bouldering three times a week.", id="climbs")
    return person


def said_to(server: Loopback) -> list[list[tuple[str, str]]]:
    """Return what the model was sent, call by call."""
    bodies = [one.body for one in server.requests if one.path == "/v1/chat/completions"]
    return [[(message["role"], str(message["content"])) for message in body["messages"]] for body in bodies]


def turns_of(person: UserMemory, session: str) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in person.turns(session, 100)]


def refuse_replies(memory: InterestMemory) -> None:
    """Let the disk be full for every reply."""
    full = "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    with memory.ledger.write() as connection:
        connection.exec_driver_sql(f"CREATE TRIGGER refuse BEFORE INSERT ON events WHEN NEW.role = 'assistant' {full}")
