"""Write the tables of docs/performance.md anew from the raw results in bench/results.

    python bench/tables.py

A table stands between `<!-- NAME -->` and `<!-- end -->`. What there is no result of stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from aims import rows as aims
from compared.table import rows as compared
from plots import result

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def peers() -> Iterator[str]:
    """Yield a table of each size."""
    for name in ("peers", "peers_100000"):
        if report := result(name):
            for turns in report["sizes"]:
                yield from compared(int(turns), report)
                yield ""
                for plot in ("add", "context", "tokens"):
                    yield f"![{plot}, {turns} messages](plots/peers-{plot}-{turns}.svg)"
            yield f"\n{_seen_on(report)}"


def start() -> Iterator[str]:
    """Yield a row of each start."""
    if report := result("start"):
        cpu = {name: median(one["cpu_s"]) for name, one in report["results"].items()}
        yield "| | s of the processor | of an empty program | of `import textual.app` |\n|---|---|---|---|"
        for name, seconds in cpu.items():
            empty, screen = (seconds / cpu[other] for other in ("python -c pass", "import textual.app"))
            yield f"| {name} | {seconds:.3f} | {empty:.1f} | {screen:.1f} |"
        yield f"\n{_seen_on(report)}"
        yield "\n![start](plots/start.svg)"


def memory() -> Iterator[str]:
    """Yield a row of each size, and one of each handle."""
    if report := result("memory"):
        found = report["results"]
        yield "| turns of one person | MB resident, index in Chroma | without an index |\n|---|---|---|"
        for turns, ways in found["turns"].items():
            yield f"| {int(turns):,} | {ways['index']:.0f} | {ways['none']:.0f} |"
        handles = "; ".join(f"{int(topics):,} topics {mb:.2f} MB" for topics, mb in found["topics"].items())
        yield f"\nAn empty program has {found['empty program']:.0f} MB. A user's handle: {handles}. {_seen_on(report)}"
        yield "\n![memory](plots/memory.svg)"


def turn() -> Iterator[str]:
    """Yield a row of each part of a turn, a column for each size."""
    if report := result("turn"):
        sizes = report["results"]
        yield f"| | {' | '.join(f'{int(stored):,} turns' for stored in sizes)} |\n|---|{'---|' * len(sizes)}"
        for name in next(iter(sizes.values())):
            yield f"| {name} | {' | '.join(f'{median(samples[name]):.1f}' for samples in sizes.values())} |"
        yield f"\n{_seen_on(report)}"
        yield ""
        yield from (f"![a turn at {int(stored):,}](plots/turn-{stored}.svg)" for stored in sizes)


def burst() -> Iterator[str]:
    """Yield a row of each run."""
    if report := result("burst"):
        yield "| run | s | embedding alone | ratio | s of the processor | embedding alone | ratio |\n|---|---|---|---|---|---|---|"
        for number, one in enumerate(report["results"], 1):
            spent, alone, cpu, by = (one[name] for name in ("s", "embedding_s", "cpu_s", "embedding_cpu_s"))
            yield f"| {number} | {spent:.2f} | {alone:.2f} | {spent / alone:.2f} | {cpu:.2f} | {by:.2f} | {cpu / by:.2f} |"
        yield f"\n{_seen_on(report)}"


def server() -> Iterator[str]:
    """Yield a row of each load at each size."""
    if report := result("server"):
        yield "| stored | load | requests/s | added p50 | p95 | p99 | processor time a chat |\n|---|---|---|---|---|---|---|"
        for turns, loads in report["results"].items():
            for name, one in loads.items():
                added = " | ".join(f"{one['added'][each]:.0f} ms" for each in ("p50_ms", "p95_ms", "p99_ms"))
                rate = one["server"]["requests_s"]
                yield f"| {int(turns):,} | {name} | {rate:.1f} | {added} | {one['cpu_ms']:.1f} ms |"
        yield f"\n{_seen_on(report)}"


def tui() -> Iterator[str]:
    """Yield a row of each figure."""
    if report := result("tui"):
        yield "| | |\n|---|---|"
        for part in report["results"].values():
            yield from (f"| {name} | {figure:.2f} |" for name, figure in part.items())
        yield f"\n{_seen_on(report)}"


def scale() -> Iterator[str]:
    """Yield a row of each size."""
    if report := result("scale"):
        yield "| | ms | ms of the processor |\n|---|---|---|"
        for kind, sizes in report["results"].items():
            for count, some in sizes.items():
                yield f"| {int(count):,} {kind} | {median(some['ms']):.1f} | {median(some['cpu_ms']):.1f} |"
        yield f"\n{_seen_on(report)}"
        yield "\n![by topics](plots/scale-topics.svg)\n![by users](plots/scale-users.svg)"


def replay() -> Iterator[str]:
    """Yield a row of each way."""
    if report := result("replay"):
        yield "| | turns a second of the processor | by the clock |\n|---|---|---|"
        for name, one in report["results"].items():
            cpu, took = (one["turns"] / median(one[which]) for which in ("cpu_s", "s"))
            yield f"| {name} | {cpu:,.0f} | {took:,.0f} |"
        yield f"\n{_seen_on(report)}"


def _seen_on(report: dict[str, Any]) -> str:
    one = report["machine"]
    return f"{one['processor']}, {one['cores']} cores, load {one['load'][0]:.1f}: `{report['command']}`"


BLOCKS: dict[str, Callable[[], Iterator[str]]] = {
    "aims": aims, "turn": turn, "burst": burst, "peers": peers, "start": start, "memory": memory, "scale": scale, "replay": replay,
    "server": server, "tui": tui,
}  # fmt: skip


def filled(page: str) -> str:
    """Return a page with its tables written anew."""

    def block(match: re.Match[str]) -> str:
        lines = list(BLOCKS[match[1]]())
        return f"<!-- {match[1]} -->\n{chr(10).join(lines).strip()}\n<!-- end -->" if lines else match[0]

    return re.sub(r"<!-- (\w+) -->\n.*?<!-- end -->", block, page, flags=re.DOTALL)


def main() -> None:
    """Rewrite the page."""
    PAGE.write_text(filled(PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
