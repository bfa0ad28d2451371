"""`classify` on requests of simulated people (CLINC150, ten domains): with their interests as the prior and without.

A person asks of one domain six times in ten, of a second two times, else of any (as in T2). Their memory learns `LEARNED`
requests a day apart; then `ASKED` others of theirs, and as many that anybody might have asked, are classified among the domains' names.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
from penchant.agent import Classified, classify
from penchant.memory import Embedder, InterestMemory

from .figures import ece, shown

LEARNED, ASKED = 40, 30

START = datetime(2026, 1, 1, 12, tzinfo=UTC)

Request = tuple[str, str]
"""A text and its domain."""


def report(data: Path, people: int, embedder: Embedder) -> None:
    """Print accuracy by person and calibration, for their own requests and for anybody's."""
    texts, rng = _texts(data), np.random.default_rng(9)
    names = [name.replace("_", " ") for name in texts]
    found: dict[str, list[list[tuple[Classified, str]]]] = {"their own": [], "anybody's": []}
    for _ in range(people):
        mixture = _mixture(len(texts), rng)
        own = list(_drawn(texts, mixture, LEARNED + ASKED, rng))
        others = list(_drawn(texts, np.full(len(texts), 1 / len(texts)), ASKED, rng))
        asked = {"their own": own[LEARNED:], "anybody's": others}
        for whose, some in _classified(own[:LEARNED], asked, names, embedder).items():
            found[whose].append(some)
    print(
        f"\nCLINC150, {people} simulated people: accuracy with interests, without, paired difference; ECE with, without"
    )
    for whose, each in found.items():
        with_, without = _right(each)
        told, plain = _calibration(each)
        print(f"  {whose:10} {shown(with_)}  {shown(without)}  {shown(with_ - without)}  ECE {told:.3f} {plain:.3f}")


def _right(each: Sequence[Sequence[tuple[Classified, str]]]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    with_ = np.array([np.mean([one.label == right for one, right in some]) for some in each])
    without = np.array([np.mean([one.plain_label == right for one, right in some]) for some in each])
    return with_, without


def _calibration(each: Sequence[Sequence[tuple[Classified, str]]]) -> tuple[float, float]:
    flat = [pair for some in each for pair in some]
    told = np.array([one.probabilities[one.label] for one, _ in flat])
    plain = np.array([one.plain[one.plain_label] for one, _ in flat])
    came = np.array([float(one.label == right) for one, right in flat])
    plainly = np.array([float(one.plain_label == right) for one, right in flat])
    return ece(told, came), ece(plain, plainly)


def _classified(
    learned: Sequence[Request], asked: Mapping[str, Sequence[Request]], names: Sequence[str], embedder: Embedder
) -> dict[str, list[tuple[Classified, str]]]:
    now = START + timedelta(days=LEARNED)
    with (
        tempfile.TemporaryDirectory() as folder,
        InterestMemory(Path(folder), index=False, embedder=embedder, clock=lambda: now) as memory,
    ):
        person = memory.user()
        for day, (text, _) in enumerate(learned):
            person.observe(text, at=START + timedelta(days=day))
        return {
            whose: [(classify(text, names, memory=person), domain) for text, domain in some]
            for whose, some in asked.items()
        }


def _mixture(count: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    main, second = rng.permutation(count)[:2]
    mixture = np.full(count, 0.2 / count)
    mixture[main] += 0.6
    mixture[second] += 0.2
    return mixture


def _drawn(
    texts: Mapping[str, Sequence[str]], mixture: npt.NDArray[np.float64], count: int, rng: np.random.Generator
) -> Iterator[Request]:
    domains = list(texts)
    for place in rng.choice(len(domains), count, p=mixture):
        some = texts[domains[place]]
        yield some[int(rng.integers(len(some)))], domains[place].replace("_", " ")


def _texts(data: Path) -> dict[str, list[str]]:
    requests = json.loads((data / "clinc150/data_train_val.json").read_text("utf-8"))["val"]
    domains = json.loads((data / "clinc150/domains.json").read_text("utf-8"))
    domain_of = {intent: domain for domain, intents in domains.items() for intent in intents}
    texts: dict[str, list[str]] = {domain: [] for domain in domains}
    for text, intent in requests:
        texts[domain_of[intent]].append(text)
    return texts
