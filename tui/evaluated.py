"""What `penchant eval` does with a run: read it, print it, write it, hold it against thresholds, and show how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from ..evals.report.threshold import Threshold
    from ..evals.results import Run


def result(file: Path) -> Run:
    """Return a run that was written; raises ValueError, which names the file, where there is none."""
    from ..evals.report.sound import sound
    from ..evals.results import read

    try:
        return sound(read(file.read_text("utf-8")))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ValueError(f"{file}: {reason}; name what `penchant eval run --out` wrote") from error


def deliver(found: Run, out: Path | None, html: Path | None, json: bool) -> None:
    """Print a run, and write what was asked for."""
    from ..evals.results import written
    from .measured import print_run

    if out is not None:
        _write(out, written(found))
        typer.echo(f"written: {out}", err=True)
    if html is not None:
        from ..evals.report.html import page

        _write(html, page(found))
        typer.echo(f"written: {html}", err=True)
    if json:
        typer.echo(written(found), nl=False)
    else:
        print_run(found)


def can_be_written(file: Path | None) -> None:
    """Find out before the measuring, which takes long, whether what comes of it can be written."""
    if file is not None and not file.exists():
        _write(file, "")
        file.unlink()


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", errors="replace")
    except OSError as error:
        raise ValueError(f"{file} cannot be written: {error.strerror}; name a file in a folder of yours") from error


def judged(found: Run, thresholds: list[Threshold], *, quiet: bool) -> None:
    """End with 1 where a figure is worse than its threshold; on GitHub's runners each is marked as an error.

    Where stdout holds JSON (`quiet`), it is told on stderr.
    """
    import os

    from ..evals.report.threshold import annotation, missed

    worse = missed(found, thresholds)
    for one in worse:
        typer.echo(annotation(one) if os.environ.get("GITHUB_ACTIONS") else f"penchant: {one}", err=quiet)
    if worse:
        raise typer.Exit(1)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each suite with the time that is left; nothing where nobody sees it."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    times = (TimeElapsedColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, *times, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def shown(suite: str, done: int, of: int) -> None:
            if suite not in tasks:
                tasks[suite] = bars.add_task(suite, total=of)
            bars.update(tasks[suite], completed=done, total=of)

        yield shown
