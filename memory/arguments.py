"""What is given where something is made is what it must be, or is refused by its name and its value."""

from __future__ import annotations

from enum import Enum
from typing import TypeVar

E = TypeVar("E", bound=Enum)


def expect(fits: bool, name: str, expected: str, given: object) -> None:
    """Refuse an argument that does not fit.

    Raises:
        ValueError: it does not.
    """
    if not fits:
        raise ValueError(f"{name} must be {expected}, got {given!r:.60}")


def choice(kind: type[E], name: str, given: object) -> E:
    """Return the member of an enumeration that is given, itself or by its value.

    Raises:
        ValueError: there is none.
    """
    try:
        return kind(given)
    except ValueError as error:
        raise ValueError(f"{name} cannot be {given!r:.60}: choose one of {', '.join(map(str, kind))}") from error
