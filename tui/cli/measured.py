"""The figures of `penchant eval` as tables of a terminal."""

from __future__ import annotations

import json as json_text
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...evals.report.compare import Compared, is_tested
from ...evals.report.figures import OF_THE_DATA, chance, interval, number, signed, way
from ...evals.report.ours import best, main_system, metrics_of, ranked
from ...evals.results import Outcome, Run
from ..show import printable

COLUMN = 17
"""Characters that a metric takes at most; as many stand beside each other as the terminal is wide."""

NAMED = 24
"""Characters for the names of systems."""

NARROW = 72
"""Columns of a terminal in which a comparison stands closer."""


def print_run(run: Run) -> None:
    """Print a table for each suite: systems from best to worst by the leading metric, every metric with its interval."""
    console = Console()
    for name, outcome in run.suites.items():
        for index, metrics in enumerate(_columns(metrics_of(outcome), console.width)):
            console.print()
            console.print(_table(name if index == 0 else f"{name}, more", outcome, metrics))
        for note in outcome.notes:
            console.print(Text(f"note: {printable(note)}"))
    _print_costs(run, console)
    console.print(
        Text("\n± 95 % by bootstrap over people; ↑ more is better, ↓ less is better; * best of its column", "dim")
    )


def _columns(metrics: Sequence[str], width: int) -> Iterator[Sequence[str]]:
    each = max(1, (width - NAMED) // COLUMN)
    for start in range(0, len(metrics), each):
        yield metrics[start : start + each]


def _table(title: str, outcome: Outcome, metrics: Sequence[str]) -> Table:
    table = Table(title=Text(printable(title)), title_justify="left", title_style="bold")
    table.add_column("system", overflow="fold")
    for metric in metrics:
        table.add_column(Text(printable(way(metric, outcome.smaller_is_better))), justify="right", overflow="fold")
    leading = {metric: best(outcome, metric) for metric in metrics}
    for system in ranked(outcome):
        cells = [_cell(outcome, system, metric, system in leading[metric]) for metric in metrics]
        table.add_row(Text(printable(system), "bold" if system == main_system(outcome) else ""), *cells)
    return table


def _cell(outcome: Outcome, system: str, metric: str, leads: bool) -> Text:
    figure = outcome.systems[system].metrics.get(metric)
    if figure is None:
        return Text("–")
    if metric in OF_THE_DATA:
        return Text(number(figure.value))
    text = Text(number(figure.value) + "*" * leads, "bold" if leads else "")
    return text.append(f"\n{interval(figure)}", "dim not bold") if interval(figure) else text


def _print_costs(run: Run, console: Console) -> None:
    """Print what a turn and a query cost, where that is known, else all that was counted: the JSON has the sums."""
    for suite, outcome in run.suites.items():
        counted = sorted({cost for figures in outcome.systems.values() for cost in figures.costs})
        for names in _columns([cost for cost in counted if " a " in cost] or counted, console.width):
            table = Table(title=Text(printable(f"{suite}, what it costs")), title_justify="left", title_style="bold")
            table.add_column("system", overflow="fold")
            for cost in names:
                table.add_column(Text(printable(cost)), justify="right", overflow="fold")
            for system in ranked(outcome):
                of = outcome.systems[system].costs
                table.add_row(Text(printable(system)), *(number(of.get(cost)) for cost in names))
            console.print()
            console.print(table)


def print_compared(found: Sequence[Compared], notes: Iterable[str] = ()) -> None:
    """Print comparisons as a table for each metric of a suite."""
    console = Console()
    for title in dict.fromkeys(map(_compares, found)):
        console.print()
        console.print(_comparison(title, [one for one in found if _compares(one) == title], console.width < NARROW))
    for note in notes:
        console.print(Text(f"note: {printable(note)}"))
    console.print(
        Text(
            "\ndifference: over the people that both have, with its 95 % bootstrap interval; p: sign-flip permutation test,"
            f" Holm over {sum(map(is_tested, found))} of {len(found)} rows, those where somebody's value differs;"
            " better or worse at the 5 % level",
            "dim",
        )
    )


def _compares(one: Compared) -> str:
    """Return what a comparison is of, but for the system that differs from row to row."""
    beside = "" if one.first == one.second else f"; second: {one.second}"
    return f"{one.suite}: {way(one.metric, [one.metric] * one.smaller_is_better)}{beside}"


def _comparison(title: str, rows: Sequence[Compared], narrow: bool) -> Table:
    table = Table(
        title=Text(printable(title)),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 0 if narrow else 1),
    )
    table.add_column("system", overflow="fold")
    for head in ("first", "second", "difference", "p", "people"):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("it is", no_wrap=True)
    between = "\n" if narrow else " "
    for one in rows:
        figures = (number(one.before), number(one.after), _difference(one, between))
        table.add_row(Text(printable(one.first)), *figures, *_certainty(one, between))
    return table


def _difference(one: Compared, between: str) -> str:
    text = signed(one.difference)
    return text if one.low is None else f"{text}\n{signed(one.low)} to{between}{signed(one.high)}"


def _certainty(one: Compared, between: str) -> tuple[str, str, Text]:
    style = {"better": "bold green", "worse": "bold red"}.get(one.verdict, "")
    return chance(one.adjusted), str(one.people), Text(one.verdict or f"not{between}tested", style)


def compared_json(found: Iterable[Compared]) -> str:
    """Return comparisons as JSON."""
    rows = [{**asdict(one), "difference": one.difference, "verdict": one.verdict} for one in found]
    return json_text.dumps(rows, ensure_ascii=False, indent=1)


def print_names(
    suites: Mapping[str, object] | Iterable[str], systems: Mapping[str, object] | Iterable[str], *, json: bool
) -> None:
    """Print what can be measured, and which systems, each with its description where it has one."""
    if json:
        typer.echo(json_text.dumps({"suites": list(suites), "systems": list(systems)}, ensure_ascii=False, indent=1))
        return
    for title, named in (("suites", suites), ("systems", systems)):
        typer.echo(f"{title}:")
        for name in named:
            typer.echo(f"  {name:22} {_described(named, name)}".rstrip())


def _described(named: Mapping[str, object] | Iterable[str], name: str) -> str:
    """Return the first line of what a table says of a name: its text, its description, or its docstring."""
    one = named[name] if isinstance(named, Mapping) else ""
    text = one if isinstance(one, str) else getattr(one, "description", None) or getattr(one, "__doc__", None) or ""
    return str(text).strip().partition("\n")[0]


def print_swept(found: Any) -> None:
    """Print what a search found: the best settings beside the packaged ones, and how both do on either half of each target's people."""
    console = Console()
    for name, one in found.targets.items():
        title = f"{name}: {way(one.metric, [one.metric] * one.smaller_is_better)}"
        console.print(_halves(title if one.searched else f"{title}, not searched on", one))
        gap = one.difference
        console.print(
            Text(f"held out: {signed(gap.mean)} ({signed(gap.low)} to {signed(gap.high)}), p {chance(gap.p)}\n", "bold")
        )
    table = Table("setting", "packaged", "best of the search")
    for name, value in sorted(found.best.items()):
        table.add_row(name, f"{found.packaged[name]:.4g}", f"{value:.4g}")
    console.print(table)
    console.print(Text(f"{len(found.trials)} trials; only what is held out says whether to change a default", "dim"))


def _halves(title: str, one: Any) -> Table:
    table = Table(title=Text(printable(title), "bold"), title_justify="left")
    people = (len(half[0].people) for half in (one.train, one.test))
    heads = (f"{kind}, {count:,} people" for kind, count in zip(("training", "held out"), people, strict=True))
    for head in ("settings", *heads):
        table.add_column(head)
    for index, row in enumerate(("packaged", "best of the search")):
        table.add_row(row, *(f"{number(half[index].value)}\n{interval(half[index])}" for half in (one.train, one.test)))
    return table
