"""What a search is to make better: a suite, one of its metrics, and the system that is given the settings."""

from __future__ import annotations

from dataclasses import dataclass

from .suites.suite import Suite
from .suites.table import TABLE
from .systems.table import SYSTEMS


@dataclass(frozen=True, slots=True)
class Target:
    """A metric of a system on a suite; `name` is how it was written."""

    name: str
    suite: Suite
    metric: str
    system: str

    @property
    def smaller_is_better(self) -> bool:
        """Whether less of it is better."""
        return self.metric in self.suite.smaller_is_better


def target(text: str) -> Target:
    """Return what `SUITE[:METRIC][@SYSTEM]` names: by itself the suite's leading metric of `penchant`.

    Raises:
        ValueError: there is no such suite, or the suite does not ask such a system.
    """
    rest, _, system = text.rpartition("@")
    rest, system = (rest, system) if rest and system in SYSTEMS else (text, "penchant")
    name, _, metric = rest.partition(":")
    if name not in TABLE or name == "transcript":
        names = ", ".join(name for name in TABLE if name != "transcript")
        raise ValueError(f"no suite {name!r} in {text!r}: write SUITE[:METRIC][@SYSTEM] with a suite of {names}")
    suite = TABLE[name]
    if system not in suite.systems or not system.startswith("penchant"):
        ours = ", ".join(one for one in suite.systems if one.startswith("penchant"))
        raise ValueError(f"{name} asks no system {system!r} that has settings: choose of {ours}")
    return Target(text, suite, metric or suite.lead, system)
