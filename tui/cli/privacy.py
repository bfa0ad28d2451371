"""The command that says what is kept and what leaves, and shows what redaction and placeholders do to a text."""

from __future__ import annotations

import json as json_
from typing import Annotated

import typer

from .options import Data, Embedder, Json, Model, User, settings

app = typer.Typer()


@app.command()
def privacy(
    tried: Annotated[
        str | None, typer.Option("--try", help="Show what of a text would be stored and sent.", metavar="TEXT")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown: a privacy policy to keep.")] = False,
    json: Json = False,
    model: Model = None,
    embedder: Embedder = None,
    data: Data = None,
    user: User = None,
) -> None:
    """Say what is kept, where and for how long, and what leaves this machine to whom, under the present settings."""
    from ..privacy import plain, preview

    chosen = settings(model=model, embedder=embedder, data=data, user=user)
    if tried is not None:
        found = preview(tried, chosen)
        typer.echo(json_.dumps(found, ensure_ascii=False, indent=2) if json else "\n".join(plain_of(found)))
        return
    from ...agent.privacy.statement import lines, statement

    told = statement(chosen)
    if json:
        typer.echo(json_.dumps(told.as_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(lines(told) if markdown else plain(lines(told))))


def plain_of(found: dict[str, str]) -> list[str]:
    """Return a preview as lines."""
    return [f"{name}: {text}" for name, text in found.items()]
