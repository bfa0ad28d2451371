"""What a search is to make better: a suite, one of its metrics, and the system that is given the settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .suites.suite import Suite
from .suites.table import TABLE

_FORM: Final = re.compile(r"(?P<suite>[^:@]+)(?::(?P<metric>[^@]+))?(?:@(?P<system>.+))?")


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
    found = _FORM.fullmatch(text)
    suite = TABLE.get(found["suite"]) if found else None
    if found is None or suite is None or suite.name == "transcript":
        names = ", ".join(name for name in TABLE if name != "transcript")
        raise ValueError(f"no suite {text!r}: write SUITE[:METRIC][@SYSTEM] with a suite of {names}")
    system = found["system"] or "penchant"
    if system not in suite.systems or not system.startswith("penchant"):
        ours = ", ".join(name for name in suite.systems if name.startswith("penchant"))
        raise ValueError(f"{suite.name} asks no system {system!r} that has settings: choose of {ours}")
    return Target(text, suite, found["metric"] or suite.lead, system)
