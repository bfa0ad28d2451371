"""`penchant replay`: a transcript in, a table of interests out."""

from __future__ import annotations

import json as jsonlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ..evals.replay import ReplayClock, Replayed, open_memory, replay
from ..evals.spool import TOLD
from ..evals.transcripts import FORMATS, TranscriptTurn, Unreadable, identify, read
from ..memory import InterestMemory
from .show import fields, print_interests, printable
from .text.erasing import people, turns


def list_formats() -> None:
    """Print the formats that can be read."""
    for name, description in FORMATS:
        typer.echo(f"{name:22} {description}")


def run(
    file: Path,
    embedder: str,
    data: Path | None,
    *,
    only: str | None,
    top: int,
    people: int,
    json: bool,
    strict: bool = False,
) -> None:
    """Replay a file and print what each person's interests are after their last turn. Its turns are read twice, but never held.

    Raises:
        Unreadable: the file cannot be read; with `strict` also where a line of it cannot be.
        ValueError: nobody of the name `only` speaks in it.
    """
    of = _counted(file, only, strict)
    if not of:
        raise ValueError(f"nobody called {only!r} speaks in {file}")
    clock = ReplayClock()
    place = tempfile.TemporaryDirectory(prefix="penchant-") if data is None else nullcontext(str(data))
    with place as folder, open_memory(Path(folder), clock, embedder) as memory:
        done = _replay(_turns(file, only, None if strict else _passed_over), of, memory, clock)
        shown = [name for name, _ in done.said.most_common(people)]
        if json:
            typer.echo(jsonlib.dumps(_results(shown, memory, clock, done, top), ensure_ascii=False, indent=2))
        else:
            _print(file, shown, memory, clock, done, top, data)


def _turns(file: Path, only: str | None, tell: Callable[[Unreadable], None] | None) -> Iterator[TranscriptTurn]:
    return (turn for turn in read(file, tell) if only is None or turn.user == only)


def _passed_over(_error: Unreadable) -> None:
    """It was told when the turns were counted."""


def _counted(file: Path, only: str | None, strict: bool) -> int:
    """Return the number of turns; what cannot be read is told and left out, unless `strict`."""
    bad = 0

    def tell(error: Unreadable) -> None:
        nonlocal bad
        bad += 1
        if bad <= TOLD:
            typer.echo(f"left out: {printable(str(error))}", err=True)

    with Console(stderr=True).status(f"reading {file.name}"):
        found = sum(1 for _ in _turns(file, only, None if strict else tell))
    if bad > TOLD:
        typer.echo(f"left out: {bad - TOLD:,} more; `penchant eval check {file}` names them", err=True)
    return found


def _replay(turns: Iterator[TranscriptTurn], of: int, memory: InterestMemory, clock: ReplayClock) -> Replayed:
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} of {task.total:,.0f} turns"), BarColumn())
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=Console(stderr=True)) as progress:
        task = progress.add_task("replay", total=of)
        return replay(turns, memory, clock, lambda count: progress.update(task, completed=count))


def _results(
    shown: list[str], memory: InterestMemory, clock: ReplayClock, done: Replayed, top: int
) -> dict[str, list[dict[str, object]]]:
    results = {}
    for name in shown:
        clock.moment = done.last[name]
        results[name] = [fields(one) for one in memory.user(name).interests()[:top]]
    return results


def _print(
    file: Path,
    shown: list[str],
    memory: InterestMemory,
    clock: ReplayClock,
    done: Replayed,
    top: int,
    kept: Path | None,
) -> None:
    console = Console()
    console.print(
        f"{file.name}: {identify(file)}, {turns(done.turns)} of {people(len(done.said))}"
        + (f", {done.known:,} of them known already" if done.known else "")
    )
    for name in shown:
        clock.moment = done.last[name]
        console.print()
        title = f"{name}, {turns(done.said[name])}, as of {done.last[name]:%Y-%m-%d %H:%M} UTC"
        print_interests(memory.user(name).interests()[:top], console, title)
    if kept is not None:
        console.print(f"\nkept in {kept}: `penchant interests --data {kept} --user NAME` shows one of them")
    if len(done.said) > len(shown):
        console.print(f"\n{people(len(done.said) - len(shown))} more: --people N shows more, --user NAME one of them")
