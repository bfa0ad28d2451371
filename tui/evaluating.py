"""`penchant eval`: transcripts in, figures out; what they are made of lies in evals/."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import logs
from .evaluated import can_be_written, deliver, judged, progress, result

if TYPE_CHECKING:
    from ..evals.report.threshold import Threshold
    from ..evals.results import Run

app = typer.Typer(help="Measure on transcripts how well interests are tracked, and report it.", no_args_is_help=True)

Folder = Annotated[Path | None, typer.Option("--data", help="Folder of the data sets.", metavar="FOLDER")]
Seed = Annotated[int, typer.Option("--seed", help="Of every random choice; the same seed gives the same figures.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Result = Annotated[Path, typer.Argument(help="What `penchant eval run --out` wrote.", metavar="FILE.json")]
Html = Annotated[Path | None, typer.Option("--html", help="Write a page to read, in one file.", metavar="FILE.html")]
Under = Annotated[
    list[str] | None,
    typer.Option("--fail-under", help="End with 1 when it is worse: recall=0.8.", metavar="METRIC=VALUE"),
]


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
    systems: Annotated[
        list[str] | None, typer.Option("--systems", help="Only these, with commas or given again.", metavar="NAMES")
    ] = None,
    seed: Seed = 0,
    processes: Annotated[int, typer.Option("--processes", min=1, help="People measured at the same time.")] = 1,
    quick: Annotated[bool, typer.Option("--quick", help="On small samples: a minute instead of half an hour.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad line of the transcript.")] = False,
    cache: Annotated[
        Path | None, typer.Option("--cache", help="Where vectors and finished people are kept.", metavar="DIR")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the figures.", metavar="FILE.json")] = None,
    html: Html = None,
    fail_under: Under = None,
    json: Json = False,
) -> None:
    """Measure on suites, or on your own transcript, and print the figures."""
    thresholds = _thresholds(fail_under)
    if transcript is not None and suites:
        raise ValueError(f"either suites or --transcript: {', '.join(suites)} and {transcript} were both given")
    if transcript is None and not suites:
        raise ValueError("name a suite, `all`, or --transcript FILE; `penchant eval suites` lists the suites")
    chosen = _names(systems)
    for file in (out, html):
        can_be_written(file)
    with progress() as shown:
        if transcript is not None:
            found = _on_transcript(
                transcript, strict, seed=seed, processes=processes, systems=chosen, cache=cache, progress=shown
            )
        else:
            from ..evals.run import run as measured

            found = measured(
                _suites(suites or []),
                data,
                seed=seed,
                processes=processes,
                systems=chosen,
                cache=cache,
                progress=shown,
                quick=quick,
            )
    deliver(found, out, html, json)
    judged(found, thresholds, quiet=json)


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
    from ..evals.report.compare import compare_runs, compare_systems, notes
    from .measured import compared_json, print_compared

    one, other = result(first), None if second is None else result(second)
    chosen: dict[str, Any] = {"system": system, "metric": metric, "seed": seed}
    found = compare_systems(one, **chosen) if other is None else compare_runs(one, other, **chosen)
    if json:
        typer.echo(compared_json(found))
    else:
        print_compared(found, [] if other is None else notes(one, other))


@app.command()
def report(file: Result, html: Html = None, fail_under: Under = None, json: Json = False) -> None:
    """Print the figures of a run again, or make the page of them."""
    thresholds = _thresholds(fail_under)
    found = result(file)
    deliver(found, None, html, json)
    judged(found, thresholds, quiet=json)


@app.command()
def suites(json: Json = False) -> None:
    """List the suites and the systems under test."""
    from ..evals.run import SUITES, SYSTEMS
    from .measured import print_names

    print_names(SUITES, SYSTEMS, json=json)


app.command()(logs.check)


def _suites(names: list[str]) -> list[str]:
    from ..evals.run import SUITES

    if wrong := [name for name in names if name not in SUITES and name != "all"]:
        raise ValueError(f"no suite {wrong[0]!r}; allowed: all, {', '.join(SUITES)}")
    return list(SUITES) if "all" in names else list(dict.fromkeys(names))


def _names(given: list[str] | None) -> list[str] | None:
    """Return names that were given one by one or with commas."""
    return [name.strip() for text in given for name in text.split(",") if name.strip()] if given else None


def _on_transcript(file: Path, strict: bool, **how: Any) -> Run:
    """Measure on a transcript; bad lines are told, and left out unless `strict`."""
    from ..evals.run import run_transcript

    if strict:
        return run_transcript(file, **how)
    return run_transcript(file, **how)


def _thresholds(given: list[str] | None) -> list[Threshold]:
    from ..evals.report.threshold import threshold

    return [threshold(text) for text in given or []]
