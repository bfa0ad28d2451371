"""A process that works on a memory is killed (kill -9) a thousand times; after each, all that it acknowledged must be there.

    python -m bench.kills                            # 1,000 rounds, one folder, the packaged embedding model
    python -m bench.kills --rounds 5 --small         # what the test does: an embedding model of no cost

Each round is a process of its own on the folder that the last one left: turns, decisions, imports, forgetting, rebuilds, new vectors,
copies, as a seed draws them, each told before it begins and after it has returned. It is killed at a random moment of an operation of
a kind, the kinds in turn. The next process opens the memory: every acknowledged event is there exactly once with its words, what was
forgotten is in no row and in no byte of the folder, decisions stand as acknowledged, nothing waits to be learned from, SQLite's quick_check
finds nothing, every weight equals a replay of the ledger within 1e-9. One round in ten has an index, which must come to be up to date.

The processes are forked from one that has loaded everything and has no thread.
"""

from __future__ import annotations

import gc
import os
import random
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter, defaultdict, deque
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ |= {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}  # a thread that is not forked is one that is waited for
from penchant.memory import InterestMemory

from bench.killing.expected import BETWEEN, Expected
from bench.killing.forked import DEADLINE_SECONDS, Forked
from bench.killing.work import Opener, Round

KINDS = ("turn", "control", "import", "forget", "rebuild", "reindex", "backup", "index")

TARGETS = (*KINDS[:-1], *KINDS)
"""What a round is to be killed in, in turn: opening an index after a kill takes seconds, so that comes half as often."""

INDEXED = 2 * len(TARGETS)
"""Once in so many rounds one that is killed in forgetting has an index too, which is then rewritten."""

OPERATIONS = 24
"""At most so many in a round."""

MOST_FAULTS = 10
"""After so many rounds with something wrong it ends."""

LARGE = ("events", "standing")
"""What is left out where a record is printed."""


class Killing:
    """Rounds on one folder, and what they came to."""

    def __init__(self, open_memory: Opener, folder: Path, seed: int, targets: tuple[str, ...]) -> None:
        self._open, self.folder, self.seed, self.targets = open_memory, folder, seed, targets
        self.expected = Expected()
        self.faults: list[str] = []
        self.most = self.indexed = 0
        self._told: list[dict[str, Any]] | None = None  # what the last process told before it was killed
        self._lasting: defaultdict[str, deque[float]] = defaultdict(lambda: deque([0.05], maxlen=20))

    def round(self, number: int) -> None:
        """Work, kill, open and compare."""
        target = self.targets[number % len(self.targets)]
        indexed = "index" in self.targets and (target == "index" or number % INDEXED == self.targets.index("forget"))
        told = self._killed(number, target, indexed)
        errors = [record["error"] for record in told if "error" in record]
        found = next((record["checked"] for record in told if "checked" in record), None)
        if found is not None and self._told is not None:
            errors += self.expected.round(self._told, found)
            self.most = max(self.most, len(found["living"]))
            self.indexed += indexed
        if errors or found is None:
            self._fault(number, target, errors or ["the memory was not opened"])
        self._told = [record for record in told if "checked" not in record]

    def _killed(self, number: int, target: str, indexed: bool) -> list[dict[str, Any]]:
        """Let a process work, kill it some time after an operation of the kind has begun, and return what it told."""
        child = Forked(
            lambda tell: Round(self._open, self.folder, number, target, indexed, tell, self.seed).run(OPERATIONS)
        )
        until = time.monotonic() + DEADLINE_SECONDS
        while not any(record.get("begin") == target for record in child.told) and child.hear(until - time.monotonic()):
            pass
        lasting = self._lasting[f"{target} {indexed}"]
        mean = sum(lasting) / len(lasting)
        wanted = time.monotonic() + random.Random(f"{self.seed} kill {number}").uniform(0, 1.2 * mean)
        while child.hear(wanted - time.monotonic()):
            pass
        child.kill()
        for kind, seconds in child.lasted():
            self._lasting[f"{kind} {indexed}"].append(seconds)
        return child.told

    def _fault(self, number: int, target: str, errors: list[str]) -> None:
        told = (self._told or [])[-4:]
        last = [{key: value for key, value in record.items() if key not in LARGE} for record in told]
        self.faults.append(f"round {number} ({target}): {'; '.join(errors)} (last told before: {last})")
        print(self.faults[-1], flush=True)
        shutil.copytree(self.folder, self.folder.with_name(f"fault-{number}"), dirs_exist_ok=True)

    def lines(self) -> list[str]:
        """Return what it came to, in words."""
        kept, events = self.expected, len(self.expected.living) + len(self.expected.forgotten)

        def listed(counts: Counter[str]) -> str:
            return ", ".join(f"{kind} {counts[kind]:,}" for kind in (*KINDS, BETWEEN) if counts[kind])

        return [
            f"acknowledged {sum(kept.acknowledged.values()):,} operations: {listed(kept.acknowledged)}",
            f"killed {sum(kept.killed_in.values()):,} times in: {listed(kept.killed_in)}",
            f"events {events:,}, of these forgotten {len(kept.forgotten):,}, at most {self.most:,} at a time",
            f"rounds with an index {self.indexed}",
            f"wrong after a kill: {len(self.faults)}",
        ]


def small_memory(place: Path | str, **options: Any) -> InterestMemory:
    """Open a memory whose embedding model costs nothing."""
    from tests.memory.writer import Chance

    return InterestMemory(place, embedder=Chance(), **options)


def load(small: bool) -> Opener:
    """Load all that the processes need into this one, which must stay without a thread."""
    if not small:
        import chromadb.api.rust  # noqa: F401 - loaded once, started in none but the children

    opener: Opener = small_memory if small else InterestMemory
    with tempfile.TemporaryDirectory() as folder:
        warming = Round(opener, Path(folder), 0, "turn", False, lambda _record: None, 0)
        for kind in ("turn", *([] if small else KINDS[:-1])):
            warming.do(kind)
        warming.checked()
        warming.memory.close()
    if (threads := sum(1 for _ in Path("/proc/self/task").iterdir())) > 1:
        sys.exit(f"{threads} threads run before the first fork, which would lack them")
    gc.collect()
    gc.freeze()  # what the children share they do not copy
    return opener


def main() -> None:
    """Kill, and print what it came to; the exit code is 1 if anything was wrong."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--small", action="store_true", help="an embedding model of no cost, and no index")
    parser.add_argument(
        "--folder", type=Path, help="where to work; else a temporary folder that goes, unless something was wrong"
    )
    told = parser.parse_args()
    folder = told.folder or Path(tempfile.mkdtemp(prefix="kills-"))
    killing = Killing(load(told.small), folder / "data", told.seed, KINDS[:-1] if told.small else TARGETS)
    began = time.monotonic()
    number = 0
    with suppress(KeyboardInterrupt):  # what was done until then is told
        for number in range(told.rounds + 1):  # the last one tells what the one before has left
            killing.round(number)
            if len(killing.faults) == MOST_FAULTS:
                break
            if number and number % 50 == 0:
                print(f"{number} rounds, {time.monotonic() - began:.0f} s", flush=True)
    print("\n".join([f"{number:,} rounds in {time.monotonic() - began:.0f} s", *killing.lines()]))
    if not killing.faults and told.folder is None:
        shutil.rmtree(folder)
    sys.exit(bool(killing.faults))


if __name__ == "__main__":
    main()
