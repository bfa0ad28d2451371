"""What English speakers part with, and miss: "sold my caravan", "closed my Facebook account", "I no longer play but I miss it"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ...records import Phrase
from ..degrees import PLAIN, WEAK
from .endings import is_renewed
from .left import BORNE, FOOD
from .lexicon import Part, listed
from .names import extent, trimmed
from .passing import is_written
from .reading import Reading
from .sentence import Sentence

_DID: Final = (
    r"(?:^|\b(?:i|we) |\band |\bso )(?:(?:have|'ve|had|had to|just|finally|recently|sadly|already|also|even|had) )*"
)
_SOLD: Final = re.compile(
    rf"{_DID}(?:(?:sold|sell)(?: off| also| even)?|got rid of|donated|scrapped) (?:all )?(?:of )?(?:my|our|the)"
    r" (?:old |beloved |entire |whole )*(?=\S)"
)
_CLOSED: Final = re.compile(
    rf"{_DID}(?:closed|close|deleted|delete|deactivated|cancell?ed|cancel|shut down|killed|got rid of|quit) (?:down )?"
    r"(?:my|our|the) (?=(?:\S+ ){1,2}?(?:account|profile|page)\b)"
)
_USED: Final = re.compile(
    r"(?:^|\bi |\bi 'd |, )used to (?:be on|live on|survive on|have|drink|eat|smoke) (?:(?:about|like|around|a|an|the|[0-9]+|two|three"
    r"|four|five|six|ten|cups?|cans?|packs?|bottles?|glasses|of) )*(?=\S)"
)
"""What was taken every day: "used to be on 3 energy drinks a day"."""
_TAKEN: Final = frozenset({"drinks", "cigarettes", "shakes", "pills"})
_STOPPED: Final = re.compile(
    r"\b(?:stopped|quit|gave (?:it|them) up|cut (?:it|them) out|went) (?:cold|for good|completely)\b"
)
_QUIT: Final = re.compile(
    r"(?:^|[,;] |\b(?:and|but|so) )i (?:'ve |have |had )?(?:just )?(?:quit|stopped|gave up|bailed)"
    r"(?= ?$| [,;]| (?:because|after|cold|when|for good|since|as (?:it|i))\b)"
)
"""Said of what the sentence before asked about: "(is keto worth it?) i quit because i was miserable"."""
_JOB: Final = re.compile(r"\b(?:jobs?|work|boss|company|manager|office|salary|pay|shift|uni|school|college)\b")
_REGRETS: Final = re.compile(
    r"\b(?:had|have|forced|obliged) to (?:stop|quit|give up|leave|drop)\b|\b(?:sadly|unfortunately|reluctantly|alas)\b"
    r"|\b(?:because of|due to|thanks to|,|with) (?:my|the) (?:\S+ )?(?:knees?|back|hips?|shoulders?|elbows?|wrists?|health|eyes|hands"
    r"|heart|feet|lungs|ankles?|arthritis|asthma|injury|doctor)\b"
    r"|\b(?:ended|put paid to|put an end to|put a stop to|killed off|the end of|finished) (?:my|our)\b|\bput (?:paid|an end|a stop) to\b"
    r"|\bi (?:\S+ly |do |still )*miss(?: doing| playing)? (?:it|them|that)\b"
)
"""Who gives a thing up so has not said that they do not like it."""
_IS_NOT: Final = re.compile(
    r"\b(?:am|'m|was|not|being|be) (?:\S+ )*?(?:no longer|any ?more)\b|\b(?:am|'m) no longer\b|\b(?:stopped|quit) being\b"
)
"""Who is not what they were, vegan or sober, has said nothing against it."""


def parts(reading: Reading) -> None:
    """Let end what the speaker sold, closed or took no longer; what they part with by need is hardly disliked."""
    sentence = reading.sentence
    text = sentence.text()
    supposed = reading.is_question() or is_written(sentence)
    if sold := _SOLD.search(text):
        _end(reading, _place(sold), None if supposed or is_renewed(sentence) else 0.0)
    if supposed:
        return
    if closed := _CLOSED.search(text):
        _end(reading, _place(closed), PLAIN, account=True)
    if (used := _USED.search(text)) and "still" not in sentence.lows:
        _end(reading, _place(used), PLAIN if _STOPPED.search(text, used.end()) else WEAK, taken=True)
    if _QUIT.search(text) and not _JOB.search(text):
        _end_asked(reading)
    if _IS_NOT.search(text):
        reading.found[:] = [
            replace(one, strength=0.0) if one.ends and listed(one.text.lower(), "being") else one
            for one in reading.found
        ]
    if _REGRETS.search(text):
        reading.found[:] = [_regretted(one) for one in reading.found]


def _regretted(one: Phrase) -> Phrase:
    eaten = listed(one.text.lower().rsplit(" ", 1)[-1], *BORNE)
    return replace(one, strength=min(one.strength, WEAK)) if one.ends and not eaten else one


def _place(match: re.Match[str]) -> int:
    return match.string.count(" ", 0, match.end())


def _end(reading: Reading, at: int, strength: float | None, *, account: bool = False, taken: bool = False) -> None:
    """Let end what stands at a place, or not be named where there is no strength.

    Of an account it is the name, of what was taken only food, drink and what people give up.
    """
    sentence = reading.sentence
    behind = extent(sentence, at)
    behind += taken and sentence.low(behind) in _TAKEN  # "3 energy drinks a day"
    while account and behind > at and sentence.low(behind - 1) in ("account", "profile", "page"):
        behind -= 1
    first, end = trimmed(sentence, at, behind)
    eaten = any(sentence.listed(place, *FOOD) for place in range(first, end)) or sentence.low(end - 1) in _TAKEN
    given_up = sentence.listed(end - 1, "exertion", "diet", "being")
    named = sentence.part(first) is Part.CAPITAL or given_up
    if first >= end or (end - first == 1 and sentence.listed(first, "generic")) or (taken and not (eaten or given_up)):
        return
    if (account and not named) or (not (account or taken) and eaten):
        return
    start, stop = sentence.words[first].start, sentence.words[end - 1].end
    over = next((one for one in reading.found if one.start < stop and start < one.end), None)
    if strength is None:
        reading.found[:] = [one for one in reading.found if one is not over]
    elif over is None or not over.ends:
        name = reading.source[start:stop]
        sold = Phrase(name, start, stop, strength=0.0, ends=True)  # the thing of that name, and none like it
        reading.state(replace(sold, polarity=-1, stance="stated", strength=strength) if strength else sold)


def _end_asked(reading: Reading) -> None:
    """Let end what people give up that the sentence before asked about."""
    last = reading.last
    if last is None or not last.is_question() or not _is_of_things(last.sentence):
        return
    for at in range(last.sentence.size):
        if last.sentence.listed(at, "diet", "exertion", "being") or _names_alone(last, at):
            start, stop = last.sentence.words[at].start, last.sentence.words[at].end
            last.state(Phrase(last.source[start:stop], start, stop, -1, "stated", ends=True))
            return


def _is_of_things(sentence: Sentence) -> bool:
    return not any(sentence.part(at) in (Part.PERSON, Part.THEY) for at in range(sentence.size)) and not _JOB.search(
        sentence.text()
    )


def _names_alone(last: Reading, at: int) -> bool:
    """Tell whether a name is all that a question names: "Is CrossFit any good?"."""
    word = last.sentence.words[at]
    return word.part is Part.CAPITAL and [one.start for one in last.found] == [word.start]
