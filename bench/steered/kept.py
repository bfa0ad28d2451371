"""What was computed before, one line a result: a run can be cut off and gone on with, and a larger one takes in a smaller one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from steered.asking import Asked, Cell, batched

REPLY_TOKENS, FACT_TOKENS, BATCH = 32, 16, 80


class Kept:
    """Results by what was asked, in a file."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._found = dict(json.loads(line) for line in file.read_text().splitlines()) if file.exists() else {}

    def fill(
        self, what: str, cell: Cell, wanted: Sequence[Asked], compute: Callable[[Sequence[Asked]], Sequence[Any]]
    ) -> list[Any]:
        """Return a result for each of what is asked; `compute` makes those that are missing, a batch at a time."""
        missing = list(dict.fromkeys(one for one in wanted if self.key(what, cell, one) not in self._found))
        if cell.place == "no block":  # the pair is not in the prompt
            missing = list({one.question: one for one in missing}.values())
        for some in batched(missing, BATCH):
            made = compute(some)
            with self._file.open("a") as out:
                for one, result in zip(some, made, strict=True):
                    self._found[self.key(what, cell, one)] = result
                    out.write(json.dumps([self.key(what, cell, one), result]) + "\n")
        return [self._found[self.key(what, cell, one)] for one in wanted]

    def has(self, what: str, cell: Cell, wanted: Sequence[Asked]) -> list[Asked]:
        """Return those that there is a result for."""
        return [one for one in wanted if self.key(what, cell, one) in self._found]

    def key(self, what: str, cell: Cell, one: Asked) -> str:
        """Return what a result is kept under."""
        asked = {"question": one.question, "answer": one.answer} if cell.place == "no block" else asdict(one)
        way = {name: value for name, value in asdict(cell).items() if name != "hides" or value}
        said = json.dumps([what, way, asked, REPLY_TOKENS, FACT_TOKENS])
        return hashlib.sha256(said.encode()).hexdigest()[:24]
