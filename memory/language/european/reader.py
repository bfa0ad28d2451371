"""Phrases of Spanish, German and French: what the frames of their lists say of the speaker's likings, and nothing else.

A sentence is cut into segments at its commas and conjunctions. A segment states something only if it begins with a frame, or
with openers of the lists and then a frame: "mi hermano odia", "imagina que odio", "je ne dis pas que j'aime" say nothing.
A thing that was named without a feeling may get one from a segment behind it: "entré a un taller de cerámica y me encanta".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from ...records import Phrase
from ..degrees import WEAK
from . import mentions
from .corrections import Correction, correction
from .meanings import Said
from .sentence import Segment, Thing, one_is, openers, segments
from .statements import Sentence
from .topics import Topic, asked_about
from .without import as_told, eaten
from .words import LANGUAGES, Language, Word, language

_SENTENCE: Final = re.compile(r"[^\n.!?。！？；;]+[\n.!?。！？；;]*")
_COLON: Final = re.compile(r":(?!\d)")


def phrases(source: str, start: int, end: int) -> list[Phrase]:
    """Return the phrases of the Spanish, German or French in `source[start:end]`, in text order, spans counted in `source`."""
    said: list[Said] = []
    named_too: list[Phrase] = []
    named: Topic | None = None
    others = ordered = of_food = guests = False
    for match in _SENTENCE.finditer(source, start, end):
        for first, last in _spoken(source, *match.span()):
            sentence = _sentence(source, first, last, named)
            sentence.others, sentence.ordered = others, ordered
            sentence.of_food = of_food = of_food or sentence.of_dishes
            read = sentence.read()
            if put_right := correction(sentence.language, sentence.segments, sentence.capitals):
                said.extend(one for one in read if one.things and one.things[-1].end <= put_right.meant.start)
                named_too.extend(_corrected(source, put_right, said, alone=not named_too))
                continue
            said.extend(read)
            named_too.extend(_mentioned(source, sentence, read))
            named = (
                sentence.topic if sentence.topic is not named else None
            )  # a feeling is for this sentence or the next
            others = sentence.of_others
            guests = guests or others
            ordered = sentence.of_doctors
    kept = (one for one in said if not (one.asked and guests))
    stated = _without_echoes([_phrase(source, one, thing) for one in kept for thing in one.things])
    return sorted([*stated, *named_too], key=lambda one: one.start)


def everything(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the Spanish, German or French in `source[start:end]` may name something, whoever it is of."""
    for match in _SENTENCE.finditer(source, start, end):
        read, words = _in_its_language(source, *match.span())
        for word in mentions.everything(read, words, capitals=any(word.capital for word in words[1:])):
            yield word.start, word.end


def _mentioned(source: str, sentence: Sentence, read: list[Said]) -> Iterator[Phrase]:
    """Yield what a sentence names of which it says nothing."""
    if sentence.is_anothers():
        return
    stated = [thing for one in read for thing in one.things]
    for one in mentions.mentions(sentence.language, sentence.words, capitals=sentence.capitals):
        if not any(thing.start < one.end and one.start < thing.end for thing in stated):
            yield Phrase(source[one.start : one.end], one.start, one.end)


def _corrected(source: str, put_right: Correction, said: list[Said], *, alone: bool) -> list[Phrase]:
    """Return what was meant, in place of what these words said of the slip, or else of the turn before."""
    meant, wrong = put_right
    named = {source[one.start : one.end].casefold() for one in wrong}
    for at in range(len(said) - 1, -1, -1):
        things = said[at].things
        slips = [one for one in things if not named or source[one.start : one.end].casefold() in named]
        if slips and (named or len(things) == 1):
            said[at] = said[at]._replace(things=tuple(one for one in things if one not in slips))
            said.append(said[at]._replace(things=(meant,)))
            return []
        if not named:
            break
    told = Phrase(source[meant.start : meant.end], meant.start, meant.end, corrects=alone and not said)
    slip = (Phrase(source[one.start : one.end], one.start, one.end, strength=0.0, ends=True) for one in wrong)
    return [told, *slip]


def _without_echoes(found: list[Phrase]) -> list[Phrase]:
    """Return the phrases without what is only told in passing of a thing that something was said of before."""
    said: set[str] = set()
    kept = []
    for phrase in found:
        name = phrase.text.casefold()
        if phrase.strength != WEAK or phrase.ends or name not in said:
            kept.append(phrase)
        said.add(name)
    return kept


def _phrase(source: str, said: Said, one: Thing) -> Phrase:
    text = source[one.start : one.end]
    polarity: Literal[1, -1] = 1 if said.sign > 0 else -1
    stance: Literal["stated", "mentioned"] = "stated" if said.strength else "mentioned"
    return Phrase(text, one.start, one.end, polarity, stance, said.strength, said.ends, said.back)


def _spoken(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, in two where the speaker goes on behind a colon ("je me sauve : j'ai repris la rando")."""
    colon = _COLON.search(source, start, end)
    if colon is None:
        yield start, end
        return
    read, words = _in_its_language(source, start, colon.start())
    if read.awaits_its_thing(words):
        yield start, end
        return
    yield start, colon.start()
    speaks = one_is(read, words, "speaks") and not one_is(read, words, "quoting", "hedges", "people", "others")
    if speaks or openers(read, words) == len(words):
        yield colon.end(), end


def _sentence(source: str, start: int, end: int, named: Topic | None) -> Sentence:
    asked = source.find("¿", start, end)
    if asked >= 0 and not source[start:asked].strip() and (named_first := _asked_first(source, start, end)):
        return named_first
    asks = asked < 0 and source[start:end].rstrip().endswith(("?", "？"))
    read, words = _in_its_language(source, start, end if asked < 0 else asked)
    begun = read.lists_begun(words)
    if (
        not asks
        and {"whenever", "reactions"} <= begun
        and (ill := eaten(read, words, any(word.capital for word in words[1:])))
    ):
        return Sentence(read, [], list(segments(read, words)), found=[ill])
    told = as_told(read, words) if {"doctors", "says"} <= begun else words
    heard, words = told != words, _not_supposed(read, told)
    found = list(segments(read, words))
    if asks and len(found) == 1:
        return Sentence(read, [], found, topic=asked_about(read, found[0].words, capitals=True))
    stated = _before_question(read, found) if asks else found
    return Sentence(read, stated, found[len(stated) :], topic=named, heard=heard)


def _asked_first(source: str, start: int, end: int) -> Sentence | None:
    """Return a sentence that is the name of something and a mark of interrogation: "¿El reguetón?"."""
    read, words = _in_its_language(source, start, end)
    found = list(segments(read, words))
    asked = asked_about(read, found[0].words, capitals=True) if len(found) == 1 else None
    return Sentence(read, [], found, topic=asked) if asked else None


def _not_supposed(read: Language, words: list[Word]) -> list[Word]:
    """Return the words of a sentence that supposes nothing, or those behind a refusal: "mi mamá dice que …, ni loca, odio …"."""
    words = _without_asides(read, words)
    hedges = [at for at in range(len(words)) if read.longest(words, at, "hedges") and not _is_reply(read, words, at)]
    if all(read.listed(words[at], "ifs") for at in hedges):
        return _before(words, hedges[0]) if hedges else words
    for at in range(len(words)):
        if length := read.longest(words, at, "refusals"):
            return _not_supposed(read, words[at + length :])
    return []


def _without_asides(read: Language, words: list[Word]) -> list[Word]:
    """Return the words without what only acknowledges between commas: "j'aime pas la poutine, je sais, …"."""
    kept: list[Word] = []
    at = 0
    while at < len(words):
        length = read.longest(words, at, "asides") if at and words[at - 1].low == "," else 0
        closed = at + length == len(words) or words[at + length].low == ","
        kept.extend([] if length and closed else words[at : at + (length or 1)])
        at += length or 1
    return kept


def _is_reply(read: Language, words: list[Word], at: int) -> bool:
    """Tell whether a word belongs to "moi si", "je voulais dire", "me sabe a jabón"."""
    return any(
        read.longest(words, first, "i_do", "meant", "tastes") > at - first for first in range(max(0, at - 2), at + 1)
    )


def _before(words: list[Word], end: int) -> list[Word]:
    """Return the words up to the comma before a place: "ich übe jeden Tag, wenn ich Zeit habe"."""
    return words[: next((at for at in range(end, 0, -1) if words[at].low == ","), 0)]


def _in_its_language(source: str, start: int, end: int) -> tuple[Language, list[Word]]:
    readings = [(one, one.words(source, start, end)) for one in map(language, LANGUAGES)]
    return max(readings, key=lambda reading: reading[0].knows(reading[1]))


def _before_question(read: Language, segments: list[Segment]) -> list[Segment]:
    """Return what is said before a question ("soy vegano, qué puedo cocinar?"); of a question that stands alone nothing."""
    for at in range(len(segments) - 1, 0, -1):
        if read.longest(segments[at].words, 0, "asks") or one_is(read, segments[at].words, "asks_within"):
            return segments[:at]
    return []
