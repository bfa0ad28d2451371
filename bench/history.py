"""The parts of a turn at 1,000 stored turns, kept from release to release by pytest-benchmark: embed, gate, ledger, index, prompt.

    pytest bench/history.py --benchmark-storage=bench/results/history --benchmark-save=0.1.0       # keeps a run
    pytest bench/history.py --benchmark-storage=bench/results/history --benchmark-compare          # beside the last one that was kept

What is compared was measured at different times: a machine that was busy at one of them says nothing, so look at `min` and `median`, and at
`floor`, which is SQLite's alone. Ratios within one run are bench/turn.py's. Every text is new, as in a conversation.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from penchant.agent import Agent
from penchant.agent import recall as turn
from penchant.agent.bias import bias_for, kind_of
from penchant.agent.prompt import build
from penchant.agent.prompting.past import past_of
from penchant.memory import InterestMemory
from turn import REPLY, Floor, asked, fill, texts

STORED = 1_000
ROUNDS = {"rounds": 100, "warmup_rounds": 5}

Bench = Callable[..., Any]


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    """Hold an agent whose person has said a thousand things."""
    with InterestMemory(tmp_path_factory.mktemp("history")) as memory:
        fill(memory, STORED)
        memory.settle()
        agent = Agent(FakeListChatModel(responses=[REPLY]), memory.user())
        agent.model.profile.count("load the vocabulary")
        gc.freeze()
        yield agent


@pytest.fixture(scope="module")
def new() -> Callable[[], str]:
    """Return what makes sentences that nobody has said before."""
    numbers = count(1_000_000)
    return lambda: texts(next(numbers), 1)[0]


def run(benchmark: Any, work: Callable[..., Any], given: Callable[[], tuple[Any, ...]]) -> None:
    """Measure some work on what is made new for each round."""
    benchmark.pedantic(work, setup=lambda: (given(), {}), **ROUNDS)


def test_floor(benchmark: Any, tmp_path: Path, new: Callable[[], str]) -> None:
    """One committed insert of a text and a vector's bytes."""
    floor = Floor(tmp_path)
    run(benchmark, floor.insert, lambda: (new(), bytes(2048)))
    floor.connection.close()


def test_embed(benchmark: Any, agent: Agent, new: Callable[[], str]) -> None:
    """One text's vector."""
    run(benchmark, agent.memory._memory.vectorizer, lambda: ([new()],))


def test_read(benchmark: Any, agent: Agent, new: Callable[[], str]) -> None:
    """A text's phrases, and the vectors of all."""
    run(benchmark, agent.memory._memory.reader, lambda: (new(),))


def known(agent: Agent, new: Callable[[], str]) -> str:
    """Return a sentence whose vector is known, once the index has caught up with the round before."""
    agent.memory._memory.settle()
    text = new()
    agent.memory.vector(text)
    return text


def test_attend(benchmark: Any, agent: Agent, new: Callable[[], str]) -> None:
    """The interests that may matter to a message whose vector is known."""
    run(benchmark, agent.memory.attend, lambda: (known(agent, new),))


def test_recall(benchmark: Any, agent: Agent, new: Callable[[], str]) -> None:
    """The past turns that matter to it."""
    run(benchmark, lambda text: agent.memory.recall_turns(text, 12), lambda: (known(agent, new),))


def test_gate(benchmark: Any, agent: Agent, new: Callable[[], str]) -> None:
    """Which interests enter."""

    def given() -> tuple[Any, ...]:
        text = known(agent, new)
        return text, agent.memory.attend(text)

    how = asked(agent)
    run(
        benchmark,
        lambda text, found: bias_for(text, found, gate=how["gate"], kind=kind_of(text, judge=how["judge"])),
        given,
    )


def test_prompt(benchmark: Any, agent: Agent, new: Callable[[], str]) -> None:
    """The prompt with what enters."""
    profile = agent.model.profile

    def given() -> tuple[Any, ...]:
        text = known(agent, new)
        bias = bias_for(text, agent.memory.attend(text))
        return text, bias, past_of(text, agent.memory.recall_turns(text, 12), bias.openness)

    def work(text: str, bias: Any, quotes: Any) -> Any:
        return build(
            text,
            (),
            bias,
            placement=profile.placement,
            max_tokens=profile.max_prompt_tokens,
            count=profile.count,
            quotes=quotes,
        )

    run(benchmark, work, given)


def test_ledger(benchmark: Any, agent: Agent, new: Callable[[], str]) -> None:
    """A message stored and learned from, its vector known."""
    run(benchmark, lambda text: agent.memory.observe(text, session="ledger"), lambda: (known(agent, new),))


def test_index(benchmark: Any, agent: Agent, new: Callable[[], str]) -> None:
    """A search in Chroma, and the cosines of what it finds."""
    memory, access = agent.memory._memory, agent.memory._access

    def work(vector: Any) -> Any:
        with access.reading() as connection:
            return memory.nearest(connection, access.number, vector, 200)

    def given() -> tuple[Any, ...]:
        return (agent.memory.vector(known(agent, new)),)

    run(benchmark, work, given)


def test_before(benchmark: Any, agent: Agent, new: Callable[[], str]) -> None:
    """All that a turn waits for before the model is asked."""

    def work(text: str) -> Any:
        keeping = agent._keeping()
        at = agent.memory._memory.clock()
        return turn.recall(text, (), None, keeping=keeping, at=at, **asked(agent))

    def given() -> tuple[str]:
        agent.memory._memory.settle()
        return (new(),)

    run(benchmark, work, given)
