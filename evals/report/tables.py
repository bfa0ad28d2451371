"""The tables of the page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..results import Figure, Outcome, Run
from .compare import Compared, compare_systems
from .figures import OF_THE_DATA, chance, interval, number, signed, way
from .markup import escaped, name
from .ours import best, main_system, metrics_of, ranked, rivals


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """Return a table that scrolls by itself where the page is narrow; its cells are markup, the first of a row its head."""
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>' for row in rows
    )
    shown = f"<table><caption>{escaped(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide" tabindex="0" role="region" aria-label="{escaped(caption)}">{shown}</div>'


def summary(run: Run) -> str:
    """Return a row for each suite: the main system's leading figure beside that of the best rival."""
    compared = _against(run)
    rows = [_summed(suite, outcome, compared) for suite, outcome in run.suites.items() if outcome.systems]
    head = ("suite", "metric", "system", "its figure", "best rival", "its figure", "difference", "p", "it is")
    return table(head, rows, "The leading figure of each suite")


def _against(run: Run) -> dict[tuple[str, str], Compared]:
    try:
        return {(one.suite, one.first): one for one in compare_systems(run, seed=run.seed)}
    except ValueError:  # one system alone is compared with nothing
        return {}


def _summed(suite: str, outcome: Outcome, compared: Mapping[tuple[str, str], Compared]) -> list[str]:
    main = main_system(outcome)
    others = rivals(outcome)
    row = [f'<a href="#{anchor(suite)}">{name(suite)}</a>', name(way(outcome.lead, outcome.smaller_is_better))]
    row += [name(main), figure(_led(outcome, main))]
    if not others:
        return [*row, "–", "–", "–", "–", "–"]
    row += [name(others[0]), figure(_led(outcome, others[0]))]
    one = compared.get((suite, others[0]))
    if one is None:
        return [*row, "–", "–", "–"]
    return [*row, _difference(one), escaped(chance(one.adjusted)), verdict(one)]


def _led(outcome: Outcome, system: str) -> Figure | None:
    return outcome.systems[system].metrics.get(outcome.lead)


def _difference(one: Compared) -> str:
    text = escaped(signed(one.difference))
    return text if one.low is None else f"{text}<small>{signed(one.low)} to {signed(one.high)}</small>"


def verdict(one: Compared) -> str:
    """Return what a comparison means, as a word with a colour."""
    word = one.verdict or "not tested"
    return f'<span class="{word.partition(" ")[0]}">{word}</span>'


def figure(one: Figure | None, *, leads: bool = False) -> str:
    """Return a figure with its interval; the best of its column is marked."""
    if one is None:
        return "–"
    text = f"<strong>{number(one.value)}*</strong>" if leads else number(one.value)
    return f"{text}<small>{interval(one)}</small>" if interval(one) else text


def metrics(outcome: Outcome) -> str:
    """Return every metric of every system, the best system by the leading one first."""
    names = metrics_of(outcome)
    leading = {metric: best(outcome, metric) for metric in names}
    rows = [
        [name(system)]
        + [figure(_told(outcome.systems[system].metrics, metric), leads=system in leading[metric]) for metric in names]
        for system in ranked(outcome)
    ]
    head = ["system", *(name(way(metric, outcome.smaller_is_better)) for metric in names)]
    return table(head, rows, "Figures with 95 % intervals; * best of its column")


def _told(metrics: Mapping[str, Figure], metric: str) -> Figure | None:
    """Return a figure as it is told: one of the data has no interval, for no other people are asked about."""
    found = metrics.get(metric)
    return replace(found, low=None, high=None) if found and metric in OF_THE_DATA else found


def costs(outcome: Outcome) -> str:
    """Return what each system cost; "" where nothing was counted."""
    names = sorted({cost for figures in outcome.systems.values() for cost in figures.costs})
    if not names:
        return ""
    rows = [
        [name(system), *(number(outcome.systems[system].costs.get(cost)) for cost in names)]
        for system in ranked(outcome)
    ]
    return table(["system", *map(name, names)], rows, "What it costs; no two runs share these")


def pairs(values: Mapping[str, object], head: tuple[str, str], caption: str) -> str:
    """Return names with their values; "" where there is none."""
    rows = [[name(key), f"<code>{escaped(_plain(value))}</code>"] for key, value in sorted(values.items())]
    return table(head, rows, caption) if rows else ""


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def anchor(suite: str) -> str:
    """Return where a suite's section stands on the page; any name gives letters and numbers."""
    return "suite-" + suite.encode("utf-8", "replace").hex()
