"""What is felt for a thing that was named before, or ahead of its feeling: "(un taller de cerámica) y me encanta"."""

from __future__ import annotations

from typing import Final

from ..degrees import PLAIN, STRONG
from .meanings import HABIT, SAYS, Said, meant, negates_all
from .pastimes import is_pastime, words_of
from .sentence import Plain, one_is, openers, plain_words, thing
from .topics import Topic
from .without import reacts
from .words import Frame, Language, Word

_NO_TASTE: Final = ("plain", "sorts", "circumstances", "people", "others", "belongings")
"""Lists of what is once bad, and no matter of taste: "le film bof"."""


def felt_behind(read: Language, words: list[Word], named: Topic | None) -> Said | None:
    """Return what a segment says of a thing that was named before: "y me encanta", "das mag ich nicht"."""
    begin = 0
    reply = _replied(read, words, named) if named is not None and named.kind == "theirs" else None
    if reply is not None or (named is not None and named.kind == "theirs" and not one_is(read, words, "it", "oneself")):
        return reply
    while named is not None and begin < len(words):
        said = _felt(read, words[begin:], named)
        length = read.longest(words, begin, "openers")
        if said is not None or not length:
            return said
        begin += length
    return None


def _replied(read: Language, words: list[Word], named: Topic) -> Said | None:
    """Return what "a mí no", "ich auch" says of what somebody else likes or hates."""
    alike = _is_all(read, words, "me_too") or (named.sign < 0 and _is_all(read, words, "me_neither"))
    unlike = _is_all(read, words, "not_me") if named.sign > 0 else _is_all(read, words, "i_do")
    if not alike and not unlike:
        return None
    return Said(named.sign if alike else -named.sign, PLAIN, ends=False, turns=True, things=(named.thing,))


def _is_all(read: Language, words: list[Word], name: str) -> bool:
    return read.longest(words, 0, name) == len(words)


def said_of_ahead(read: Language, words: list[Word], capitals: bool) -> Said | None:
    """Read a thing and what is said of it without a comma: "le lait je supporte pas", "yo el fútbol no lo soporto"."""
    plain = plain_words(read, words)
    first = openers(read, plain.words)
    one = thing(read, plain.words, first, capitals) if first < len(plain.words) else None
    if one is None or one.behind == len(plain.words):
        return None
    named, behind = words_of(plain.words, one), plain.words[one.behind :]
    yuck = all(read.listed(word, "yuck") for word in behind) and not one_is(read, named, *_NO_TASTE)
    if not (yuck or one.article or is_pastime(read, named)) or one_is(read, named, "times", "work", "answers"):
        return None
    judged = is_pastime(read, named) and _is_all(read, behind, "judged")
    if not (judged or yuck) and not read.listed(behind[0], "goes_on"):
        return None
    return felt_behind(read, [word for word in words if word.start >= one.end], Topic(one, "ahead"))


def _felt(read: Language, words: list[Word], named: Topic) -> Said | None:
    plain = plain_words(read, words, timeless=True)
    left = [word for word in plain.words if not read.listed(word, "it")]
    while left and one_is(read, words, "it") and read.listed(left[-1], "determiners"):
        left.pop()
    frame = _verdict(read, left, plain)
    if frame is None and named.kind in ("without", "ahead") and reacts(read, words):
        return Said(-1, STRONG, ends=False, turns=True, things=(named.thing,))
    if frame is None or not _is_of(read, frame, plain, named) or not negates_all(read, plain):
        return None
    habit = frame.says in ("gladly", "does")
    said = meant(HABIT if habit else SAYS[frame.says], plain, before_nor=False, one=named.thing)
    return None if said is None or (named.kind == "without" and said.sign > 0) else said


def _verdict(read: Language, left: list[Word], plain: Plain) -> Frame | None:
    """Return the frame that these words are; of what is done every week, whom with and where may follow."""
    whole = read.verdicts.get(tuple(word.low for word in left))
    if whole is not None or "weekly" not in plain.out:
        return whole
    ends = (at for at in range(1, len(left)) if read.listed(left[at], "behind"))
    done = read.verdicts.get(tuple(word.low for word in left[: next(ends, 0)]))
    return done if done and done.says in ("gladly", "does") else None


def _is_of(read: Language, frame: Frame, plain: Plain, named: Topic) -> bool:
    """Tell whether what a frame says may be of what was named; a feeling behind other people may be for them."""
    if named.kind == "theirs":
        return frame.says not in ("praised", "dull", "gladly", "does")
    if named.kind == "others" and not one_is(read, plain.words, "neuter"):
        return False
    if frame.says in ("gladly", "does"):
        theirs = frame.order == "bare" and one_is(read, plain.words, "it")  # "das machen die seit Jahren"
        return not theirs and ("weekly" in plain.out or "gladly_said" in plain.out)
    if frame.says in ("praised", "dull"):
        return named.kind in ("mine", "ahead")
    return frame.order != "bare" or one_is(read, plain.words, "it")
