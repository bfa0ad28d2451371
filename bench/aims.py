"""What was to be reached, and what the raw results in bench/results say of each: a part of bench/tables.py."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from compared.table import middle
from plots import result

UNSEEN = "not measured here"
Row = tuple[str, str, bool | None]
"""An aim, what was seen, and whether it is met; None where that is open."""


def rows() -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| aim | seen | |\n|---|---|---|"
    for aim, seen, met in (*_turn(), *_burst(), *_peers(), *_start(), *_memory(), *_replay(), *_server()):
        yield f"| {aim} | {seen} | {'open' if met is None else 'met' if met else 'missed'} |"


def _turn() -> Iterator[Row]:
    sizes = (result("turn") or {}).get("results", {})
    small, large = sizes.get("1000"), sizes.get("1000000")
    for aim, part in (("wait before the model", "before"), ("whole turn", "whole")):
        said = f"{aim} at most 1.2 times its floor at 1,000 turns"
        if small:
            ratio = median(own / floor for own, floor in zip(small[part], small[f"floor {part}"], strict=True))
            yield said, f"{ratio:.1f} times ({median(small[part]):.1f} ms)", ratio <= 1.2
        else:
            yield said, UNSEEN, None
        said = f"{aim} at 1,000,000 turns of one person at most 1.3 times what it is at 1,000"
        if small and large:
            growth = median(large[part]) / median(small[part])
            yield said, f"{growth:.2f} times ({median(large[part]):.1f} ms)", growth <= 1.3
        else:
            yield said, UNSEEN, None


def _burst() -> Iterator[Row]:
    aim, report = "a burst of 1,000 turns is durable at the speed of embedding them", result("burst")
    if not report:
        yield aim, UNSEEN, None
        return
    ratio = median(one["s"] / one["embedding_s"] for one in report["results"])
    yield aim, f"{ratio:.1f} times embedding them alone", ratio <= 1.05


def _server() -> Iterator[Row]:
    sizes = (result("server") or {}).get("results", {})
    first, last = sizes.get("1000"), sizes.get("1000000")
    aim = "`penchant serve` adds at most 15 ms at p95, 50 users, a turn each 5 s"
    if first:
        p95 = first["paced"]["added"]["p95_ms"]
        yield aim, f"{p95:.0f} ms", p95 < 15
    else:
        yield aim, UNSEEN, None
    aim = "a chat at 1,000,000 turns of all users less than 1.3 times what it is at 1,000"
    if first and last:
        growth = last["paced"]["cpu_ms"] / first["paced"]["cpu_ms"]
        yield aim, f"{growth:.2f} times the time of the processor", growth < 1.3
    else:
        yield aim, UNSEEN, None


def _peers() -> Iterator[Row]:
    sizes = {
        int(size): told
        for name in ("peers", "peers_100000")
        for size, told in (result(name) or {}).get("sizes", {}).items()
    }
    for size, told in sizes.items():
        able = {name: one for name, one in told.items() if "rounds" in one}
        if "Penchant" in able:
            yield from _at_size(size, able)


def _at_size(size: int, told: dict[str, Any]) -> Iterator[Row]:
    for words, which in (("adding a message after its context", "add_ms"), ("getting context", "ask_ms")):
        waits = {name: middle(one, "turn", which) for name, one in told.items()}
        own = waits.pop("Penchant")
        if "mem0" in waits:
            times = waits["mem0"] / own
            yield f"{words} 5 times faster than mem0, {size:,} messages", f"{times:.1f} times", times >= 5
        rest = min((ms, name) for name, ms in waits.items() if not name.startswith("mem0"))
        yield (
            f"{words} no slower than the fastest other, {size:,}",
            f"{own:.1f} ms, {rest[1]} {rest[0]:.1f}",
            own <= rest[0],
        )
    best = {name: one["fewest"] for name, one in told.items()}
    own, least = best["Penchant"], min(one["tokens"] for name, one in best.items() if name != "Penchant")
    seen = f"{own['tokens']:.0f}, the thriftiest other {least:.0f}, at recall {own['recall']:.2f}"
    yield f"tokens at most a third of theirs at equal recall, {size:,}", seen, own["tokens"] * 3 <= least


def _start() -> Iterator[Row]:
    report = result("start")
    for name, other, most in (("penchant --version", "python -c pass", 2), ("chat prompt", "import textual.app", 3)):
        aim = f"{name} at most {most} times `{other}`"
        if report:
            own, floor = (median(report["results"][one]["cpu_s"]) for one in (name, other))
            yield aim, f"{own / floor:.1f} times ({own:.2f} s of the processor)", own <= most * floor
        else:
            yield aim, UNSEEN, None


def _memory() -> Iterator[Row]:
    aim = "at 1,000,000 turns resident memory at most 150 MB above the empty program"
    report = result("memory")
    if not report:
        yield aim, UNSEEN, None
        return
    found = report["results"]
    turns = max(found["turns"], key=int)
    above = found["turns"][turns]["index"] - found["empty program"]
    whole = int(turns) >= 1_000_000
    yield aim, f"{above:,.0f} MB above at {int(turns):,}", above <= 150 if whole or above > 150 else None
    topics = max(found["topics"], key=int)
    cost = found["topics"][topics]
    at_1000 = cost * 1000 / int(topics)  # it is the vectors and rows of topics: in proportion to their number
    told = f"{cost:.2f} MB at {int(topics):,}, in proportion {at_1000:.1f} at 1,000"
    yield "a handle under 5 MB at 1,000 topics", told, at_1000 < 5


def _replay() -> Iterator[Row]:
    aim, report = "2,000 turns a second replayed, embeddings cached, one core", result("replay")
    if not report:
        yield aim, UNSEEN, None
        return
    rates = {name: one["turns"] / median(one["cpu_s"]) for name, one in report["results"].items()}
    yield aim, ", ".join(f"{name} {rate:,.0f}" for name, rate in rates.items()), max(rates.values()) >= 2_000
