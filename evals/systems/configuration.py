"""Penchant in a configuration by its name: `penchant:personalize=always`, `penchant reading:long=30d,negative=60d`.

    NAME[:KEY=VALUE[,KEY=VALUE]…]

NAME is `penchant`, `penchant reading`, `penchant quoting` or `penchant agent`. A key is

    asked          what a message gets: search (past turns), quotes (those that the agent would quote), agent (its block, then quotes)
    personalize    off, gate or always, as the setting of that name; it implies asked=agent
    bias           prompt, attention or contrast: how it reaches the model of `--model`; only multiple choice can tell
    extractor      off, or the language model that reads each turn, by its name
    short, long, negative, burst, …    a constant of the weight law (memory/weights.py); half-lives as 90d, 12h, 30m

Without a key everything is as the product has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, Literal, get_args

from ...agent.gate.policy import Personalize
from ...agent.local.actuator import Actuator
from ...memory import Law

Asked = Literal["search", "quotes", "agent"]
"""What a question gets: the ranking of past turns; only those that are quoted; or the block of interests, then the quotes."""

BASES: Final[dict[str, Asked | None]] = {
    "penchant": None,
    "penchant reading": "search",
    "penchant quoting": "quotes",
    "penchant agent": "agent",
}
"""What can be configured, and what a message gets from it; None: what the suite measures."""

NAMED: Final[dict[str, str]] = {
    "penchant always": "penchant:personalize=always",
    "penchant off": "penchant:personalize=off",
    "penchant half-life 7 days": "penchant:long=7d,negative=14d",
    "penchant half-life 1 year": "penchant:long=365d,negative=730d",
}
"""Configurations with a name of their own."""

OFF: Final = "off"
CONSTANTS: Final = tuple(one.name for one in fields(Law) if one.name != "trust")
KEYS: Final = ("asked", "personalize", "bias", "extractor", *CONSTANTS)
UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class Configuration:
    """What is set, and the name that it is known by."""

    name: str
    base: str = "penchant"
    asked: Asked | None = None
    personalize: Personalize = Personalize.GATE
    bias: Actuator = Actuator.PROMPT
    extractor: str = OFF
    constants: dict[str, Any] = field(default_factory=dict)

    def law(self, law: Law) -> Law:
        """Return a law with the constants that are set."""
        return replace(law, **self.constants)


def is_configuration(name: str) -> bool:
    """Return whether a name is one of Penchant's in some configuration, sound or not."""
    return name in NAMED or name.partition(":")[0].strip() in BASES


def configuration(name: str) -> Configuration:
    """Return the configuration of a name.

    Raises:
        ValueError: it cannot be configured, or what is set is no key or not allowed for it.

    >>> configuration("penchant:personalize=always").asked
    'agent'
    >>> configuration("penchant:long=7d,negative=14d").constants["long"]
    datetime.timedelta(days=7)
    """
    base, _, rest = NAMED.get(name, name).partition(":")
    base = base.strip()
    if base not in BASES:
        raise ValueError(f"{base!r} cannot be configured: choose of {', '.join(BASES)}")
    given = [_pair(name, part) for part in rest.split(",")] if rest.strip() else []
    if twice := {key for key, _ in given if [other for other, _ in given].count(key) > 1}:
        raise ValueError(f"{name!r} sets {min(twice)!r} twice")
    found = Configuration(name, base, BASES[base])
    for key, value in given:
        found = _set(found, key, value)
    found.law(Law())  # constants that do not go together are told here
    return found


def parted(text: str) -> list[str]:
    """Return the names in a list with commas; what follows a comma and sets a key belongs to the name before it.

    >>> parted("penchant:long=7d,negative=14d, BM25")
    ['penchant:long=7d,negative=14d', 'BM25']
    """
    found: list[str] = []
    for part in filter(None, map(str.strip, text.split(","))):
        if found and ":" in found[-1] and re.match(r"\w+\s*=", part):
            found[-1] += f",{part}"
        else:
            found.append(part)
    return found


def _pair(name: str, part: str) -> tuple[str, str]:
    key, sign, value = (piece.strip() for piece in part.partition("="))
    if not sign or key not in KEYS:
        raise ValueError(f"{name!r} sets {part.strip()!r}; KEY=VALUE with a key of {', '.join(KEYS)}")
    return key, value


def _set(found: Configuration, key: str, value: str) -> Configuration:
    if key == "asked":
        return replace(found, asked=_one_of(key, value, get_args(Asked)))
    if key == "personalize":
        return replace(found, asked="agent", personalize=Personalize(_one_of(key, value, _values(Personalize))))
    if key == "bias":
        return replace(found, bias=Actuator(_one_of(key, value, _values(Actuator))))
    if key == "extractor":
        return replace(found, extractor=value or OFF)
    return replace(found, constants={**found.constants, key: _constant(key, value)})


def _values(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(one.value for one in kind)


def _one_of(key: str, value: str, allowed: Iterable[str]) -> Any:
    if value not in allowed:
        raise ValueError(f"{key} cannot be {value!r}: choose of {', '.join(allowed)}")
    return value


def _constant(key: str, value: str) -> timedelta | float:
    if not isinstance(getattr(Law(), key), timedelta):
        return _number(key, value)
    written = re.fullmatch(r"(\d+(?:\.\d+)?)([smhdw])", value)
    if not written:
        raise ValueError(
            f"{key} cannot be {value!r}: it is a half-life, a number with its unit, as in 30m, 12h, 7d or 2w"
        )
    return timedelta(**{UNITS[written[2]]: float(written[1])})


def _number(key: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise ValueError(f"{key} cannot be {value!r}: it is a number") from None
