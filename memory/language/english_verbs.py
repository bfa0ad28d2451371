"""Which words that may be verbs are verbs: "like", words that are nouns too ("dance"), and forms in -ing.

There is no tagger, so each is told by its neighbours; what turns out to be no verb is read as a thing.
"""

from __future__ import annotations

from typing import Final

from .english_diets import behind_cut
from .english_elided import begins_clause
from .english_lexicon import BE, Part
from .english_names import extent
from .english_others import is_third_person, others_do
from .english_predicates import do, plain, predicate
from .english_reading import Reading
from .english_sentence import OBJECTS, Sentence
from .english_things import thing
from .who import Who


def verb(reading: Reading, at: int) -> int:
    """Read a verb, or a participle that only describes a noun."""
    sentence, mood = reading.sentence, reading.mood
    if sentence.low(at) == "like" and not _is_liking(reading, at):
        seems = sentence.lemma(sentence.before(at)) in _SEEMS and mood.who is not Who.SPEAKER
        if seems or _is_likened(reading, at):  # "it tastes like soap", "it came out like butter"
            mood.skip = True
        return at + 1
    if sentence.is_participle_before_noun(at) or sentence.is_bare_before_noun(at):
        return thing(reading, at)
    if is_third_person(reading, at):
        reading.begin(Who.OTHERS)
    if mood.who is Who.OTHERS or reading.mood.who is Who.OTHERS:
        return others_do(reading, at)
    if _is_used_to(reading, at):
        if mood.who is Who.UNSAID and begins_clause(reading, at):
            reading.begin(Who.SPEAKER)
        reading.mood.past = True
        return at + 2
    if mood.who is Who.UNSAID and sentence.opens(at) and _implies_speaker(reading, at):
        mood.who = Who.SPEAKER
    mood.infinitive = mood.infinitive or sentence.low(at - 1) == "to"
    return predicate(reading, at)


_SEEMS: Final = frozenset({"taste", "smell", "look", "sound", "feel"})


def _is_likened(reading: Reading, at: int) -> bool:
    """Tell whether "like" tells what a thing that was said to be so is compared with."""
    before = reading.sentence.before(at)
    verb = reading.sentence.lemma(before) in _BECOMES or reading.sentence.low(before) in BE
    return reading.mood.who is Who.THING and not reading.mood.asks and verb


_BECOMES: Final = frozenset({"come", "go", "turn", "work", "run"})
_LIKERS: Final = frozenset({Part.I, Part.YOU, Part.THEY, Part.NEGATION, Part.PERSON, Part.ME})


def _is_liking(reading: Reading, at: int) -> bool:
    """Tell the verb "like" from the preposition."""
    sentence = reading.sentence
    before = sentence.before(at)
    part, low = sentence.part(before), sentence.low(before)
    if sentence.lemma(before) == "feel" and reading.mood.who is Who.SPEAKER:  # "I feel like pizza"
        return True
    if part is Part.AUXILIARY:  # "would like", but not "is like"
        return low not in BE
    if part in (Part.CONJUNCTION, Part.CONTRAST):  # "I know and like"
        return sentence.part(before - 1) in (Part.VERB, Part.I)
    return part in _LIKERS or low == "to" or (before < 0 and sentence.low(at + 1) == "to")


def _is_used_to(reading: Reading, at: int) -> bool:
    """Tell "I used to" from "I am used to"."""
    sentence = reading.sentence
    used_to = sentence.low(at) == "used" and sentence.low(at + 1) == "to"
    return used_to and sentence.low(at - 1) not in BE and reading.mood.who.may_be_speaker


def _implies_speaker(reading: Reading, at: int) -> bool:
    """Tell whether a verb without subject speaks of the speaker ("Love hiking", "Went to the opera")."""
    sentence = reading.sentence
    low = sentence.low(at)
    is_past = low != sentence.lemma(at) and not low.endswith(("s", "ing")) and sentence.low(at + 1) != "by"
    is_past = is_past or _is_read(sentence, at)
    return is_past or low == "want" or sentence.lemma_listed(at, "like", "dislike")


def _is_read(sentence: Sentence, at: int) -> bool:
    """Tell "Read Wolf Hall for my book club" from "Read this", "read more"."""
    return sentence.low(at) == "read" and sentence.opens(at) and sentence.part(at + 1) in (Part.CAPITAL, Part.TITLE)


# Nouns or verbs

_BEFORE_A_VERB: Final = frozenset({Part.I, Part.YOU, Part.THEY, Part.IT, Part.AUXILIARY, Part.NEGATION, Part.PERSON})
_BETWEEN_CLAUSES: Final = frozenset({Part.CONJUNCTION, Part.CONTRAST, Part.EDGE, Part.PAUSE})
_BEGINS_AN_OBJECT: Final = frozenset(
    {
        *(Part.DETERMINER, Part.MY, Part.THEIR, Part.ME, Part.PREPOSITION, Part.IT, Part.YOU, Part.RELATIVE),
        *(Part.THEY, Part.PERSON),
    }
)


def noun_or_verb(reading: Reading, at: int) -> int:
    """Read a word that is a noun in one place ("a dance") and a verb in another ("I dance")."""
    return verb(reading, at) if _is_verb(reading, at) else thing(reading, at)


def _is_verb(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    if _seems(sentence, at):
        return True
    before = sentence.before(at)
    part, low = sentence.part(before), sentence.low(before)
    if sentence.lemma(at) in ("start", "stop") and sentence.part(at + 1) is Part.GERUND:
        return True
    if _is_read(sentence, at):
        return True
    if part is Part.AUXILIARY and low in BE and sentence.low(before - 1) != "let":  # "it is work", but "let's work"
        return False
    if low in ("both", "all") and sentence.part(before - 1) in (Part.I, Part.YOU, Part.THEY):  # "we both play"
        return True
    if behind_cut(sentence, at):
        return True
    if (
        low in ("have", "'ve", "had") and sentence.low(at) == sentence.lemma(at) and sentence.low(at) != "read"
    ):  # "I often have toast"
        return False
    if part is Part.RELATIVE and low in ("who", "that"):  # "people who love opera"
        return True
    if sentence.lemma(before) == "go" and sentence.lemma_listed(at + 1, "pursuit"):  # "I went rock climbing"
        return False
    if part in _BEFORE_A_VERB or _leads_to_verb(reading, before):
        return not _denies_a_noun(reading, before)
    if sentence.opens(at) and sentence.part(at + 1) is Part.GERUND and sentence.lemma_listed(at, "like", "dislike"):
        return True  # "Love making ramen"
    if sentence.low(at) in ("love", "hate") and _may_begin(sentence, at) and _loves(sentence, at):
        return True
    return part in _BETWEEN_CLAUSES and _object_follows(reading, at)


_LOVE_IS_PART_OF: Final = frozenset(
    [
        "song",
        "songs",
        "story",
        "stories",
        "letter",
        "letters",
        "life",
        "affair",
        "affairs",
        "interest",
        "interests",
        "poem",
        "poems",
        "triangle",
        "island",
        "actually",
    ]
)


def _may_begin(sentence: Sentence, at: int) -> bool:
    """Tell whether a verb without a subject of its own may stand here: "Love jazz", "but still love jazz"."""
    return sentence.opens(at) or sentence.part(sentence.before(at)) is Part.CONTRAST


def _loves(sentence: Sentence, at: int) -> bool:
    """Tell "Love bread baking", "Really hate olives" from "Love songs are", "Love stories"."""
    told = sentence.part(at + 1) in OBJECTS and sentence.low(at + 1) not in _LOVE_IS_PART_OF
    return told and not sentence.is_finite(extent(sentence, at + 1))


def _seems(sentence: Sentence, at: int) -> bool:
    """Tell whether "smells" says how something seems, and is no noun: "it smells like soap", "Looks great"."""
    seems = sentence.lemma(at) in _SEEMS and sentence.low(at).endswith("s")
    return seems and (sentence.low(at + 1) == "like" or sentence.opens(at) or sentence.low(at - 1) in ("that", "this"))


def _leads_to_verb(reading: Reading, at: int) -> bool:
    """Tell whether a verb follows the word at `at`: "to dance" and "go dance", but "go to work", "keen to work"."""
    sentence = reading.sentence
    if sentence.low(at) == "to":
        moves = sentence.lemma(at - 1) in ("go", "listen", "come", "get", "return", "travel")
        return not moves and (sentence.low(at - 1) not in sentence.cues or _object_follows(reading, at + 1))
    return sentence.part(at) is Part.VERB and sentence.lemma(at) in ("go", "come", "let", "help")


def _denies_a_noun(reading: Reading, at: int) -> bool:
    """Tell "no work", "not work" from "do not work"."""
    sentence = reading.sentence
    helped = sentence.low(at - 1) in ("do", "does", "did", "would")
    denies = sentence.part(at) is Part.NEGATION and sentence.low(at) in ("no", "not") and not helped
    return denies and sentence.low(at + 1) != "longer"


def _object_follows(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    return sentence.part(at + 1) in _BEGINS_AN_OBJECT and sentence.low(at + 1) != "that"


# Forms in -ing


def gerund(reading: Reading, at: int) -> int:
    """Read a form in -ing: an activity ("hiking"), part of a name ("rock climbing"), or a verb ("playing chess")."""
    sentence = reading.sentence
    named = sentence.part(at - 1) in (Part.NOUN, Part.CAPITAL) and not sentence.listed(at - 1, "generic")
    leads_on = sentence.part(at + 1) in (Part.PREPOSITION, Part.ADVERB)  # "(rust) coming from Go"
    leads_on = leads_on and sentence.lemma_listed(at, "light")
    if named and not leads_on:
        return thing(reading, at)
    if _is_lasting(reading, at):
        reading.mood.sign, reading.mood.strong = 1, False
        reading.keep(at, at + 1)
        return at + 1
    if sentence.low(at) not in sentence.lemmas:
        return at + 1 if _is_progressive(reading, at) else thing(reading, at)
    if sentence.lemma_listed(at, "like", "dislike", "want") or behind_cut(sentence, at):
        return verb(reading, at)
    if _opens_for_speaker(reading, at):
        reading.mood.who = Who.SPEAKER
    if _is_seeking(reading, at):
        do(reading, "seek", at, base=False)
        reading.mood.far = False
        return at + 2
    if _is_under_way(reading, at):
        return _progressive(reading, at)
    if _is_activity(reading, at):
        return thing(reading, at)
    return _progressive(reading, at)


def _is_lasting(reading: Reading, at: int) -> bool:
    """Tell "I've been quilting since I was ten", "been climbing for years" from "I've been looking for a gift"."""
    sentence, mood = reading.sentence, reading.mood
    been = sentence.low(sentence.before(at)) == "been" and mood.who is Who.SPEAKER and not (mood.sign or mood.negated)
    place = sentence.counted(at + 2)
    place += sentence.part(place) in (Part.DETERMINER, Part.NUMBER)
    lasts = sentence.low(at + 1) == "since" or (sentence.low(at + 1) == "for" and sentence.part(place) is Part.TIME)
    pastime = sentence.low(at) not in sentence.lemmas or sentence.lemma_listed(at, "pursuit", "activity", "heavy")
    return been and lasts and pastime


def _is_under_way(reading: Reading, at: int) -> bool:
    """Tell "I've been collecting stamps" (the stamps are meant) from "I love collecting stamps"."""
    sentence, mood = reading.sentence, reading.mood
    progressive = sentence.low(sentence.before(at)) in BE and mood.who is Who.SPEAKER and not mood.sign
    return progressive and sentence.part(at + 1) in (*OBJECTS, Part.DETERMINER)


def _is_progressive(reading: Reading, at: int) -> bool:
    """Tell "prices are skyrocketing" from "my hobbies are kitesurfing" and "I am kitesurfing"."""
    sentence, mood = reading.sentence, reading.mood
    return sentence.low(sentence.before(at)) in BE and mood.who is not Who.SPEAKER and not mood.heading


def _opens_for_speaker(reading: Reading, at: int) -> bool:
    """Tell whether an -ing form without subject speaks of the speaker ("Looking for", "Trying to")."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is not Who.UNSAID or not mood.open or not sentence.opens(at):
        return False
    these_days = sentence.low(at - 1) in (
        "currently",
        "just",
        "finally",
        "still",
        "lately",
    )  # "Currently reading Borges"
    under_way = sentence.low(at) == "learning" and sentence.low(at + 1) not in _OF_A_COURSE and _loves(sentence, at)
    return these_days or under_way or sentence.low(at) == "looking" or sentence.low(at + 1) == "to"


_OF_A_COURSE: Final = frozenset(
    {"curve", "curves", "goals", "objectives", "outcomes", "styles", "difficulties", "disabilities"}
)


def _is_seeking(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    seeks = sentence.low(at) in ("looking", "searching", "hunting") and sentence.low(at + 1) == "for"
    return seeks and reading.mood.who is Who.SPEAKER


_ENDS_AN_ACTIVITY: Final = frozenset(
    {
        *(Part.EDGE, Part.PAUSE, Part.CONJUNCTION, Part.CONTRAST, Part.INTERJECTION, Part.ADVERB, Part.TIME),
        Part.BOUNDARY,
        Part.NUMBER,
    }
)
_BEGINS_MORE: Final = frozenset({Part.DETERMINER, Part.MY, Part.ME, Part.IT, Part.THEIR})
_BEGINS_MORE_WORDS: Final = frozenset({"to", "at", "about", "for", "on", "out"})


def _is_activity(reading: Reading, at: int) -> bool:
    """Tell whether an -ing form is an interest: alone ("hiking"), or with its object ("collecting stamps")."""
    sentence, mood = reading.sentence, reading.mood
    following = sentence.part(at + 1)
    has_object = following in OBJECTS and sentence.part(at + 2) is not Part.TIME  # "fencing last year"
    turned_out = sentence.lows[at + 1 : at + 3] == ("turned", "out")
    has_object = has_object and not sentence.is_acclaim(at + 1) and not turned_out
    has_object = has_object and not (mood.finding and sentence.listed(at + 1, "found_bright", "dull"))
    if _is_felt_alone(reading, at):
        return True
    if mood.strong and following is Part.NOUN and not sentence.lemma_listed(at, "do", "report", "ask", "heavy"):
        return True  # "dating apps"
    if has_object and mood.who is not Who.OTHERS and sentence.lemma_listed(at, "heavy"):
        return True
    if sentence.low(at + 1) in _BEGINS_MORE_WORDS and not _is_gone_for(reading, at):
        return False
    each_time = following is Part.DETERMINER and sentence.part(at + 2) is Part.TIME  # "camping every weekend"
    alone = not has_object and (following not in _BEGINS_MORE or each_time)
    return alone and sentence.lemma_listed(at, "pursuit")


def _is_gone_for(reading: Reading, at: int) -> bool:
    """Tell "went kayaking on the lake" from "reading on the subject"."""
    sentence = reading.sentence
    if Part.TIME in (sentence.part(at + 2), sentence.part(at + 3)):  # "on Sunday"
        return True
    goes = sentence.lemma(sentence.before(at)) == "go" or sentence.low(sentence.before(at)) == "been"
    return goes and sentence.low(at + 1) in ("at", "on", "for", "to", "out")


def _is_felt_alone(reading: Reading, at: int) -> bool:
    """Tell whether an -ing form is all that a feeling is about ("I hate driving", "I'm keen on driving")."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is not Who.SPEAKER or not mood.strong or not mood.sign:
        return False
    much = sentence.lows[at + 1 : at + 3] in (("this", "much"), ("that", "much"), ("so", "much"))
    if (
        not much
        and sentence.part(at + 1) not in _ENDS_AN_ACTIVITY
        and sentence.low(at + 1) not in ("in", "on", "at", "with", "for")
    ):
        return False
    return sentence.part(at - 1) is not Part.AUXILIARY and not sentence.lemma_listed(at, "report", "ask", "light")


def _progressive(reading: Reading, at: int) -> int:
    """Read an -ing form as a verb: the speaker does it ("I'm learning Spanish"), or it says nothing."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is Who.SPEAKER and sentence.lemma_listed(at, "do"):
        do(reading, sentence.lemma(at), at, base=True)
    elif mood.who is not Who.OTHERS:
        plain(reading, at)
    return at + 1
