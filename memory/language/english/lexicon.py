"""What an English word does in its sentence: as the lists say it, else as the word looks.

There is no tagger. The sections of `lexicon.txt` give each listed word one part, regular verb forms are made from their
lemmas, and a word outside the lists is a noun unless its ending or its capital says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Final, Literal, NamedTuple

from ..words import NOWHERE, sections, sections_of_words


class Part(StrEnum):
    """The part that a word plays. (Its members hash like strings, in C; those of a plain Enum are slower to look up.)"""

    NOUN = "noun"
    CAPITAL = "capital"  # a name, or any capital inside a sentence: "Erik Satie"
    TITLE = "title"  # in quotation marks
    EITHER = "either"  # noun or verb: "dance", "cook"
    GERUND = "gerund"  # any form in -ing: "climbing"
    VERB = "verb"
    ADJECTIVE = "adjective"
    ADVERB = "adverb"
    NUMBER = "number"
    TIME = "time"
    PERSON = "person"  # kin and first names: "sister", "Bob"
    PREPOSITION = "preposition"
    CONJUNCTION = "conjunction"
    RELATIVE = "relative"
    BOUNDARY = "boundary"  # opens a clause: "because", "when"
    CONTRAST = "contrast"
    DOUBT = "doubt"  # "if", "suppose"
    DETERMINER = "determiner"
    MY = "my"
    THEIR = "their"
    ME = "me"  # also "us", "mine"
    I = "I"  # noqa: E741 - also "we"
    YOU = "you"
    THEY = "they"
    IT = "it"
    AUXILIARY = "auxiliary"
    NEGATION = "negation"
    INTERJECTION = "interjection"
    PAUSE = "pause"
    POSSESSIVE = "possessive"  # "'s"
    ODD = "odd"  # far too long for a word
    EDGE = "edge"  # before the first word or behind the last


# The later line wins where a word is in two sections.
_PARTS: Final = (
    ("interjection", Part.INTERJECTION),
    ("adverb", Part.ADVERB),
    ("nounverb", Part.EITHER),
    ("adjective", Part.ADJECTIVE),
    ("praise", Part.ADJECTIVE),
    ("dull", Part.ADJECTIVE),
    ("number", Part.NUMBER),
    ("time", Part.TIME),
    ("name", Part.PERSON),
    ("kin", Part.PERSON),
    ("preposition", Part.PREPOSITION),
    ("conjunction", Part.CONJUNCTION),
    ("relative", Part.RELATIVE),
    ("boundary", Part.BOUNDARY),
    ("contrast", Part.CONTRAST),
    ("doubt", Part.DOUBT),
    ("determiner", Part.DETERMINER),
    ("mine", Part.MY),
    ("theirs", Part.THEIR),
    ("myself", Part.ME),
    ("me", Part.I),
    ("you", Part.YOU),
    ("others", Part.THEY),
    ("it", Part.IT),
    ("aux", Part.AUXILIARY),
    ("negation", Part.NEGATION),
)
_VERB_SECTIONS: Final = (
    "verb", "nounverb", "report", "ask", "do", "activity", "pursuit", "heavy", "want", "dislike", "like",
)  # fmt: skip

BE: Final = frozenset({"am", "is", "are", "was", "were", "be", "been", "being", "'m", "'s", "'re", "im"})
HAVE: Final = frozenset({"have", "has", "had", "having", "'ve", "ive"})


class Lexicon(NamedTuple):
    """The word lists, ready to be asked."""

    parts: dict[str, Part]
    lemmas: dict[str, str]
    """Every known verb form, with its lemma."""
    cues: dict[str, Literal[1, -1]]
    """Adjectives and nouns that feel something: "fan" (of), "allergic" (to)."""
    sections: dict[str, frozenset[str]]
    """Every listed word, with the names of the sections in which it stands."""
    idioms: dict[str, list[tuple[tuple[str, ...], str]]]
    """By their first word, runs of words with the sections in which they stand, longer ones first."""
    casual: dict[str, str]
    """Words as people type them, with the listed word that is meant: "rly", "really"."""


@cache
def lexicon() -> Lexicon:
    """Read the lists once, at the first English text."""
    lists = sections("english/lexicon")
    lemmas = _lemmas(lists)
    cues: dict[str, Literal[1, -1]] = {
        word[1:]: 1 if word[0] == "+" else -1 for word in (*lists["cueword"], *lists["cuenoun"])
    }
    casual = dict(pair.split("/") for pair in lists["casual"])
    return Lexicon(_parts(lists, lemmas), lemmas, cues, sections_of_words("english/lexicon"), _idioms(lists), casual)


_IDIOMS: Final = (
    "leaving", "delight", "zeal", "like_me", "so_do_i", "not_mine", "hooked", "accepting", "refusing", "denying", "long_ago", "supposing",
    "idle", "any_day", "helping", "unexpected", "reporting", "being_rather", "unlikely", "elsewhere", "dropping",
)  # fmt: skip


def _idioms(lists: dict[str, tuple[str, ...]]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for section in _IDIOMS:
        for run in lists[section]:
            for words in _spellings(run):
                found.setdefault(words[0], []).append((words, section))
    for runs in found.values():
        runs.sort(key=lambda run: -len(run[0]))
    return found


def _spellings(run: str) -> Iterator[tuple[str, ...]]:
    """Yield a run of words, and it with "not" where it has "n't"."""
    yield tuple(run.split())
    if "n't" in run:
        yield tuple(run.replace("n't", "not").split())


def listed(word: str, *sections: str) -> bool:
    """Tell whether a word stands in one of these sections of the lists."""
    return not lexicon().sections.get(word, NOWHERE).isdisjoint(sections)


def _lemmas(lists: dict[str, tuple[str, ...]]) -> dict[str, str]:
    lemmas: dict[str, str] = {}
    for section in _VERB_SECTIONS:
        for lemma in lists[section]:
            lemmas.update(dict.fromkeys(_inflections(lemma), lemma))
    for pair in lists["irregular"]:
        lemma, _, form = pair.partition("/")
        lemmas[form] = lemma
    return lemmas


def _parts(lists: dict[str, tuple[str, ...]], lemmas: dict[str, str]) -> dict[str, Part]:
    parts = dict.fromkeys(lemmas, Part.VERB)
    for section, part in _PARTS:
        words = _noun_forms(lists[section]) if section == "nounverb" else lists[section]
        parts.update(dict.fromkeys(words, part))
    parts.update(dict.fromkeys((word[1:] for word in lists["cueword"]), Part.ADJECTIVE))
    parts.update(dict.fromkeys((word[1:] for word in lists["cuenoun"]), Part.NOUN))
    parts.update(dict.fromkeys(lists["category"], Part.NOUN))
    parts.update(dict.fromkeys(("like", "likes", "dislikes"), Part.VERB))
    parts["nuts"] = Part.NOUN
    return parts


def _noun_forms(lemmas: tuple[str, ...]) -> Iterator[str]:
    """Yield the verb forms that may be nouns too: "dance" and "dances", never "danced"."""
    for lemma in lemmas:
        yield from (form for form in _inflections(lemma) if not form.endswith(("ed", "ing")))


_DOUBLES_ITS_END: Final = re.compile(r"[^aeiou][aeiou][bdgklmnprt]$")  # "swim", "swimming"


def _inflections(lemma: str) -> Iterator[str]:
    """Yield the regular forms of a verb, with a few that do not exist and do no harm."""
    yield lemma
    if lemma.endswith(("ee", "oe", "ye")):  # "agreeing"
        yield from (lemma + "s", lemma + "d", lemma + "ing")
    elif lemma.endswith("ie"):  # "lying"
        yield from (lemma + "s", lemma + "d", lemma[:-2] + "ying")
    elif lemma.endswith("y") and lemma[-2:-1] not in set("aeou"):  # "studies"
        yield from (lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    else:
        stem = lemma.removesuffix("e")
        yield lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
        yield from (stem + "ed", stem + "ing")
        if _DOUBLES_ITS_END.search(lemma):
            yield from (lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing")


_ADVERB_ENDING: Final = re.compile(r"(?:al|ab|ib|iv|ous|ate|ent|ant|ful|less|ed|ing|ide|ide|ete|ute|ear|equent)ly$")
_ADJECTIVE_ENDING: Final = re.compile(
    r".{3,}(?:ful|less|ous|able|ible|(?:-based|-free|-friendly|-style|-themed|-oriented|-driven|-inspired|-focused))$"
)
_WORD_WITH_DIGITS: Final = re.compile(
    r"(?!\d{2,}[CF]$)\d+[a-z-]*[A-Z][A-Za-z]*|(?:\d\d)?\d0'?s|\d+-[a-z-]+"
)  # "3D", "80's", "90-minute"
_SOUND: Final = re.compile(
    r"a*(?:h+a+)+h*|[ot]\.[ot]|(?:he){2,}|y+e+s{2,}|a+h{2,}|o+h{2,}|u+h{2,}|p+f{2,}|(?:lo){2,}l?|w+o{1,9}h+o{1,9}|u+h*m+|u+r+m+|m{2,}|h+m{2,}|e+h{2,}|a+w{2,}|o{3,}h*"
)  # "haha", "o.O", "ummm"
_LONGEST: Final = 40


_STRETCH: Final = re.compile(r"([a-z])\1{2,}")
_LONGEST_ACRONYM: Final = 4


def is_stretched(raw: str) -> bool:
    """Tell whether a word is drawn out: a letter stands three times in a row ("ewww"), in no short one of capitals ("III")."""
    short = raw.isupper() and len(raw) <= _LONGEST_ACRONYM
    return not short and _STRETCH.search(raw.lower()) is not None


def unstretched(low: str, raw: str) -> str:
    """Return the listed word that a drawn-out one stands for ("loooove", "wellll"), any other word as it is."""
    if not is_stretched(raw):
        return low
    shorter = (_STRETCH.sub(r"\1", low), _STRETCH.sub(r"\1\1", low))
    return next((word for word in shorter if len(word) > 1 and word in lexicon().parts), low)


def part_of(low: str, raw: str) -> Part:
    """Return what a word does, guessing by its looks where the lists are silent."""
    known = lexicon().parts.get(low)
    if known is Part.VERB and low.endswith("ing"):
        return Part.GERUND
    return known or _looks_like(low, raw)


_TENS_AND_ONES: Final = re.compile(r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty-[a-z]{3,5}")
_OF_AN_AGE: Final = re.compile(r"(?:\d{1,2}|[a-z]{3,12})-year-olds?")


def _looks_like(low: str, raw: str) -> Part:
    if _OF_AN_AGE.fullmatch(low):
        return Part.PERSON
    if _TENS_AND_ONES.fullmatch(low):
        return Part.NUMBER
    if _SOUND.fullmatch(low):
        return Part.INTERJECTION
    if len(low) > _LONGEST or (low[0].isdigit() and not _WORD_WITH_DIGITS.fullmatch(raw)):
        return Part.NUMBER if low[0].isdigit() and len(low) < 12 else Part.ODD
    if low.endswith("ly") and len(low) > 4 and (raw.islower() or _ADVERB_ENDING.search(low)):
        return Part.NOUN if listed(low, "ly_noun") else Part.ADVERB
    if low.endswith("est") and len(low) > 5 and raw.islower() and not listed(low, "est_noun"):
        return Part.ADJECTIVE
    if _ADJECTIVE_ENDING.match(low) and not listed(low, "able_noun"):
        return Part.ADJECTIVE
    if raw[0].isupper():
        return Part.CAPITAL
    if low.endswith("ed") and len(low) > 4 and not low.endswith("eed"):
        return Part.VERB
    return Part.GERUND if low.endswith("ing") and len(low) > 5 else Part.NOUN
