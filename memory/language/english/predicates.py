"""What an English verb does to the mood: a feeling sets it, a doing lends it to its object, any other verb ends it."""

from __future__ import annotations

from typing import Final

from ..who import Who
from ..words import words
from .lapsed import is_left
from .lexicon import Part, listed
from .mood import refusal
from .names import extent, trimmed
from .reading import Reading
from .refusals import eats_less, leaves_out, sees_nothing_in
from .sentence import OBJECTS, Sentence
from .suppositions import is_passing, is_weighed

_BEFORE_AN_OBJECT: Final = frozenset(
    {Part.DETERMINER, Part.MY, Part.IT, Part.THEY, Part.NUMBER, Part.PERSON, Part.VERB, Part.NEGATION}
)
TALKING: Final = frozenset({"talk", "chat", "discuss", "ask", "tell", "share", "say", "show"})


def predicate(reading: Reading, at: int) -> int:
    """Read a full verb and return the place behind it."""
    reading.mood.far = reading.mood.aside = False
    behind_idiom = _idiom(reading, at)
    if behind_idiom is not None:
        return behind_idiom
    if behind_time := _spends_free_time(reading, at):
        reading.mood.feel(1)
        return behind_time
    sentence, mood = reading.sentence, reading.mood
    if mood.who is Who.SPEAKER and _is_missed(sentence, at):
        if sentence.low(at + 1) in ("it", "them") and is_left(reading, plural=sentence.low(at + 1) == "them"):
            mood.forget()
            mood.open = False
            return at + 2  # "I no longer play tennis but I miss it"
        mood.feel(1)
    elif mood.who.may_be_speaker and sentence.lemma_listed(at, "dislike"):
        mood.feel(-1)
    elif mood.ends and mood.sign < 0 and sentence.lemma_listed(at, "like") and sentence.low(at - 1) == "to":
        pass  # "I gave up trying to like opera"
    elif mood.who.may_be_speaker and sentence.lemma_listed(at, "like"):
        mood.feel(1)
    elif mood.who is Who.SPEAKER and sentence.lemma_listed(at, "want"):
        _want(reading, at)
    elif mood.who in (Who.UNSAID, Who.ASSISTANT) and sentence.lemma_listed(at, "ask"):
        _ask(reading, at)
    elif mood.who is Who.SPEAKER and (sentence.lemma_listed(at, "do") or _turns_wood(sentence, at)):
        return _deed(reading, at)
    elif sentence.low(at) == "discuss" and mood.who is Who.SPEAKER and _never_does(sentence, at):
        mood.feel(1)  # turned round, as it is negated
    elif sentence.lemma(at) in TALKING and not mood.strong:
        mood.doubt = mood.doubt or _never_said(reading, at)
        mood.distant = mood.negated and sentence.lemma(at) == "say"
        mood.forget()
    else:
        plain(reading, at)
    reading.mood.open = False
    return at + 1


def _never_does(sentence: Sentence, at: int) -> bool:
    """Tell "I do not (discuss politics)", "I never" from "I can't", "I didn't"."""
    before = sentence.before(at)
    negated = sentence.part(before) is Part.NEGATION
    return negated and (
        sentence.low(before) == "never" or sentence.low(before - 1) == "do" or sentence.low(before) == "dont"
    )


def _turns_wood(sentence: Sentence, at: int) -> bool:
    """Tell "I turn bowls out of cherry" from "I turn bowls over"."""
    made = sentence.lemma(at) == "turn" and sentence.low(at + 1) in ("bowls", "pens", "spindles", "platters", "goblets")
    return made and sentence.low(at + 2) not in ("over", "upside", "around", "on", "off")


_GAVE_UP: Final = tuple(("gave", what, "up") for what in ("it", "that", "them"))


def _idiom(reading: Reading, at: int) -> int | None:
    """Return the place behind "stop", "gave up", "(don't) care for", "fall in love", None where none of them stands."""
    sentence, mood = reading.sentence, reading.mood
    lemma, following = sentence.lemma(at), sentence.low(at + 1)
    if sentence.lows[at : at + 3] in _GAVE_UP and mood.who.may_be_speaker and not mood.negated:
        reading.mood = refusal(ends=True, doubt=mood.doubt, open=False)
        reading.refer(at + 2, plural=following == "them")
        reading.mood.forget()
        return at + 3
    if lemma in ("stop", "quit") or (sentence.low(at) in ("gave", "give", "given") and following == "up"):
        return _stop(reading, at)
    if lemma == "care" and mood.negated and following in ("for", "about") and mood.who.may_be_speaker:
        mood.feel(1)  # turned round, as it is negated
        return at + 2
    if (end := leaves_out(reading, at)) is not None:
        return end
    if end := sees_nothing_in(reading, at):  # "I fail to see the appeal of"
        return end
    if lemma == "click" and following == "with" and mood.who.may_be_speaker:
        mood.feel(1)
        return at + 2
    if following == "up" and sentence.low(at) in ("signed", "signing") and sentence.low(at + 2) in ("for", "at"):
        if mood.who is Who.SPEAKER:
            do(reading, "join", at, base=False)
        return at + 3
    if lemma == "check" and following == "out" and mood.who is Who.SPEAKER:  # "I'll check out Solaris"
        do(reading, "watch", at, base=True)
        return at + 2
    if held := _behind_got(sentence, at):
        if mood.who.may_be_speaker:
            reading.begin(Who.SPEAKER)
            do(reading, "have", at, base=True)
        return held
    if lemma == "fall" and following == "in" and sentence.low(at + 2) == "love":
        mood.feel(1)
        return at + 3
    return None


def _behind_got(sentence: Sentence, at: int) -> int:
    """Return the place behind "got about (300 blues records)", "got my first (guitar)", 0 where nothing is told to be had."""
    if sentence.low(at) != "got":
        return 0
    if sentence.part(at + 1) is Part.MY:
        return at + 3 if sentence.low(at + 2) in ("first", "own") else 0
    number = sentence.counted(at + 1)
    many = sentence.part(number) is Part.NUMBER and sentence.low(number) != "one"
    return number if many and sentence.opens(at) else 0


def _is_missed(sentence: Sentence, at: int) -> bool:
    """Tell "I really miss bouldering", "I don't miss PHP" from "I missed the bus", "to miss it"."""
    subject = sentence.before(at)
    if sentence.part(subject) is Part.NEGATION:
        return sentence.low(at) == "miss" and sentence.low(subject - 1) in ("do", "")
    return sentence.low(at) in ("miss", "missing") and (
        sentence.part(subject) is Part.I or sentence.low(subject) in ("'m", "im", "do")
    )


def _stop(reading: Reading, at: int) -> int:
    """Read "I gave up coffee", "I quit smoking", "please stop suggesting operas": what was an interest ends."""
    sentence, mood = reading.sentence, reading.mood
    gives_up = sentence.low(at + 1) == "up" or sentence.lemma(at) == "quit"
    if things := _stops_having(reading, at):
        reading.mood = refusal(ends=True, open=False)
        for first, behind in things:
            reading.keep(*trimmed(sentence, first, behind))
        reading.mood.forget()
        return things[-1][1]
    end = at + 2 if sentence.low(at + 1) == "up" else at + 1
    if sentence.low(end) == "cold":  # "quit cold turkey"
        return end + 2
    asked = sentence.lemma_listed(end, "ask")
    if mood.negated and sentence.part(end) is Part.GERUND:  # "I'll never stop loving opera", "don't stop sending"
        mood.negated = False
        return end
    spoken = mood.who.may_be_speaker or (mood.who is Who.ASSISTANT and asked)
    nearly = sentence.low(at - 1) in ("nearly", "almost") or is_weighed(sentence, at)
    if not spoken or nearly or mood.negated or not (gives_up or sentence.part(end) is Part.GERUND):
        return end
    if not asked and _stands_alone(sentence, end):
        return end
    reading.mood = refusal(ends=True, doubt=mood.doubt, open=False)
    return end + 1 if asked else end


def _stops_having(reading: Reading, at: int) -> list[tuple[int, int]]:
    """Return the places of the food in "I stop bubble tea", as many say it in Singapore, and "I stopped tea and cola last month".

    There is none in "I stop coffee at noon", "should I stop tea".
    """
    sentence, mood = reading.sentence, reading.mood
    before = sentence.before(at)
    mine = sentence.part(before) is Part.I or sentence.low(before) in ("have", "'ve", "had") or sentence.opens(at)
    nearly = sentence.low(at - 1) in ("nearly", "almost")
    if mood.who is not Who.SPEAKER or mood.negated or mood.asks or mood.doubt or nearly or not mine:
        return []
    things, first = list[tuple[int, int]](), at + 1
    while (end := _behind_food(sentence, first)) > first:
        things.append((first, end))
        if sentence.part(end) is not Part.CONJUNCTION:
            break
        first = end + 1
    end = things[-1][1] if things else at
    ends = sentence.part(end) in (Part.EDGE, Part.PAUSE, Part.INTERJECTION) or _has_ended(sentence, at, end)
    return things if ends else []


def _behind_food(sentence: Sentence, at: int) -> int:
    """Return the place behind what is eaten or drunk at a place, `at` where nothing is."""
    end = extent(sentence, at)
    while end > at and sentence.part(end - 1) in _TIMES:  # "dairy | last month"
        end -= 1
    food = sentence.part(at) is not Part.GERUND and sentence.listed(end - 1, *_STOPPED)
    return end if end > at and food else at


_STOPPED: Final = ("larder", "fare", "allergen", "diet", "abstained")
_TIMES: Final = frozenset({Part.TIME, Part.NUMBER, Part.ADJECTIVE, Part.DETERMINER})
_LAST: Final = words("ago since because cos cause completely entirely altogether totally already forever too as")
"""Behind what somebody stopped: they did so once and for all."""
_REASONS: Final = frozenset({"when", "after", "once", "and", "but", "so", "due"})
_FOR_A_WHILE: Final = frozenset({"noon", "midday", "night", "evening", "morning", "afternoon", "lunch", "bed"})


def _has_ended(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether the words behind what was stopped make it one deed of the past: "last month", "two weeks ago", "since", "when I"."""
    past = sentence.low(at) != "stop"
    stop = end
    while sentence.part(stop) in (*_TIMES, Part.ADVERB) and sentence.low(stop) != "ago":
        stop += 1
    said = sentence.lows[end : stop + 1]
    if not past or not _FOR_A_WHILE.isdisjoint(sentence.lows[end : stop + 2]):
        return False
    if said[:1] == ("last",) or "ago" in said or sentence.low(end) in _LAST:
        return True
    if sentence.lows[end : end + 2] == ("for", "good"):
        return True
    if sentence.low(end) in _REASONS:
        listed_on = sentence.part(end) is Part.CONJUNCTION and sentence.part(end + 1) in OBJECTS
        return not listed_on and sentence.low(end + 1) not in ("work", "school", "dark", "dinner", "noon")
    dated = sentence.part(end + 1) is Part.TIME or sentence.low(end + 1).isdigit()
    return sentence.low(end) in ("in", "this", "from") and dated


def _stands_alone(sentence: Sentence, at: int) -> bool:
    """Tell "gave up after 100 pages", "quit, was grumpy" from "gave up sugar", "gave up on keto"."""
    ahead = sentence.after(at)
    return sentence.part(ahead) not in (*OBJECTS, *_BEFORE_AN_OBJECT) and sentence.low(ahead) != "on"


def _want(reading: Reading, at: int) -> None:
    """Read "I want": a liking of the object, unless a feeling is in force; "I wished" only supposes."""
    mood = reading.mood
    if reading.sentence.low(at) == "wished" or _is_vain(reading, at):
        mood.doubt = True
    else:
        mood.wished = mood.doubt
    if not mood.doubt and not mood.sign:
        mood.feel(1)
        mood.made = True
        mood.strong, mood.sought = False, reading.sentence.lemma(at) in ("want", "need")
        mood.vague = mood.vague or (reading.sentence.lemma(at) == "need" and reading.sentence.low(at + 1) != "to")


def _is_vain(reading: Reading, at: int) -> bool:
    """Tell "I wish I liked running" from "I wish to run"."""
    return reading.sentence.lemma(at) == "wish" and reading.sentence.part(at + 1) in (Part.I, Part.IT, Part.YOU)


def _ask(reading: Reading, at: int) -> None:
    """Read a request: what it names is mentioned, what it forbids ("don't suggest operas") is refused."""
    mood = reading.mood
    if mood.negated and mood.who is Who.UNSAID:
        reading.mood = refusal(ends=reading.sentence.lapses(at), open=False)
        return
    mood.sign = min(mood.sign, 0)
    mood.negated = False


def _deed(reading: Reading, at: int) -> int:
    """Read what the speaker does; some verbs are an interest themselves where no object follows ("I love to swim")."""
    sentence = reading.sentence
    word = sentence.words[at]
    if _is_obliged(sentence, at) and not reading.mood.strong:
        plain(reading, at)
        return at + 1
    _start_over(reading, at)
    base = word.low == word.lemma
    do(reading, word.lemma, at, base=base)
    if eats_less(reading, at):
        return at + 2
    if base and sentence.lemma_listed(at, "activity", "pastime") and _is_meant_itself(reading, at):
        reading.keep(at, at + 1)
    return at + 1


def _is_obliged(sentence: Sentence, at: int) -> bool:
    """Tell "(I had to) eat liver", "(I have to) read Dune" from "(I have to) eat gluten-free"."""
    must = sentence.low(at - 1) == "to" and sentence.low(at - 2) in ("have", "had", "forced", "made")
    return must and (
        sentence.low(at - 2) != "have" or sentence.lemma(at) in ("read", "watch", "learn", "study", "write")
    )


def _is_meant_itself(reading: Reading, at: int) -> bool:
    """Tell "I love to cook", "I paint" from "time to cook", "I should cook" and "I cook fish"."""
    sentence, mood = reading.sentence, reading.mood
    if _has_object(reading, at) or (mood.asks and not mood.strong):  # "what should I cook"
        return False
    if sentence.low(at - 1) == "to" and not _leads_to(sentence, at - 2):
        return False
    if mood.sign < 0 and sentence.part(at + 1) is Part.PREPOSITION:  # "I never cook with a microwave"
        return False
    if sentence.low(at - 1) == "rather" and mood.sign > 0:  # "I'd rather hike than run"
        return sentence.low(at + 1) == "than"
    if mood.strong:
        return True
    if mood.past and sentence.low(at - 2) == "used":  # "we used to ski in the Alps"
        return sentence.lemma_listed(at, "activity")
    purpose = (
        sentence.low(at - 1) == "to" or mood.unreal or sentence.low(at + 1) == "for" or sentence.low(at - 1) == "can"
    )
    return not purpose and sentence.lemma_listed(at, "activity")


def _leads_to(sentence: Sentence, at: int) -> bool:
    """Tell "I love to cook", "learning how to cook" from "something to cook", "easy to cook", "time to cook"."""
    if sentence.low(at) == "how" or sentence.lemma(at - 1) == "teach":
        return True
    feels = sentence.part(at) in (Part.VERB, Part.GERUND, Part.EITHER, Part.PREPOSITION, Part.NEGATION, Part.ADVERB)
    return feels or sentence.low(at) in sentence.cues


def _start_over(reading: Reading, at: int) -> None:
    """Let a second full verb of the same subject start from no feeling ("I hate pop and play jazz")."""
    sentence, mood = reading.sentence, reading.mood
    if mood.infinitive or sentence.low(at).endswith("ing"):
        return
    if sentence.part(sentence.before(at)) in (Part.CONJUNCTION, Part.CONTRAST, Part.PAUSE):
        mood.sign, mood.strong, mood.far = 0, False, False


def _has_object(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    place = sentence.after(at + 1)
    ahead = sentence.part(place)
    if sentence.low(place) == "any" and sentence.low(place + 1) in ("more", "longer"):  # "I don't hike any more"
        return sentence.part(place + 2) in OBJECTS
    if ahead is Part.DETERMINER and sentence.part(place + 1) is Part.TIME:  # "we kayak every weekend"
        return False
    return ahead in OBJECTS or ahead in (Part.DETERMINER, Part.MY)


_HABITS: Final = words("often always usually every breakfast lunch dinner sometimes mostly normally")
"""With one of these in the sentence "I have toast" tells what the speaker eats."""


def do(reading: Reading, lemma: str, at: int, *, base: bool) -> None:
    """Read a doing: a liking of its object, a refusal where a bare form is negated ("I don't eat meat")."""
    sentence, mood = reading.sentence, reading.mood
    if mood.sign:
        mood.sign = -mood.sign if mood.negated else mood.sign
    elif mood.negated:
        before = (sentence.low(at - 2), sentence.low(at - 3))
        refuses = base and listed(lemma, "drop") and "did" not in before
        refuses = refuses and not (lemma == "do" and is_passing(sentence, at))
        refuses = refuses or mood.ends or (base and sentence.lapses(at))
        mood.sign = -1 if refuses else 0
        mood.muted = not refuses
    elif not mood.unreal:
        mood.sign, mood.strong = 1, False
        mood.made = lemma in ("write", "make", "create", "design", "build", "bake", "cook", "code", "draw")
        mood.had = lemma == "have" and _HABITS.isdisjoint(sentence.lows)
        mood.sought = lemma in ("seek", "buy", "order", "get", "find")
    mood.negated = mood.open = False
    mood.strength = 0.0 if not mood.strong else mood.strength


def _never_said(reading: Reading, at: int) -> bool:
    """Tell whether the speaker only did not say so: "I didn't say I like", "I never said", but not "I wouldn't say"."""
    sentence, mood = reading.sentence, reading.mood
    said = mood.negated and mood.who is Who.SPEAKER and sentence.lemma(at) == "say"
    helped = {sentence.low(at - 1), sentence.low(at - 2), sentence.low(at - 3)}
    return said and (sentence.low(at) != sentence.lemma(at) or bool(helped & {"did", "didnt", "have", "'ve"}))


def plain(reading: Reading, at: int) -> None:
    """Read a verb that neither feels nor does: it ends a liking, unless it hangs on one ("I hate to see fights")."""
    sentence, mood = reading.sentence, reading.mood
    word = sentence.words[at]
    linked = sentence.low(at - 1) == "to" or word.low.endswith("ing")
    if word.lemma in ("call", "consider") and sentence.low(at + 1) in ("myself", "ourselves"):
        mood.sign, mood.strong, mood.negated = (-1 if mood.negated else 1), False, False
        return
    if linked and not mood.strong and not mood.within:  # "I need to renew my passport"
        mood.sign = min(mood.sign, 0)
    if linked and mood.negated and mood.strong:
        mood.sign = -mood.sign
    if mood.sign and (mood.within or (mood.strong and sentence.is_participle_behind_noun(at))):
        return
    if sentence.lemma_listed(at, "report") or (not linked and _is_main_verb(reading, at)):
        mood.sign = min(mood.sign, 0) if linked else 0
        mood.open = True
    mood.finding = word.lemma == "find" and mood.who is Who.SPEAKER and not mood.negated
    amazed = sentence.low(at - 2) in ("can", "ca") or sentence.low(at - 1) in ("cannot", "cant")
    mood.distant = mood.negated and word.lemma in ("think", "say", "believe") and not amazed
    mood.negated = False


def _is_main_verb(reading: Reading, at: int) -> bool:
    """Tell whether the speaker is the subject, and no "who" or "what" stands before the verb."""
    sentence, mood = reading.sentence, reading.mood
    follows_relative = sentence.part(sentence.before(at)) is Part.RELATIVE
    return mood.who is Who.SPEAKER and not mood.heading and not follows_relative


_FREE: Final = words(
    "weekend weekends evening evenings night nights sunday sundays saturday saturdays friday fridays holiday holidays"
    " summers winters"
)
_ALL_OF_IT: Final = frozenset({"whole", "entire", "all", "hours", "forever", "days", "every"})


def _spends_free_time(reading: Reading, at: int) -> int:
    """Return the place behind the time in "I spend my weekends (restoring clocks)", "could spend hours", 0 for "spent an hour"."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is not Who.SPEAKER or mood.negated or sentence.low(at) not in ("spend", "spending"):
        return 0
    could = sentence.low(sentence.before(at)) == "could"
    free = False
    place = at + 1
    while sentence.part(place) in (Part.MY, Part.DETERMINER, Part.TIME, Part.ADJECTIVE, Part.ADVERB, Part.NUMBER):
        free = free or sentence.low(place) in _FREE or (could and sentence.low(place) in _ALL_OF_IT)
        free = free or sentence.low(place) in ("free", "spare")
        place += 1
    return place if free and sentence.part(place) is Part.GERUND else 0
