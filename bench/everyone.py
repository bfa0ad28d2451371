"""T4 on every conversation that can be ranked, and on those that the suite draws: the settled weight beside two half-lives.

    python bench/everyone.py DATA    # a minute on one core

The accumulators are computed here anew from all that was said, apart from memory/weights.py: a check of the suite, too.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
from penchant.evals.suites import person as suite

Floats = np.ndarray
Ranks = dict[str, dict[str, list[float]]]
DAY = 86_400.0


def values(place: Floats, age: Floats) -> dict[str, Floats]:
    """Return every system's values of words, from where each was said and how many days ago."""

    def faded(half_life: float) -> Floats:
        return np.bincount(place, weights=np.exp2(-age / half_life))

    long = np.sqrt(faded(45))  # the square root of squares that fade by 90 days
    settled = 0.2 * long / (0.2 * long + 1.5)
    return {"settled": settled, "7 days": np.sqrt(faded(7)), "never forgetting": np.sqrt(faded(np.inf))}


def ranks(all_: suite.Talks) -> dict[int, dict[str, float]]:
    """Return reciprocal ranks by conversation and system."""
    number = {word: place for place, word in enumerate(all_.rarity)}
    rare = np.array(list(all_.rarity.values())) ** 2
    words = [np.array(sorted({number[word] for word in side.words}), np.int64) for side in all_.sides]
    times = np.array([side.at.timestamp() / DAY for side in all_.sides])
    found = {}
    for place in sorted(place for who in all_.of for place in suite.rankable(all_, who)):
        scores: dict[str, list[float]] = defaultdict(list)
        for who in (all_.sides[place].person, *suite.others(all_, place)):
            earlier = [one for one in all_.of[who] if one < place]
            said = np.concatenate([np.zeros(0, np.int64), *(words[one] for one in earlier)])
            ages = np.repeat(times[place] - times[earlier], [len(words[one]) for one in earlier])
            names, where = np.unique(said, return_inverse=True)
            common = np.isin(names, words[place])
            for name, value in values(where, ages).items():
                length = np.sqrt((value**2 * rare[names]).sum())
                scores[name].append(float((value * rare[names])[common].sum() / length) if length else 0.0)
        noise = 1e-12 * np.random.default_rng([0, place]).random(suite.OTHERS + 1)
        found[place] = {
            name: 1 / (1 + int((s[1:] > s[0]).sum())) for name, one in scores.items() for s in [one + noise]
        }
    return found


def report(all_: suite.Talks, found: dict[int, dict[str, float]], title: str) -> None:
    """Print MRR by person, and paired differences to the settled weight."""
    of: Ranks = defaultdict(lambda: defaultdict(list))
    for place, each in found.items():
        for name, rank in each.items():
            of[name][all_.sides[place].person].append(rank)
    by = {name: np.array([np.mean(people[who]) for who in sorted(people)]) for name, people in of.items()}
    print(
        f"{title}: {len(found)} conversations of {len(by['settled'])} people",
        {k: f"{v.mean():.4f}" for k, v in by.items()},
    )
    random = np.random.default_rng(1)
    for name in ("7 days", "never forgetting"):
        apart = by["settled"] - by[name]
        low, high = np.quantile(
            apart[random.integers(len(apart), size=(10_000, len(apart)))].mean(axis=1), [0.025, 0.975]
        )
        flipped = (random.choice([-1, 1], size=(10_000, len(apart))) * apart).mean(axis=1)
        p = (np.abs(flipped) >= abs(apart.mean()) - 1e-15).mean()
        print(f"  settled beside {name:16} {apart.mean():+.4f} [{low:+.4f} {high:+.4f}]  p {p:.3f}")


def main() -> None:
    """Rank all, then tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA")
    data = parser.parse_args().data
    all_ = suite.talks(data)
    found = ranks(all_)
    drawn = {int(place) for unit in suite.units(data, False, 0) for place in unit.split()}
    report(all_, found, "all")
    report(all_, {place: each for place, each in found.items() if place in drawn}, "drawn")


if __name__ == "__main__":
    main()
