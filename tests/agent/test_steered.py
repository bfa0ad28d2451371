"""What a person says of their interests holds in the very prompt of that turn and in the next; incognito leaves no trace."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from penchant.agent import Agent
from penchant.agent.models import Model, Profile
from penchant.memory import InterestMemory, Learning, Phrase, UserMemory, extract

from tests.agent.talk import OPEN, Opener, chat_model, heard
from tests.conftest import Clock
from tests.loopback import Loopback

ENDINGS = {
    r"[Ss]top suggesting (?P<thing>[\w ]+)": -1,
    r"I'm done with (?P<thing>[\w ]+)": -1,
    r"I used to love (?P<thing>[\w ]+)": 1,
    r"别再推荐(?P<thing>\w+)": -1,
}


def with_endings(text: str) -> tuple[Phrase, ...]:
    """Read the packaged extractor's phrases, and those that end an interest by a few patterns of the tests' own."""
    for pattern, polarity in ENDINGS.items():
        if found := re.search(pattern, text):
            start, end = found.span("thing")
            ended = Phrase(found["thing"], start, end, 1 if polarity > 0 else -1, "stated", ends=True)
            return (ended, *(one for one in extract(text) if one.end <= start or one.start >= end))
    return extract(text)


@pytest.fixture
def listener(tmp_path: Path, clock: Clock) -> Iterator[UserMemory]:
    with InterestMemory(tmp_path, clock=clock, extractor=with_endings, index=False) as memory:
        yield memory.user("ada")


@pytest.fixture
def agent(server: Loopback, listener: UserMemory) -> Iterator[Agent]:
    with Agent(Model(Profile("loopback"), chat_model(server.base_url)), listener, session="s") as agent:
        yield agent


def leaning(body: dict[str, Any]) -> str:
    """Return what a request's block says to lean on; what it says to avoid is left out."""
    block = re.search(r"<interests-\w+>.*</interests-\w+>", body["messages"][-1]["content"], re.DOTALL)
    return "\n".join(line for line in (block[0] if block else "").splitlines() if not line.startswith("Avoid"))


@pytest.mark.parametrize("how", ["heavy", "pinned", "boosted"])
@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("jazz", "Stop suggesting jazz. Recommend something to do this weekend."),
        ("rock climbing", "I'm done with climbing! Suggest something to do this weekend."),
        ("jazz", "I used to love jazz. Suggest something to do this weekend."),
        ("爵士乐", "别再推荐爵士乐，周末做什么好？"),
    ],
)
async def test_what_is_ended_is_out_of_that_very_prompt_and_of_the_next(
    server: Loopback, listener: UserMemory, agent: Agent, how: str, label: str, words: str
) -> None:
    said = f"我喜欢{label}。" if not label.isascii() else f"I love {label}."
    for _ in range(12):
        listener.observe(said, kind="statement")
    listener.observe("I love gardening.", kind="statement")
    if how == "pinned":
        listener.pin(label)
    if how == "boosted":
        listener.boost(label, 4)
    await heard(agent, OPEN)
    assert label in leaning(server.requests[-1].body)
    await heard(agent, words)
    assert label not in leaning(server.requests[-1].body)
    await heard(agent, OPEN)
    assert label not in leaning(server.requests[-1].body)
    assert "gardening" in leaning(server.requests[-1].body)
    await heard(agent, f"What is {label}?" if label.isascii() else f"什么是{label}？")
    await heard(agent, OPEN)
    assert label not in leaning(server.requests[-1].body)
    ended = next(one for one in listener.interests() if one.label == label)
    assert ended.weight < 0.3


async def test_what_a_query_refuses_is_not_leaned_on_while_it_says_so(
    server: Loopback, listener: UserMemory, agent: Agent
) -> None:
    for _ in range(12):
        listener.observe("I love jazz.", kind="statement")
    await heard(agent, "I don't like jazz. Suggest something to do this weekend.")
    assert "jazz" not in leaning(server.requests[-1].body)


async def test_undoing_a_stop_brings_the_interest_back_into_the_prompt(
    server: Loopback, listener: UserMemory, agent: Agent
) -> None:
    listener.observe("I love jazz.", kind="statement")
    listener.stop("jazz")
    await heard(agent, OPEN)
    assert "jazz" not in leaning(server.requests[-1].body)
    listener.undo()
    await heard(agent, OPEN)
    assert "jazz" in leaning(server.requests[-1].body)


async def test_a_merged_topic_is_leaned_on_for_what_either_was_about(
    server: Loopback, listener: UserMemory, agent: Agent
) -> None:
    listener.observe("I love gardening and jazz.", kind="statement")
    listener.merge("gardening", "jazz")
    await heard(agent, "I want to talk about gardening.")
    assert "jazz" in leaning(server.requests[-1].body)


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.is_file() and not file.name.endswith("-shm")  # shared memory of open readers, no data
    }


async def test_incognito_leaves_every_byte_of_the_ledger_as_it_was(
    person: UserMemory, opened: Opener, server: Loopback, tmp_path: Path
) -> None:
    person.observe("I love jazz.", kind="statement", session="s")
    agent = opened(learning=Learning.INCOGNITO)
    before = bytes_of(tmp_path)
    assert any(name.startswith("ledger") for name in before)
    for words in ("I love chess.", "Stop suggesting jazz.", OPEN):
        await heard(agent, words)
    assert bytes_of(tmp_path) == before
    assert "jazz" not in json.dumps(server.requests[-1].body["messages"][-1])
    agent.learning = Learning.PAUSED
    await heard(agent, "I love tea.")
    assert bytes_of(tmp_path) != before
    assert [one.label for one in person.interests()] == ["jazz"]
