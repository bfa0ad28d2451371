"""What a topic is called, made comparable: "the Guitars" and "guitar" are one name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ..cleaning import without_unseen
from ..language.script import by_one_name, simplified

_DETERMINERS: Final = re.compile(r"^(?:(?:a|an|the|my|our|some|any)\s+)+(?=\S)")

_NO_PLURAL: Final = frozenset(("news", "series", "species", "chess", "lens", "bus", "gas", "yoga", "christmas"))
"""Words that end in s and mean one thing."""


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """Return what two names share if they are one: case, width, blanks, articles, possessives and English plurals do not count, and
    of Chinese neither the script does nor whether a thing is called as on the mainland, in Taiwan or in Hong Kong.

    Nor do signs count that nobody sees, nor whether an activity is called by its verb or its form in -ing.

    >>> name_key("The  Board Games"), name_key("my cities"), name_key("Chess"), name_key("爵士樂"), name_key("羽球"), name_key("Cooking")
    ('board game', 'city', 'chess', '爵士乐', '羽毛球', 'cook')
    """
    plain = by_one_name(simplified(" ".join(unicodedata.normalize("NFKC", without_unseen(name)).casefold().split())))
    words = [_singular(word) for word in _DETERMINERS.sub("", plain).split(" ")]
    return _activity(words[0]) if len(words) == 1 and words[0].endswith("ing") else " ".join(words)


def _activity(word: str) -> str:
    """Return the bare verb of an activity that a lone form in -ing names ("cooking" is "cook"), any other word as it is."""
    from ..language.english.lexicon import lexicon  # the lists are read at the first name that asks for them

    lemma = lexicon().lemmas.get(word, word)
    return lemma if "activity" in lexicon().sections.get(lemma, ()) else word


def _singular(word: str) -> str:
    if len(word) < 4 or not word.isascii() or not word.isalpha() or word in _NO_PLURAL:
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as `name_key` has them."""
    return tuple(name_key(name).split(" "))
