"""T7(b): do quotes of past turns change what a small model prefers? PrefEval's questions with four options, the first the right one.

    python bench/preferences.py DATA MODEL          # MODEL: a folder or id for transformers, or a GGUF file; needs the extra `attention`
    python bench/preferences.py DATA MODEL --people 1 --each 2

Each option is scored by the mean log-likelihood of its tokens as the answer. The question stands alone; with what the product puts
before it (the person's memory holds a preference of each topic among unrelated turns, and the prompt is the product's own); with the
gold preference quoted in the same words; and with another topic's. PrefEval may not be used commercially: a measurement, not training
data.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from penchant.agent.events import Recalled
from penchant.agent.kept.keeping import InLedger
from penchant.agent.models import Profile
from penchant.agent.prompting.block import Placement
from penchant.agent.prompting.quotes import Quote, placed
from penchant.agent.prompting.tokens import count_tokens
from penchant.agent.recall import recall
from penchant.memory import Interaction, InterestMemory, Learning, UserMemory

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TURNS = 240
WAYS = ("without memory", "with memory", "with the gold preference", "with another's")

Scorer = Callable[[str, Sequence[str]], list[float]]
"""A prompt and options -> the mean log-likelihood of each as the answer."""


def scorer(place: str) -> Scorer:
    """Load a causal model."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    path = Path(place)
    where: dict[str, Any] = {"gguf_file": path.name} if path.suffix == ".gguf" else {}
    folder = str(path.parent) if where else place
    tokenizer = AutoTokenizer.from_pretrained(folder, **where)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, **where).eval()

    def score(prompt: str, options: Sequence[str]) -> list[float]:
        head = tokenizer.apply_chat_template(
            [{"role": "user", "content": prompt}], add_generation_prompt=True, tokenize=False
        )
        start = tokenizer(head, add_special_tokens=False, return_tensors="pt").input_ids
        return [
            _mean(model, start, tokenizer(one, add_special_tokens=False, return_tensors="pt").input_ids)
            for one in options
        ]

    return score


def _mean(model: Any, start: Any, option: Any) -> float:
    import torch

    with torch.no_grad():
        logits = model(torch.cat([start, option], dim=1)).logits[0, start.shape[1] - 1 : -1]
    chosen = logits.log_softmax(-1).gather(1, option[0][:, None])
    return float(chosen.mean())


def prompts(person: UserMemory, held: Sequence[dict[str, Any]], one: dict[str, Any], placement: Placement) -> list[str]:
    """Return the question in the four ways."""
    other = held[(held.index(one) + 1) % len(held)]
    return [
        one["question"],
        _product(person, one["question"], placement),
        _quoted(one["preference"], one["question"], placement) + one["question"],
        _quoted(other["preference"], one["question"], placement) + one["question"],
    ]


def _product(person: UserMemory, question: str, placement: Placement) -> str:
    profile = Profile("bench", placement=placement)
    keeping = InLedger(person, f"asked {question}", Learning.PAUSED)
    heard = recall(question, (), None, keeping=keeping, profile=profile, system="", at=NOW)
    assert isinstance(heard, Recalled)
    person.replace(f"asked {question}", heard.turn.number)
    return heard.prompt.messages[-1][1]


def _quoted(preference: str, question: str, placement: Placement) -> str:
    quote = Quote(1, "user", NOW - timedelta(days=9), preference, 0, len(preference), 1.0, 1.0)
    return "".join(text for text, _ in placed([quote], placement, question, 150, count_tokens))


def measure(
    data: Path, score: Scorer, people: int, each: int, placement: Placement, seed: int
) -> dict[str, list[bool]]:
    """Return for every way whether the right option was the likeliest, question by question."""
    options = {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in sorted((data / "nc/prefeval/mcq_options").glob("*.json"))
    }
    clinc = [text for text, _ in json.loads((data / "clinc150/data_train_val.json").read_text("utf-8"))["train"]]
    rng, right = random.Random(seed), {way: list[bool]() for way in WAYS}
    for _ in range(people):
        held = [rng.choice(some) for some in options.values()]
        said = [one["preference"] for one in held] + rng.sample(clinc, TURNS - len(held))
        rng.shuffle(said)
        turns = [
            Interaction(str(n), text=text, at=NOW - timedelta(hours=TURNS - n), session=f"s{n // 12}")
            for n, text in enumerate(said)
        ]
        with tempfile.TemporaryDirectory() as folder, InterestMemory(folder, clock=lambda: NOW) as memory:
            person = memory.user()
            person.observe_all(turns)
            memory.settle()
            for one in rng.sample(held, min(each, len(held))):
                for way, prompt in zip(WAYS, prompts(person, held, one, placement), strict=True):
                    right[way].append(int(np.argmax(score(prompt, one["classification_task_options"]))) == 0)
    return right


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("model")
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--each", type=int, default=10, help="questions a person is asked")
    parser.add_argument("--placement", choices=[one.name.lower() for one in Placement], default="spoken")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    placement = Placement[asked.placement.upper()]
    right = measure(asked.data, scorer(asked.model), asked.people, asked.each, placement, asked.seed)
    bare = np.array(right["without memory"])
    print(f"T7(b): {len(bare)} questions, four options; {asked.model}, {asked.placement}")
    gold = np.mean(right["with the gold preference"]) - bare.mean()
    for way, some in right.items():
        gain = np.mean(some) - bare.mean()
        part = f"{gain / gold:.0%} of the gold gain" if gold else ""
        print(
            f"  {way:26}right {np.mean(some):.1%}  gain {gain:+.1%}  {part}  made wrong {(bare & ~np.array(some)).mean():.1%}"
        )


if __name__ == "__main__":
    main()
