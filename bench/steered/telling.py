"""Tables and a picture of what was measured."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from steered.measuring import Harm, Row

COLOURS = {"takes up the heavier": "#2b6cb0", "both alike": "#a0aec0", "the lighter": "#dd6b20"}


def lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a table; "times words" is how often as many take up the heavier interest as with the best place for the words alone."""
    best = max((one.heavier for one in rows if one.name.endswith("prompt alone")), default=0.0)
    for place, one in enumerate(rows):
        if not place:
            yield f"| | replies | {' | '.join(one.shares)} | times words | perplexity | of the question alone |"
            yield "|---|" + "---|" * (len(one.shares) + 4)
        told = [f"{share:.0%}" for share in one.shares.values()]
        told[0] += f" ± {100 * one.error:.0f}"
        times = f"{one.heavier / best:.1f}" if best else ""
        known = ["" if one is None else f"{one:.2f}" for one in (one.perplexity, one.bare)]
        yield f"| {one.name} | {one.number} | {' | '.join([*told, times, *known])} |"


def harm_lines(rows: Sequence[Harm]) -> Iterator[str]:
    """Yield a table of what becomes of facts; what steering adds is told against the same words without it."""
    words = {one.place: one.likely for one in rows if one.name.endswith("prompt alone")}
    yield "| block forced in | facts | log-likelihood a token | steering adds | names an interest |"
    yield "|---|---|---|---|---|"
    for one in rows:
        before = words.get(one.place)
        added = "" if before is None or one.name.endswith("prompt alone") else _added(one.likely, before)
        yield f"| {one.name} | {len(one.likely)} | {_mean(one.likely):.4f} | {added} | {one.named:.0%} |"


def _added(now: Sequence[float], before: Sequence[float]) -> str:
    """Return the change of the log-likelihood, with its standard error over the facts, and as a share of it."""
    each = [one - other for one, other in zip(now, before, strict=True)]
    error = math.sqrt(_mean([(one - _mean(each)) ** 2 for one in each]) / max(len(each) - 1, 1))
    return f"{_mean(each):+.4f} ± {error:.4f} ({_mean(each) / -_mean(before):+.1%})"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def plot(rows: Sequence[Row]) -> str:
    """Return a picture of bars, as SVG: the share that takes up the heavier interest, the lighter one, both alike."""
    drawn = [
        f'<text x="{300 + 130 * place}" y="16" fill="{colour}">{name}</text>'
        for place, (name, colour) in enumerate(COLOURS.items())
    ]
    for place, one in enumerate(rows):
        top, left = 30 + 22 * place, 300.0
        drawn.append(f'<text x="292" y="{top + 13}" text-anchor="end">{one.name} ({one.number})</text>')
        for what, colour in COLOURS.items():
            width = 400 * one.shares[what]
            drawn.append(f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="17" fill="{colour}"/>')
            left += width
    height = 40 + 22 * len(rows)
    style = 'font-family="sans-serif" font-size="12" fill="#444"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{height}" {style}>{"".join(drawn)}</svg>\n'
