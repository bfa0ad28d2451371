"""How an English clause begins, turns and ends: subjects, pauses, conditions, adverbs.

Each public function is a step for one part of speech. It changes the mood and returns the place where reading goes on.
"""

from __future__ import annotations

from typing import Final

from ..degrees import PLAIN, STRONG, WEAK
from ..who import Who
from ..words import words
from .echoes import judged, judged_behind
from .elided import allows, restarts, turns_to
from .fronted import denied, fronted
from .headings import heading, is_usual
from .lapsed import close_feeling, has_faded, is_over_at
from .lexicon import Part
from .mood import Mood, refusal
from .names import extent
from .owners import theirs
from .reading import ALLERGIC, Reading
from .sentence import BREAKS, Sentence
from .tastes import tastes
from .verdicts import behind_hurting
from .zeal import what_moves_me


def skip(_: Reading, at: int) -> int:
    """Step over a word that changes nothing."""
    return at + 1


def adverb(reading: Reading, at: int) -> int:
    """Read an adverb: "now" ends what was past, "I'd rather" prefers, "not only ... also" is no negation."""
    sentence, mood = reading.sentence, reading.mood
    if sentence.low(at) == "only" and (behind := what_moves_me(reading, at)):  # "the only thing keeping me sane is"
        return behind
    if sentence.low(at) in ("now", "nowadays", "lately", "currently"):
        mood.now()
    elif sentence.low(at) in ("only", "just") and mood.sign < 0 and sentence.part(at - 1) is Part.PAUSE:
        mood.forget()  # "I gave up sugar, only honey now"
    elif sentence.low(at) in ("only", "just") and mood.spared and _names_the_culprit(sentence, at):
        mood.sign, mood.spared = -1, False  # "I'm not allergic to nuts, just to penicillin"
    elif sentence.low(at) == "rather" and mood.unreal and mood.who is Who.SPEAKER and sentence.low(at + 1) != "than":
        mood.sign = 1
    return at + 1


def _names_the_culprit(sentence: Sentence, at: int) -> bool:
    """Tell whether "just" at a place says what else it is: "(not allergic to nuts,) just to penicillin", not "just play rock"."""
    return sentence.part(at - 1) in BREAKS and not sentence.lemma_listed(at + 1, "do", "like")


# Subjects

_BEFORE_INVERSION: Final = frozenset(
    {
        *(Part.EDGE, Part.PAUSE, Part.RELATIVE, Part.BOUNDARY, Part.CONJUNCTION, Part.CONTRAST),
        *(Part.INTERJECTION, Part.NEGATION, Part.ADVERB, Part.NOUN, Part.TIME),
    }
)


def speaker(reading: Reading, at: int) -> int:
    """Read "I" and "we": a clause of the speaker's begins; behind a helping verb it asks ("should I")."""
    sentence, old = reading.sentence, reading.mood
    if (reading.told and _is_advised(reading, at)) or (reading.urged and old.who is Who.OTHERS):
        reading.begin(Who.OTHERS)
        return at + 1
    before = sentence.before(at)
    inverted = sentence.part(before) is Part.AUXILIARY and sentence.part(before - 1) in _BEFORE_INVERSION
    reading.fronted = fronted(reading, at)
    reading.retract(denied(reading, at))
    reading.begin(Who.SPEAKER)
    mood = reading.mood
    mood.negated = old.distant
    mood.asks = inverted or (old.asks and sentence.part(before) is not Part.RELATIVE)
    mood.past = mood.frame = old.frame
    return at + 1


def _is_advised(reading: Reading, at: int) -> bool:
    """Tell "(my wife says) I should" from "(my wife knows) I love"."""
    sentence = reading.sentence
    first = sentence.after(at + 1)
    obliged = sentence.low(first) in ("have", "need", "ought") and sentence.low(first + 1) == "to"
    return obliged or sentence.low(first) in ("should", "must", "would", "'d", "could", "might")


def speaker_as_object(reading: Reading, at: int) -> int:
    """Read "me": a subject only in "me and my sister"."""
    if reading.mood.open and reading.sentence.part(at + 1) is Part.CONJUNCTION:
        reading.begin(Who.SPEAKER)
    return at + 1


def assistant(reading: Reading, at: int) -> int:
    """Read "you"."""
    reading.begin(Who.ASSISTANT)
    return at + 1


def others(reading: Reading, at: int) -> int:
    """Read "he", "they", "everyone", unless it is an object ("with everyone")."""
    sentence = reading.sentence
    is_object = sentence.low(at) in ("them", "him", "himself", "themselves")
    counted = sentence.low(at - 1) == "of" and sentence.part(at - 2) in (Part.NUMBER, Part.DETERMINER, Part.ADVERB)
    if counted and (sentence.is_finite(at + 1) or sentence.listed(at + 1, "being")):
        reading.begin(Who.OTHERS)  # "two of them"
        return at + 1
    if sentence.low(at) == "them" and _is_felt(reading, at):
        reading.refer(at, plural=True)
    if sentence.low(at) == "they" and (behind := judged(reading, at)):
        return behind
    if reading.mood.being and sentence.low(at + 1) in ("who", "that"):  # "I'm someone who", "one of those people who"
        return at + 1
    if not is_object and sentence.part(at - 1) is not Part.PREPOSITION:
        reading.begin(Who.OTHERS)
    return at + 1


def pronoun(reading: Reading, at: int) -> int:
    """Read "it", "there", "something", and "nothing with nuts"."""
    sentence = reading.sentence
    if sentence.low(at) == "it" and _is_felt(reading, at):
        reading.refer(at, plural=False)
        return at + 1
    if sentence.low(at) == "it" and _is_had_enough_of(reading, at):
        reading.refer(at, plural=False)
        return at + 1
    if sentence.low(at) == "it" and (behind := judged(reading, at)):
        return behind
    if behind := what_moves_me(reading, at):  # "nothing relaxes me like"
        return behind
    is_subject = sentence.part(sentence.after(at + 1)) is Part.AUXILIARY and not restarts(sentence, at + 1)
    if is_subject or (reading.mood.open and not sentence.listed(sentence.after(at + 1), "taste")):
        reading.begin(Who.THING)
    if sentence.low(at) == "nothing" and sentence.part(at + 1) in (Part.PREPOSITION, Part.ADVERB):
        reading.mood = refusal()
    if behind := _denies_a_feeling(reading, at):
        return behind
    if (
        sentence.low(at) in _ANYTHING
        and sentence.low(at + 1) in ("that", "which")
        and _is_said_of_anything(sentence, at + 2)
    ):
        return at + 3
    if sentence.low(at) in ("something", "anything", "nothing"):
        return tastes(reading, at + 1)
    return at + 1


def _denies_a_feeling(reading: Reading, at: int) -> int:
    """Read "nothing I dislike about (knitting)": the other feeling, and "nothing I hate more than": that one; 0 elsewhere."""
    sentence = reading.sentence
    none = sentence.low(at) == "nothing" or (sentence.low(at) == "anything" and reading.mood.negated)
    ahead = at + 2 if sentence.low(at + 1) == "that" else at + 1
    verb = sentence.after(ahead + 1)
    most = (sentence.low(verb + 1), sentence.low(verb + 2)) == ("more", "than")
    felt = sentence.lemma_listed(verb, "like", "dislike") and (most or sentence.low(verb + 1) == "about")
    if not (none and felt) or sentence.part(ahead) is not Part.I or reading.mood.asks:
        return 0
    reading.begin(Who.SPEAKER)
    reading.mood.feel(1 if sentence.lemma_listed(verb, "dislike") != most else -1)
    reading.mood.strength = STRONG if most else WEAK
    return verb + 3 if most else verb + 2


_CLOSES_A_CLAUSE: Final = frozenset(
    {Part.EDGE, Part.PAUSE, Part.CONJUNCTION, Part.CONTRAST, Part.ADVERB, Part.BOUNDARY, Part.INTERJECTION}
)


def _is_felt(reading: Reading, at: int) -> bool:
    """Tell whether a pronoun is all that a feeling of the speaker's is about: "I love it", not "I love it when"."""
    sentence, mood = reading.sentence, reading.mood
    felt = mood.strong and mood.sign and mood.who is Who.SPEAKER
    closes = sentence.part(at + 1) in _CLOSES_A_CLAUSE and sentence.low(at + 1) not in ("when", "if")
    return bool(felt) and (closes or any(sentence.lows[at + 1 : at + 1 + len(run)] == run for run in _HEARTILY))


_HEARTILY: Final = (
    *(("so", "much"), ("a", "lot"), ("with", "a", "passion"), ("with", "all", "my", "heart")),
    *(("from", "bottom", "of"), ("from", "the", "bottom", "of")),
)
"""How much, behind a pronoun that is all that is felt."""


_HAD: Final = words("see do have eat try play hear watch read drink visit smell taste touch ride drive run")


def _is_had_enough_of(reading: Reading, at: int) -> bool:
    """Tell "(I did Florida.) I don't want to see it again" from "I don't want to lose it again"."""
    sentence, mood = reading.sentence, reading.mood
    again = sentence.low(at + 1) == "again" or sentence.low(at + 1) in ("anymore", "any")
    unwanted = mood.who is Who.SPEAKER and mood.sign < 0 and sentence.low(at - 1) in _HAD and not mood.asks
    return unwanted and again and sentence.lapses(at + 1) and sentence.low(at - 2) == "to"


_DESCRIBES_A_HEADING: Final = frozenset({Part.ADJECTIVE, Part.ADVERB, Part.TIME, Part.NUMBER})


def my(reading: Reading, at: int) -> int:
    """Read "my": with a word of the section `category` it makes a heading ("my favourite", "my least favourite")."""
    sentence, mood = reading.sentence, reading.mood
    ahead = sentence.after(at + 1)
    while sentence.part(ahead) in _DESCRIBES_A_HEADING and not sentence.listed(ahead, "category"):
        ahead += 1
    if hurting := behind_hurting(sentence, at + 1):
        reading.begin(Who.THING)
        return hurting
    if not mood.asks and (faded := has_faded(sentence, at + 1)):
        reading.mood = refusal(ends=True, doubt=mood.doubt, open=False)
        reading.mood.heading = True  # the verb behind the name says nothing more of it
        return faded
    felt = mood.sign and mood.who is Who.SPEAKER
    if not felt and is_usual(sentence, at + 1):
        return heading(reading, extent(sentence, at + 1) - 1, 1)
    if felt or not sentence.listed(ahead, "category"):
        return at + 1
    disliked = sentence.low(at + 1) == "least" or sentence.low(ahead) == "dislikes"
    return heading(reading, ahead, -1 if disliked else 1)


def their(reading: Reading, at: int) -> int:
    """Read "his" and "your" with the noun phrase behind it, which is no interest of the speaker's."""
    if reading.sentence.low(at) == "its" and (behind := judged(reading, at)):  # "its boring"
        return behind
    end = extent(reading.sentence, at + 1)
    if reading.sentence.low(at) in ("his", "her", "hers", "their", "theirs", "whose"):
        return theirs(reading, end)
    if reading.sentence.is_finite(end):
        reading.begin(Who.ASSISTANT)
    return end


# Where clauses meet

_BEFORE_THAT: Final = frozenset({Part.NOUN, Part.CAPITAL, Part.EITHER, Part.GERUND, Part.PERSON, Part.POSSESSIVE})


_ANYTHING: Final = frozenset({"something", "anything", "everything", "nothing"})


def _is_said_of_anything(sentence: Sentence, at: int) -> bool:
    """Tell whether "(anything that) stings" says by a verb that no list knows what the thing does."""
    unknown = sentence.part(at) in (Part.NOUN, Part.EITHER) and sentence.low(at).endswith("s")
    return unknown and not sentence.is_finite(at + 1)


def determiner(reading: Reading, at: int) -> int:
    """Read an article; "that" behind a noun opens a clause about it ("games that involve dice")."""
    if (reading.sentence.low(at), reading.sentence.low(at + 1)) == ("these", "days"):
        reading.mood.now()
        return at + 2
    if reading.sentence.low(at) == "both" and _is_felt(reading, at):  # "I saw the two films, loved both"
        return both(reading, at)
    if reading.sentence.low(at) == "every" and _is_felt(reading, at + 1):  # "tried it, hated every minute"
        reading.refer(at, plural=False)
        return at + 2
    kind = reading.sentence.low(at) in ("that", "this") and reading.sentence.low(at + 1) in _OF_ITS_KIND
    alone = reading.sentence.part(at + 2) in _CLOSES_A_CLAUSE
    if (
        kind
        and alone
        and _is_felt(reading, at + 1)
        and not reading.mood.ends
        and reading.referent(plural=False) is not None
    ):
        reading.refer(at + 1, plural=False)  # "(he won't shut up about Valorant.) can't stand that game"
        return at + 2
    behind = reading.sentence.part(at - 1) in _BEFORE_THAT or reading.sentence.low(at - 1) in _ANYTHING
    if reading.sentence.low(at) == "that" and behind:
        reading.mood.within = True
    return at + 1


_OF_ITS_KIND: Final = words(
    "game show movie film book song band album series podcast app place stuff thing food drink sport hobby dish guy"
)


def both(reading: Reading, at: int) -> int:
    """Read "both" as an object: the feeling holds for the two things named last."""
    for named in reading.named[-2:]:
        reading.feel_for(named, at + 1)
    return at + 1


_GOES_ON: Final = frozenset({"also", "plus", "then"})


def pause(reading: Reading, at: int) -> int:
    """Read a comma, a dash, a bracket; "(no beef,) chicken only" ends a refusal."""
    reading.mood.pause()
    if reading.mood.excepted and not _GOES_ON.isdisjoint(reading.sentence.lows[at + 1 : at + 3]):
        reading.mood.sign, reading.mood.excepted = 1, False  # "I love sports, except football, and also chess"
    if reading.mood.sign < 0 and (
        allows(reading.sentence, at + 1) or _turns_away(reading, at) or _gives_a_reason(reading.sentence, at + 1)
    ):
        reading.mood.forget()
    if reading.sentence.listed(at + 1, "wh") and reading.sentence.part(at + 2) is Part.AUXILIARY:
        reading.mood = Mood(asks=True)  # "before I go: who was the first to win"
    return judged_behind(reading, at + 1) or at + 1


def _gives_a_reason(sentence: Sentence, at: int) -> bool:
    """Tell whether what begins at a place says why something is refused: "(done with the club,) too much drama", "not enough time"."""
    ahead = sentence.after(at)
    enough = ahead + 1 if sentence.part(ahead) is Part.NEGATION else ahead
    too = sentence.low(enough - 1) == "too" or sentence.low(enough) == "too"
    much = sentence.low(enough) in ("much", "many") or sentence.low(enough + 1) in ("much", "many")
    return (too and much) or (enough > ahead and sentence.low(enough) == "enough")


def _turns_away(reading: Reading, at: int) -> bool:
    """Tell whether a refusal does not go on behind a pause: "(I don't touch alcohol), my doctor", "(no beef) (we're Hindu)"."""
    sentence = reading.sentence
    return not reading.mood.strong and (sentence.low(at) == "(" or sentence.part(at + 1) in (Part.MY, Part.NUMBER))


def conjunction(reading: Reading, at: int) -> int:
    """Read "and"; what the speaker is does not hold for "(vegan) and worried about"."""
    sentence, mood = reading.sentence, reading.mood
    if not mood.strong and sentence.part(at + 1) is Part.ADJECTIVE and sentence.part(at + 2) is Part.PREPOSITION:
        mood.sign = 0
    mood.finding = mood.aside = False
    return at + 1


def contrast(reading: Reading, at: int) -> int:
    """Read "but"; it ends a refusal ("no mushrooms but onions"), a liking holds on, but for what is left out of it ("except Ponyo")."""
    reading.mood.contrast()
    if reading.mood.sign > 0 and reading.mood.strong and (ahead := _behind_except(reading.sentence, at)):
        reading.mood.sign, reading.mood.strength, reading.mood.excepted = -1, PLAIN, True
        return ahead
    if reading.mood.sign < 0 and reading.mood.strong and (ahead := _behind_spared(reading, at)):
        reading.mood.sign, reading.mood.strength, reading.mood.ends = 1, PLAIN, False
        return ahead
    if reading.mood.sign < 0:
        reading.mood.sign = turns_to(reading.sentence, at)
    elif reading.mood.spared and reading.sentence.low(at + 1) == "to":  # "I'm not allergic to nuts but to penicillin"
        reading.mood.sign, reading.mood.spared = -1, False
    return at + 1


def _behind_except(sentence: Sentence, at: int) -> int:
    """Return the place behind "except (for)" where a thing follows, 0 elsewhere: "except when it rains", "except on Sundays"."""
    ahead = at + 2 if sentence.low(at + 1) == "for" else at + 1
    named = sentence.part(ahead) in (Part.DETERMINER, Part.MY) or sentence.names_something(ahead)
    return ahead if sentence.low(at) == "except" and named else 0


def _behind_spared(reading: Reading, at: int) -> int:
    """Return the place behind "except", "but" of what is spared of a dislike, 0 elsewhere: "(hate all vegetables) but carrots"."""
    sentence = reading.sentence
    denied = sum(sentence.part(place) is Part.NEGATION or sentence.low(place) == "nothing" for place in range(at))
    if denied > 1 or not ALLERGIC.isdisjoint(sentence.lows):  # "nothing that I don't like except olives"
        return 0
    if ahead := _behind_except(sentence, at):
        return ahead
    all_of_it = not _ALL.isdisjoint(sentence.lows[:at]) and sentence.low(at) == "but"
    end = extent(sentence, at + 1)
    return (
        at + 1 if all_of_it and end > at + 1 and sentence.part(end) in (Part.EDGE, Part.PAUSE, Part.CONJUNCTION) else 0
    )


_ALL: Final = frozenset({"all", "every", "any", "everything", "most"})


def condition(reading: Reading, at: int) -> int:
    """Read "if": nothing is stated until the clause ends, nor behind a later "would"."""
    reading.mood = Mood(doubt=True, asks=reading.mood.asks)
    reading.doubted = True
    return at + 1


_LOOSE_BOUNDARIES: Final = words("before after since until till as once so then otherwise")
"""These open a clause only in front of a subject: "after I eat", but "after dinner"."""
_SUBJECTS: Final = frozenset({Part.I, Part.YOU, Part.THEY, Part.IT, Part.MY, Part.THEIR})


def boundary(reading: Reading, at: int) -> int:
    """Read "because", "when" and their like: a new clause begins, and what was asked holds on."""
    sentence, mood = reading.sentence, reading.mood
    if is_over_at(reading, at):
        close_feeling(reading)
    if sentence.low(at) == "since" and (behind := _behind_a_time(sentence, at + 1)):
        mood.far = True
        return behind
    if sentence.low(at) in _LOOSE_BOUNDARIES and sentence.part(at + 1) not in _SUBJECTS:
        as_a_kid = sentence.low(at) == "as" and sentence.low(at + 1) == "a" and sentence.part(at + 2) is Part.PERSON
        if as_a_kid:
            mood.past = mood.frame = True
        return at + 1
    past = mood.frame or _is_when_i_was(reading, at)
    reading.mood = Mood(asks=mood.asks, past=past, frame=past)
    return at + 1


_NAMES_A_TIME: Final = frozenset(
    {
        *(Part.DETERMINER, Part.MY, Part.ADJECTIVE, Part.NUMBER, Part.NOUN, Part.CAPITAL, Part.TIME, Part.POSSESSIVE),
        *(Part.EITHER, Part.PERSON, Part.THEIR, Part.TITLE),
    }
)


def _behind_a_time(sentence: Sentence, at: int) -> int:
    """Return the place behind "(since) New Year's Day", "my operation", 0 where a clause follows or "(since) starting yoga"."""
    end = at
    while sentence.part(end) in _NAMES_A_TIME:
        end += 1
    return 0 if end == at or sentence.is_finite(end) or sentence.part(end) is Part.GERUND else end


def _is_when_i_was(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    i_was = sentence.part(at + 1) is Part.I and sentence.low(at + 2) in ("was", "were")
    return i_was and sentence.low(at) in ("when", "while")
