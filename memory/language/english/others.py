"""What someone else does, feels or says in an English sentence."""

from __future__ import annotations

from typing import Final

from ..who import Who
from .lexicon import Part
from .owners import is_contact
from .predicates import TALKING
from .reading import Reading

_DONE_TO_ME: Final = frozenset({"tell", "ask", "show", "teach", "send", "invite", "drag", "beg", "force", "convince"})
"""What nobody does to themselves: "(a guy I met) told me"."""


_OWNERS: Final = frozenset({"mine", "ours", "yours", "hers", "theirs", "me", "us"})


def feels_behind_a_clause(reading: Reading, at: int) -> bool:
    """Tell "(the plumber I hired) loves opera", "(the lady I care for) hates", "(a friend of mine) loves" from "poems of loves lost"."""
    sentence = reading.sentence
    before = sentence.before(at)
    if sentence.low(at) not in ("loves", "hates") or sentence.part(at + 1) in (Part.EDGE, Part.PAUSE, Part.VERB):
        return False
    if sentence.low(before) in _OWNERS and sentence.low(before - 1) == "of":
        return True
    first = next((place for place in range(before, 0, -1) if sentence.part(place) is Part.I), 0)
    behind = sentence.part(before) in (Part.PREPOSITION, Part.VERB, Part.GERUND, Part.TIME)
    return behind and sentence.part(first - 1) in (Part.PERSON, Part.NOUN, Part.EITHER) and first < before


def is_third_person(reading: Reading, at: int) -> bool:
    """Tell that "I" is not the subject of "hates" in "the person I'm cooking for hates"; "do you like" is the assistant's."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is Who.ASSISTANT:
        return sentence.lemma_listed(at, "like") and sentence.low(at - 2) not in ("would", "'d")
    if mood.who is Who.THING and sentence.low(at) != "like":  # "our retriever loves"
        return sentence.low(at).endswith("s") and sentence.lemma_listed(at, "like", "dislike")
    before = sentence.before(at)
    if sentence.low(before) == "else" or (sentence.low(before) == "who" and mood.being):  # "I'm someone who enjoys"
        return False
    if sentence.part(before) is Part.I or sentence.low(before) in ("that", "which"):  # "i loves jazz" is a slip
        return False
    if feels_behind_a_clause(reading, at):
        return True
    if sentence.low(at + 1) in ("me", "us") and sentence.lemma(at) in _DONE_TO_ME and mood.who is Who.SPEAKER:
        return True
    third = sentence.low(at).endswith("s") and sentence.low(at) != sentence.lemma(at)
    if third and mood.who is Who.SPEAKER and is_contact(sentence, at):  # "the guy I'm training plays"
        return True
    return (
        third and mood.who is Who.SPEAKER and not mood.heading and sentence.lemma_listed(at, "like", "dislike", "want")
    )


_TAKES: Final = frozenset({"drag", "take", "bring", "invite"})
"""Where somebody takes the speaker, the speaker was."""

_URGES: Final = frozenset({"insist", "suggest", "recommend", "propose", "demand", "urge", "advise"})
"""Behind these, "that I eat" is what someone else wants."""


def others_do(reading: Reading, at: int) -> int:
    """Read what someone else feels or does: none of it is the speaker's, nor is what they say that the speaker should do."""
    sentence, mood = reading.sentence, reading.mood
    mood.open = False
    if sentence.lemma(at) in _TAKES and sentence.low(at + 1) in ("me", "us") and sentence.low(at + 2) == "to":
        reading.begin(Who.SPEAKER)  # "my mate dragged me to a salsa class"
        reading.mood.open = False
        return at + 2
    if sentence.lemma(at) == "teach" and sentence.low(at + 1) in ("me", "us"):
        to = at + 3 if sentence.low(at + 2) == "how" else at + 2
        if sentence.low(to) == "to" and not sentence.lemma_listed(to + 1, "light"):  # "my cousin taught me to crochet"
            reading.begin(Who.SPEAKER)
            reading.mood.feel(1)
            return to
    reports = sentence.lemma_listed(at, "report", "want", "ask") or sentence.lemma(at) in TALKING
    reports = reports and not (mood.asks and sentence.part(at + 1) is Part.PAUSE)  # "I don't care what they say,"
    reading.told = reading.told or reports
    reading.urged = reading.urged or sentence.lemma(at) in _URGES
    told_of = sentence.low(sentence.before(at)) in ("he", "she") or sentence.part(sentence.before(at)) is Part.PERSON
    if told_of and sentence.low(at + 1) in ("it", "them") and sentence.lemma_listed(at, "like"):
        reading.retract(reading.referent(plural=sentence.low(at + 1) == "them"))
    return at + 1
