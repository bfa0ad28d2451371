"""How well the actuators bring an interest into an answer, and what harm they do: SmolLM2-135M, the packaged file, by transformers.

    python bench/steering.py                           # 20 pairs, ten questions, a hundred facts, every cell: hours on one core
    python bench/steering.py --questions 1             # one of the ten a pair, in turn
    python bench/steering.py --half choosing --only "^(no block|.*prompt|spoken, power)"
    python bench/steering.py --questions 1 --table --plot docs/steering.svg
    python bench/steering.py --questions 1 --out bench/results/steering.json

Two interests, the weights 1.0 and 0.2 and the other way round; greedy replies of at most 32 tokens, on one core. What was computed is
kept in --cache, one line a reply, so a run can be cut off and gone on with, and a larger one takes in a smaller one. The setting of the
product was chosen on the pairs of --half choosing; --half telling has the others. bench/data/steering.toml has the questions.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from machine import write
from penchant.agent.local.hugging import load
from penchant.agent.settings import data_folder
from steered.asking import Asked, Cell, factual_ones, open_ones, sets
from steered.gating import blocked
from steered.kept import Kept
from steered.measuring import Bench, Harm, Row, harm, row
from steered.telling import harm_lines, lines, plot

PARTS = ("replies", "perplexity", "bare", "facts")

HALF, THIRD = 0.5, 2 / 3

CHOICE = [
    *[Cell("spoken", m, THIRD, relative=True, power=p) for m, p in ((3.0, 1.0), (2.0, 2.0), (3.0, 2.0), (2.0, 3.0))],
    Cell("spoken", 3.0, HALF, relative=True, power=2.0),
    Cell("after", 3.0, THIRD, relative=True, power=2.0),
    *[Cell("spoken", m, THIRD, relative=True, power=p, hides=True) for m, p in ((3.0, 1.0), (2.0, 2.0), (3.0, 2.0))],
]
"""What the setting of the product was chosen from, on one half of the pairs."""

CELLS = [
    Cell("no block"),
    *[Cell(place) for place in ("spoken", "after", "system", "fenced")],
    *CHOICE,
    *[Cell("spoken", m, HALF) for m in (3.0, 5.0, 8.0, 2.0)],
    *[Cell("spoken", guidance=g) for g in (1.5, 2.0, 3.0)],
    *[Cell("spoken", m) for m in (3.0, 8.0, 5.0, 2.0)],
]

HALVES = {"both": range(20), "choosing": range(0, 20, 2), "telling": range(1, 20, 2)}


def replied(
    bench: Bench, cells: Sequence[Cell], wanted: Sequence[Asked], parts: Sequence[str], compute: bool
) -> Iterator[Row]:
    """Yield what comes of each cell, told as soon as it is computed; of what is kept, what is there for every question."""
    for cell in cells:
        if not compute and bench.kept.has("reply", cell, wanted) != list(wanted):
            continue
        found = row(bench, cell, wanted, parts if compute else ())
        if compute:
            print(next(islice(lines([found]), 2, None)), flush=True)
        yield found


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=20)
    options.add_argument("--half", choices=HALVES, default="both", help="of the pairs")
    options.add_argument("--questions", type=int, default=10, help="of the ten, a pair")
    options.add_argument("--facts", type=int, default=100)
    options.add_argument("--only", default="", help="cells whose name has this pattern")
    options.add_argument("--part", choices=PARTS, help="compute this alone")
    options.add_argument("--quick", action="store_true", help="three pairs, two questions, ten facts")
    options.add_argument("--table", action="store_true", help="compute nothing, show what is kept")
    options.add_argument("--gate", action="store_true", help="which questions get a block in the product")
    options.add_argument("--cache", type=Path, default=data_folder() / "bench" / "steering.jsonl")
    options.add_argument("--model", default=str(data_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"))
    options.add_argument("--plot", type=Path)
    options.add_argument("--out", type=Path, help="write what came of each cell to this file")
    chosen = options.parse_args()
    if chosen.quick:
        chosen.pairs, chosen.questions, chosen.facts = 3, 2, 10
    found = sets()
    wanted = open_ones(found, HALVES[chosen.half][: chosen.pairs], chosen.questions)
    facts = factual_ones(found, chosen.facts)
    if chosen.gate:
        print(f"A block before {len(blocked(facts))} of {len(facts)} questions of fact, ", end="")
        print(f"{len(blocked(wanted))} of {len(wanted)} open ones")
        return
    measure(chosen, found["pairs"], wanted, facts)


def measure(chosen: argparse.Namespace, patterns: dict[str, str], wanted: list[Asked], facts: list[Asked]) -> None:
    """Compute what is asked for and print the tables."""
    import torch

    loaded = load(chosen.model, Path(chosen.model).with_suffix(".converted"))
    torch.set_num_threads(1)
    bench = Bench(loaded, Kept(chosen.cache), patterns)
    cells = [cell for cell in CELLS if re.search(chosen.only, cell.name)]
    told: list[Row] = []
    harmed: list[Harm] = []
    if chosen.part != "facts":
        parts = PARTS if chosen.part is None else [chosen.part]
        told = list(replied(bench, cells, wanted, parts, not chosen.table))
        print("\n".join(lines(told)))
        if chosen.plot:
            chosen.plot.write_text(plot(told))
    if chosen.part in (None, "facts") and facts:
        kept = [cell for cell in cells if not chosen.table or bench.kept.has("fact", cell, facts) == facts]
        harmed = [harm(bench, cell, facts) for cell in kept]
        print("\n".join(harm_lines(harmed)))
    write(chosen.out, {"replies": [asdict(one) for one in told], "facts": [asdict(one) for one in harmed]})


if __name__ == "__main__":
    main()
