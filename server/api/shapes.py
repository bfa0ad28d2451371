"""What the API takes and gives, as JSON: moments are ISO 8601 in UTC, durations seconds, weights and shares lie in [0, 1]."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasPath, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt

from ...memory.records import tags_in


def in_utc(moment: datetime) -> datetime:
    """Return a moment that has a place in UTC, as it is.

    Raises:
        ValueError: it lies before the year 1 or after 9999 there.
    """
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("this moment is out of the calendar") from None
    return moment


def _written(moment: Any) -> Any:
    if isinstance(moment, str) and re.fullmatch(r"[-+\d.]*", moment.strip()):
        raise ValueError("a moment is written as 2026-03-01T12:00:00Z")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(in_utc), BeforeValidator(_written)]
"""A moment of a query: ISO 8601 with a time zone; no number, and no date alone."""

Number = Annotated[StrictInt, Field(ge=0, le=2**62)]
"""A number of the ledger's: neither a truth value nor more than a database holds."""

INTEREST: dict[str, Any] = {
    "id": 12,
    "label": "rock climbing",
    "weight": 0.67,
    "share": 0.21,
    "negative": 0.0,
    "evidence": 3,
    "last_seen": "2026-03-01T12:00:00Z",
    "boost": 1.0,
    "pinned": False,
    "muted": False,
    "stopped": False,
    "tentative": False,
    "lent": False,
    "returns": 0.8,
}


class Told(BaseModel):
    """What is read off a value of memory's (`model_validate`); an alias is what memory calls it."""

    model_config = ConfigDict(from_attributes=True)


class InterestOut(Told):
    """An interest as it stands."""

    model_config = ConfigDict(json_schema_extra={"example": INTEREST})

    id: int = Field(validation_alias="topic", description="The topic's number; other people's numbers are not found.")
    label: str
    weight: float = Field(description="How strong it is, from 0 to 1.")
    share: float = Field(description="How likely it is to come next.")
    negative: float = Field(description="How strong the dislike is.")
    evidence: int = Field(description="How many events fed it.")
    last_seen: datetime | None
    boost: float
    pinned: bool
    muted: bool
    stopped: bool
    tentative: bool = Field(description="Only mentioned once: shown, not used.")
    lent: bool = Field(description="Not spoken of yet: people like them care about it.")
    returns: float | None = Field(description="How likely they come back to it at all.")


class Interests(BaseModel):
    """Interests, heaviest first."""

    object: Literal["list"] = "list"
    data: list[InterestOut]


def _labels(topics: Sequence[Any]) -> list[str]:
    return [one.label for one in topics]


class SourceOut(Told):
    """One piece of evidence."""

    phrase: str
    sentence: str
    kind: str = Field(validation_alias=AliasPath("event", "kind"))
    at: datetime = Field(validation_alias=AliasPath("event", "at"))
    mass: float
    remaining: float = Field(description="What the mass still counts now.")
    carries: float = Field(description="By how much the weight would be lower without this piece alone.")


class PartsOut(Told):
    """What a weight is made of: the first four sum to it."""

    recent: float
    lasting: float
    lent: float
    pinned: float
    lost: float


class Why(Told):
    """Why an interest has its weight: what it is made of, and its evidence, newest first."""

    interest: InterestOut
    parts: PartsOut
    sources: list[SourceOut]
    together: Annotated[list[str], BeforeValidator(_labels)] = Field(description="What it is often spoken of with.")


def _parted(tags: Any) -> Any:
    return list(tags_in(tags)) if isinstance(tags, str) else tags


_Several = Annotated[list[str], Field(max_length=100)]

Tags = Annotated[_Several, BeforeValidator(_parted, json_schema_input_type=_Several | str)]
"""Tags of an item."""


class ItemIn(BaseModel):
    """What was seen, clicked on or rated; any part may be left out, but not all."""

    model_config = ConfigDict(extra="forbid")

    title: str = ""
    text: str = ""
    tags: Tags = Field(default=[], description="Several texts, or one with commas between them.")
    url: str = ""
    work: bool = Field(default=False, description="The title is the name of a song, a film or a book, not a sentence.")


class EventIn(BaseModel):
    """Something that a person did."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"kind": "search", "text": "climbing gyms in Berlin"},
                {"kind": "click", "item": {"title": "Beginner routes", "tags": ["climbing"]}, "id": "evt-7731"},
                {"kind": "view", "item": {"url": "https://example.org/10-best-hikes"}, "dwell_seconds": 40},
                {"kind": "rating", "item": {"title": "Free Solo"}, "rating": 0.9},
            ]
        },
    )

    kind: str = Field(description="view, click, search, save, like, skip, dislike, … (docs/events.md).", max_length=100)
    text: str = Field("", description="Their own words, or what they searched for.")
    item: ItemIn | None = None
    id: str | None = Field(None, description="Yours; the same id twice is one event.", min_length=1, max_length=200)
    at: Annotated[datetime, AfterValidator(in_utc)] | None = Field(
        None, description="When, with a time zone; now if not given."
    )
    session: str = Field("", max_length=200)
    dwell_seconds: Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)] | None = Field(
        None, description="How long it was looked at: `dwell` of docs/events.md."
    )
    rating: Annotated[float, Field(allow_inf_nan=False, strict=True)] | None = Field(None, description="From 0 to 1.")


class Events(BaseModel):
    """Events, at most 1,000."""

    model_config = ConfigDict(extra="forbid")

    events: list[EventIn] = Field(min_length=1, max_length=1000)


class ChangeOut(Told):
    """What an event did to an interest."""

    label: str
    before: float = Field(description="Its weight before the event, as it would be now.")
    after: float = Field(description="Its weight now.")
    negative_before: float = Field(description="How strong the dislike was, from 0 to 1.")
    negative_after: float = Field(description="How strong the dislike is.")
    phrase: str = Field(description="The words that it was learned from.")
    mass: float = Field(description="What the evidence is worth; below 0 it speaks against the interest.")


class EventOut(Told):
    """What became of an event."""

    id: str = Field(validation_alias=AliasPath("event", "id"))
    new: bool = Field(description="False where its id was known.")
    changes: list[ChangeOut]


class EventsOut(BaseModel):
    """What became of events, in their order."""

    object: Literal["list"] = "list"
    data: list[EventOut]


class ControlOut(Told):
    """Something that the person decided."""

    number: int
    interest: int = Field(validation_alias="topic")
    label: str
    action: str
    value: str
    at: datetime
    undone: bool


class Controls(BaseModel):
    """All that the person decided, oldest first."""

    object: Literal["list"] = "list"
    data: list[ControlOut]


class ControlIn(BaseModel):
    """A control: what it takes depends on the action."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"action": "pin"}, {"action": "mute", "on": False}, {"action": "boost", "factor": 2}]
        },
    )

    action: Literal["pin", "mute", "boost", "stop", "rename", "relabel", "confirm", "reject", "merge", "split"]
    on: bool = Field(True, description="For pin and mute.")
    factor: Annotated[float, Field(allow_inf_nan=False)] | None = Field(None, description="For boost: 0.25 to 4.")
    label: str | None = Field(None, description="For rename.")
    into: Number | None = Field(None, description="For merge: another interest's id.")
    phrases: list[str] | None = Field(None, description="For split: what leaves; told by meaning if not given.")


class Forgotten(BaseModel):
    """What was erased."""

    turns: int = Field(description="Turns whose text is gone.")
