"""Draw the pictures of docs/performance.md from the raw results in bench/results.

    python bench/plots.py

What there is no result of is not drawn. Plots are those of the evaluation's report (evals/report/plot.py), each with its colours in it,
so that it can stand alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from compared.table import middle
from penchant.evals.report.plot import Bar, Line, bars, lines

HERE = Path(__file__).parent
PLOTS = HERE.parent / "docs" / "plots"
COLOURS = ("#0b5cad", "#b8450b", "#17743b", "#7a35b8", "#8a6100", "#b0215f", "#3f8fd6", "#7d8794")
STYLE = (
    "svg{background:#fff}text{font:12px sans-serif;fill:#1b1f24}.tick,.axis{fill:#5b6470}.grid{stroke:#d5dae1}"
    ".whisker{stroke:#1b1f24;fill:none}.line{stroke:var(--c);stroke-width:2;fill:none}.bar,.mark{fill:var(--c)}"
    + "".join(f".c{look}{{--c:{colour}}}" for look, colour in enumerate(COLOURS))
)
Drawn = tuple[str, str]
"""A picture's name, and its SVG."""


def standing(svg: str) -> str:
    """Return a plot as a document of its own."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" width="660" ', 1).replace(
        ">", f"><style>{STYLE}</style>", 1
    )


def result(name: str) -> dict[str, Any] | None:
    """Return a committed result, if there is one."""
    file = HERE / "results" / f"{name}.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else None


def peers() -> Iterator[Drawn]:
    """Yield what adding a message and getting context take at the sizes measured, and what context they give."""
    for name in ("peers", "peers_100000"):
        for size, systems in ((result(name) or {}).get("sizes") or {}).items():
            told = {system: one for system, one in systems.items() if "rounds" in one}
            yield f"peers-add-{size}", _bars(told, "add_ms", f"add a message to {size}, after its context: ms")
            yield f"peers-context-{size}", _bars(told, "ask_ms", f"get context from {size}: ms")
            rows = [
                Bar(system, middle(one, "ask", "tokens"), look=int(system != "Penchant"))
                for system, one in told.items()
            ]
            yield f"peers-tokens-{size}", bars(rows, title=f"tokens of context, {size} messages", x="tokens, median")


def _bars(told: dict[str, Any], which: str, title: str) -> str:
    rows = []
    for system, one in told.items():
        each = [median(round_["turn"][which]) for round_ in one["rounds"]]
        rows.append(Bar(system, median(each), min(each), max(each), int(system != "Penchant")))
    return bars(rows, title=title, x="ms: median, least and most of the rounds")


def turn() -> Iterator[Drawn]:
    """Yield the parts of a turn beside its floors, a bar each."""
    if found := result("turn"):
        for stored, samples in found["results"].items():
            rows = [
                Bar(name, median(some), look=int("floor" in name))
                for name, some in samples.items()
                if median(some) >= 0.1
            ]
            yield f"turn-{stored}", bars(rows, title=f"a turn at {stored} stored turns", x="ms, median")


def start() -> Iterator[Drawn]:
    """Yield the seconds of the starts."""
    if found := result("start"):
        rows = [
            Bar(name.removeprefix("import "), median(one["cpu_s"]), look=int(not name.startswith(("penchant", "chat"))))
            for name, one in found["results"].items()
        ]
        yield "start", bars(rows, title="starts", x="seconds of the processor, median")


def memory() -> Iterator[Drawn]:
    """Yield resident memory by stored turns."""
    if found := result("memory"):
        sizes = found["results"]["turns"]
        series = [
            Line(name, [(float(turns), ways[way]) for turns, ways in sizes.items()], look)
            for look, (way, name) in enumerate((("index", "with the index"), ("none", "without it")))
        ]
        yield "memory", lines(series, title="resident memory", x="stored turns of one person", y="MB", spread=True)


def scale() -> Iterator[Drawn]:
    """Yield milliseconds of a turn by topics and by users."""
    if found := result("scale"):
        for kind, sizes in found["results"].items():
            points = [(float(count), median(some["cpu_ms"])) for count, some in sizes.items()]
            plot = lines([Line(kind, points)], title=f"a turn by {kind}", x=kind, y="ms of the processor", spread=True)
            yield f"scale-{kind}", plot


def drawn() -> dict[str, str]:
    """Return all plots by name."""
    return {name: standing(svg) + "\n" for draw in (peers, turn, start, memory, scale) for name, svg in draw()}


def main() -> None:
    """Draw all."""
    PLOTS.mkdir(exist_ok=True)
    for name, svg in drawn().items():
        (PLOTS / f"{name}.svg").write_text(svg, "utf-8")
        print(f"docs/plots/{name}.svg")


if __name__ == "__main__":
    main()
