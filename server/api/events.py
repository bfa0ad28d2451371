"""What an app tells of a person: clicks, views, searches, ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import Discriminator, Tag

from ...memory import Interaction, InterestMemory, Item, Observed
from ...memory.interactions import to_event
from ...memory.records import to_ms
from ..caller import Caller, allowed
from ..failures import ApiError
from ..keys import Scope
from ..service import service_of
from .shapes import EventIn, EventOut, Events, EventsOut
from .told import WITH_BODY

router = APIRouter(tags=["events"])


def _kind_of(told: Any) -> str:
    return "several" if isinstance(told, Events) or (isinstance(told, dict) and "events" in told) else "one"


Told = Annotated[Annotated[Events, Tag("several")] | Annotated[EventIn, Tag("one")], Discriminator(_kind_of)]

Teller = Annotated[Caller, Depends(allowed(Scope.CHAT))]


@router.post("/v1/events", responses=WITH_BODY)
async def events(request: Request, told: Told, caller: Teller) -> EventsOut:
    """Store one event or several, and learn from them: when this answers they are durable.

    They are stored in their order. Where one makes no sense, none is stored.
    """
    service = service_of(request)
    some = told.events if isinstance(told, Events) else [told]
    await service.run(_check, service.memory, some)
    await service.settled(caller.name)
    done = [await service.run(_observed, caller, place, one) for place, one in enumerate(some)]
    return EventsOut(data=[EventOut.model_validate(one) for one in done])


def _check(memory: InterestMemory, some: Sequence[EventIn]) -> None:
    """Check events before any is stored.

    Raises:
        ApiError: 400: one makes no sense.
    """
    now = to_ms(memory.clock())
    for place, one in enumerate(some):
        with _told_of(place):
            to_event(_interaction(one), memory.kinds, now)


def _observed(caller: Caller, place: int, one: EventIn) -> Observed:
    done = _interaction(one)
    with _told_of(place):  # of an item all of whose words were secrets nothing is left
        return caller.person.observe(
            done.text,
            kind=done.kind,
            item=done.item,
            id=one.id,
            at=done.at,
            session=done.session,
            rating=done.rating,
            dwell=done.dwell,
        )


def _interaction(one: EventIn) -> Interaction:
    item = None if one.item is None else Item(**one.item.model_dump())
    dwell = None if one.dwell_seconds is None else timedelta(seconds=one.dwell_seconds)
    return Interaction(
        "new" if one.id is None else one.id, one.kind, one.text, item, one.at, "user", one.session, dwell, one.rating
    )


@contextmanager
def _told_of(place: int) -> Iterator[None]:
    """Let what is wrong with an event be told with its place among all.

    Raises:
        ApiError: 400: it makes no sense.
    """
    try:
        yield
    except ValueError as error:
        raise ApiError(400, f"event {place}: {error}", param=f"events.{place}", code="invalid_value") from error
