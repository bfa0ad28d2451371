"""Units of work: done once, kept on disk by what went into them, spread over processes, taken up again after a kill."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any, Final

from .measured import Measured
from .settings import Settings
from .suites.suite import Suite, Work
from .suites.table import TABLE
from .systems.capped import Capped
from .systems.system import Query, Said, System
from .systems.table import Bench, Penchants, make


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
    settings: Settings = field(default_factory=Settings)
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
            repr(self.settings),
            *filter(None, [self.model]),
        ]
        return sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def place(self) -> Path:
        """Where the result is kept."""
        return self.cache / "units" / self.key[:2] / f"{self.key}.json"


AHEAD: Final = 64
"""Jobs that are handed out to processes at once."""

Found = dict[str, Any]
"""A `Measured` as JSON has it."""


@contextmanager
def workers(processes: int) -> Iterator[ProcessPoolExecutor | None]:
    """Give processes that work at once, for as many calls of `done` as there are; None for one, which is this process itself.

    They end with this one, however it ends.
    """
    if processes < 2:
        yield None
        return
    context = multiprocessing.get_context("spawn")  # a fork would share SQLite's connections
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_end_with_parent) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()

    def outlived() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=outlived, daemon=True).start()


def done(jobs: Sequence[Job], pool: ProcessPoolExecutor | None, progress: Callable[[Job], None]) -> Iterator[Found]:
    """Do the jobs that are not done yet, and yield all results in the order of the jobs.

    Args:
        jobs: what is to be done.
        pool: of `workers`; the results are the same with any number of them.
        progress: called when a job is done, in whatever order they are.
    """
    waiting = list[Job]()
    for job in jobs:
        if job.place.is_file():
            progress(job)
        else:
            waiting.append(job)
    if pool is not None and len(waiting) > 1:
        _spread(waiting, pool, progress)
    else:
        for job in waiting:
            work(job)
            progress(job)
    return (json.loads(job.place.read_text("utf-8")) for job in jobs)


def _spread(jobs: Sequence[Job], pool: ProcessPoolExecutor, progress: Callable[[Job], None]) -> None:
    """Hand out jobs a few at a time: however many there are, no more than these are held twice."""
    left, running = iter(jobs), dict[Future[None], Job]()
    while True:
        for job in islice(left, AHEAD - len(running)):
            running[pool.submit(work, job)] = job
        if not running:
            return
        for one in wait(running, return_when=FIRST_COMPLETED).done:
            one.result()
            progress(running.pop(one))


def work(job: Job) -> None:
    """Do one job and keep its result; a kill leaves no half of it."""
    from threadpoolctl import threadpool_limits

    suite, bench = TABLE[job.suite], Bench(job.cache, job.seed, job.settings, _bench(job.cache))
    with threadpool_limits(1):
        _warm(job.cache, job.system, suite.penchant)
        found = suite.measure(
            Work(job.unit, job.data, job.quick, job.seed, job.system, partial(_made, suite, job, bench), job.model)
        )
    bench.embedder.keep()
    _keep(job.place, found)


@cache
def _warm(folder: Path, system: str, penchant: Penchants) -> None:
    """Let another one of a system hear and answer something, so that what it loads at first is in no figure of what it costs."""
    bench, now = _bench(folder), datetime(2020, 1, 1, tzinfo=UTC)
    bench.vectorizer.warm()
    one = make(system, bench, penchant)
    one.observe(Said("1", now, "I love green tea.", labels=("tea",)))
    for text in ("", "Which green tea is best?"):
        one.context(Query(text, now), 256)  # counted in tokens, whose counting loads a table too
    one.close()


def _keep(place: Path, found: Measured) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(f".{os.getpid()}")
    half.write_text(json.dumps(asdict(found), ensure_ascii=False), "utf-8")
    half.replace(place)


def _made(suite: Suite, job: Job, bench: Bench) -> System:
    """Return a new system; the gate is one that has not seen the conversation, a law that was fitted is the population's."""
    made = _fitted(job, bench) or make(job.system, bench, suite.penchant)
    return made if job.settings.budget is None else Capped(made, job.settings.budget)


def _fitted(job: Job, bench: Bench) -> System | None:
    """Return what a suite fits for the unit; None where the system comes as it is."""
    if (job.suite, job.system) == ("gate", "penchant"):
        return _gated(job, bench)
    if (job.suite, job.system) == ("focus", "penchant fitted"):
        from .suites.populations import law_of
        from .systems.given import GivenTopics

        return GivenTopics(bench.vectorizer, law_of(job.unit))
    return None


def _gated(job: Job, bench: Bench) -> System:
    from .suites.folds import gate_for
    from .suites.ikat import conversations
    from .systems.gated import Gated

    group = next(one.group for one in conversations(job.data) if one.name == job.unit)
    gate = gate_for(job.data, group, job.seed, bench.vectorizer)
    return Gated(bench.vectorizer, replace(gate, worth=gate.worth * job.settings.worth))


@cache
def _bench(folder: Path) -> Bench:
    return Bench(folder)


@cache
def code_stamp() -> str:
    """Return a hash of the code and data files that measurements rest on: agent, memory, and what measures."""
    house, found = Path(__file__).parent.parent, sha256()
    measuring = ("evals/choosing", "evals/metrics", "evals/suites", "evals/systems")
    files = [file for folder in ("agent", "memory", *measuring) for file in sorted((house / folder).rglob("*"))]
    files += [
        house / "evals" / name
        for name in ("measured.py", "settings.py", "embeddings.py", "labelled.py", "spool.py", "jobs.py")
    ]
    for file in files:
        if file.suffix in (".py", ".json", ".txt"):
            found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()
