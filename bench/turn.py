"""How long memory makes a turn wait, beside the floors: milliseconds, medians, everything in one run.

    python bench/turn.py                          # 1,000 and 100,000 stored turns; about ten minutes
    python bench/turn.py --stored 1000 --turns 50
    python bench/turn.py --stored 1000 100000 --cpu --keep filled   # fill once, use it again

Two floors are measured between the turns themselves: before the model is called, one embedding of the text and one
committed insert; for the whole turn, one embedding of the text together with its phrases and one committed insert. Measured
texts are new each time, so nothing about them is remembered. The model is not called; where it would write, the index catches up and the
system writes its files out, as it does in the seconds that a reply takes. Of what is stored the first thousand turns are observed one by
one; what goes beyond is written in bulk, as the same rows of the ledger and its full-text index, and the index follows (`write`).
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import machine
import numpy as np
from langchain_core.language_models import FakeListChatModel
from penchant.agent import Agent
from penchant.agent import recall as turn
from penchant.agent.gate.gate import open_gate
from penchant.memory import Event, InterestMemory
from penchant.memory import learner as handle
from penchant.memory.calibration import unit
from penchant.memory.extraction import extract
from penchant.memory.recall import retrieval
from penchant.memory.store import event_statements

TOPICS = (
    "rock climbing", "jazz", "vegan cooking", "chess", "landscape photography", "the history of Rome", "road cycling", "gardening",
    "science fiction", "machine learning", "salsa", "astronomy", "Italian films", "woodworking", "trail running", "poetry", "tea",
    "board games", "sailing", "pottery", "birdwatching", "bread baking", "yoga", "travel in Japan", "motorcycles", "opera",
)  # fmt: skip
SAYINGS = (
    "I went to a place for {0} near the station last week and it was better than I thought ({2})",
    "I am thinking about {0} again, do you know a good book about it for someone who likes {1}? ({2})",
    "how much does it cost to start with {0} if I have done {1} for {2} weeks before?",
    "my plan for the evening is {0}, and then perhaps some {1} with friends at number {2}",
    "can you tell me what people say about {0} in town {2}?",
)
REPLY = "That sounds like a good plan. Let me know how it goes, and whether you would like more ideas of that kind."

OBSERVED = 1_000
"""Turns that are stored as they are in a conversation."""

KINDS, TURNED, BATCH = 520, 0.01, 1_000
"""Sentences whose vectors the others get (as many as make all sayings on all topics), how far turned, and pairs written at once."""

NAMES = ("before", "floor before", "whole", "floor whole")
PARTS = (
    "attend",
    "embed",
    "extract",
    "bias",
    "history",
    "recall",
    "find",
    "signs",
    "observe",
    "learn",
    "prompt",
    "record",
)

Samples = dict[str, list[float]]
Clock = Callable[[], float]


def texts(start: int, count: int) -> list[str]:
    """Return sentences that are all different."""
    numbers = range(start, start + count)
    return [SAYINGS[n % 5].format(TOPICS[n % 26], TOPICS[(n // 26 + 7) % 26], n) for n in numbers]


def fill(memory: InterestMemory, count: int) -> None:
    """Store turns in sessions of forty: the first thousand are observed, and so make the topics; the rest is written in bulk."""
    person, said = memory.user(), texts(0, OBSERVED // 2)
    memory.read_ahead(said)
    for number, text in enumerate(said[: count // 2]):
        person.observe(text, session=_session(number))
        person.observe(REPLY, role="assistant", session=_session(number))
    write(memory, range(OBSERVED // 2, count // 2))


def write(memory: InterestMemory, numbers: range) -> None:
    """Write pairs of turns as rows of the ledger, its full-text index too; what they would teach is left out.

    Their texts are all different. Their vectors are those of a few hundred sentences of the same kind, each turned a little at random.
    """
    vectors, random = memory.vectorizer([*texts(0, KINDS), REPLY]), np.random.default_rng(7)
    user = memory.user()._access.number
    for start in range(numbers.start, numbers.stop, BATCH):
        some = range(start, min(start + BATCH, numbers.stop))
        events = [event for n, text in zip(some, texts(start, len(some)), strict=True) for event in _pair(n, text)]
        near = vectors[[place for n in some for place in (n % KINDS, KINDS)]]
        near = unit(near + random.normal(scale=TURNED, size=near.shape).astype(np.float32))
        with memory.ledger.write(user) as connection:
            event_statements.add_events(connection, user, events, list(near), None)


def _pair(number: int, text: str) -> tuple[Event, Event]:
    at, session = datetime.now(UTC), _session(number)
    return (
        Event(f"{number} asked", session, "chat", "user", text, at, True, 0),
        Event(f"{number} answered", session, "chat", "assistant", REPLY, at, True, 0),
    )


def _session(number: int) -> str:
    return f"old {number // 20}"


class Floor:
    """A table of its own, committed as durably as the ledger."""

    def __init__(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute("CREATE TABLE IF NOT EXISTS turns (id INTEGER PRIMARY KEY, text TEXT, vector BLOB)")

    def insert(self, text: str, vector: bytes) -> None:
        """Insert and commit one turn."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("INSERT INTO turns (text, vector) VALUES (?, ?)", (text, vector))
        self.connection.execute("COMMIT")


class Stopwatch:
    """Adds up the time spent in functions that it wraps, by a clock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.spent: dict[str, float] = {}

    def wrap(self, owner: Any, attribute: str, name: str) -> None:
        """Time every call of an attribute of an object, a class or a module."""
        original: Callable[..., Any] = getattr(owner, attribute)

        def timed(*arguments: Any, **options: Any) -> Any:
            start = self.clock()
            try:
                return original(*arguments, **options)
            finally:
                self.spent[name] = self.spent.get(name, 0.0) + self.clock() - start

        setattr(owner, attribute, timed)


def watched(memory: InterestMemory, clock: Clock) -> tuple[Agent, Stopwatch]:
    """Return an agent whose parts are timed."""
    agent, watch = Agent(FakeListChatModel(responses=[REPLY]), memory.user()), Stopwatch(clock)
    agent.model.profile.count("load the vocabulary")
    watch.wrap(memory.reader, "_vectorize", "embed")
    watch.wrap(memory.reader, "extract", "extract")
    watch.wrap(turn, "bias_for", "bias")
    watch.wrap(turn, "build", "prompt")
    watch.wrap(turn, "record", "record")
    watch.wrap(agent.memory, "turns", "history")
    watch.wrap(agent.memory, "attend", "attend")
    watch.wrap(agent.memory, "observe", "observe")
    watch.wrap(agent.memory, "recall_turns", "recall")
    watch.wrap(retrieval.Retrieval, "_find", "find")
    watch.wrap(retrieval.Retrieval, "_signs", "signs")
    watch.wrap(handle.Learner, "_take", "learn")
    return agent, watch


def asked(agent: Agent) -> dict[str, Any]:
    """Return with what an agent asks memory and its gate."""
    gate, judged = open_gate(agent.memory.embedder), agent._judge()
    return {"profile": agent.model.profile, "system": "", "gate": gate, "judge": judged}


def measure(stored: int, turns: int, folder: Path, clock: Clock, frozen: bool = True) -> Samples:
    """Return milliseconds of every turn at a size of the memory; what is loaded is `frozen` first, as by the chat and the server."""
    samples: Samples = {}
    filled = (folder / f"memory-{stored}").exists()
    with InterestMemory(folder / f"memory-{stored}") as memory:
        if not filled:
            fill(memory, stored)
        memory.settle()
        agent, watch = watched(memory, clock)
        if frozen:
            gc.freeze()
        floor, vectorize = Floor(folder / f"memory-{stored}"), memory.vectorizer
        for text, other, third in _triples(turns):
            watch.spent.clear()
            start = clock()
            keeping = agent._keeping()
            turn.recall(text, (), None, keeping=keeping, at=memory.clock(), **asked(agent))
            before = clock() - start
            rest(memory)  # while the model writes its reply
            start = clock()
            keeping.answer(REPLY, complete=True)
            row = {"before": before, "whole": before + clock() - start, **watch.spent}
            keeping.look_ahead(text, REPLY)  # while the person reads
            rest(memory)
            row["floor before"] = _floor(lambda text=other: floor.insert(text, vectorize([text])[0].tobytes()), clock)
            batch = [third, *(phrase.text for phrase in extract(third))]
            row["floor whole"] = _floor(
                lambda batch=batch: floor.insert(batch[0], vectorize(batch)[0].tobytes()), clock
            )
            for name, seconds in row.items():
                samples.setdefault(name, []).append(1000 * seconds)
        floor.connection.close()
    return samples


def rest(memory: InterestMemory) -> None:
    """Do what happens in the seconds between a person's turns: the index catches up, the system writes its files out."""
    memory.settle()
    os.sync()


def _triples(turns: int) -> Iterator[tuple[str, str, str]]:
    """Yield three different sentences of the same kind; the first few turns warm up and are not wanted twice."""
    said = iter(texts(1_000_000, 15 * turns))
    while group := list(islice(said, 15)):
        yield from ((group[i], group[i + 5], group[i + 10]) for i in range(min(5, len(group) // 3)))


def _floor(work: Callable[[], None], clock: Clock) -> float:
    start = clock()
    work()
    return clock() - start


def report(results: dict[int, Samples]) -> None:
    """Print medians, and ratios turn by turn."""
    for stored, samples in results.items():
        print(f"\n{stored:,} stored turns, {len(samples['before'])} measured; milliseconds, median")
        for name in (*NAMES, *PARTS):
            print(f"  {name:14} {median(samples.get(name, [0.0])):7.2f}")
        for part in ("before", "whole"):
            ratios = [own / floor for own, floor in zip(samples[part], samples[f"floor {part}"], strict=True)]
            print(
                f"  {part} / its floor: {median(ratios):.2f}; the longest turn but the first {max(samples[part][1:], default=0.0):.0f} ms"
            )
    sizes = sorted(results)
    if len(sizes) > 1:
        for part in ("before", "whole"):
            small, large = median(results[sizes[0]][part]), median(results[sizes[-1]][part])
            print(f"\n{part}: {sizes[-1]:,} turns / {sizes[0]:,} turns: {large / small:.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stored", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument(
        "--cpu", action="store_true", help="the answering thread's processor time, for a machine in use by others"
    )
    parser.add_argument(
        "--unfrozen", action="store_true", help="let the garbage collector look through all that is loaded"
    )
    parser.add_argument("--keep", type=Path, help="fill memories in this folder, and use those that are there")
    parser.add_argument("--out", type=Path, help="write every sample to this file")
    arguments = parser.parse_args()
    print(f"penchant {version('penchant')}, Python {platform.python_version()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as away:
        folder = arguments.keep or Path(away)
        clock = time.thread_time if arguments.cpu else time.perf_counter
        results = {
            stored: measure(stored, arguments.turns, folder, clock, not arguments.unfrozen)
            for stored in arguments.stored
        }
    report(results)
    machine.write(arguments.out, results)


if __name__ == "__main__":
    main()
