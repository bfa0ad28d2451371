"""Which plots a suite has: the leading figure by system, what it costs in tokens, and every curve."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..results import Curve, Figures, Outcome
from .figures import way
from .markup import escaped, name
from .ours import is_ours, main_system, ranked
from .plot import Bar, Line, bars, lines, swatch

_WEIGHT = re.compile(r"days: weight of (?P<topic>.*), (?P<user>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of a plot: the curve, whose it is, its own name where it has one, and the look of its system."""

    curve: Curve
    system: str
    label: str
    look: int


def pictures(outcome: Outcome) -> Iterator[str]:
    """Yield the plots of a suite, each with its caption and legend."""
    looks = looks_of(outcome)
    yield from _leading(outcome, looks)
    yield from _tokens(outcome, looks)
    for title, drawn in _curves(outcome, looks).items():
        yield _plot(title, drawn)


def looks_of(outcome: Outcome) -> dict[str, int]:
    """Return a look for each system; the main one always has the first, and a system has the same in every plot of a suite."""
    first = main_system(outcome) if outcome.systems else ""
    order = sorted(outcome.systems, key=lambda system: (system != first, not is_ours(system), system))
    return {system: index for index, system in enumerate(order)}


def _leading(outcome: Outcome, looks: dict[str, int]) -> Iterator[str]:
    rows = [
        Bar(system, figure.value, figure.low, figure.high, 0 if looks[system] == 0 else 6 if is_ours(system) else 7)
        for system in ranked(outcome)
        if (figure := outcome.systems[system].metrics.get(outcome.lead))
    ]
    if rows:
        better = "less" if outcome.lead in outcome.smaller_is_better else "more"
        title = f"{outcome.lead} by system: {better} is better; the lines are 95 % intervals"
        yield _figure(bars(rows, title=title, x=way(outcome.lead, outcome.smaller_is_better)), title, "")


def _tokens(outcome: Outcome, looks: dict[str, int]) -> Iterator[str]:
    """Yield the leading figure over the tokens that it takes, where the systems were told to count these."""
    dots = [
        Line(system, [(tokens, outcome.systems[system].metrics[outcome.lead].value)], looks[system])
        for system in ranked(outcome)
        if outcome.lead in outcome.systems[system].metrics
        and (tokens := tokens_of(outcome.systems[system])) is not None
    ]
    if len(dots) > 1:
        title = f"{outcome.lead} over the tokens of a turn"
        drawn = lines(dots, title=title, x="tokens a turn", y=outcome.lead, joined=False, spread=True)
        yield _figure(drawn, title, _legend(dots, joined=False))


def tokens_of(figures: Figures) -> float | None:
    """Return how many tokens a turn takes: a metric or a cost that is called `tokens`, or begins so."""
    known = {key: figure.value for key, figure in figures.metrics.items()} | figures.costs
    return next((known[key] for key in sorted(known) if key.partition(" ")[0].partition("_")[0] == "tokens"), None)


def _curves(outcome: Outcome, looks: dict[str, int]) -> dict[str, list[Drawn]]:
    """Return the lines of each plot. A curve of one name is one plot with a line for each system.

    A name such as `weights of ada: jazz` is a line `jazz` of a plot `weights of ada`; so is `days: weight of jazz, ada`.
    """
    found: dict[str, list[Drawn]] = {}
    for system, look in looks.items():
        for key, curve in sorted(outcome.systems[system].curves.items()):
            title, label = _named(key)
            found.setdefault(title, []).append(Drawn(curve, system, label, look))
    return found


def _named(key: str) -> tuple[str, str]:
    """Return a curve's plot, and the name of its line there where it has one of its own."""
    if weight := _WEIGHT.fullmatch(key):
        return f"weights of {weight['user']}", weight["topic"]
    title, _, label = key.partition(": ")
    return title, label


def _plot(title: str, drawn: Sequence[Drawn]) -> str:
    axes = drawn[0].curve
    series = [Line(label, one.curve.points, look) for label, look, one in zip(*_told_apart(drawn), drawn, strict=True)]
    square = is_reliability(title, axes)
    y = "weight" if _WEIGHT.fullmatch(f"{axes.x}: {axes.y}") else axes.y
    text = f"{y} over {axes.x}" if title == axes.x else f"{title}: {y} over {axes.x}"
    text += "; on the diagonal, forecasts are what they say" if square else ""
    spread = "token" in axes.x.lower()
    return _figure(lines(series, title=text, x=axes.x, y=y, square=square, spread=spread), text, _legend(series))


def _told_apart(drawn: Sequence[Drawn]) -> tuple[list[str], list[int]]:
    """Return the names and looks of a plot's lines: by their systems, or where they have names of their own by these."""
    systems, labels = {one.system for one in drawn}, {one.label for one in drawn}
    if len(labels) == 1 and len(systems) == len(drawn):
        own = [one.label if len(drawn) == 1 and one.label else one.system for one in drawn]
        return own, [one.look for one in drawn]
    names = [f"{one.system}, {one.label}" if len(systems) > 1 else one.label or one.system for one in drawn]
    return names, list(range(len(drawn)))


def is_reliability(title: str, curve: Curve) -> bool:
    """Return whether a curve is a reliability diagram: it is called so, and both its axes are probabilities."""
    named = any(word in title.lower() for word in ("reliability", "calibration"))
    return named and all(0 <= x <= 1 and 0 <= y <= 1 for x, y in curve.points)


def _legend(series: Sequence[Line], *, joined: bool = True) -> str:
    items = "".join(f"<li>{swatch(one.look, joined=joined)} {name(one.label)}</li>" for one in series)
    return f'<ul class="legend">{items}</ul>'


def _figure(drawn: str, caption: str, legend: str) -> str:
    return f"<figure>{drawn}{legend}<figcaption>{escaped(caption)}</figcaption></figure>"
