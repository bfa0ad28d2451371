"""What an app tells of a person: clicks, views, searches, ratings."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import Discriminator, Tag

from ...memory import Item, Observed
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

    They are stored in their order. Where one makes no sense, those before it are stored, and sending all again with their ids is safe.
    """
    service = service_of(request)
    await service.settled(caller.name)
    some = told.events if isinstance(told, Events) else [told]
    done = [await service.run(_observed, caller, place, one) for place, one in enumerate(some)]
    return EventsOut(data=[EventOut.model_validate(one) for one in done])


def _observed(caller: Caller, place: int, one: EventIn) -> Observed:
    item = None if one.item is None else Item(one.item.title, one.item.text, tuple(one.item.tags), one.item.url)
    try:
        return caller.person.observe(
            one.text,
            kind=one.kind,
            item=item,
            id=one.id,
            at=one.at,
            session=one.session,
            rating=one.rating,
            dwell=None if one.dwell_seconds is None else timedelta(seconds=one.dwell_seconds),
        )
    except ValueError as error:
        raise ApiError(400, f"event {place}: {error}", param=f"events.{place}", code="invalid_value") from error
