"""What people call themselves by what they eat, in the five languages: "vegetarian", "sin gluten", 素食."""

from __future__ import annotations

from functools import cache
from typing import Final

from .words import sections

_CHINESE: Final = frozenset({"素食", "素食者", "素食主义", "素食主义者", "吃素", "纯素", "清真", "无麸质", "生酮"})


_ONE: Final = (
    frozenset({"素食", "素食者", "素食主义", "素食主义者", "吃素"}),
    frozenset({"vegetarian", "vegetarianism"}),
    frozenset({"vegan", "veganism", "veganuary"}),
    frozenset({"celiac", "coeliac", "celiac disease", "coeliac disease"}),
    frozenset({"diabetic", "diabetes"}),
)
"""Names of one and the same diet."""


def same_diet(name: str) -> frozenset[str]:
    """Return all names of the diet that a name in small letters is, none where it has no other one.

    >>> "吃素" in same_diet("素食者"), same_diet("keto")
    (True, frozenset())
    """
    return next((names for names in _ONE if name in names), frozenset())


@cache
def diets() -> frozenset[str]:
    """Return the names of diets, in small letters."""
    english = sections("english/lexicon")
    named = {*english["being"], *english["diet"], *_CHINESE, "diabetes"}
    return frozenset(named.union(*(sections(f"european/{one}")["diets"] for one in ("spanish", "german", "french"))))
