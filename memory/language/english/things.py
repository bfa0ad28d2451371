"""What an English sentence names: things, persons, and the headings and cues in front of them.

A noun phrase is the subject of what follows, a person (and so no interest), a heading ("my hobbies are"), a cue ("a fan
of"), or a thing that the mood in force says something about.
"""

from __future__ import annotations

from typing import Final

from ..who import Who
from ..words import words
from .asides import names_nothing, without_role
from .deeds import feels_something
from .diets import intolerances, is_diet, is_free_of, said_of_a_kind
from .elided import restarts
from .headings import cue, heading, is_cue, is_heading
from .lapsed import is_over
from .lexicon import BE, HAVE, Part, listed
from .mood import Mood, refusal
from .names import extent, joined, shortened, trimmed
from .owners import behind_called, belongs_to_others, is_told_of, owner, tells_of_someone_named, theirs
from .predicates import plain
from .reading import Reading
from .refusals import keep_intolerances
from .sayings import Said, is_claimed, is_condition, said
from .sentence import NOUNS, OBJECTS, Sentence
from .tastes import is_taste, is_unwanted_taste
from .verdicts import behind_hurting, touches, verdict
from .zeal import of_oneself, spell


def thing(reading: Reading, at: int) -> int:
    """Read the noun phrase that begins at `at`."""
    sentence = reading.sentence
    if reading.mood.who is Who.THING and sentence.is_acclaim(at):  # "jazz slaps"
        return at + 1
    if _is_cried(sentence, at):
        return at + 1
    begins = sentence.opens(at) or sentence.part(at - 1) is Part.I
    if reading.mood.who.may_be_speaker and begins and (named := intolerances(sentence, at)):
        return keep_intolerances(reading, named)
    if _is_new_verb(reading, at):
        plain(reading, at)
        return at + 1
    if hurting := behind_hurting(sentence, at):
        reading.begin(Who.THING)
        return hurting
    end = extent(sentence, at)
    last = end - 1
    if is_unwanted_taste(reading, at, end):
        reading.keep(last, end, turned=True)
        return end
    if is_taste(reading, at, end) or is_diet(sentence, at, end):
        reading.keep(last, end)
        return end
    if is_free_of(sentence, at):
        reading.keep(at, at + 2)
        return at + 2
    if owner(sentence, at, end):
        return theirs(reading, end)
    if (told := _told_of_oneself(reading, at, end)) is not None:
        return told
    if is_cue(reading, last):
        return cue(reading, last)
    called = behind_called(reading, at)
    if called > at:
        return _person(reading, at, called)
    if sentence.part(last) is Part.PERSON:
        return _person(reading, at, end)
    if sentence.low(last) in ("name", "names"):  # "my name is Bob"
        reading.mood.muted = True
        return end
    if is_heading(reading, last):
        return heading(reading, last, 1)
    end = joined(sentence, at, end)
    if _is_subject(reading, at, end):
        return _topic(reading, at, end, end)
    behind = _behind_attribute(reading, at, end) or _behind_aside(reading, at, end)
    if behind is not None:
        return _topic(reading, at, end, behind)
    _name(reading, at, end)
    reading.mood.muted = reading.mood.muted and (reading.mood.who is not Who.UNSAID or _joins_a_thing(sentence, end))
    return end


_CRIES: Final = frozenset({"god", "lord", "jesus", "christ", "heavens", "boy"})


def _is_cried(sentence: Sentence, at: int) -> bool:
    """Tell whether a name is only called on: "God I miss it", "Lord, do I", "Jesus Christ I hate" and not "God is"."""
    if sentence.low(at) not in _CRIES or sentence.part(sentence.before(at)) not in _BEFORE_A_CRY:
        return False
    ahead = at + 1
    while sentence.low(ahead) in _CRIES or sentence.part(ahead) in (Part.PAUSE, Part.INTERJECTION):
        ahead += 1
    asked = sentence.part(ahead) is Part.AUXILIARY and sentence.part(ahead + 1) is Part.I
    return sentence.part(ahead) is Part.I or asked


_BEFORE_A_CRY: Final = frozenset(
    {Part.EDGE, Part.PAUSE, Part.INTERJECTION, Part.CONJUNCTION, Part.CONTRAST, Part.BOUNDARY, Part.PERSON}
)


def _told_of_oneself(reading: Reading, at: int, end: int) -> int | None:
    """Read "(proud) cat person here" and "(I'm on a) Borges kick", None where neither stands."""
    named = of_oneself(reading, at, end) or spell(reading, at, end)
    if named is None:
        return None
    reading.mood.feel(1)
    _name(reading, *named)
    return max(end, named[1] + 1)


def _joins_a_thing(sentence: Sentence, at: int) -> bool:
    """Tell whether "and communication" stands here: thanks for one thing are thanks for both."""
    return sentence.part(at) is Part.CONJUNCTION and sentence.part(at + 1) in (Part.NOUN, Part.MY, Part.THEIR)


def _is_new_verb(reading: Reading, at: int) -> bool:
    """Tell whether a word outside the lists stands where only a verb can ("can you resend it")."""
    sentence = reading.sentence
    if sentence.low(at) == "mean" and sentence.part(at - 1) in (Part.I, Part.YOU):  # "I mean"
        return True
    if sentence.part(at) is not Part.NOUN or sentence.low(at) in sentence.cues:
        return False
    if _is_to_do(reading, at):
        return True
    if sentence.listed(at, "category", "being"):
        return False
    before = sentence.before(at)
    part, low = sentence.part(before), sentence.low(before)
    if part is Part.AUXILIARY:
        return low not in BE and low not in HAVE and low not in ("do", "does", "did")
    return part in (Part.I, Part.YOU) or low in ("n't", "dont")


_MEANS_TO: Final = words("need want have try like love hope plan learn going how got")


def _is_to_do(reading: Reading, at: int) -> bool:
    """Tell whether an unlisted word behind "to" is a verb with an object: "I need to renew my passport"."""
    sentence = reading.sentence
    wanted = sentence.low(at - 1) == "to" and {sentence.lemma(at - 2), sentence.low(at - 2)} & _MEANS_TO
    return bool(wanted) and sentence.part(at + 1) in (*OBJECTS, Part.DETERMINER, Part.MY, Part.IT, Part.THEIR)


# Subjects


def _person(reading: Reading, at: int, end: int) -> int:
    """Skip a person, and learn whether the sentence goes on about them."""
    sentence = reading.sentence
    if (sentence.low(end), sentence.low(end + 1)) == ("in", "law"):
        end += 2
    ahead = sentence.after(end)
    if sentence.part(ahead) is Part.CONJUNCTION and sentence.part(ahead + 1) in (Part.I, Part.ME):
        reading.begin(Who.SPEAKER)  # "my sister and I love"
        return ahead + 2
    if (sentence.is_finite(end) or is_told_of(reading, at, end)) and not _is_beside_speaker(reading, at):
        reading.begin(Who.OTHERS)
        return end + 2 if sentence.low(end) == "next" and sentence.low(end + 1) == "door" else end
    if sentence.part(end) is Part.PAUSE and sentence.opens(at):  # "Bob, I love"
        return end + 1
    return end


def _is_beside_speaker(reading: Reading, at: int) -> bool:
    """Tell whether a person is the second half of the subject ("I and my sister love chess")."""
    sentence, mood = reading.sentence, reading.mood
    first = at - 1 if sentence.part(at - 1) in (Part.MY, Part.DETERMINER) else at
    follows_and = sentence.part(sentence.before(first)) is Part.CONJUNCTION
    return follows_and and mood.who is Who.SPEAKER and mood.open


def _is_subject(reading: Reading, at: int, end: int) -> bool:
    sentence, mood = reading.sentence, reading.mood
    if not sentence.is_finite(end) or (mood.who is Who.SPEAKER and restarts(sentence, end)):
        return False
    first = sentence.before(at)
    while sentence.part(first) in (Part.MY, Part.DETERMINER):
        first -= 1
    if mood.who is Who.OTHERS and sentence.part(first) is Part.PREPOSITION:  # "everyone at my work is"
        return False
    if mood.who is Who.OTHERS and not mood.open:  # "people who love opera are"
        return False
    ahead = sentence.after(end)
    if sentence.part(ahead) in (Part.AUXILIARY, Part.POSSESSIVE):
        return not mood.heading
    return mood.open or sentence.low(ahead).endswith("s")


def _behind_attribute(reading: Reading, at: int, end: int) -> int | None:
    """Return the place behind "on pizza" in "pineapple on pizza is disgusting", None where it is no such subject."""
    sentence = reading.sentence
    if sentence.part(end) is not Part.PREPOSITION or not sentence.opens(at):
        return None
    while sentence.part(end + 1) in (Part.DETERMINER, Part.MY):
        end += 1
    far = extent(sentence, end + 1)
    if far <= end + 1 or not sentence.is_finite(far):
        return None
    verb = sentence.after(far)
    return far if said(sentence, verb).sign or verdict(reading, verb) else None


def _behind_aside(reading: Reading, at: int, end: int) -> int | None:
    """Return the place behind what parts a new subject from its verb: "(I hate opera,) ballet on the other hand is"."""
    sentence = reading.sentence
    if sentence.part(sentence.before(at)) not in (Part.PAUSE, Part.EDGE, Part.CONJUNCTION, Part.CONTRAST, Part.NOUN):
        return None
    against = _behind_set_against(sentence, end)
    if against > end and sentence.is_finite(against):
        return against
    if sentence.part(sentence.before(at)) is not Part.PAUSE or sentence.part(end) is not Part.PREPOSITION:
        return None
    first = end + 1
    while sentence.part(first) in (Part.DETERMINER, Part.MY):
        first += 1
    far = extent(sentence, first)
    own_verb = sentence.part(sentence.after(far)) is Part.AUXILIARY and sentence.part(far + 1) is not Part.I
    return far if far > first and own_verb else None


def _topic(reading: Reading, at: int, end: int, behind: int) -> int:
    """Read a thing that the sentence goes on about from `behind`: named, unless the sentence judges it."""
    sentence, old = reading.sentence, reading.mood
    verb = sentence.after(behind)
    if is_over(sentence, at, end, verb):  # "the vegan thing is over"
        reading.mood = refusal(ends=True, doubt=old.doubt, open=False)
        reading.mood.asks = old.asks
        _name(reading, at, end)
        reading.mood = Mood(Who.THING, asks=old.asks, open=False)
        return verb + 2
    told = said(sentence, verb)
    someone = not told.sign and _is_someone(reading, at, end, verb)
    if someone or belongs_to_others(sentence, verb) or _is_reported(reading):
        reading.begin(Who.OTHERS)  # "Rajesh enjoys chess", "chess is his thing"
        return end
    sign = told.sign or verdict(reading, verb)
    if is_claimed(sentence, at) or (sign < 0 and is_condition(sentence, at, verb)):
        sign, told = 0, Said(0, verb)
    who = Who.SPEAKER if sign else Who.THING
    reading.mood = Mood(who, sign, strong=True, asks=old.asks, doubt=old.doubt, past=old.past)
    _name(reading, at, end)
    reading.mood = Mood(Who.THING, asks=old.asks, doubt=old.doubt, past=old.past, open=False)
    if told.sign:
        return told.end
    if sentence.low(verb + 1) == "me" and touches(sentence, verb):
        return verb + 3 if sentence.lemma(verb) in ("make", "give") else verb + 2
    return behind


def _is_someone(reading: Reading, at: int, end: int, verb: int) -> bool:
    """Tell whether names in capitals do what only people do: "Emma Stone loves chess"."""
    sentence = reading.sentence
    if sentence.listed(at, "people") and sentence.low(at - 1) == "the" and sentence.part(verb) is not Part.AUXILIARY:
        return True
    if tells_of_someone_named(sentence, at, end, verb):
        return True
    if feels_something(sentence, at, end, verb):
        sentence.personify(end - 1)
        return True
    named = all(word.part in (Part.CAPITAL, Part.PERSON) for word in sentence.words[at:end])
    return named and end - at <= 2 and sentence.lemma_listed(verb, "like", "dislike", "want")


def _is_reported(reading: Reading) -> bool:
    """Tell whether someone else's view is given: "according to my aunt, opera is the best"."""
    return reading.told and reading.mood.who is Who.OTHERS


# Names

_THIS_ONE: Final = frozenset({Part.DETERMINER, Part.MY, Part.THEIR, Part.NUMBER})


def _name(reading: Reading, at: int, end: int) -> None:
    """Trim a run to what a person would recognise as the name of the thing, and keep it."""
    sentence = reading.sentence
    reading.mood.object = True
    kind = said_of_a_kind(sentence, at, end)
    if kind is not None and reading.mood.sign:
        reading.keep(kind, kind + 1)
        return
    if _is_put_up_with(reading, at, end):
        reading.keep(at, end)
        return
    first, stop = trimmed(sentence, at, end)
    sign = reading.mood.sign
    if _is_ones_work(reading, at, end):
        reading.mood.sign = 0
    first = without_role(sentence, first, stop)
    dropped = sentence.low(stop) if stop < end else ""
    refused = sentence.cues.get(dropped, 1) < 0  # "I have a peanut allergy"
    if reading.mood.ends and first == stop and sentence.listed(end - 1, "soft"):  # "stop suggesting restaurants"
        first, stop = end - 1, end
    elif names_nothing(reading, first, stop, dropped) and not _is_felt_as_such(reading, first, stop):
        if stop > first and sentence.part(first) is Part.GERUND and reading.mood.who is Who.SPEAKER:
            reading.note(first, stop)  # "I've been geocaching", "it" may be about that
        return
    if dropped in sentence.cues:
        _carry_back(reading, first, -1 if refused else 1)
    if refused or listed(dropped, "devotee") or not _is_quality(reading, first, stop):
        reading.keep(shortened(sentence, first, stop), stop, turned=refused)
    if sentence.part(end) is Part.CONJUNCTION:  # "I'm a nurse and a runner"
        reading.mood.sign = sign


_BEFORE_WORK: Final = frozenset({Part.DETERMINER, Part.MY, Part.PREPOSITION, Part.ADJECTIVE, Part.ADVERB})
_RUNS: Final = frozenset({"run", "own", "manage", "open", "work"})


_FOR_FUN: Final = words(
    "amateur keen hobby home aspiring avid passionate budding wannabe would-be enthusiastic weekend hobbyist self-taught spare free fun"
)
"""With one of these near it, what somebody is is what they like to do: "an amateur welder", "a pilot in my spare time"."""


def _is_ones_work(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a run only says what the speaker is, or where they work: "I'm a nurse", "I run a bakery", not "I love a bakery"."""
    sentence, mood = reading.sentence, reading.mood
    if mood.strong or mood.sign <= 0 or mood.who is not Who.SPEAKER:
        return False
    first = at - 1
    while sentence.part(first) in _BEFORE_WORK or sentence.low(first) == "as":
        first -= 1
    wished = sentence.low(first) == "be" and sentence.low(first - 1) == "to"  # "I want to be a chef"
    if wished or not _FOR_FUN.isdisjoint((*sentence.lows[first + 1 : end], *sentence.lows[end : end + 4])):
        return False
    is_or_works = sentence.low(first) in BE or sentence.lemma(first) == "work"
    if sentence.listed(end - 1, "role"):
        return is_or_works
    return sentence.listed(end - 1, "workplace") and sentence.lemma(first) in _RUNS


def _is_felt_as_such(reading: Reading, at: int, end: int) -> bool:
    """Tell whether two general words name what is felt: "I hate group projects"."""
    sentence, mood = reading.sentence, reading.mood
    felt = mood.strong and mood.sign and mood.who is Who.SPEAKER and end - at == 2
    return bool(felt) and sentence.part(at) in (Part.NOUN, Part.EITHER) and sentence.listed(end - 1, "soft")


_TOO_GENERAL: Final = words(
    "thing things stuff idea ideas way ways fact facts part parts reason reasons case cases kind kinds sort sorts one ones bit lot problem"
    " problems issue issues answer answers response responses reply question questions list name names words help time end point points"
    " chance chances work life result results job person people's info example examples luck news sense love use year years site link model"
    " assistant version type types option options experience version side sides opinion opinions person thoughts"
)
"""Of general words those that name nothing even where it is told of what sort they are and what is felt: "bad ideas"."""
_SAYS_NOTHING: Final = words(
    "wrong free own ready able sure actual dead clear true whole entire only main current recent present public private personal possible"
    " available physical mental human general full particular kind single individual common"
)
_SPANS: Final = frozenset({"days", "nights", "mornings", "evenings", "afternoons", "summers", "winters", "starts"})
_SPENT: Final = frozenset({"job", "commute", "school"})


def _is_put_up_with(reading: Reading, at: int, end: int) -> bool:
    """Tell whether one general word with what describes it names what is felt: "I hate small talk", "cold water", "my job"."""
    sentence, mood = reading.sentence, reading.mood
    if not (mood.strong and mood.sign and mood.who is Who.SPEAKER):
        return False
    if end - at == 1:
        alone = sentence.part(end) in _ENDS_A_CLAUSE and sentence.low(at - 2) in ("hate", "love", "loathe", "despise")
        alone = alone and sentence.low(at - 3) != "to"  # "I want to love my job"
        return alone and sentence.part(at - 1) is Part.MY and sentence.low(at) in _SPENT
    if end - at != 2 or sentence.part(at) not in (Part.ADJECTIVE, Part.TIME) or sentence.part(at - 1) in _THIS_ONE:
        return False
    first, last = sentence.low(at), sentence.low(end - 1)
    if last in _PUT_UP_WITH:
        return True
    plain = sentence.part(at) is not Part.ADJECTIVE or sentence.listed(at, "praise") or first in _SAYS_NOTHING
    general = sentence.listed(end - 1, "generic") and sentence.part(end - 1) in NOUNS and last not in _TOO_GENERAL
    return not plain and (general or last in (*_SPANS, "people")) and sentence.part(end) in _ENDS_A_CLAUSE


_PUT_UP_WITH: Final = words(
    "talk lecture lectures meeting meetings exam exams mornings shifts starts nights quizzes queues chores"
)
_ENDS_A_CLAUSE: Final = frozenset(
    {
        *(Part.EDGE, Part.PAUSE, Part.CONJUNCTION, Part.CONTRAST, Part.BOUNDARY, Part.INTERJECTION, Part.ADVERB),
        *(Part.DOUBT, Part.TIME),
    }
)


def _carry_back(reading: Reading, at: int, sign: int) -> None:
    """Let "allergy" in "a peanut and tree nut allergy" hold for the first half too."""
    sentence, found = reading.sentence, reading.found
    if found and sentence.part(at - 1) is Part.CONJUNCTION and found[-1].end == sentence.words[at - 2].end:
        reading.again(found[-1].start, sign)


_COPULAS: Final = frozenset({"feel", "seem", "look", "sound", "become", "get"})


def _is_quality(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a lone plain word behind "is" or "feel" is more likely a quality than a thing."""
    sentence, mood = reading.sentence, reading.mood
    if end - at > 1 or mood.heading or sentence.part(at) not in (Part.NOUN, Part.GERUND):
        return False
    if mood.who is Who.SPEAKER and sentence.listed(at, "being"):  # "I am vegan"
        return False
    before = sentence.before(at)
    while sentence.low(before) in ("so", "too"):
        before = sentence.before(before)
    subject = end + 1 if sentence.low(end) == "that" else end
    ahead = sentence.after(subject + 1)
    if sentence.low(ahead) == "'m":  # "it's shellfish I'm allergic to"
        ahead = sentence.after(ahead + 1)
    felt = sentence.lemma_listed(ahead, "like", "dislike", "do") or sentence.low(ahead) in sentence.cues
    if felt and sentence.part(subject) is Part.I and sentence.low(before - 1) == "it":  # "it's jazz I like"
        return False
    return sentence.low(before) in BE or sentence.lemma(before) in _COPULAS


_SET_AGAINST: Final = (("on", "the", "other", "hand"), ("by", "contrast"), ("in", "contrast"))


def _behind_set_against(sentence: Sentence, at: int) -> int:
    """Return the place behind "on the other hand" at `at`, commas around it too; `at` where nothing of the kind stands."""
    first = at + 1 if sentence.part(at) is Part.PAUSE else at
    for run in _SET_AGAINST:
        end = first + len(run)
        if sentence.lows[first:end] == run:
            return end + 1 if sentence.part(end) is Part.PAUSE else end
    return at
