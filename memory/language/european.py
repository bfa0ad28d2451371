"""Phrases of Spanish, German and French: what the frames of their lists say of the speaker's likings, and nothing else.

A sentence is cut into segments at its commas and conjunctions. A segment states something only if it begins with a frame, or
with openers of the lists and then a frame: "mi hermano odia", "imagina que odio", "je ne dis pas que j'aime" say nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ..records import Phrase
from .degrees import PLAIN, STRONG, WEAK
from .european_sentence import Plain, Segment, Thing, one_is, plain_words, segments, thing
from .european_words import LANGUAGES, Frame, Language, Word, language

_SENTENCE: Final = re.compile(r"[^\n.!?。！？；;]+[\n.!?。！？；;]*")


class Meaning(NamedTuple):
    """What a frame says of its thing, as it stands and negated: 1, -1, or 0 for nothing."""

    sign: int
    negated: int = 0
    strength: float = PLAIN
    ends: bool = False
    lapses: bool = False
    """Behind "no longer" an interest has ended."""


_SAYS: Final = {
    "loves": Meaning(1, 0, STRONG, lapses=True),
    "likes": Meaning(1, -1, lapses=True),
    "fond": Meaning(1, -1, lapses=True),
    "prefers": Meaning(1),
    "hates": Meaning(-1, 0, STRONG),
    "dislikes": Meaning(-1),
    "bears": Meaning(0, -1, STRONG),
    "consumes": Meaning(0, -1, lapses=True),
    "gladly": Meaning(0),
    "does": Meaning(1, lapses=True),
    "wishes": Meaning(1),
    "ended": Meaning(-1, ends=True),
    "past": Meaning(-1, 0, WEAK, ends=True),
    "being": Meaning(1, lapses=True),
    "training": Meaning(1, lapses=True),
    "favourites": Meaning(1, 0, STRONG),
    "hobbies": Meaning(1),
}
_GLADLY: Final = Meaning(1, -1, lapses=True)
_ONE_OF: Final = {"being": "diets", "training": "sports"}
"""Frames whose thing stands in a list."""


class Said(NamedTuple):
    """What a segment says of its things, and whether "not" turns it for those that follow."""

    sign: int
    strength: float
    ends: bool
    turns: bool
    things: tuple[Thing, ...]


def phrases(source: str, start: int, end: int) -> list[Phrase]:
    """Return the phrases of the Spanish, German or French in `source[start:end]`, in text order, spans counted in `source`."""
    found: list[Phrase] = []
    for match in _SENTENCE.finditer(source, start, end):
        for said in _read(source, *match.span()):
            found.extend(_phrase(source, said, one) for one in said.things)
    return found


def _phrase(source: str, said: Said, one: Thing) -> Phrase:
    text = source[one.start : one.end]
    return Phrase(text, one.start, one.end, 1 if said.sign > 0 else -1, "stated", said.strength, said.ends)


def _read(source: str, start: int, end: int) -> list[Said]:
    asked = source.find("¿", start, end)
    asks = asked < 0 and source[start:end].rstrip().endswith(("?", "？"))
    read, words = _in_its_language(source, start, end if asked < 0 else asked)
    if any(read.longest(words, at, "hedges") for at in range(len(words))):
        return []
    found = list(segments(read, words))
    return Sentence(read, _before_question(read, found) if asks else found).read()


def _in_its_language(source: str, start: int, end: int) -> tuple[Language, list[Word]]:
    readings = [(one, one.words(source, start, end)) for one in map(language, LANGUAGES)]
    return max(readings, key=lambda reading: reading[0].knows(reading[1]))


def _before_question(read: Language, segments: list[Segment]) -> list[Segment]:
    """Return what is said before a question ("soy vegano, qué puedo cocinar?"); of a question that stands alone nothing."""
    for at in range(len(segments) - 1, 0, -1):
        if read.longest(segments[at].words, 0, "asks"):
            return segments[:at]
    return []


@dataclass(slots=True)
class Sentence:
    """One pass over the segments of a sentence."""

    language: Language
    segments: list[Segment]
    found: list[Said] = field(default_factory=list)
    last: Said | None = None
    """What the segment before said: a list may go on."""
    waiting: list[Thing] = field(default_factory=list)
    """Things between commas: they count once "and" closes their list."""

    def read(self) -> list[Said]:
        """Return what the sentence says, in order."""
        for at, segment in enumerate(self.segments):
            said = self._stated(at)
            if said is not None:
                self.found.append(said)
                self.last, self.waiting = said, []
            elif self.last is not None and not self._goes_on(segment, self.last):
                self.last = None
        return self.found

    def _stated(self, at: int) -> Said | None:
        segment = self.segments[at]
        if segment.joint == "that" and not (at and self._openers(self.segments[at - 1].words)):
            return None
        begin = 0
        while begin < len(segment.words):
            said = self._framed(at, segment.words[begin:])
            length = self.language.longest(segment.words, begin, "openers")
            if said is not None or not length:
                return said
            begin += length
        return None

    def _openers(self, words: list[Word]) -> bool:
        """Tell whether a segment has openers alone: "denk bitte daran"."""
        at = 0
        while length := self.language.longest(words, at, "openers"):
            at += length
        return at == len(words)

    def _framed(self, at: int, words: list[Word]) -> Said | None:
        """Return what words that begin with a frame say."""
        plain = plain_words(self.language, words)
        if self._joint_at(at) == "nor":
            plain.out.setdefault("negations", words[0].at)
        said = self._favourite(plain)
        for frame in self.language.frames:
            if said is not None:
                break
            if self._may_stand(frame, at, plain):
                said = self._said(frame, plain, before_nor=self._joint_at(at + 1) == "nor")
        return said

    def _joint_at(self, at: int) -> str:
        return self.segments[at].joint if at < len(self.segments) else ""

    def _may_stand(self, frame: Frame, at: int, plain: Plain) -> bool:
        """Tell whether a frame begins the words, in an order that may stand in this segment."""
        if tuple(word.low for word in plain.words[: len(frame.before)]) != frame.before:
            return False
        if not frame.before and plain.words and self.language.listed(plain.words[0], "prepositions"):
            return False
        segment = self.segments[at]
        if frame.order == "inverted":
            return at > 0 or plain.words[0].at > segment.words[0].at
        if frame.order == "subordinate":
            return segment.joint in ("that", "causes")
        if frame.order == "bare":
            subject = at > 0 and one_is(self.language, self.segments[at - 1].words, "subjects")
            return subject and segment.joint in ("and", "contrast") and plain.words[0].at == segment.words[0].at
        return True

    def _said(self, frame: Frame, plain: Plain, *, before_nor: bool) -> Said | None:
        first = len(frame.before)
        place = _place(plain.words, frame.after, first) if frame.after else len(plain.words)
        one = self._thing(plain.words[:place], first, frame)
        if (one is None and (frame.after or not before_nor)) or (one and frame.after and one.behind != place):
            return None
        behind = max(place + len(frame.after) if frame.after else 0, one.behind if one else 0)
        if not self._is_sure(plain, behind, before_nor=before_nor):
            return None
        return self._meant(self._meaning(frame, plain), plain, before_nor=before_nor, one=one)

    def _thing(self, words: list[Word], first: int, frame: Frame) -> Thing | None:
        only = _ONE_OF.get(frame.says)
        if only is None:
            one = thing(self.language, words, first, self._capitals())
            return None if one and one.article and frame.says == "fond" else one
        while length := self.language.longest(words, first, "determiners"):
            first += length
        if first == len(words) or not self.language.listed(words[first], only):
            return None
        return Thing(words[first].start, words[first].end, first + 1, article=False)

    def _capitals(self) -> bool:
        """Tell whether the sentence writes nouns with capitals, as German does."""
        words = [word for segment in self.segments for word in segment.words]
        return any(word.capital for word in words[1:])

    def _favourite(self, plain: Plain) -> Said | None:
        """Read "mi comida favorita es la paella", "mein Hobby ist Töpfern"."""
        read, words = self.language, plain.words
        if not words or not read.listed(words[0], "mine") or "negations" in plain.out:
            return None
        for at in range(1, min(5, len(words))):
            favourite = _is_favourite(read, words[at])
            are = read.longest(words, at + 1, "are")
            if are and (favourite or read.listed(words[at], "hobbies")):
                one = thing(read, words, at + 1 + are, self._capitals())
                says = _SAYS["favourites" if favourite else "hobbies"]
                return one and self._meant(says, plain, before_nor=False, one=one)
            if not favourite and read.listed(words[at], "stops"):
                break
        return None

    def _is_sure(self, plain: Plain, behind: int, *, before_nor: bool) -> bool:
        """Tell whether a negation is one, and of all that is said: not "ne" alone, "not always", nor one behind other words."""
        out = plain.out
        if "negations" not in out:
            return "doubling" not in out or before_nor
        if plain.partly or ("doubling" in self.language.lists and "lapsing" in out and "doubling" not in out):
            return False
        last = plain.words[behind - 1].at
        following = plain.words[behind].at if behind < len(plain.words) else out["negations"] + 1
        may_follow = "subjects" in self.language.lists or "doubling" in out
        return out["negations"] < last or (may_follow and out["negations"] < following)

    def _meaning(self, frame: Frame, plain: Plain) -> Meaning:
        if "formerly" in self.language.lists and ("formerly" in plain.out) != (frame.says == "past"):
            return Meaning(0)
        if frame.says in ("consumes", "gladly") and "gladly_said" in plain.out:
            return _GLADLY
        if frame.says == "consumes" and "strong" in plain.out:  # "no bebo mucho alcohol"
            return Meaning(0)
        return _SAYS[frame.says]

    def _meant(self, meaning: Meaning, plain: Plain, *, before_nor: bool, one: Thing | None) -> Said | None:
        out = plain.out
        negated = "negations" in out or (before_nor and "doubling" in out)
        lapsed = negated and meaning.lapses and "lapsing" in out
        sign = (-1 if lapsed else meaning.negated) if negated else meaning.sign
        if not sign:
            return None
        strength = meaning.strength if meaning.sign * sign >= 0 else PLAIN
        if not negated and strength == PLAIN:
            strength = WEAK if "weak" in out else STRONG if "strong" in out else PLAIN
        things = () if one is None else (one,)
        return Said(sign, strength, meaning.ends or lapsed, meaning.negated < 0, things)

    def _goes_on(self, segment: Segment, last: Said) -> bool:
        """Read a further thing of a list, or what is not liked instead; tell whether the list may go on behind it."""
        plain = plain_words(self.language, segment.words)
        one = thing(self.language, plain.words, 0, self._capitals(), listed=True)
        negated = "negations" in plain.out
        if one is None or plain.partly or (negated and not last.turns):
            return False
        if negated and last.sign > 0 and segment.joint in ("contrast", "pause", "and"):
            if plain.out["negations"] != segment.words[0].at or not (
                one.article or plain.words[one.behind - 1].capital
            ):
                return False
            self.last = Said(-1, PLAIN, ends=False, turns=True, things=(one,))
            self.found.append(self.last)
            return True
        if segment.joint == "pause":
            self.waiting.append(one)
        elif segment.joint in ("and", "nor"):
            self.found.append(last._replace(things=(*self.waiting, one)))
            self.waiting = []
        return segment.joint in ("pause", "and", "nor")


def _place(words: list[Word], entry: tuple[str, ...], first: int) -> int:
    """Return where these words stand from `first` on, or a place behind the end."""
    for at in range(first, len(words) - len(entry) + 1):
        if tuple(word.low for word in words[at : at + len(entry)]) == entry:
            return at
    return len(words) + 1


def _is_favourite(read: Language, word: Word) -> bool:
    return any(
        word.low == one or (one == "lieblings" and word.low.startswith(one)) for (one,) in read.lists["favourites"]
    )
