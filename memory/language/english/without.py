"""What English speakers do without: "doc says no weights", "prawns close my throat", "hold the onions", "haven't eaten fish since".

Such words stand in the mouths of others, tell only of a symptom or give an order, so nothing in the sentence feels anything.
"""

from __future__ import annotations

import re
from typing import Final

from ...records import Phrase
from ..words import NOWHERE, words
from .abstinence import ABSTINENCE, ENDED, NEVER, NOT_SINCE, THE_LAST
from .elided import allows
from .forbidden import BY_DOCTORS, DOCTORS, FORBIDDEN, THEY_SAY
from .left import BORNE, Left
from .lexicon import Part
from .names import extent, trimmed
from .negation import is_missing
from .orders import NONE, NOT, ORDERS, SUGGESTIONS
from .passing import is_written
from .pastimes import pastimes_in
from .reactions import ALLERGIC, LINKS, REACTIONS, SOOTHES, TOO_MUCH
from .reading import Reading
from .sentence import BOUNDS, BREAKS, OBJECTS, OTHERS, SPEAKER, Sentence

_FAMILIES: Final = (
    BY_DOCTORS,
    FORBIDDEN,
    THEY_SAY,
    REACTIONS,
    ABSTINENCE,
    NEVER,
    NOT_SINCE,
    THE_LAST,
    ENDED,
    ORDERS,
    NONE,
    NOT,
    SUGGESTIONS,
)

_DRY: Final = re.compile(
    r"\bi (?:do n't|do not|no longer|never) (drink)(?= ?$| (?:[,;.]|any ?more|at all|now|these days"
    r"|so(?! (?:fast|much|many|often|late|early))|and(?! drive)|but|because)(?: |$))"
)
_SO: Final = "(?:so|here|btw)"
_ONCE_OR_SEEMING: Final = (
    r"used|was|were|raised|brought|grew|grown|lived|started|tried|spent|worked|once|ago|would|might|if|when|live|survive"
    r"|identify|dress\w*|pos\w+|play\w*|pretend\w*|see|saw|treat\w*|regard\w*|know|knew|met|hired|dated|married|as"
)
"""Between "I" and "as a vegan": the speaker was one, is taken for one, or speaks of somebody else."""
_DIETS: Final = (
    re.compile(
        rf"(?:^(?=\S+ {_SO}(?: |$))|\b(?:i (?:have|'ve|'ve got|got)|diagnosed with) )(co?eliac(?: disease)?|diabetic(?= {_SO}))"
        rf"(?= ?$| \W| {_SO}(?: |$)| (?:and|since|last|in|at|for|but) )"
    ),
    re.compile(
        r"(?:(?:^|[,;] |\b(?:but|and|so) )as an?|\bi (?:'m|am) (?:an? )?type (?:[12]|one|two)) (co?eliac|vegan|vegetarian|diabetic)"
        r"(?= ?$| i\b| ,(?! (?:my|he|she|they|you)\b)| (?:what|where|which|how|can|could|do|should|is) (?:[^\s,;:]+ ){0,3}?i\b)"
    ),
    re.compile(
        r"^as (vegans|vegetarians|coeliacs|celiacs)(?: ,)? (?:(?:what|where|which|how|can|could|do|should) (?:[^\s,;:]+ ){0,3}?)?we\b"
    ),
    re.compile(
        r"(?:\b(?:i|we) (?:'m|am|'re|are) (?:\S+ly |both |all )?|^)(pure[- ]veg(?:gie|etarian|an)?)(?= ?$| [,;.)]"
        r"| (?:and|so|but|here|btw|now|since|too|myself)\b)"
    ),
    re.compile(
        r"\b(?:i|we) (?:'m|am|'re|are|eat|went|(?:have|'ve) gone) (?:\S+ly |all |now )?(plant[- ]based)(?= ?$| [,;.)]"
        r"| (?:and|so|but|now|since|too|these|for)\b)"
    ),
    re.compile(
        r"^(?:(?:hi|hello|hey) (?:, )?)?(?:an? )?((?:gluten|dairy|lactose|nut|peanut|sugar|meat|egg|soy|fish)[- ]free|plant[- ]based|vegan"
        r"|vegetarian|kosher|halal) (?:household|home|house|family)(?= ?$| [,;.]| here\b)"
    ),
    re.compile(
        rf"\bi (?:(?!(?:{_ONCE_OR_SEEMING})\b)[^\s,;:]+ ){{0,12}}as an? (co?eliac|vegan|vegetarian|diabetic)"
        r"(?= ?$| [,;)]| (?:and|but|so|too|myself)\b)"
    ),
    re.compile(
        r"(?:^|\bi )(?:have|'ve got|'ve|got|was diagnosed with) (?:type (?:1|2|one|two) )?(diabetes)"
        r"(?= ?$| [,;.)]| (?:and|so|but|since|which|too|btw|myself|now|last|this)\b)"
    ),
    re.compile(
        r"\b(?:i|we) (?:'m|am|'re|are|'ve been|have been) (?:\S+ly |now |currently |still )?on (?:a |an )?(?:\S+ly |very |pretty )?"
        r"((?:(?:low|no|reduced)[- ](?:carb|fodmap|salt|sodium|sugar|gi|fat)|vegan|vegetarian|keto|paleo"
        r"|gluten[- ]free|dairy[- ]free) diet)\b"
    ),
    re.compile(
        r"(?:\b(?:i|we) (?:'m|am|'re|are|live in) an? (?:\S+ly )?(?=\S+ (?:free |based )?(?:household|home|house|family)\b)"
        r"|\b(?:my|our) (?:household|home|house|kitchen) is (?:\S+ly )?)"
        r"((?:gluten|dairy|lactose|nut|peanut|sugar|meat|egg|soy|fish)[- ]free|plant[- ]based|vegan|vegetarian|kosher|halal)\b"
        r"(?!.*\b(?:but i|though i|except|apart from|besides|bar) (?:me|do|am|eat|drink|have|still)\b)"
    ),
    re.compile(
        r"\b(?:has|had|put|got|have) me on(?: an?| the)?"
        r" (co?eliac|vegan|vegetarian|diabetic|(?:low|no)[- ](?:carb|fodmap|salt|sodium|sugar|gi|fat)(?: diet)?)(?= |$)"
    ),
)
"""Ways to tell of a diet that is kept to ("as a vegan", "has me on low carb"), and so is liked, where all else here is refused."""
_SAYS_A_DIET: Final = words(
    "diet household home house family flat kitchen diabetes drink celiac celiac_disease coeliac diabetic vegan vegetarian me"
    " vegans vegetarians coeliacs celiacs pure pure-veg pure-vegetarian plant plant-based"
)
"""A sentence without any of these says nothing of a diet."""
_THOUGHT: Final = words(
    "think thought thinks guess hope hoping wish worry worried scared afraid fear imagine pretend suppose assume wonder"
)
"""Before "I have diabetes": it is not known to be so."""
_ASKS_AS: Final = re.compile(
    r"\b(?:can|could|do|should|must) i (?:\S+ )?(?:eat|drink|have|order|cook|make|bake|get|buy|find|try|use|do) (?:[^\s,;:]+ ){0,6}?"
    r"as an? (co?eliac|vegan|vegetarian|diabetic)(?= ?$)"
)
_OPENS_AS: Final = re.compile(
    r"as (?:an? \S+|\S+s) (?:, )?(?:what|where|which|how|can|could|do|should) (?:[^\s,;:]+ ){0,3}?(?:i|we)\b"
)
"""A question of who keeps to a diet: "what can I order as a vegan?"."""
_ONCE: Final = words(
    "today tonight tomorrow right yet until till before week weekend days morning evening afternoon month"
)
"""Behind what is left: it is left for once, or for a while."""
_OPEN: Final = frozenset({Part.AUXILIARY, Part.VERB, Part.NEGATION})
"""Right behind a thing: it is the subject of what follows, "no weights are loaded"."""
_DOCTOR: Final = re.compile(DOCTORS)
_DOCTOR_HIMSELF: Final = frozenset({"he", "she", "they"})
"""Before "me" this is who told it: "saw the specialist and he wants me (to lay off)"."""
_LISTS_ON: Final = frozenset({Part.PAUSE, Part.CONJUNCTION})
_LEADS_TO_IT: Final = frozenset({Part.DETERMINER, Part.MY, Part.ADVERB, Part.NUMBER, Part.PREPOSITION, Part.NEGATION})
_NOT_ITSELF: Final = frozenset(
    {"allergy", "allergies", "intolerance", "intolerances", "free", "full", "stop", "period", "career", "hobby"}
)
_FOR_GOOD: Final = frozenset({"notice", "good", "ever", "life", "forever"})
_REACH: Final = 7
"""Words behind a thing where it is looked for how long it is left."""


def does_without(reading: Reading) -> None:
    """Let what the speaker was told to leave, falls ill of, has been without for long or orders a dish without count as refused."""
    sentence = reading.sentence
    told = [some for some in _FAMILIES if some.may_be_told(sentence)]
    diet = not _SAYS_A_DIET.isdisjoint(sentence.lows)
    if not (told or diet) or is_written(sentence):
        return
    text = _told_text(reading)
    if THEY_SAY in told and not _saw_a_doctor(reading):
        told.remove(THEY_SAY)
    if REACTIONS in told and TOO_MUCH.search(text):
        told.remove(REACTIONS)
    for left in (left for some in told for left in some.ways):
        if (match := left.pattern.search(text)) and (left.beside is None or left.beside.search(text)):
            _leave(reading, match, left)
    if REACTIONS in told and (match := ALLERGIC.search(text)):
        _falls_ill(reading, match)
    if diet:
        _keep_to_a_diet(reading, text or _told_within_a_question(reading))


def _told_within_a_question(reading: Reading) -> str:
    """Return of a question what is told behind its last pause, other words blotted out: "(how do I ask,) I've been ill as a coeliac"."""
    sentence = reading.sentence
    if _ASKS_AS.search(sentence.text()) or _OPENS_AS.match(sentence.text()):
        return sentence.text()
    at = next((at for at in range(sentence.size, 0, -1) if sentence.part(at) is Part.PAUSE), 0)
    if not at or sentence.part(at + 1) is not Part.I:
        return ""
    return " ".join(["_"] * at + sentence.text().split(" ")[at:])


def _saw_a_doctor(reading: Reading) -> bool:
    """Tell whether one of the two sentences before tells of who treats the speaker, and of nobody else."""
    told = next((one.sentence for one in reading.before(2) if _DOCTOR.search(one.sentence.text())), None)
    return told is not None and not _is_of_others(told, 0, told.size, but_doctors=True)


def _told_text(reading: Reading) -> str:
    """Return the words of a sentence in lower case; of a question those that are told before it: "doc says no salt, (what can I eat?)"."""
    sentence = reading.sentence
    if (
        sentence.part(0) is Part.AUXILIARY and sentence.part(1) is Part.I and sentence.low(0) not in ("can", "could")
    ):  # "will i get sick if i eat"
        return ""
    if not reading.is_question():
        return sentence.text()
    if sentence.listed(0, "wh") or sentence.part(0) in (Part.AUXILIARY, Part.DOUBT):
        return ""
    end = next(
        (at for at in range(sentence.size, 0, -1) if sentence.part(at) is Part.PAUSE or sentence.low(at) == "so"), 0
    )
    return " ".join(sentence.text().split(" ")[:end])


def _leave(reading: Reading, match: re.Match[str], left: Left) -> None:
    """Refuse what stands beside the words that tell it."""
    sentence = reading.sentence
    first, at = (match.string.count(" ", 0, place) for place in match.span())
    if left.before:
        _refuse_before(reading, first + (match.string[match.start()] == " "), left)
        return
    who = _DOCTOR.match(match.string, match.start())
    told = match.string.count(" ", 0, who.end()) if who else first
    off = match.string.count(" ", 0, match.start("off")) if "off" in match.re.groupindex else first
    if (
        _is_of_others(sentence, told + 1, at)
        or (not (left.order or left.always) and _is_told_of_others(sentence, first))
        or _is_denied(sentence, first + 1, off)
    ):
        return
    if "thing" in match.re.groupindex:
        at = match.string.count(" ", 0, match.start("thing"))
    _refuse_all(reading, at, left)


def _falls_ill(reading: Reading, match: re.Match[str]) -> None:
    """Refuse the food before the words of an allergy of the speaker's, or linked to them: "strawberries bring me up in welts"."""
    sentence, text = reading.sentence, match.string
    parts = {sentence.part(at) for at in range(sentence.size)}
    felt = any(
        sentence.lemma_listed(at, "like", "want") and (sentence.low(at) != "like" or sentence.part(at - 1) is Part.I)
        for at in range(sentence.size)
    )
    if felt or not parts.isdisjoint((Part.PERSON, Part.THEY, Part.THEIR)) or not SOOTHES.isdisjoint(sentence.lows):
        return
    first, behind = (text.count(" ", 0, place) for place in match.span())
    links = [at for at in range(behind, text.count(" ") + 1) if sentence.low(at) in LINKS]
    at = 0
    while at <= text.count(" "):
        end = extent(sentence, at) if sentence.part(at) in OBJECTS else at
        meant = at <= first or (links and links[0] < at and Part.PAUSE not in map(sentence.part, range(behind, at)))
        if end > at and meant and _is_left(sentence, at, end, BORNE) and sentence.part(at - 1) is not Part.NEGATION:
            _refuse(reading, at, end, ends=False)
        at = max(end, at + 1)


def _keep_to_a_diet(reading: Reading, text: str) -> None:
    """Keep a diet, and that the speaker does not drink."""
    sentence = reading.sentence
    if (match := _DRY.search(text)) and not _is_behind_a_drink(sentence, text.count(" ", 0, match.start())):
        at = text.count(" ", 0, match.start(1))
        _refuse(reading, at, at + 1, ends=False)
    for match in (match for pattern in _DIETS if (match := pattern.search(text))):
        first, last = (text.count(" ", 0, place) for place in (match.start(1), match.end(1) - 1))
        begins = text.count(" ", 0, match.start()) if match.group().startswith(("i ", "we ")) else 0
        if not (_is_of_others(sentence, begins, first, but_doctors=True) or _is_supposed(sentence, begins)):
            start, end = sentence.words[first].start, sentence.words[last].end
            # beside what must not be eaten, an illness says nothing more: "I have coeliac disease, so no gluten"
            told = sentence.low(last) == "disease" and any(one.polarity < 0 for one in reading.found)
            reading.state(Phrase(reading.source[start:end], start, end, stance="mentioned" if told else "stated"))


def _is_behind_a_drink(sentence: Sentence, at: int) -> bool:
    """Tell "beer (I don't drink)" from "on medical advice (I don't drink)"."""
    return at > 0 and all(sentence.part(place) in OBJECTS for place in range(at))


def _is_supposed(sentence: Sentence, first: int) -> bool:
    """Tell whether the words before a clause of the speaker make it a guess, a question or what others say: "I think (I have diabetes)"."""
    at = first - 1
    if sentence.part(at) is Part.AUXILIARY and not _ASKS_AS.search(sentence.text()):
        return True
    while at >= 0 and sentence.part(at) not in (Part.PAUSE, Part.CONTRAST):
        if sentence.part(at) in (*OTHERS, Part.DOUBT) or sentence.low(at) in _THOUGHT:
            return True
        at -= 1
    return False


def _is_told_of_others(sentence: Sentence, first: int) -> bool:
    """Tell whether the clause before a place is about somebody else: "my husband's (cardiologist)", "my brother has been (off beer)"."""
    at = first - 1
    while sentence.part(at) not in BREAKS and sentence.part(at) not in SPEAKER:
        other = sentence.part(at) in OTHERS and sentence.low(at) != "them" and not _DOCTOR.fullmatch(sentence.low(at))
        if other or (sentence.part(at) is Part.POSSESSIVE and sentence.part(at - 1) is Part.PERSON):
            return True
        at -= 1
    return False


def _is_denied(sentence: Sentence, first: int, end: int) -> bool:
    """Tell whether it was not told to be left: "said I don't have to (give up coffee)"."""
    return any(sentence.part(at) is Part.NEGATION for at in range(first, end))


def _is_of_others(sentence: Sentence, first: int, end: int, *, but_doctors: bool = False) -> bool:
    """Tell whether somebody else stands between two places."""
    ones = (at for at in range(first, end) if sentence.part(at) in OTHERS)
    told = any(sentence.part(at) is Part.ME for at in range(first, end))
    return any(
        not (but_doctors and _DOCTOR.fullmatch(sentence.low(at))) and not (told and sentence.low(at) in _DOCTOR_HIMSELF)
        for at in ones
    )


def _refuse_all(reading: Reading, at: int, left: Left) -> None:
    """Refuse what is left at a place, and what a list goes on with."""
    sentence, things = reading.sentence, list[tuple[int, int]]()
    while True:
        while sentence.part(at) in _LEADS_TO_IT:
            at += 1
        end = at + 1 if _is_left_undone(sentence, at, left.lists) else _end_of_thing(sentence, at)
        told = _is_left(sentence, at, end, left.lists) or _is_another(sentence, at, end, bool(things))
        if end <= at or sentence.lemma(at) in ("stop", "quit") or not told:
            break
        if things and allows(sentence, at):
            break
        things.append((at, end))
        at = end
        while sentence.part(at) in _LISTS_ON:
            at += 1
        if at == end and sentence.low(at) != "no":
            break
    if things and (left.always or _is_for_good(sentence, things[-1][1], order=left.order)):
        for first, end in things:
            _refuse(reading, first, end, ends=left.ends)


def _is_another(sentence: Sentence, at: int, end: int, listed: bool) -> bool:
    """Tell whether a name that no list has stands behind "no" in a list of what is left: "(no salt), and no Maggi cubes"."""
    named = sentence.part(at) is Part.CAPITAL and sentence.part(end - 1) in OBJECTS
    return listed and named and sentence.low(at - 1) == "no"


def _end_of_thing(sentence: Sentence, at: int) -> int:
    """Return where what is left ends: "nut" in "nut allergy", "booze" in "(off the) booze 10 months"."""
    end = extent(sentence, at)
    while sentence.low(end - 1) in _NOT_ITSELF or (end > at and sentence.part(end - 1) in (Part.TIME, Part.NUMBER)):
        end -= 1
    return end


def _is_left(sentence: Sentence, at: int, end: int, lists: tuple[str, ...]) -> bool:
    """Tell whether what ends at a place stands in one of the lists, in whatever number."""
    low = sentence.low(end - 1)
    if any(
        not sentence.sections.get(form, NOWHERE).isdisjoint(lists)
        for form in (low, low + "s", low.removesuffix("s"), low.removesuffix("es"))
    ):
        return sentence.part(at) in OBJECTS or _is_left_undone(sentence, at, lists)
    if "anything" in lists:
        return sentence.part(end - 1) in OBJECTS
    return "hobby" in lists and any(stop == end for _, stop in pastimes_in(sentence))


def _is_left_undone(sentence: Sentence, at: int, lists: tuple[str, ...]) -> bool:
    """Tell whether a verb at a place is itself what is left: "(not to) drive", "(haven't) smoked"."""
    verb = sentence.part(at) in (Part.VERB, Part.EITHER) and sentence.listed(at, *lists)
    return (verb and sentence.part(at + 1) not in (*OBJECTS, Part.DETERMINER, Part.MY)) or (
        verb and (sentence.low(at + 1), sentence.low(at + 2)) == ("any", "more")
    )


def _is_for_good(sentence: Sentence, end: int, *, order: bool) -> bool:
    """Tell whether what follows leaves it at that: not "before the scan", and behind an `order` nothing but courtesies."""
    if order and any(is_missing(sentence, at) for at in range(end, end + _REACH)):
        return False
    if order:
        return sentence.part(sentence.after(end)) in BOUNDS or sentence.low(end) in (
            "out",
            "please",
            "pls",
            "plz",
        )
    if sentence.low(end) in ("in", "at", "on") and sentence.low(end + 1) == "the":  # "(no coffee) in the library"
        return False
    stop = next((at for at in range(end, end + _REACH) if sentence.part(at) is Part.PAUSE), end + _REACH)
    said = sentence.lows[end:stop]
    return sentence.part(end) not in _OPEN and (_ONCE.isdisjoint(said) or not _FOR_GOOD.isdisjoint(said))


def _refuse_before(reading: Reading, end: int, left: Left) -> None:
    """Refuse what ends at a place, and that which a list names before it: "prawns and crab and that (swell my throat)"."""
    sentence = reading.sentence
    while True:
        while sentence.low(end - 1) in ("and", "that", "which", "both", "always", "really", "just", ","):
            end -= 1
        first = end
        while (
            sentence.part(first - 1) in OBJECTS and sentence.low(first - 1) != "mean"
        ):  # "the tablets mean eggs are out"
            first -= 1
        if first == end or not _is_left(sentence, first, end, left.lists):
            return
        _refuse(reading, first, end, ends=left.ends)
        if sentence.part(first - 1) not in _LISTS_ON:
            return
        end = first - 1


def _refuse(reading: Reading, first: int, end: int, *, ends: bool) -> None:
    sentence = reading.sentence
    if sentence.part(first) is not Part.VERB:  # "I don't drink" keeps its verb
        first, end = trimmed(sentence, first, end)
    if end <= first or sentence.listed(end - 1, "generic"):
        return
    start, stop = sentence.words[first].start, sentence.words[end - 1].end
    reading.state(Phrase(reading.source[start:stop], start, stop, -1, "stated", ends=ends))
