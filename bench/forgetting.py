"""What forgetting one session costs, part by part, in a memory of so many turns.

python bench/forgetting.py --turns 2000
"""

from __future__ import annotations

import tempfile
import time
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path

from penchant.memory import Chosen, Interaction, InterestMemory

START = datetime(2025, 1, 1, tzinfo=UTC)


def said(count: int) -> list[Interaction]:
    """Return turns about a hundred things, ten a session."""
    things = [f"{one} {other}" for one in ("rock", "sea", "street", "night", "folk") for other in _NOUNS]
    return [
        Interaction(
            str(number), "chat", f"Today I spent {number} minutes on {things[number % len(things)]}, and I liked it.",
            at=START + timedelta(hours=number), session=str(number // 10),
        )
        for number in range(count)
    ]  # fmt: skip


_NOUNS = (
    "climbing", "swimming", "photography", "music", "dancing", "painting", "cooking", "running", "chess", "gardening",
    "sailing", "history", "pottery", "archery", "cinema", "poetry", "cycling", "fishing", "skating", "tennis",
)  # fmt: skip


def main() -> None:
    """Fill a memory, forget a session, and print what it took."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=2000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, InterestMemory(Path(folder) / "data") as memory:
        tempfile.tempdir = folder
        person = memory.user("ada")
        person.observe_all(said(asked.turns))
        memory.settle()
        began, used = time.monotonic(), time.process_time()
        receipt = person.forget_chosen(Chosen(session="3"))
        whole, cpu = time.monotonic() - began, time.process_time() - used
        print("\n".join(receipt.lines()))
        began, used = time.monotonic(), time.process_time()
        person.search_files(["I have never said this, not once in all those years."])
        print(f"forget: {whole:.1f} s, {cpu:.1f} s of the processor's time; of these, reading the files through about "
              f"{time.process_time() - used:.1f} s")  # fmt: skip


if __name__ == "__main__":
    main()
