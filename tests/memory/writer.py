"""A program that writes into a data folder: tests run it as a process of its own, tell it what to do, and kill it.

    python -m tests.memory.writer FOLDER WHO [--real] [--index]

Each line of its input is a command; each answer is one line, flushed:

    observe COUNT    store that many turns; the id of each, once it is acknowledged
    load COUNT       take in that many interactions at once, from the source "file"; how many are done, batch by batch, then the new ones
    forget TOPIC     the number of turns that were erased
    search WORDS     how many turns were found
    settle           the index's state
    close            "closing", then close and end

At the end of the input it closes as well.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zlib
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer
from typing import Any
from uuid import uuid4

import numpy as np
from penchant.memory import Interaction, InterestMemory, Item, Phrase
from penchant.memory.embedding import Vectors
from penchant.memory.ledger import Ledger
from sqlalchemy import text

from tests.memory.stores import follow

START = datetime(2026, 3, 1, 12, tzinfo=UTC)

LATER = START + timedelta(days=30)
"""After everything that a writer writes."""

EARLIER = START - timedelta(days=30)
"""When what a writer loads begins."""


@dataclass(frozen=True)
class Chance:
    """An embedding model without a model: a text's vector is drawn by its checksum, so different texts are unrelated."""

    name: str = "chance"
    dimension: int = 64

    def __call__(self, texts: Sequence[str]) -> Vectors:
        seeds = (zlib.crc32((self.name + text).encode()) for text in texts)
        drawn = [np.random.default_rng(seed).standard_normal(self.dimension) for seed in seeds]
        return np.array(drawn, np.float32).reshape(len(texts), self.dimension)


def topics_by_number(text: str) -> tuple[Phrase, ...]:
    """Return every "topic 7" of a text as something that the person likes."""
    found = re.finditer(r"topic \d+", text)
    return tuple(Phrase(match.group(), match.start(), match.end(), stance="stated") for match in found)


def open_small(
    place: Path | str, *, clock: Callable[[], datetime] = lambda: LATER, embedder: Any = None, **options: Any
) -> InterestMemory:
    """Open a memory that reads and embeds in no time."""
    return InterestMemory(place, clock=clock, embedder=embedder or Chance(), extractor=topics_by_number, **options)


def stored(folder: Path) -> set[int]:
    """Return the numbers of the events that the ledger holds and that say something."""
    with closing(Ledger(folder)) as ledger, ledger.read() as connection:
        return set(connection.execute(text("select seq from events where text != ''")).scalars())


class Minutes:
    """A clock that is a minute later every time it is read."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


# The parent's side

DEADLINE_SECONDS = 240


class Child:
    """A writer as its parent sees it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.memory.writer", str(folder), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def tell(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def hear(self, most: int | None = None) -> list[Any]:
        """Return the next answers, or all until it ends; a line that a kill cut off is none."""
        assert self.process.stdout is not None
        answers: list[Any] = []
        for line in self.process.stdout:
            if line.endswith("\n"):
                answers.append(json.loads(line))
            if len(answers) == most:
                break
        return answers

    def ask(self, command: str) -> Any:
        self.tell(command)
        return self.hear(1)[0]

    def kill(self) -> list[Any]:
        """Kill it and return what it had still answered."""
        self.process.kill()
        return self.end()

    def end(self) -> list[Any]:
        """Let it close, and return what it had still answered."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        answers = [] if self.process.stdout.closed else self.hear()
        self.process.stdout.close()
        self.process.wait(DEADLINE_SECONDS)
        return answers


@contextmanager
def started(folder: Path, *options: str) -> Iterator[Child]:
    """Start a writer; should it hang, it is killed at the deadline and the test fails for want of an answer."""
    child = Child(folder, *options)
    deadline = Timer(DEADLINE_SECONDS, child.process.kill)
    deadline.start()
    try:
        yield child
    finally:
        deadline.cancel()
        child.kill()


# The child's side

REAL = (
    "I love rock climbing.",
    "How do I brew green tea?",
    "我喜欢攀岩。",
    "I can't stand opera.",
    "I play chess at night.",
)


def say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def turn(number: int, real: bool) -> str:
    return f"{REAL[number % len(REAL)]} ({number})" if real else f"turn {number} is about topic {number % 37}"


def interactions(count: int) -> Iterator[Interaction]:
    """Yield views and turns, a minute apart, before anything that a writer observes."""
    for number in range(count):
        kind = ("view", "chat")[number % 2]
        item = Item(title=turn(number, real=False), tags=(f"tag {number % 11}",)) if kind == "view" else None
        text = "" if item else turn(number, real=False)
        yield Interaction(f"load {number}", kind, text, item, EARLIER + timedelta(minutes=number), session="loaded")


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("who")
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--index", action="store_true")
    told = parser.parse_args()
    follow()
    opened = InterestMemory if told.real else open_small
    with opened(told.folder, clock=Minutes(), index=told.index) as memory:
        person = memory.user(told.who)
        say("open")
        for line in sys.stdin:
            command, _, words = line.strip().partition(" ")
            if command == "observe":
                for number in range(int(words)):
                    key = uuid4().hex
                    person.observe(turn(number, told.real), id=key, session=told.who, learn=number % 10 != 9)
                    say(key)
            elif command == "load":
                say(person.observe_all(interactions(int(words)), source="file", format="test", progress=say).new)
            elif command == "forget":
                say(person.forget(words))
            elif command == "search":
                say(len(person.search(words)))
            elif command == "settle":
                say(memory.settle().name)
            elif command == "close":
                say("closing")
                break


if __name__ == "__main__":
    main()
