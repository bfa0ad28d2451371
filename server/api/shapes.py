"""What the API takes and gives, as JSON: moments are ISO 8601 in UTC, durations seconds, weights and shares lie in [0, 1]."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt

from ...memory import Explanation, Interest, Observed


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


class InterestOut(BaseModel):
    """An interest as it stands."""

    model_config = ConfigDict(json_schema_extra={"example": INTEREST})

    id: int = Field(description="The topic's number; other people's numbers are not found.")
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


class SourceOut(BaseModel):
    """One piece of evidence."""

    phrase: str
    sentence: str
    kind: str
    at: datetime
    mass: float
    remaining: float = Field(description="What the mass still counts now.")
    carries: float = Field(description="By how much the weight would be lower without this piece alone.")


class PartsOut(BaseModel):
    """What a weight is made of: the first four sum to it."""

    recent: float
    lasting: float
    lent: float
    pinned: float
    lost: float


class Why(BaseModel):
    """Why an interest has its weight: what it is made of, and its evidence, newest first."""

    interest: InterestOut
    parts: PartsOut
    sources: list[SourceOut]
    together: list[str] = Field(description="What it is often spoken of with.")


class ItemIn(BaseModel):
    """What was seen, clicked on or rated; any part may be left out, but not all."""

    model_config = ConfigDict(extra="forbid")

    title: str = ""
    text: str = ""
    tags: list[str] = Field(default=[], max_length=100)
    url: str = ""


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
    dwell_seconds: Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)] | None = None
    rating: Annotated[float, Field(allow_inf_nan=False)] | None = Field(None, description="From 0 to 1.")


class Events(BaseModel):
    """Events, at most 1,000."""

    model_config = ConfigDict(extra="forbid")

    events: list[EventIn] = Field(min_length=1, max_length=1000)


class ChangeOut(BaseModel):
    """What an event did to an interest."""

    label: str
    before: float
    after: float
    phrase: str


class EventOut(BaseModel):
    """What became of an event."""

    id: str
    new: bool = Field(description="False where its id was known.")
    changes: list[ChangeOut]


class EventsOut(BaseModel):
    """What became of events, in their order."""

    object: Literal["list"] = "list"
    data: list[EventOut]


class ControlOut(BaseModel):
    """Something that the person decided."""

    number: int
    interest: int
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


def interest_out(one: Interest) -> InterestOut:
    """Return an interest as JSON shows it."""
    return InterestOut(
        id=one.topic,
        label=one.label,
        weight=one.weight,
        share=one.share,
        negative=one.negative,
        evidence=one.evidence,
        last_seen=one.last_seen,
        boost=one.boost,
        pinned=one.pinned,
        muted=one.muted,
        stopped=one.stopped,
        tentative=one.tentative,
        lent=one.lent,
        returns=one.returns,
    )


def why_out(found: Explanation) -> Why:
    """Return an explanation as JSON shows it."""
    parts = found.parts
    return Why(
        interest=interest_out(found.interest),
        parts=PartsOut(
            recent=parts.recent, lasting=parts.lasting, lent=parts.lent, pinned=parts.pinned, lost=parts.lost
        ),
        sources=[
            SourceOut(
                phrase=one.phrase,
                sentence=one.sentence,
                kind=one.event.kind,
                at=one.event.at,
                mass=one.mass,
                remaining=one.remaining,
                carries=one.carries,
            )
            for one in found.sources
        ],
        together=[one.label for one in found.together],
    )


def event_out(observed: Observed) -> EventOut:
    """Return what became of an event as JSON shows it."""
    changes = [
        ChangeOut(label=one.label, before=one.before, after=one.after, phrase=one.phrase) for one in observed.changes
    ]
    return EventOut(id=observed.event.id, new=observed.new, changes=changes)
