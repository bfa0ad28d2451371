"""`penchant import` and `penchant sources`: what a person has elsewhere comes into their memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import Data, Json, User, known, looking

if TYPE_CHECKING:
    from rich.progress import Progress

    from ...agent.settings import Settings
    from ...memory import InterestMemory, UserMemory
    from ...memory.importers.formats import Export
    from ...memory.importers.found import Options
    from ..import_report import Intake

app = typer.Typer()

Files = Annotated[
    list[Path] | None,
    typer.Argument(help="Exports, histories, tables, bookmarks; `penchant import --formats` lists what can be read."),
]


@app.command("import")
def import_files(
    files: Files = None,
    format: Annotated[  # noqa: A002 - the option's own name
        str, typer.Option("--format", help="Read the files as this format; otherwise it is known by their content.")
    ] = "",
    map: Annotated[  # noqa: A002
        str, typer.Option("--map", help="Columns of a table: title=Name,at=Date,tags=Genre,kind=like.", metavar="…")
    ] = "",
    dates: Annotated[
        str, typer.Option("--dates", help="How a table writes its dates: %d/%m/%Y.", metavar="FORMAT")
    ] = "",
    encoding: Annotated[
        str,
        typer.Option("--encoding", help="How the texts are encoded: gb18030; otherwise it is guessed.", metavar="NAME"),
    ] = "",
    undated: Annotated[
        str, typer.Option("--undated", help="When things without a time happened; now if not given.", metavar="DATE")
    ] = "",
    person: Annotated[
        str, typer.Option("--person", help="Whose things to take, where a file has several people's.", metavar="NAME")
    ] = "",
    source: Annotated[
        str, typer.Option("--source", help="The name that `penchant sources` shows for it.", metavar="NAME")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the interests that would result, and change nothing.")
    ] = False,
    formats: Annotated[bool, typer.Option("--formats", help="List the formats.")] = False,
    json: Json = False,
    data: Data = None,
    user: User = None,
) -> None:
    """Take in exports of chats, the history of a browser, bookmarks, tables. It stays on this machine.

    What was imported before is not taken twice, so that a longer export of the same can be imported again.
    """
    from ...agent.settings import load
    from ...memory.importers.formats import FORMATS

    if formats:
        for one in FORMATS:
            typer.echo(f"{one.name:10} {one.description}")
    elif not files:
        raise ValueError("name a file; `penchant import --formats` lists what can be read")
    elif not format and (ours := [file for file in files if _is_ours(file)]):
        if len(ours) < len(files):
            raise ValueError(f"{ours[0]} is what `penchant export` wrote: import it by itself")
        _take_ours(files, load(data=data, user=user), dry_run, json)
    else:
        options = _options(map, dates, undated, person)
        how = {"format": format, "encoding": encoding, "source": source}
        run(files, options, load(data=data, user=user), **how, dry_run=dry_run, json=json)


def _is_ours(file: Path) -> bool:
    from ...memory.exporting.document import is_export

    return is_export(file)


def _take_ours(files: list[Path], settings: Settings, dry_run: bool, json: bool) -> None:
    """Take in what `penchant export` wrote."""
    from ..copying import print_taken, take_in, taken_fields
    from ..import_report import whole_json
    from ..show import print_interests

    with _memory(settings, dry_run) as (memory, before):
        person = memory.user(settings.user)
        found = list(take_in(person, files))
        after = person.interests()
    if json:
        typer.echo(whole_json([taken_fields(*one) for one in found], after, before, dry_run))
        return
    for one in found:
        print_taken(*one)
    if dry_run:
        typer.echo("Nothing was changed. These interests would result:")
    print_interests(after)


def _options(columns: str, dates: str, undated: str, person: str) -> Options:
    from ...memory.importers.found import Options
    from ..show import moment

    pairs = [part.partition("=") for part in columns.split(",") if part.strip()]
    if wrong := [name for name, mark, _ in pairs if not mark]:
        raise ValueError(f"--map: {wrong[0]!r} names no column; write title=Name,at=Date")
    named = {name.strip(): column.strip() for name, _, column in pairs}
    return Options(named, dates, person, moment(undated) if undated else None)


def run(
    files: list[Path], options: Options, settings: Settings, *, format: str, encoding: str, source: str, dry_run: bool, json: bool  # noqa: A002
) -> None:  # fmt: skip
    """Import files and tell what was taken; look through all of them before the first is taken in.

    Raises:
        Unreadable: one of them cannot be read; nothing was taken in.
        ValueError: something that is not there was asked for.
    """
    from ...memory.importers.formats import identify
    from ..import_report import print_imported, print_result, to_json
    from ..sealing import unlocked

    unlocked(settings.data)  # first: an encrypted memory's temporary files are kept off the disk
    exports = [identify(file, format, encoding) for file in files]
    found = [_looked_through(export, options, source) for export in exports]
    with _memory(settings, dry_run) as (memory, before):
        person = memory.user(settings.user)
        for one in found:
            _take_in(one, options, person)
            if not json:
                print_imported(one)
        after = person.interests()
        typer.echo(to_json(found, after, before, dry_run)) if json else print_result(found, after, before, dry_run)
    if any(one.failed for one in found):
        raise typer.Exit(1)


def _looked_through(export: Export, options: Options, source: str) -> Intake:
    from ...memory.importers.survey import survey
    from ..import_report import Intake

    told = export.told(options)
    with _progress() as progress:
        task = progress.add_task(f"looking through {export.path.name}", total=None)
        seen = survey(export.read(options), lambda count: progress.update(task, completed=count), datetime.now(UTC))
    return Intake(export, source or export.source, seen, told)


def _take_in(one: Intake, options: Options, person: UserMemory) -> None:
    """Take in what was found; one that is stopped says how far it came."""
    from ...memory.records import Interaction

    found = (thing for thing in one.export.read(options) if isinstance(thing, Interaction))
    try:
        with _progress() as progress:
            task = progress.add_task(f"taking in {one.export.path.name}", total=one.total)

            def further(count: int) -> None:
                one.done = count
                progress.update(task, completed=count)

            taken = person.observe_all(found, source=one.source, format=one.export.format.name, progress=further)
    except KeyboardInterrupt:
        typer.echo(
            f"stopped after {one.done:,} of {one.total:,}: they are kept, the same command goes on from there", err=True
        )
        raise typer.Exit(130) from None
    one.new, one.known, one.refused = taken.new, taken.known, dict(taken.left_out)


@contextmanager
def _memory(settings: Settings, dry_run: bool) -> Iterator[tuple[InterestMemory, list[Any]]]:
    """Open the person's memory, or a copy of it that is thrown away; with what the interests are before."""
    from ...memory import InterestMemory

    with (
        _place(settings.data, dry_run) as place,
        InterestMemory(place, embedder=settings.embedder, index=False, redact=settings.redact) as memory,
    ):
        yield memory, memory.user(settings.user).interests()


@contextmanager
def _place(data: Path, dry_run: bool) -> Iterator[Path]:
    """Return the folder of the memory, or one with a copy of its ledger."""
    if not dry_run:
        yield data
        return
    with copied(data) as folder:
        yield folder


@contextmanager
def copied(data: Path) -> Iterator[Path]:
    """Give a folder with a copy of a memory's ledger, where there is one; it is thrown away."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="penchant-") as folder:
        ledger = data.expanduser() / "ledger.sqlite3"
        if ledger.exists():
            _copy(ledger, Path(folder) / ledger.name)
        yield Path(folder)


def _copy(ledger: Path, target: Path) -> None:
    """Copy a ledger that may be in use; one that is not is left without the files that SQLite puts beside it."""
    import sqlite3
    from contextlib import closing

    way = "mode=ro" if ledger.with_name(ledger.name + "-wal").exists() else "immutable=1"
    with (
        closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?{way}", uri=True)) as here,
        closing(sqlite3.connect(target)) as there,
    ):
        here.backup(there)


def _progress() -> Progress:
    """Return a progress bar with the time that is left; none where nobody sees it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


@app.command()
def sources(
    forget: Annotated[
        str, typer.Option("--forget", help="Erase all that was imported from this source.", metavar="NAME")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
    data: Data = None,
    user: User = None,
) -> None:
    """List what was imported, when, and how much; or erase what came from one source."""
    from ..import_report import print_sources, sources_to_json

    if forget:
        with known(data, user) as (_, person):
            _forget(person, forget, yes)
        return
    with looking(data, user) as (_, person):
        found = person.sources()
    typer.echo(sources_to_json(found)) if json else print_sources(found)


def _forget(person: UserMemory, name: str, yes: bool) -> None:
    """Erase what came from a source, once the person has agreed; a file may be named where its name without the ending is the source's."""
    known = {one.name for one in person.sources()}
    if name not in known and Path(name).stem in known:
        name = Path(name).stem
    person.source(name)  # before anything is asked
    if yes or typer.confirm(f"Erase everything that was imported from {name!r}, and what was learned from that alone?"):
        typer.echo(f"{name}: forgotten, {person.forget_source(name):,} things")
