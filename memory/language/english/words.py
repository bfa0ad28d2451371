"""Words of an English text, sentence by sentence, each with its place in the source and its part.

A contraction is two words ("don't" is "do" and "n't"); what stands in quotation marks, and a run of Chinese, is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from ..words import words
from .lexicon import Part, lexicon, part_of, unstretched

_TOKEN: Final = re.compile(
    r"""["“](?P<title>(?!I\b)[A-Z][^"“”\n.?!;]{1,50})["”]"""
    r"""|《(?P<book>[^《》\n]{1,50})》"""
    r"""|(?P<han>[\u3400-\u9fff\uf900-\ufaff]+)"""
    r"""|(?P<word>[^\W_\u3040-\uffff]+(?:[-'’&/+.][^\W_\u3040-\uffff]+)*(?:\+\+|\+(?!\w)|\#)?)"""
    r"""|(?P<mark>[^\w\s]|\n)"""
)
_CLITIC: Final = re.compile(r"(n't|(?<!\d)'(?:m|s|re|ve|d|ll))$")
_STOPS: Final = frozenset(".!?;\n…")
_ABBREVIATED: Final = frozenset({"mr", "mrs", "ms", "dr", "prof", "st"})
_PAUSES: Final = frozenset(",:()[]—–-/|")

LIKED: Final = frozenset("😍🥰❤♥💕💖💗💘💓💞🤩😻🫶")
DISLIKED: Final = frozenset("👎🤮🤢💩")
_SIGNS: Final = LIKED | DISLIKED
"""Pictures that feel something."""


class Word(NamedTuple):
    """A word with its place in the source and the part it may play."""

    low: str
    start: int
    end: int
    part: Part
    lemma: str
    raw: str


def sentences(source: str, start: int, end: int) -> Iterator[list[Word]]:
    """Yield the sentences of a stretch of the source as lists of words, some of them empty."""
    sentence: list[Word] = []
    for match in _TOKEN.finditer(source, start, end):
        group = match.lastgroup
        if group == "word":
            words = _split(match)
            if not sentence and words[0].low in ("ok", "okay"):  # "ok history it is"
                words[0] = words[0]._replace(part=Part.INTERJECTION)
            if sentence and _is_acronym(sentence[-1], words[0]):
                words[0] = words[0]._replace(part=Part.CAPITAL)
            if sentence and _is_capital(words[0]):
                words[0] = words[0]._replace(part=Part.CAPITAL)
            if words[0].part is Part.NUMBER and sentence and (sentence[-1].low, words[0].low) == ("used", "2"):
                words[0] = words[0]._replace(low="to", part=Part.PREPOSITION)  # "used 2 love"
            words[0] = _in_english(sentence, words[0])
            _entitle(sentence, words[0])
            sentence.extend(words)
        elif group in ("title", "book"):
            sentence.append(_whole(match, group, Part.TITLE))
        elif group == "han":
            sentence.extend(_in_chinese(match))
        elif (
            match.group() == "." and sentence and sentence[-1].low in _ABBREVIATED and sentence[-1].end == match.start()
        ):
            continue
        elif match.group() == "." and _is_initial(sentence, source, match.start()):
            sentence[-2:] = [word._replace(part=Part.CAPITAL) if _is_named(word) else word for word in sentence[-2:]]
        elif _joins(sentence, match, source):
            sentence.append(Word("and", *match.span(), Part.CONJUNCTION, "and", match.group()))
        elif match.group() in _STOPS:
            yield sentence
            sentence = []
        elif match.group() in _SIGNS:
            sentence.append(Word(match.group(), match.start(), match.end(), Part.INTERJECTION, "", ""))
        elif match.group() == ">" and sentence and sentence[-1].low != "than":  # "cats > dogs"
            sentence.append(Word("than", match.start(), match.end(), Part.PREPOSITION, "than", ">"))
        elif match.group() in _PAUSES:
            sentence.append(Word(match.group(), match.start(), match.end(), Part.PAUSE, "", ""))
    yield sentence


_JOINED: Final = {"&": frozenset({Part.GERUND}), "+": frozenset({Part.GERUND, Part.NOUN, Part.CAPITAL})}
"""Behind these, a sign is "and": "cycling & running", "thrifting + pottery", not "mac & cheese"."""


def _joins(sentence: list[Word], match: re.Match[str], source: str) -> bool:
    parts = _JOINED.get(match.group())
    spaced = parts is not None and source[match.start() - 1 : match.end() + 1] == f" {match.group()} "
    return spaced and bool(sentence) and parts is not None and sentence[-1].part in parts


_JOINS: Final = {
    **dict.fromkeys(("和", "跟", "与", "及", "以及", "还有"), ("and", Part.CONJUNCTION)),
    **dict.fromkeys(("或", "或者", "还是"), ("or", Part.CONJUNCTION)),
    **dict.fromkeys(("但", "但是", "可是", "不过"), ("but", Part.CONTRAST)),
    **dict.fromkeys(("我", "我们"), ("i", Part.I)),
}
"""Chinese words between English ones."""
_FELT: Final = {
    **dict.fromkeys(("我爱", "我喜欢", "我超爱", "我很喜欢"), "love"),
    **dict.fromkeys(("我讨厌", "我恨", "我不喜欢"), "hate"),
}
_BEFORE_A_THING: Final = {
    **dict.fromkeys(("con", "mit", "avec"), "with"),
    **dict.fromkeys(("de", "del", "du", "von", "vom"), "of"),
}
_ARTICLES: Final = words("la el los las le les un una une der die das dem den")


def _in_chinese(match: re.Match[str]) -> list[Word]:
    """Return a run of Chinese among English words: as a name, or as what it says ("我爱 hiking")."""
    text, (start, end) = match.group(), match.span()
    if verb := _FELT.get(text):
        return [
            Word("i", start, start + 1, Part.I, "i", text[0]),
            Word(verb, start + 1, end, Part.VERB, verb, text[1:]),
        ]
    low, part = _JOINS.get(text, (text, Part.CAPITAL))
    return [Word(low, start, end, part, "", text)]


def _in_english(sentence: list[Word], word: Word) -> Word:
    """Return a word, a foreign one as what it says where English needs it: "obsessed con la (cerámica)"."""
    last = sentence[-1] if sentence else None
    if last and last.low in lexicon().cues and (low := _BEFORE_A_THING.get(word.raw)):
        return word._replace(low=low, part=Part.PREPOSITION, lemma=low)
    if last and last.raw in _BEFORE_A_THING and last.part is Part.PREPOSITION and word.raw in _ARTICLES:
        return word._replace(low="the", part=Part.DETERMINER, lemma="the")
    return word


_INITIALS: Final = re.compile(r"[A-HJ-WYZ](\.[A-Z])*")
_PLACES: Final = frozenset({"U.S", "U.K", "D.C", "L.A", "N.Y"})
_SURNAME: Final = re.compile(r"\.\s?(?:(?P<initial>[A-Z])\.|(?P<name>[^\W\d_][^\W\d_]+))")


def _is_initial(sentence: list[Word], source: str, dot: int) -> bool:
    """Tell whether a full stop is that of an initial in a name: "Ursula K. Le Guin", "J. K. Rowling", not "plan B. Then"."""
    last = sentence[-1] if sentence else None
    following = _SURNAME.match(source, dot)
    if not last or last.end != dot or not _INITIALS.fullmatch(last.raw) or last.raw in _PLACES or not following:
        return False
    if following["initial"]:
        return f"{last.raw}.{following['initial']}" not in _PLACES
    name = following["name"]
    begun = len(last.raw) > 1 or (len(sentence) > 1 and _is_named(sentence[-2]))
    return begun and name[0].isupper() and part_of(name.lower(), name) is Part.CAPITAL


def _is_named(word: Word) -> bool:
    """Tell whether a word may stand in a person's name: "Ursula", "Philip", "K"."""
    return word.part is Part.CAPITAL or (word.raw[:1].isupper() and (word.part is Part.PERSON or len(word.raw) == 1))


def _whole(match: re.Match[str], group: str, part: Part) -> Word:
    text = match[group]
    return Word(text.lower(), *match.span(group), part, "", text)


def _split(match: re.Match[str]) -> list[Word]:
    """Return one word, or two where a contraction hides two."""
    raw, start = match.group(), match.start()
    low = raw.lower().replace("’", "'")
    clitic = _CLITIC.search(low) if "'" in low else None
    cut = clitic.start() if clitic else _cut_of(low, raw)
    if not cut:
        return [_word(low, raw, start)]
    head, tail = _word(low[:cut], raw[:cut], start), low[cut:]
    if not clitic:
        tail = "n't" if tail == "nt" else f"'{tail}"
    part = Part.POSSESSIVE if tail == "'s" and _owns(head) else part_of(tail, tail)
    return [head, Word(tail, start + cut, match.end(), part, tail, raw[cut:])]


def _cut_of(low: str, raw: str) -> int:
    """Return where "im" and "doesnt" are cut, which many write without the apostrophe; 0 for all else, and for IM and IV."""
    return 0 if low in ("im", "ive") and raw.isupper() else _RUN_TOGETHER.get(low, 0)


_DENIED: Final = (
    *("do", "does", "did", "is", "was", "are", "were", "have", "has", "had", "could", "would", "should", "ca", "wo"),
    *("must", "need"),
)
_SHORTENED: Final = {
    "m": ("i",),
    "ve": ("i", "we", "you", "they"),
    "re": ("you", "they"),
    "ll": ("you", "they", "it", "that"),
    "s": ("she", "he", "that", "there", "here", "what", "when", "where", "who", "how"),
}
_RUN_TOGETHER: Final = {
    **{f"{head}nt": len(head) for head in _DENIED},
    **{f"{head}{tail}": len(head) for tail, heads in _SHORTENED.items() for head in heads},
}


_LONGEST: Final = 40
"""Longer runs are no words, and not worth remembering."""


def _word(low: str, raw: str, start: int) -> Word:
    if len(raw) > _LONGEST:
        return Word(low, start, start + len(raw), part_of(low, raw), low, raw)
    low, part, lemma = _meant(low, raw)
    return Word(low, start, start + len(raw), part, lemma, raw)


@lru_cache(maxsize=4096)  # people's words are the same few
def _meant(low: str, raw: str) -> tuple[str, Part, str]:
    """Return the word that is meant ("really" for "rly"), its part and its lemma."""
    lists = lexicon()
    low = unstretched(low, raw)
    if raw.islower():
        low = lists.casual.get(low, low)
    return low, part_of(low, raw), lists.lemmas.get(low, low)


_ACRONYMS: Final = frozenset({"US", "IT", "WHO", "VS"})


def _is_acronym(last: Word, word: Word) -> bool:
    """Tell whether capitals in a sentence that has none are a name ("in IT", "VS Code", "World War I") and no small word."""
    return (word.raw in _ACRONYMS and last.raw.islower()) or (word.raw in ("I", "II") and last.raw == "War")


_SUBJECTS: Final = frozenset({Part.THEY, Part.IT, Part.YOU, Part.I, Part.RELATIVE})


def _owns(word: Word) -> bool:
    """Tell the "'s" of "Bob's" from that of "it's", "what's" and "let's"."""
    return word.part not in _SUBJECTS and word.low != "let"


_SMALL: Final = frozenset(
    {
        Part.DETERMINER,
        Part.PREPOSITION,
        Part.RELATIVE,
        Part.THEIR,
        Part.MY,
        Part.CONJUNCTION,
        Part.YOU,
        Part.IT,
        Part.ME,
    }
)


def _entitle(sentence: list[Word], following: Word) -> None:
    """Make names of the small words with capitals in front of a name: "The National", "How To Train Your Dragon"."""
    if following.part is not Part.CAPITAL and not (following.part in _SMALL and following.raw[:1].isupper()):
        return
    last = sentence[-1] if len(sentence) > 1 else None
    if last and last.part in _SMALL and last.raw.istitle() and sentence[-2].part not in (Part.INTERJECTION, Part.PAUSE):
        sentence[-1] = last._replace(part=Part.CAPITAL)


_MAY_BE_NAMES: Final = frozenset({Part.ADJECTIVE, Part.VERB, Part.EITHER, Part.GERUND, Part.NOUN})


def _is_capital(word: Word) -> bool:
    """Tell whether a capital inside the sentence makes a name of a word that the lists know ("Fight Club")."""
    return word.raw[0].isupper() and not word.raw.isupper() and word.part in _MAY_BE_NAMES
