"""Where a sentence goes on in another language: "I'm vegetarian, así que nada de carne", "我对花生过敏 and shellfish too"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .english.lexicon import Part, lexicon
from .foreign import has_foreign_words, leans

_TURN: Final = re.compile(
    r"[,，]\s*|(?<!\s)\s+(?=(?:but|and|so|because|pero|porque|así que|aber|weil|mais|parce"
    r"|y (?:no|me|mi|odio|soy|nada)|und (?:ich|mein|kein|nicht)\w*|et (?:je|pas|mon|ma))\s)",
    re.IGNORECASE,
)
_SPEAKS: Final = re.compile(r"\s*(?:I'?m|I am|I)\s+(?:\w+ly\s+|so\s+|just\s+)?(?P<word>[a-z]+)\b", re.IGNORECASE)
_SAID: Final = frozenset({Part.VERB, Part.EITHER})


def clauses(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence in pieces, cut where it goes over from English to another language or back.

    >>> text = "I'm vegetarian, así que nada de carne."
    >>> [text[start:end] for start, end in clauses(text, 0, len(text))]
    ["I'm vegetarian, ", 'así que nada de carne.']
    """
    before, begun, at = 0, start, start
    turns = [turn.end() for turn in _TURN.finditer(source, start, end)]
    for cut in [*turns, end] if turns and has_foreign_words(source[start:end]) else []:
        side = leans(source[at:cut])
        if side and before and side != before and begun < at:
            yield begun, at
            begun = at
        before, at = side or before, cut
    yield begun, end


def begins_in_english(sentence: str) -> bool:
    """Tell whether English says what is felt, whatever language names it: "I'm obsessed con la cerámica"."""
    found = _SPEAKS.match(sentence)
    if found is None:
        return False
    word, (parts, lemmas, cues, *_) = found["word"].lower(), lexicon()
    return word in cues or parts.get(lemmas.get(word, word)) in _SAID
