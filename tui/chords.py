"""Keys as people write them, as Textual names them."""

from __future__ import annotations

import string
import unicodedata
from enum import Enum

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import KEY_NAME_REPLACEMENTS, Keys

MODIFIERS = {"ctrl", "alt", "shift", "super", "hyper", "meta"}

_SAME = {
    "control": "ctrl", "strg": "ctrl", "option": "alt", "opt": "alt", "cmd": "super", "command": "super", "win": "super",
    "esc": "escape", "return": "enter", "ret": "enter", "pgup": "pageup", "pgdn": "pagedown", "pgdown": "pagedown",
    "del": "delete", "ins": "insert", "bs": "backspace",
}  # fmt: skip

NAMED = {key.value.rpartition("+")[2] for key in Keys if not key.value.startswith("<")}
"""Keys that have a name: enter, f1, pageup, …"""

SWALLOWED = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace"}
"""What a terminal makes of some chords, so that they never arrive."""


class _Unknown(Enum):
    """Keys that Textual has no name for."""

    ALT_ENTER = "alt+enter"


def know_alt_enter() -> None:
    """Let Textual 8.2.8 understand Alt+Enter in terminals without the Kitty protocol: it takes it for Enter, and would send."""
    for sequence in ("\x1b\r", "\x1b\n"):
        ANSI_SEQUENCES_KEYS[sequence] = (_Unknown.ALT_ENTER,)  # type: ignore[index]  # a table of its own keys


def chords(text: str) -> str:
    """Return comma-separated keys as Textual names them.

    >>> chords("Ctrl+Enter, Esc, ?")
    'ctrl+enter,escape,question_mark'

    Raises:
        ValueError: one of them is no key, or no terminal can tell it from another.
    """
    return ",".join(_chord(one.strip()) for one in text.split(","))


def _chord(text: str) -> str:
    *modifiers, key = ["+"] if text == "+" else text.replace("++", "+plus").split("+")
    held = {_SAME.get(one.strip().lower(), one.strip().lower()) for one in modifiers}
    name = "+".join([*sorted(held), _name(key.strip(), alone=not held)])
    if not text or not held <= MODIFIERS or not _is_key(name.rpartition("+")[2]):
        raise ValueError(f"{text!r} is no key; write ctrl+s, alt+enter or f5")
    if name in SWALLOWED:
        raise ValueError(f"{text!r} is {SWALLOWED[name]} in a terminal")
    return name


def _name(key: str, *, alone: bool) -> str:
    if len(key) == 1:
        if key.isalnum():
            return key if alone else key.lower()
        spelled = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
        return KEY_NAME_REPLACEMENTS.get(spelled, spelled)
    return _SAME.get(key.lower(), key.lower())


def _is_key(name: str) -> bool:
    return len(name) == 1 or name in NAMED or name in {_name(mark, alone=True) for mark in string.punctuation}
