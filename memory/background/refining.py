"""What memory asks of models it does not know: phrases that are finer than the local extractor's, and the text of pictures and recordings.

Whoever has a model implements `Refiner` or `MediaReader` (agent/ does, with LangChain). Nothing that they say is taken on trust: a phrase
counts only where it stands in the person's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Protocol

from ..extraction import MAX_PHRASES, prose
from ..privacy.unnamed import masked
from ..reading.reader import Reading
from ..records import Attachment, Phrase
from ..topics.find import naming

LONGEST_PHRASE: Final = 80
"""Characters: what is longer is a sentence, and no topic."""

MAX_REFINED: Final = 4_000
"""Characters of a text that are sent to a model: what comes behind is pasted material more often than a person speaking."""

STRONGEST: Final = 2.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase as a model gives it; the fields are those of `Phrase`, but nobody has checked that the words stand in the text."""

    words: str
    polarity: Literal[1, -1] = 1
    stance: Literal["stated", "mentioned"] = "mentioned"
    strength: float = 1.0
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Refined:
    """What a model found in texts: one entry each, None where it said nothing of a text; and the tokens that it took."""

    found: tuple[tuple[Suggestion, ...] | None, ...]
    tokens: int


@dataclass(frozen=True, slots=True)
class MediaText:
    """What a model read in a picture or a recording, "" for nothing, and the tokens that it took.

    `spoken` is True where these are the person's own words, as in a voice message; a caption's are not. `names` are the words of the
    text that name what is there; without any, the local extractor looks for them.
    """

    text: str
    spoken: bool
    tokens: int
    names: tuple[str, ...] = ()


class Refiner(Protocol):
    """A model that finds phrases. It is called from a thread of its own, and may take its time."""

    name: str

    def cost(self, texts: Sequence[str], /) -> int:
        """Return the most tokens that reading texts in one call takes, its answer included."""

    def __call__(self, texts: Sequence[str], /) -> Refined:
        """Read texts of one person's.

        Raises:
            ReadingFailed: it gave no usable answer.
        """


class MediaReader(Protocol):
    """A model that tells what a picture shows or a recording says. It is called from a thread of its own."""

    name: str

    def takes(self, media_type: str, /) -> bool:
        """Return whether it reads such files; at once, for a turn waits for it."""

    def cost(self, attachment: Attachment, /) -> int:
        """Return the most tokens that reading a file takes; 0 for a program on this machine."""

    def __call__(self, attachment: Attachment, /, *, chinese: bool) -> MediaText:
        """Read a file; `chinese` says which language the person writes, for what shows no words of its own.

        Raises:
            ReadingFailed: it gave no usable answer.
        """


@dataclass(frozen=True)
class Background:
    """The models that read in the background, each None where there is none, and how many tokens a day they may take for one person.

    A day is one of UTC. What would exceed it waits for the next.
    """

    refiner: Refiner | None = None
    media: tuple[MediaReader, ...] = field(default=())
    tokens_a_day: int = 100_000

    def __post_init__(self) -> None:
        if self.tokens_a_day < 0:
            raise ValueError(f"a budget cannot be below 0 tokens a day, got {self.tokens_a_day}")

    def reader(self, media_type: str) -> MediaReader | None:
        """Return what reads such files, if anything does."""
        return next((one for one in self.media if one.takes(media_type)), None)


def sendable(text: str) -> str:
    """Return what of a text is sent to a refiner: the person's own prose, without code, quotes and markup."""
    return re.sub(r"\n{3,}", "\n\n", prose(text[:MAX_REFINED])).strip()


def verified(suggestions: Sequence[Suggestion], text: str) -> tuple[tuple[Phrase, ...], int]:
    """Return the phrases that stand in a text's prose, in text order, none overlapping; and how many suggestions were dropped.

    A phrase takes the text's own spelling. At most `MAX_PHRASES` are kept, what is stated before what is mentioned.

    >>> verified([Suggestion("Jazz"), Suggestion("chess"), Suggestion("az")], "I play jazz.")[0][0].text
    'jazz'
    """
    source = masked(prose(text))
    taken: list[Phrase] = []
    for one in sorted(suggestions, key=lambda one: one.stance != "stated"):
        phrase = _standing(one, source, taken)
        if phrase is not None and len(taken) < MAX_PHRASES:
            taken.append(phrase)
    return tuple(sorted(taken, key=lambda phrase: phrase.start)), len(suggestions) - len(taken)


def _standing(one: Suggestion, source: str, taken: Sequence[Phrase]) -> Phrase | None:
    """Return a suggestion where it stands in the source, away from those that were taken before, and once."""
    words = one.words.strip()
    if not any(map(str.isalpha, words)) or len(words) > LONGEST_PHRASE or "\n" in words:
        return None
    if any(words.casefold() == other.text.casefold() for other in taken):
        return None
    for match in naming(words).finditer(source):
        if all(match.end() <= other.start or match.start() >= other.end for other in taken):
            strength = min(STRONGEST, max(0.0, one.strength))
            return Phrase(match.group(), match.start(), match.end(), one.polarity, one.stance, strength, one.ends)
    return None


def as_seen(reading: Reading) -> Reading:
    """Return the reading of words that are not the person's: what it names is mentioned, and nobody likes or dislikes it."""
    seen = (replace(one, polarity=1, stance="mentioned", strength=1.0, ends=False) for one in reading.phrases)
    return Reading(tuple(seen), reading.vectors)


_HAN = re.compile(r"[\u3400-\u9fff]")


def is_chinese(text: str) -> bool:
    """Return whether a text is mostly in Chinese characters.

    >>> is_chinese("我在 Boulder 攀岩"), is_chinese("I live in 上海")
    (True, False)
    """
    return 3 * len(_HAN.findall(text)) > sum(map(str.isalpha, text))
