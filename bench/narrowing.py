"""How short the index's vectors may be: the directions in which what people say differs most, fitted and measured.

    python bench/narrowing.py DATA           # fits on some data sets, and tells what is lost on others, by length
    python bench/narrowing.py DATA --save    # the same, and writes memory/narrowed_usem3.npz

DATA is the folder of the data sets. The directions are the principal components of the texts of `FITTED`, which may be used for anything.
Told is for a hundred texts of each set which part of the 12 and of the 50 nearest by whole vectors is among the 200 nearest by short
ones; of a set that the directions are fitted to, by directions of the other sets alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from penchant.memory import narrowing
from penchant.memory.calibration import unit
from penchant.memory.embedding import DEFAULT, PACKAGE, Vectorizer, Vectors, open_embedder
from penchant.memory.measured import mark

FITTED = ("topical_chat", "chitchat", "kdconv", "memorybank", "laps", "clinc150", "tiage")
HELD_OUT = ("ikat", "nc/locomo", "nc/prefeval")
LENGTHS = (64, 128, 160, 192, 256)
CHOSEN = 192
EACH, ASKED, CANDIDATES, SHORTEST, LONGEST = 12_000, 100, 200, 12, 500


def texts(folder: Path) -> list[str]:
    """Return some of the texts in a folder's JSON files, each once."""
    found: dict[str, None] = {}
    for file in sorted(folder.rglob("*.json*")):
        packed = file.read_bytes()
        whole = (gzip.decompress(packed) if file.suffix == ".gz" else packed).decode("utf-8")
        for part in whole.splitlines() if ".jsonl" in file.name else [whole]:
            found |= dict.fromkeys(text for text in strings(json.loads(part)) if SHORTEST <= len(text) <= LONGEST)
    some = list(found)
    return [some[place] for place in np.random.default_rng(0).permutation(len(some))[:EACH]]


def strings(value: Any) -> Iterator[str]:
    """Yield all texts in what a JSON file holds that have more than one word, or Chinese ones."""
    if isinstance(value, str):
        if " " in value or not value.isascii():
            yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def components(vectors: Vectors) -> Vectors:
    """Return the principal components of vectors around their origin, (d, d), the greatest first."""
    _, found = np.linalg.eigh((vectors.T @ vectors).astype(np.float64))
    return np.asarray(found[:, ::-1], np.float32)


def kept(whole: Vectors, short: Vectors) -> tuple[float, float]:
    """Return which parts of the 12 and the 50 nearest of the first texts are among the candidates."""
    cosines, near = whole[:ASKED] @ whole[ASKED:].T, short[:ASKED] @ short[ASKED:].T
    best, candidates = np.argsort(-cosines, axis=1), np.argsort(-near, axis=1)[:, :CANDIDATES]
    parts = [
        np.mean([np.isin(one[:most], some).mean() for one, some in zip(best, candidates, strict=True)])
        for most in (12, 50)
    ]
    return float(parts[0]), float(parts[1])


def main() -> None:
    """Fit, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--save", action="store_true")
    chosen = parser.parse_args()
    vectorizer = Vectorizer(open_embedder(DEFAULT))
    sets = {name: vectorizer(texts(chosen.data / name)) for name in (*FITTED, *HELD_OUT)}
    directions = components(np.concatenate([sets[name] for name in FITTED])).astype(np.float16)
    print(f"{'of the 12, 50 nearest':24}" + "".join(f"{length:>12}" for length in LENGTHS))
    for name, vectors in sets.items():
        own = directions
        if name in FITTED:  # by the other sets alone
            own = components(np.concatenate([sets[other] for other in FITTED if other != name]))
        parts = [kept(vectors, unit(vectors @ own[:, :length].astype(np.float32))) for length in LENGTHS]
        print(f"{name:16}{len(vectors):>7} " + "".join(f"  {one:.3f} {other:.3f}"[-13:] for one, other in parts))
    if chosen.save:
        np.savez(
            Path(narrowing.__file__).with_name(narrowing.FILE), of=mark(PACKAGE), directions=directions[:, :CHOSEN]
        )


if __name__ == "__main__":
    main()
