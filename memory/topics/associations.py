"""Which topics come together: association rules over a person's sittings (Agrawal, Imielinski and Swami 1993), for pairs.

A sitting is what a person did in one session without a long pause. For topics A and B of n sittings, a with A, b with B, c with both,

    support c / n        confidence c / a        lift (c / a) / (b / n)

A pair is told if it came together at least twice and more often than by chance (lift above 1).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ..explaining.reasons import Together
from ..records import Ms

PAUSE: Ms = timedelta(minutes=30) // timedelta(milliseconds=1)
"""A longer silence ends a sitting."""

LEAST_TOGETHER = 2
"""Once together is chance."""


@dataclass(frozen=True, slots=True)
class Fed:
    """A topic that an event of a session fed at a moment."""

    topic: int
    session: str
    at: Ms
    event: int


class Sittings:
    """A person's sittings, by number, with the topics of each."""

    def __init__(self, fed: Iterable[Fed]) -> None:
        self.topics: list[set[int]] = []
        self.of: dict[int, set[int]] = defaultdict(set)
        """The sittings of each topic."""
        last: Fed | None = None
        for one in sorted(fed, key=lambda one: (one.session, one.at, one.event)):
            if last is None or one.session != last.session or one.at - last.at > PAUSE:
                self.topics.append(set())
            self.topics[-1].add(one.topic)
            self.of[one.topic].add(len(self.topics) - 1)
            last = one

    def together(self, topic: int) -> Counter[int]:
        """Return how many sittings other topics share with one."""
        shared = Counter(other for sitting in self.of.get(topic, ()) for other in self.topics[sitting])
        del shared[topic]
        return shared

    def rules(self, topic: int) -> list[tuple[int, float, float, float]]:
        """Return topics with the support, confidence and lift of coming together with one, the surest first."""
        n, mine = len(self.topics), len(self.of.get(topic, ()))
        found = [
            (other, count / n, count / mine, count * n / (mine * len(self.of[other])))
            for other, count in self.together(topic).items()
            if count >= LEAST_TOGETHER
        ]
        return sorted((rule for rule in found if rule[3] > 1), key=lambda rule: (-rule[2], -rule[3], rule[0]))


def told(rules: Sequence[tuple[int, float, float, float]], labels: dict[int, str], most: int) -> list[Together]:
    """Return rules as a person reads them, without topics that have no label here."""
    known = [rule for rule in rules if rule[0] in labels]
    return [Together(topic, labels[topic], *figures) for topic, *figures in known[: max(0, most)]]
