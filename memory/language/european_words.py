"""The words of Spanish, German and French: their lists, the frames that say a feeling, and where the name of a thing ends.

A frame is what people say around a thing that they like or not: "me gusta X", "ich kann X nicht ausstehen".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple
from unicodedata import combining, normalize

from .words import sections

LANGUAGES: Final = ("spanish", "german", "french")

_FRAMES: Final = (
    *("loves", "likes", "prefers", "hates", "dislikes", "bears", "consumes", "gladly"),
    *("does", "wishes", "ended", "past", "being", "training"),
)
"""The sections of frames; what each of them says is in european.py."""

_WORD_OR_MARK: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s'’-]|(?<=\s)[-–—](?=\s)")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_PREPOSITIONS: Final = frozenset({"für", "von", "auf", "gegen", "nach"})
_WITHOUT_SUBJECT: Final = frozenset({"*", "mich", "mir"})
_LONGEST: Final = 5
"""Words of the longest entry of the lists."""

Entry = tuple[str, ...]


class Word(NamedTuple):
    """A word of a sentence as the lists spell it, where it stands in the source, and its place among all words and marks."""

    low: str
    start: int
    end: int
    at: int
    capital: bool


class Frame(NamedTuple):
    """The words in front of a thing and those behind it, and the section of the frame."""

    before: Entry
    after: Entry
    says: str
    order: str = ""
    """"inverted" has the verb first, "subordinate" last, and "bare" has no subject: German."""


@dataclass(frozen=True, slots=True)
class Language:
    """The lists of one language, its frames with the longest first, and each listed word by its spellings."""

    lists: dict[str, frozenset[Entry]]
    frames: tuple[Frame, ...]
    spellings: dict[str, str]

    def listed(self, word: Word, *names: str) -> bool:
        """Tell whether a word stands in one of these lists."""
        return any((word.low,) in self.lists.get(name, ()) for name in names)

    def longest(self, words: list[Word], at: int, *names: str) -> int:
        """Return how many words from `at` on are the longest entry of these lists, 0 for none."""
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            entry = tuple(word.low for word in words[at : at + length])
            if any(entry in self.lists.get(name, ()) for name in names):
                return length
        return 0

    def words(self, source: str, start: int, end: int) -> list[Word]:
        """Return the words of a stretch and its marks, each mark as a comma."""
        found: list[Word] = []
        for match in _WORD_OR_MARK.finditer(source, start, end):
            text = match.group()
            low = self.spellings.get(text.lower(), text.lower()) if text[0].isalnum() else ","
            found.append(Word(low, *match.span(), len(found), text[0].isupper()))
        return found

    def knows(self, words: list[Word]) -> int:
        """Return how many of the words stand in a list."""
        return sum(word.low in self.spellings for word in words)


@cache
def language(name: str) -> Language:
    """Return what `<name>.txt` says."""
    lists = {section: frozenset(tuple(one.split()) for one in found) for section, found in sections(name).items()}
    listed = sorted({word for found in lists.values() for entry in found for word in entry})
    elided = {entry[0]: entry[1] for entry in lists.get("elided", ())}
    spellings = {spelling: word for word in listed for spelling in _spellings(word)} | elided
    spellings.update((word, word) for word in listed if word not in elided)
    frames = {frame for says in _FRAMES for entry in lists.get(says, ()) for frame in _orders(entry, says, lists)}
    longest_first = sorted(frames, key=lambda one: (-len(one.before) - len(one.after), one))
    return Language(lists, tuple(longest_first), spellings)


def _spellings(word: str) -> tuple[str, ...]:
    bare = "".join(letter for letter in normalize("NFD", word) if not combining(letter))
    return bare, word.translate(_UMLAUTS)


def _orders(entry: Entry, says: str, lists: dict[str, frozenset[Entry]]) -> Iterator[Frame]:
    """Yield the orders in which the words of a frame stand; where it has no subject, a German verb comes with one."""
    whole = entry if "*" in entry else (*entry, "*")
    place = whole.index("*")
    front, back = whole[:place], whole[place + 1 :]
    if "subjects" not in lists or entry[0] in _WITHOUT_SUBJECT:
        yield Frame(front, back, says)
        return
    verb, *others = front
    taken = [word for word in others[-1:] if word in _PREPOSITIONS]
    rest, taking = tuple(others), tuple(taken)
    yield Frame((verb, *rest), back, says, "bare")
    for subject in lists["subjects"]:
        yield Frame((*subject, verb, *rest), back, says)
        yield Frame((verb, *subject, *rest), back, says, "inverted")
        yield Frame(taking, (verb, *subject, *rest[: len(rest) - len(taking)], *back), says)
        yield Frame((*subject, *rest), (*back, verb), says, "subordinate")


class Thing(NamedTuple):
    """The name of a thing: where it stands in the source, the place behind it in its segment, and whether it has an article."""

    start: int
    end: int
    behind: int
    article: bool


_MOST_WORDS: Final = 3


def thing(read: Language, words: list[Word], at: int, capitals: bool, *, listed: bool = False) -> Thing | None:
    """Return the thing that is named from `at` on, None where no name stands there; `listed` is for one behind "and"."""
    begin = at
    while length := read.longest(words, at, "determiners"):
        if listed and read.longest(words, at, "mine"):
            return None
        at += length
    if at == len(words) or (listed and read.listed(words[at], "times")):
        return None
    if read.listed(words[at], "light") and (done := thing(read, words, at + 1, capitals)):
        return done
    end = _name_end(read, words, at, capitals, article=at > begin, listed=listed)
    if end == at or (end - at == 1 and len(words[at].low) < 2):
        return None
    if listed and end < len(words) and not read.listed(words[end], "behind"):
        return None
    return Thing(words[at].start, words[end - 1].end, end, at > begin)


def _name_end(read: Language, words: list[Word], at: int, capitals: bool, *, article: bool, listed: bool) -> int:
    if read.listed(words[at], "activities"):
        return at + 1
    if not article and not words[at].capital and words[at].low.endswith(_ends(read, "infinitives")):
        return at
    if "subjects" in read.lists:
        return _german_end(read, words, at, capitals)
    most = 1 if listed and not article and not words[at].capital else _MOST_WORDS
    end = _run(read, words, at, most)
    if end > at and end < len(words) and read.listed(words[end], "links"):
        return max(end, _linked_end(read, words, end))
    return end


def _linked_end(read: Language, words: list[Word], at: int) -> int:
    """Return where what "de" joins to a name ends, 0 where nothing is: "películas de terror", but not "el té de mi madre"."""
    first = at + 1
    while first < len(words) and read.listed(words[first], "articles"):
        first += 1
    end = _run(read, words, first, 2)
    return end if end > first and words[first].at - words[at - 1].at == first - at + 1 else 0


def _run(read: Language, words: list[Word], at: int, most: int) -> int:
    """Return where words that may stand in a name end, at most so many; one that was taken out between them ends it."""
    end = at
    while end < min(len(words), at + most) and _may_name(read, words[end]) and words[end].at - words[at].at == end - at:
        end += 1
    return end


def _may_name(read: Language, word: Word) -> bool:
    from .foreign import small_words

    return not read.listed(word, "stops", "determiners", "links", "behind") and word.low not in small_words()


def _german_end(read: Language, words: list[Word], at: int, capitals: bool) -> int:
    """Return where adjectives and the nouns behind them end; nouns are told by their capitals, where a text has any."""
    end = _run(read, words, at, _MOST_WORDS)
    if not capitals:
        return min(end, at + 1 + words[at].low.endswith(_ends(read, "inflected"))) if end > at else at
    first = next((place for place in range(at, end) if words[place].capital), None)
    if first is None:
        return at
    return next((place for place in range(first, end) if not words[place].capital), end)


def _ends(read: Language, name: str) -> tuple[str, ...]:
    return tuple(end for (end,) in read.lists.get(name, ()))
