"""Where an English phrase begins and ends.

A phrase is a run of words that can stand together in a noun phrase. From its end go words that name nothing ("stuff",
"ideas"), from its front praise, numbers and persons, until a person would recognise it as the name of the thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..words import words
from .deeds import is_done_by_person, is_done_by_role, is_felt_by_another, is_verb_of_a_name
from .lexicon import Part
from .sentence import ACCLAIM, NOUNS, Sentence

MAX_WORDS: Final = 4
"""A phrase of plain words keeps at most this many; names (capitals) may have two more."""

_IN_A_RUN: Final = frozenset(
    {
        *(Part.ADJECTIVE, Part.NOUN, Part.CAPITAL, Part.EITHER, Part.GERUND, Part.PERSON, Part.TIME, Part.NUMBER),
        *(Part.TITLE, Part.POSSESSIVE, Part.VERB),
    }
)
_OWNED: Final = frozenset({Part.NOUN, Part.CAPITAL, Part.ADJECTIVE, Part.EITHER, Part.GERUND})
_COMPOUND_HEADS: Final = frozenset({Part.NOUN, Part.CAPITAL, Part.EITHER})
_AFTER_A_VERB: Final = frozenset({Part.DETERMINER, Part.MY, Part.ME, Part.IT, Part.YOU})
_BEGINS_AN_OBJECT: Final = frozenset(
    {
        *(Part.NOUN, Part.CAPITAL, Part.EITHER, Part.ADJECTIVE, Part.GERUND, Part.TITLE, Part.DETERMINER, Part.MY),
        *(Part.PREPOSITION, Part.NUMBER, Part.ADVERB, Part.IT, Part.ME, Part.THEIR, Part.THEY, Part.PERSON),
    }
)
_LIGHT_GERUNDS: Final = frozenset({"tasting", "watching", "playing", "making", "learning"})


def extent(sentence: Sentence, at: int) -> int:
    """Return where the run of words that can make one phrase ends."""
    end = at
    while sentence.part(end) in _IN_A_RUN and _fits(sentence, end) and (end == at or _goes_on(sentence, end)):
        end += 1
    return end


def _fits(sentence: Sentence, at: int) -> bool:
    """Tell whether a verb ("fried chicken") or a possessive ("Japan's temples") belongs to a run."""
    part = sentence.part(at)
    if part is Part.VERB:
        return sentence.is_participle_before_noun(at) or sentence.is_bare_before_noun(at)
    return part is not Part.POSSESSIVE or sentence.part(at + 1) in _OWNED


def _goes_on(sentence: Sentence, at: int) -> bool:
    """Tell whether a word belongs to the same name as the one before it."""
    part, before = sentence.part(at), sentence.part(at - 1)
    if sentence.lows[at : at + 2] == ("turned", "out"):
        return False
    if (
        part is Part.TITLE
        or before is Part.TITLE
        or is_done_by_person(sentence, at)
        or (sentence.low(at) in ACCLAIM and sentence.is_acclaim(at))
    ):
        return False
    if is_verb_of_a_name(sentence, at):
        return False
    if part is Part.EITHER:
        return not _is_verb(sentence, at)
    if swells(sentence, at):
        return False
    if part is Part.GERUND:
        return _is_compound(sentence, at) and not is_owned_body(sentence, at - 1)
    if part is Part.ADJECTIVE and before is Part.PERSON:
        return False
    if part in (Part.ADJECTIVE, Part.PERSON) and before in (Part.NOUN, Part.EITHER):  # "a film | great for kids"
        return sentence.part(at + 1) in _COMPOUND_HEADS
    return True


def _is_verb(sentence: Sentence, at: int) -> bool:
    """Tell whether a word that may be a verb is one here: "kids love chess", "jazz sounds great"."""
    before = sentence.part(at - 1)
    if before is Part.CAPITAL and sentence.low(at).endswith("s") and sentence.lemma(at) in ("use", "help"):
        return True
    peoples = at == 1 and before is Part.CAPITAL and sentence.low(0).endswith("s") and sentence.words[at].raw.islower()
    if peoples and sentence.lemma_listed(at, "like", "dislike"):  # "Finns love ice fishing"
        return True
    if is_felt_by_another(sentence, at) or is_done_by_role(sentence, at):
        return True
    if sentence.low(at) in ("looks", "sounds", "seems", "tastes", "smells", "feels"):  # "this pasta looks tempting"
        return True
    if sentence.low(at + 1) == "that":
        return False
    if sentence.lemma(at) in ("start", "stop") and sentence.part(at + 1) is Part.GERUND:  # "my studio starts welcoming"
        return True
    follows = sentence.part(at + 1) in _AFTER_A_VERB or sentence.low(at + 1) in ("to", "like")
    return before is Part.PERSON or follows


def is_owned_body(sentence: Sentence, at: int) -> bool:
    """Tell whether "(my) knee", "(a) rib" stands here."""
    return sentence.listed(at, "body") and sentence.part(at - 1) in (Part.MY, Part.DETERMINER)


def swells(sentence: Sentence, at: int) -> bool:
    """Tell whether a word says what a part of the body does: "(make my throat) swell"."""
    return sentence.low(at) in ("swell", "swells", "itch", "itches", "tingle", "tingles") and is_owned_body(
        sentence, at - 1
    )


def _is_compound(sentence: Sentence, at: int) -> bool:
    """Tell whether an -ing word belongs to the noun before it ("rock climbing")."""
    low = sentence.low(at)
    if low not in sentence.lemmas or sentence.lemma_listed(at, "pursuit") or low in _LIGHT_GERUNDS:
        return True
    done = sentence.lemma_listed(at, "do", "heavy") or sentence.part(at - 1) is Part.ADJECTIVE
    return done and sentence.part(at + 1) not in _BEGINS_AN_OBJECT  # "stamp collecting", "online dating"


_NOT_JOINED: Final = frozenset({Part.PERSON, Part.NUMBER, Part.TIME})


def joined(sentence: Sentence, at: int, end: int) -> int:
    """Return the end of "history of Japan" as one phrase, where it is one."""
    if _is_in_a_title(sentence, at, end):
        return extent(sentence, end + 2)
    if sentence.low(end) != "of" or not is_head(sentence, end - 1):
        return end
    start = end + 1
    if sentence.low(start) == "the" and sentence.part(start + 1) is Part.CAPITAL:
        start += 1
    if sentence.part(start) not in (Part.NOUN, Part.CAPITAL, Part.GERUND):
        return end
    far = extent(sentence, start)
    whole = far - at <= MAX_WORDS + 1 and is_head(sentence, far - 1) and sentence.part(far - 1) not in _NOT_JOINED
    return far if whole else end


_IN_TITLES: Final = frozenset({"for a", "to the", "on the", "in the", "of a", "with a", "and the", "with the"})


def _is_in_a_title(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether small words join two capitals to one title: "Requiem for a Dream", "Back to the Future"."""
    far = extent(sentence, end + 2)
    names = all(sentence.part(i) in (Part.CAPITAL, Part.TITLE) for i in (at, *range(end + 2, far)))
    whole = end > at and " " in sentence.words[at].raw  # "Statue of Liberty | to the US"
    both = end - at == 1 and far > end + 2 and names and not whole
    another = both and sentence.words[end + 1].raw[:1].isupper()  # "The Lord of the Rings and | The Hobbit"
    return both and not another and f"{sentence.low(end)} {sentence.low(end + 1)}" in _IN_TITLES


def is_head(sentence: Sentence, at: int) -> bool:
    """Tell whether a phrase may end in this word."""
    part = sentence.part(at)
    if part is Part.TITLE:
        return True
    if part not in NOUNS or sentence.listed(at, "category"):
        return sentence.listed(at, "being")
    return not sentence.listed(at, "generic", "ask_noun")


_COUNTED: Final = re.compile(r"\d{1,4}k?")
_LOOSE_ENDS: Final = frozenset({Part.ADJECTIVE, Part.TIME, Part.NUMBER, Part.VERB, Part.POSSESSIVE})
_FEASTS: Final = frozenset({"christmas", "easter", "thanksgiving", "halloween", "hanukkah", "diwali"})
_LOOSE_STARTS: Final = frozenset({Part.TIME, Part.NUMBER, Part.PERSON, Part.VERB, Part.POSSESSIVE})


def trimmed(sentence: Sentence, at: int, end: int) -> tuple[int, int]:
    """Return a run without the words at both ends that name nothing; it may come out empty."""
    if _is_called(sentence, at, end) or _is_how_it_is_taken(sentence, at, end):
        end -= 1
    while end > at and _drops_from_end(sentence, end - 1):
        if end - at > 1 and sentence.listed(end - 1, "soft"):
            break
        end -= 1
    while at < end and _drops_from_front(sentence, at) and not _is_a_way(sentence, at, end):
        at += 1
    return at, end


_PETS: Final = words("dog cat puppy kitten pony horse hamster rabbit parrot budgie")


def _is_called(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether a run is an animal of the speaker's with its name: "(my) dog Bruno"."""
    named = (
        end - at == 2
        and sentence.part(end - 1) in (Part.CAPITAL, Part.PERSON)
        and sentence.words[end - 1].raw[:1].isupper()
    )
    return named and sentence.low(at) in _PETS and sentence.part(at - 1) is Part.MY


def _is_how_it_is_taken(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether a run ends in how the speaker takes it: "(I drink my) coffee black"."""
    taken = end - at == 2 and sentence.low(end - 1) in ("black", "neat", "plain") and sentence.part(at - 1) is Part.MY
    return taken and sentence.listed(at, "larder", "fare")


def _drops_from_end(sentence: Sentence, at: int) -> bool:
    if sentence.low(at) in _FEASTS:
        return False
    loose = sentence.part(at) in _LOOSE_ENDS or sentence.listed(at, "ask_noun")
    return loose and not is_head(sentence, at) and not _is_counted(sentence, at)


def _is_counted(sentence: Sentence, at: int) -> bool:
    """Tell whether a number belongs to the name before it ("Formula 1", "Warhammer 40k")."""
    counted = _COUNTED.fullmatch(sentence.low(at)) and sentence.part(at - 1) is Part.CAPITAL
    return bool(counted) and sentence.part(at + 1) not in (Part.TIME, Part.NOUN, Part.EITHER)


def _drops_from_front(sentence: Sentence, at: int) -> bool:
    part = sentence.part(at)
    if _belongs(sentence, at):
        return False
    if sentence.low(at) in ("blasting", "blaring"):  # "(roommate) blasting kpop"
        return True
    if sentence.low(at) == "shift" and sentence.part(at - 1) is Part.TIME:  # "(night shift) biscuits"
        return True
    if _is_measure(sentence, at):
        return True
    if part in _LOOSE_STARTS and not (sentence.is_participle_before_noun(at) or sentence.is_bare_before_noun(at)):
        return True
    return part is not Part.CAPITAL and sentence.listed(at, "praise")


def names_an_interest(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether a trimmed run may be kept: it is a name, ends in a head, or tells which of a general kind."""
    last = end - 1
    if sentence.low(last) in _FEASTS:
        return True
    if end - at > 1 and _is_proper_name(sentence, at, end):
        return True
    if sentence.listed(last, "soft"):
        return sentence.listed(last, "solo") or any(_tells_which(sentence, i) for i in range(at, last))
    return is_head(sentence, last)


def _tells_which(sentence: Sentence, at: int) -> bool:
    """Tell "science-fiction" (films) from "great" (films) and "dinner" (recipe)."""
    if sentence.listed(at, "generic") and not sentence.listed(at, "solo"):
        return False
    praises = sentence.part(at) is Part.ADJECTIVE and sentence.listed(at, "praise")
    return not praises or sentence.low(at) in _WAYS


def shortened(sentence: Sentence, at: int, end: int) -> int:
    """Return a later start where a run is too long for a name, or would begin in the middle of one."""
    limit = MAX_WORDS + 2 if _is_proper_name(sentence, at, end) else MAX_WORDS
    initials = sum(
        len(word.raw) == 1 and word.raw.isupper() for word in sentence.words[at:end]
    )  # "Philip K. Dick's novels"
    while end - at > limit + initials or sentence.part(at) in (Part.POSSESSIVE, Part.PREPOSITION):
        at += 1
    return at


_SMALL_IN_NAMES: Final = frozenset({"of", "the", "a", "for", "to", "on", "in", "with", "and"})


def _is_proper_name(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether all words are capitals, with the small words between them: "Lord of the Rings"."""
    return all(
        word.part in (Part.CAPITAL, Part.TITLE, Part.POSSESSIVE, Part.NUMBER) or word.low in _SMALL_IN_NAMES
        for word in sentence.words[at:end]
    )


_BEGINS: Final = _IN_A_RUN - {Part.VERB, Part.POSSESSIVE}


def everything(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the places of all names in a sentence, whoever they are of and whatever is said of them."""
    at = 0
    while at < sentence.size:
        felt = sentence.low(at) in ("loves", "hates", "likes") and sentence.part(at - 1) in (
            Part.THEY,
            Part.PERSON,
            Part.NOUN,
        )
        if sentence.part(at) not in _BEGINS or felt:  # "everyone loves pizza but me"
            at += 1
            continue
        behind = joined(sentence, at, max(extent(sentence, at), at + 1))
        first, end = trimmed(sentence, at, behind)
        if first < end and names_an_interest(sentence, first, end):
            yield shortened(sentence, first, end), end
        at = max(behind, at + 1)


_LONGEST: Final = 60


def is_presentable(text: str) -> bool:
    """Tell whether a phrase can stand as a label: some letters, and not a lone small syllable."""
    if len(text) > _LONGEST:
        return False
    letters = sum(map(str.isalpha, text))
    if not text.isascii() and letters:
        return len(text) > 1
    return "\n" not in text and (letters >= 3 or (letters >= 1 and len(text) >= 2 and not text.islower()))


_MEASURES: Final = words("clove cloves sprigs stalks slices cans tins sticks heads bunches")


def _is_measure(sentence: Sentence, at: int) -> bool:
    """Tell whether a number counts what only measures: "3 cloves (garlic)"."""
    return sentence.low(at) in _MEASURES and sentence.part(at - 1) is Part.NUMBER


_WAYS: Final = frozenset({"quick", "easy", "simple", "simpler", "easier", "quicker"})


def _is_a_way(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether praise says which of a general kind, where nothing else does: "quick meals", "simple recipes"."""
    return (
        end - at == 2
        and sentence.low(at) in _WAYS
        and sentence.low(at + 1).endswith("s")
        and sentence.listed(at + 1, "soft")
    )


def _is_of_a_time(sentence: Sentence, at: int) -> bool:
    """Tell whether a time of day, or the family, belongs to the name behind it: "night trains", "morning runs"."""
    if sentence.low(at) == "family":  # "family movies"
        return sentence.part(at + 1) in (Part.NOUN, Part.EITHER)
    of_day = sentence.low(at) in ("night", "midnight", "morning", "evening", "weekend")
    return (
        of_day and sentence.part(at + 1) in (Part.NOUN, Part.EITHER) and not sentence.listed(at + 1, "soft", "generic")
    )


def _belongs(sentence: Sentence, at: int) -> bool:
    """Tell whether a feast or a first name belongs to the name behind it: "Christmas movies", "Emma Stone"."""
    if sentence.listed(at, "feast") or _is_of_a_time(sentence, at):
        return True
    return sentence.listed(at, "name") and sentence.part(at + 1) in (Part.CAPITAL, Part.NOUN)
