"""How well the actuators bring an interest into an answer, and what harm they do: SmolLM2-135M, the packaged file, by transformers.

    python bench/steering.py [--pairs 20] [--questions 10] [--facts 100] [--only WORDS] [--quick] [--table] [--plot FILE]

Two interests, the weights 1.0 and 0.2 and the other way round; greedy replies of at most 40 tokens. What was computed is kept in --cache,
one line a reply, so a run can be cut off and gone on with, and a larger one takes in a smaller one. bench/data/steering.toml has the
questions.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from penchant.agent.bias import Bias, Candidate
from penchant.agent.gate.openness import Openness
from penchant.agent.local.hugging import Loaded, load
from penchant.agent.local.templated import begin_of, tokens_of
from penchant.agent.models import BRIEFLY
from penchant.agent.prompting.block import Placement, render
from penchant.agent.prompting.emphasis import Emphasis, emphases
from penchant.agent.settings import data_folder
from penchant.agent.steering import Dial, steered
from penchant.memory import Interest

T = TypeVar("T")

Row = tuple[str, int, dict[str, float], float | None]

WEIGHTS = 1.0, 0.2
REPLY_TOKENS, FACT_TOKENS, BATCH = 40, 20, 32


@dataclass(frozen=True)
class Cell:
    """One way to bring interests in: the block's place, M and the spared share of the layers, or the contrast's g."""

    place: str
    multiplier: float = 1.0
    spared: float = 0.0
    guidance: float = 1.0
    relative: bool = False

    @property
    def name(self) -> str:
        if self.guidance != 1:
            return f"{self.place}, contrast g={self.guidance:g}"
        if self.multiplier == 1:
            return self.place if self.place == "no block" else f"{self.place}, prompt alone"
        layers = {0.0: "all layers", 0.5: "upper half", 2 / 3: "last third"}[self.spared]
        kind = "relative" if self.relative else "attention"
        return f"{self.place}, {kind} M={self.multiplier:g}, {layers}"

    @property
    def dial(self) -> Dial:
        return Dial(self.multiplier, self.spared, self.relative)


PLACES = ("spoken", "fenced", "after", "system")
CELLS = [
    Cell("no block"),
    *[Cell(place) for place in PLACES],
    *[Cell("spoken", m, spared) for spared in (0.5, 2 / 3, 0.0) for m in (3.0, 8.0, 5.0, 2.0)],
    *[Cell("spoken", guidance=g) for g in (2.0, 1.5, 3.0)],
    *[Cell("spoken", m, spared, relative=True) for spared in (2 / 3, 0.5) for m in (3.0, 5.0, 8.0)],
    Cell("after", 3.0, 2 / 3, relative=True),
    *[Cell("fenced", m, spared) for spared in (0.5, 2 / 3) for m in (3.0, 8.0)],
]


@dataclass(frozen=True)
class Asked:
    """One question under one pair, the heavier interest first; `answer` is that of a question of fact."""

    heavier: str
    lighter: str
    question: str
    answer: str = ""


@dataclass(frozen=True)
class Prompt:
    ids: tuple[int, ...]
    logits: list[float]
    plain: tuple[int, ...]
    """The same without the block."""


def batched(values: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    left = iter(values)
    while some := tuple(islice(left, size)):
        yield some


# What is asked


def sets() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "steering.toml").read_text("utf-8"))


def open_ones(found: dict[str, Any], pairs: int, questions: int) -> list[Asked]:
    labels = list(batched(found["pairs"], 2))[:pairs]
    return [
        Asked(*pair, question)
        for first, second in labels
        for pair in ((first, second), (second, first))
        for question in found["questions"][:questions]
    ]


def factual_ones(found: dict[str, Any], facts: int) -> list[Asked]:
    labels = list(batched(found["pairs"], 2))
    return [
        Asked(*labels[place % len(labels)][:: 1 if place % 2 else -1], question, answer)
        for place, (question, answer) in enumerate(list(found["facts"].items())[:facts])
    ]


def prompt(loaded: Loaded, cell: Cell, asked: Asked) -> Prompt:
    plain = [{"role": "system", "content": BRIEFLY}, {"role": "user", "content": asked.question}]
    without = tokens_of(loaded.tokenizer, plain)
    place, text, found = _placed(cell.place, asked)
    messages = [{**one, "content": text} if number == place else one for number, one in enumerate(plain)]
    tokens = tokens_of(loaded.tokenizer, messages)
    begin = begin_of(loaded.tokenizer, messages, place)
    return Prompt(tokens.ids, tokens.logits([one.moved(begin) for one in found], cell.dial), without.ids)


def _placed(place: str, asked: Asked) -> tuple[int, str, tuple[Emphasis, ...]]:
    """Return the number of the message that the block goes into, its text with it, and where that names the interests."""
    liked = tuple(
        Candidate(Interest(number, label, weight, 0.1, 0.0, 3, None), 0.0, weight, "")
        for number, (label, weight) in enumerate(zip((asked.heavier, asked.lighter), WEIGHTS, strict=True))
    )
    bias = Bias(Openness.OPEN, liked)
    form = Placement.FENCED if place == "fenced" else Placement.SPOKEN
    block = render(bias, form, asked.question, lambda _text: 0)
    found = emphases(block, bias, form, asked.question)
    if place == "no block":
        return 1, asked.question, ()
    if place == "after":
        return 1, f"{asked.question} ({block.strip()})", tuple(one.moved(len(asked.question) + 2) for one in found)
    if place == "system":
        said = block.strip().replace("I am", "The user is")
        by = len(BRIEFLY) + 1 + len("The user is") - len("I am")
        return 0, f"{BRIEFLY} {said}", tuple(one.moved(by) for one in found)
    return 1, block + asked.question, found


# Computing


def padded(rows: Sequence[Sequence[Any]], filler: Any, left: bool = True) -> list[list[Any]]:
    width = max(map(len, rows))
    return [[*[filler] * (width - len(row)), *row] if left else [*row, *[filler] * (width - len(row))] for row in rows]


def tensors(rows: Sequence[Sequence[int]], left: bool = True) -> tuple[Any, Any]:
    import torch

    return torch.tensor(padded(rows, 0, left)), torch.tensor(padded([[1] * len(row) for row in rows], 0, left))


def replies(loaded: Loaded, cell: Cell, prompts: Sequence[Prompt], most: int) -> list[list[int]]:
    ids, mask = tensors([one.ids for one in prompts])
    options: dict[str, Any] = {"do_sample": False, "max_new_tokens": most, "pad_token_id": 0}
    if cell.guidance != 1:
        negative, negative_mask = tensors([one.plain for one in prompts])
        options |= {
            "guidance_scale": cell.guidance,
            "negative_prompt_ids": negative,
            "negative_prompt_attention_mask": negative_mask,
        }
    with steered(loaded.model, padded([one.logits for one in prompts], 0.0), cell.dial):
        found = loaded.model.generate(ids, attention_mask=mask, **options)
    end = loaded.tokenizer.eos_token_id
    said = [row[ids.shape[1] :].tolist() for row in found]
    return [row[: row.index(end)] if end in row else row for row in said]


def likelihoods(loaded: Loaded, prompts: Sequence[Prompt], said: Sequence[Sequence[int]], cell: Cell) -> list[float]:
    """Return the mean log-likelihood of a token of what was said after each prompt, under a cell."""
    import torch

    def scores(starts: Sequence[Sequence[int]], rows: Sequence[Sequence[float]]) -> list[Any]:
        ids, mask = tensors([[*start, *one] for start, one in zip(starts, said, strict=True)], left=False)
        with torch.no_grad(), steered(loaded.model, padded(rows, 0.0, left=False), cell.dial):
            logits = loaded.model(ids, attention_mask=mask, use_cache=False).logits
        return [
            logits[row, len(start) - 1 : len(start) - 1 + len(one)].log_softmax(-1)
            for row, (start, one) in enumerate(zip(starts, said, strict=True))
        ]

    found = scores([one.ids for one in prompts], [one.logits for one in prompts])
    if cell.guidance != 1:
        bare = scores([one.plain for one in prompts], [[0.0] for _ in prompts])
        found = [
            (without + cell.guidance * (within - without)).log_softmax(-1)
            for within, without in zip(found, bare, strict=True)
        ]
    return [
        float(one.gather(1, torch.tensor(tokens)[:, None]).mean()) if tokens else 0.0
        for one, tokens in zip(found, said, strict=True)
    ]


class Kept:
    """What was computed before, one line a result."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._found = dict(json.loads(line) for line in file.read_text().splitlines()) if file.exists() else {}

    def fill(self, what: str, loaded: Loaded, cell: Cell, wanted: Sequence[Asked], compute: Any) -> list[Any]:
        """Return a result for each of what is asked; `compute` makes those that are missing, a batch at a time."""
        missing = [one for one in wanted if self._key(what, cell, one) not in self._found]
        for some in batched(missing, BATCH):
            made = compute(cell, some, [prompt(loaded, cell, one) for one in some])
            with self._file.open("a") as out:
                for one, result in zip(some, made, strict=True):
                    self._found[self._key(what, cell, one)] = result
                    out.write(json.dumps([self._key(what, cell, one), result]) + "\n")
        return [self._found[self._key(what, cell, one)] for one in wanted]

    def has(self, what: str, cell: Cell, wanted: Sequence[Asked]) -> list[Asked]:
        return [one for one in wanted if self._key(what, cell, one) in self._found]

    def _key(self, what: str, cell: Cell, one: Asked) -> str:
        way = {key: value for key, value in asdict(cell).items() if key != "relative" or value}
        said = json.dumps([what, way, asdict(one), REPLY_TOKENS, FACT_TOKENS])
        return hashlib.sha256(said.encode()).hexdigest()[:24]


class Bench:
    def __init__(self, loaded: Loaded, kept: Kept, patterns: dict[str, str]) -> None:
        self.loaded, self.kept, self.patterns = loaded, kept, patterns

    def said(self, cell: Cell, wanted: Sequence[Asked]) -> list[str]:
        """Return the replies."""
        return [
            self._text(one)
            for one in self.kept.fill(
                "reply",
                self.loaded,
                cell,
                wanted,
                lambda cell, _, prompts: replies(self.loaded, cell, prompts, REPLY_TOKENS),
            )
        ]

    def perplexity(self, cell: Cell, wanted: Sequence[Asked]) -> float:
        """Return the perplexity of the replies for the same prompt without a bias."""
        ids = dict(zip(wanted, self.kept.fill("reply", self.loaded, cell, wanted, None), strict=True))
        found = self.kept.fill(
            "nll",
            self.loaded,
            cell,
            wanted,
            lambda cell, some, prompts: likelihoods(self.loaded, prompts, [ids[one] for one in some], Cell(cell.place)),
        )
        return math.exp(-sum(found) / len(found))

    def facts(self, cell: Cell, wanted: Sequence[Asked]) -> tuple[list[float], list[bool]]:
        """Return the log-likelihood of a token of each right answer, and whether the reply names an interest."""
        right = self.kept.fill(
            "right",
            self.loaded,
            cell,
            wanted,
            lambda cell, some, prompts: likelihoods(
                self.loaded, prompts, [self._ids(one.answer) for one in some], cell
            ),
        )
        said = self.kept.fill(
            "fact", self.loaded, cell, wanted, lambda cell, _, prompts: replies(self.loaded, cell, prompts, FACT_TOKENS)
        )
        return right, [any(self.taken_up(one, self._text(row))) for one, row in zip(wanted, said, strict=True)]

    def taken_up(self, asked: Asked, text: str) -> tuple[int, int]:
        """Return how often a reply names the heavier and the lighter interest."""
        both = (asked.heavier, asked.lighter)
        return tuple(len(re.findall(self.patterns[one], text, re.I)) for one in both)  # type: ignore[return-value]

    def _text(self, ids: Sequence[int]) -> str:
        return str(self.loaded.tokenizer.decode(ids, skip_special_tokens=True))

    def _ids(self, text: str) -> list[int]:
        return list(self.loaded.tokenizer(text, add_special_tokens=False)["input_ids"])


# Telling


def shares(bench: Bench, wanted: Sequence[Asked], said: Sequence[str]) -> dict[str, float]:
    """Return the shares of replies that take the heavier interest up, the lighter one, both alike, none; and that name each at all.

    A reply takes up the interest that it names more often.
    """
    counts = [bench.taken_up(one, text) for one, text in zip(wanted, said, strict=True)]
    share = lambda test: sum(test(*one) for one in counts) / len(counts)  # noqa: E731
    return {
        "takes up the heavier": share(lambda heavy, light: heavy > light),
        "the lighter": share(lambda heavy, light: heavy < light),
        "both alike": share(lambda heavy, light: heavy == light > 0),
        "none": share(lambda heavy, light: heavy == light == 0),
        "names the heavier": share(lambda heavy, _: heavy > 0),
        "names the lighter": share(lambda _, light: light > 0),
    }


def rows(bench: Bench, cells: Sequence[Cell], wanted: Sequence[Asked], compute: bool) -> Iterator[Row]:
    """Yield each cell's name, number of replies, shares and perplexity; None where that was not computed."""
    for cell in cells:
        some = wanted if compute else bench.kept.has("reply", cell, wanted)
        if some:
            found = shares(bench, some, bench.said(cell, some))
            known = compute or bench.kept.has("nll", cell, some) == some
            yield cell.name, len(some), found, bench.perplexity(cell, some) if known else None


def lines(found: Iterable[Row]) -> Iterator[str]:
    for place, (name, number, told, perplexity) in enumerate(found):
        if not place:
            yield f"| | replies | {' | '.join(told)} | perplexity |"
            yield "|---|" + "---|" * (len(told) + 2)
        last = "" if perplexity is None else f"{perplexity:.2f}"
        yield f"| {name} | {number} | {' | '.join(f'{one:.0%}' for one in told.values())} | {last} |"


def plot(found: Sequence[Row]) -> str:
    """Return a picture of bars, as SVG: the share that takes up the heavier interest, the lighter one, both alike."""
    colours = {"takes up the heavier": "#2b6cb0", "both alike": "#a0aec0", "the lighter": "#dd6b20"}
    drawn = [
        f'<text x="{300 + 130 * place}" y="16" fill="{colour}">{name}</text>'
        for place, (name, colour) in enumerate(colours.items())
    ]
    for place, (name, number, told, _) in enumerate(found):
        top, left = 30 + 22 * place, 300.0
        drawn.append(f'<text x="292" y="{top + 13}" text-anchor="end">{name} ({number})</text>')
        for what, colour in colours.items():
            width = 400 * told[what]
            drawn.append(f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="17" fill="{colour}"/>')
            left += width
    height = 40 + 22 * len(found)
    style = 'font-family="sans-serif" font-size="12" fill="#444"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{height}" {style}>{"".join(drawn)}</svg>\n'


def harm_lines(bench: Bench, cells: Sequence[Cell], wanted: Sequence[Asked], compute: bool) -> Iterator[str]:
    yield "| | n | log-likelihood a token | named an interest |"
    yield "|---|---|---|---|"
    for cell in cells:
        some = wanted if compute else bench.kept.has("fact", cell, wanted)
        if some:
            right, named = bench.facts(cell, some)
            yield f"| {cell.name} | {len(some)} | {sum(right) / len(right):.4f} | {sum(named) / len(named):.0%} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=20)
    options.add_argument("--questions", type=int, default=10)
    options.add_argument("--facts", type=int, default=100)
    options.add_argument("--only", default="", help="cells whose name has this pattern")
    options.add_argument("--quick", action="store_true", help="three pairs, two questions, ten facts")
    options.add_argument("--table", action="store_true", help="compute nothing, show what is kept")
    options.add_argument("--cache", type=Path, default=data_folder() / "bench" / "steering.jsonl")
    options.add_argument("--model", default=str(data_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"))
    options.add_argument("--plot", type=Path)
    chosen = options.parse_args()
    if chosen.quick:
        chosen.pairs, chosen.questions, chosen.facts = 3, 2, 10
    found = sets()
    bench = Bench(load(chosen.model, Path(chosen.model).with_suffix(".converted")), Kept(chosen.cache), found["pairs"])
    cells = [cell for cell in CELLS if re.search(chosen.only, cell.name)]
    wanted = open_ones(found, chosen.pairs, chosen.questions)
    told = []
    for row in rows(bench, cells, wanted, not chosen.table):
        told.append(row)
        print(row, flush=True) if not chosen.table else None
    print("\n".join(lines(told)))
    if chosen.plot:
        chosen.plot.write_text(plot(told))
    if chosen.facts:
        for line in harm_lines(bench, cells, factual_ones(found, chosen.facts), not chosen.table):
            print(line, flush=True)


if __name__ == "__main__":
    main()
