"""`penchant eval check` and `watch`: what is in a transcript and what is wrong with it; a live memory as a transcript."""

from __future__ import annotations

import json as json_text
import os
import shlex
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .evaluated import Cache, Html, Out, Processes, Seed, Systems, Under, ends, names, on_transcript
from .options import Data, Json, User

if TYPE_CHECKING:
    from ...agent.settings import Settings
    from ...evals.check import Checked
    from ...evals.lines import Problem
    from ...evals.results import Run


def check(
    file: Annotated[
        Path | None, typer.Argument(help="A transcript; `penchant replay --formats` lists the formats.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 at what is odd, too.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON schema of a line.")] = False,
    json: Json = False,
) -> None:
    """Look a transcript through: each place that cannot be read or is odd, and what is in it. Ends with 1 if something is wrong."""
    from ...evals.check import check as checked
    from ...evals.check import schema as described

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
    from ...evals.check import MOST, counted
    from ..show import printable

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


def watch(
    data: Data = None,
    user: User = None,
    everyone: Annotated[bool, typer.Option("--everyone", help="All people of the memory.")] = False,
    every: Annotated[
        str, typer.Option("--every", help="Measure again and again until Ctrl-C: 10m, 12h.", metavar="TIME")
    ] = "",
    systems: Systems = None,
    seed: Seed = 0,
    processes: Processes = 1,
    cache: Cache = None,
    out: Out = None,
    html: Html = None,
    fail_under: Under = None,
    json: Json = False,
) -> None:
    """Measure a live memory: what was said to it is replayed into a fresh one. The live one is only read."""
    from ...agent.settings import load
    from ..durations import duration

    if everyone and user is not None:
        raise ValueError(f"either --everyone or --user: both were given, and --user {user}")
    pause = duration(every) if every else None
    end = ends(out, html, fail_under, json)
    chosen = load(data=data, user=user)
    how = {"seed": seed, "processes": processes, "systems": names(systems), "cache": cache}
    whose = "--everyone" if everyone else f"--user {shlex.quote(user)}" if user is not None else ""
    end.meet(_watched(chosen, whose, how))
    while pause is not None:
        time.sleep(pause.total_seconds())
        end.meet(_watched(chosen, whose, how))


def _watched(chosen: Settings, whose: str, how: dict[str, Any]) -> Run:
    """Return the run of what a memory has been told, read from a copy of its ledger; say what of it is measured."""
    import tempfile

    from ...evals.results import noted
    from ...evals.watch import seen, write_transcript
    from ...memory import InterestMemory
    from ..sealing import unlocked
    from .importing import copied

    unlocked(chosen.data)  # first: an encrypted memory's temporary files are kept off the disk
    with copied(chosen.data) as place, tempfile.TemporaryDirectory(prefix="penchant-") as folder:
        file = Path(folder) / "ledger.jsonl"
        with InterestMemory(place, embedder=chosen.embedder, index=False) as memory:
            users = memory.users() if whose == "--everyone" else [chosen.user]
            write_transcript(memory, users, file)
            told = str(seen(memory, users))
        typer.echo(told, err=True)
        found = noted(on_transcript(file, strict=True, **how), told)
    _, _, options = found.command.partition(" --transcript FILE")
    return replace(found, command=" ".join(filter(None, ("penchant eval watch", whose, options.strip()))))
