"""What English speakers tell in passing of a pastime of theirs: "running late from choir", "what is eating my tomatoes?".

Nothing in such a sentence feels anything, so the pastimes are listed (`pastimes.txt`). They count for the speaker who
owns them ("my cello") or tells what they do, did or have on, and not where they are asked or written about. The same list has the
words that say of them, anywhere in the sentence, that it is over ("sold the golf clubs") or no pleasure ("nodded off").
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Final

from ...records import Phrase
from ..degrees import PLAIN, STRONG, WEAK
from ..words import words
from .lexicon import Part
from .pastimes import counts_only_owned, is_given_away, parts_with, pastimes_in, says, told_by
from .reading import Named, Reading
from .sentence import BREAKS, OTHERS, SPEAKER, Sentence

_SPEAKER: Final = SPEAKER | {Part.MY}
_DESCRIBES: Final = frozenset({Part.ADJECTIVE, Part.NUMBER, Part.NOUN, Part.CAPITAL, Part.EITHER, Part.GERUND})
_OPENS: Final = frozenset({Part.INTERJECTION, Part.ADVERB, Part.PAUSE, Part.CONJUNCTION, Part.CONTRAST, Part.TIME})
_BEFORE_A_FEELING: Final = frozenset({Part.I, Part.AUXILIARY, Part.NEGATION, Part.THEY, Part.PERSON})
_BESIDE: Final = frozenset({"with", "w/", "and", "&", "from", "by", "than", "like"})
"""Before a person: they are with the speaker, and not the ones who do it."""
_ABOUT: Final = words("about abt regarding concerning called named titled than versus vs")
"""Before a thing: it is talked of, not done."""
_ITSELF: Final = frozenset({"one", "it", "them", "that", "some", "there"})
"""Stand for what the sentence before named: "Best wood for brisket? Do one every Sunday"."""
_MOST: Final = 20
"""Pastimes of a sentence that are looked at."""
_SHORT: Final = 12
"""Words of a sentence that says of nothing but what was named before how often it is done."""


def in_passing(reading: Reading) -> None:
    """Let a pastime count as stated where a sentence tells of it in passing as the speaker's own."""
    sentence = reading.sentence
    if "used" in sentence.lows or is_written(sentence):
        return
    for first, end in islice(pastimes_in(sentence), _MOST):
        start, stop = sentence.words[first].start, sentence.words[end - 1].end
        over = next((one for one in reading.found if one.start < stop and start < one.end), None)
        parted = parts_with(sentence, first, end)
        ends = parted or says(sentence, "ends", first)
        if (
            _is_something_else(sentence, end)
            or _is_felt(sentence, first)
            or (over is not None and not _may_turn(over, ends=ends))
        ):
            continue
        refused = ends or says(sentence, "spoils", first)
        if _is_own(reading, first, end, refused=refused, left_out=over is None):
            _state(reading, over or Phrase(reading.source[start:stop], start, stop), refused=refused, ends=ends)
    if reading.last is not None and _is_about_the_last(sentence):
        _own_the_last(reading)


def is_written(sentence: Sentence) -> bool:
    """Tell whether a sentence asks for a text: "Write me a scene: I sold my guitar"."""
    first = 0
    while sentence.part(first) in _OPENS:
        first += 1
    return told_by(sentence.lemma(first), "writes")


def _is_something_else(sentence: Sentence, end: int) -> bool:
    """Tell whether a name that ends at a place only describes or means something else: "golf GTI", "a choir of critics", "fishing for"."""
    low, part = sentence.low(end), sentence.part(end)
    named = part in (Part.NOUN, Part.CAPITAL) or (part is Part.EITHER and not sentence.is_finite(end))
    if named or (part in (Part.EITHER, Part.VERB) and sentence.is_finite(end + 1)):
        return not told_by(low, "gear") and next(pastimes_in(sentence), (0, 0))[0] != end
    if low == "of":
        return True
    verb = sentence.low(end - 1).endswith("ing")
    timed = any(sentence.part(at) in (Part.TIME, Part.NUMBER) for at in (end + 1, end + 2))
    return verb and not timed and low in ("for", "through", "out", "ahead", "down", "on", "a", "an")


def _is_felt(sentence: Sentence, first: int) -> bool:
    """Tell whether a word of feeling stands in the clause before or behind a place: all of that has been read."""
    at = first
    while not _breaks(sentence, at - 1):
        at -= 1
    while not _breaks(sentence, at):
        likened = sentence.low(at) == "like" and sentence.part(sentence.before(at)) not in _BEFORE_A_FEELING
        if sentence.lemma_listed(at, "like", "dislike") and not likened:
            return True
        at += 1
    return False


def _breaks(sentence: Sentence, at: int) -> bool:
    """Tell whether a clause ends at a place; "so" in "so dead" does not end one."""
    return sentence.part(at) in BREAKS and not (sentence.low(at) == "so" and sentence.part(at + 1) is Part.ADJECTIVE)


def _may_turn(read: Phrase, *, ends: bool) -> bool:
    """Tell whether what was read already may be read anew: what is mentioned, or only done, of which it is said that it is over."""
    return read.polarity > 0 and (read.stance == "mentioned" or (ends and read.strength <= PLAIN))


def _state(reading: Reading, phrase: Phrase, *, refused: bool, ends: bool) -> None:
    """Let a phrase count as liked or refused, and what is said next of "it" be about it."""
    strength = STRONG if _often(reading.sentence) and not refused else PLAIN
    if ends and is_given_away(reading.sentence):
        strength = WEAK
    told = replace(phrase, stance="stated", polarity=-1 if refused else 1, strength=strength, ends=ends)
    reading.state(told)
    named = [one for one in reading.named if one.start != phrase.start]
    reading.named[:] = [*named, Named(phrase.start, phrase.end, felt=True, plural=phrase.text.endswith("s"))]


def _own_the_last(reading: Reading) -> None:
    """Let a pastime of the sentence before count: "(brisket?) Do one every Sunday", "(tried a podcast.) Shut it off"."""
    last, sentence = reading.last, reading.sentence
    ends = says(sentence, "ends", 0)
    refused = ends or says(sentence, "spoils", 0)
    if last is None or not (refused or _often(sentence)):
        return
    for first, end in pastimes_in(last.sentence):
        start, stop = last.sentence.words[first].start, last.sentence.words[end - 1].end
        for index, one in enumerate(last.found):
            done = one.stance == "stated" and one.strength <= PLAIN
            if one.start < stop and start < one.end and one.polarity > 0 and (refused if done else not refused):
                told = replace(one, stance="stated", polarity=-1 if refused else 1, strength=PLAIN, ends=ends)
                last.found[index] = told


def _is_supposed(sentence: Sentence) -> bool:
    """Tell whether anything in the sentence says that it may not be so."""
    return any(sentence.part(at) is Part.DOUBT or told_by(sentence.low(at), "may_be") for at in range(sentence.size))


def _is_own(reading: Reading, first: int, end: int, *, refused: bool, left_out: bool) -> bool:
    """Tell whether a pastime is the speaker's; `left_out` where the sentence was read without naming it, as what others do."""
    sentence = reading.sentence
    if reading.mood.frame or reading.supposed or (not refused and _is_for_someone(sentence, end)):
        return False
    before = first - 1
    while sentence.part(before) in _DESCRIBES:
        before -= 1
    if sentence.part(before) is Part.MY:
        return True
    if _is_supposed(sentence) or counts_only_owned(" ".join(sentence.lows[first:end])) or _is_business(sentence):
        return False
    if left_out and any(
        sentence.part(at) in OTHERS or sentence.part(at) is Part.POSSESSIVE for at in range(sentence.size)
    ):
        return False
    return not _asks(reading, first) and _is_told(sentence, first, end, refused=refused)


def _is_business(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of work or school."""
    lows = sentence.lows
    return any(
        told_by(low, "business") or (low == "work" and before in ("at", "for", "i"))
        for before, low in zip(("", *lows), lows, strict=False)
    )


def _is_for_someone(sentence: Sentence, end: int) -> bool:
    """Tell whether "for my nephew" stands behind, or "'s": a thing of theirs."""
    if sentence.low(end) not in ("for", "to"):
        return sentence.part(end) is Part.POSSESSIVE
    return sentence.part(end + 1) in OTHERS or sentence.part(end + 2) in OTHERS


def _asks(reading: Reading, thing: int) -> bool:
    """Tell whether the sentence is a question, or the clause of the thing begins like one or like an order."""
    sentence, first = reading.sentence, 0
    closed = any(_breaks(sentence, at) for at in range(thing, sentence.size))  # "late for choir so quick: what is"
    if reading.is_question() and not closed:
        return True
    while sentence.part(first) in _OPENS and sentence.part(first) is not Part.TIME:
        first += 1
    if any(sentence.part(at) is Part.PAUSE for at in range(first, thing)):
        return False
    if sentence.listed(first, "wh") or sentence.part(first) in (Part.AUXILIARY, Part.DOUBT):
        if any(_tells_besides(sentence, at) for at in range(first, sentence.size)):
            return False
        return not (sentence.low(first) in ("been", "had", "gonna", "gotta") or _does(sentence, first))
    bare = sentence.low(first) == sentence.lemma(first)
    return bare and (sentence.part(first) is Part.VERB or sentence.lemma_listed(first, "ask"))


def _tells_besides(sentence: Sentence, at: int) -> bool:
    """Tell whether "I" at a place tells what the speaker does: "(how do you dribble) I keep (losing the ball)", not "can I"."""
    verb = sentence.after(at + 1)
    told = sentence.part(at) is Part.I and sentence.part(sentence.before(at)) is not Part.AUXILIARY
    return told and sentence.part(verb) is Part.VERB and not _only_speaks(sentence.lemma(verb), refused=False)


def _does(sentence: Sentence, at: int) -> bool:
    """Tell "do the crossword" from "do you know"."""
    return sentence.low(at) in ("do", "did") and sentence.part(at + 1) in (Part.DETERMINER, Part.NUMBER, Part.MY)


_REDEEMS: Final = frozenset({"but", "fun"})
"""Words behind what is found to be somehow that make it a liking: "I find hiking hard but …", "yoga a lot of fun"; not "opera long"."""


def _is_told(sentence: Sentence, first: int, end: int, *, refused: bool) -> bool:
    """Tell whether the clause of the thing is about the speaker: "I burnt the (brisket)", "late for (choir)", "(quiz) starts at 8"."""
    found = sentence.lemma(first - 1) == "find" and not refused and _REDEEMS.isdisjoint(sentence.lows[end:])
    if found or sentence.low(first - 1) in _ABOUT:
        return False
    at = first - 1
    while not _breaks(sentence, at):
        if sentence.part(at) in (Part.POSSESSIVE, Part.DOUBT) or told_by(sentence.low(at), "paper"):
            return False
        if sentence.part(at) is Part.NEGATION and not refused:
            return False
        if sentence.part(at) in OTHERS and not is_beside(sentence, at):
            return False
        if sentence.part(at) is Part.I:
            return not any(_only_speaks(sentence.lemma(place), refused=refused) for place in range(at + 1, first))
        at -= 1
    return _leaves_out_i(sentence, at + 1, first, end, refused=refused)


def _only_speaks(verb: str, *, refused: bool) -> bool:
    """Tell whether a verb says no more than that a thing is spoken or thought of; what is refused may be thought of."""
    return told_by(verb, "said_of") or (not refused and told_by(verb, "not_doing"))


def is_beside(sentence: Sentence, at: int) -> bool:
    """Tell whether a person is there with the speaker: "(golf) with my brother"."""
    while sentence.part(at - 1) in (Part.MY, Part.DETERMINER, Part.ADJECTIVE, Part.PERSON):
        at -= 1
    return sentence.low(at - 1) in _BESIDE


def _leaves_out_i(sentence: Sentence, start: int, first: int, end: int, *, refused: bool) -> bool:
    """Tell whether a clause without "I" is the speaker's: "broke a string on the (cello)", "(choir) at seven"."""
    stop = end
    while not _breaks(sentence, stop):
        stop += 1
    others = any(sentence.part(at) in OTHERS and not is_beside(sentence, at) for at in range(start, stop))
    spoken = any(sentence.part(at) in _SPEAKER for at in range(sentence.size))
    if (refused and spoken) or (not others and any(sentence.part(at) in _SPEAKER for at in range(start, stop))):
        return True
    while start < first and sentence.part(start) in _OPENS and not told_by(sentence.low(start), "on_the_way"):
        start += 1
    if start == first:
        return not others and any(
            sentence.part(at) is Part.TIME or sentence.low(at) in ("at", "@") for at in range(end, end + 5)
        )
    if spoken and not others:
        return True
    low, lemma = sentence.low(start), sentence.lemma(start)
    past = sentence.part(start) is Part.VERB and low != lemma and not low.endswith("s")
    doing = past or _is_doing(sentence, start) or told_by(low, "on_the_way") or _does(sentence, start)
    doing = doing or (sentence.part(start) is Part.PREPOSITION and start + 2 >= first and stop == sentence.size == end)
    return doing and not _only_speaks(lemma, refused=refused)


def _is_doing(sentence: Sentence, at: int) -> bool:
    """Tell "heading to (choir)" from "climbing and (jazz)"."""
    return sentence.part(at) is Part.GERUND and sentence.part(at + 1) is not Part.CONJUNCTION


def _often(sentence: Sentence) -> bool:
    """Tell whether the sentence says that it is done again and again, or for long."""
    for at in range(sentence.size):
        low, behind = sentence.low(at), sentence.part(at + 1)
        if low in ("every", "each", "most") and (behind is Part.TIME or sentence.low(at + 1) == "single"):
            return True
        if low in ("weekly", "daily", "again", "since") or (low == "a" and sentence.low(at + 1) in ("week", "month")):
            return True
        if low in ("for", "these", "past", "last") and behind is Part.NUMBER and sentence.part(at + 2) is Part.TIME:
            return True
        if sentence.part(at) is Part.TIME and low.endswith(("days", "nights", "mornings", "ends")):
            return True
    return False


def _is_about_the_last(sentence: Sentence) -> bool:
    """Tell whether a short sentence of the speaker's is about what was named before: "Do one every Sunday", "I go twice a week"."""
    if sentence.size > _SHORT:
        return False
    first = sentence.after(0)
    told = sentence.part(first) in (Part.I, Part.VERB) or sentence.low(first) in ("do", "been", "never")
    others = any(sentence.part(at) in OTHERS and sentence.low(at) != "its" for at in range(sentence.size))
    meant = any(sentence.low(at) in _ITSELF or sentence.lemma(at) == "go" for at in range(sentence.size))
    return told and meant and not others and next(pastimes_in(sentence), None) is None
