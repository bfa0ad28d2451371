"""What a format is known by: which values there are at which places."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection

from .source import SAMPLE, Source

Fits = Callable[[Source], bool]


def like(*patterns: str) -> Fits:
    """Return a test for a value at one of these paths: `[]` is an element of a list, `*` any field of an object.

    An object that stands alone counts as a list of one.
    """

    def fits(source: Source) -> bool:
        alone = [source.root.value] if source.shape == "object" else source.root.value
        return any(
            _reaches(alone if pattern.startswith("[]") else source.root.value, pattern.split("."))
            for pattern in patterns
        )

    return fits


def _reaches(value: object, steps: list[str]) -> bool:
    if not steps:
        return value is not None
    inner: list[object] = []
    if steps[0] == "[]" and isinstance(value, list):
        inner = value[:SAMPLE]
    elif steps[0] == "*" and isinstance(value, dict):
        inner = list(itertools.islice(value.values(), SAMPLE))
    elif isinstance(value, dict) and steps[0] in value:
        inner = [value[steps[0]]]
    return any(_reaches(child, steps[1:]) for child in inner)


def has_any(value: object, keys: Collection[str]) -> bool:
    """Return whether a value is an object with one of some fields."""
    return isinstance(value, dict) and any(key in value for key in keys)
