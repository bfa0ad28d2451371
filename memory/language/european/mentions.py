"""What Spanish, German and French speakers name without saying anything of it: the nouns behind their articles, and names.

As in English no more than mentioned: general words, kin, circumstances and the tools of a task are none, nor is what others have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..foreign import small_words
from ..words import words
from .sentence import Thing, bare, endings, one_is
from .words import Language, Word

_MOST: Final = 3
"""Things of a sentence."""
_SHORT: Final = 4
"""Letters that a thing has at the least."""
_NONE: Final = words(
    "plain stops people others times work belongings answers circumstances utensils kitchen reactions doctors clock"
    " units when dishes leads adverbs openers quoting announces determiners links happens asks mine ours subjects"
    " moves activities hobbies allergies"
)
"""Lists whose words are no things that anybody is into."""
_SILENT: Final = ("people", "quoting", "announces", "work", "lost", "negations", "doubling")
"""Where a word of these stands, what is named may be another's, gone, to be written or not liked."""

_DONE: Final = ("practised", "habitual", "enjoyed", "yuck")
"""Lists of verbs of the speaker's: what they say is read, and they name nothing that others care about."""


def mentions(read: Language, words: list[Word], *, capitals: bool) -> list[Thing]:
    """Return what the words of a sentence name, in order."""
    if one_is(read, words, *_SILENT) or _is_of_another_language(read, words):
        return []
    german = "subjects" in read.lists
    found = _nouns_by_capital(read, words) if german and capitals else () if german else _nouns_by_article(read, words)
    return list(found)[:_MOST]


def everything(read: Language, words: list[Word], *, capitals: bool) -> Iterator[Word]:
    """Yield all words of a sentence that may name something, whoever it is of: of German with capitals the nouns."""
    nouns_alone = capitals and "subjects" in read.lists
    for word in words:
        known = read.listed(word, "pastimes", "kept")
        if (
            len(word.low) < _SHORT
            or word.low[0].isdigit()
            or word.low in small_words()
            or (nouns_alone and not word.capital)
        ):
            continue
        verb = not word.capital and (word.low.endswith(_verb_ends(read)) or read.listed(word, *_DONE))
        if known or not (verb or read.listed(word, *_NONE)):
            yield word


def _is_of_another_language(read: Language, words: list[Word]) -> bool:
    """Tell whether a small word is none of this language: Italian and Portuguese are read as Spanish."""
    return any(word.low in small_words() and word.low not in read.spellings for word in words)


def _nouns_by_capital(read: Language, words: list[Word]) -> Iterator[Thing]:
    at = 1
    while at < len(words):
        end = at
        while end < len(words) and _goes_on(read, words, at, end):
            end += 1
        if end > at and len(words[at].low) >= _SHORT and not read.listed(words[at - 1], "others"):
            yield bare(words, at, end)
        at = max(end, at + 1)


def _goes_on(read: Language, words: list[Word], at: int, end: int) -> bool:
    """Tell whether the word at `end` belongs to the name that begins at `at`: a noun right behind it."""
    word = words[end]
    return word.capital and word.at - words[at].at == end - at and _may_be_named(read, word)


def _nouns_by_article(read: Language, words: list[Word]) -> Iterator[Thing]:
    at = 1
    while at < len(words):
        word, end = words[at], at
        while end < len(words) and words[end].capital and _is_of_a_name(read, words, at, end):
            end += 1
        if end > at + 1 and max(len(one.low) for one in words[at:end]) >= _SHORT:
            yield bare(words, at, end)
        elif len(word.low) >= _SHORT and _may_be_named(read, word) and (word.capital or _is_noun(read, words, at)):
            yield bare(words, at, at + 1)
        at = max(end, at + 1)


def _is_noun(read: Language, words: list[Word], at: int) -> bool:
    return _is_led(read, words, at) and not words[at].low.endswith(_verb_ends(read))


def _is_of_a_name(read: Language, words: list[Word], at: int, end: int) -> bool:
    """Tell whether the capitalised word at `end` belongs to the name that begins at `at`: "Annie Ernaux", "Wes Anderson"."""
    word = words[end]
    listed = read.listed(word, *_NONE) or word.low in small_words()
    return word.low.isalpha() and not listed and word.at - words[at].at == end - at


def _is_led(read: Language, words: list[Word], at: int) -> bool:
    """Tell whether an article or "my" that is no pronoun stands before a word: "la arena", not "je la vends", "lo compro"."""
    before = words[at - 1]
    if not read.listed(before, "articled"):
        return False
    if not read.listed(before, "pronouns"):
        return True
    agrees = before.low[-1] != "s" or words[at].low.endswith(("s", "x"))
    return agrees and not (at > 1 and read.listed(words[at - 2], "before_pronouns"))


def _may_be_named(read: Language, word: Word) -> bool:
    if read.listed(word, "pastimes", "kept"):
        return True
    if (
        word.low in read.idioms
        or word.low.endswith(endings(read, "abstract"))
        or word.low[0].isdigit()
        or not word.low.isalpha()
    ):
        return False
    return not read.listed(word, *_NONE) and word.low not in small_words()


def _verb_ends(read: Language) -> tuple[str, ...]:
    return endings(read, "infinitives")
