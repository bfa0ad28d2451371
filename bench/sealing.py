"""What encryption at rest costs, beside the same memory without it: milliseconds of the processor, medians, everything in one run.

    python -m bench.sealing                    # 10,000 turns; about five minutes
    python -m bench.sealing --stored 1000 --turns 20

The vectors are drawn and no phrases are taken, for what a model and the extractor take is the same on both sides; there are 512 numbers
in each vector. The plain memory has no Chroma and scans its newest vectors. The key comes from the environment; a passphrase is
measured alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from penchant.memory import Interaction, InterestMemory
from penchant.memory.sealing import ciphers, masters, turning
from penchant.memory.sealing.record import Source
from penchant.memory.sealing.values import head
from penchant.memory.sealing.vault import Vault

sys.path.insert(0, str(Path(__file__).parent))  # what bench/turn.py finds beside itself
from bench.turn import texts
from tests.memory.writer import Chance

START = datetime(2026, 1, 1, tzinfo=UTC)


def taken(call: Callable[[], Any]) -> float:
    """Return what a call takes of the processor, on all threads, in milliseconds."""
    begun = time.process_time()
    call()
    return 1000 * (time.process_time() - begun)


def fill(folder: Path, stored: int) -> None:
    """Store turns, a minute apart, in sessions of forty."""
    with opened(folder, index=False) as memory:
        said = enumerate(texts(0, stored))
        turns = (
            Interaction(f"t {n}", "chat", text, None, START + timedelta(minutes=n), session=f"s {n // 40}")
            for n, text in said
        )
        memory.user("ada").observe_all(turns)


def opened(folder: Path, **options: Any) -> InterestMemory:
    """Open a memory with drawn vectors."""
    clock = lambda: START + timedelta(days=60)  # noqa: E731
    return InterestMemory(folder, embedder=Chance("drawn", 512), extractor=lambda _text: (), clock=clock, **options)


def measured(folder: Path, stored: int, turns: int, index: bool) -> dict[str, float]:
    """Return what opening, following and turns take in one memory."""
    found: dict[str, float] = {}
    found["open the ledger"] = median(taken(lambda: opened(folder, index=False).close()) for _ in range(5))
    with opened(folder, index=index) as memory:
        person: Any = None

        def first() -> None:
            nonlocal person
            person = memory.user("ada")

        found["open a person's memory"] = taken(first)
        memory.warm()
        found["the index at the start, in the background"] = taken(memory.settle)
        queries = iter(texts(stored + 5000, 3 * turns))
        person.recall_turns(next(queries), 5)
        found["recall turns"] = median(taken(lambda: person.recall_turns(next(queries), 5)) for _ in range(turns))
        found["search"] = median(taken(lambda: person.search(next(queries), 20)) for _ in range(turns))
        said = iter(texts(stored, turns))
        found["observe a turn"] = median(taken(lambda: person.observe(next(said), session="now")) for _ in range(turns))
        found["the last 20 turns"] = median(taken(lambda: person.turns("s 3", 20)) for _ in range(turns))
    found["megabytes"] = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    return found


def small() -> dict[str, float]:
    """Return what single values take, in microseconds, and a passphrase, in milliseconds."""
    master = ciphers.new_key()
    vault = Vault(master, (1, ciphers.wrap(master, ciphers.new_key(), head(0, 1))))
    vault.take(1, 1, vault.wrapped(1, 1))
    text, vector = "x" * 1000, b"v" * 2048
    sealed, packed = vault.seal_text("events.text", text, 1), vault.seal("events.vector", vector, 1)

    def each(call: Callable[[], Any]) -> float:
        return median(1000 * taken(lambda: [call() for _ in range(500)]) / 500 for _ in range(9))

    return {
        "seal a kilobyte of text (µs)": each(lambda: vault.seal_text("events.text", text, 1)),
        "open it (µs)": each(lambda: vault.open_text("events.text", sealed, 1)),
        "open a vector of 512 (µs)": each(lambda: vault.open("events.vector", packed, 1)),
        "derive a passphrase (ms)": median(taken(lambda: masters.make(Source.PASSPHRASE, "p")) for _ in range(3)),
    }


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stored", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=50)
    given = parser.parse_args()
    os.environ[masters.VARIABLE] = b64encode(ciphers.new_key()).decode()
    for name, value in small().items():
        print(f"{name:45}{value:10.1f}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        fill(folder, given.stored)
        plain = measured(folder, given.stored, given.turns, index=False)
        print(f"{'encrypt in place (s)':45}{taken(lambda: turning.encrypt(folder, Source.ENVIRONMENT)) / 1000:10.1f}")
        sealed = measured(folder, given.stored + given.turns, given.turns, index=True)
        os.environ[masters.NEW_VARIABLE] = b64encode(ciphers.new_key()).decode()
        print(f"{'wrap the data keys anew (s)':45}{taken(lambda: turning.rotate(folder)) / 1000:10.1f}")
        print(f"\n{given.stored:,} turns, ms{'':30}{'plain':>10}{'sealed':>10}")
        for name, value in plain.items():
            print(f"{name:45}{value:10.1f}{sealed[name]:10.1f}")


if __name__ == "__main__":
    main()
