"""What the commands of `penchant eval` share: how far a run is, and what is done with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..pace import Pace
from ..show import printable

if TYPE_CHECKING:
    from ...evals.report.threshold import Threshold
    from ...evals.results import Run

Systems = Annotated[
    list[str] | None,
    typer.Option(
        "--systems", help="Only these, with commas or given again; penchant:KEY=VALUE,… is configured.", metavar="NAMES"
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="Of every random choice; the same seed gives the same figures.")]
Processes = Annotated[int, typer.Option("--processes", min=1, help="How many work at the same time.")]
Cache = Annotated[
    Path | None, typer.Option("--cache", help="Keep vectors and finished work, to go on after a stop.", metavar="DIR")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", help="Write the figures; what they cost goes beside, into FILE.costs.json.", metavar="FILE.json"
    ),
]
Html = Annotated[Path | None, typer.Option("--html", help="Write a page to read, in one file.", metavar="FILE.html")]
Under = Annotated[
    list[str] | None,
    typer.Option("--fail-under", help="End with 1 if it is worse: MRR=0.3, drift:lag=9.", metavar="METRIC=VALUE"),
]


@dataclass(frozen=True, slots=True)
class Ends:
    """What is to be done with a run."""

    out: Path | None
    html: Path | None
    json: bool
    thresholds: list[Threshold]

    def meet(self, found: Run) -> None:
        """Write and print a run; ends with 1 where a figure is worse than its threshold.

        On GitHub's runners each such figure is marked as an error. Where stdout holds JSON it is told on stderr.

        Raises:
            ValueError: a file cannot be written, or a threshold names what the run does not have.
        """
        self._write(found)
        self._print(found)
        self._judge(found)

    def _write(self, found: Run) -> None:
        from ...evals.report.html import page
        from ...evals.results import costs_written, written

        if self.out is not None:
            write(self.out, written(found, costs=False))
            write(costs_of(self.out), costs_written(found))
        if self.html is not None:
            write(self.html, page(found))
        if (self.out or self.html) and _names_interests(found):
            typer.echo("it names people of the log and their interests: mind who reads it", err=True)

    def _print(self, found: Run) -> None:
        from ...evals.results import written
        from .measured import print_run

        if self.json:
            typer.echo(written(found, costs=False), nl=False)
        else:
            print_run(found)

    def _judge(self, found: Run) -> None:
        from ...evals.report.threshold import annotation, missed

        worse = missed(found, self.thresholds)
        for one in worse:
            typer.echo(annotation(one) if os.environ.get("GITHUB_ACTIONS") else f"penchant: {one}", err=self.json)
        if worse:
            raise typer.Exit(1)


def _names_interests(found: Run) -> bool:
    every = (figures for outcome in found.suites.values() for figures in outcome.systems.values())
    return any(name.startswith("days: weight of ") for figures in every for name in figures.curves)


def ends(
    out: Path | None, html: Path | None, fail_under: list[str] | None, json: bool, *, reads: Path | None = None
) -> Ends:
    """Return what is to be done, once it is known before a long measuring that it can be; `reads` is the file that is measured.

    Raises:
        ValueError: a file cannot be written, would be written over another of them, or a threshold cannot be read.
    """
    from ...evals.report.threshold import threshold

    thresholds = [threshold(text) for text in fail_under or []]
    costs = None if out is None else costs_of(out)
    _apart({"what is read": reads, "--out": out, "the costs beside --out": costs, "--html": html})
    for file in (out, html):
        can_be_written(file)
    return Ends(out, html, json, thresholds)


def _apart(files: Mapping[str, Path | None]) -> None:
    """Refuse two that are the same file, by whatever path: one would be written over the other.

    Raises:
        ValueError: two are.
    """
    known = dict[object, str]()
    for what, file in files.items():
        if file is not None:
            place = _place(file)
            if place in known:
                raise ValueError(f"{file}: {what} would be written over {known[place]}; name another file")
            known[place] = what


def _place(file: Path) -> object:
    if not file.is_file():
        return file.resolve()
    found = file.stat()
    return found.st_dev, found.st_ino


def can_be_written(file: Path | None) -> None:
    """Find out whether a file can be written; one that is not there yet is not there afterwards either, nor its folder.

    Raises:
        ValueError: it cannot.
    """
    if file is not None and not file.is_file():
        made = [folder for folder in file.parents if not folder.exists()]
        _put(file, "")
        file.unlink()
        for folder in made:
            folder.rmdir()


def write(file: Path, text: str) -> None:
    """Write a file and say so.

    Raises:
        ValueError: it cannot be written.
    """
    _put(file, text)
    typer.echo(f"written: {file}", err=True)


def _put(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", errors="replace")
    except OSError as error:
        raise ValueError(f"{file} cannot be written: {error.strerror}; name a file in a folder of yours") from error


def costs_of(file: Path) -> Path:
    """Return where the costs of a run are written: beside what two runs have in common."""
    return file.with_name(f"{file.name.removesuffix('.json')}.costs.json")


def names(given: list[str] | None) -> list[str] | None:
    """Return names that were given one by one or with commas."""
    from ...evals.systems.configuration import parted

    return [name for text in given for name in parted(text)] if given else None


def result(file: Path) -> Run:
    """Return a run that was written; raises ValueError, which names the file, where there is none."""
    from ...evals.report.sound import sound
    from ...evals.results import read, with_costs

    beside = costs_of(file)
    try:
        found = sound(read(file.read_text("utf-8")))
        return sound(with_costs(found, beside.read_text("utf-8"))) if beside.is_file() else found
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ValueError(f"{file}: {reason}; name what `penchant eval run --out` wrote") from error


def on_transcript(file: Path, **how: Any) -> Run:
    """Return the run of a transcript; bad lines are told and left out, unless it is to be `strict`.

    Raises:
        Unreadable: it cannot be read, or with `strict` a line of it.
    """
    from ...evals.run import run_transcript

    with progress() as shown:
        return run_transcript(
            file, **how, progress=shown, tell=lambda problem: typer.echo(printable(problem), err=True)
        )


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each suite with the time that is left; nothing where nobody sees it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn
    from rich.text import Text

    paces = dict[int, Pace]()

    class Left(ProgressColumn):
        def render(self, task: Any) -> Text:
            return Text(time_left(paces[task.id].left(task.get_time())), "progress.remaining")

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), Left())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def shown(suite: str, done: int, of: int) -> None:
            now = bars.get_time()
            if suite not in tasks:
                tasks[suite] = bars.add_task(suite, total=of, visible=False)
                paces[tasks[suite]] = Pace(of, now)
            paces[tasks[suite]].step(done, now)
            bars.update(tasks[suite], completed=done, visible=True)

        yield shown


def time_left(seconds: float | None) -> str:
    """Return how long something goes on yet.

    >>> time_left(3725), time_left(65), time_left(None)
    ('1:02:05 left', '1:05 left', '')
    """
    if not seconds:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} left" if hours else f"{minutes}:{rest:02} left"
