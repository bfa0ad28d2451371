"""Two or more versions of the server under the same paced load, in turn: what a change makes of their times beside each other.

    git archive HEAD~1 | tar x -C /tmp/before
    python bench/against.py /tmp/before . --rounds 8        # a tree each; "." is this one

Each tree's `penchant serve` runs over a copy of one ledger; in each round all are asked, forwards and backwards in turn, so that what else
the machine does falls on all of them. What is printed is of all rounds so far. Only ratios count.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from filling import fill

from bench.server import crowd, key_for, percentiles, server, upstream

PARTS = ("agent", "memory", "tui", "evals", "server")


@contextmanager
def of_tree(tree: Path, links: Path) -> Iterator[None]:
    """Let child processes import Penchant from a tree."""
    (links / "penchant").mkdir(parents=True)
    for part in PARTS:
        (links / "penchant" / part).symlink_to(tree.resolve() / part)
    os.environ["PYTHONPATH"] = str(links)
    try:
        yield
    finally:
        del os.environ["PYTHONPATH"]


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("trees", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument("--turns", type=int, default=1000, help="stored before, of all users together")
    told = parser.parse_args()
    receiving, sending = multiprocessing.Pipe(False)
    behind = multiprocessing.get_context("spawn").Process(target=upstream, args=(sending,), daemon=True)
    behind.start()
    port, times, work = receiving.recv(), [list[float]() for _ in told.trees], [0.0 for _ in told.trees]
    with ExitStack() as stack:
        folder, running = Path(stack.enter_context(tempfile.TemporaryDirectory())), []
        fill(folder / "filled", told.users, max(1, told.turns // told.users))
        for place, tree in enumerate(told.trees):
            data = shutil.copytree(folder / "filled", folder / f"data {place}")
            with of_tree(tree, folder / f"links {place}"):
                running.append(stack.enter_context(server(data, key_for(data), port)))
            asyncio.run(crowd(running[-1].port, running[-1].key, told.users, 3, 0))  # every user is opened
        for number in range(told.rounds):
            for place in range(len(running)) if number % 2 == 0 else reversed(range(len(running))):
                one, before = running[place], running[place].processor()
                times[place] += asyncio.run(crowd(one.port, one.key, told.users, told.seconds, told.pause))
                work[place] += one.processor() - before
                p50, p95, p99 = percentiles(times[place])
                each = 1000 * work[place] / len(times[place])
                print(
                    f"{number} {told.trees[place]}: {len(times[place])} turns, p50 {p50:.0f} p95 {p95:.0f} p99 {p99:.0f} ms, "
                    f"{each:.1f} ms of the processor each; load average {os.getloadavg()[0]:.0f}",
                    flush=True,
                )
    behind.kill()


if __name__ == "__main__":
    main()
