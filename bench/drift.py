"""How fast and how well weights follow a person whose interests drift (the drift replay, gold topics).

240 turns over ten topics; the true mixture is 0.6 main + 0.2 second + 0.2 uniform, and changes by one of five regimes.
Prints the mean Jensen-Shannon divergence (bits) of each forecast to the truth, next-topic hit@1, and the lag: turns after the change
until the new main topic leads and stays for three turns (at most 60). One setting serves all regimes and time-scales.

    python bench/drift.py
    python bench/drift.py --search     # the grid over smoothing, novelty and vote memory that the defaults come from
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import timedelta
from itertools import product
from statistics import mean

import numpy as np
from penchant.memory import weights as w

TOPICS, TURNS, CAP = 10, 240, 60
REGIMES = ("stationary", "abrupt", "gradual", "recurring", "burst")
FIXED = {f"fixed {name}": days for name, days in {"1 day": 1, "3 days": 3, "7 days": 7, "90 days": 90}.items()}


def main_topic(regime: str, day: float, rng: np.random.Generator) -> int:
    """Return the main topic on a day of a 120-day schedule."""
    if regime == "abrupt":
        return int(day >= 60)
    if regime == "gradual":
        return int(rng.random() < np.clip((day - 45) / 30, 0, 1))
    if regime == "recurring":
        return int(40 <= day < 80)
    if regime == "burst":
        return int(60 <= day < 63)
    return 0


def truth(regime: str, day: float) -> w.Floats:
    """Return the true mixture over the topics on a day."""
    ramp = float(np.clip((day - 45) / 30, 0, 1)) if regime == "gradual" else None
    mixture = np.full(TOPICS, 0.2 / TOPICS)
    mixture[2] += 0.2
    main = main_topic(regime, day, np.random.default_rng(0)) if ramp is None else 0
    mixture[main] += 0.6 * (1 - ramp if ramp is not None else 1)
    if ramp is not None:
        mixture[1] += 0.6 * ramp
    return mixture


def divergence(p: w.Floats, q: w.Floats) -> float:
    """Return the Jensen-Shannon divergence of two distributions, in bits."""
    middle = (p + q) / 2

    def half(a: w.Floats) -> float:
        return float(np.sum(np.where(a > 0, a * np.log2(np.maximum(a, 1e-300) / middle), 0)))

    return (half(p) + half(q)) / 2


def ladder(values: w.Floats, votes: w.Floats, law: w.Law) -> w.Floats:
    """Return the shares, that of "something new" spread over the topics not seen yet."""
    shares = w.shares(values, votes, law)
    unseen = shares == 0
    return np.where(unseen, (1 - shares.sum()) / max(1, unseen.sum()), shares)


def replay(regime: str, seed: int, unit: timedelta, law: w.Law) -> dict[str, tuple[list[float], list[int], list[bool]]]:
    """Replay one person; per system: divergences, leading topics, hits. `unit` is the length of a schedule's day."""
    rng = np.random.default_rng(seed)
    days = np.sort(rng.random(TURNS) * 120)
    times = (days * (unit / timedelta(milliseconds=1))).astype(np.int64)
    topics = [int(rng.choice(TOPICS, p=truth(regime, day))) for day in days]
    logs, at = np.full((TOPICS, w.CHANNELS), -np.inf), np.full(TOPICS, w.NEVER)
    votes, naive = w.no_votes(), {name: np.zeros(TOPICS) for name in FIXED}
    seen: dict[str, tuple[list[float], list[int], list[bool]]] = {name: ([], [], []) for name in ("ladder", *FIXED)}
    last = int(times[0])
    for day, now, topic in zip(days, times.tolist(), topics, strict=True):
        values = w.decayed(logs, at, now, law)
        for name, half_life in FIXED.items():
            naive[name] *= 0.5 ** ((now - last) / (half_life * 86_400_000))
        last, expected = now, truth(regime, day)
        for name, (gaps, leaders, hits) in seen.items():
            scores = ladder(values, votes, law) if name == "ladder" else naive[name] + 1e-12
            forecast = (scores + 1e-9 * rng.random(TOPICS)) / (scores.sum() + 1e-9)
            gaps.append(divergence(forecast / forecast.sum(), expected))
            leaders.append(int(np.argmax(forecast)))
            hits.append(leaders[-1] == topic)
        votes = w.vote(votes, values, np.eye(TOPICS)[topic], law)
        state = w.fold(w.Accumulators(logs[topic], int(at[topic])), 1.0, now, law)
        logs[topic], at[topic] = state.logs, state.at
        for sums in naive.values():
            sums[topic] += 1
    return dict(seen) | {"days": (days.tolist(), [], [])}


def lag(leaders: list[int], days: list[float], change: float, main: int) -> int:
    """Return the turns after the change until `main` leads and stays for three turns."""
    after = [leader for leader, day in zip(leaders, days, strict=True) if day >= change]
    for turn in range(min(CAP, len(after) - 2)):
        if all(leader == main for leader in after[turn : turn + 3]):
            return turn
    return CAP


def measure(unit: timedelta, law: w.Law, people: int, first: int = 0) -> dict[str, dict[str, float]]:
    """Return the figures of every system over all regimes at one time-scale."""
    rows: dict[str, dict[str, list[float]]] = {}
    for regime, seed in product(REGIMES, range(first, first + people)):
        runs = replay(regime, seed, unit, law)
        days = runs.pop("days")[0]
        for name, (gaps, leaders, hits) in runs.items():
            row = rows.setdefault(name, {"jsd": [], "hit@1": [], "abrupt": [], "recurring": []})
            row["jsd"].append(mean(gaps))
            row["hit@1"].append(mean(hits))
            if regime == "abrupt":
                row["abrupt"].append(lag(leaders, days, 60, 1))
            if regime == "recurring":
                row["recurring"].append(lag(leaders, days, 80, 0))
    return {name: {key: mean(values) for key, values in row.items()} for name, row in rows.items()}


UNITS = {"120 minutes": timedelta(minutes=1), "120 hours": timedelta(hours=1), "120 days": timedelta(days=1)}
UNITS["1200 days"] = timedelta(days=10)


def search(people: int) -> None:
    """Print the mean divergence and lag over all time-scales for a grid of constants, on people kept apart from the report."""
    grid = product((0.5, 1, 2, 4), (0.1, 0.5, 1.0, 2.0), (0.9, 0.95))
    for smoothing, novelty, memory in grid:
        law = replace(w.Law(), smoothing=smoothing, novelty=novelty, vote_memory=memory)
        rows = [measure(unit, law, people, first=1000)["ladder"] for unit in UNITS.values()]
        figures = {key: round(mean(row[key] for row in rows), 4) for key in rows[0]}
        print(f"smoothing {smoothing:3} novelty {novelty:4} vote_memory {memory:4}", figures, flush=True)


def report(people: int) -> None:
    """Print every system at every time-scale."""
    for name, unit in UNITS.items():
        print(f"\nschedule of {name}")
        for system, row in measure(unit, w.Law(), people).items():
            print(f"  {system:14}", "  ".join(f"{key} {value:6.3f}" for key, value in row.items()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--people", type=int, default=20)
    arguments = parser.parse_args()
    search(arguments.people) if arguments.search else report(arguments.people)
