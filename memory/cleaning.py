"""What text goes through before it is stored: nothing is cut, only what no database or model can hold is replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def storable(text: str) -> str:
    """Return the text with NUL and lone surrogates replaced.

    >>> storable("jazz\\x00")
    'jazz\N{REPLACEMENT CHARACTER}'
    """
    return text.replace("\x00", REPLACEMENT).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def each_text(value: Any, change: Callable[[str], str], *, names: bool = False) -> Any:
    """Return a value of JSON with all texts in it changed; with `names` those of its objects' members too.

    >>> each_text({"a": ["b", 1]}, str.upper), each_text({"a": "b"}, str.upper, names=True)
    ({'a': ['B', 1]}, {'A': 'B'})
    """
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(name) if names else name: each_text(one, change, names=names) for name, one in value.items()}
    return [each_text(one, change, names=names) for one in value] if isinstance(value, list) else value


def one_line(text: str) -> str:
    """Return the text as a name is stored: control characters are blanks, blanks are single.

    >>> one_line("rock\\n climbing")
    'rock climbing'
    """
    return " ".join(text.translate(_CONTROLS).split())


_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")


def clean(text: str) -> str:
    """Return the text as it is stored, without outer white space.

    Raises:
        ValueError: nothing is left.
    """
    if not (kept := storable(text).strip()):
        raise ValueError("the text is empty: there is nothing to remember or answer")
    return kept
