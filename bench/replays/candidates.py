"""One thing that a person turned to, among others that they might have: what `rerank` is measured on, and by which orders it is beaten."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from penchant.agent import rerank
from penchant.memory import Embedder, Interaction, InterestMemory, Item, UserMemory

from .figures import shown
from .remembering import Once, extract

Floats = npt.NDArray[np.float64]
Order = Sequence[int]
T = TypeVar("T")

OUT_OF = 20
"""Candidates: the right one and those that others turned to."""

PLACES = 10


@dataclass(frozen=True)
class Choice:
    """A moment at which a person turned to the `right` ones of some items; `scores` has what each of some orders goes by."""

    at: datetime
    items: tuple[str | Item, ...]
    right: frozenset[int]
    scores: Mapping[str, Floats]


@dataclass(frozen=True)
class Life:
    """A person's interactions and choices in time order: a choice comes before what it teaches."""

    person: str
    steps: tuple[Interaction | Choice, ...]


def ndcg(order: Order, right: frozenset[int]) -> float:
    """Return NDCG@10: the sum of 1/log2(place + 1) over the right things among the first ten, over the best that could be."""
    worth = 1 / np.log2(np.arange(PLACES) + 2)
    hit = np.array([one in right for one in order[:PLACES]])
    return float(worth[: len(hit)][hit].sum() / worth[: len(right)].sum())


Ranker = Callable[[UserMemory | Once, Choice], Order]


def _reranked(**options: float) -> Ranker:
    return lambda person, choice: [one.given for one in rerank(choice.items, memory=person, **options)]


def _after(name: str) -> Ranker:
    """The app's own score and the interests together: the score's rank as a share of the places, so that its scale does not matter."""

    def rank(person: UserMemory | Once, choice: Choice) -> Order:
        below = np.argsort(np.argsort(choice.scores[name], kind="stable"), kind="stable")
        scores = [float(one) for one in (below + 1) / len(below)]
        return [one.given for one in rerank(choice.items, memory=person, scores=scores)]

    return rank


def _systems(orders: Sequence[str]) -> dict[str, Ranker]:
    return {
        "rerank": _reranked(),
        "rerank, no exploration": _reranked(explore=0.0),
        "rerank, no diversity either": _reranked(explore=0.0, diversity=0.0),
        **{f"rerank of {name}": _after(name) for name in orders},
    }


def figures_of(lives: Sequence[Life], orders: Sequence[str], embedder: Embedder) -> dict[str, dict[str, list[float]]]:
    """Return NDCG@10 by system and person; `orders` are those of a choice's scores that interests are put on top of."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for life in lives:
        for person, choice in lived(life, embedder):
            for name, scores in choice.scores.items():
                found[name][life.person].append(ndcg(np.argsort(-scores, kind="stable").tolist(), choice.right))
            once = Once(person)
            for name, system in _systems(orders).items():
                found[name][life.person].append(ndcg(system(once, choice), choice.right))
    return found


def lived(life: Life, embedder: Embedder) -> Iterator[tuple[UserMemory, Choice]]:
    """Yield a person's memory as it stands at each of their choices."""
    now = [_first(life)]
    with (
        tempfile.TemporaryDirectory() as folder,
        InterestMemory(Path(folder), index=False, embedder=embedder, clock=lambda: now[0], extractor=extract) as memory,
    ):
        person, waiting = memory.user("me"), list[Interaction]()
        for step in life.steps:
            if isinstance(step, Interaction):
                waiting.append(step)
                continue
            now[0] = step.at
            person.observe_all(waiting)
            waiting.clear()
            yield person, step


def _first(life: Life) -> datetime:
    return next(step.at for step in life.steps if step.at is not None)


def shuffled(items: Sequence[T], rng: np.random.Generator) -> list[T]:
    """Return things in a random order: none of those that are compared."""
    return [items[place] for place in rng.permutation(len(items))]


def as_given(items: Sequence[object]) -> Floats:
    """Return scores that leave things as they are."""
    return -np.arange(len(items), dtype=np.float64)


def print_figures(title: str, found: Mapping[str, Mapping[str, Sequence[float]]], base: str) -> None:
    """Print mean NDCG@10 with intervals over people, and the paired difference to an order."""
    people = sorted(found[base])
    count = sum(len(found[base][person]) for person in people)
    print(f"\n{title}: {count} choices of {len(people)} people, NDCG@{PLACES} by person, paired difference to {base}")
    means = {name: np.array([np.mean(each[person]) for person in people]) for name, each in found.items()}
    for name, each in means.items():
        print(f"  {name:32} {shown(each)}   {shown(each - means[base])}")
