"""What text goes through before it is stored: nothing is cut, only what no database or model can hold is replaced."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def storable(text: str) -> str:
    """Return the text with NUL and lone surrogates replaced.

    Raises:
        ValueError: it is no text.

    >>> storable("jazz\\x00")
    'jazz\N{REPLACEMENT CHARACTER}'
    """
    return a_text(text).replace("\x00", REPLACEMENT).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def a_text(given: object) -> str:
    """Return what is given, which must be a text.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(given, str):
        raise ValueError(f"a text is needed here, got {given!r:.60}")
    return given


def kept_whole(name: str, text: object) -> str:
    """Return a text that must be stored as it is, such as a name or an id; `name` is what an error calls it.

    Raises:
        ValueError: it is no text, or has half of a surrogate pair, which no database holds.

    >>> kept_whole("session", "a1")
    'a1'
    """
    if not isinstance(text, str):
        raise ValueError(f"{name} must be a text, got {text!r:.60}")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError(f"{name} has half of a surrogate pair, which cannot be stored: got {text!r:.60}")
    return text


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
    return " ".join(a_text(text).translate(_CONTROLS).split())


_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")


_LETTER = "A-Za-z\u00aa-\u058f\u3040-\u9fff\uac00-\ud7a3"
"""What no joiner stands between for a reason, as between signs of Indic and Arabic scripts and parts of an emoji."""

_UNSEEN = re.compile(
    "(?<=[{0}])[{1}\u200c\u200d]+(?=[{0}])|[{1}]+".format(
        _LETTER, "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    )
)


def without_unseen(text: str) -> str:
    """Return a text as a topic is called: without soft hyphens, marks of direction and signs of no width, which make two of one name.

    Raises:
        ValueError: it is no text.

    >>> without_unseen("clim\u200bbing"), without_unseen("\u202ejazz\u202c")
    ('climbing', 'jazz')
    """
    return text if a_text(text).isascii() else _UNSEEN.sub("", text)


def clean(text: str) -> str:
    """Return the text as it is stored, without outer white space.

    Raises:
        ValueError: it is no text, or nothing is left.
    """
    if not (kept := storable(text).strip()):
        raise ValueError("the text is empty: there is nothing to remember or answer")
    return kept
