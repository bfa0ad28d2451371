"""The words of Spanish, German and French: their lists, and the orders in which a frame may stand.

A frame is what people say around a thing that they like or not: "me gusta X", "ich kann X nicht ausstehen".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple
from unicodedata import combining, normalize

from ..words import sections, words

LANGUAGES: Final = ("spanish", "german", "french")

_FRAMES: Final = (
    *("loves", "likes", "fond", "prefers", "hates", "dislikes", "bears", "consumes", "gladly", "does", "wishes"),
    *("ended", "past", "being", "training", "suits", "takes", "did", "was", "tried", "suffers", "gave_up", "needs"),
    *("misses", "resumed", "spared", "wants", "enough", "nothing_but", "watches", "past_hated", "unfit"),
)
"""The sections of frames; what each of them says is in meanings.py."""

_OF_IT: Final = frozenset(
    {"loves", "likes", "hates", "dislikes", "bears", "suits", "ended", "gladly", "does", "gave_up"}
)
"""The sections of frames whose thing may have been named before."""

_FELT: Final = ("felt_strongly", "felt", "praised", "dull", "refused", "stopped")
"""The sections of what says a feeling for something named before, and never for a thing of its own."""

_BEGUN: Final = (
    *("doctors", "says", "forbids", "leaves", "no_more", "none_of", "without", "containing", "leavings", "reactions"),
    *("farewells", "whenever", "dishes", "for_now", "anew"),
)
"""The sections of which few sentences have a word: most need not be searched for them."""

_DEGREES: Final = ("strong", "weak")

_WORD_OR_MARK: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s'’-]|(?<=\s)[-–—](?=\s)")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_PREPOSITIONS: Final = words("für von auf gegen nach mit ohne zu zum im in beim vom")
_WITHOUT_SUBJECT: Final = words("* mich mir uns wegen strikt aus mit ohne bei von schluss auf finger das")
_ORDERS: Final = frozenset({"spared", "enough"})
"""The sections of frames that the speaker says to the assistant."""

_OUR: Final = {"spanish": {"me": "nos"}, "german": {"mir": "uns", "mich": "uns"}, "french": {"me": "nous", "m": "nous"}}
"""By which word several say what one says with another one: "nos flipa", "nervt uns"."""
_FELT_BY_US: Final = frozenset({"loves", "likes", "hates", "dislikes"})

_BEFORE_ITS_THING: Final = frozenset({"a", "al", "gegen", "à", "au", "de", "por", "con"})
_LONGEST_FRAME: Final = 6

Entry = tuple[str, ...]
_NONE: Final[dict[str, tuple[Entry, ...]]] = {}


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
    """The lists of one language, its frames by a word of theirs, those without their thing, and each listed word by its spellings."""

    lists: dict[str, frozenset[Entry]]
    openings: dict[str, dict[str, tuple[Entry, ...]]]
    """The entries of each list by their first word."""
    frames: dict[str, tuple[tuple[int, Frame], ...]]
    """By the first word, or the first behind the thing where none stands before it; each with its rank, the longest first."""
    verdicts: dict[Entry, Frame]
    """By the words that are left where the thing is "it" or was named before: "me encanta"."""
    spellings: dict[str, str]
    begun_by: dict[str, frozenset[str]]
    """The lists that have an entry with this first word."""
    contracted: dict[str, Entry]
    """Words that are spoken as one, and the two that they are: "chuis"."""
    idioms: frozenset[str]
    """The words around a thing, and those of how much: they name nothing, as "péché" in "mon péché mignon"."""

    def lists_begun(self, words: list[Word]) -> set[str]:
        """Return the lists of which an entry may stand in these words, for its first word does."""
        return {name for word in words for name in self.begun_by.get(word.low, ())}

    def frames_of(self, words: list[Word]) -> list[Frame]:
        """Return the frames that begin these words, and of which no word is missing in them, the longest first."""
        lows = tuple(word.low for word in words)
        present = frozenset(lows)
        ranked = [
            one
            for at, low in enumerate(dict.fromkeys(lows))
            for one in self.frames.get(low, ())
            if (not at or not one[1].before)
            and lows[: len(one[1].before)] == one[1].before
            and present.issuperset(one[1].after)
        ]
        return [frame for _, frame in sorted(ranked)]

    def listed(self, word: Word, *names: str) -> bool:
        """Tell whether a word stands in one of these lists."""
        return any((word.low,) in self.openings.get(name, _NONE).get(word.low, ()) for name in names)

    def longest(self, words: list[Word], at: int, *names: str) -> int:
        """Return how many words from `at` on are the longest entry of these lists, 0 for none."""
        found = 0
        if at >= len(words):
            return found
        low = words[at].low
        for name in names:
            for entry in self.openings.get(name, _NONE).get(low, ()):
                length = len(entry)
                if length > found and (length == 1 or entry == tuple(word.low for word in words[at : at + length])):
                    found = length
        return found

    def words(self, source: str, start: int, end: int) -> list[Word]:
        """Return the words of a stretch, and its marks, each as a comma.

        It ends at a colon, for what follows is often said by others; not at that of "soy alérgica a: nueces".
        """
        found: list[Word] = []
        for match in _WORD_OR_MARK.finditer(source, start, end):
            text = match.group()
            if text == ":" and not source[match.end() : match.end() + 1].isdigit():
                if self.awaits_its_thing(found):
                    continue
                break
            start, end = match.span()
            low = self.spellings.get(text.lower(), text.lower()) if text[0].isalnum() else ","
            if whole := self.contracted.get(low):
                found.append(Word(whole[0], start, start + 1, len(found), text[0].isupper()))
                low, start = whole[1], start + 1
            found.append(Word(low, start, end, len(found), text[start - match.start()].isupper()))
        return found

    def awaits_its_thing(self, words: list[Word]) -> bool:
        """Tell whether a frame ends these words, so that its thing comes: "me gusta", "ich bin allergisch gegen"."""
        lows = tuple(word.low for word in words)
        if self.is_their_own(words):
            return True
        ends = {len(lows), len(lows) - 1} if lows and lows[-1] in _BEFORE_ITS_THING else {len(lows)}
        return any(
            frame.before == lows[at:end] and not frame.after
            for end in ends
            for at in range(max(end - _LONGEST_FRAME, 0), end)
            for _, frame in self.frames.get(lows[at], ())
        )

    def is_their_own(self, words: list[Word]) -> bool:
        """Tell whether "my hobbies", "my allergies" ends these words."""
        return len(words) > 1 and self.listed(words[-2], "mine") and self.listed(words[-1], "hobbies", "allergies")

    def begins(self, word: Word) -> bool:
        """Tell whether a frame may begin with a word."""
        return any(frame.before for _, frame in self.frames.get(word.low, ()))

    def knows(self, words: list[Word]) -> int:
        """Return how many of the words stand in a list."""
        return sum(word.low in self.spellings for word in words)


@cache
def language(name: str) -> Language:
    """Return what `<name>.txt` says."""
    lists = {
        section: frozenset(tuple(one.split()) for one in found)
        for section, found in sections(f"european/{name}").items()
    }
    for says in _FELT_BY_US:
        lists[says] |= frozenset(_ours(lists[says], _OUR[name]))
    listed = sorted({word for found in lists.values() for entry in found for word in entry})
    elided = {entry[0]: entry[1] for entry in lists.get("elided", ())}
    spellings = {spelling: word for word in listed for spelling in _spellings(word)} | elided
    spellings.update((word, word) for word in listed if word not in elided)
    frames = {frame for says in _FRAMES for entry in lists.get(says, ()) for frame in _orders(entry, says, lists)}
    longest_first = sorted(frames, key=lambda one: (-len(one.before) - len(one.after), one))
    by_word: dict[str, list[tuple[int, Frame]]] = {}
    for rank, frame in enumerate(longest_first):
        by_word.setdefault((frame.before or frame.after)[0], []).append((rank, frame))
    openings = {name: _by_first_word(entries) for name, entries in lists.items()}
    begun_by: dict[str, frozenset[str]] = {}
    for section in _BEGUN:
        for low in openings.get(section, ()):
            begun_by[low] = begun_by.get(low, frozenset()) | {section}
    return Language(
        lists,
        openings,
        {word: tuple(ones) for word, ones in by_word.items()},
        _verdicts(lists, longest_first),
        spellings,
        begun_by,
        {entry[0]: entry[1:] for entry in lists.get("contracted", ())},
        frozenset(
            word
            for words in (
                *((*one.before, *one.after) for one in frames),
                *(one for how in _DEGREES for one in lists[how]),
            )
            for word in words
        ),
    )


def _ours(entries: frozenset[Entry], our: dict[str, str]) -> Iterator[Entry]:
    """Yield what several say in place of what a thing does to one: "nos encanta", "* nervt uns", not of "je me lasse"."""
    for entry in entries:
        if (entry[0] in our or entry[0] == "*") and not our.keys().isdisjoint(entry):
            yield tuple(our.get(word, word) for word in entry)


def _by_first_word(entries: frozenset[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in sorted(entries):
        found[entry[0]] = (*found.get(entry[0], ()), entry)
    return found


def _verdicts(lists: dict[str, frozenset[Entry]], frames: list[Frame]) -> dict[Entry, Frame]:
    """Return the frames by their words without the thing, and what says a feeling for "it" alone."""
    pronouns = {word for entry in lists.get("it", ()) for word in entry}
    felt = [Frame(entry, (), says) for says in _FELT for entry in lists.get(says, ())]
    of_it = [one for one in frames[::-1] if one.says in _OF_IT]
    return {tuple(word for word in (*one.before, *one.after) if word not in pronouns): one for one in [*of_it, *felt]}


def _spellings(word: str) -> tuple[str, ...]:
    bare = "".join(letter for letter in normalize("NFD", word) if not combining(letter))
    return bare, word.translate(_UMLAUTS)


def _orders(entry: Entry, says: str, lists: dict[str, frozenset[Entry]]) -> Iterator[Frame]:
    """Yield the orders in which the words of a frame stand; where it has no subject, a German verb comes with one."""
    whole = entry if "*" in entry else (*entry, "*")
    place = whole.index("*")
    front, back = whole[:place], whole[place + 1 :]
    if "subjects" not in lists or entry[0] in _WITHOUT_SUBJECT or says in _ORDERS:
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
