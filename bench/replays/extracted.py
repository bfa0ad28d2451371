"""T2 with the project's own topics: a drifting person says CLINC utterances of the domains that their turns are about.

The memory reads them and finds topics of its own. A topic's share goes to the domains that its evidence came from so far; a turn in
which nothing is found teaches nothing. What is lost beside gold topics is lost in reading and in topics, for the law is the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from penchant.evals.suites import drift as suite
from penchant.memory import Interest, InterestMemory
from penchant.memory.weights import Law

from . import drift
from .figures import divergence, shown
from .people import DAY, Floats, Ladder

START = datetime(2026, 1, 1, tzinfo=UTC)


def utterances(data: Path) -> list[list[str]]:
    """Return what people say in each of the ten domains."""
    return [list(texts) for _, texts in suite.utterances(data)]


@dataclass
class Sorted:
    """From which domains each topic's evidence came."""

    came: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    def shares(self, interests: list[Interest]) -> Floats:
        """Return the domains' part of all shares, shape (10,): even where nothing is known."""
        parts = np.full(drift.TOPICS, 1e-12)
        for one in interests:
            total = sum(self.came[one.label].values())
            for domain, count in self.came[one.label].items():
                parts[domain] += one.share * count / total
        return parts / parts.sum()


def replay(who: drift.Lives, said: list[list[str]], law: Law) -> tuple[drift.Run, float, float]:
    """Return what the memory said of everyone, the part of the turns that taught it something, and the topics a person has at the end."""
    shape = who.topics.shape
    run = drift.Run(np.zeros(shape), np.zeros(shape, np.int64), np.zeros(shape))
    taught, topics = 0, []
    with TemporaryDirectory() as folder:
        now = [START]
        with InterestMemory(Path(folder), clock=lambda: now[0], index=False, law=law) as memory:
            for row in range(shape[0]):
                person, sorted_, rng = memory.user(f"p{row}"), Sorted(), np.random.default_rng([5, row])
                for turn in range(shape[1]):
                    now[0] = START + timedelta(milliseconds=float(who.days[row, turn]) * DAY)
                    shares, domain = sorted_.shares(person.interests()), int(who.topics[row, turn])
                    run.gaps[row, turn] = divergence(shares, who.truth[row, turn])
                    run.leads[row, turn] = (shares + 1e-9 * rng.random(len(shares))).argmax()
                    run.hits[row, turn] = run.leads[row, turn] == domain
                    seen = person.observe(str(rng.choice(said[domain])), at=now[0], session=f"{row}-{turn}")
                    for change in seen.changes:
                        sorted_.came[change.label][domain] += 1
                    taught += bool(seen.changes)
                topics.append(len(person.interests()))
    return run, taught / run.gaps.size, float(np.mean(topics))


def report(data: Path, people: int, law: Law) -> None:
    """Print the law with gold topics and with the memory's own, over 120 days."""
    who = drift.lives(0, people)
    own, taught, topics = replay(who, utterances(data), law)
    runs = {"gold topics": drift.replay(Ladder(len(who.days), drift.TOPICS, law), who, DAY), "own topics": own}
    print(
        f"\nT2 with own topics, {len(who.days)} people: {taught:.0%} of the turns taught something, {topics:.0f} topics a person"
    )
    for name, run in runs.items():
        lags = " / ".join(shown(drift.lags(run, who, *change), 1) for change in drift.CHANGES)
        print(f"  {name:12} JSD {shown(run.gaps.mean(axis=1), 4)}  hit {run.hits.mean():.3f}  lag {lags}")
