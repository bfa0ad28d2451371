"""T2: how fast and how well shares follow a person whose interests drift (gold topics).

240 turns over ten topics; the true mixture is 0.6 main + 0.2 second + 0.2 uniform, and changes by one of five regimes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt
from penchant.evals.metrics.change import lag
from penchant.evals.suites.lives import CHANGES, REGIMES, TOPICS, TURNS, life
from penchant.memory.weights import Law

from .figures import divergence, ece, reliability, shown
from .people import DAY, MINUTE, Crowd, Fading, Floats, Ladder

SCALES = {"120 minutes": MINUTE, "120 hours": 60 * MINUTE, "120 days": DAY, "1200 days": 10 * DAY}
"""How long a day of the schedule really is, by the length of the whole."""
HALF_LIVES = {
    "1 hour": DAY / 24,
    "1 day": DAY,
    "3 days": 3 * DAY,
    "7 days": 7 * DAY,
    "30 days": 30 * DAY,
    "90 days": 90 * DAY,
}


@dataclass(frozen=True)
class Lives:
    """Simulated people: days (R, T), topics (R, T), true mixtures (R, T, n), and the number of each one's regime (R,)."""

    days: Floats
    topics: npt.NDArray[np.int64]
    truth: Floats
    regime: npt.NDArray[np.int64]


@cache
def lives(first: int, people: int) -> Lives:
    """Return people with seeds from `first` on, as many of each regime."""
    drawn = [life(regime, seed) for regime in REGIMES for seed in range(first, first + people)]
    days, topics, truth = (np.array(column) for column in zip(*drawn, strict=True))
    return Lives(days, topics, truth, np.repeat(np.arange(len(REGIMES)), people))


@dataclass
class Run:
    """What a system said: divergences, leaders, hits, each (R, T), and pairs of share and outcome."""

    gaps: Floats
    leads: npt.NDArray[np.int64]
    hits: Floats
    told: list[Floats] = field(default_factory=list)
    came: list[Floats] = field(default_factory=list)


def replay(crowd: Crowd, who: Lives, unit: float) -> Run:
    """Replay everyone; what a system keeps for something new is spread over the topics that have not come yet."""
    rng, shape = np.random.default_rng(7), who.days.shape
    run = Run(np.zeros(shape), np.zeros(shape, np.int64), np.zeros(shape))
    before = who.days[:, 0]
    for turn in range(TURNS):
        crowd.pass_((who.days[:, turn] - before) * unit)
        before = who.days[:, turn]
        shares, new = crowd.shares()
        came = np.eye(TOPICS)[who.topics[:, turn]]
        run.told.append(shares[crowd.known])
        run.came.append(came[crowd.known])
        unseen = ~crowd.known
        whole = np.where(unseen, (new / np.maximum(1, unseen.sum(axis=1)))[:, None], shares) + 1e-12
        whole /= whole.sum(axis=1, keepdims=True)
        run.gaps[:, turn] = divergence(whole, who.truth[:, turn])
        run.leads[:, turn] = (whole + 1e-9 * rng.random(whole.shape)).argmax(axis=1)
        run.hits[:, turn] = run.leads[:, turn] == who.topics[:, turn]
        crowd.learn(came)
    return run


def lags(run: Run, who: Lives, regime: str, change: float, main: int) -> Floats:
    """Return per person of a regime the turns after the change until `main` leads and stays for three turns."""
    return np.array(
        [
            float(lag((run.leads[r][who.days[r] >= change] == main).tolist()))
            for r in np.flatnonzero(who.regime == REGIMES.index(regime))
        ]
    )


def lingering(run: Run, who: Lives) -> float:
    """Return in how many turns from three days after the burst on it still leads."""
    burst = who.regime == REGIMES.index("burst")
    return float((run.leads[burst] == 1)[who.days[burst] >= 66].mean())


def systems(people: int, law: Law) -> dict[str, Callable[[], Crowd]]:
    """Return the law and what it is compared with."""
    made: dict[str, Callable[[], Crowd]] = {"law": lambda: Ladder(people, TOPICS, law)}
    for name, half_life in HALF_LIVES.items():
        made[f"fixed {name}"] = lambda half_life=half_life: Fading(people, TOPICS, half_life)  # type: ignore[misc]
    made["never forgetting"] = lambda: Fading(people, TOPICS, np.inf)
    made["stays (last)"] = lambda: Fading(people, TOPICS, 0.0, turns=True)
    return made


def report(people: int, law: Law) -> None:
    """Print every system at every time-scale, and the law's reliability."""
    who = lives(0, people)
    told, came = [], []
    for scale, unit in SCALES.items():
        print(
            f"\nT2 drift, a schedule of {scale}: mean JSD (bits), hit@1, lag in turns after abrupt / recurring, burst still leads"
        )
        for name, make in systems(len(who.days), law).items():
            run = replay(make(), who, unit)
            abrupt, back = (lags(run, who, *change) for change in CHANGES)
            regimes = " ".join(f"{run.gaps[who.regime == k].mean():.3f}" for k in range(len(REGIMES)))
            print(
                f"  {name:17} JSD {shown(run.gaps.mean(axis=1), 4)} ({regimes})  hit {run.hits.mean():.3f}"
                f"  lag {shown(abrupt, 1)} / {shown(back, 1)}  burst {lingering(run, who):.3f}"
            )
            if name == "law":
                told += run.told
                came += run.came
    shares, outcomes = np.concatenate(told), np.concatenate(came)
    print(f"\nT2 reliability of the law's shares, ECE {ece(shares, outcomes):.4f}: share, how often it came, cases")
    for mean, rate, count in reliability(shares, outcomes):
        print(f"  {mean:.3f}  {rate:.3f}  {count}")
