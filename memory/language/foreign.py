"""Whether a sentence in Latin script is in another language than English, told by its small words.

Read as English, Spanish or German gives junk and turned feelings: the words that say "not" are unknown there, and all
others are taken for things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple
from unicodedata import combining, normalize

from .english.lexicon import Part, lexicon
from .words import sections

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED: Final = re.compile(r"[\"“«][^\"“”«»\n]*[\"”»]")
_SHARED_THAT_TELL: Final = 3
_LONG: Final = 5
"""Letters of a word that tells without its accents too."""
_ENGLISH_PARTS: Final = frozenset(
    {
        *(Part.I, Part.ME, Part.YOU, Part.THEY, Part.IT, Part.MY, Part.THEIR, Part.DETERMINER, Part.PREPOSITION),
        *(Part.CONJUNCTION, Part.CONTRAST, Part.BOUNDARY, Part.RELATIVE, Part.DOUBT, Part.AUXILIARY, Part.NEGATION),
        *(Part.VERB, Part.ADVERB, Part.INTERJECTION),
    }
)


_BEYOND_DOUBT: Final = frozenset({"i", "i'm", "i've", "i'll", "i'd", "my", "the", "love", "hate", "please"})
"""One of these stands in a clause that is English beyond doubt."""


class _Words(NamedTuple):
    telling: frozenset[str]
    things: frozenset[str]
    shared: frozenset[str]
    english: frozenset[str]


@cache
def _words() -> _Words:
    lists = sections("foreign")
    small, things, shared = (frozenset(lists[name]) for name in ("telling", "things", "shared"))
    telling = small | things
    telling |= {bare for word in telling if len(bare := _bare(word)) >= _LONG}
    things |= set(lists["accented_things"])
    telling |= {*lists["accented"], *lists["accented_things"]}
    things |= {_bare(word) for word in things}
    english = frozenset(word for word, part in lexicon().parts.items() if part in _ENGLISH_PARTS)
    english |= {"i'm", "i've", "it's", "don't", "that's"}
    return _Words(telling, things, shared, english - telling - shared - {*lists["both"]} | {"i"})


def _bare(word: str) -> str:
    """Return a word without its accents, as many type it."""
    return "".join(letter for letter in normalize("NFD", word) if not combining(letter))


def is_foreign(sentence: str) -> bool:
    """Tell whether more words of a sentence are of another language than are English; a name alone is of none.

    >>> [is_foreign(one) for one in ("Odio el cilantro.", "I love La La Land.", "dulce de leche")]
    [True, False, False]
    """
    known = _words()
    words = _spoken(sentence)
    telling, shared = len(words & known.telling), len(words & known.shared)
    if not telling and shared < _SHARED_THAT_TELL:
        return False
    return 2 * telling + shared > 2 * len(words & known.english)


def leans(clause: str) -> int:
    """Return 1 for a clause that is English beyond doubt, -1 for one of another language, 0 for one that may be either.

    >>> [leans(one) for one in ("but I hate opera", "así que nada de leche", "le but est simple", "La La Land")]
    [1, -1, 0, 0]
    """
    known, words = _words(), _spoken(clause)
    english, theirs = len(words & known.english), len(words & (known.telling | known.shared))
    if english:
        return int(english > theirs and not _BEYOND_DOUBT.isdisjoint(words))
    return -int(is_foreign(clause))


def has_foreign_words(sentence: str) -> bool:
    """Tell whether a sentence has a word that no English sentence has."""
    return not _words().telling.isdisjoint(_spoken(sentence))


@cache
def small_words() -> frozenset[str]:
    """Return the small words of all these languages: they name nothing."""
    return (_words().telling | _words().shared) - _words().things


def is_english(sentence: str) -> bool:
    """Tell whether a sentence has a word of English that no other language has: "I", "the", "love"."""
    return not _words().english.isdisjoint(_spoken(sentence))


@lru_cache(maxsize=64)  # a sentence is asked several questions in a row
def _spoken(sentence: str) -> frozenset[str]:
    """Return the words of a sentence in lower case without what it quotes, and without names: capitals inside it."""
    found = _WORD.findall(_QUOTED.sub(" ", sentence)) or _WORD.findall(sentence)
    return frozenset(word.lower().replace("’", "'") for word in _plain(found))


def _plain(words: list[str]) -> Iterable[str]:
    shouted = all(word.isupper() for word in words)
    yield from (word for at, word in enumerate(words) if not at or shouted or not word[0].isupper() or word == "I")
