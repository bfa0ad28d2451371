"""The values that memory hands out: frozen, with their units in the name or the docstring.

Moments are integer milliseconds since 1970 UTC (`Ms`), masses are signed and dimensionless, weights lie in [0, 1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from .cleaning import without_unseen
from .explaining.reasons import Loan, Parts, Together, Trend, Voice
from .language.european.called import called

Ms = int
"""Milliseconds since 1970-01-01 UTC."""

Role = Literal["user", "assistant"]
"""Who said a turn: the person, or the model that answers them."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime.min.replace(tzinfo=UTC) - _EPOCH


def to_ms(moment: datetime) -> Ms:
    """Return an aware moment in milliseconds since 1970 UTC.

    Raises:
        ValueError: it is no datetime, has no time zone, or lies before the year 1 in UTC, as the first hours of that year do elsewhere.
    """
    if not isinstance(moment, datetime):
        raise ValueError(f"a moment must be a datetime with a time zone, got {moment!r:.60}")
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone, got {moment.isoformat()} without one")
    if (since := moment - _EPOCH) < _FIRST:
        raise ValueError(f"a moment must not lie before the year 1 in UTC, got {moment.isoformat()}")
    return since // timedelta(milliseconds=1)


def from_ms(ms: Ms) -> datetime:
    """Return milliseconds since 1970 as an aware moment in UTC."""
    return _EPOCH + timedelta(milliseconds=ms)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a person's own words that names something: `source[start:end] == text`, always.

    `polarity` is +1 for something liked, done or asked about, -1 for something disliked or refused.
    `stance` is how the words stand to the thing: "stated" when the person speaks of their own liking, doing, having or
    wanting ("I love jazz", "I go bouldering", "I can't stand jazz"), "mentioned" when the thing is only named
    or asked about ("how far is the moon?"). `strength` is how much the words make of it, 1 for plain ones: "obsessed with" more,
    "tried once" less. `ends` is for words that end an interest ("I'm done with jazz", "I used to love jazz"): what was
    said of it before counts no more. `turns` is for words that take a dislike back ("I love jazz now", "not allergic after all"):
    where most of what was said before spoke against it, that counts no more. `corrects` is for what was meant instead of
    something in the turn before ("I meant squash"): it takes over how that was said. `inferred` is for what no word states and a model
    takes from the meaning of the text.
    """

    text: str
    start: int
    end: int
    polarity: Literal[1, -1] = 1
    stance: Literal["stated", "mentioned"] = "mentioned"
    strength: float = 1.0
    ends: bool = False
    turns: bool = False
    corrects: bool = False
    inferred: bool = False

    @property
    def name(self) -> str:
        """The text as a topic is called by it: without signs that nobody sees, and a verb of a pastime by its noun."""
        return called(without_unseen(self.text))


class Learning(StrEnum):
    """What a session may teach: everything; nothing while it is paused; incognito it is not even stored."""

    ON = "on"
    PAUSED = "paused"
    INCOGNITO = "incognito"


TEXTUAL = re.compile(
    r"text/.*|.*\+(json|xml|yaml)|application/(.*\+)?(json|xml|yaml|x-yaml|toml|sql|javascript|x-sh|x-ndjson|jsonl|rtf|x-tex)"
)
"""Media types whose data is text, in small letters and without parameters."""


def is_textual(media_type: str) -> bool:
    """Return whether what has a media type is text.

    >>> is_textual("Text/Plain; charset=utf-8"), is_textual("image/svg+xml"), is_textual("image/png")
    (True, True, False)
    """
    return TEXTUAL.fullmatch(media_type.partition(";")[0].strip().lower()) is not None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a turn: its name, its media type such as "image/png", and its bytes.

    `reading` is what a model read in a picture or a recording, "" as long as none has.
    """

    name: str
    media_type: str
    data: bytes = field(repr=False)
    reading: str = field(default="", compare=False, repr=False)

    @property
    def text(self) -> str | None:
        """The data decoded as UTF-8, what cannot be decoded replaced; None where the media type is not of text.

        >>> Attachment("notes.md", "text/markdown", "茶".encode()).text
        '茶'
        """
        return self.data.decode("utf-8-sig", "replace") if is_textual(self.media_type) else None


def tags_in(tags: str) -> tuple[str, ...]:
    """Return tags that stand in one text with commas between them."""
    return tuple(filter(None, (part.strip() for part in tags.split(","))))


@dataclass(frozen=True, slots=True)
class Item:
    """What a person searched in, clicked on, read or rated: a page, a product, a song. Any part may be empty, but not all.

    What can be learned from it are the words of the title, the text and the tags. Tags may be given in one text with commas between them,
    or as any several texts. The title of a `work` (a song, a film, a book) is its name, whatever words it is made of.

    >>> Item("Alien", tags="film, horror").tags, Item("Alien", tags=["film"]).tags
    (('film', 'horror'), ('film',))
    """

    title: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""
    work: bool = False

    if TYPE_CHECKING:  # what may be given; what is made of it is above

        def __init__(
            self, title: str = "", text: str = "", tags: Iterable[str] = (), url: str = "", work: bool = False
        ) -> None: ...

    def __post_init__(self) -> None:
        given: object = self.tags
        if isinstance(given, str):
            object.__setattr__(self, "tags", tags_in(given))
        elif isinstance(given, Iterable):  # else it is refused by its name where it is to be stored
            object.__setattr__(self, "tags", tuple(given))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: a turn of a conversation, a search, a click.

    `complete` is False for a reply that was interrupted; `at` is never later than the moment it was stored; `number` is its place
    in the ledger. `mass` is signed: what its evidence is worth. `item` is what it was done to, where that is not a text alone.
    `part_of` is the number of a turn whose attachment it was read in: it is no turn of its own then.
    """

    id: str
    session: str
    kind: str
    role: Role
    text: str
    at: datetime
    complete: bool = True
    number: int = 0
    attachments: tuple[Attachment, ...] = ()
    mass: float = 1.0
    item: Item | None = None
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class Interaction:
    """Something a person did, on its way into the memory: what importers read and `UserMemory.observe_all` takes.

    `id` is the same whenever it is read again, so that it is one event however often it comes. `at` is None where no time is known.
    `dwell` is how long something was looked at; `rating` in [0, 1] is for the kind "rating": 0.5 says nothing either way.
    """

    id: str
    kind: str = "chat"
    text: str = ""
    item: Item | None = None
    at: datetime | None = None
    role: Role = "user"
    session: str = ""
    dwell: timedelta | None = None
    rating: float | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation as a list of them shows it.

    `name` is what the person called it, "" if nothing; `title` is the name, else how the person's first words that are left begin (at most
    60 characters, one line), else "(forgotten)". `started` and `last` are the moments of its first and last turn, `turns` their number.
    """

    id: str
    name: str
    title: str
    started: datetime
    last: datetime
    turns: int
    learning: Learning = Learning.ON


@dataclass(frozen=True, slots=True)
class Interest:
    """One topic as it stands at a moment: what a person sees and steers.

    `weight` in [0, 1) says how strong the interest is, `share` in [0, 1] how likely it is to come next, `negative` in
    [0, 1) how strong the dislike is. `evidence` counts the events that fed it. A tentative topic was only mentioned once.
    One that is `lent` the person has not spoken of: people like them care about it. `returns` in (0, 1) says how likely the person comes
    back to it at all when things of its kind come up; `settled` in [0, weight] is the weight without what the last days add: who they
    are in the long run; `sittings` in how many it came up, at least one, and `stated` whether the person ever said of it that they like
    or do it, and did not only name it (lasting.py). They are None where they were not asked for.
    """

    topic: int
    label: str
    weight: float
    share: float
    negative: float
    evidence: int
    last_seen: datetime | None
    boost: float = 1.0
    pinned: bool = False
    muted: bool = False
    stopped: bool = False
    tentative: bool = False
    lent: bool = False
    returns: float | None = None
    settled: float | None = None
    sittings: float | None = None
    stated: bool | None = None


@dataclass(frozen=True, slots=True)
class Relevant:
    """An interest, its relevance to a query from 0 (nothing to do with it) to 1 (about it), and its unit vector.

    `around` is the relevance to what was said before the query; None where nothing was. `forbidden` tells that the person said that
    they cannot have it, and not only that they do not like it.
    """

    interest: Interest
    relevance: float
    vector: npt.NDArray[np.float32] = field(compare=False, repr=False)
    around: float | None = None
    forbidden: bool = False


First = Callable[[Sequence[str], npt.NDArray[np.float32]], npt.NDArray[Any]]
"""How much before others each topic goes, by their labels and unit vectors; 0 for one that goes by its own strength."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an event did to one topic: its weight before and after, the phrase, and the signed mass of the evidence.

    `negative_before` and `negative_after` say how strong the dislike was and is, in [0, 1): of a thing that only dislikes speak of, the
    weight is 0 before and after. All are what they come to now, also where the event itself is an old one.
    """

    label: str
    before: float
    after: float
    phrase: str
    mass: float = 1.0
    negative_before: float = 0.0
    negative_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Observed:
    """A stored event, what it taught, and whether it was new (the same id twice is one event)."""

    event: Event
    changes: tuple[Change, ...]
    new: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """One piece of evidence: the phrase, the event that it stands in, its mass, and what that still counts now.

    `remaining` is the mass decayed by the long half-life (the negative one for a dislike). `sentence` is the one that the phrase
    stands in, word for word. `carries` is by how much the weight would be lower without this piece alone; below 0 for a dislike.
    Several pieces together carry more than the sum of what each carries alone: another piece makes up for most of a missing one.
    """

    phrase: str
    event: Event
    mass: float
    remaining: float
    sentence: str = ""
    carries: float = 0.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a topic has its weight and its share: the interest, its evidence, newest first, and what both numbers are made of.

    `parts` takes the weight apart, `voices` the share, the rung that gives most of it first. `trend` is where the weight comes from.
    `together` has the topics that it is often spoken of with, `loan` what it got from people like the person, if anything.
    """

    interest: Interest
    sources: tuple[Source, ...]
    parts: Parts = field(default_factory=Parts)
    voices: tuple[Voice, ...] = ()
    trend: Trend | None = None
    together: tuple[Together, ...] = ()
    loan: Loan | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """Something that the person decided about a topic.

    `action` is pin, mute, boost, stop, rename, relabel, confirm, reject, merge, split, forget, keep or undo.
    `number` is its place among all controls. `value` is what the ledger holds: "1" or "0" of a pin or mute, the factor of a boost, the new
    label, the number of the topic that this one was merged into or split from, of an undo that of the control that it took back.
    """

    number: int
    topic: int
    label: str
    action: str
    value: str
    at: datetime
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A past event that a search found, with its cosine similarity to the query; 0 where it has no vector yet.

    `score` is what ranks it: the fused one of words, meaning and time (recall/fusion.py), and that of the best beside it for one that says
    the query itself. It compares what one search found, not searches.
    """

    event: Event
    similarity: float
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Recollection:
    """A past turn that matters to a query: its fused score, which ranks it, and how likely it matters (0 to 1).

    `tells` says that it was found by what it tells of the person (recall/told.py); it then matters as little as what is recalled at all.
    """

    event: Event
    score: float
    bearing: float
    tells: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What a load took in: how many events were new and how many were known, and how many were left out, by the reason."""

    new: int
    known: int
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Imported:
    """A source: what it is called, its format, when it was last imported, and how many events came from it."""

    name: str
    format: str
    last: datetime
    taken: int
