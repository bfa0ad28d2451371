"""What a sentence of Spanish, German or French names as a favourite or a hobby: "mi comida favorita es la paella"."""

from __future__ import annotations

from .meanings import SAYS, Said, meant
from .sentence import Plain, thing
from .words import Language, Word


def favourite(read: Language, plain: Plain, capitals: bool) -> Said | None:
    """Read "mi comida favorita es la paella", "mein Hobby ist Töpfern"."""
    words = plain.words
    if not words or not read.listed(words[0], "mine") or "negations" in plain.out:
        return None
    for at in range(1, min(5, len(words))):
        best = _is_favourite(read, words[at])
        are = read.longest(words, at + 1, "are")
        if are and (best or read.listed(words[at], "hobbies")):
            one = thing(read, words, at + 1 + are, capitals)
            says = SAYS["favourites" if best else "hobbies"]
            return one and meant(says, plain, before_nor=False, one=one)
        if not best and read.listed(words[at], "stops"):
            break
    return None


def _is_favourite(read: Language, word: Word) -> bool:
    return any(
        word.low == one or (one == "lieblings" and word.low.startswith(one)) for (one,) in read.lists["favourites"]
    )
