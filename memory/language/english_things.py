"""What an English sentence names: things, persons, and the headings and cues in front of them.

A noun phrase is the subject of what follows, a person (and so no interest), a heading ("my hobbies are"), a cue ("a fan
of"), or a thing that the mood in force says something about.
"""

from __future__ import annotations

from typing import Final

from .english_lexicon import BE, HAVE, Part
from .english_mood import Mood
from .english_names import extent, joined, names_an_interest, shortened, trimmed
from .english_predicates import plain
from .english_reading import Reading
from .english_sentence import OBJECTS, Sentence
from .who import Who


def thing(reading: Reading, at: int) -> int:
    """Read the noun phrase that begins at `at`."""
    sentence = reading.sentence
    if _is_new_verb(reading, at):
        plain(reading, at)
        return at + 1
    end = extent(sentence, at)
    last = end - 1
    if _is_taste(reading, at, end):
        reading.keep(last, end)
        return end
    if _is_cue(reading, last):
        return _cue(reading, last)
    if sentence.part(last) is Part.PERSON:
        return _person(reading, at, end)
    if sentence.low(last) in ("name", "names"):  # "my name is Bob"
        reading.mood.muted = True
        return end
    if _is_heading(reading, last):
        return heading(reading, last, 1)
    end = joined(sentence, at, end)
    if _is_subject(reading, end):
        return _topic(reading, at, end, end)
    behind = _behind_attribute(reading, at, end)
    if behind is not None:
        return _topic(reading, at, end, behind)
    _name(reading, at, end)
    reading.mood.muted = reading.mood.muted and reading.mood.who is not Who.UNSAID
    return end


def _is_new_verb(reading: Reading, at: int) -> bool:
    """Tell whether a word outside the lists stands where only a verb can ("can you resend it")."""
    sentence = reading.sentence
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


_MEANS_TO: Final = frozenset(
    {"need", "want", "have", "try", "like", "love", "hope", "plan", "learn", "going", "how", "got"}
)


def _is_to_do(reading: Reading, at: int) -> bool:
    """Tell whether an unlisted word behind "to" is a verb with an object: "I need to renew my passport"."""
    sentence = reading.sentence
    wanted = sentence.low(at - 1) == "to" and {sentence.lemma(at - 2), sentence.low(at - 2)} & _MEANS_TO
    return bool(wanted) and sentence.part(at + 1) in (*OBJECTS, Part.DETERMINER, Part.MY, Part.IT, Part.THEIR)


# In front of what is meant


def _is_cue(reading: Reading, last: int) -> bool:
    sentence = reading.sentence
    low = sentence.low(last)
    if low not in sentence.cues or (low == "nuts" and sentence.low(last + 1) != "about"):
        return False
    return sentence.part(sentence.after(last + 1)) is Part.PREPOSITION or sentence.low(last + 1) in ("off", "up")


def _cue(reading: Reading, at: int) -> int:
    """Read "fan of", "interested in", "allergic to", "fed up with"."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is Who.SPEAKER or (mood.who is Who.UNSAID and mood.open):
        mood.negated = mood.negated or mood.sign < 0
        mood.feel(sentence.cues[sentence.low(at)])
    ahead = sentence.after(at + 1)
    return ahead + 2 if sentence.low(ahead) in ("up", "off") else ahead + 1


def _is_heading(reading: Reading, last: int) -> bool:
    """Tell whether "my biggest hobby is" stands here."""
    sentence = reading.sentence
    mine = sentence.low(last - 1) in ("my", "our", "main", "biggest")
    return mine and sentence.listed(last, "category") and sentence.low(last + 1) in BE


def heading(reading: Reading, at: int, sign: int) -> int:
    """Read "my favourite <category> is": what stands behind the verb is meant, the category is not."""
    sentence, mood = reading.sentence, reading.mood
    end = at + 1
    favourite = sentence.low(at).startswith("fav")
    if favourite or sentence.low(at).startswith("dream"):
        end = extent(sentence, end)
    if favourite and sentence.low(end) in ("of", "for"):  # "my favourite of the films"
        owned = sentence.part(end + 1) in (Part.DETERMINER, Part.MY)
        end = extent(sentence, end + 2 if owned else end + 1)
    reading.mood = Mood(Who.SPEAKER, sign, strong=True, heading=True, asks=mood.asks, doubt=mood.doubt)
    return end


# Subjects


def _person(reading: Reading, at: int, end: int) -> int:
    """Skip a person, and learn whether the sentence goes on about them."""
    sentence = reading.sentence
    ahead = sentence.after(end)
    if sentence.part(ahead) is Part.CONJUNCTION and sentence.part(ahead + 1) in (Part.I, Part.ME):
        reading.begin(Who.SPEAKER)  # "my sister and I love"
        return ahead + 2
    if sentence.is_finite(end) and not _is_beside_speaker(reading, at):
        reading.begin(Who.OTHERS)
    elif sentence.part(end) is Part.PAUSE and sentence.opens(at):  # "Bob, I love"
        return end + 1
    return end


def _is_beside_speaker(reading: Reading, at: int) -> bool:
    """Tell whether a person is the second half of the subject ("I and my sister love chess")."""
    sentence, mood = reading.sentence, reading.mood
    first = at - 1 if sentence.part(at - 1) in (Part.MY, Part.DETERMINER) else at
    follows_and = sentence.part(sentence.before(first)) is Part.CONJUNCTION
    return follows_and and mood.who is Who.SPEAKER and mood.open


def _is_subject(reading: Reading, end: int) -> bool:
    sentence, mood = reading.sentence, reading.mood
    if not sentence.is_finite(end):
        return False
    if mood.who is Who.OTHERS and sentence.part(sentence.before(end - 1)) is Part.PREPOSITION:  # "everyone at work is"
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
    far = extent(sentence, end + 1)
    return far if far > end + 1 and sentence.is_finite(far) and _verdict(reading, sentence.after(far)) else None


def _topic(reading: Reading, at: int, end: int, behind: int) -> int:
    """Read a thing that the sentence goes on about from `behind`: named, unless the sentence judges it."""
    sentence, old = reading.sentence, reading.mood
    verb = sentence.after(behind)
    if _is_someone(reading, at, end, verb):
        reading.begin(Who.OTHERS)  # "Rajesh enjoys chess"
        return end
    sign = _verdict(reading, verb)
    who = Who.SPEAKER if sign else Who.THING
    reading.mood = Mood(who, sign, strong=True, asks=old.asks, doubt=old.doubt, past=old.past)
    _name(reading, at, end)
    reading.mood = Mood(Who.THING, asks=old.asks, doubt=old.doubt, past=old.past, open=False)
    return behind


def _is_someone(reading: Reading, at: int, end: int, verb: int) -> bool:
    """Tell whether names in capitals do what only people do: "Emma Stone loves chess"."""
    sentence = reading.sentence
    named = all(word.part in (Part.CAPITAL, Part.PERSON) for word in sentence.words[at:end])
    return named and end - at <= 2 and sentence.lemma_listed(verb, "like", "dislike", "want")


# Verdicts

_TOUCHES: Final = {
    **dict.fromkeys(("bore", "annoy", "scare", "bother", "disgust", "irritate", "stress"), -1),
    **dict.fromkeys(("fascinate", "interest", "excite", "relax", "thrill"), 1),
}
"""What a thing does to "me", and the feeling that it shows."""
_IN_A_VERDICT: Final = frozenset({Part.ADVERB, Part.DETERMINER, Part.ADJECTIVE, Part.AUXILIARY, Part.TIME})
_VERDICT_WORDS: Final = 7
"""A verdict is looked for among this many words behind its verb."""


def _verdict(reading: Reading, at: int) -> int:
    """Return the feeling in "<thing> bores me", "<thing> isn't for me", "<thing> is my favourite", else 0."""
    sentence = reading.sentence
    negated = sentence.part(at + 1) is Part.NEGATION
    verb = at + 2 if negated else at
    if sentence.low(verb + 1) == "me" and sentence.lemma(verb) in _TOUCHES:
        sign = _TOUCHES[sentence.lemma(verb)]
        return -sign if negated else sign
    if sentence.low(at) in BE or sentence.part(at) is Part.POSSESSIVE:
        return _judged(reading, at + 1)
    return 0


def _judged(reading: Reading, at: int) -> int:
    """Return the feeling in what stands behind "is": "not my cup of tea", "boring", "my passion"."""
    sentence = reading.sentence
    sign, mine = 1, False
    for place in range(at, at + _VERDICT_WORDS):
        low, part = sentence.low(place), sentence.part(place)
        if part is Part.NEGATION:
            sign = -sign
        elif sentence.listed(place, "dull"):
            return -sign
        elif low in ("for", "my", "one", "of", "cup"):
            mine = mine or low == "my"
        elif low == "limits" or (low in ("me", "tea", "thing") and sign < 0):
            return -1
        elif mine and sentence.listed(place, "bright"):
            return sign
        elif part not in _IN_A_VERDICT:
            return 0
    return 0


# Names


def _name(reading: Reading, at: int, end: int) -> None:
    """Trim a run to what a person would recognise as the name of the thing, and keep it."""
    sentence = reading.sentence
    reading.mood.object = True
    first, stop = trimmed(sentence, at, end)
    first = _without_role(sentence, first, stop)
    dropped = sentence.low(stop) if stop < end else ""
    refused = sentence.cues.get(dropped, 1) < 0  # "I have a peanut allergy"
    if reading.mood.ends and first == stop and sentence.listed(end - 1, "soft"):  # "stop suggesting restaurants"
        first, stop = end - 1, end
    elif _names_nothing(reading, first, stop, dropped):
        return
    if dropped in sentence.cues:
        _carry_back(reading, first, -1 if refused else 1)
    if refused or not _is_quality(reading, first, stop):
        reading.keep(shortened(sentence, first, stop), stop, turned=refused)


def _names_nothing(reading: Reading, at: int, end: int, dropped: str) -> bool:
    """Tell whether a trimmed run is empty, too general, or only said by the way."""
    sentence = reading.sentence
    if at == end or not names_an_interest(sentence, at, end) or _is_passing(reading, at, end):
        return True
    return end - at == 1 and dropped not in sentence.cues and _is_aside(reading, at)


def _without_role(sentence: Sentence, at: int, end: int) -> int:
    """Return a later start where a general word stands before a name: "(director) Danny Boyle"."""
    first = at
    while first < end and sentence.part(first) is not Part.CAPITAL and sentence.listed(first, "generic"):
        first += 1
    return first if first < end and sentence.part(first) is Part.CAPITAL else at


_DETERMINES: Final = frozenset(
    {"the", "these", "those", "any", "other", "another", "more", "new", "different", "your", "some"}
)


def _is_passing(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a lone general word names no interest here: "(the) movies", unless the speaker likes "movies"."""
    sentence, mood = reading.sentence, reading.mood
    if end - at > 1 or not sentence.listed(at, "solo"):
        return False
    return not (mood.strong and mood.sign and mood.who is Who.SPEAKER) or sentence.low(at - 1) in _DETERMINES


_GOOD_AT: Final = frozenset({"good", "better", "great", "bad", "terrible", "best", "look"})
_TURNED_TO: Final = frozenset(
    {"listen", "similar", "related", "compared", "similarly", "close", "regard", "trip", "go", "guide", "introduction"}
)


def _is_aside(reading: Reading, at: int) -> bool:
    """Tell whether a lone word is only said by the way: "in my oven", "at college", "a hint of", "cooking time"."""
    sentence, mood = reading.sentence, reading.mood
    if mood.sign:
        return False
    if sentence.part(at) not in (Part.NOUN, Part.EITHER, Part.GERUND) or sentence.low(at + 1) == "of":
        return sentence.part(at) is not Part.CAPITAL and sentence.low(at + 1) == "of"
    before, earlier = sentence.low(at - 1), {sentence.low(at - 2), sentence.lemma(at - 2)}
    if before == "at":
        return not earlier & _GOOD_AT
    if before == "to":
        return not earlier & _TURNED_TO
    told = not mood.asks and mood.who in (Who.SPEAKER, Who.THING)
    return told and (sentence.part(at - 1) is Part.MY or sentence.part(at) is Part.GERUND)


def _carry_back(reading: Reading, at: int, sign: int) -> None:
    """Let "allergy" in "a peanut and tree nut allergy" hold for the first half too."""
    sentence, found = reading.sentence, reading.found
    if found and sentence.part(at - 1) is Part.CONJUNCTION and found[-1].end == sentence.words[at - 2].end:
        reading.again(found[-1].start, sign)


_BEFORE_A_TASTE: Final = frozenset({Part.AUXILIARY, Part.CONJUNCTION, Part.PAUSE, Part.EDGE, Part.CONTRAST})


def _is_taste(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a lone adjective says how things should be: "(I want it to be) filling", "savory, spicy"."""
    sentence = reading.sentence
    if end - at > 1 or not sentence.listed(at, "taste") or sentence.part(at) not in (Part.ADJECTIVE, Part.GERUND):
        return False
    return sentence.part(sentence.before(at)) in _BEFORE_A_TASTE or sentence.low(at - 1) in ("eat", "be", "more")


def tastes(reading: Reading, at: int) -> int:
    """Read what "something" or "nothing" is to be like: "something spicy", "nothing too scary or violent"."""
    sentence = reading.sentence
    place = sentence.after(at)
    while sentence.listed(place, "taste") and sentence.part(place + 1) not in OBJECTS:
        reading.keep(place, place + 1)
        at, place = place + 1, sentence.after(place + 1)
        if sentence.part(place) in (Part.CONJUNCTION, Part.PAUSE):
            place = sentence.after(place + 1)
    return at


_COPULAS: Final = frozenset({"feel", "seem", "look", "sound", "become", "get"})


def _is_quality(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a lone plain word behind "is" or "feel" is more likely a quality than a thing."""
    sentence, mood = reading.sentence, reading.mood
    if end - at > 1 or mood.heading or sentence.part(at) not in (Part.NOUN, Part.GERUND):
        return False
    if mood.who is Who.SPEAKER and sentence.listed(at, "being"):  # "I am vegan"
        return False
    before = sentence.before(at)
    return sentence.low(before) in BE or sentence.lemma(before) in _COPULAS
