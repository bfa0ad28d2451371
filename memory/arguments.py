"""What is given where something is made is what it must be, or is refused by its name and its value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import Enum
from numbers import Real
from typing import Any, TypeVar

E = TypeVar("E", bound=Enum)


def expect(fits: bool, name: str, expected: str, given: object) -> None:
    """Refuse an argument that does not fit.

    Raises:
        ValueError: it does not.
    """
    if not fits:
        raise ValueError(f"{name} must be {expected}, got {given!r:.60}")


def each(name: str, expected: str, given: object, kind: Any = object) -> list[Any]:
    """Return several things as a list, each of a kind; a text is one thing, not its letters.

    Raises:
        ValueError: they are not several, or one is of another kind.
    """
    several = isinstance(given, Iterable) and not isinstance(given, str | bytes)
    expect(several, name, f"several {expected}", given)
    listed: list[Any] = list(given)  # type: ignore[call-overload]
    for one in listed:
        expect(isinstance(one, kind) and not isinstance(one, bool), name, f"several {expected}", one)
    return listed


def a_number(name: str, given: object) -> None:
    """Refuse what is no number.

    Raises:
        ValueError: it is none.
    """
    expect(isinstance(given, Real) and not isinstance(given, bool), name, "a number", given)


def a_time(name: str, given: object) -> None:
    """Refuse what is no length of time.

    Raises:
        ValueError: it is none.
    """
    expect(isinstance(given, timedelta), name, "a timedelta, such as timedelta(days=7)", given)


def choice(kind: type[E], name: str, given: object) -> E:
    """Return the member of an enumeration that is given, itself or by its value.

    Raises:
        ValueError: there is none.
    """
    try:
        return kind(given)
    except ValueError as error:
        raise ValueError(f"{name} cannot be {given!r:.60}: choose one of {', '.join(map(str, kind))}") from error
