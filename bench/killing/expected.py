"""What must be there after a kill, from what was acknowledged before it; and what is found against that."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

NEAR = 1e-9
"""So far may a weight be from a replay."""

BETWEEN = "between two"
"""Where a kill fell that fell into no operation."""


@dataclass
class Expected:
    """The state of the folder as its parent knows it, round after round.

    Attributes:
        living: the words of the events that were acknowledged and not forgotten, by id.
        forgotten: the ids of those that were.
        standing: how the person's decisions stood after the last control that was acknowledged, by topic; None where one
            was begun since, or something was forgotten, which may take topics along.
        sources: acknowledged imports with the number of events that are left of them.
    """

    living: dict[str, str] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    standing: dict[str, list[Any]] | None = None
    last_control: int = 0
    acknowledged: Counter[str] = field(default_factory=Counter)
    killed_in: Counter[str] = field(default_factory=Counter)
    finished: Counter[str] = field(default_factory=Counter)

    def round(self, told: list[dict[str, Any]], found: dict[str, Any]) -> list[str]:
        """Take in what a process told before it was killed and what was found after; return what is wrong, in words."""
        self.standing, self.last_control = None, 0
        for record in told:
            if "done" in record:
                self._acknowledged(record)
        begun = told[-1] if told and "begin" in told[-1] else None
        self.killed_in[begun["begin"] if begun else BETWEEN] += 1
        wrong = [*self._events(found, begun), *self._forgotten(found), *self._decisions(found, begun), *_sound(found)]
        self.forgotten |= set(self.living) - set(found["living"])
        self.living = dict(found["living"])
        return wrong

    def _acknowledged(self, record: dict[str, Any]) -> None:
        kind = record["done"]
        self.acknowledged[kind] += 1
        self.living |= record.get("events", {})
        if kind == "forget":
            for gone in record["gone"]:
                self.living.pop(gone, None)
            self.forgotten |= set(record["gone"])
            self.standing = None
        elif kind == "control":
            self.standing, self.last_control = record["standing"], record["last"]
        elif kind in ("turn", "import"):
            self.standing = _without_growth(self.standing)

    def _events(self, found: dict[str, Any], begun: dict[str, Any] | None) -> list[str]:
        """Compare the events: each acknowledged one is there once, and of what was begun all or nothing (an import: its beginning)."""
        there, doubtful = found["living"], (begun or {}).get("events", {})
        missing = sorted(set(self.living) - set(there))
        strange = sorted(set(there) - set(self.living) - set(doubtful))
        changed = sorted(key for key in set(there) & set(self.living) if there[key] != self.living[key])
        wrong = [f"strange events {strange[:5]}"] if strange else []
        wrong += [f"other words in {changed[:5]}"] if changed else []
        wrong += [f"{found['twice']} events are there twice"] if found["twice"] else []
        forgetting = begun is not None and begun["begin"] == "forget"
        if missing and not (forgetting and begun and len(missing) == begun["count"]):
            wrong.append(f"lost {len(missing)} acknowledged events, {missing[:5]}")
        if begun and (missing or (doubtful and set(doubtful) <= set(there))):
            self.finished[begun["begin"]] += 1
        return wrong

    def _forgotten(self, found: dict[str, Any]) -> list[str]:
        back = sorted(self.forgotten & set(found["living"]))
        bytes_of = sorted(f"{key} in {file}" for key, file in found["tokens"].items() if key in self.forgotten)
        wrong = [f"came back: {back[:5]}"] if back else []
        return wrong + ([f"bytes of what was forgotten: {bytes_of[:5]}"] if bytes_of else [])

    def _decisions(self, found: dict[str, Any], begun: dict[str, Any] | None) -> list[str]:
        """Compare the decisions that were acknowledged last, unless another was begun or something forgotten since."""
        if self.last_control and self.last_control > max(found["controls"], default=0) and self.standing is not None:
            return [f"control {self.last_control} is lost"]
        if self.standing is None or (begun and begun["begin"] in ("control", "forget")):
            return []
        there = found["standing"]
        apart = sorted(
            topic for topic, told in self.standing.items() if topic not in there or there[topic][: len(told)] != told
        )
        return [f"topics {apart[:5]} stand otherwise than acknowledged"] if apart else []


def _without_growth(standing: dict[str, list[Any]] | None) -> dict[str, list[Any]] | None:
    """Leave out what a turn may change without a decision: that a topic is stopped, or tentative."""
    return None if standing is None else {topic: told[:4] for topic, told in standing.items()}


def _sound(found: dict[str, Any]) -> list[str]:
    wrong = [f"{found['unlearned']} events were not learned from"] if found["unlearned"] else []
    wrong += [f"weights are {found['apart']:.1e} from a replay"] if not found["apart"] <= NEAR else []
    if found.get("index", "READY") != "READY":
        wrong.append(f"the index is {found['index']}")
    return wrong + ([f"the index lags by {found['lag']}"] if found.get("lag") else [])
