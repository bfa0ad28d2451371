"""A sentence of English words: looking around from a place in it, and what its grammar says without the mood.

Places count from 0. Outside the sentence every word is empty and its part is EDGE.
"""

from __future__ import annotations

from typing import Final

from ..words import NOWHERE, words
from .lexicon import Part, lexicon
from .words import Word

_BEFORE_THE_START: Final = frozenset({Part.INTERJECTION, Part.ADVERB, Part.PAUSE})
NOUNS: Final = frozenset({Part.NOUN, Part.CAPITAL, Part.EITHER, Part.GERUND})
_DESCRIBED: Final = NOUNS | {Part.ADJECTIVE}
OBJECTS: Final = _DESCRIBED | {Part.TITLE}
"""Parts that begin an object without an article."""
SPEAKER: Final = frozenset({Part.I, Part.ME})
OTHERS: Final = frozenset({Part.PERSON, Part.THEY, Part.THEIR, Part.YOU})
BREAKS: Final = frozenset({Part.PAUSE, Part.CONTRAST, Part.BOUNDARY, Part.EDGE})
"""Between two clauses."""
BOUNDS: Final = frozenset({Part.EDGE, Part.PAUSE, Part.CONTRAST, Part.CONJUNCTION, Part.INTERJECTION})
"""What stands beside a clause."""
_BEFORE_A_PARTICIPLE: Final = frozenset(
    {
        *(Part.DETERMINER, Part.MY, Part.PREPOSITION, Part.ADJECTIVE, Part.CONJUNCTION, Part.PAUSE),
        *(Part.NEGATION, Part.EDGE, Part.VERB, Part.GERUND),
    }
)
_NEVER_DESCRIBE: Final = words(
    "try watch play visit start learn join attend finish pick stop delete uninstall discover listen spend"
)
"""At the start of a sentence, past forms of these are what the speaker did: "Watched Solaris"."""
ACCLAIM: Final = {
    **dict.fromkeys(("slaps", "slap", "rocks", "rules"), 1),
    **dict.fromkeys(("sucks", "suck", "stinks"), -1),
}
"""What is said of a thing by a verb without object, and the feeling that it shows."""
_ENDS_PRAISE: Final = frozenset({Part.EDGE, Part.PAUSE, Part.INTERJECTION, Part.ADVERB, Part.CONTRAST})
_REACH: Final = 12
"""How many words ahead "any more" is looked for."""
_ENDS_A_CLAUSE: Final = frozenset({Part.EDGE, Part.PAUSE, Part.CONTRAST, Part.BOUNDARY, Part.I})
_SUBJECT_OR_VERB: Final = frozenset({Part.I, Part.YOU, Part.THEY, Part.AUXILIARY, Part.NEGATION, Part.PERSON, Part.IT})


class Sentence:
    """The words of a sentence, to be asked by their places."""

    __slots__ = ("_parts", "_text", "cues", "idioms", "lemmas", "lows", "sections", "size", "words")

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.size = len(words)
        self.lows = tuple([word.low for word in words])
        self._parts = [word.part for word in words]
        self._text: str | None = None
        _, self.lemmas, self.cues, self.sections, self.idioms, _ = lexicon()

    @property
    def is_of_allergy(self) -> bool:
        """Whether it speaks of an allergy."""
        return any(low.startswith("allerg") for low in self.lows)

    def text(self) -> str:
        """Return the words in lower case, a blank between each two; one that stands within a word is "_"."""
        if self._text is None:
            self._text = " ".join([low.replace(" ", "_") for low in self.lows])
        return self._text

    def personify(self, at: int) -> None:
        """Let a word name a person from now on, as what is said of it shows: "(our) postman (loves golf)"."""
        self._parts[at] = Part.PERSON
        self.words[at] = self.words[at]._replace(part=Part.PERSON)

    def low(self, at: int) -> str:
        """Return the word in lower case."""
        return self.lows[at] if 0 <= at < self.size else ""

    def part(self, at: int) -> Part:
        """Return the part that the word plays."""
        return self._parts[at] if 0 <= at < self.size else Part.EDGE

    def lemma(self, at: int) -> str:
        """Return the bare form of a verb, any other word as it is."""
        return self.words[at].lemma if 0 <= at < self.size else ""

    def listed(self, at: int, *sections: str) -> bool:
        """Tell whether the word stands in one of these sections of the lists."""
        return not self.sections.get(self.low(at), NOWHERE).isdisjoint(sections)

    def lemma_listed(self, at: int, *sections: str) -> bool:
        """Tell whether the word's lemma stands in one of these sections."""
        return not self.sections.get(self.lemma(at), NOWHERE).isdisjoint(sections)

    def after(self, at: int) -> int:
        """Return the next place at or after `at` that holds no adverb."""
        while self.part(at) is Part.ADVERB:
            at += 1
        return at

    def counted(self, at: int) -> int:
        """Return the next place at or after `at` that holds neither an adverb nor "about": "about 300"."""
        at = self.after(at)
        return self.after(at + 1) if self.low(at) in ("about", "around", "over", "like") else at

    def before(self, at: int) -> int:
        """Return the next place before `at` that holds no adverb, -1 at the start."""
        at -= 1
        while self.part(at) is Part.ADVERB:
            at -= 1
        return at

    def opens(self, at: int) -> bool:
        """Tell whether nothing but courtesies, adverbs and pauses stand before `at`: "Hi, I", "Oh well, loved"."""
        while self.part(at - 1) in _BEFORE_THE_START:
            at -= 1
        return at == 0

    def is_finite(self, at: int) -> bool:
        """Tell whether a verb of its own stands at or behind `at`: what stands before is then its subject."""
        at = self.after(at)
        if self.low(at) == "never":  # "chess never gets old"
            at = self.after(at + 1)
        part, low = self.part(at), self.low(at)
        if low in ACCLAIM and self.is_acclaim(at):
            return True
        if part in (Part.AUXILIARY, Part.POSSESSIVE):
            return low not in ("being", "having")
        if low == "turned" and self.low(at + 1) == "out":
            return True
        if part is Part.ADJECTIVE:  # "recommended" is one more often than not
            return low.endswith("ed") and low in self.lemmas and self.part(at + 1) is Part.DETERMINER
        if part not in (Part.VERB, Part.EITHER):
            return False
        return low.endswith("s") or (low in self.lemmas and low != "like")

    def is_acclaim(self, at: int) -> bool:
        """Tell whether "slaps", "sucks" ends a clause: a verb of praise or blame ("jazz slaps")."""
        return self.low(at) in ACCLAIM and self.part(at + 1) in _ENDS_PRAISE and at > 0

    def is_participle_before_noun(self, at: int) -> bool:
        """Tell whether a participle describes the noun behind it ("fried chicken", "animated movies")."""
        owned = self.part(at - 1) in (Part.DETERMINER, Part.MY)
        described = self.part(at + 1) in _DESCRIBED or (owned and self.part(at + 1) is Part.PERSON)
        if not self.low(at).endswith(("ed", "en")) or not described:
            return False
        if self.low(at) in ("been", "seen", "done", "gone", "taken", "given", "gotten", "forgotten", "eaten"):
            return False
        if self.lemma(at) in _NEVER_DESCRIBE and self.opens(at):  # "Finally tried axe throwing"
            return False
        if self.low(at - 1) == "to" or self.lemma_listed(at, "like", "dislike", "want"):
            return False
        before = self.part(at - 1)
        if before is Part.NEGATION and self.part(at - 2) is Part.AUXILIARY:  # "have not tried gumbo"
            return False
        if before is Part.ADVERB:
            return self.part(self.before(at)) not in _SUBJECT_OR_VERB
        return before in _BEFORE_A_PARTICIPLE

    def is_bare_before_noun(self, at: int) -> bool:
        """Tell whether an article makes part of a name of a bare verb ("the borrow checker"), or it is "stir fry"."""
        if self.low(at) == "stir" and self.low(at + 1) in ("fry", "fries", "fried"):
            return True
        bare = self.part(at) is Part.VERB and self.low(at) == self.lemma(at) and self.low(at) not in ("like", "do")
        return bare and self.low(at - 1) in ("the", "a", "an") and self.part(at + 1) in (Part.NOUN, Part.CAPITAL)

    def is_participle_behind_noun(self, at: int) -> bool:
        """Tell whether a past form only describes the noun before it ("products tested on animals")."""
        low = self.low(at)
        return low != self.lemma(at) and not low.endswith("s") and self.part(at - 1) in NOUNS

    def lapses(self, at: int) -> bool:
        """Tell whether "any more" or "again" stands behind `at` in this clause: what is negated was so before."""
        end = at + _REACH
        while at < end and self.part(at) not in _ENDS_A_CLAUSE:
            low, following = self.low(at), self.low(at + 1)
            if low in ("anymore", "again") or (low == "any" and following in ("more", "longer")):
                return True
            at += 1
        return False

    def names_something(self, at: int) -> bool:
        """Tell whether a noun or what describes one follows, articles aside: (not) "the loud rock"."""
        while self.part(at) in (Part.DETERMINER, Part.ADVERB):
            at += 1
        return self.part(at) in OBJECTS
