"""How long a rebuild, a merge, a split, an undo and a look at the past take in a ledger of many events.

    python bench/bulk.py DATA --keep LEDGER
    python bench/rebuild.py LEDGER

LEDGER is copied first and stays as it is.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from penchant.memory import InterestMemory
from penchant.memory.topics.names import name_key

T = TypeVar("T")


def timed(name: str, work: Callable[[], T]) -> T:
    """Do something and print how long it took."""
    start, worked = time.perf_counter(), time.process_time()
    done = work()
    print(
        f"{name:12} {time.perf_counter() - start:6.2f} s, processor {time.process_time() - worked:6.2f} s", flush=True
    )
    return done


def measure(memory: InterestMemory) -> None:
    """Measure and print."""
    memory.warm()
    person = memory.user()
    first, second, *_ = timed("interests", person.interests)
    timed("rebuild", person.rebuild)
    timed("merge", lambda: person.merge(first.topic, second.topic))
    timed("as of", lambda: person.interests(as_of=memory.clock() - timedelta(days=365)))
    timed("undo", person.undo)
    sources = timed("explain", lambda: person.explain(second.topic, 300)).sources
    others = sorted({one.phrase for one in sources if name_key(one.phrase) != name_key(second.label)})
    if others:
        timed("split", lambda: person.split(second.topic, others[:1]))
    timed("what if", lambda: person.what_if(half_life=timedelta(days=3)))


def main() -> None:
    """Copy the ledger and measure on the copy."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(arguments.ledger, Path(folder) / "copy")
        with InterestMemory(copy, index=False) as memory:
            measure(memory)


if __name__ == "__main__":
    main()
