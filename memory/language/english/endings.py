"""What English speakers end by a verdict on what was named: "Never again.", "so I have stopped it", "tell the choir I won't be back".

What is meant is looked for among what is listed: a pastime, something to eat that they had, what people give up.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ...records import Phrase
from ..words import words
from .abstinence import LONG
from .left import DONE, FOOD
from .lexicon import Part
from .passing import is_beside, is_written
from .pastimes import is_for_once, pastimes_in
from .reading import Reading
from .sentence import SPEAKER, Sentence

_STOP: Final = (
    r"(?= ?$| [,;:)(-]| (?:and|but|so|because|cos|since|for good|please|lol|for me|thanks|ever|either|though|the (?:sec"
    r"|minute|moment)|after|by)\b)"
)
_BEFORE: Final = words("and but so then i have 've we just finally already sir no 'm am 'd 'll")
"""Before a verdict that has no subject of its own; a pause too."""
_THEM: Final = (
    r"(?:it|that|them|this|all of (?:it|them)|every (?:single |last )?one(?: of them)?|the (?:whole )?lot|the clubs|the"
    r" kit|the gear)"
)
_DONE: Final = (
    r"(?:do|doing|go|going|have|having|try|trying|eat|eating|drink|drinking|play|playing|touch|touching|be|back|return"
    r"|come|coming)"
)
_BARE: Final = (
    re.compile(
        rf"\b(?:stopped|quit|binned|ditched|dropped|left|deleted|dumped|chucked|jacked|scrapped|abandoned|sold|uninstalled"
        rf"|cancelled|canceled)"
        rf" {_THEM}(?: out| off| away)?{_STOP}"
    ),
    re.compile(
        r"\b(?:(?:packed|jacked|chucked) (?:it|that|this|them) (?:all )?in(?! (?:the|a|my))|(?:gave|given) (?:it|that|them)"
        r" (?:up|away|back)|gave up on (?:it|them)"
        r"|knocked (?:it|that|them) on the head|called it (?:a day|quits))"
    ),
    re.compile(rf"\bnever (?:ever )?again{_STOP}"),
    re.compile(
        rf"\b(?:not|never|wo n't|will not|would n't|'ll never|will never|'d never|'m not) (?:be )?(?:{_DONE}"
        rf" )+(?:(?:to|it|that|there|one|them|back) )*(?:ever )?(?:again|back|any ?more)\b"
    ),
)
"""What is said of something named before, by itself or behind "and", "I have"."""
_VERDICTS: Final = (
    re.compile(
        r"\b(?:once|one|it) was (?:more than )?(?:enough|plenty)|\bthat was (?:more than )?(?:enough|plenty|(?:one|two|three) too many)(?:"
        r" for me)? ?$|\bone and done\b"
        r"|\bas long as i live\b"
    ),
    re.compile(
        r"^(?:but )?not (?:any ?more|now) ?$|^(?:and |so )?i (?:'m|am) (?:so )?(?:out|done)(?: now| with it)? ?$|\bthat 's me (?:done|out"
        r"|finished)\b"
    ),
    re.compile(
        r"\b(?:done|finished|through) with (?:it|that|them|all that|(?:that|the|this) (?:whole )?(?:hobby|game|lark|life|nonsense"
        r"|thing|business))\b"
    ),
    re.compile(r"\b(?:wo n't|will not) be repeating (?:it|that)\b"),
    re.compile(r"\bi (?:am|'m) (?:so )?done (?=[a-z]+ing\b)"),
    re.compile(r"\b(?:it|that|they) (?:was|is|'s|were) ?(?:n't|not) (?:really |quite )?(?:for me|my thing|my cup)\b"),
    re.compile(
        rf"\b{LONG} off (?:it|them|that)\b|\bbeen off (?:it|them|that) (?:for |since )|\bset foot (?:on|in) (?:another|one|it) ?(?:$|[,;])"
    ),
    re.compile(r"\bi dont come back\b|\bi do n't come back\b|\bno more of (?:it|that|them) for me\b"),
)
"""What is said of something named before."""
_BEGAN: Final = re.compile(
    r"\b(?:joined|signed up (?:for|to|at)|enrolled (?:in|on|for|at)|took up|taken up|started|began|picked up|tried)"
    r" (?!(?:reading|watching) )(?=\S)"
)
_GAVE_UP: Final = re.compile(
    r"(?: (?:but|and|then|so|,))+(?: i)?(?: (?:have|had|just|quickly|then|soon|also|\S+ly))* "
    r"(?:left|quit|quitted|stopped(?: going)?|gave up|bailed|dropped out|packed up|lost interest|jacked (?:it )?in)"
    r"(?= ?$| ,| (?:again|because|since|cos|pretty|very|soon|almost|within|when i|when the|once)\b"
    r"| (?:after|in) (?:just |only |about |like )?(?:a|an|one|two|three|four|five|six|[0-9]+|a few|a couple(?: of)?"
    r"|the first|my first|some|like)"
    r" (?:\S+ )?(?!minutes?|hours?|mins?|pages?|chapters?|episodes?)\S)"
)
"""What is begun and left again: "joined a book club but left after a month"."""
_PLACES: Final = (
    r"(?:gym|pool|class|lesson|practice|rehearsal|session|match|game|games|party|concert|show|bag|shoes|kit|bike|ball|racket|house|office"
    r"|garden|pub|church|library|phone)"
)
"""What is left for an hour, or left behind."""
_LEAVING: Final = (
    re.compile(
        r"\bi (?:(?:will|shall|can|do|am|'ll|'m|would) (?:not|never)|(?:wo|sha|ca|do) n't|wont|cant) (?:be )?(?:com(?:e|ing)"
        r"|go(?:ing)?|continu(?:e|ing)"
        r"|carry(?:ing)?|play(?:ing)?|attend(?:ing)?|return(?:ing)?|renew(?:ing)?|do(?:ing)?|sing(?:ing)?|bowl(?:ing)?|danc(?:e|ing)"
        r"|tak(?:e|ing) part)"
        r"(?: \S+){0,7}? ?(?:any ?more|any longer|again|no more|back|(?<=go )on|(?<=going )on|(?<=carry )on|(?<=carrying"
        r" )on)\b(?! (?:on|until"
        r"|till|next|before) )"
    ),
    re.compile(
        r"\bi (?:(?:shall|will|'m|am|'ll) not|wo n't|sha n't) (?:be )?(?:renew|rejoin|return)(?:ing)?\b|\bi want out of\b"
    ),
    re.compile(
        r"\bi (?:'m|am) (?:leaving|quitting|resigning|dropping out|stepping away|bowing out|packing it in|stopping|giving (?:it"
        r"|up))(?= ?$| [,;.]| (?:the|and|because|for good|after)\b)"
    ),
    re.compile(
        r"\b(?:resignation from|stepp(?:ing|ed) down from|handed in my notice|my notice (?:at|to)|quit the|quitting the"
        r"|withdraw from|i (?:'ve |have )?(?:just )?lost (?:all )?interest|never will again)\b"
    ),
    re.compile(r"\bcancel my (?=.{0,60}never want to)"),
)
"""What says in the same sentence of a pastime that the speaker leaves it."""
_LEFT_IT: Final = re.compile(
    rf"\bi (?:(?:have|'ve|sadly|finally|recently|just) )*(?:had to (?:leave|quit|give up|drop out of)|(?:left|quit)) (?:the|my|our)"
    rf"\b(?! (?:\S+ )?{_PLACES}\b)(?= \S+(?: \S+)?(?: (?:after (?:all|\S+ years|many years)|last (?:week|month|year|spring|summer"
    r"|autumn|winter)|this year|for good|because|since|[,;])| ?$))"
)
"""The same where the pastime has to stand right behind: "I left the army" says nothing of what was named before."""
_PARTED: Final = re.compile(
    r"(?<= )and (?:i|me) (?:(?:have|'ve|are|'re|just|finally|recently|officially|also) )*(?:part(?:ed)? ways|br(?:oke|oken) up"
    r"|split up|f[ae]ll(?:en)? out|(?:done|through|finished)(?= ?$| [,;]| for good\b| with each other\b)"
    r"|(?:do|did) n't (?:get (?:along|on)|mix|agree)\b|are (?:not|n't|no longer) friends\b|not friends\b)"
)
"""What is said of a thing and the speaker as of two people: "golf and I broke up"."""
_ANEW: Final = frozenset({"better", "newer", "upgraded", "upgrade", "replacement", "replaced", "reinstalled"})
_RENEWED: Final = re.compile(
    r"\b(?:bought|buy|buying|got|get|getting|ordered|have) (?:\S+ )?(?:a|an|the|another|my) (?:\S+ )?"
    r"(?:new|newer|better|bigger|smaller|other)\b"
    r"|\b(?:for|bought|got|get) (?:a new|another|a better|a bigger) one\b"
)
_HELD_BACK: Final = re.compile(
    r"\b(?:should|shall|ought|can|could|must (?:i|we)|if|nearly|almost|plan|planning|think|thinking|thought|n't|not|never|would|might"
    r"|may)(?: \S+){0,3} $"
)
"""Right before it: it is not done."""
_WORDS: Final = words(
    "again anymore enough plenty done stopped quit binned ditched dropped deleted dumped chucked jacked scrapped abandoned"
    " sold uninstalled cancelled canceled packed gave knocked called finished cup renewing rejoining returning leaving"
    " quitting packing stopping giving resignation stepping stepped notice leave withdraw cancel out foot off more wo sha wont"
    " back left interest ways up friends mix agree fall fallen fell along get through resigning dropping bowing many repeating given"
)
"""A sentence without any of these ends nothing."""
_ATE: Final = words("had ate eaten try tried trying drank tasted ordered gave have taste cooked made")
_OTHERS: Final = frozenset({Part.PERSON, Part.THEY})
_NOBODY: Final = words("them him her everyone everybody people sir mate man guys they")
_SAYING_MINE: Final = frozenset({"i", "my", "we", "our", "me"})
_FARTHEST: Final = 5
"""Sentences back in which it is looked for what a verdict is about."""
_LEFT: Final = frozenset({"the", "from", "at", "to"})
_NEAR: Final = 4
_GIVEN_UP: Final = tuple(one for one in DONE if one not in FOOD)


def ends_the_named(reading: Reading) -> None:
    """Let what the speaker named before count as ended, where a verdict in this sentence says so."""
    sentence = reading.sentence
    if _WORDS.isdisjoint(sentence.lows) and not ("me" in sentence.lows and "n't" in sentence.lows):
        return
    text = sentence.text()
    if (
        _parts_from(reading, text)
        or _begins_and_leaves(reading, text)
        or _leaves(reading, text)
        or reading.is_question()
        or is_written(sentence)
    ):
        return
    verdict = next((match for way in _BARE if (match := way.search(text)) and _opens(match)), None)
    verdict = verdict or next((match for way in _VERDICTS if (match := way.search(text))), None)
    if verdict is None:
        return
    at, behind = (text.count(" ", 0, place) for place in verdict.span())
    if is_renewed(sentence):
        return
    once = is_for_once(sentence, behind) and sentence.low(behind) != "last"  # "binned it last week"
    if not once and not _is_of_others(sentence, 0, sentence.size):
        _end_before(reading, at)


def is_renewed(sentence: Sentence) -> bool:
    """Tell whether a sentence says that another one takes the place of what has gone: "sold it and bought a better one"."""
    return not _ANEW.isdisjoint(sentence.lows) or bool(_RENEWED.search(sentence.text()))


def _parts_from(reading: Reading, text: str) -> bool:
    """End the pastime or the habit with which the speaker parts ways; tell whether there is one."""
    parted = _PARTED.search(text)
    if parted is None or reading.is_question():
        return False
    at = text.count(" ", 0, parted.start())
    named = [(first, end) for first, end in _things(reading.sentence, at) if end == at]
    if not named and reading.sentence.listed(at - 1, *FOOD):
        named = [(at - 1, at)]
    for first, end in named[-1:]:
        _state(reading, first, end)
    return bool(named)


def _begins_and_leaves(reading: Reading, text: str) -> bool:
    """End what the speaker has begun and left again; tell whether there is such a thing."""
    began = _BEGAN.search(text)
    gave_up = _GAVE_UP.search(text, began.end()) if began else None
    if began is None or gave_up is None or reading.is_question() or is_written(reading.sentence):
        return False
    words = reading.sentence.words
    first, end = text.count(" ", 0, began.end()), text.count(" ", 0, gave_up.start()) + 1
    if _is_of_others(reading.sentence, 0, end):
        return False
    start, stop = words[first].start, words[end - 1].end
    begun = [one for one in reading.found if start <= one.start < stop and one.polarity > 0]
    for one in begun[:1]:
        reading.state(replace(one, polarity=-1, stance="stated", strength=1.0, ends=True))
    return bool(begun)


def _leaves(reading: Reading, text: str) -> bool:
    """End the pastime of a sentence by which the speaker leaves it; tell whether it is such a sentence."""
    sentence = reading.sentence
    leaves = next((match for way in (*_LEAVING, _LEFT_IT) if (match := way.search(text))), None)
    if leaves is None or (is_written(sentence) and not _is_letter(sentence)):
        return False
    mine = not _SAYING_MINE.isdisjoint(sentence.lows) and not _is_of_others(sentence, 0, sentence.size)
    if not mine or (_HELD_BACK.search(text[: leaves.start()]) and not leaves.group().startswith("never")):
        return False
    if not _end_here(reading, text.count(" ", 0, leaves.end())) and leaves.re is not _LEFT_IT:
        _end_before(reading, 0)
    return True


def _opens(match: re.Match[str]) -> bool:
    """Tell whether a verdict begins where its match does: nothing, a pause or "and" stands before."""
    before = match.string[: match.start()].split(" ")[-2:-1]
    return not before or before[0] in _BEFORE or not before[0][-1:].isalnum()


def _is_letter(sentence: Sentence) -> bool:
    """Tell "write to the club that I will not come any more" from "write a story"."""
    opening = sentence.lows[1:7]
    return any(word in opening for word in ("to", "note", "email", "mail", "letter", "message", "text", "resignation"))


def _is_of_others(sentence: Sentence, first: int, end: int) -> bool:
    """Tell whether others are spoken of between two places, and the speaker is not."""
    parts = {sentence.part(at) for at in range(first, end) if sentence.low(at) not in _NOBODY}
    return not parts.isdisjoint(_OTHERS) and parts.isdisjoint(SPEAKER)


def _end_here(reading: Reading, behind: int) -> bool:
    """End the first pastime of this sentence, where it is not somebody else's; tell whether there is one."""
    sentence = reading.sentence
    joined = [(at, at + 1) for at in range(sentence.size) if sentence.listed(at, "joined")]
    left = sentence.low(behind) in _LEFT or sentence.low(behind + 1) == "the"  # what is left stands right behind
    for first, end in sorted([*pastimes_in(sentence), *joined]):
        if sentence.part(first - 1) is not Part.THEIR and (not left or behind < first <= behind + _NEAR):
            if is_for_once(sentence, end) or is_for_once(sentence, behind) or "before" in sentence.lows[behind:]:
                return False
            _state(reading, first, end)
            return True
    return False


def _end_before(reading: Reading, at: int) -> None:
    """End what was named last before a place, in this sentence or one of those before."""
    mine = False
    for one in (reading, *reading.before(_FARTHEST - 1)):
        parts = {one.sentence.part(place) for place in range(one.sentence.size) if not is_beside(one.sentence, place)}
        mine = mine or not parts.isdisjoint(SPEAKER)
        if any(phrase.polarity < 0 and phrase.ends for phrase in one.found):
            return  # it has been read what ends
        if things := _things(one.sentence, at if one is reading else one.sentence.size):
            if mine or parts.isdisjoint(_OTHERS):
                _state(one, *things[-1])
            return


def _things(sentence: Sentence, end: int) -> list[tuple[int, int]]:
    """Return the places of what may have ended before a place: pastimes, what people give up, food where it was had."""
    lists = (*_GIVEN_UP, "diet", "travel", *(FOOD if not _ATE.isdisjoint(sentence.lows) else ()))
    found = [(first, stop) for first, stop in pastimes_in(sentence) if stop <= end]
    for at in range(end):
        told = sentence.listed(at, *lists) and sentence.part(at + 1) not in (Part.DETERMINER, Part.MY)
        if told and not any(first <= at < stop for first, stop in found):
            first = at
            while sentence.part(first - 1) in (Part.NOUN, Part.ADJECTIVE, Part.CAPITAL) and sentence.listed(at, *FOOD):
                first -= 1
            found.append((first, at + 1))
    return sorted(found)


def _state(reading: Reading, first: int, end: int) -> None:
    words = reading.sentence.words
    start, stop = words[first].start, words[end - 1].end
    over = next((one for one in reading.found if one.start < stop and start < one.end), None)
    if over is not None and over.polarity < 0:
        return
    told = over or Phrase(reading.source[start:stop], start, stop)
    reading.state(replace(told, polarity=-1, stance="stated", strength=1.0, ends=True))
