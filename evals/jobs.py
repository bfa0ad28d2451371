"""Units of work: done once, kept on disk by what went into them, spread over processes, taken up again after a kill."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..memory import Law
from .measured import Measured
from .suites.suite import Suite, Work
from .suites.table import TABLE
from .systems.system import System
from .systems.table import Bench, make


@dataclass(frozen=True, slots=True)
class Job:
    """One system on one unit of a suite. `stamp` is what else goes into the result: code and data."""

    suite: str
    unit: str
    system: str
    data: Path
    cache: Path
    stamp: str
    seed: int = 0
    quick: bool = False
    law: Law = field(default_factory=Law)
    model: str = ""

    @property
    def key(self) -> str:
        """The content hash by which the result is kept."""
        parts = [
            self.suite,
            self.unit,
            self.system,
            self.stamp,
            self.seed,
            self.quick,
            repr(self.law),
            *filter(None, [self.model]),
        ]
        return sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def place(self) -> Path:
        """Where the result is kept."""
        return self.cache / "units" / self.key[:2] / f"{self.key}.json"


Found = dict[str, Any]
"""A `Measured` as JSON has it."""


def done(jobs: Sequence[Job], processes: int, progress: Callable[[Job], None]) -> Iterator[Found]:
    """Do the jobs that are not done yet, and yield all results in the order of the jobs.

    Args:
        jobs: what is to be done.
        processes: how many work at once; the results are the same with any number.
        progress: called when a job is done, in whatever order they are.
    """
    waiting = list[Job]()
    for job in jobs:
        if job.place.is_file():
            progress(job)
        else:
            waiting.append(job)
    if processes > 1 and len(waiting) > 1:
        _spread(waiting, processes, progress)
    else:
        for job in waiting:
            work(job)
            progress(job)
    return (json.loads(job.place.read_text("utf-8")) for job in jobs)


def _spread(jobs: Sequence[Job], processes: int, progress: Callable[[Job], None]) -> None:
    context = multiprocessing.get_context("spawn")  # a fork would share SQLite's connections
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        running = {pool.submit(work, job): job for job in jobs}
        try:
            for one in as_completed(running):
                one.result()
                progress(running[one])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def work(job: Job) -> None:
    """Do one job and keep its result; a kill leaves no half of it."""
    from threadpoolctl import threadpool_limits

    suite, bench = TABLE[job.suite], _bench(job.cache, job.seed, job.law)
    with threadpool_limits(1):
        found = suite.measure(
            Work(job.unit, job.data, job.quick, job.seed, job.system, partial(_made, suite, job, bench), job.model)
        )
    bench.embedder.keep()
    _keep(job.place, found)


def _keep(place: Path, found: Measured) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(f".{os.getpid()}")
    half.write_text(json.dumps(asdict(found), ensure_ascii=False), "utf-8")
    half.replace(place)


def _made(suite: Suite, job: Job, bench: Bench) -> System:
    """Return a new system; the gate is one that has not seen the conversation, a law that was fitted is the population's."""
    if suite.name == "focus" and job.system == "penchant fitted":
        from .suites.populations import law_of
        from .systems.given import GivenTopics

        return GivenTopics(bench.vectorizer, law_of(job.unit))
    if suite.name == "gate" and job.system == "penchant":
        from .suites.folds import gate_for
        from .suites.ikat import conversations
        from .systems.gated import Gated

        group = next(one.group for one in conversations(job.data) if one.name == job.unit)
        return Gated(bench.vectorizer, gate_for(job.data, group, job.seed, bench.vectorizer))
    return make(job.system, bench, suite.penchant)


@cache
def _bench(folder: Path, seed: int, law: Law) -> Bench:
    return Bench(folder, seed, law)


@cache
def code_stamp() -> str:
    """Return a hash of the code and data files that measurements rest on: agent, memory, and what measures."""
    house, found = Path(__file__).parent.parent, sha256()
    measuring = ("evals/choosing", "evals/metrics", "evals/suites", "evals/systems")
    files = [file for folder in ("agent", "memory", *measuring) for file in sorted((house / folder).rglob("*"))]
    files += [house / "evals" / name for name in ("measured.py", "embeddings.py", "labelled.py", "spool.py", "jobs.py")]
    for file in files:
        if file.suffix in (".py", ".json", ".txt"):
            found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()
