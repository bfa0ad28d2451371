"""How the list of sessions, switching and search behave with many sessions, against few: medians in ms, and the ratio.

    python bench/many_sessions.py [--many 5000] [--few 50] [--turns 2] [--rounds 7]

Real ledgers with the packaged embedding model's dimension and drawn vectors; no language model is asked.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from penchant.memory import Interaction, InterestMemory, UserMemory

from tests.memory.writer import open_small

START = datetime(2026, 1, 1, tzinfo=UTC)


def filled(folder: Path, sessions: int, turns: int) -> InterestMemory:
    """Return a memory with so many sessions of so many turns each."""
    memory = open_small(folder, clock=lambda: START + timedelta(days=400))
    said = (
        Interaction(f"{number}-{turn}", text=f"turn {turn} of {number} is about topic {number % 37}",
                    at=START + timedelta(minutes=number), session=f"session {number}")
        for number in range(sessions) for turn in range(turns)
    )  # fmt: skip
    memory.user("ada").observe_all(said)
    memory.settle()
    return memory


def works(person: UserMemory, sessions: int) -> dict[str, Callable[[], object]]:
    """Return what is measured."""
    oldest, newest = "session 0", f"session {sessions - 1}"
    return {
        "list of sessions (the newest 200)": person.sessions,
        "an old session by its id": lambda: person.session(oldest),
        "switching to the newest: its turns": lambda: person.turns(newest, 100),
        "switching to the oldest: its turns": lambda: person.turns(oldest, 100),
        "search": lambda: person.search("turn 1 of 7 is about topic 7", 10),
        "interests (the sidebar)": person.interests,
    }


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Return the median time of some rounds after one that is not counted, in ms."""
    work()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("many", 5000), ("few", 50), ("turns", 2), ("rounds", 7)):
        parser.add_argument(f"--{name}", type=int, default=default)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for sessions in (told.few, told.many):
            with filled(Path(folder) / str(sessions), sessions, told.turns) as memory:
                person = memory.user("ada")
                found[sessions] = {name: median_ms(work, told.rounds) for name, work in works(person, sessions).items()}
    for name, few in found[told.few].items():
        many = found[told.many][name]
        sys.stdout.write(f"{name:40} {few:8.2f} ms  {many:8.2f} ms  x {many / few:.1f}\n")


if __name__ == "__main__":
    main()
