"""`penchant eval`: transcripts in, figures out; what they are made of lies in evals/."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..show import printable
from . import logs
from .evaluated import (
    Cache,
    Html,
    Out,
    Processes,
    Seed,
    Systems,
    Under,
    can_be_written,
    ends,
    names,
    on_transcript,
    progress,
    result,
    write,
)
from .options import Json

app = typer.Typer(help="Measure on transcripts how well interests are tracked, and report it.", no_args_is_help=True)

Folder = Annotated[Path | None, typer.Option("--data", help="Folder of the data sets.", metavar="FOLDER")]
Quick = Annotated[bool, typer.Option("--quick", help="A few people only: for a look, not for a figure.")]
Result = Annotated[Path, typer.Argument(help="What `penchant eval run --out` wrote.", metavar="FILE.json")]


@app.command()
def run(
    suites: Annotated[
        list[str] | None,
        typer.Argument(help="Suites, or `all`; `penchant eval suites` lists them.", metavar="[SUITE]…"),
    ] = None,
    data: Folder = None,
    transcript: Annotated[
        Path | None, typer.Option("--transcript", help="Measure on your own log instead.", metavar="FILE")
    ] = None,
    systems: Systems = None,
    seed: Seed = 0,
    processes: Processes = 1,
    quick: Quick = False,
    model: Annotated[
        str,
        typer.Option(
            "--model", help="Measure multiple choice too, by this model's likelihood: embedded, hf:….", metavar="NAME"
        ),
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad line of the transcript.")] = False,
    cache: Cache = None,
    out: Out = None,
    html: Html = None,
    fail_under: Under = None,
    json: Json = False,
) -> None:
    """Measure on suites, or on your own transcript, and print the figures. Without --data on small samples."""
    end = ends(out, html, fail_under, json, reads=transcript)
    if (transcript is None) == (not suites):
        raise ValueError(
            "name a suite, `all`, or --transcript FILE, one of them; `penchant eval suites` lists the suites"
        )
    how: dict[str, Any] = {
        "seed": seed,
        "processes": processes,
        "systems": names(systems),
        "cache": cache,
        "quick": quick,
    }
    if transcript is not None:
        if model:
            raise ValueError("a transcript has no multiple choice: leave --model out, or measure the suite preferences")
        end.meet(on_transcript(transcript, strict=strict, **how))
        return
    from ...evals.run import run as measured

    with progress() as shown:
        found = measured(_suites(suites or []), data, **how, progress=shown, model=model)
    end.meet(found)


@app.command()
def compare(
    first: Result,
    second: Annotated[
        Path | None, typer.Argument(help="Another run; without it, the systems of the one run.", metavar="[OTHER.json]")
    ] = None,
    system: Annotated[
        str,
        typer.Option("--system", help="This one alone; of one run, the one beside which others stand.", metavar="NAME"),
    ] = "",
    metric: Annotated[str, typer.Option("--metric", help="This one alone.", metavar="NAME")] = "",
    seed: Seed = 0,
    json: Json = False,
) -> None:
    """Compare two runs, or the systems of one, person by person: differences, their intervals, and whether it is chance."""
    from ...evals.report.compare import compare_runs, compare_systems, notes, untested
    from .measured import compared_json, print_compared

    one, other = result(first), None if second is None else result(second)
    chosen: dict[str, Any] = {"system": system, "metric": metric, "seed": seed}
    found = compare_systems(one, **chosen) if other is None else compare_runs(one, other, **chosen)
    told = [*([] if other is None else notes(one, other)), *untested(found)]
    if json:
        typer.echo(compared_json(found))
        for note in told:
            typer.echo(f"note: {printable(note)}", err=True)
    else:
        print_compared(found, told)


@app.command()
def report(file: Result, html: Html = None, fail_under: Under = None, json: Json = False) -> None:
    """Print the figures of a run again, or make the page of them."""
    end = ends(None, html, fail_under, json, reads=file)
    end.meet(result(file))


@app.command()
def suites(json: Json = False) -> None:
    """List the suites and the systems under test."""
    from ...evals.run import SUITES, SYSTEMS
    from .measured import print_names

    print_names(SUITES, SYSTEMS, json=json)


@app.command()
def sweep(
    targets: Annotated[
        list[str],
        typer.Argument(help="What is to become best, all at once.", metavar="SUITE[:METRIC][@SYSTEM]…"),
    ],
    data: Folder = None,
    trials: Annotated[int, typer.Option("--trials", min=1, help="How many settings are tried.")] = 50,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--settings", help="Search these, with commas or given again; not all of the law.", metavar="NAMES"
        ),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            "--also", help="Measure the best settings on this too; the search does not see it.", metavar="SUITE…"
        ),
    ] = None,
    seed: Seed = 0,
    processes: Processes = 1,
    quick: Quick = False,
    cache: Cache = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Search for settings on one half of the people, and measure them on the other. Needs the extra `eval`."""
    import json as json_text

    from ...evals.settings import LAW
    from ...evals.sweep import sweep as searched
    from .measured import print_swept

    can_be_written(out)
    how: dict[str, Any] = {"seed": seed, "processes": processes, "quick": quick, "cache": cache}
    how |= {"settings": names(settings) or tuple(LAW), "also": names(also) or ()}
    with progress() as shown:
        found = searched(targets, data, trials=trials, **how, progress=shown)
    text = json_text.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n"
    if out is not None:
        write(out, text)
    typer.echo(text, nl=False) if json else print_swept(found)


app.command()(logs.check)
app.command()(logs.watch)


def _suites(given: list[str]) -> list[str]:
    from ...evals.run import SUITES

    if wrong := [name for name in given if name not in SUITES and name != "all"]:
        raise ValueError(f"no suite {wrong[0]!r}; allowed: all, {', '.join(SUITES)}")
    return list(SUITES) if "all" in given else list(dict.fromkeys(given))
