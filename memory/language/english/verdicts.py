"""What an English sentence says of the thing that is its subject: "bores me", "isn't for me", "is my favourite", "is boring"."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from ..words import words
from .lexicon import BE, HAVE, Part
from .reading import Reading
from .sentence import ACCLAIM, BOUNDS, Sentence

_REPELS: Final = words("bore annoy scare frighten terrify horrify bother disgust sicken irritate infuriate stress")
_TOUCHES: Final = {
    **dict.fromkeys(_REPELS, -1),
    **dict.fromkeys(
        ("fascinate", "interest", "excite", "relax", "thrill", "calm", "soothe", "comfort", "amuse", "inspire", "help"),
        1,
    ),
}
"""What a thing does to "me", and the feeling that it shows."""
_IN_A_VERDICT: Final = frozenset({Part.ADVERB, Part.DETERMINER, Part.ADJECTIVE, Part.AUXILIARY, Part.TIME})
_VERDICT_WORDS: Final = 7
"""A verdict is looked for among this many words behind its verb."""


def verdict(reading: Reading, at: int) -> int:
    """Return the feeling in "<thing> bores me", "<thing> isn't for me", "<thing> is my favourite", else 0."""
    sentence = reading.sentence
    negated = sentence.part(at + 1) is Part.NEGATION
    verb = at + 2 if negated else at
    if sentence.is_acclaim(verb):
        return ACCLAIM[sentence.low(verb)]
    if sign := touches(sentence, verb):
        return -sign if negated else sign
    if _ails(sentence, at, verb):
        return -1
    if sentence.lemma(verb) == "do" and sentence.lows[verb + 1 : verb + 4] == ("nothing", "for", "me"):
        return -1
    if sentence.lemma(at) in _BECOMES or (sentence.low(at) in HAVE and not negated):
        return _became(reading, at)
    if sentence.lemma(verb) in ("make", "mean") and (sign := _moves_me(reading, verb)):
        return -sign if negated else sign
    if sentence.low(at) in BE or sentence.part(at) is Part.POSSESSIVE:
        return _judged(reading, at + 1)
    return 0


_TOUCHING: Final = {
    "keep": ("sane", "going", "grounded", "alive", "happy", "calm", "entertained"),
    **dict.fromkeys(("get", "gets"), ("going", "through", "out", "excited", "hooked")),
    **dict.fromkeys(("have", "has"), ("hooked", "obsessed")),
    "bring": ("joy", "peace", "comfort"),
    "give": ("joy", "life", "energy", "peace"),
    "cheer": ("up",),
}
"""What a thing does to "me", with the word behind it: "keeps me sane"."""
_REPELLING: Final = {
    "put": (("to", "sleep"), ("off",)),
    "leave": (("cold",),),
    "turn": (("off",),),
    "creep": (("out",),),
    "drive": (("mad",), ("nuts",), ("crazy",), ("insane",), ("up", "the", "wall")),
}
"""The same for what repels: "puts me to sleep"."""
_AILMENTS: Final = words(
    "headache headaches migraine migraines heartburn hives indigestion anxiety gas rash creeps nightmares"
)
ORGANS: Final = frozenset({"stomach", "tummy", "gut", "belly", "skin", "head", "ears", "eyes", "teeth", "throat"})


def _ails(sentence: Sentence, at: int, verb: int) -> bool:
    """Tell whether the thing does the speaker harm: "doesn't agree with me", "upsets my stomach", "could kill me"."""
    lemma, mine = sentence.lemma(verb), sentence.low(verb + 1) == "my" and sentence.low(verb + 2) in ORGANS
    if lemma == "agree" and verb > at:
        return sentence.lows[verb + 1 : verb + 3] == ("with", "me")
    if lemma in ("upset", "hurt", "irritate"):
        return mine
    return sentence.low(at) in ("could", "can", "would", "will") and sentence.lows[at + 1 : at + 3] == ("kill", "me")


_OF_ITSELF: Final = {
    ("repeats", "on", "me"): -1,
    ("never", "gets", "old"): 1,
    ("has", "grown", "on", "me"): 1,
    ("grew", "on", "me"): 1,
}


def touches(sentence: Sentence, verb: int) -> int:
    """Return the feeling in "bores me", "keeps me so sane", "never gets old", else 0."""
    lemma = sentence.lemma(verb)
    if sentence.low(verb + 1) != "me":
        return next((sign for run, sign in _OF_ITSELF.items() if sentence.lows[verb : verb + len(run)] == run), 0)
    for word in (lemma, sentence.low(verb)):  # "musicals bore me": that form is of "bear" too
        if word in _TOUCHES:
            return _TOUCHES[word]
    if any(sentence.lows[verb + 2 : verb + 2 + len(run)] == run for run in _REPELLING.get(lemma, ())):
        return -1
    if lemma == "give" and not _AILMENTS.isdisjoint(sentence.lows[verb + 2 : verb + 5]):
        return -1
    if lemma == "make":
        return _MOVED.get(sentence.low(sentence.after(verb + 2)).removesuffix("er").replace("happi", "happy"), 0)
    tail = {sentence.low(verb + 2), sentence.low(sentence.after(verb + 2))}
    return int(not tail.isdisjoint(_TOUCHING.get(lemma, ())))


_BECOMES: Final = frozenset({"become", "remain", "stay"})


def _became(reading: Reading, at: int) -> int:
    """Return the feeling in "has become my favourite", "has always been my passion", "became an obsession of mine", else 0."""
    sentence = reading.sentence
    if sign := touches(sentence, at):
        return sign
    if sentence.low(at) in HAVE:
        at = sentence.after(at + 1)
        if sign := touches(sentence, at):  # "has always bored me"
            return sign
    linked = sentence.lemma(at) in _BECOMES or sentence.low(at) == "been"
    return _judged(reading, at + 1) if linked else 0


_MOVED: Final = {
    **dict.fromkeys(("happy", "smile", "calm", "laugh", "cheerful", "relaxed"), 1),
    **dict.fromkeys(("sick", "anxious", "sad", "angry", "yawn", "cringe", "miserable", "gag", "ill", "nauseous"), -1),
}


def _moves_me(reading: Reading, verb: int) -> int:
    """Return the feeling in "makes me so happy", "means the world to me", else 0."""
    sentence = reading.sentence
    if sentence.lemma(verb) == "make" and sentence.low(verb + 1) == "me":
        ahead = verb + 3 if sentence.low(verb + 2) == "so" else sentence.after(verb + 2)
        return _MOVED.get(sentence.low(ahead), 0)
    lows = sentence.lows[verb : verb + _VERDICT_WORDS]
    meant = {"lot", "much", "everything", "world"}.intersection(lows)
    return int(sentence.lemma(verb) == "mean" and ("to", "me") in pairwise(lows) and bool(meant))


def _is_what_i(reading: Reading, at: int) -> int:
    """Return the feeling in "(true crime is) what I listen to", "what I hate", else 0."""
    sentence = reading.sentence
    if sentence.low(at) not in ("what", "all", "everything") or sentence.part(at + 1) is not Part.I:
        return 0
    verb = sentence.after(at + 2)
    if sentence.lemma_listed(verb, "dislike"):
        return -1
    if sentence.low(verb) in BE:  # "what I'm into"
        return int(sentence.low(sentence.after(verb + 1)) in ("into", "after", "about"))
    on_my_mind = sentence.low(at) == "all" and sentence.lemma(verb) in ("think", "talk", "hear")
    return int(on_my_mind or sentence.lemma_listed(verb, "like", "do") or sentence.lemma(verb) in ("live", "crave"))


def _acclaims(sentence: Sentence, at: int) -> bool:
    """Tell whether "amazing", "so good" is all that is said of a thing: "the opera was amazing", not "is amazing for kids"."""
    much = sentence.low(at) in ("good", "great") and (sentence.low(at - 1) == "so" or _is_set_against(sentence, at))
    return (much or sentence.listed(at, "acclaim")) and sentence.part(at + 1) in BOUNDS


def _is_set_against(sentence: Sentence, at: int) -> bool:
    """Tell whether a dislike and "but" stand before: "(not a fan of horror,) but thrillers are great"."""
    first = at - 1
    while first >= 0 and sentence.part(first) not in (Part.CONTRAST, Part.PAUSE, Part.I):
        first -= 1
    denied = any(
        sentence.part(place) is Part.NEGATION or sentence.lemma_listed(place, "dislike") for place in range(first)
    )
    return sentence.low(first) == "but" and denied and sentence.part(0) in (Part.I, Part.NEGATION)


def _judged(reading: Reading, at: int) -> int:
    """Return the feeling in what stands behind "is": "not my cup of tea", "boring", "my passion"."""
    sentence = reading.sentence
    if sign := _is_what_i(reading, at):
        return sign
    ends = sentence.part(at + 1) in (Part.EDGE, Part.PAUSE, Part.INTERJECTION) or sentence.low(at + 1) == "to"
    if sentence.low(at) in ("life", "everything", "bae", "love") and ends:  # "coffee is life"
        return 1
    sign, mine = 1, False
    for place in range(at, at + _VERDICT_WORDS):
        low, part = sentence.low(place), sentence.part(place)
        if part is Part.NEGATION:
            sign = -sign
        elif sentence.listed(place, "dull"):
            return -sign
        elif low in ("for", "my", "one", "of", "cup", "kind", "sort", "so"):
            mine = mine or low == "my"
        elif low == "limits" or (low in ("me", "tea", "thing") and sign < 0):
            return -1
        elif mine and sentence.listed(place, "bright"):
            return sign
        elif sign > 0 and not mine and _acclaims(sentence, place):
            return int(not reading.mood.asks)
        elif part not in _IN_A_VERDICT:
            return 0
    return 0


_HURTS: Final = frozenset({"hurt", "hurts", "ache", "aches", "itch", "itches", "burns", "throbs"})


def behind_hurting(sentence: Sentence, at: int) -> int:
    """Return the place behind "(my) shoulder hurts", "lower back aches", 0 where no part of a body hurts."""
    end = at
    while sentence.part(end) is Part.ADJECTIVE or sentence.low(end) in ("lower", "upper"):
        end += 1
    if not (sentence.listed(end, "body") or sentence.low(end) in ORGANS):
        return 0
    verb = sentence.after(end + 1)
    return verb + 1 if sentence.low(verb) in _HURTS else 0
