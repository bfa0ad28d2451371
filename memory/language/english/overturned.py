"""What an English speaker overturns at the end of a sentence: "I thought I'd love knitting but nope", "My husband loves golf, I don't"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ...records import Phrase
from ..words import words
from .lexicon import Part, listed
from .names import extent, joined, names_an_interest, trimmed
from .passing import is_written
from .reading import Reading
from .sentence import OBJECTS, OTHERS, SPEAKER, Sentence

_ILL: Final = ("allerg", "intoleran", "anaphyl", "coeliac", "celiac")
"""What no turn of phrase may undo."""
_ONESELF: Final = frozenset({"i", "we"})
_FEEL: Final = r"(?:love|like|enjoy|adore|hate|dislike|be into|be a fan of|get into(?! the\b))"
_EXPECTED: Final = re.compile(
    r"\bi (?:\S+ly |had |always |first )?(?:thought|figured|expected|assumed|(?:was|felt) (?:sure|convinced|certain)) (?:that )?i "
    r"(?:(?:'d|would|might|could|was going to|did) (?:\S+ly )?"
    rf"(?:end up )?{_FEEL}|(?:\S+ly )?(?:loved|liked|enjoyed|adored|hated|disliked|was into))\b"
    rf"|\b(?:i|we) (?:\S+ly )?(?:wanted|tried|hoped|wished) (?:so hard |hard |really )?to {_FEEL}\b"
)
"""What was expected, or tried, of a feeling."""
_IN_VAIN: Final = re.compile(
    r"(?: ,)? (?:but|yet|only|though|and)(?: ,)? (?:\S+ly |then |well )?(?:(?:nope|nah)(?= ?$| [,;])"
    r"|(?:nope|nah|no)(?: (?:way|chance|thanks|sir))? ?$"
    r"|(?:not|never)(?: (?:really|quite|at all|so much))? ?$"
    r"|i (?:(?!n't|not)\S+ )?(?:was|were) (?:(?!n't|not)\S+ )?(?:wrong|mistaken)(?! about)"
    r"|(?:i )?(?:just |really )?(?:do|did|could|ca|was|'m|can) ?(?:n't|not)"
    r"(?= ?$| [,;]| (?:do|like|enjoy|get into|into|stand) ?(?:it|them|$))"
    r"|(?P<ill>(?:it|they|that) (?:just |only |always |really )*(?:made me (?:feel )?(?:so |really |very |too |\S+ly )?"
    r"(?:\w*sick|ill|queasy|nauseous|dizzy|anxious|nervous|uneasy|uncomfortable|miserable|sad|angry|tired|bored|lonely|stressed|sleepy|panic)"
    r"|gave me (?:(?:a|an|the|such|terrible|awful|bad|constant) ){0,3}(?:headaches?|migraines?|creeps|nightmares|anxiety|ick|hives|rash)"
    r"|(?:bored|scared|terrified|drained|stressed|annoyed|frustrated|disappointed) me)(?= ?$| [,;]| to (?:death|tears)\b)"
    r"|(?:i )?(?:just |really |absolutely |actually )?(?:hated|loathed) (?:it|them|every)\b)"
    r"|(?:it|they) (?:just |simply |really )?(?:never|(?:did|does|do|was|were|is|'s) ?(?:n't|not))(?: (?:quite |really |ever )?"
    r"(?:click(?:ed)?|st[iu]ck|t[oa]k?ok|land(?:ed)?|happen(?:ed)?|work(?:ed)?(?: out)?|grabbed|grab|for me|my thing|it))\b)"
)
"""What says behind it that it did not come so."""
_MEANT_TO: Final = re.compile(
    r"\bi (?:\S+ly )?(?:was (?:going|about|planning|hoping|meaning) to|wanted to|(?:had )?(?:thought|was thinking) (?:about|of)|considered"
    r"|nearly|almost|planned to|meant to)\b"
)
"""What was only meant to be done."""
_THOUGHT_BETTER: Final = re.compile(
    r"\b(?:but|then|and)(?: ,)? (?:then )?(?:i )?(?:'ve |have |'d |had )?(?:just )?"
    r"(?:decided (?:against|not to)|changed my mind|chickened out"
    r"|thought better of it|talked myself out of it|gave up on the idea|dropped the idea|never did\b(?! (?:regret|look))|did n't(?= ?$))"
)
_DO_NOT: Final = re.compile(
    r"(?:^|(?: ,)? (?:but |and |though |whereas |while |personally )?)i (?:\S+ly |for one )?(?:'m|am|do|did|would) (?:\S+ly |just )?"
    r"(?:n't|not)(?= ?$| [,;]| (?:at all|really|though|tho|lol|so much)\b)"
)
"""A verb that only denies what was said of others before."""
_GET_NOTHING: Final = re.compile(
    r"(?:^|(?: ,)? (?:but |and |though |whereas |while )?)i (?:\S+ly |just |simply |still |even )*"
    r"(?:(?:(?:do|did|ca|could) n't|do not|can not|cannot|never|dont|cant) (?:\S+ly |just |even |quite )?"
    r"(?:get|got|understand|understood|see) (?:it|them|the (?:appeal|hype|fuss|attraction|point|craze|obsession))"
    r"|(?:do|did) n't see what the fuss is about)(?= ?$| [,;]| (?:at all|though|tho|lol)\b)"
)
_FIND_DULL: Final = re.compile(
    r"(?:^|(?: ,)? (?:but |and |though |whereas |while )?)i (?:\S+ly |just |simply |always )*(?:find|found) (?:it|them|that) "
    r"(?:(?:\S+ly|so|a bit|kind of|pretty|rather|very|too|quite|just|utterly) )*(?P<how>\S+)(?= ?$| [,;]| (?:as|though|tho|lol|and)\b)"
)
_LOVED: Final = words("rave raves raving swears swear mad crazy obsessed into fan fans addicted adores hooked nuts")
"""Words of others' liking that are no verbs of it."""
_OWNED: Final = frozenset({Part.THEIR, Part.MY})
"""Before a thing: what is said is of that one alone, "my wife loves her garden"."""
_TELLS: Final = re.compile(
    r"\b(?:thinks?|thought|says?|said|believes?|reckons?|assumes?|figures?|insists?|swears?|convinced|sure) (?:that )?i\b"
)
_PAPER: Final = re.compile(
    r"\b(?:letter|cv|resume|profile|bio|application|horoscope|quiz|test|algorithm|spotify|netflix|app)"
    r" (?:\S+ )?(?:says?|said|thinks?|claims?|tells?)\b"
)
"""What says of the speaker what they may not be."""
_SARCASM: Final = re.compile(
    r"^(?:(?:oh|ah|ha|lol|well) (?:, )?)?(?:(?:yeah|yep|sure|right|of course) (?:, )?(?:because|cos|cuz|coz|since) (?:i|we) "
    r"(?:just|totally|absolutely|obviously|clearly|simply|soo+) (?:love|adore|enjoy|like|need|live for)"
    r"|(?:(?:wow|oh|ah|gee|man) (?:, )?)?i sure (?:do )?(?:just )?(?:love|enjoy|like) (?:it )?(?:how|when)\b"
    r"|(?:great|wonderful|fantastic|lovely|brilliant|perfect|joy|fun|yay) (?:, )?(?:yet )?another .*"
    r" i (?:just|totally|absolutely|so+) (?:love|adore|enjoy)\b)"
)
"""What nobody means: "yeah, because I totally love", "oh great, another"."""


def overturns(reading: Reading) -> None:
    """Turn round what was only expected, and read of others' likings what the speaker says of their own."""
    sentence = reading.sentence
    if _ONESELF.isdisjoint(sentence.lows) or reading.is_question() or is_written(sentence):
        return
    if any(low.startswith(_ILL) for low in sentence.lows):
        return  # "my doctor swears I'm allergic, I'm not at all happy"
    text = sentence.text()
    if _SARCASM.search(text):
        reading.found[:] = [one for one in reading.found if one.stance == "mentioned"]
        return
    if (expected := _EXPECTED.search(text)) and (vain := _IN_VAIN.search(text, expected.end())):
        disliked = expected.group().endswith(("hate", "hated", "dislike", "disliked"))
        if not (disliked and vain["ill"]):  # "I thought I'd hate sailing, and it scared me"
            _turn(reading, *_places(text, expected.end(), vain.start()), -1 if disliked else 1)
        return
    if (meant := _MEANT_TO.search(text)) and (better := _THOUGHT_BETTER.search(text, meant.end())):
        first, end = _places(text, meant.end(), better.start())
        start, stop = sentence.words[first].start, sentence.words[min(end, sentence.size - 1)].start
        meant_so = [one for one in reading.found if start <= one.start < stop]
        for one in meant_so:
            reading.found.remove(one)
            if one.polarity > 0:
                reading.state(replace(one, stance="mentioned", strength=0.0))
        return
    for way in (_DO_NOT, _GET_NOTHING, _FIND_DULL):
        if (verdict := way.search(text)) and not (
            "how" in verdict.re.groupindex and not listed(verdict["how"], "dull")
        ):
            if verdict.start() or way is not _GET_NOTHING:  # "I don't get it." is of what was said last
                _differ(reading, text, verdict.start(), elided=way is _DO_NOT)
            return


def _places(text: str, first: int, end: int) -> tuple[int, int]:
    return text.count(" ", 0, first), text.count(" ", 0, end)


def _turn(reading: Reading, first: int, end: int, expected: int) -> None:
    """Let what was expected to be felt between two places be felt the other way round."""
    places = reading.sentence.words
    start, stop = places[first].start, places[min(end, len(places) - 1)].end
    for one in [one for one in reading.found if one.polarity == expected and start <= one.start < stop]:
        reading.state(replace(one, stance="stated", polarity=-1 if one.polarity > 0 else 1, strength=1.0, ends=False))


def _differ(reading: Reading, text: str, at: int, *, elided: bool) -> None:
    """Let the speaker refuse what others before a place, or in the sentence before, are said to like."""
    told: Reading | None = reading if at else reading.last
    if told is None or told.is_question():
        return
    sentence = told.sentence
    end = text.count(" ", 0, at) + 1 if told is reading else sentence.size  # the verdict begins with a blank
    if elided and (thought := _TELLS.search(" ".join(sentence.text().split(" ")[:end]))):
        first = text.count(" ", 0, thought.end()) if told is reading else 0
        if _speaks_of_others(sentence, first - 1) or _PAPER.search(sentence.text()):
            _deny(told, first, end)
        return
    felt = next((place for place in range(end) if _is_liking(sentence, place)), None)
    if felt is None or not _speaks_of_others(sentence, end):
        return
    at = next((place for place in range(felt + 1, end) if sentence.part(place) in OBJECTS), end)
    first, stop = trimmed(sentence, at, min(joined(sentence, at, extent(sentence, at)), end))
    owned = any(sentence.part(place) in _OWNED for place in range(felt, at))
    if first < stop and names_an_interest(sentence, first, stop) and not owned:
        start, behind = sentence.words[first].start, sentence.words[stop - 1].end
        told.state(Phrase(told.source[start:behind], start, behind, -1, "stated"))


def _deny(told: Reading, first: int, end: int) -> None:
    """Let the speaker not be as others think between two places: what they like is refused, what they refuse is nothing."""
    start, stop = told.sentence.words[first].start, told.sentence.words[end - 1].end
    for one in [one for one in told.found if one.stance == "stated" and start <= one.start < stop]:
        told.found.remove(one)
        if one.polarity > 0:
            told.state(replace(one, polarity=-1, strength=1.0))


def _is_liking(sentence: Sentence, at: int) -> bool:
    """Tell whether a word says that somebody likes something: "loves", "(is) into", "rave (about)"."""
    preposition = sentence.low(at) == "like" and sentence.part(at - 1) not in OTHERS
    return (sentence.lemma_listed(at, "like") and not preposition) or sentence.low(at) in _LOVED


def _speaks_of_others(sentence: Sentence, end: int) -> bool:
    """Tell whether others are the ones of whom a sentence speaks up to a place, and not the speaker."""
    parts = {sentence.part(at) for at in range(end)}
    return not parts.isdisjoint(OTHERS - {Part.YOU}) and parts.isdisjoint(SPEAKER)
