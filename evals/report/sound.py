"""Whether a run that was read from a file holds what a run holds: a file may have been written by anything."""

from __future__ import annotations

from collections.abc import Iterator

from ..results import Figures, Run


def sound(run: Run) -> Run:
    """Return the run.

    Raises:
        ValueError: a figure is no number, or a name or note is no text.
    """
    for suite, outcome in run.suites.items():
        for system, figures in outcome.systems.items():
            for place, value in _numbers(figures):
                if isinstance(value, bool) or not isinstance(value, int | float):
                    raise ValueError(f"{suite}, {system}, {place}: is {value!r}; allowed: a number")
        for text in (outcome.lead, *outcome.notes, *outcome.smaller_is_better):
            if not isinstance(text, str):
                raise ValueError(f"{suite}: {text!r} stands where a text is needed")
    return run


def _numbers(figures: Figures) -> Iterator[tuple[str, object]]:
    for metric, figure in figures.metrics.items():
        bounds = [one for one in (figure.low, figure.high) if one is not None]
        yield from ((metric, value) for value in (figure.value, *bounds, *figure.people.values()))
    for name, curve in figures.curves.items():
        yield from ((name, value) for point in curve.points for value in point)
    yield from figures.costs.items()
