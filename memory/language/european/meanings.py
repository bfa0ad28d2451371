"""What the frames of Spanish, German and French say of their things."""

from __future__ import annotations

from typing import Final, NamedTuple

from ..degrees import PLAIN, STRONG, WEAK
from .sentence import Plain, Thing, is_any, thing
from .words import Frame, Language, Word


class Meaning(NamedTuple):
    """What a frame says of its thing, as it stands and negated: 1, -1, or 0 for nothing."""

    sign: int
    negated: int = 0
    strength: float = PLAIN
    ends: bool = False
    lapses: bool = False
    """Behind "no longer" an interest has ended."""


SAYS: Final = {
    "loves": Meaning(1, 0, STRONG, lapses=True),
    "likes": Meaning(1, -1, lapses=True),
    "fond": Meaning(1, -1, lapses=True),
    "prefers": Meaning(1),
    "hates": Meaning(-1, 0, STRONG),
    "dislikes": Meaning(-1),
    "unfit": Meaning(-1),
    "bears": Meaning(0, -1, STRONG),
    "needs": Meaning(0, 1, STRONG),
    "misses": Meaning(0, 1),
    "consumes": Meaning(0, -1, lapses=True),
    "gladly": Meaning(0),
    "does": Meaning(1, lapses=True),
    "wishes": Meaning(1),
    "ended": Meaning(-1, ends=True),
    "past": Meaning(-1, 0, WEAK, ends=True),
    "being": Meaning(1, lapses=True),
    "training": Meaning(1, lapses=True),
    "favourites": Meaning(1, 0, STRONG),
    "hobbies": Meaning(1),
    "suits": Meaning(0, -1, lapses=True),
    "takes": Meaning(1, lapses=True),
    "did": Meaning(1, lapses=True),
    "was": Meaning(1, 0, WEAK),
    "tried": Meaning(0),
    "suffers": Meaning(-1),
    "felt_strongly": Meaning(1, 0, STRONG),
    "felt": Meaning(1, -1),
    "praised": Meaning(1, -1),
    "dull": Meaning(-1),
    "refused": Meaning(-1, 0, STRONG),
    "stopped": Meaning(-1, ends=True),
    "gave_up": Meaning(-1, ends=True),
    "resumed": Meaning(1, lapses=True),
    "spared": Meaning(0, -1),
    "enough": Meaning(-1),
    "past_hated": Meaning(0),
    "wants": Meaning(0),
    "nothing_but": Meaning(1),
    "watches": Meaning(0, -1, lapses=True),
}
HABIT: Final = Meaning(1, lapses=True)
PASSED: Final = Meaning(0, lapses=True)
NOTHING: Final = Meaning(0)
GLADLY: Final = Meaning(1, -1, lapses=True)
AGAIN: Final = Meaning(1, -1, lapses=True)
NO_MORE: Final = Meaning(0, -1)
BORNE: Final = 0.0
"""The strength of what the speaker is said to bear, or not to hate: it is no liking."""
ONE_OF: Final = {"being": "diets", "training": "sports"}
"""Frames whose thing stands in a list."""


class Said(NamedTuple):
    """What a segment says of its things, and whether "not" turns it for those that follow."""

    sign: int
    strength: float
    ends: bool
    turns: bool
    things: tuple[Thing, ...]
    asked: bool = False
    """Only a dish that was asked for is to be so: nothing of the speaker's where it is for somebody else."""
    back: bool = False
    """What was said against it before is taken back: "volví a fumar", "ya no soy alérgica a los gatos"."""
    ill: bool = False
    """It is what the speaker does not bear, or is said to bear: "no soy alérgico al marisco", with a strength of 0."""
    instead: int = 0
    """What is said of another thing that "but" names in its place: 1, -1, or 0 for nothing."""


def meaning_of(read: Language, frame: Frame, plain: Plain) -> Meaning:
    """Return what a frame says of its thing in these words."""
    if "formerly" in read.lists and ("formerly" in plain.out) != (frame.says == "past"):
        return NOTHING
    if frame.says in ("consumes", "gladly") and "gladly_said" in plain.out:
        return GLADLY
    if frame.says == "wants" and ("lapsing" in plain.out or "más" in frame.before):
        return NO_MORE
    if frame.says == "consumes" and "again" in plain.out and "today" not in plain.out:
        return AGAIN
    if frame.says == "consumes" and "strong" in plain.out:  # "no bebo mucho alcohol"
        return NOTHING
    return SAYS[frame.says]


def meant(meaning: Meaning, plain: Plain, *, before_nor: bool, one: Thing | None) -> Said | None:
    """Return what words say by their meaning, their negation and their degree; None where that is nothing."""
    out = plain.out
    negated = "negations" in out or (before_nor and "doubling" in out)
    lapsed = negated and meaning.lapses and "lapsing" in out
    sign = (-1 if lapsed else meaning.negated) if negated else meaning.sign
    if "less" in out:
        sign = -1 if "ever_more" in out and not negated and sign > 0 else 0
    if not sign:
        return None
    strength = meaning.strength if meaning.sign * sign >= 0 else PLAIN
    if not negated and strength == PLAIN:
        strength = WEAK if "weak" in out else STRONG if "strong" in out else PLAIN
    things = () if one is None else (one,)
    instead = meaning.sign if negated and not lapsed else 0
    return Said(sign, strength, meaning.ends or lapsed, meaning.negated < 0, things, instead=instead)


def denied(meaning: Meaning, plain: Plain, ill: bool, one: Thing | None) -> Said | None:
    """Return what words say that deny a dislike which there was, or what the speaker does not bear; None for others."""
    if meaning.sign >= 0 or meaning.negated or meaning.ends or "negations" not in plain.out or one is None:
        return None
    if ill:
        return borne(one)
    return Said(1, WEAK, ends=False, turns=True, things=(one,), back=True) if "lapsing" in plain.out else None


def borne(one: Thing) -> Said:
    """Return that the speaker bears a thing: what was said against it counts no more."""
    return Said(1, BORNE, ends=False, turns=True, things=(one,), back=True, ill=True, instead=-1)


def is_sure(read: Language, plain: Plain, behind: int, *, before_nor: bool) -> bool:
    """Tell whether a negation is one, and of all that is said: not "ne" alone, "not always", nor one behind other words."""
    out = plain.out
    if "negations" not in out or not negates_all(read, plain):
        return "negations" not in out and ("doubling" not in out or before_nor)
    last, rest = plain.words[behind - 1].at, plain.words[behind:]
    if out["negations"] < last:
        return True
    if not rest or (
        len(rest) == 1 and rest[0].at == out["negations"]
    ):  # "Alkohol trinke ich keinen mehr", "le rap m'intéresse pas"
        return not read.lists.keys().isdisjoint({"subjects", "doubling"})
    may_follow = "subjects" in read.lists or "doubling" in out
    return may_follow and out["negations"] < rest[0].at


def negates_all(read: Language, plain: Plain) -> bool:
    """Tell whether a negation, where there is one, is of all that is said, and sure: "plus" without "ne" may be more."""
    out = plain.out
    maybe_more = "doubling" in read.lists and "lapsing" in out and "gone" not in out and "doubling" not in out
    maybe_more = maybe_more and not _never_more(read, plain)
    return "negations" not in out or not (plain.partly or maybe_more)


def _never_more(read: Language, plain: Plain) -> bool:
    """Tell whether "plus" without "ne" is "no longer": "je supporte plus", "je joue plus au golf", not "j'aime plus le jazz"."""
    at = plain.out["lapsing"]
    beside = {word.at: word for word in plain.words}
    verb, behind = beside.get(at - 1), beside.get(at + 1)
    if verb is None or is_any(read, plain.words, "that_long"):
        return False
    done = behind is not None and read.listed(verb, "done") and behind.low in ("au", "aux")
    return done or read.listed(verb, "never_more")


def is_bounded(read: Language, frame: Frame, words: list[Word], said: Said, capitals: bool) -> bool:
    """Tell whether what a segment of these words refuses is so only at times, or without something: "Joggen ohne Musik"."""
    if said.sign > 0 or said.ends or not said.things or any(map(_ails, words)):
        return False
    behind = next((at for at, word in enumerate(words) if word.start >= said.things[-1].end), len(words))
    without = read.longest(words, behind, "without")
    if without and thing(read, words, behind + without, capitals):
        return True
    return frame.says == "consumes" and (is_any(read, words, "bounds") or any(map(_is_hour, words)))


def _ails(word: Word) -> bool:
    return word.low.startswith(
        ("allerg", "alérg", "alerg", "intoler", "intolér", "unverträg", "médic", "medic", "médec", "arzt")
    )


def _is_hour(word: Word) -> bool:
    """Tell whether a word is an hour as it is written: "16h"."""
    return word.low[-1:] == "h" and word.low[:-1].isdigit()
