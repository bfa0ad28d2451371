"""What English sayings say of the thing before them: "hits the spot", "never clicked with me", "is a waste of time".

The sayings stand in `sayings.txt`, each with the bare form of its verb.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from ..words import sections, words
from .lexicon import BE, HAVE, Part
from .sentence import Sentence
from .verdicts import touches

_SIGNS: Final = {"lifts": 1, "suits": 1, "marvel": 1, "grates": -1, "misery": -1, "reeks": -1}
_OPENINGS: Final = {"marvel": "be", "misery": "be", "reeks": "like"}
"""What the sayings of a section begin with, beside their own words: any verb that links, any that compares."""


class Said(NamedTuple):
    """What words say of a thing: a feeling, 0 where none, and the place behind them."""

    sign: int
    end: int
    mild: bool = False
    """No more than that it is fun, or interesting."""


class _Saying(NamedTuple):
    words: tuple[str, ...]
    """What stands behind its verb."""
    section: str

    def sign(self, *, denied: bool) -> int:
        """Return the feeling that it shows."""
        if self.section == "unfailing":
            return int(denied)
        if self.section == "unsuited":
            return -int(denied)
        return _SIGNS[self.section] * (not denied or -(self.section == "suits"))


@cache
def _sayings() -> dict[str, dict[str, list[_Saying]]]:
    """Return the sayings by their verbs, and of one verb by the word behind it ("" for none), longer ones first."""
    found: dict[str, dict[str, list[_Saying]]] = {}
    for section, runs in sections("english/sayings").items():
        opening = [_OPENINGS[section]] if section in _OPENINGS else []
        for verb, *behind in ((*opening, *run.split()) for run in runs):
            of_verb = found.setdefault(verb, {})
            of_verb.setdefault(behind[0] if behind else "", []).append(_Saying(tuple(behind), section))
    for of_verb in found.values():
        for some in of_verb.values():
            some.sort(key=lambda one: -len(one.words))
    return found


def said(sentence: Sentence, at: int) -> Said:
    """Return what is said of a thing by the words from its verb at `at` on."""
    verb, denied = _full_verb(sentence, at)
    for bare, behind in _bare_forms(sentence, verb):
        found = _say(sentence, bare, behind, denied=denied)
        if found is not None:
            return found
    return Said(0, at)


_JUDGES: Final = {"dull": -1, "acclaim": 1, "found_bright": 1}
_PASSING: Final = words("annoying frustrating stressful exhausting overwhelming uncomfortable distracting")
"""What somebody may say of what they like all the same."""
_SARCASTIC: Final = frozenset({"brilliant", "fantastic", "fabulous", "great"})
"""Said of what one only names, as of a missed bus, it may mean the contrary."""
_AS_CAN_BE: Final = (("as", "hell"), ("as", "fuck"), ("as", "heck"), ("as", "always"), ("af",))


def judgement(sentence: Sentence, at: int) -> Said:
    """Return what a clause says without subject and verb, from `at` to its end: "boring as hell", "an absolute masterpiece"."""
    if sentence.lows[at : at + 2] == ("what", "a"):
        at += 2
    if found := _say(sentence, "be", at, denied=False):
        return found
    denied = False
    farthest = at + _MOST_LEFT_OUT
    while at < farthest and _is_left_out(sentence, at) and not _judges(sentence, at):
        denied ^= sentence.part(at) is Part.NEGATION
        at += 1
    sign, end = _judges(sentence, at), at + 1
    end += next((len(run) for run in _AS_CAN_BE if sentence.lows[end : end + len(run)] == run), 0)
    if not sign or not _ends(sentence, end) or (denied and sign > 0):
        return Said(0, at)
    return Said(
        -sign if denied else sign, end, mild=sentence.listed(at, "found_bright") or sentence.low(at) in _SARCASTIC
    )


def _judges(sentence: Sentence, at: int) -> int:
    if sentence.low(at) in _PASSING:
        return 0
    if sentence.low(at) in ("good", "great") and sentence.low(at - 1) == "so":
        return 1
    return next((sign for section, sign in _JUDGES.items() if sentence.listed(at, section)), 0)


def said_of_it(sentence: Sentence, at: int) -> Said:
    """Return what is said of "it" from its verb at `at` on: "bored me", "was so boring", "never clicked with me"."""
    found = said(sentence, at)
    if found.sign:
        return found
    verb, denied = _full_verb(sentence, at)
    if sign := touches(sentence, verb):
        return Said(-sign if denied else sign, verb + 2)
    linked = next((behind for bare, behind in _bare_forms(sentence, verb) if bare == "be"), 0)
    return judgement(sentence, linked) if linked else found


_CLAIMS: Final = words("prove argue arguing argument arguments claim claims case reason reasons point points line")


def is_claimed(sentence: Sentence, at: int) -> bool:
    """Tell whether what is said of a thing at `at` is only to be put so: "help me argue that zoos are awful"."""
    first = sentence.before(at)
    while sentence.part(first) is Part.MY or (
        sentence.part(first) is Part.DETERMINER and sentence.low(first) != "that"
    ):
        first -= 1
    claimed = sentence.low(first) == "that" and sentence.low(first - 1) in _CLAIMS
    return claimed or sentence.low(first) in ("saying", "claiming", "arguing")


def is_condition(sentence: Sentence, at: int, verb: int) -> bool:
    """Tell "my sleep is a mess", which is no dislike of sleep, from "my piano lessons bore me"."""
    return sentence.part(at - 1) is Part.MY and _bare_forms(sentence, verb)[-1][0] == "be"


# Verbs

_HELPERS: Final = words("do does did has have had 's will would could can ca wo")
_SEEMS: Final = frozenset({"sound", "look", "feel", "taste", "smell", "seem"})
_BECOMES: Final = frozenset({"become", "remain", "stay", "prove"})


def _full_verb(sentence: Sentence, at: int) -> tuple[int, bool]:
    """Return the place of the full verb, and whether it is denied: "never quite clicked", "doesn't speak"."""
    denied = False
    while True:
        at = sentence.after(at)
        if sentence.part(at) is Part.NEGATION:
            denied = not denied
        elif sentence.low(at) not in _HELPERS or not _is_helped(sentence, at + 1):
            return at, denied
        at += 1


def _is_helped(sentence: Sentence, at: int) -> bool:
    """Tell whether a verb stands at `at`, denied or not: what stands before only helps it."""
    while sentence.part(at) in (Part.NEGATION, Part.ADVERB):
        at += 1
    low = sentence.low(at)
    return low in sentence.lemmas or low in BE or low in _HELPERS


def _bare_forms(sentence: Sentence, verb: int) -> list[tuple[str, int]]:
    """Return the bare forms of a verb at `verb`, "be" for whatever links, each with the place behind it."""
    lemma = "have" if sentence.low(verb) in HAVE else sentence.lemma(verb)
    behind = verb + 2 if lemma == "turn" and sentence.low(verb + 1) == "out" else verb + 1
    links = sentence.low(verb) in BE or sentence.part(verb) is Part.POSSESSIVE or lemma in (*_SEEMS, *_BECOMES)
    if not links and behind == verb + 1:
        return [(lemma, behind)]
    if sentence.lows[behind : behind + 2] == ("to", "be"):
        behind += 2
    alike = sentence.after(behind)
    return [("like", alike + 1), ("be", alike + 1)] if sentence.low(alike) == "like" else [("be", behind)]


# Runs of words

_MOST_LEFT_OUT: Final = 6
"""So many words may stand between those of a saying."""
_LEFT_OUT: Final = frozenset({Part.DETERMINER, Part.ADVERB, Part.ADJECTIVE, Part.NEGATION})
_SHEER: Final = words("so such absolute total complete utter sheer pure real massive straight")
_CLOSES: Final = frozenset(
    {Part.EDGE, Part.PAUSE, Part.INTERJECTION, Part.CONTRAST, Part.CONJUNCTION, Part.BOUNDARY, Part.ADVERB, Part.TIME}
)
_LEADS_ON: Final = frozenset({"my", "to", "up"})
"""Behind a saying that ends so something of it follows: "the highlight of my (week)"."""


def _say(sentence: Sentence, verb: str, at: int, *, denied: bool) -> Said | None:
    """Return what a verb says with the words from `at` on, None where they are no saying of it."""
    of_verb = _sayings().get(verb, {})
    for _ in range(_MOST_LEFT_OUT if of_verb else 0):
        for word in dict.fromkeys((sentence.low(at), sentence.lemma(at), "")):
            for one in of_verb.get(word, ()):
                end = _behind(sentence, at, one.words)
                if end and (one.section not in _OPENINGS or _ends(sentence, end)):
                    return Said(one.sign(denied=denied), end)
        if not _is_left_out(sentence, at):
            break
        denied ^= sentence.part(at) is Part.NEGATION and sentence.low(at + 1) not in ("only", "just")
        at += 1
    return None


def _behind(sentence: Sentence, at: int, words: tuple[str, ...]) -> int:
    """Return the place behind a run of words at `at`, 0 where they do not stand there."""
    farthest = at + len(words) + _MOST_LEFT_OUT
    for word in words:
        while not _is(sentence, at, word) and _is_left_out(sentence, at) and at < farthest:
            at += 1
        if not _is(sentence, at, word):
            return 0
        at += 1
    return at


def _is_left_out(sentence: Sentence, at: int) -> bool:
    """Tell whether a word may stand between those of a saying: "is (such a total) waste of time"."""
    return sentence.part(at) in _LEFT_OUT or sentence.low(at) in _SHEER


def _is(sentence: Sentence, at: int, word: str) -> bool:
    return word in (sentence.low(at), sentence.lemma(at)) or (word == "me" and sentence.low(at) == "us")


def _ends(sentence: Sentence, at: int) -> bool:
    """Tell whether what stands before `at` is all that is said: "is a treat", not "is a treat for dogs"."""
    mine = sentence.low(at) in ("for", "to") and sentence.low(at + 1) in ("me", "us")
    return sentence.part(at) in _CLOSES or sentence.low(at - 1) in _LEADS_ON or mine
