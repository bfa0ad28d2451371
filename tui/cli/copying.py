"""The commands that take everything out and bring it back: an export, a copy of the ledger. Heavy imports happen inside them."""

from __future__ import annotations

from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .options import Data, User, Yes, looking, memory_of, settings

app = typer.Typer()


class Form(StrEnum):
    """How an export is written."""

    JSON = "json"
    MARKDOWN = "markdown"


@app.command()
def export(
    file: Annotated[
        Path | None, typer.Argument(help="Where it is written; without it, or as -, to the screen.")
    ] = None,
    format: Annotated[  # noqa: A002
        Form | None, typer.Option("--format", help="To go on with, or to read; else a name in .md is to be read.")
    ] = None,
    data: Data = None,
    user: User = None,
) -> None:
    """Write out everything that is stored of you; `penchant import` takes the JSON in again."""
    from ..copying import for_reading, write_out

    markdown = for_reading(file) if format is None else format is Form.MARKDOWN
    with looking(data, user) as (_, person):
        pieces = person.export_markdown() if markdown else person.export_json()
        if told := write_out(pieces, file):
            typer.echo(told)


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="Where; without it, beside the ledger.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the copies that are known.")] = False,
    keep: Annotated[
        int | None,
        typer.Option("--keep", min=0, help="From now on make copies by itself and keep so many; 0 makes none."),
    ] = None,
    every: Annotated[str | None, typer.Option("--every", help="How often, with --keep; 1d.", metavar="TIME")] = None,
    deleted: Annotated[
        Path | None,
        typer.Option("--deleted", help="A copy that you deleted yourself: it is no longer waited for.", metavar="FILE"),
    ] = None,
    data: Data = None,
) -> None:
    """Copy the ledger into a file while everything goes on. What is forgotten later is forgotten in it, too."""
    from ...memory.ledger import must_be_there
    from ..copying import in_a_folder, let_go, lying_listed, print_copies, set_rotation

    if deleted is not None and (keep is not None or listed or file is not None):
        raise ValueError("--deleted stands alone: it says that one copy is gone")
    file = in_a_folder(file)
    if every is not None and keep is None:
        raise ValueError("--every goes with --keep: how many copies are to be kept")
    chosen = settings(data=data)
    with lying_listed(chosen) if listed else nullcontext():
        must_be_there(chosen.data)
        with memory_of(chosen) as memory:
            if keep is not None:
                typer.echo(set_rotation(memory, keep, every or "1d"))
            elif deleted is not None:
                typer.echo(let_go(memory, deleted))
            elif listed:
                print_copies(memory)
            else:
                typer.echo(f"copied to {memory.back_up(file)}")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A copy that `penchant backup` made.")],
    yes: Yes = False,
    data: Data = None,
) -> None:
    """Put a copy in the ledger's place, once it is checked. What was forgotten since stays forgotten; what is there now is kept aside."""
    from ..copying import bring_back, there

    file = there(file)
    chosen = settings(data=data)
    if yes or typer.confirm(f"Replace what is in {chosen.data} by the copy {file}?"):
        typer.echo(bring_back(chosen, file))
