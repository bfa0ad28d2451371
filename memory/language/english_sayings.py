"""What English sayings say of the thing before them: "hits the spot", "never clicked with me", "is a waste of time".

The sayings stand in `english_sayings.txt`, each with the bare form of its verb.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from .english_lexicon import BE, Part
from .english_sentence import Sentence
from .words import sections

_SIGNS: Final = {"lifts": 1, "suits": 1, "marvel": 1, "grates": -1, "misery": -1, "reeks": -1}
_OPENINGS: Final = {"marvel": "be", "misery": "be", "reeks": "like"}
"""What the sayings of a section begin with, beside their own words: any verb that links, any that compares."""


class Saying(NamedTuple):
    """What the words behind a thing say of it: a feeling, 0 where none, and the place behind them."""

    sign: int
    end: int


class _Run(NamedTuple):
    words: tuple[str, ...]
    section: str

    def sign(self, *, denied: bool) -> int:
        """Return the feeling that it shows."""
        if self.section == "unfailing":
            return int(denied)
        return _SIGNS[self.section] * (not denied or -(self.section == "suits"))


@cache
def _runs() -> dict[str, list[_Run]]:
    """Return the words behind the verbs of sayings by these verbs, longer ones first."""
    found: dict[str, list[_Run]] = {}
    for section, sayings in sections("english_sayings").items():
        opening = [_OPENINGS[section]] if section in _OPENINGS else []
        for verb, *words in ((*opening, *one.split()) for one in sayings):
            found.setdefault(verb, []).append(_Run(tuple(words), section))
    for runs in found.values():
        runs.sort(key=lambda run: -len(run.words))
    return found


def saying(sentence: Sentence, at: int) -> Saying:
    """Return what is said of a thing by the words from its verb at `at` on."""
    verb, denied = _behind_helpers(sentence, at)
    for first, second in _openings(sentence, verb):
        if sentence.part(second) is Part.NEGATION and sentence.low(second + 1) not in ("only", "just"):
            denied, second = not denied, second + 1
        for run in _runs().get(first, ()):
            end = _behind(sentence, second, run.words)
            if end and (run.section not in _OPENINGS or _ends(sentence, end)):
                return Saying(run.sign(denied=denied), end)
    return Saying(0, at)


_CLOSES: Final = frozenset(
    {Part.EDGE, Part.PAUSE, Part.INTERJECTION, Part.CONTRAST, Part.CONJUNCTION, Part.BOUNDARY, Part.ADVERB, Part.TIME}
)
_LEADS_ON: Final = frozenset({"my", "to", "up", "best", "worst"})
"""Behind a saying that ends so something of it follows: "the highlight of my (week)"."""


def _ends(sentence: Sentence, at: int) -> bool:
    """Tell whether what stands before `at` is all that is said: "is a treat", not "is a treat for dogs"."""
    mine = sentence.low(at) in ("for", "to") and sentence.low(at + 1) in ("me", "us")
    return sentence.part(at) in _CLOSES or sentence.low(at - 1) in _LEADS_ON or mine


_HELPERS: Final = frozenset({"do", "does", "did", "has", "have", "had", "'s", "will", "would", "could", "can", "ca", "wo"})
_DENYING: Final = frozenset({"dont", "doesnt", "didnt", "never", "hardly", "barely"})
_ENDS: Final = frozenset(
    {Part.EDGE, Part.PAUSE, Part.INTERJECTION, Part.CONTRAST, Part.CONJUNCTION, Part.BOUNDARY, Part.ADVERB, Part.TIME}
)
_LEADS_ON: Final = frozenset({"of", "my", "to", "best", "worst"})
"""Behind a saying that ends so something of it follows: "the highlight of my (week)"."""


def _behind_helpers(sentence: Sentence, at: int) -> tuple[int, bool]:
    """Return the place of the full verb, and whether it is denied: "never quite clicked", "doesn't speak"."""
    denied = False
    while True:
        at = _after(sentence, at)
        if sentence.part(at) is Part.NEGATION or sentence.low(at) in _DENYING:
            denied = not denied
        elif sentence.low(at) not in _HELPERS or not _is_helped(sentence, at + 1):
            return at, denied
        at += 1


def _is_helped(sentence: Sentence, at: int) -> bool:
    """Tell whether a full verb or a negation stands at `at`: what stands before only helps it."""
    at = _after(sentence, at)
    known = sentence.low(at) in sentence.lemmas or sentence.low(at) in BE or sentence.low(at) in _HELPERS
    return known or sentence.part(at) is Part.NEGATION


def _after(sentence: Sentence, at: int) -> int:
    while sentence.part(at) is Part.ADVERB and sentence.low(at) not in _DENYING:
        at += 1
    return at


_SEEMS: Final = frozenset({"sound", "look", "feel", "taste", "smell", "seem"})
_BECOMES: Final = frozenset({"become", "remain", "stay", "prove"})


def _openings(sentence: Sentence, verb: int) -> list[tuple[str, int]]:
    """Return the bare forms of a verb at `verb`, "be" for whatever links, each with the place behind it."""
    lemma = sentence.lemma(verb)
    behind = verb + 2 if lemma == "turn" and sentence.low(verb + 1) == "out" else verb + 1
    links = sentence.low(verb) in BE or sentence.part(verb) is Part.POSSESSIVE or lemma in _SEEMS
    if not links and lemma not in _BECOMES and behind == verb + 1:
        return [(lemma, behind)]
    if sentence.lows[behind : behind + 2] == ("to", "be"):
        behind += 2
    if sentence.low(_after(sentence, behind)) == "like":
        return [(word, _after(sentence, behind) + 1) for word in ("like", "be")]
    return [("be", behind)]


_LEFT_OUT: Final = frozenset({Part.DETERMINER, Part.ADVERB, Part.ADJECTIVE})


def _behind(sentence: Sentence, at: int, words: tuple[str, ...]) -> int:
    """Return the place behind a run of words at `at`, 0 where they do not stand there."""
    for word in words:
        while not _is(sentence, at, word) and sentence.part(at) in _LEFT_OUT:
            at += 1
        if not _is(sentence, at, word):
            return 0
        at += 1
    return at


def _is(sentence: Sentence, at: int, word: str) -> bool:
    return word in (sentence.low(at), sentence.lemma(at)) or (word == "me" and sentence.low(at) == "us")
