"""What is told in passing of what one does, in Spanish, German and French: "cours de poterie à 18h", "mein Bonsai", "tejo"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..degrees import PLAIN, STRONG, WEAK
from .meanings import GLADLY, HABIT, Said, meant, negates_all
from .pastimes import Pastime, pastime_at
from .sentence import Segment, Thing, bare, one_is, plain_words, time_at
from .words import Language, Word

_PASSED_OVER: Final = (
    *("determiners", "leads", "times", "each", "when", "clock", "returns"),
    *("happens", "units", "links", "openers", "adverbs", "strong"),
)
"""The lists whose words may stand around a pastime that is told without a subject."""
_WHEN: Final = ("when", "clock", "returns")
_NOT_NOW_MINE: Final = ("people", "others", "lost", "formerly")
"""Where a word of these stands, what is named is somebody else's or gone."""


@dataclass(frozen=True, slots=True)
class Passing:
    """Reads the segments of a sentence that no frame fits."""

    language: Language
    capitals: bool
    alone: bool = False
    """Nobody else was spoken of before: what has no subject is the speaker's."""
    leaving: bool = False
    """The speaker is about to go to what is named."""

    def read(self, segment: Segment) -> Said | None:
        """Return what a segment tells in passing, None for nothing."""
        words = segment.words
        if not self._is_mine(words):
            return None
        told = None if segment.joint == "that" else self._practised(words) or self._told(words)
        return self._kept(words) or told

    def owned(self, segment: Segment) -> Said | None:
        """Return what a question says of a thing that the speaker has: "wie oft gieße ich meinen Bonsai?"."""
        return self._kept(segment.words) if self._is_mine(segment.words) else None

    def _is_mine(self, words: list[Word]) -> bool:
        return not one_is(self.language, self._without_company(words), *_NOT_NOW_MINE)

    def _without_company(self, words: list[Word]) -> list[Word]:
        """Return the words in front of those that say with whom."""
        end = next((at for at, word in enumerate(words) if at and self.language.listed(word, "with")), len(words))
        return words[:end]

    def _kept(self, words: list[Word]) -> Said | None:
        """Read "mein Töpferkurs", and weakly "mon aquarium", "tengo un huerto", "nach dem Klettern bin ich"."""
        read = self.language
        if one_is(read, words, "quoting"):
            return None
        used = one_is(read, words, "belongings", "work")
        for owner, first in self._owners(words):
            for place in range(first, min(first + 2, len(words))):
                found = pastime_at(read, words, place, self.capitals)
                if found is not None and (found.event if owner == "mine" else owner == "after"):
                    return _positive(found.thing, STRONG if found.event else PLAIN)
                length = 0 if used or owner == "after" else read.longest(words, place, "kept")
                if length:
                    return _positive(bare(words, place, place + length), WEAK)
        return None

    def _owners(self, words: list[Word]) -> Iterator[tuple[str, int]]:
        """Yield what makes a thing the speaker's ("mine", "has", or "after" it they do something), and where that thing stands."""
        read = self.language
        speaks, negated = one_is(read, words, "speaks"), one_is(read, words, "negations")
        performs = self.alone and one_is(read, words, "performs")
        for at, word in enumerate(words):
            if read.listed(word, "mine", "ours"):
                yield "mine", at + 1
            elif speaks and (length := read.longest(words, at, "after")):
                yield "after", at + length
            elif performs and at and read.listed(word, "with"):
                yield "has", self._behind_article(words, at + 1)
            elif not negated and (length := read.longest(words, at, "has")):
                yield "has", self._behind_article(words, at + length)

    def _behind_article(self, words: list[Word], at: int) -> int:
        while at < len(words) and self.language.listed(words[at], "determiners", "leads", "when", "adverbs", "speaks"):
            at += 1
        return at

    def _practised(self, words: list[Word]) -> Said | None:
        """Read a verb of the speaker's that names a pastime itself: "ich strick grad", "je tricote", "ya no tejo"."""
        read = self.language
        if not any(read.listed(word, "practised", "enjoyed", "habitual") for word in words):
            return None
        plain = plain_words(read, words, timeless=True)
        gladly = "gladly_said" in plain.out
        at = next((at for at, word in enumerate(plain.words) if self._practises(word, gladly)), None)
        if at is None and "weekly" in plain.out and not one_is(read, words, "work", "after"):
            at = next((at for at in range(len(plain.words)) if self._is_habit(plain.words, at)), None)
        if at is None or not self._is_speakers(plain.words, at) or not negates_all(read, plain):
            return None
        first = at - 1 if at and read.listed(plain.words[at], "courses") else at
        return meant(GLADLY if gladly else HABIT, plain, before_nor=False, one=bare(plain.words, first, at + 1))

    def _practises(self, word: Word, gladly: bool) -> bool:
        return self.language.listed(word, "practised", *(("enjoyed",) if gladly else ())) and not (
            word.capital and word.at
        )

    def _is_habit(self, words: list[Word], at: int) -> bool:
        """Tell whether what is done again and again has no end but itself: "je cours tous les matins", not "… après le bus"."""
        read, word = self.language, words[at]
        rest = words[at + 1 :]
        alone = not rest or read.listed(rest[0], "with") or all(self._is_around(rest, one) for one in range(len(rest)))
        return read.listed(word, "habitual") and not (word.capital and word.at) and alone

    def _is_speakers(self, words: list[Word], at: int) -> bool:
        """Tell whether a verb is the speaker's: Spanish shows it by its end, and German may leave "ich" out at the beginning."""
        read = self.language
        if "subjects" in read.lists:
            return one_is(read, words, "speaks") or all(self._is_around(words, before) for before in range(at))
        return "doubling" not in read.lists or one_is(read, words[max(0, at - 2) : at], "speaks")

    def _told(self, words: list[Word]) -> Said | None:
        """Read a pastime with its time and without a subject: "gleich noch Tischtennis mit den Jungs", "ensayo del coro a las 8"."""
        read, at, timed = self.language, 0, self.leaving
        found: Pastime | None = None
        if not self.alone or one_is(read, self._without_company(words), "negations", "work"):
            return None
        while at < len(words):
            if found is None and (found := pastime_at(read, words, at, self.capitals)):
                at = found.thing.behind
            elif found is not None and read.listed(words[at], "beside"):
                timed = timed or any(self._is_time(words, later) for later in range(at, len(words)))
                break
            elif length := self._is_around(words, at):
                timed = timed or self._is_time(words, at)
                at += length
            else:
                return None
        if found is None or not timed or one_is(read, words[at:], "are"):
            return None
        often = found.event or "weekly" in plain_words(read, words, timeless=True).out
        return _positive(found.thing, STRONG if often else PLAIN)

    def _is_around(self, words: list[Word], at: int) -> int:
        """Return how many words from `at` on may stand around a pastime: when it takes place, how long, and that it does."""
        return self.language.longest(words, at, *_PASSED_OVER) or words[at].low[0].isdigit()

    def _is_time(self, words: list[Word], at: int) -> bool:
        read = self.language
        return words[at].low[0].isdigit() or read.longest(words, at, *_WHEN) > 0 or time_at(read, words, at) > 0


def _positive(one: Thing, strength: float) -> Said:
    return Said(1, strength, ends=False, turns=False, things=(one,))
