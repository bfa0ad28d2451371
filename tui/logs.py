"""`penchant eval check`: what is in a transcript, and what is wrong with it."""

from __future__ import annotations

import json as json_text
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..evals.check import Checked
    from ..evals.lines import Problem


def check(
    file: Annotated[
        Path | None, typer.Argument(help="A transcript; `penchant replay --formats` lists the formats.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 at what is odd, too.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON schema of a line.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look a transcript through: each place that cannot be read or is odd, and what is in it. Ends with 1 if something is wrong."""
    from ..evals.check import check as checked
    from ..evals.check import schema as described

    if schema:
        typer.echo(described(), nl=False)
        return
    if file is None:
        raise ValueError("name a transcript; `penchant eval check --schema` prints what a line may hold")
    found = checked(file)
    typer.echo(_as_json(found, strict)) if json else _print(found)
    if not found.ok(strict=strict):
        raise typer.Exit(1)


def _print(found: Checked) -> None:
    from ..evals.check import MOST, counted
    from .show import printable

    for problem in found.problems:
        typer.echo(printable(_line(counted(problem, found))))
    if found.wrong > MOST:
        typer.echo(f"and {found.wrong - MOST:,} more that cannot be read")
    typer.echo(printable(_summary(found)))


def _line(problem: Problem) -> str:
    """Return a problem as a line; on GitHub's runners as an annotation."""
    kind = "error" if problem.wrong else "note"
    if not os.environ.get("GITHUB_ACTIONS"):
        return f"{kind}: {problem}"
    level = "error" if problem.wrong else "notice"
    return f"::{level} title=penchant eval check::{str(problem).replace('%', '%25')}".replace("\n", "%0A")


def _summary(found: Checked) -> str:
    counts = (_counted(found.turns, "turn"), _counted(len(found.own), "user"), _counted(found.sessions, "session"))
    turns = "{} of {} in {}".format(*counts)
    span = f", {found.first:%Y-%m-%d} to {found.last:%Y-%m-%d}" if found.first and found.last else ""
    labels = ", ".join(f"{name} on {count:,}" for name, count in found.labels.items()) or "none"
    wrong = f"left out, for they cannot be read: {found.wrong:,}" if found.wrong else "everything can be read"
    odd = f"; odd: {sum(found.odd.values()):,}" if found.odd else ""
    return f"{found.path.name}: {found.format}, {turns}{span}; labels: {labels}; {wrong}{odd}"


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'s' * (count != 1)}"


def _as_json(found: Checked, strict: bool) -> str:
    from dataclasses import asdict

    value = {
        "format": found.format,
        "turns": found.turns,
        "users": len(found.own),
        "sessions": found.sessions,
        "first": found.first.isoformat() if found.first else None,
        "last": found.last.isoformat() if found.last else None,
        "labels": dict(found.labels),
        "wrong": found.wrong,
        "odd": sum(found.odd.values()),
        "ok": found.ok(strict=strict),
        "problems": [{**asdict(one), "message": str(one)} for one in found.problems],
    }
    return json_text.dumps(value, ensure_ascii=False, indent=1)
