"""What is asked of the model, and in which ways interests are brought in: cells, questions, and the prompt of a question in a cell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from penchant.agent.bias import Bias, Candidate
from penchant.agent.gate.openness import Openness
from penchant.agent.local.hugging import Loaded
from penchant.agent.local.templated import begin_of, tokens_of
from penchant.agent.models import BRIEFLY
from penchant.agent.prompting.block import Placement, render
from penchant.agent.prompting.emphasis import Emphasis, emphases
from penchant.agent.steering import Dial
from penchant.memory import Interest

T = TypeVar("T")

WEIGHTS = 1.0, 0.2

SPARED = {0.0: "all layers", 0.5: "upper half", 2 / 3: "last third"}


@dataclass(frozen=True)
class Cell:
    """One way to bring interests in: the block's place, M and the spared share of the layers, or the contrast's g."""

    place: str
    multiplier: float = 1.0
    spared: float = 0.0
    guidance: float = 1.0
    relative: bool = False
    power: float = 1.0
    hides: bool = False

    @property
    def name(self) -> str:
        if self.guidance != 1:
            return f"{self.place}, contrast g={self.guidance:g}"
        if self.multiplier == 1:
            return self.place if self.place == "no block" else f"{self.place}, prompt alone"
        kind = ("relative" if self.power == 1 else f"power {self.power:g}") if self.relative else "attention"
        hidden = ", hides" if self.hides else ""
        return f"{self.place}, {kind} M={self.multiplier:g}, {SPARED[self.spared]}{hidden}"

    @property
    def dial(self) -> Dial:
        return Dial(self.multiplier, self.spared, self.relative, self.power, self.hides)

    @property
    def unsteered(self) -> Cell:
        """The same words without a bias."""
        return Cell(self.place)


PLACES = ("spoken", "fenced", "after", "system")


@dataclass(frozen=True)
class Asked:
    """One question under one pair, the heavier interest first; `answer` is that of a question of fact."""

    heavier: str
    lighter: str
    question: str
    answer: str = ""


@dataclass(frozen=True)
class Prompt:
    """The tokens of a prompt, and the bias of each."""

    ids: tuple[int, ...]
    logits: tuple[float, ...]


def batched(values: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    left = iter(values)
    while some := tuple(islice(left, size)):
        yield some


def sets() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parents[1] / "data" / "steering.toml").read_text("utf-8"))


def open_ones(found: dict[str, Any], pairs: Sequence[int], questions: int) -> list[Asked]:
    """Return the open questions under the pairs of some numbers, both ways round.

    A pair is asked so many of the ten questions, the next pair the next ones, so that few questions a pair are still all ten.
    """
    labels, every = list(batched(found["pairs"], 2)), found["questions"]
    return [
        Asked(*labels[number][::way], every[(number // 2 * 3 + turn) % len(every)])
        for number in pairs
        for way in (1, -1)
        for turn in range(questions)
    ]


def factual_ones(found: dict[str, Any], facts: int) -> list[Asked]:
    """Return questions of fact, each under one of the pairs, those of a pair beside each other."""
    labels = list(batched(found["pairs"], 2))
    asked = [
        Asked(*labels[place % len(labels)][:: 1 if place % 2 else -1], question, answer)
        for place, (question, answer) in enumerate(list(found["facts"].items())[:facts])
    ]
    return sorted(asked, key=lambda one: one.heavier)


def prompt(loaded: Loaded, cell: Cell, asked: Asked) -> Prompt:
    """Return the prompt of a question in a cell."""
    plain = [{"role": "system", "content": BRIEFLY}, {"role": "user", "content": asked.question}]
    place, text, found = _placed(cell.place, asked)
    messages = [{**one, "content": text} if number == place else one for number, one in enumerate(plain)]
    tokens = tokens_of(loaded.tokenizer, messages)
    begin = begin_of(loaded.tokenizer, messages, place)
    found = found if cell.hides else tuple(replace(one, joint=0) for one in found)
    return Prompt(tokens.ids, tuple(tokens.logits([one.moved(begin) for one in found], cell.dial)))


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
