"""A population's own trust in the rungs, and its constants of doubt and novelty: what `penchant fitted` has in `focus`.

`bench/replays/attention.py` fits them to every other conversation of some sets; the suite measures the others. In the product it is
`InterestMemory(law=Law(trust=…, …))` (docs/weights.md).
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from ...memory import Law

FILE = Path(__file__).with_name("populations.json")


@cache
def laws() -> dict[str, Law]:
    """Return every population's law by its name."""
    read = json.loads(FILE.read_text("utf-8"))
    return {
        name: replace(Law(), **constants | {"trust": tuple(constants["trust"])}) for name, constants in read.items()
    }


def law_of(part: str) -> Law:
    """Return the law of the population that a set, or a unit of work with it, is from: its first word is the name."""
    return laws()[part.split()[0]]
