"""What English speakers only seem to refuse: "no coffee after noon", "nothing but jazz", "not going to quit", "dull without music".

Such words have a refusal in them that is bounded, denied a second time, or said of being without the thing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, Literal

from ...records import Phrase
from ..seeming import LIKED, MENTIONED, NOTHING, Becomes, Seeming
from ..words import sections, words
from .left import DONE
from .lexicon import Part
from .pastimes import pastimes_in
from .reading import Reading
from .sentence import Sentence

_X: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands in the words of a sentence for the thing that seems refused."""
_NEAR: Final = (
    r"(?:(?!(?:and|but|because|since|so|though|although|while|i|we|hate|hates|hated|hating) )[^\s,;:()]+ ){0,5}?"
)
_NOT: Final = r"(?:n't|not|never|cannot|cant|dont|wont|didnt|doesnt)"
_DAY: Final = (
    r"(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekdays?|weeknights?|weekends?"
    r"|(?:school|work|week|race|match|game|training|rest) (?:days?|nights?))"
)
_HOUR: Final = (
    r"(?:[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:am|pm|a\.m\.|p\.m\.|o'clock)?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|noon|midday|midnight|dark|sunset|sunrise|dawn|dusk|lunch(?:time)?|dinner(?:time)?|breakfast|tea(?:time)?"
    r"|supper|bed(?:time)?|work|school|class|practice|training|hours)"
)
_PLACE: Final = (
    r"(?:work|school|home|night|class|bed|public|company|meetings|lectures|lunch|breakfast|dinner"
    r"|the (?:morning|mornings|evening|evenings|afternoon|house|flat|apartment|building|dorm|office|car|bus|train|tube"
    r"|library|garden|yard|bedroom|living room|classroom|lab|shop|canteen|gym|pool|park|week|summer|winter|rain|dark)"
    r"|summer|winter|spring|autumn|lent|ramadan|advent|term time|an empty stomach|planes|trains|duty|shift|holiday|holidays|dates)"
)
_COMPANY: Final = (
    r"(?:(?:my|his|her|our|the|other|your) (?:\S+ )?(?:dad|mum|mom|mother|father|parents|brothers?|sisters?|wife|husband"
    r"|partner|girlfriend|boyfriend|kids?|children|sons?|daughters?|friends?|family|boss|colleagues|ex|roommates?|flatmates?|cousins?|uncle|aunt|mates?|in-laws)"
    r"|strangers|people|him|her|them)"
)
_BOUND: Final = (
    rf"(?:with {_COMPANY}\b|(?:after|past|by) (?:about |around |like )?{_HOUR}\b(?! (?:years?|months?|weeks?|days?|decades?)\b)"
    rf"|before (?!i\b)(?:\S+ )?\S|(?:until|till|til) (?!further\b|i die|i drop)\S|during \S|outside (?:of )?\S|between [0-9]"
    rf"|(?:at|in|on|during|inside|near) {_PLACE}\b|on (?:a )?{_DAY}\b|except (?!for me)\S|unless \S"
    r"|(?:when|while|if) (?:i (?:'m|am) (?:at work|working|driving|tired|alone|stressed|out)|i (?:drive|work|have work)|it(?: 's|s) "
    r"(?:late|dark|raining|cold|hot)))"
)
_ALSO: Final = r"(?:(?:or|and|nor) (?!no|live)[^\s,;:]+ )?(?:for me )?(?:here )?"
_BARRED: Final = (
    r"(?:(?:is|are|was|'s|gets) (?:also |strictly |completely )?(?:not|n't|never) (?:allowed|permitted)|(?:is|are|was|'s) (?:\S+ )?"
    r"(?:forbidden|banned|prohibited|off[- ]limits|verboten|a no-?no))"
)
_ONLY: Final = r" , (?:but )?(?:only|just|except|unless)(?: (?:at|on|in|after|before|when|if|during|for|with|while|as|outside|by)\b|$)"
_MEANS_TO: Final = (
    r"(?:going to|gonna|about to|planning to|planning on|ready to|willing to|prepared to|intend to|want to|wanting to|plan to|wish to"
    r"|letting myself)"
)
_PARTS: Final = r"(?:stop|stopping|quit|quitting|give up|giving up|drop|dropping|skip|skipping|skipped)"
_OUT_OF_IT: Final = (
    r"(?:skip|skipping|skipped|miss|missing|missed|not (?:going|getting) to|not (?:doing|playing|having|seeing)|ca n't (?:do|play|go|have)"
    r"|do n't (?:do|play|go|get|have))"
)
_ILL_AT_EASE: Final = (
    r"(?:grumpy|cranky|miserable|awful|terrible|horrible|sad|restless|anxious|irritable|moody|guilty|antsy|bad|worse|unhappy|depressed"
    r"|lost|weird|stressed|crazy|mad|nuts|insane|gutted|sick|angry)"
)
_WORSE: Final = (
    r"(?:dull|boring|bland|pointless|unbearable|awful|terrible|tedious|torture|sad|meh|rubbish|disgusting|gross|horrible|miserable|empty"
    r"|impossible|weird|wrong|hell|nothing|n't|not|no fun)"
)
_TAKEN_UP: Final = r"(?:anything|any \S+|nothing|no \S+)"
_BUT: Final = r"(?:but|except|other than|besides|apart from)"
_AVERSE: Final = r"[^,;:]*\b(?:allerg\w*|hat(?:e|ed)|dislike|avoid|mind|scared|afraid|refuse|intoleran\w*)\b"
"""Denied, these are no refusal, and what is beside them is one: "not allergic to anything but nuts"."""
_OTHERWISE: Final = r"(?:it|that|them|this|any|help|problems?|issues?|trouble|fail|question|doubt|warning|reason)\b"


_PEOPLE: Final = (
    r"(?:(?:all |other |the |these |those |some )*(?:people|everyone|everybody|someone|others|tourists|folks|kids|guys"
    r"|strangers|neighbou?rs|men|women|fans|players|colleagues|co-?workers|friends|parents|them|him|her)"
    rf"|my (?:\S+ )?(?:{'|'.join(sections('english/lexicon')['kin'])})|my (?:\S+ )?\S+ 's)"
)
_ANNOYED: Final = (
    r"(?:hates?|hated|ca n't stand|(?:sick|tired|weary|fed up|bored|annoyed|angry) (?:and tired )?(?:of|with|by|at))"
)
_ONCE: Final = (
    r"(?:today|tonight|tomorrow|yesterday|this (?:week|weekend|morning|evening|afternoon|time|month|term|semester)"
    r"|last (?:week|weekend|night|time))"
)


_WAYS: Final = (
    Seeming(
        rf"\b{_NOT} (?!{_AVERSE}){_NEAR}{_TAKEN_UP} {_BUT} (?:for )?(?:my |the |a |an )?{_X}(?! (?:makes?|gives?)\b)",
        LIKED,
    ),
    Seeming(
        rf"\bnothing (?:that )?i (?:do )?{_NOT} (?:really |actually )?(?:like|love|enjoy|adore) about (?:the |my )?{_X}",
        LIKED,
    ),
    Seeming(rf"\b(?:{_NOT} (?:ever )?{_MEANS_TO}|refus(?:e|es|ed|ing) to|{_NOT}(?: \S+)?) {_PARTS} {_NEAR}{_X}", LIKED),
    Seeming(
        rf"\b(?:refus(?:e|es|ed|ing) to miss|never (?:ever )?miss(?:ed)?|{_NOT} (?:ever )?miss(?:ed)? (?:an?|any|one)) {_NEAR}{_X}",
        LIKED,
    ),
    Seeming(
        rf"\b(?:hate|hated|hates|loathe|dread|(?:feel|felt|get|got|am|'m|be|go) (?:\S+ )?{_ILL_AT_EASE}"
        r" (?:if|when|whenever|every time|after))"
        rf" (?:i )?(?:have to |had to |having to )?{_OUT_OF_IT} (?:the |my |a |an |out on )*{_X}",
        LIKED,
        done=True,
    ),
    Seeming(
        rf"(?:^| ){_OUT_OF_IT} (?:the |my |a |an |to )*{_X} (?:\S+ ){{0,4}}?(?:makes?|made|leaves|drives) me (?:\S+ )?{_ILL_AT_EASE}",
        LIKED,
        done=True,
    ),
    Seeming(
        r"\bnot a (?:single )?(?:day|week|weekend|month|evening|morning) (?:goes|passes|went|passed)(?: by)? without "
        + rf"{_NEAR}{_X}",
        LIKED,
    ),
    Seeming(
        rf"{_X}(?! {_NEAR}(?:live|do|go|manage|cope|better|fine|happy|happier|great) without)"
        r" (?:(?!(?:and|but|or|so|because|i) )[^\s,;:]+ ){0,4}?"
        rf"without (?!{_OTHERWISE}|\S+ing\b)\S",
        MENTIONED,
    ),
    Seeming(
        rf"\b(?:n't|not|never|cannot|hate|loathe|boring|dull) {_NEAR}without (?:a |an |the |my |some |any )?{_X}",
        MENTIONED,
    ),
    Seeming(
        rf"\bwithout (?:a |an |the |my |some |any )?{_X} (?:is|are|was|feels|gets|would be|'s|has|have|does) {_NEAR}{_WORSE}(?= |$)",
        MENTIONED,
    ),
    Seeming(rf"\b(?:{_NOT}|no|off) {_NEAR}{_X} {_ALSO}{_BOUND}", MENTIONED, felt=False),
    Seeming(rf"{_X} {_BARRED} {_ALSO}{_BOUND}", MENTIONED, felt=False),
    Seeming(rf"\b(?:banned|barred|forbidden) (?:me )?from (?:\S+ing )?{_X} {_ALSO}{_BOUND}", MENTIONED, felt=False),
    Seeming(rf"(?:\b(?:{_NOT}|no|off) {_NEAR}{_X}|{_X} {_BARRED}) [^,;]*{_ONLY}", MENTIONED, felt=False),
    Seeming(rf"\b{_ANNOYED} {_PEOPLE} {_X}", NOTHING),
    Seeming(rf"\b{_ANNOYED} {_PEOPLE} (?:\S+ ){{0,3}}?\S+ing {_NEAR}{_X}", MENTIONED),
    Seeming(
        rf"\b(?:losing|lose|lost|failing|sucking|being (?:\S+ )?(?:bad|terrible|awful|rubbish|beaten)) (?:at|in) {_X}",
        MENTIONED,
    ),
    Seeming(
        rf"\b(?:stop|stopped|quit|quitting|gave up|given up) {_NEAR}{_X} (?:professionally|competitively|seriously|full[- ]time"
        r"|for (?:money|a living|work|clients|pay|others|other people)|until|till)(?= |$)",
        MENTIONED,
    ),
    Seeming(
        rf"\bno (?:more )?(?:\S+ )?{_X} (?:tonight|this (?:week|weekend|month|year|season)|for now|for the moment)\b",
        MENTIONED,
    ),
    Seeming(
        rf"\b(?:skip|skipped|skipping|missed|cancel|cancelled|canceled|ca n't|could n't|cant|couldnt|cannot) {_NEAR}{_X}"
        rf" {_ONCE}\b",
        MENTIONED,
    ),
)
"""Ways to tell of a thing what is no refusal of it, the surest first."""
_CUES: Final = words(
    "but except other besides apart about stop stopped stopping quit quitting gave given giving give drop dropping "
    "skip skipping skipped miss missing missed without after past by before until till til during outside between "
    "at in on inside near unless when while if only just going getting doing playing having seeing cancel cancelled "
    "canceled with more people everyone everybody someone others my losing lose lost failing sucking being professionally "
    "competitively seriously full-time for today tonight tomorrow yesterday this last"
)
"""A sentence without any of these only refuses: "I can't have lactose, it makes me sick"."""
_FOR_GOOD: Final = re.compile(
    rf"\b(?:any ?more(?! {_X})|any longer|no longer|ever again|for good|quit|gave up|given up|anywhere|allerg\w*|intolera\w*|co?eliac"
    r"|stomach|tummy|gut|throat|sick(?! (?:and tired )?of)|ill|hives|rash|swells?)\b"
)
"""With one of these in the sentence a bound changes nothing."""
_AILS: Final = re.compile(
    r"\b(?:allerg\w*|intoleran\w*|co?eliac\w*|diabet\w*|anaphyla\w*|epi-?pen|hives|rash|cramps?|bloated|reaction|heartburn|pain|pills?"
    r"|tablets?|doctor|muslim|jewish|hindu|jain|halal|kosher|haram|pregnan\w*|chemo\w*|surgery|exception|distinction)\b",
    re.IGNORECASE,
)
"""With one of these near a refusal no bound and no "without" makes less of it."""
_CANNOT: Final = re.compile(rf"\b(?:ca n't|cannot|cant|can not) (?:eat|have|drink|do) {_NEAR}{_X}")
"""What cannot be had is so elsewhere too, but for one that it is only now."""
_LEAVING: Final = re.compile(r"(?:missing|skipping) (?:the |my )?(?=\S)", re.IGNORECASE)
_FAR: Final = 120
"""Characters to either side that are looked at for what ails."""
_TURNS: Final = frozenset({"duty", "duties", "shift", "shifts", "rota", "roster", "detail", "call", "run", "patrol"})
"""With "off" before it, what ends so is work that others do now: "off coffee duty"."""


def spares(reading: Reading) -> None:
    """Take back what only seems refused in a sentence: what is so for an hour, and what the speaker will not miss."""
    for one in [one for one in reading.found if one.polarity < 0]:
        phrase = _without_leaving(one)
        place = _place(reading.sentence, phrase)
        if place is None:
            continue
        becomes = _becomes(reading.sentence, *place)
        if becomes is MENTIONED and _AILS.search(reading.source[max(0, one.start - _FAR) : one.end + _FAR]):
            continue
        if becomes is NOTHING:
            reading.found.remove(one)
        elif becomes is not None:
            stance: Literal["stated", "mentioned"] = "stated" if becomes is LIKED else "mentioned"
            reading.state(replace(phrase, polarity=1, stance=stance, strength=1.0, ends=False))


def _without_leaving(phrase: Phrase) -> Phrase:
    """Return "choir" of "missing choir"."""
    leaving = _LEAVING.match(phrase.text)
    if leaving is None:
        return phrase
    return replace(phrase, text=phrase.text[leaving.end() :], start=phrase.start + leaving.end())


def _place(sentence: Sentence, phrase: Phrase) -> tuple[int, int] | None:
    """Return where the words of a phrase stand in its sentence."""
    at = [place for place, word in enumerate(sentence.words) if phrase.start <= word.start and word.end <= phrase.end]
    return (at[0], at[-1] + 1) if at else None


def _becomes(sentence: Sentence, first: int, end: int) -> Becomes | None:
    """Return what a thing is that seems refused, None where it is refused."""
    if _is_turn(sentence, first, end):
        return NOTHING
    if _CUES.isdisjoint(sentence.lows):
        return None
    said = sentence.text().split(" ")
    text = " ".join([*said[:first], _X, *said[end:]])
    for_good = _FOR_GOOD.search(text) is not None
    stays = (for_good or _CANNOT.search(text)) and not re.search(_ONCE, text)
    firm = for_good or _is_felt(sentence, first)
    for way in _WAYS:
        if (stays and way.becomes is MENTIONED) or (firm and not way.felt):
            continue
        if way.pattern.search(text):
            return way.becomes if not way.done or _is_done(sentence, first, end) else NOTHING
    return None


def _is_done(sentence: Sentence, first: int, end: int) -> bool:
    """Tell whether a thing is eaten, drunk or done for pleasure: "(I hate missing) choir", and not "deadlines"."""
    return sentence.listed(end - 1, *DONE) or any(at < end and first < stop for at, stop in pastimes_in(sentence))


def _is_felt(sentence: Sentence, end: int) -> bool:
    """Tell whether the clause up to a place feels something, and does not only leave a thing: "(I don't) like jazz (at work)"."""
    at = end - 1
    while at >= 0 and sentence.part(at) not in (Part.PAUSE, Part.EDGE):
        if sentence.lemma_listed(at, "like", "dislike") or sentence.low(at) in ("stand", "bear", "into", "fan", "care"):
            return True
        at -= 1
    return False


def _is_turn(sentence: Sentence, first: int, end: int) -> bool:
    """Tell "(off) coffee duty", "(off) the late shift" from "(off) coffee"."""
    return sentence.low(end - 1) in _TURNS and "off" in sentence.lows[:first]
