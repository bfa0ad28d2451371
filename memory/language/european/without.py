"""What Spanish, German and French speakers do without: a doctor's orders, what makes them ill, what is to be left out of a dish.

Nothing in such words feels anything: "el médico me quitó la sal", "bei Nüssen schwillt mir der Hals zu", "un gâteau, pas de noix".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..degrees import PLAIN, STRONG
from .meanings import Said
from .pastimes import is_pastime, words_of
from .sentence import Segment, Thing, endings, is_any, one_is, openers, thing, time_at
from .words import Language, Word

_NOT_THEIRS: Final = ("people", "others")
_NO_THINGS: Final = ("work", "answers", "times", "when", "circumstances", "reactions", "doctors", "utensils", "kitchen")
"""Lists of words that are never what somebody does without."""
_CUES: Final = frozenset(
    {"forbids", "leaves", "no_more", "farewells", "none_of", "without", "containing", "leavings", "reactions"}
)
"""Lists of which one has a word in all that is done without."""
_REACH: Final = 8
"""Words in front of a German verb among which its object is looked for."""
_HEARD: Final = 4
"""Words behind a doctor within which a verb of saying is theirs."""


@dataclass(frozen=True, slots=True)
class Without:
    """Reads the segments of a sentence that no frame fits."""

    language: Language
    capitals: bool
    ordered: bool
    """A doctor was spoken of, and nobody else."""
    of_food: bool
    """A dish was asked for, and for nobody else."""
    please: bool = False
    """It is asked for: "bitte keine Krimis mehr"."""

    def read(self, segment: Segment) -> Said | None:
        """Return what a segment says is done without, None for nothing."""
        if _CUES.isdisjoint(self.language.lists_begun(segment.words)):
            return None
        opened = 0 if self.language.longest(segment.words, 0, "containing") else openers(self.language, segment.words)
        words = segment.words[opened:]
        if not words or one_is(self.language, words, *_NOT_THEIRS) or is_any(self.language, words, "once"):
            return None
        return (
            self._forbidden(words)
            or self._no_more(words)
            or self._left_club(words)
            or self._makes_ill(words)
            or self.left_out(words)
        )

    def _forbidden(self, words: list[Word]) -> Said | None:
        """Read what a doctor forbids, and what one must leave: "der Arzt hat mir Kaffee verboten", "tengo que evitar la sal"."""
        read = self.language
        doctor = one_is(read, words, "doctors")
        must = is_any(read, words, "must") and not is_any(read, words, "when")
        if not (self.ordered or doctor or must) or one_is(read, words, "to_others"):
            return None
        for at in range(len(words)):
            length = read.longest(words, at, "leaves", *(("forbids",) if self.ordered or doctor else ()))
            if length and one_is(read, words[:at], "negations"):
                return None
            if length and (one := self._object(words, at, at + length)):
                return _refused(one, ends=True)
        for at in range(len(words)):
            if (length := read.longest(words, at, "no_more")) and (one := self._named(words, at + length)):
                lapsed = self.ordered or one_is(read, words[one.behind : one.behind + 1], "lapsing")
                return _refused(one, ends=True) if lapsed and self._ends(words, one.behind) else None
        return None

    def _no_more(self, words: list[Word]) -> Said | None:
        """Read a bare "seit Januar kein Alkohol mehr", "adiós al pan", "fini la clope pour moi"."""
        read = self.language
        at = time_at(read, words, 0)
        farewell = read.longest(words, at, "farewells")
        length = farewell or read.longest(words, at, "no_more")
        one = self._named(words, at + length) if length else None
        if one is None or is_any(read, words, "when") or one_is(read, words, "lacking"):
            return None
        named, lapsed = words_of(words, one), one_is(read, words[one.behind : one.behind + 1], "lapsing")
        if self.please and lapsed and self._ends(words, one.behind) and not one_is(read, named, "luxuries", "dishes"):
            head = named[-1]
            kind = read.listed(head, "plain", "sorts") or head.low.endswith(endings(read, "abstract"))
            return None if kind else _refused(one)
        if not (is_pastime(read, named) or one_is(read, named, "luxuries", "kept")):
            return None
        rest = words[one.behind :]
        for_good = farewell or one_is(read, [*words[:at], *rest], "since") or is_any(read, rest, "for_me")
        return _refused(one, ends=True) if for_good and self._ends_or_since(words, one.behind) else None

    def _ends_or_since(self, words: list[Word], at: int) -> bool:
        return self._ends(words, at) or one_is(self.language, words[at:], "since")

    def _object(self, words: list[Word], at: int, behind: int) -> Thing | None:
        """Return what stands behind a verb, or in German in front of it."""
        if "subjects" not in self.language.lists:
            return self._named(words, behind) or self._named(words, 0)
        found: Thing | None = None
        near = words[max(0, at - _REACH) : at]
        for first in range(len(near) - 1, -1, -1):
            one = self._named(near, first)
            if found is not None and (one is None or one.behind != found.behind):
                break
            found = one or found
        return found

    def _left_club(self, words: list[Word]) -> Said | None:
        """Read "Abmeldung vom Kegelclub", "la baja del gimnasio"; another club of the kind may be meant where one moves."""
        read = self.language
        if one_is(read, words, "moves"):
            return None
        for at in range(len(words)):
            if (length := read.longest(words, at, "leavings")) and (one := self._named(words, at + length)):
                return _refused(one, ends=True) if is_pastime(read, words_of(words, one)) else None
        return None

    def _makes_ill(self, words: list[Word]) -> Said | None:
        """Read "bei Nüssen schwillt mir der Hals zu", "los mariscos me cierran la garganta"."""
        read = self.language
        if not is_any(read, words, "reactions") or one_is(read, words, "negations"):
            return None
        for at, word in enumerate(words):
            if read.listed(word, "from") and (one := self._named(words, at + 1)) and one_is(read, words, "me"):
                return _refused(one, STRONG)
            if read.listed(word, "me") and (one := next(self._right_before(words, at), None)):
                return _refused(one, STRONG)
        return None

    def _right_before(self, words: list[Word], end: int) -> Iterator[Thing]:
        """Yield the thing with its article that ends right before a word: the subject of what follows."""
        for first in range(max(0, end - 4), end):
            if self.language.listed(words[first], "determiners"):
                one = self._named(words[:end], first)
                if one and one.behind == end:
                    yield one

    def left_out(self, words: list[Word]) -> Said | None:
        """Read what a dish that is asked for is to be without: "que no tenga chile", "ohne Sahne", "pas de noix"."""
        read = self.language
        if not self.of_food or one_is(read, words, "lacking"):
            return None
        for at in range(len(words)):
            length = read.longest(words, at, "without", "containing")
            if not at and not length:
                length = read.longest(words, at, "none_of")
            if length and (one := self._named(words, at + length)):
                return _refused(one, asked=True) if self._ends(words, one.behind) else None
        return None

    def _ends(self, words: list[Word], at: int) -> bool:
        """Tell whether nothing more is said of a thing."""
        read = self.language
        while at < len(words) and (length := read.longest(words, at, "adverbs", "lapsing", "for_me", "strong")):
            at += length
        return at == len(words) or read.listed(words[at], "behind")

    def _named(self, words: list[Word], at: int) -> Thing | None:
        one = thing(self.language, words, at, self.capitals) if at < len(words) else None
        if one is None or one_is(self.language, words_of(words, one), *_NO_THINGS, "belongings"):
            return None
        return one


def _refused(one: Thing, strength: float = PLAIN, *, ends: bool = False, asked: bool = False) -> Said:
    return Said(-1, strength, ends, turns=True, things=(one,), asked=asked)


def asks_without(read: Language, words: list[Word]) -> bool:
    """Tell whether something to eat is asked for that is to be without some of what dishes are made of: "algo sin cebolla"."""
    for at in range(len(words)):
        length = read.longest(words, at, "something")
        cue = (
            read.longest(words, at + length, "without", "containing")
            if length
            else read.longest(words, at, "containing")
        )
        first = at + length + cue
        if cue and (read.longest(words, first, "ingredients") or read.longest(words, first + 1, "ingredients")):
            return True
    return False


def reacts(read: Language, words: list[Word]) -> bool:
    """Tell whether words say how the speaker's body answers what was named: "je gonfle comme un ballon"."""
    mine = one_is(read, words, "me", "speaks") and not one_is(read, words, *_NOT_THEIRS, "negations")
    return mine and is_any(read, words, "reactions")


def eaten(read: Language, words: list[Word], capitals: bool) -> Said | None:
    """Read what makes one ill whenever one has it: "si como fresas me salen ronchas", "wenn ich Milch trinke, krieg ich Krämpfe"."""
    if one_is(read, words, *_NOT_THEIRS, "negations") or not is_any(read, words, "reactions"):
        return None
    for at in range(len(words)):
        if length := read.longest(words, at, "whenever"):
            one = thing(read, words, at + length, capitals) if at + length < len(words) else None
            return None if one is None or one_is(read, words_of(words, one), *_NO_THINGS) else _refused(one, STRONG)
    return None


def as_told(read: Language, words: list[Word]) -> list[Word]:
    """Return the words with a mark in place of "says" behind a doctor: what they say is an order, and no supposition."""
    told: list[Word] = []
    heard = 0
    for word in words:
        heard = _HEARD if read.listed(word, "doctors") else heard - 1
        told.append(word._replace(low=",") if heard > 0 and read.listed(word, "says") else word)
    return told
