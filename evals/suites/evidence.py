"""T6: is the evidence of a question among what is put before the model, within a budget of tokens? (LoCoMo)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ..measured import Measured
from ..metrics.ranking import recall, reciprocal_rank, within
from ..systems.system import UNBOUNDED, Query, Said, tokens
from .suite import BASELINES, DAY, Suite, Timed, Work, read, weigh

BUDGETS, DEPTHS = (64, 128, 256, 512), (5, 10, 25, 50)


@cache
def conversations(data: Path) -> tuple[dict[str, Any], ...]:
    """Return LoCoMo's conversations."""
    return tuple(read(data / "nc/locomo/locomo5.json"))


def units(data: Path, quick: bool, seed: int) -> list[str]:
    """Return the conversations' numbers."""
    del seed
    return [str(number) for number in range(len(conversations(data)))][: 1 if quick else None]


def turns(conversation: dict[str, Any]) -> Iterator[Said]:
    """Yield a conversation's turns, "speaker: text", thirty seconds apart from their session's time on."""
    keys = [key for key in conversation if re.fullmatch(r"session_\d+", key)]
    for key in sorted(keys, key=lambda key: int(key.split("_")[1])):
        start = datetime.strptime(conversation[f"{key}_date_time"], "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)
        for place, turn in enumerate(conversation[key]):
            shown = f" [shares {turn['blip_caption']}]" if turn.get("blip_caption") else ""
            own = turn["speaker"] == conversation["speaker_a"]
            text = f"{turn['speaker']}: {turn['text']}{shown}"
            at = start + timedelta(seconds=30 * place)
            yield Said(turn["dia_id"], at, text, "user" if own else "assistant", key)


def questions(asked: list[dict[str, Any]], ids: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Yield the questions that have evidence, with the ids of its turns."""
    for one in asked:
        evidence = {key for entry in one["evidence"] for key in re.findall(r"D\d+:\d+", entry)} & ids
        if evidence:
            yield one["question"], evidence


def measure(work: Work) -> Measured:
    """Replay one conversation and ask its questions a day after its end."""
    one, found = conversations(work.data)[int(work.unit)], Measured()
    system, sizes, last = Timed(work.make(), found), dict[str, int](), datetime.min.replace(tzinfo=UTC)
    for said in turns(one["conversation"]):
        system.observe(said)
        sizes[said.id], last = tokens(said.text), max(last, said.at)
    asked = list(questions(one["qa"], set(sizes)))
    for number, (question, evidence) in enumerate(asked[: 20 if work.quick else None]):
        context = system.context(Query(question, last + DAY), UNBOUNDED)
        weigh(context, sizes)
        ranked = [piece.id for piece in context.pieces]
        person = f"{work.unit}/{number}"
        for budget in BUDGETS:
            fitting = within(ranked, sizes, budget)
            found.add(person, f"recall at {budget} tokens", recall(fitting, evidence))
        for depth in DEPTHS:
            found.add(person, f"R@{depth}", recall(ranked, evidence, depth))
        found.add(person, "MRR", reciprocal_rank(ranked, evidence))
    system.close()
    return found


EVIDENCE = Suite(
    name="evidence",
    lead="recall at 256 tokens",
    files=("nc/locomo/locomo5.json",),
    systems=(
        "penchant",
        "penchant quoting",
        *BASELINES,
    ),
    units=units,
    measure=measure,
    notes=(
        "Intervals and pairs are over questions: there are only five conversations. LoCoMo may not be used commercially.",
        "`penchant` is its search; `penchant quoting` only what the agent would quote: it keeps quiet where it is not sure.",
    ),
)
