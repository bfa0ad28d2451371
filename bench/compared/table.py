"""What was measured: every sample without the texts, and a table of medians."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any, Final

from penchant.agent.prompting.tokens import count_tokens

HEAD: Final = (
    "", "add ms", "cpu", "calls", "context ms", "cpu", "in a chat: context ms", "then add ms", "both cpu",
    "tokens", "recall", "tokens at it", "framed", "ordinary", "messages",
    "MB on disk", "MB resident",
    "import ms", "fill s",
)  # fmt: skip


def summary(seen: dict[str, Any]) -> dict[str, Any]:
    """Return what was measured of each system, contexts counted in tokens: their texts are not kept."""
    return {name: _without_texts(told) if "rounds" in told else told for name, told in seen.items()}


def _without_texts(told: dict[str, Any]) -> dict[str, Any]:
    rounds = [one | {what: _counted(one[what]) for what in ("add", "ask")} for one in told["rounds"]]
    return {key: value for key, value in told.items() if key != "warm"} | {"rounds": rounds}


def _counted(done: dict[str, Any]) -> dict[str, Any]:
    tokens = [count_tokens(one) for one in done["results"] if one is not None]
    return {key: value for key, value in done.items() if key != "results"} | ({"tokens": tokens} if tokens else {})


def middle(told: dict[str, Any], what: str, which: str) -> float:
    """Return the median of a figure of adding, asking or a turn, over all calls (`ms`, `tokens`) or rounds (`cpu_ms`, `calls`)."""
    found = [one[what][which] for one in told["rounds"]]
    return median([each for one in found for each in one] if isinstance(found[0], list) else found)


def rows(turns: int, report: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a table."""
    yield f"\n{turns:,} messages; medians of a call"
    yield "| " + " | ".join(HEAD) + " |"
    yield "|" + "---|" * len(HEAD)
    for name, told in report["sizes"][str(turns)].items():
        yield "| " + " | ".join([name, *_cells(told, median(report["import_ms"][name]))]) + " |"


def _cells(told: dict[str, Any], imported: float) -> Iterator[str]:
    if "rounds" not in told:
        yield told["filled"]
        return
    yield from (f"{middle(told, 'add', which):.1f}" for which in ("ms", "cpu_ms", "calls"))
    yield from (f"{middle(told, 'ask', which):.1f}" for which in ("ms", "cpu_ms"))
    yield from (f"{middle(told, 'turn', which):.1f}" for which in ("ask_ms", "add_ms", "cpu_ms"))
    yield f"{middle(told, 'ask', 'tokens'):.0f}"
    best = told["fewest"]
    yield f"{best['recall']:.2f}"
    for which in ("tokens", "framed", "ordinary"):  # the last two are not in results of before they were counted
        yield "-" if not best["reached"] else f"{best[which]:.0f}" if which in best else ""
    yield str(best["messages"] or "")
    resident = told["size"]["resident_mb"] - told["opened"]["empty_mb"]
    yield from (f"{told['size']['disk_mb']:.1f}", f"{resident:.0f}", f"{imported:.0f}", f"{told['filled']:.1f}")
