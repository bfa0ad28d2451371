"""English helping verbs, and "be", "have" and "do" where they are full verbs.

A helping verb at the start asks ("Is jazz", "Could you"), "would" and its like only suppose, and what the speaker is or
has counts as a doing ("I'm a nurse", "I have a telescope").
"""

from __future__ import annotations

from typing import Final

from ..who import Who
from .clauses import condition
from .diets import intolerances, is_free_of, is_off
from .lexicon import BE, HAVE, Part
from .mood import refusal
from .names import extent
from .owners import has_a_feeling, is_contact
from .predicates import do
from .reading import Reading
from .refusals import keep_intolerances
from .sentence import Sentence
from .suppositions import inverts, supposes
from .unable import never_could
from .zeal import is_kind_of_person

_NOW: Final = frozenset({"now", "nowadays", "currently"})


def _negates(reading: Reading, at: int) -> bool:
    """Tell whether a word negates, and not only as in "not only"."""
    sentence = reading.sentence
    only = sentence.low(at) == "not" and sentence.low(at + 1) in ("only", "just")
    return sentence.part(at) is Part.NEGATION and not only


_NOT_LEFT: Final = frozenset({Part.NUMBER, Part.TIME, Part.PREPOSITION, Part.EDGE, Part.ADVERB, Part.PAUSE, Part.IT})


def _behind_leaving(reading: Reading, at: int) -> int | None:
    """Return the place behind "(I'm) over", "(I'm) off" where that ends something ("off coffee"), None for "over 40", "off to"."""
    sentence, mood = reading.sentence, reading.mood
    if is_off(sentence, at) and not mood.negated:
        reading.mood = refusal(ends=True, doubt=mood.doubt, open=False)
        return at + 1
    if sentence.low(at) != "over" or mood.negated or sentence.part(at + 1) in _NOT_LEFT:
        return None
    if "moon" in (sentence.low(at + 1), sentence.low(at + 2)):
        return None
    reading.mood = refusal(ends=True, doubt=mood.doubt, open=False)
    return at + 1


_SPEAKERS_AUXILIARIES: Final = frozenset({"im", "ive", "id", "'m", "am"})
_PERHAPS: Final = frozenset({"probably", "maybe", "perhaps", "possibly", "someday", "eventually", "likely"})
_UNREAL: Final = frozenset({"would", "'d", "could", "might", "may", "should", "must", "id"})


def auxiliary(reading: Reading, at: int) -> int:
    """Read a helping verb, or "be", "have" and "do" as full verbs."""
    low = reading.sentence.low(at)
    elided = (
        low in ("been", "gonna", "wanna") and reading.mood.who is Who.UNSAID and reading.sentence.opens(at)
    )  # "Been playing"
    if (elided or low in _SPEAKERS_AUXILIARIES) and reading.mood.who is not Who.SPEAKER:
        reading.begin(Who.SPEAKER)
    mood = reading.mood
    if inverts(reading, at):
        return condition(reading, at)
    if low in ("is", "has", "was") and mood.who is Who.SPEAKER and is_contact(reading.sentence, at):
        reading.begin(Who.OTHERS)  # "the girl I'm seeing is"
        mood = reading.mood
    if _opens_question(reading, at):
        mood.asks = True
    if low in _UNREAL:
        mood.unreal = True
        mood.vague = mood.vague or low in ("might", "may")
        mood.doubt = mood.doubt or reading.doubted or (low in ("would", "'d") and supposes(reading.sentence, at))
    if low in ("will", "'ll"):
        ahead = reading.sentence.after(at + 1)
        mood.vague = reading.sentence.low(at + 1) in _PERHAPS or reading.sentence.lemma_listed(ahead, "like", "dislike")
    if low in BE:
        return _be(reading, at)
    if low in HAVE or low in ("do", "does") or (low == "did" and mood.who is Who.SPEAKER):
        return _have_or_do(reading, at)
    mood.open = False
    return at + 1


def _opens_question(reading: Reading, at: int) -> bool:
    """Tell whether a helping verb stands first ("Is jazz", "Could you"), and not as in "Don't" or "Being"."""
    sentence = reading.sentence
    if reading.mood.who is not Who.UNSAID or sentence.part(at + 1) is Part.NEGATION:
        return False
    if sentence.low(at) == "had" and sentence.names_something(at + 1):  # "Had sushi for lunch"
        return False
    return sentence.low(at) not in ("been", "being", "having") and sentence.opens(at)


_HELPED: Final = frozenset(
    {
        *(Part.VERB, Part.GERUND, Part.AUXILIARY, Part.NEGATION),
        *(Part.I, Part.YOU, Part.THEY, Part.IT),
    }
)


def _have_or_do(reading: Reading, at: int) -> int:
    """Tell the helping verb ("have seen", "do you", "have to") from the full verb ("I have a telescope")."""
    sentence, mood = reading.sentence, reading.mood
    low, ahead = sentence.low(at), sentence.after(at + 1)
    if low in HAVE and sentence.low(ahead) == "got" and _names_at(reading, ahead + 1):  # "I've got two dogs"
        at = ahead
        ahead = sentence.after(at + 1)
    pursues = low in ("do", "did") and sentence.part(ahead) is Part.GERUND  # "I do gardening"
    if (sentence.part(ahead) in _HELPED and not pursues) or sentence.low(ahead) == "to":
        return at + 1
    if low == "has" and mood.who is not Who.SPEAKER and has_a_feeling(sentence, ahead):
        reading.begin(Who.OTHERS)  # "the detective has a secret love of"
        return at + 1
    if mood.who is Who.SPEAKER and not mood.heading and low not in ("had", "has"):
        do(reading, "have" if low in HAVE else "do", at, base=True)
    mood.open = False
    return at + 1


def _names_at(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    return sentence.part(at) in (Part.DETERMINER, Part.NUMBER) or sentence.names_something(at)


_UNTIL: Final = frozenset({"until", "till", "til"})
_GOES_ON: Final = frozenset({"still", "before", "since", "ever", "always", "reasons", "birth", "never", "when"})
"""Words beside "I was" that tell of what goes on: "I was vegan before it was cool"."""


def _was_once(sentence: Sentence, at: int) -> bool:
    """Tell "I was a joiner for forty years", "I was a vegan", "I was into chess for a while" from "I was a fool to miss it"."""
    if sentence.low(at) != "was" or not _GOES_ON.isdisjoint(sentence.lows):
        return False
    ahead = sentence.after(at + 1)
    article = sentence.low(ahead) in ("a", "an")
    if sentence.listed(ahead + article, "being") and sentence.part(ahead + article + 1) in _ENDS_A_DIET:
        return True
    if not (article or sentence.low(ahead) == "into"):
        return False
    behind = range(ahead + 1, sentence.size)
    years = any(sentence.low(one) == "for" and _is_a_while(sentence, one + 1) for one in behind)
    return years or _is_stressed(sentence, at) or not _UNTIL.isdisjoint(sentence.lows[ahead + 1 :])


_ENDS_A_DIET: Final = frozenset({Part.EDGE, Part.PAUSE, Part.CONTRAST, Part.INTERJECTION, Part.BOUNDARY})


def _is_a_while(sentence: Sentence, at: int) -> bool:
    """Tell whether "forty years", "a while" stands here."""
    years = sentence.part(at) is Part.NUMBER and sentence.low(at + 1).startswith("year")
    return years or (
        sentence.low(at) == "a" and sentence.low(sentence.after(at + 1)) in ("while", "bit", "time", "year")
    )


def _is_stressed(sentence: Sentence, at: int) -> bool:
    """Tell whether the word alone is in capitals: "I WAS into crypto"."""
    return sentence.words[at].raw.isupper() and not all(word.raw.isupper() for word in sentence.words if word.raw)


def _be(reading: Reading, at: int) -> int:
    """Read what the speaker is: "I'm a nurse", "I am vegan", "I'm Bob"."""
    sentence, mood = reading.sentence, reading.mood
    mood.open = False
    if sentence.low(at) == "being" and sentence.lemma(at - 1) in ("stop", "quit") and mood.who is Who.SPEAKER:
        mood.sign, mood.ends = -1, True  # "I stopped being vegan"
        return at + 2 if sentence.low(at + 1) in ("a", "an") else at + 1
    if mood.who is not Who.SPEAKER or mood.heading or mood.sign:
        felt = mood.strong and mood.sign and mood.who is Who.SPEAKER and not mood.within
        mood.heading = mood.heading or bool(felt and sentence.low(at) != "being")  # "the thing I love most is"
        return at + 1
    ahead = at + 1
    while sentence.part(ahead) in (Part.ADVERB, Part.NEGATION):
        if end := never_could(reading, ahead):  # "was never able to stand"
            return end
        mood.negated ^= _negates(reading, ahead)
        mood.ends = mood.ends or sentence.lows[ahead : ahead + 2] == ("no", "longer")
        if sentence.low(ahead) in _NOW:
            mood.now()
        ahead += 1
    if end := never_could(reading, ahead):  # "am unable to stand"
        return end
    if sentence.part(at - 1) is Part.I and (sentence.listed(ahead, "being") or intolerances(sentence, ahead)):
        mood.asks = False  # "can you give me a lunch im lactose intolerant" asks nothing of that
    left = _behind_leaving(reading, ahead)
    if left is not None:
        return left
    if _was_once(sentence, at):
        mood.past = True
    mood.being = sentence.part(ahead) in (Part.DETERMINER, Part.THEY) or sentence.low(ahead) == "one"
    if sentence.low(ahead) in ("a", "an") and not mood.negated:
        do(reading, "be", at, base=True)
    elif mood.negated and sentence.low(ahead) in ("a", "an") and sentence.listed(ahead + 1, "being"):
        mood.sign = -1  # "I'm not a vegetarian"
    elif (mood.negated and is_kind_of_person(sentence, ahead)) or sentence.listed(
        extent(sentence, ahead) - 1, "devotee"
    ):  # "I'm not a coffee person"
        mood.feel(1)
    elif mood.negated and (sentence.low(ahead), sentence.low(ahead + 1)) == ("one", "for"):  # "never one for parties"
        mood.feel(1)
        return ahead + 2
    elif named := intolerances(sentence, ahead):
        return keep_intolerances(reading, named)
    elif sentence.listed(ahead, "being") or is_free_of(sentence, ahead):
        mood.sign = -1 if mood.negated else 1
    elif sentence.part(ahead) in (Part.CAPITAL, Part.TITLE) and sentence.low(ahead) not in sentence.cues:
        return extent(sentence, ahead)
    return ahead
