"""Which of the things that were said a correction replaces, and which texts take back what was said."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Phrase
from .english import retracted as english


def replaced_by(told: Phrase, wrong: Sequence[Phrase], said: Sequence[Phrase]) -> Phrase | None:
    """Return what was stated and `told` was meant instead: the one that is named as wrong, or else the only one.

    >>> tennis, squash, jazz = (Phrase(name, 0, len(name), stance="stated") for name in ("tennis", "squash", "jazz"))
    >>> replaced_by(squash, [tennis], [tennis, jazz]).text, replaced_by(squash, [], [jazz]).text, replaced_by(squash, [], [tennis, jazz])
    ('tennis', 'jazz', None)
    """
    others = [one for one in said if one.text.casefold() != told.text.casefold()]
    named = {one.text.casefold() for one in wrong}
    if wrong:
        return next((one for one in others if one.text.casefold() in named), None)
    return others[0] if len(others) == len(said) == 1 else None


def takes_back(text: str) -> bool:
    """Tell whether a text may take back what was said before it: "just kidding", "scratch that"."""
    return english.takes_back(text)
