"""How long many events take to load beside embedding their words, and what memory that needs.

    python bench/bulk.py DATA                    # 100,000 events; twenty minutes or more
    python bench/bulk.py DATA --events 10000
    python bench/bulk.py DATA --events 1000 --runs 5 --out bench/results/burst.json
    python bench/bulk.py DATA --one-by-one 1000  # as many again by `observe`, for comparison
    python bench/bulk.py DATA --keep FOLDER      # the ledger stays, for bench/rebuild.py

DATA has the folders clinc150 (its requests are searched for), topical_chat (its messages are said, and their sentences are titles of
pages) and stackexchange (its questions are pages with tags), which are not part of this repository. Pages are viewed, clicked on, liked,
skipped and rated. Whoever has done all of this begins again in another order.

The embedding is timed in the same run: before each tenth of the events is loaded, the texts that loading it has to embed are embedded by
the model alone, in the same batches. The ratio is the time of loading over that of embedding. Loading reads the next batch in a thread
while it stores one, so the ratio of the times may be below that of the work: the processor's time, of all threads, is told as well.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, cast
from xml.etree import ElementTree

from machine import write
from penchant.memory import Interaction, InterestMemory, Item, UserMemory
from penchant.memory.embedding import Vectors
from penchant.memory.interactions import to_event
from penchant.memory.loader import BATCH, Remembering
from penchant.memory.reading.page import page_of
from penchant.memory.reading.reader import Reader

START = datetime(2020, 1, 1, tzinfo=UTC)
PAUSE = timedelta(minutes=31)

SHARES = {"search": 3, "chat": 3, "view": 8, "click": 3, "like": 1, "rating": 1, "skip": 1}
"""How often each kind of event comes."""


def searches(data: Path) -> list[str]:
    """Return the requests of CLINC150."""
    sets = json.loads((data / "clinc150" / "data_train_val.json").read_text("utf-8"))
    return [text for name in ("train", "val") for text, _ in sets[name]]


def messages(data: Path) -> list[str]:
    """Return the messages of Topical-Chat."""
    files = sorted((data / "topical_chat").glob("conversations_*.json.gz"))
    talks = (talk for file in files for talk in json.loads(gzip.decompress(file.read_bytes())).values())
    return [turn["message"] for talk in talks for turn in talk["content"] if turn["message"].strip()]


def questions(data: Path) -> list[Item]:
    """Return the questions of the Stack Exchange site as items, and the sentences of Topical-Chat's messages as titles of others."""
    (file,) = (data / "stackexchange").glob("*.xml.gz")
    rows = ElementTree.fromstring(gzip.decompress(file.read_bytes()))
    asked = [row for row in rows if row.get("Title")]
    items = [Item(row.get("Title", ""), tags=tuple(re.findall(r"<([^>]+)>", row.get("Tags", "")))) for row in asked]
    titles = (part.strip() for message in messages(data) for part in re.split(r"(?<=[.!?])\s", message))
    return items + [Item(title) for title in titles if 20 <= len(title) <= 90]


def shuffled(things: Sequence[Any], random: Random) -> Iterator[Any]:
    """Yield all things in some order, then again in another, without end."""
    while True:
        yield from random.sample(things, len(things))


Things = tuple[list[str], list[str], list[Item]]
"""What can be said, sought and seen."""


def events(things: Things, most: int) -> Iterator[Interaction]:
    """Yield so many events, in time order."""
    random = Random(4)
    said, sought, items = (shuffled(some, random) for some in things)
    kinds = random.choices(list(SHARES), list(SHARES.values()), k=997)
    for number, kind in zip(range(most), shuffled(kinds, random), strict=False):
        at, key = START + number * PAUSE, f"event {number}"
        if kind == "chat":
            yield Interaction(key, kind, next(said), at=at, session=f"talk {number // 200}")
        elif kind == "search":
            yield Interaction(key, kind, next(sought), at=at)
        else:
            dwell = timedelta(seconds=random.expovariate(1 / 40)) if kind == "view" else None
            rating = random.random() if kind == "rating" else None
            url = f"https://example.org/{number}"
            item = next(items)
            item = Item(item.title, tags=item.tags, url=url)
            yield Interaction(key, kind, item=item, at=at, dwell=dwell, rating=rating)


class Timed:
    """The events on their way into the memory: before each part of them their texts are embedded alone, and that is timed."""

    def __init__(self, memory: InterestMemory, part: int) -> None:
        self.seconds, self.work, self.outside, self.outside_work, self.texts = 0.0, 0.0, 0.0, 0.0, 0
        self._memory, self._part = memory, part
        self._reader = Reader(memory.extractor, Remembering(self._embed), memory.care)

    def events(self, coming: Iterator[Interaction]) -> Iterator[Interaction]:
        """Yield them all."""
        while some := list(islice(coming, self._part)):
            start, work = time.perf_counter(), time.thread_time()
            for first in range(0, len(some), BATCH):
                self._alone(some[first : first + BATCH])
            self.outside += time.perf_counter() - start
            self.outside_work += time.thread_time() - work
            yield from some

    def _alone(self, some: Sequence[Interaction]) -> None:
        done = (to_event(one, self._memory.kinds, self._memory.now()) for one in some)
        self._reader.read_all([page_of(event) for event in done if event.role == "user"])
        self._reader.forget()

    def _embed(self, texts: Sequence[str]) -> Vectors:
        start, work = time.perf_counter(), time.thread_time()
        vectors = self._memory.vectorizer(texts)
        self.seconds += time.perf_counter() - start
        self.work += time.thread_time() - work
        self.texts += len(texts)
        return vectors


def resident() -> float:
    """Return the process's resident memory in megabytes."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def load(things: Things, most: int, memory: InterestMemory, person: UserMemory) -> dict[str, float]:
    """Load, print, and return the seconds that loading took beside those of embedding alone, by the clock and of the processor."""
    part = max(1, most // (10 * BATCH)) * BATCH
    timed, start, work = Timed(memory, part), time.perf_counter(), time.process_time()

    def so_far() -> dict[str, float]:
        return {
            "s": time.perf_counter() - start - timed.outside,
            "cpu_s": time.process_time() - work - timed.outside_work,
            "embedding_s": timed.seconds,
            "embedding_cpu_s": timed.work,
        }

    def progress(done: int) -> None:
        if done % part == 0:
            print(f"  {done:7,}: {resident():.0f} MB, {so_far()['s']:.1f} s", flush=True)

    coming = timed.events(events(things, most))
    taken = person.observe_all(coming, source="bench", format="generated", progress=progress)
    found = so_far()
    alone, spent, worked, by = (found[name] for name in ("embedding_s", "s", "cpu_s", "embedding_cpu_s"))
    print(
        f"{taken.new:,} events, {timed.texts:,} texts embedded: {resident():.0f} MB; embedding alone {alone:.1f} s, loading {spent:.1f} s: "
        f"ratio {spent / alone:.2f}; processor {by:.1f} s, {worked:.1f} s: ratio {worked / by:.2f}"
    )
    print(f"{len(person.interests()):,} topics")
    return found


def one_by_one(things: Things, most: int, some: int, person: UserMemory) -> None:
    """Observe some more events one by one and print the time of each."""
    start = time.perf_counter()
    for done in islice(events(things, most + some), most, None):
        options = {"kind": done.kind, "item": done.item, "at": done.at, "id": done.id, "session": done.session}
        person.observe(done.text, dwell=done.dwell, rating=done.rating, **cast(Any, options))
    print(f"one by one: {1000 * (time.perf_counter() - start) / some:.2f} ms an event")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--one-by-one", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="a new folder for the ledger, which stays, of one run")
    parser.add_argument("--runs", type=int, default=1, help="each into a memory of its own")
    parser.add_argument("--out", type=Path, help="write the seconds of each run to this file")
    arguments = parser.parse_args()
    things = messages(arguments.data), searches(arguments.data), questions(arguments.data)
    found: list[dict[str, float]] = []
    for _ in range(arguments.runs):
        place = nullcontext(arguments.keep) if arguments.keep else tempfile.TemporaryDirectory()
        with place as folder, InterestMemory(folder, index=False) as memory:
            memory.warm()
            print(f"{resident():.0f} MB before")
            found.append(load(things, arguments.events, memory, memory.user()))
            if arguments.one_by_one:
                one_by_one(things, arguments.events, arguments.one_by_one, memory.user())
    write(arguments.out, found)


if __name__ == "__main__":
    main()
