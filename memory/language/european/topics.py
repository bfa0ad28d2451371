"""What is named without a feeling, to which a later segment may have one: "entré a un taller de cerámica … y estoy enamorada"."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .pastimes import names_pastime, pastime_at, words_of
from .sentence import Thing, one_is, plain_words, thing
from .words import Language, Word

Kind = Literal["mine", "ahead", "without", "named", "others", "theirs"]


class Topic(NamedTuple):
    """A thing that was named: as what the speaker does, ahead of what is said of it, behind "without", by anyone, as another's, or as
    what somebody else feels something for.
    """

    thing: Thing
    kind: Kind
    sign: int = 0
    """What somebody else feels for it."""


def asked_about(read: Language, segment: list[Word], capitals: bool) -> Topic | None:
    """Return what a short question names, of which the next sentence says more: "Rosinen? Igitt!", "¿El reguetón? Lo odio."."""
    words = plain_words(read, segment, timeless=True).words
    one = thing(read, words, 0, capitals) if words else None
    if (
        one is not None
        and one.behind == len(words)
        and not one_is(read, words, "answers", "work", "times", "when", "people")
    ):
        return Topic(one, "ahead")
    found = topic(read, segment, capitals)
    return found if found and found.kind == "ahead" else None


def topic(read: Language, segment: list[Word], capitals: bool) -> Topic | None:
    """Return what a segment that states nothing names, None for nothing that a feeling might be for."""
    if liked := _theirs(read, segment, capitals):
        return liked
    for at in range(len(segment)):
        length = read.longest(segment, at, "without")
        behind = plain_words(read, segment[at + length :]).words if length else []
        one = thing(read, behind, 0, capitals) if behind else None
        if one is not None and not one_is(read, words_of(segment, one), "answers"):
            return Topic(one, "without")
    plain = plain_words(read, segment, timeless=True)
    words = plain.words
    one = thing(read, words, 0, capitals)
    if one is not None and one.behind == len(words) and "negations" not in plain.out and _is_ahead(read, words, one):
        return Topic(one, "ahead")
    if one_is(read, words, "answers"):
        return None
    kind: Kind = "others" if one_is(read, words, "people") else "named"
    found = (pastime_at(read, words, at, capitals) for at in range(len(words) - 1, -1, -1))
    return next((Topic(one.thing, kind) for one in found if one), None)


def _theirs(read: Language, segment: list[Word], capitals: bool) -> Topic | None:
    """Return what somebody else likes or hates: "a mi marido le gusta el fútbol", "Mein Chef hasst Hunde"."""
    plain = plain_words(read, segment)
    words = plain.words
    for at in range(1, len(words)):
        likes, hates = read.longest(words, at, "they_like"), read.longest(words, at, "they_hate")
        negated = "negations" in plain.out
        if not (likes or hates) or (plain.partly and negated) or one_is(read, words[:at], "speaks"):
            continue
        one = thing(read, words, at + (likes or hates), capitals) if at + (likes or hates) < len(words) else None
        if one is None or one.behind < len(words) or one_is(read, words_of(words, one), "people", "others", "work"):
            return None
        return None if hates and negated else Topic(one, "theirs", -1 if hates or negated else 1)
    return None


def _is_ahead(read: Language, words: list[Word], one: Thing) -> bool:
    """Tell whether words that are a thing and nothing else name what is spoken of."""
    if one_is(read, words, "answers", "work") or read.listed(words[0], "verbs_behind"):
        return False
    return one.article or names_pastime(read, words[-1]) or read.listed(words[-1], "luxuries")
