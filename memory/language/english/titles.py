"""Titles in capitals that have small words in them: "The Last of Us", "Catch Me If You Can", "Don't Look Up".

A title is told from a name by a capital where English has none: on a word of grammar inside the run. From then on it is one word.
"""

from __future__ import annotations

from typing import Final

from ..words import words as names
from .lexicon import Part, part_of
from .words import Word

LONGEST: Final = 9
"""Words of a title at most."""

_JOINTS: Final = frozenset({"of", "the", "a", "an", "in", "on", "to", "for", "with", "at", "as"})
"""Small words that titles have in small letters, at most two in a row."""

_ARTICLES: Final = frozenset({"the", "a", "an"})

_GRAMMAR: Final = frozenset(
    {
        *(Part.PREPOSITION, Part.CONJUNCTION, Part.RELATIVE, Part.BOUNDARY, Part.DOUBT, Part.DETERMINER, Part.MY),
        *(Part.THEIR, Part.ME, Part.I, Part.YOU, Part.THEY, Part.IT, Part.AUXILIARY, Part.NEGATION),
    }
)
_BEGINS: Final = _GRAMMAR - {
    Part.DETERMINER,
    Part.MY,
    Part.THEIR,
    Part.ME,
    Part.I,
    Part.YOU,
    Part.THEY,
    Part.CONJUNCTION,
}
"""What begins a title inside a clause by its capital alone; "My" is often written so in haste."""


_MONTHS: Final = names(
    "january february march april may june july august september october november december spring summer autumn winter"
)
_COMMON: Final = frozenset({Part.NOUN, Part.EITHER})
_SHORTEST: Final = 3

_NAMED: Final = frozenset({Part.NOUN, Part.CAPITAL, Part.PERSON, Part.EITHER, Part.ADJECTIVE})


def with_titles(words: list[Word], source: str) -> list[Word]:
    """Return the words of a sentence, each title in capitals as one; where every word has a capital nothing can be told."""
    if not any(word.raw[:1].isupper() for word in words[1:]):
        return words
    if not any(word.raw.islower() and _is_no_small_word(word) for word in words):
        return words
    found: list[Word] = []
    at = 0
    while at < len(words):
        end = _title(words, at)
        if end > at:
            first, last = words[at].start, words[end - 1].end
            raw = source[first:last]
            found.append(Word(raw.lower(), first, last, Part.TITLE, "", raw))
        else:
            found.append(words[at])
        at = max(end, at + 1)
    return found


def _is_no_small_word(word: Word) -> bool:
    """Tell whether a word has a capital where every word has one: "love", "into", but not "of", "with"."""
    return _grammar(word) not in _GRAMMAR or (len(word.raw) > _SHORTEST and word.raw not in _JOINTS)


def _title(words: list[Word], at: int) -> int:
    """Return where the title that begins at a word ends, `at` where none begins."""
    first = words[at]
    if not _has_capital(first):
        return at
    inside_a_clause = at > 0 and words[at - 1].part is not Part.PAUSE
    if not inside_a_clause and first.low not in _ARTICLES:  # a sentence begins with a capital anyway
        return at
    end = _run(words, at)
    parts = [_grammar(word) in _GRAMMAR for word in words[at:end] if _has_capital(word)]
    begins = inside_a_clause and len(parts) > 1 and _begins(words[at:end])
    speaks = not all(parts) or (inside_a_clause and len(parts) > 2)  # "This Is Us"
    told = (
        begins or any(parts[1:]) or (inside_a_clause and (_names_a_day(words[at:end]) or _is_of_another(words[at:end])))
    )
    return end if end - at > 1 and speaks and told else at


def _names_a_day(run: list[Word]) -> bool:
    """Tell whether a time stands in capitals before what is named: "The Thursday Murder Club", "Friday Night Lights"."""
    times = [at for at, word in enumerate(run) if word.part is Part.TIME]
    least = _SHORTEST if run[0].low == "the" else _SHORTEST - 1
    return bool(times) and times[-1] < len(run) - 1 and len(run) > least and not any(word.raw.islower() for word in run)


def _is_of_another(run: list[Word]) -> bool:
    """Tell whether a common noun in capitals and "of" stand before a name: "Game of Thrones", "House of Cards"."""
    return (
        len(run) == _SHORTEST and run[1].raw == "of" and _grammar(run[0]) in _COMMON and run[0].part is not Part.PERSON
    )


def _begins(run: list[Word]) -> bool:
    """Tell whether the first word of a run begins a title by its capital: "How", "To Kill", "A", and "The" of "The House of"."""
    first, part = run[0], _grammar(run[0])
    if first.low == "the":  # of other names, what follows tells something: "The Beatles in London"
        joints = {word.raw for word in run if word.raw in _JOINTS}
        return "of" in joints and joints <= {"of", "the"}
    if part is Part.DOUBT:  # "Imagine Dragons"
        return first.low == "if"
    return first.low in _ARTICLES or (part in _BEGINS and (part is not Part.PREPOSITION or len(run) > 2))


def _run(words: list[Word], at: int) -> int:
    """Return the end of a run of capitals, with the small words that join them."""
    end = at + 1
    while end < min(len(words), at + LONGEST):
        if _goes_on(words, end):
            end += 1
            continue
        joints = 1 if _joins_two(words, at, end) else next((n for n in (0, 1, 2) if not _is_joint(words, end + n)), 0)
        if not joints or not _goes_on(words, end + joints) or _tells_more(words, end, joints):
            break
        end += joints + 1
    return end


def _tells_more(words: list[Word], at: int, joints: int) -> bool:
    """Tell whether a small word in front of a name tells something about the title: "Love Yourself to Bieber"."""
    if words[at].raw == "in" and words[at + 1].low in _MONTHS:  # "the Lake District in May"
        return True
    return joints == 1 and words[at].raw not in ("of", "and", "the", "a", "an") and _grammar(words[at + 1]) in _NAMED


def _joins_two(words: list[Word], at: int, end: int) -> bool:
    """Tell whether "and" stands behind "of" and one word: "A Song of Ice and Fire", "Of Mice and Men"."""
    another = end + 1 < len(words) and words[end + 1].raw in ("The", "A", "An")
    return (
        end - at > 1
        and words[end].raw == "and"
        and words[end - 2].low == "of"
        and words[at].low != "the"
        and _grammar(words[at]) in _GRAMMAR  # not "House of Cards and Breaking Bad"
        and not another
    )


def _goes_on(words: list[Word], at: int) -> bool:
    """Tell whether a word may stand inside a title: a capital, a part of a contraction, or a number behind a capital."""
    if not 0 < at < len(words):
        return False
    word, before = words[at], words[at - 1]
    if word.start == before.end:  # "Don't", "Who's"
        return word.raw.startswith(("n'", "n’", "'", "’"))
    if word.low == "i":  # "Do I Wanna Know", but not "Dune I love"
        return word.raw == "I" and _grammar(before) in _GRAMMAR and at + 1 < len(words) and _has_capital(words[at + 1])
    return _has_capital(word) or (word.part is Part.NUMBER and _has_capital(before))


def _is_joint(words: list[Word], at: int) -> bool:
    return 0 <= at < len(words) and words[at].raw in _JOINTS


def _has_capital(word: Word) -> bool:
    """Tell whether a word is written as titles are: a capital, and not all of them but for "A", "X" and numerals."""
    raw = word.raw
    if word.part in (Part.PAUSE, Part.INTERJECTION, Part.TITLE) or not raw[:1].isupper() or word.low in ("i", "i'm"):
        return False
    return not raw.isupper() or len(raw) == 1 or set(raw) <= set("IVX")


def _grammar(word: Word) -> Part:
    """Return the part that a word would play in small letters."""
    return part_of(word.low, word.low)
