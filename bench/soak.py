"""Six hours of conversation, compressed by a clock that is passed in: do memory, open files and threads stay where they are?

    python -m bench.soak                    # an agent in a process: 1,440 turns, one each 15 s of the clock on average
    python -m bench.soak --serve            # the same through the application of `penchant serve`, with 40 users and 8 handles

Everything is real but the model, a server on loopback: the packaged embedding model, SQLite, Chroma. Between the turns there are searches,
decisions, new sessions, and now and then a session is forgotten, as a person would. Every so many turns, when the index has caught up
and nothing is being rewritten, the process looks at its resident memory, files and threads. The first hour is the warm-up; after it
memory must stay within 5 % and the others must not grow.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from penchant.agent import Agent
from penchant.agent.models import Model, Profile
from penchant.memory import Chosen, InterestMemory, UserMemory, arenas

from tests.agent.talk import AT_ONCE, chat_model, heard
from tests.loopback import Loopback
from tests.server.stage import asked, bearer, chat, key_of

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)

FLAT = 0.05
"""So much of it may memory grow after the warm-up."""

REST_SECONDS = 60
"""How long a look waits for the index at most."""

USERS, HANDLES = 40, 8
"""With `--serve`: more people than there are handles kept."""

SAID = (
    "I love {}.", "Today I spent the evening with {}.", "I can't stand {}.", "How do I begin with {}?", "Tell me more about {}.",
    "What goes well with {}?", "Suggest something to do this weekend.", "Is {} dear?", "我喜欢 {}。", "What is 17 times {n}?",
)  # fmt: skip

THINGS = tuple(
    f"{one} {other}"
    for one in ("rock", "sea", "street", "night", "folk", "garden")
    for other in ("climbing", "swimming", "photography", "music", "dancing", "painting", "cooking", "running", "poetry")
)


@dataclass(frozen=True)
class Look:
    """What the process holds after so many turns: resident bytes, files, threads, and how many objects Python tracks."""

    turns: int
    resident: int
    files: int
    threads: int
    objects: int

    def line(self) -> str:
        """Return it as a row of a table."""
        return f"{self.turns:6,} {self.resident / 2**20:9.1f} {self.files:6} {self.threads:8} {self.objects:10,}"


def look(turns: int) -> Look:
    """Look at this process."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    files, threads = _count("/proc/self/fd"), _count("/proc/self/task")
    return Look(turns, pages * os.sysconf("SC_PAGE_SIZE"), files, threads, len(gc.get_objects()))


def _count(folder: str) -> int:
    return sum(1 for _ in Path(folder).iterdir())


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def words(chance: random.Random) -> str:
    """Return what the person says."""
    return chance.choice(SAID).format(chance.choice(THINGS), n=chance.randint(2, 99))


class Talk:
    """A person with an agent in this process."""

    def __init__(self, memory: InterestMemory, clock: Clock, server: Loopback, chance: random.Random) -> None:
        self._memory, self._clock, self._chance = memory, clock, chance
        self._model = Model(Profile("loopback"), chat_model(server.base_url))
        self._agent = self._opened(0)

    def _opened(self, number: int) -> Agent:
        person = self._memory.user()
        return Agent(self._model, person, session=f"s{number}", clock=self._clock, patience=AT_ONCE)

    async def turn(self, number: int) -> None:
        """Say something, and now and then do something else."""
        if number % 30 == 29:
            self._agent = self._opened(number)
        await heard(self._agent, words(self._chance))
        await asyncio.to_thread(aside, self._memory.user(), self._chance, number)


def aside(person: UserMemory, chance: random.Random, number: int) -> None:
    """Search, decide or forget, if it is time for it."""
    if number % 5 == 0:
        person.search(chance.choice(THINGS), 5)
    if number % 12 == 0:
        decide(person, chance)
    if number % 60 == 0 and (there := person.sessions()):
        person.forget_chosen(Chosen(session=chance.choice(there).id))
    if number % 40 == 0:
        for interest in person.interests()[:3]:
            person.explain(interest.topic)


def decide(person: UserMemory, chance: random.Random) -> None:
    """Take a decision about some topic."""
    there = person.interests()
    if not there:
        return
    topic, action = chance.choice(there).topic, chance.choice(("pin", "mute", "boost"))
    if action == "boost":
        person.boost(topic, chance.choice((0.5, 1.0, 2.0)))
    else:
        getattr(person, action)(topic, chance.random() < 0.5)


Turn = Callable[[int], Awaitable[None]]

Turns = Callable[[Turn, InterestMemory], Awaitable[None]]
"""Takes all turns, one after the other."""


async def talk(folder: Path, clock: Clock, turns: Turns) -> None:
    """Let one person talk to an agent."""
    with Loopback(reply=answer) as server, InterestMemory(folder, clock=clock) as memory:
        one = Talk(memory, clock, server, random.Random(8))

        async def turn(number: int) -> None:
            server.requests.clear()  # the stand-in's own list
            await one.turn(number)

        await turns(turn, memory)


async def serve(folder: Path, clock: Clock, turns: Turns) -> None:
    """Let many people talk through the application of `penchant serve`."""
    chance = random.Random(9)
    with Loopback(reply=answer) as server, InterestMemory(folder, clock=clock, handles=HANDLES) as memory:
        tokens = [key_of(memory, user=f"user {number}") for number in range(USERS)]
        async with asked(memory, server) as client:

            async def turn(number: int) -> None:
                server.requests.clear()
                token = chance.choice(tokens)
                body = chat(words(chance), stream=number % 2 == 0)
                answered = await client.post("/v1/chat/completions", json=body, headers=bearer(token))
                answered.raise_for_status()
                if number % 5 == 0:
                    got = await client.get("/v1/interests", headers=bearer(token))
                    got.raise_for_status()
                if number % 10 == 0:
                    await asyncio.to_thread(aside, memory.user(f"user {chance.randrange(USERS)}"), chance, number)

            await turns(turn, memory)


def answer(messages: list[dict[str, Any]]) -> str:
    """Return what the stand-in of a model says: something else each time, a few sentences long."""
    return " ".join(f"Here is thought {len(str(messages)) % 97} of {number}." for number in range(1, 12))


def verdict(looks: list[Look], warm: int) -> tuple[list[str], bool]:
    """Return what the looks after the warm-up say, in words, and whether all is flat."""
    after = [one for one in looks if one.turns >= warm]
    first, last = after[0], after[-1]
    grown = max(one.resident for one in after) / first.resident - 1
    flat, files = grown <= FLAT, max(one.files for one in after) - first.files
    threads = max(one.threads for one in after) - first.threads
    return [
        f"memory {first.resident / 2**20:.1f} MB after the warm-up, {last.resident / 2**20:.1f} MB at the end, at most {grown:+.1%}:"
        f" {'flat' if flat else 'not flat'} within {FLAT:.0%}",
        f"files {first.files} and {last.files}, at most {files:+}; threads {first.threads} and {last.threads}, at most {threads:+}",
    ], flat and last.files <= first.files and last.threads <= first.threads


async def soak(load: Callable[..., Awaitable[None]], folder: Path, turns: int, hours: float, every: int) -> list[Look]:
    """Return the looks of a run."""
    clock, chance, looks = Clock(), random.Random(7), list[Look]()
    mean = hours * HOUR / turns

    async def all_turns(turn: Turn, memory: InterestMemory) -> None:
        for number in range(1, turns + 1):
            clock.now += mean * chance.uniform(2 / 3, 4 / 3)
            await turn(number)
            if number % every == 0:
                await asyncio.to_thread(memory.settle, REST_SECONDS)
                looks.append(look(number))
                print(looks[-1].line(), flush=True)

    await load(folder, clock, all_turns)
    return looks


def main() -> None:
    """Soak, and print what was seen; the exit code is 1 if something grows."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--turns", type=int, default=1440)
    parser.add_argument("--hours", type=float, default=6)
    parser.add_argument("--every", type=int, default=60)
    parser.add_argument("--serve", action="store_true")
    told = parser.parse_args()
    print(" turns        MB  files  threads    objects")
    began = time.monotonic()
    arenas.keep_small()  # as the program does
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        load = serve if told.serve else talk
        looks = asyncio.run(soak(load, Path(folder) / "data", told.turns, told.hours, told.every))
    lines, well = verdict(looks, round(told.turns / told.hours))
    print(
        "\n".join(
            [f"{told.turns:,} turns, {told.hours:g} hours by the clock, {time.monotonic() - began:.0f} s", *lines]
        )
    )
    sys.exit(not well)


if __name__ == "__main__":
    main()
