"""What Spanish, German and French speakers refuse only then, there, or without another thing: "no bebo café por la noche"."""

from __future__ import annotations

from .meanings import Said
from .sentence import is_any, thing
from .words import Frame, Language, Word


def is_bounded(read: Language, frame: Frame, words: list[Word], said: Said, capitals: bool) -> bool:
    """Tell whether what a segment of these words refuses is so only at times, or without something: "Joggen ohne Musik"."""
    if said.sign > 0 or said.ends or not said.things or any(map(_ails, words)):
        return False
    behind = next((at for at, word in enumerate(words) if word.start >= said.things[-1].end), len(words))
    without = read.longest(words, behind, "without")
    if without and thing(read, words, behind + without, capitals):
        return True
    return frame.says == "consumes" and (is_any(read, words, "bounds") or any(map(_is_hour, words)))


def _ails(word: Word) -> bool:
    return word.low.startswith(
        ("allerg", "alérg", "alerg", "intoler", "intolér", "unverträg", "médic", "medic", "médec", "arzt")
    )


def _is_hour(word: Word) -> bool:
    """Tell whether a word is an hour as it is written: "16h"."""
    return word.low[-1:] == "h" and word.low[:-1].isdigit()
