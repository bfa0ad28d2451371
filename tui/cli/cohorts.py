"""`penchant cohort`: being counted among many, and starting from what they care about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Data, Embedder, User, known, opened, settings

app = typer.Typer(help="What many people care about, counted so that nobody can be found in it.", no_args_is_help=True)


@app.command("build")
def build_cohort(
    out: Annotated[Path, typer.Argument(help="The file to write.", metavar="OUT")],
    data: Annotated[
        list[Path] | None, typer.Option("--data", help="Folder of a memory; may be given again.", metavar="DIR")
    ] = None,
    k: Annotated[int, typer.Option("--k", help="What fewer people share is left out; 20 or more.")] = 20,
    embedder: Embedder = None,
) -> None:
    """Build a cohort from the interests of everyone who has joined, for new people to start from."""
    from ..cohorts import build

    chosen = settings(embedder=embedder)
    build(out, data or [chosen.data], chosen.embedder, k)


@app.command("join")
def join_cohort(data: Data = None, user: User = None) -> None:
    """Let your interests be counted when a cohort is built. Without it they never are."""
    with opened(data, user) as (_, person):
        since = person.join_cohort().astimezone().strftime("%Y-%m-%d %H:%M")
        typer.echo(f"your interests are counted when a cohort is built, since {since}; `penchant cohort leave` ends it")


@app.command("leave")
def leave_cohort(data: Data = None, user: User = None) -> None:
    """Be counted no longer, and give back what you were lent by people like you."""
    with known(data, user) as (_, person):
        person.leave_cohort()
        typer.echo("your interests are not counted, and nothing is lent to you")
