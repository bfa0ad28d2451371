"""What a sentence of Spanish, German or French is made of: segments between commas and conjunctions, and the names in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ..foreign import small_words
from .words import Language, Word

_TAKEN_OUT: Final = (
    *("adverbs", "strong", "weak", "gladly_said", "formerly", "negations", "lapsing", "doubling"),
    *("again", "less", "ever_more", "gone"),
)
_MOST_LEADS: Final = 6
"""Words that may stand in front of a time: "seit gut zwanzig"."""
_PAIRED: Final = 30
"""Words that may stand between "weder" and "noch"."""


class Segment(NamedTuple):
    """What stands between two commas or conjunctions, and which of them stands in front."""

    joint: str
    words: list[Word]


def segments(read: Language, words: list[Word]) -> Iterator[Segment]:
    """Yield the segments of a sentence, none of them empty."""
    segment = Segment("", [])
    at = 0
    while at < len(words):
        joint, length = _joint(read, words, at)
        if joint and _goes_straight_on(read, segment.words, joint):
            pass
        elif not joint:
            segment.words.append(words[at])
        elif segment.words or joint != "pause":
            if segment.words:
                yield segment
            segment = Segment(joint, [])
        at += length
    if segment.words:
        yield segment


def _joint(read: Language, words: list[Word], at: int) -> tuple[str, int]:
    if words[at].low == "," or read.listed(words[at], "laughs"):
        return "pause", 1
    length = read.longest(words, at, "refusals")
    if length and (at + length == len(words) or words[at + length].low == ","):
        return "pause", length
    length = read.longest(words, at, "except")
    that = at + length < len(words) and read.listed(words[at + length], "that", "that_long")
    if length and not that and (words[max(at - 1, 0)].low == "," or one_is(read, words[:at], "all")):
        return "except", length
    if (length := read.longest(words, at, "for_that")) and _tells_why(read, words, at, length):
        return "causes", 1
    for name in ("contrast", "causes", "that", "and", "nor"):
        length = read.longest(words, at, name)
        if length and (
            name != "nor" or "neither" not in read.lists or one_is(read, words[max(at - _PAIRED, 0) : at], "neither")
        ):
            return name, length
    return "", 1


def _tells_why(read: Language, words: list[Word], at: int, length: int) -> bool:
    """Tell whether "que" is no relative but "for": "(algo sin chorizo) que soy vegetariana", not "creo que soy vegetariana"."""
    diet = read.longest(words, at + length, "diets") or one_is(read, words[at + length : at + length + 1], "ill")
    return bool(diet) and one_is(read, words[:at], "without", "dishes", "ingredients", "something")


def _goes_straight_on(read: Language, words: list[Word], joint: str) -> bool:
    """Tell whether a joint parts nothing: behind a verb alone ("bin aber allergisch"), or what is to be stopped ("hör auf, …")."""
    if joint == "contrast":
        return len(words) == 1 and read.listed(words[0], "going_on", "subjects")
    behind = words[openers(read, words) :]
    said = tuple(word.low for word in behind if not read.listed(word, "adverbs"))
    return joint == "pause" and said in read.lists.get("stopping", ())


def one_is(read: Language, words: list[Word], *names: str) -> bool:
    """Tell whether one of the words stands in one of these lists."""
    return any(read.listed(word, *names) for word in words)


def is_any(read: Language, words: list[Word], name: str) -> bool:
    """Tell whether an entry of a list stands in the words."""
    return any(read.longest(words, at, name) for at in range(len(words)))


def openers(read: Language, words: list[Word]) -> int:
    """Return how many words only open what is said: "also ehrlich gesagt"."""
    at = 0
    while length := read.longest(words, at, "openers") or (0 < at < len(words) and words[at].low == ","):
        at += length
    return at


@dataclass(slots=True)
class Plain:
    """The words of a segment without its adverbs and negations, and where the last of each kind stood."""

    words: list[Word] = field(default_factory=list)
    out: dict[str, int] = field(default_factory=dict)
    partly: bool = False
    """A negation does not hold for all of it: "not always", "not only"."""


def plain_words(read: Language, words: list[Word], *, timeless: bool = False) -> Plain:
    """Return a segment's words without adverbs and negations; `timeless` without times and what resumes a thing too."""
    plain = Plain()
    at = 0
    while at < len(words):
        if timeless and (length := time_at(read, words, at)):
            if one_is(read, words[at : at + length], "again"):
                plain.out["again"] = words[at].at
            elif read.longest(words, at, "when"):
                plain.out["today"] = words[at].at
            if is_any(read, words[at : at + length], "each"):
                plain.out["weekly"] = words[at].at
                plain.partly = True
            elif one_is(read, words[at : at + length], "since") and one_is(read, words[at : at + length], "years"):
                plain.out["weekly"] = words[at].at
            at += length
            continue
        if (length := read.longest(words, at, "fixed")) and not (at and read.longest(words, at, "never_again")):
            plain.words.extend(words[at : at + length])
            at += length
            continue
        length = read.longest(words, at, *_TAKEN_OUT, "only") or 1
        entry = tuple(word.low for word in words[at : at + length])
        names = [name for name in _TAKEN_OUT if entry in read.lists.get(name, ())]
        plain.out.update((name, words[at].at) for name in names)
        plain.partly = plain.partly or entry in read.lists["only"]
        if not names or (length == 1 and read.listed(words[at], "determiners")):
            plain.words.extend(words[at : at + length])
        at += length
    return plain


def time_at(read: Language, words: list[Word], at: int) -> int:
    """Return how many words say when: "jeden Mittwoch", "hace dos años", "depuis ma blessure"; and "ça" behind its thing."""
    if at and read.listed(words[at], "resumes"):
        return 1
    if length := read.longest(words, at, "when"):
        return length
    end = at
    while end < min(len(words), at + _MOST_LEADS) and (read.listed(words[end], "leads") or words[end].low.isdigit()):
        end += 1
    first = end
    while end < len(words) and read.listed(words[end], "times"):
        end += 1
    if end > first and (first > at or read.listed(words[at], "each")):
        return end - at + (end < len(words) and read.listed(words[end], "that_long"))
    if at + 2 < len(words) and read.listed(words[at], "since") and read.listed(words[at + 1], "determiners"):
        return 3 + _told_more(read, words, at + 3)
    return 0 if read.listed(words[at], "leads") else read.longest(words, at, "each")


def _told_more(read: Language, words: list[Word], at: int) -> int:
    """Return how many words tell more of what it is since: "(depuis mon opération) du genou"."""
    end = at
    while end < len(words) and read.listed(words[end], "links", "articles"):
        end += 1
    return end + 1 - at if at < end < len(words) else 0


class Thing(NamedTuple):
    """The name of a thing: where it stands in the source, the place behind it in its segment, and whether it has an article."""

    start: int
    end: int
    behind: int
    article: bool


_MOST_WORDS: Final = 3


def thing(
    read: Language, words: list[Word], at: int, capitals: bool, *, listed: bool = False, linked: bool = True
) -> Thing | None:
    """Return the thing that is named from `at` on, None where no name stands there; `listed` is for one behind "and".

    Without `linked` it ends before "à": "(je préfère) les chiens aux chats".
    """
    begin = at
    while length := read.longest(words, at, "determiners"):
        if listed and read.longest(words, at, "mine"):
            return None
        at += length
    if at == len(words) or (listed and read.listed(words[at], "times")):
        return None
    if listed and read.begins(words[at]):
        return None
    if read.listed(words[at], "light") and (done := thing(read, words, at + 1, capitals, linked=linked)):
        return done
    verb = at == begin or read.listed(words[at - 1], "verbs_behind")
    end = _name_end(read, words, at, capitals, article=not verb, listed=listed, linked=linked)
    if end == at or (end - at == 1 and len(words[at].low) < 2):
        return None
    if listed and end < len(words) and not read.listed(words[end], "behind"):
        return None
    return Thing(words[at].start, words[end - 1].end, end, at > begin)


def _name_end(
    read: Language, words: list[Word], at: int, capitals: bool, *, article: bool, listed: bool, linked: bool
) -> int:
    if length := read.longest(words, at, "activities"):
        return at + length
    verb = words[at].low.endswith(endings(read, "infinitives")) and not read.listed(words[at], "like_verbs")
    if not article and not words[at].capital and verb:
        return at
    if "subjects" in read.lists:
        return _german_end(read, words, at, capitals)
    most = 1 if listed and not article and not words[at].capital else _MOST_WORDS
    end = _run(read, words, at, most)
    if end > at and end < len(words) and read.listed(words[end], "links"):
        if not linked and read.listed(words[end], "over"):
            return end
        return max(end, _linked_end(read, words, end))
    return end


def _linked_end(read: Language, words: list[Word], at: int) -> int:
    """Return where what "de" joins to a name ends, 0 where nothing is: "películas de terror", but not "el té de mi madre"."""
    first = at + 1
    while first < len(words) and read.listed(words[first], "articles"):
        first += 1
    end = _run(read, words, first, 2)
    return end if end > first and words[first].at - words[at - 1].at == first - at + 1 else 0


def _run(read: Language, words: list[Word], at: int, most: int) -> int:
    """Return where words that may stand in a name end, at most so many; one that was taken out between them ends it."""
    end = at
    while end < min(len(words), at + most) and _may_name(read, words[end]) and words[end].at - words[at].at == end - at:
        if end > at and read.listed(words[end], "times", "lapsing"):
            break
        end += 1
    return end


def _may_name(read: Language, word: Word) -> bool:
    return not read.listed(word, "stops", "determiners", "links", "behind", "yuck") and word.low not in small_words()


def _german_end(read: Language, words: list[Word], at: int, capitals: bool) -> int:
    """Return where adjectives and the nouns behind them end; nouns are told by their capitals, where a text has any."""
    end = _run(read, words, at, _MOST_WORDS)
    if not capitals:
        return min(end, at + 1 + words[at].low.endswith(endings(read, "inflected"))) if end > at else at
    first = next((place for place in range(at, end) if words[place].capital), None)
    if first is None:
        return at
    return next((at for at in range(first, end) if not (words[at].capital or words[at].low.isdigit())), end)


def endings(read: Language, name: str) -> tuple[str, ...]:
    """Return the endings of words that a list has."""
    return tuple(end for (end,) in read.lists.get(name, ()))


def bare(words: list[Word], first: int, end: int) -> Thing:
    """Return the words from `first` to `end` as a thing without an article."""
    return Thing(words[first].start, words[end - 1].end, end, article=False)
