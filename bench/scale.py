"""What a turn takes as a person's topics and the number of users grow: milliseconds without embedding, medians.

    python bench/scale.py --out bench/results/scale.json
    python bench/scale.py --topics 10 1000 --users 1 1000

Topics are of one person, one of them spoken of in each turn; users have ten turns each (bench/filling.py), and one in the middle
speaks. A turn is `attend`, `recall_turns` and `observe`; texts are embedded by chance or beforehand, which takes next to no time.
By how many turns are stored it is bench/turn.py that tells. The processor's time is the process's, what is done behind a turn included.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))
from filling import NAME, SAID, THINGS, Once
from filling import fill as filled
from machine import write
from penchant.memory import Interaction, InterestMemory, UserMemory
from penchant.memory.calibration import _examples
from penchant.memory.embedding import Vectors

from tests.memory.writer import Chance, open_small

EACH = 10
OWN = 0.3
"""How much of a vector is its text's own where several texts are of one thing."""

Samples = dict[str, list[float]]


class Sure(Chance):
    """Vectors by chance, but near each other for the names of one thing in the calibration's list: what is not as near is another topic.

    Where its own names are as far apart as any, one pair of topics in a thousand passes for one, and there are never more than some 1,500.
    """

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors."""
        listed = {name: str(place) for place, one in enumerate(_examples()) for name in (*one.names, *one.questions)}
        return super().__call__([listed.get(text, text) for text in texts]) + OWN * super().__call__(texts)


def turns(person: UserMemory, texts: Sequence[str]) -> Samples:
    """Return milliseconds of every turn by the clock and by the processor."""
    found: Samples = {"ms": [], "cpu_ms": []}
    for number, text in enumerate(texts):
        start, cpu = time.perf_counter(), time.process_time()
        person.attend(text)
        person.recall_turns(text, 10)
        person.observe(text, session=f"new {number // 10}")
        found["ms"].append(1000 * (time.perf_counter() - start))
        found["cpu_ms"].append(1000 * (time.process_time() - cpu))
    return {name: some[5:] for name, some in found.items()}  # the first ones warm up


def by_topics(count: int, times: int) -> tuple[int, Samples]:
    """Return how many topics so many things named have become, and samples of the person."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_small(folder, embedder=Sure("sure", 512)) as memory,
    ):
        memory.user().observe_all(Interaction(str(n), text=f"I love topic {n}.") for n in range(count))
        memory.settle()
        return len(memory.user().interests()), turns(
            memory.user(), [f"again topic {7 * n % count} of {n}" for n in range(times + 5)]
        )


def by_users(count: int, times: int) -> tuple[int, Samples]:
    """Return the number of users, and samples of one of them."""
    texts = [f"{SAID[n % len(SAID)].format(THINGS[n % len(THINGS)])} ({n})" for n in range(times + 5)]
    with tempfile.TemporaryDirectory() as folder:
        filled(Path(folder), users=count, each=EACH)
        with InterestMemory(folder, embedder=Once()) as memory:
            memory.read_ahead(texts)
            return count, turns(memory.user(NAME.format(count // 2)), texts)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", type=int, nargs="*", default=[10, 100, 1_000, 10_000])
    parser.add_argument("--users", type=int, nargs="*", default=[1, 100, 10_000, 100_000])
    parser.add_argument("--times", type=int, default=30, help="turns that are measured")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    results: dict[str, dict[str, Samples]] = {"topics": {}, "users": {}}
    for kind, counts, work in (("topics", chosen.topics, by_topics), ("users", chosen.users, by_users)):
        for count in counts:
            there, seen = work(count, chosen.times)
            results[kind][str(there)] = seen
            print(
                f"{there:>9,} {kind}: {median(seen['ms']):.1f} ms, {median(seen['cpu_ms']):.1f} of the processor",
                flush=True,
            )
    write(chosen.out, results)


if __name__ == "__main__":
    main()
