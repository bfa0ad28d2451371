"""Which questions get a block in the product: a person of each pair is asked, and the gate decides."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby

from penchant.agent.bias import bias_for
from penchant.agent.gate.gate import open_gate
from penchant.agent.models import FEW
from penchant.memory import Interaction, InterestMemory, UserMemory
from steered.asking import Asked

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def blocked(asked: Sequence[Asked]) -> list[Asked]:
    """Return the questions that get a block, with a person who often speaks of the heavier interest and did once of the lighter."""
    found: list[Asked] = []
    with tempfile.TemporaryDirectory() as folder, InterestMemory(folder, clock=lambda: NOW) as memory:
        for place, (pair, some) in enumerate(groupby(asked, key=lambda one: (one.heavier, one.lighter))):
            person = memory.user(f"person {place}")
            _speak(person, *pair)
            memory.settle()
            gate = open_gate(person.embedder)
            found += [one for one in some if bias_for(one.question, person.attend(one.question), FEW, gate=gate)]
    return found


def _speak(person: UserMemory, heavier: str, lighter: str) -> None:
    said = [f"I love {heavier}."] * 5 + [f"I like {lighter}."] * 2
    person.observe_all(
        [
            Interaction(str(day), text=text, at=NOW - timedelta(days=day + 1), session=f"s{day}")
            for day, text in enumerate(said)
        ]
    )
