"""T7(b, c): do a person's past turns change what a small model prefers? PrefEval's questions with four options, the first the right one.

    python bench/preferences.py DATA [MODEL]        # MODEL: the packaged one, or what `hf:` takes; needs the extra `attention`
    python bench/preferences.py DATA --people 1 --each 2 --sweep 4

An option is scored by the mean log-likelihood of its tokens as the answer, so that their order does not matter. (b) The question stands
alone; with what the product puts before it (the person's memory holds a preference of each topic among unrelated turns); with the
gold preference quoted in the same words; and with another topic's: by the words alone, by attention to what is quoted, and by contrast.
(c) The gold preference at a bias of 0 to 2: nats of attention on the quote, or g = 1 + the bias of the contrast; neutral text is a
hundred answers to questions of fact (bench/data/steering.toml) after the same quotes. Intervals are bootstrapped over the questions.
PrefEval may not be used commercially: a measurement, not training data.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from penchant.agent.events import Recalled
from penchant.agent.kept.keeping import InLedger
from penchant.agent.local.hugging import Loaded, load
from penchant.agent.models import BRIEFLY, FEW, Profile
from penchant.agent.prompting.block import Placement
from penchant.agent.recall import recall
from penchant.agent.settings import data_folder
from penchant.agent.steering import Dial
from penchant.memory import Interaction, InterestMemory, Learning, UserMemory
from steered.asking import sets
from steered.choosing import Actuator, Worded, as_sent, likely, quoted

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TURNS = 240
WAYS = ("without memory", "with memory", "with the gold preference", "with another's")
ACTUATORS = (Actuator("words alone"), Actuator("attention", Dial()), Actuator("contrast g=1.5", guidance=1.5))
BIASES = (0.25, 0.5, 1.0, 2.0)

Question = tuple[tuple[Worded, ...], list[str]]
"""A question in the four ways, and its options."""

Asked = tuple[Worded, list[str]]
"""A question in one of them, and what may be answered."""


def questions(data: Path, people: int, each: int, placement: Placement, seed: int, memory: bool) -> Iterator[Question]:
    """Yield so many questions of every person; without a memory the way that needs one is the question alone."""
    options = [
        json.loads(path.read_text("utf-8")) for path in sorted((data / "nc/prefeval/mcq_options").glob("*.json"))
    ]
    clinc = [text for text, _ in json.loads((data / "clinc150/data_train_val.json").read_text("utf-8"))["train"]]
    rng = random.Random(seed)
    for _ in range(people):
        held = [rng.choice(some) for some in options]
        said = [one["preference"] for one in held] + rng.sample(clinc, TURNS - len(held))
        rng.shuffle(said)
        with _person(said) if memory else nullcontext() as person:
            for one in rng.sample(held, min(each, len(held))):
                yield _ways(person, held, one, placement), one["classification_task_options"]


@contextmanager
def _person(said: Sequence[str]) -> Iterator[UserMemory]:
    with tempfile.TemporaryDirectory() as folder, InterestMemory(folder, clock=lambda: NOW) as memory:
        person = memory.user()
        person.observe_all(_turns(said))
        memory.settle()
        yield person


def _turns(said: Sequence[str]) -> list[Interaction]:
    return [
        Interaction(str(n), text=text, at=NOW - timedelta(hours=TURNS - n), session=f"s{n // 12}")
        for n, text in enumerate(said)
    ]


def _ways(
    person: UserMemory | None, held: Sequence[dict[str, Any]], one: dict[str, Any], placement: Placement
) -> tuple[Worded, ...]:
    asked, other = one["question"], held[(held.index(one) + 1) % len(held)]
    return (
        Worded("", (), asked),
        _product(person, asked, placement) if person else Worded("", (), asked),
        quoted(one["preference"], asked, placement, NOW),
        quoted(other["preference"], asked, placement, NOW),
    )


def _product(person: UserMemory, asked: str, placement: Placement) -> Worded:
    profile = Profile("bench", placement=placement, system=BRIEFLY, most_liked=FEW)
    keeping = InLedger(person, f"asked {asked}", Learning.PAUSED)
    heard = recall(asked, (), None, keeping=keeping, profile=profile, system="", at=NOW)
    assert isinstance(heard, Recalled)
    person.replace(f"asked {asked}", heard.turn.number)
    return as_sent(heard.prompt, asked)


# Telling


def interval(values: Sequence[float], seed: int = 0) -> str:
    """Return the middle 95 % of the means of a thousand samples as large as the values."""
    rng = np.random.default_rng(seed)
    means = np.asarray(values)[rng.integers(0, len(values), (1000, len(values)))].mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return f"{low:.2f} to {high:.2f}"


def right(loaded: Loaded, asked: Sequence[Question], way: int, actuator: Actuator) -> np.ndarray:
    """Return whether the right option is the likeliest, question by question."""
    found = likely(loaded, [(ways[way], options) for ways, options in asked], actuator)
    return np.array([int(np.argmax(each)) == 0 for each in found])


def choices(loaded: Loaded, asked: Sequence[Question]) -> Iterator[str]:
    """Yield the lines of (b)."""
    bare = right(loaded, asked, 0, ACTUATORS[0])
    yield "| | | right | 95 % | gain | of the gold gain | made wrong |"
    yield "|---|---|---|---|---|---|---|"
    yield f"| {WAYS[0]} | | {bare.mean():.2f} | {interval(bare)} | | | |"
    for actuator in ACTUATORS:
        told = {way: right(loaded, asked, way, actuator) for way in (2, 1, 3)}
        gold = told[2].mean() - bare.mean()
        for way, some in told.items():
            gain, part = some.mean() - bare.mean(), ""
            if gold > 0 and way != 3:
                part = f"{gain / gold:.0%}"
            wrong = (bare & ~some).mean()
            yield f"| {WAYS[way]} | {actuator.name} | {some.mean():.2f} | {interval(some)} | {gain:+.2f} | {part} | {wrong:.2f} |"


def odds(each: Sequence[float]) -> float:
    """Return the log-odds of the first of some log-likelihoods against the others together."""
    return each[0] - math.log(sum(math.exp(one) for one in each[1:]))


def sweep(loaded: Loaded, asked: Sequence[Question], facts: dict[str, str]) -> Iterator[str]:
    """Yield the lines of (c): changes are against the quote without a bias."""
    gold = [(ways[2], options) for ways, options in asked]
    quotes = [worded for worded, _ in gold]
    neutral = [
        (replace(quotes[place % len(quotes)], message=fact), [answer])
        for place, (fact, answer) in enumerate(facts.items())
    ]

    def told(ways: Sequence[Asked], texts: Sequence[Asked], actuator: Actuator) -> tuple[list[float], float]:
        text = np.mean([each[0] for each in likely(loaded, texts, actuator)])
        return [odds(each) for each in likely(loaded, ways, actuator)], math.exp(-text)

    yield "| | bias | log-odds of the right option | change, 95 % | rose in | perplexity of neutral text |"
    yield "|---|---|---|---|---|---|"
    bare, text = told([_alone(one) for one in gold], [_alone(one) for one in neutral], ACTUATORS[0])
    yield f"| no quote | | {np.mean(bare):+.3f} | | | {text:.3f} |"
    first, text = told(gold, neutral, ACTUATORS[0])
    yield f"| quote, words alone | 0 | {np.mean(first):+.3f} | | | {text:.3f} |"
    for name, bias in product(("attention", "contrast"), BIASES):
        actuator = Actuator(name, Dial(math.exp(bias))) if name == "attention" else Actuator(name, guidance=1 + bias)
        found, text = told(gold, neutral, actuator)
        change = [one - before for one, before in zip(found, first, strict=True)]
        rose = np.mean([one > 0 for one in change])
        yield (
            f"| {name} | {bias:g} | {np.mean(found):+.3f} | {np.mean(change):+.3f} ({interval(change)}) "
            f"| {rose:.0%} | {text:.3f} |"
        )


def _alone(asked: Asked) -> Asked:
    """Return a question without what is said before it."""
    return Worded("", (), asked[0].message), asked[1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", nargs="?", default=str(data_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"))
    parser.add_argument("--people", type=int, default=6)
    parser.add_argument("--each", type=int, default=20, help="questions a person is asked")
    parser.add_argument("--sweep", type=int, default=60, help="questions of the sweep, and of fact")
    parser.add_argument("--part", choices=("b", "c"), help="measure this alone")
    parser.add_argument("--placement", choices=[one.name.lower() for one in Placement], default="spoken")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    import torch

    placement = Placement[chosen.placement.upper()]
    asked = list(questions(chosen.data, chosen.people, chosen.each, placement, chosen.seed, chosen.part != "c"))
    loaded = load(chosen.model, Path(chosen.model).with_suffix(".converted"))
    torch.set_num_threads(1)
    if chosen.part != "c":
        print(f"T7(b): {len(asked)} questions, four options; {Path(chosen.model).name}, {chosen.placement}")
        for line in choices(loaded, asked):
            print(line, flush=True)
    if chosen.part != "b":
        some = random.Random(chosen.seed).sample(asked, min(chosen.sweep, len(asked)))
        print(f"T7(c): {len(some)} questions, and as many of fact")
        for line in sweep(loaded, some, dict(list(sets()["facts"].items())[: len(some)])):
            print(line, flush=True)


if __name__ == "__main__":
    main()
