"""How much memory a process needs: an empty one, with an empty memory, with many turns of one person, and a user's handle.

    python bench/memory.py --turns 1000 10000 100000 --out bench/results/memory.json
    python bench/memory.py --turns 1000 --topics 2000
    python bench/memory.py --filled 1000000 FOLDER         # that of bench/turn.py --stored 1000000 --keep

Each figure is of a process of its own, and is what is resident after one turn was recalled, answered and learned (bench/turn.py fills the
memory): an empty program; one that has the embedding model loaded and an empty memory; one with so many turns, with the index in
Chroma and without any. A handle's cost is what Python and NumPy have allocated after a user's interests were asked for, above what they
had before the handle was there. `--topics` are things named; some become one topic, so how many there are is told.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from compared.child import resident
from machine import write

from tests.memory.writer import Chance, open_small


def fill(folder: Path, turns: int, index: bool) -> None:
    """Store so many turns."""
    from penchant.memory import InterestMemory
    from turn import fill as observed

    with InterestMemory(folder, index=index) as memory:
        if turns:
            observed(memory, turns)
        memory.settle()


def opened(folder: Path, index: bool) -> None:
    """Open a memory, let one turn pass, and tell what is resident."""
    from penchant.memory import InterestMemory

    with InterestMemory(folder, index=index) as memory:
        person = memory.user()
        person.attend("Where shall we go climbing?")
        person.recall_turns("Where shall we go climbing?", 20)
        person.observe("I went climbing near the station.", session="new")
        memory.settle()
        print(resident())


def handle(topics: int) -> tuple[int, float]:
    """Return how many topics a user has, and the megabytes that their handle costs."""
    from penchant.memory import Interaction

    with tempfile.TemporaryDirectory() as folder:
        with open_small(folder, embedder=Chance("wide", 512), index=False) as memory:
            memory.user("other").observe("I love topic 0.")
            memory.user().observe_all(Interaction(str(n), text=f"I love topic {n}.") for n in range(topics))
        with open_small(folder, embedder=Chance("wide", 512), index=False) as memory:
            memory.user("other").interests()
            tracemalloc.start()
            before, person = tracemalloc.get_traced_memory()[0], memory.user()
            count = len(person.interests())
            person.attend("something")
            after = tracemalloc.get_traced_memory()[0]
            tracemalloc.stop()
    return count, (after - before) / 1e6


def in_child(*arguments: str) -> str:
    """Return what a child of this program prints last."""
    command = [sys.executable, __file__, "--child", *arguments]
    return (subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines() or [""])[-1]


def child(mode: str, *rest: str) -> None:
    """Do one thing in a process of its own."""
    if mode == "fill":
        fill(Path(rest[0]), int(rest[1]), rest[2] == "index")
    elif mode == "open":
        opened(Path(rest[0]), rest[1] == "index")
    elif mode == "handle":
        print(json.dumps(handle(int(rest[0]))))


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument(
        "--filled", nargs=2, metavar=("TURNS", "FOLDER"), help="a folder that has so many turns already"
    )
    parser.add_argument("--topics", type=int, nargs="*", default=[20, 200, 2_000])
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    status = "import re; print(re.search(r'VmRSS:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    empty = (
        int(subprocess.run([sys.executable, "-c", status], check=True, capture_output=True, text=True).stdout) / 1024
    )
    results = {"empty program": empty, "turns": {}, "topics": {}}
    print(f"empty program: {empty:.0f} MB resident")
    sizes = [(turns, "") for turns in (0, *chosen.turns)]
    if chosen.filled:
        sizes.append((int(chosen.filled[0]), chosen.filled[1]))
    for turns, folder in sizes:
        seen = {way: _in(folder, way) if folder else _of(turns, way) for way in ("index", "none")}
        results["turns"][str(turns)] = seen
        print(f"{turns:>9,} turns: {seen['index']:.0f} MB with the index, {seen['none']:.0f} without", flush=True)
    for topics in chosen.topics:
        count, cost = json.loads(in_child("handle", str(topics)))
        results["topics"][str(count)] = cost
        print(f"{count:>9,} topics: a handle of {cost:.2f} MB", flush=True)
    write(chosen.out, results)


def _of(turns: int, way: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        in_child("fill", folder, str(turns), way)
        return _in(folder, way)


def _in(folder: str, way: str) -> float:
    return float(in_child("open", folder, way))


if __name__ == "__main__":
    main()
