"""People of our own who have told tastes, and what becomes of these when they ask for advice: what two signs of mattering.py are fitted to.

Each holds eight of the tastes of tests/data/tastes.jsonl in one language among unrelated requests (CLINC150), and asks for advice on all of
them, and eight times on a matter that none of their tastes was told for. The weights of `taste` and `nearest` are those under which it is
likeliest that the tastes bear which do, all other weights as they are; tastes that do not bear weigh `QUIETER` times as much as those
that do. `python bench/recall.py DATA --fit` prints them.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from itertools import product
from pathlib import Path

import numpy as np
from penchant.memory import Interaction, InterestMemory
from penchant.memory.recall.mattering import Signs

TASTES = Path(__file__).parents[1] / "tests/data/tastes.jsonl"
PEOPLE, HELD, TURNS, QUIETER = 24, 8, 120, 3.0

Asked = tuple[bool, Signs]
"""Whether a taste bears on a request, and its signs."""


def pairs() -> list[dict[str, str]]:
    """Return what was told, and what is asked on it."""
    return [json.loads(line) for line in TASTES.read_text("utf-8").splitlines()]


def asked(requests: Sequence[str], seed: int) -> list[list[Asked]]:
    """Return for each person the tastes that are among the candidates of their questions."""
    rng = random.Random(seed)
    spoken = [[one for one in pairs() if one["told"].isascii() is english] for english in (True, False)]
    return [_of_one(*_drawn(spoken[number % 3 == 0], rng), requests, rng) for number in range(PEOPLE)]


def _drawn(some: Sequence[dict[str, str]], rng: random.Random) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    drawn = rng.sample(some, 2 * HELD)
    return drawn[:HELD], drawn[HELD:]


def _of_one(
    held: list[dict[str, str]], others: list[dict[str, str]], requests: Sequence[str], rng: random.Random
) -> list[Asked]:
    said = [one["told"] for one in held] + rng.sample(requests, TURNS - HELD)
    rng.shuffle(said)
    turns = (Interaction(str(place), text=text, session=f"s{place // 12}") for place, text in enumerate(said))
    with tempfile.TemporaryDirectory() as folder, InterestMemory(folder, index=False, extractor=lambda _: ()) as memory:
        person = memory.user()
        person.observe_all(turns)
        found = ((one, person._retrieval.signs(one["asked"])) for one in (*held, *others))
        return [(said[n - 1] == one["told"], its) for one, some in found for n, its in some.items() if its.taste]


def fit(bias: float, weights: Sequence[float], people: Sequence[Sequence[Asked]]) -> tuple[float, float]:
    """Return the weights of `taste` and `nearest`, given the bias and all others."""
    some = [one for person in people for one in person]
    bears = np.array([each for each, _ in some])
    design = np.array([astuple(its) for _, its in some])
    rest = bias + design[:, :-3] @ np.array(weights[:-3])

    def likelihood(tried: tuple[float, float]) -> float:
        logits = rest + design[:, -3:-1] @ np.array(tried)
        return float(-np.logaddexp(0, -logits[bears]).mean() - QUIETER * np.logaddexp(0, logits[~bears]).mean())

    return max(_grid(), key=likelihood)


def _grid() -> Iterator[tuple[float, float]]:
    return product(np.arange(0, 20.5, 0.5).tolist(), np.arange(0, 4.05, 0.1).round(1).tolist())
