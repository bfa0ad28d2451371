"""What an English speaker was hurt or fell ill by: "broke my leg skiing" says that they did it, not that they like it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..words import words
from .lexicon import Part
from .reading import Reading
from .sentence import Sentence
from .verdicts import ORGANS

_HARMS: Final = words(
    "broke broken hurt sprained twisted tore torn pulled injured bruised strained dislocated fractured cut burned burnt"
    " busted cracked wrecked ruined smashed blew"
)
_SUFFERS: Final = frozenset({"hurt", "injured", "sick", "ill", "sunburnt", "sunburned", "concussed", "concussion"})
_ALL: Final = _HARMS | _SUFFERS
_LIMBS: Final = words(
    "acl meniscus ligament tendon achilles hamstring calf thigh groin collarbone nose tooth head hand hands face skull"
    " jaw heel muscle rotator cuff ribs bone"
)
_GOT: Final = frozenset({"got", "get", "was", "been", "fell", "a"})
"""Before what somebody suffers from."""
_REACH: Final = 4
"""Words of the part of the body, and between it and what was done."""


def tells_of_a_mishap(reading: Reading) -> None:
    """Let what was done when the speaker came to harm count as no more than mentioned."""
    sentence = reading.sentence
    if _ALL.isdisjoint(sentence.lows) or (at := _deed(sentence)) is None:
        return
    start, stop = sentence.words[at].start, _stop(sentence, at)
    for index, one in enumerate(reading.found):
        if one.polarity > 0 and one.stance == "stated" and start < one.end <= stop and not _is_felt(sentence, at):
            begun = max(one.start, start)
            text = reading.source[begun : one.end]
            reading.found[index] = replace(one, text=text, start=begun, stance="mentioned", strength=1.0)


def _stop(sentence: Sentence, at: int) -> int:
    """Return where in the source the clause of a deed ends: "(I broke my leg) skiing, but snowboarding is my passion"."""
    parts = (Part.EDGE, Part.PAUSE, Part.CONJUNCTION, Part.CONTRAST, Part.BOUNDARY, Part.I)
    end = next((place for place in range(at + 1, sentence.size) if sentence.part(place) in parts), sentence.size)
    return sentence.words[end - 1].end


def _deed(sentence: Sentence) -> int | None:
    """Return the place of the form in -ing behind the harm: "hurt my lower back (lifting)", "got sick (eating)"."""
    for at in range(sentence.size):
        harmed = sentence.low(at) in _HARMS and sentence.part(at + 1) in (Part.MY, Part.DETERMINER)
        fell = sentence.low(at) in _SUFFERS and sentence.low(sentence.before(at)) in _GOT
        ahead = range(at + 1, at + 2 * _REACH)
        behind = next((place for place in ahead if sentence.part(place) is Part.GERUND), None)
        if behind is None or not (fell or harmed):
            continue
        between = range(at + 1, behind)
        if any(sentence.part(place) in (Part.PAUSE, Part.CONJUNCTION, Part.CONTRAST, Part.I) for place in between):
            continue
        if fell or any(_is_of_the_body(sentence, place) for place in between):
            return behind
    return None


def _is_of_the_body(sentence: Sentence, at: int) -> bool:
    return sentence.listed(at, "body") or sentence.low(at) in ORGANS or sentence.low(at) in _LIMBS


def _is_felt(sentence: Sentence, at: int) -> bool:
    return any(sentence.lemma_listed(place, "like") for place in range(at, sentence.size))
