"""Taking everything out, and erasing: one interest, or all there is."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import StreamingResponse

from ..caller import Caller, allowed, looking
from ..failures import checked
from ..keys import Scope
from ..service import service_of
from .interests import Id, must_be_there
from .shapes import Forgotten
from .told import failures

LINES = 200
"""Lines that are read at once."""

router = APIRouter(tags=["leaving"])

Exporter = Annotated[Caller | None, Depends(looking(Scope.EXPORT))]
Eraser = Annotated[Caller, Depends(allowed(Scope.ERASE))]


@router.get("/v1/export", response_class=StreamingResponse)
async def export(request: Request, caller: Exporter) -> StreamingResponse:
    """Return all that is stored of the person, a JSON object a line: each has its `type`."""
    service = service_of(request)
    if caller is not None:
        await service.settled(caller.name)
    lines = iter(()) if caller is None else caller.person.export()

    async def pieces() -> AsyncIterator[bytes]:
        while (line := await service.run(_next, lines)) is not None:
            yield line

    return StreamingResponse(pieces(), media_type="application/x-ndjson")


@router.delete("/v1/interests/{id}", responses=failures(404))
async def forget(request: Request, id: Id, caller: Eraser) -> Forgotten:  # noqa: A002 - the field's own name
    """Erase an interest, its evidence, and the text of every turn that speaks of it. There is no way back."""
    service = service_of(request)
    await service.settled(caller.name)
    turns = await service.erase(_forgotten, caller, id)
    service.recent.drop(caller.name)
    return Forgotten(turns=turns)


@router.delete("/v1/memory")
async def erase(request: Request, caller: Eraser) -> Forgotten:
    """Erase everything that is stored of the person: events, interests, controls. There is no way back."""
    service = service_of(request)
    await service.settled(caller.name)
    turns = await service.erase(caller.person.erase)
    service.recent.drop(caller.name)
    return Forgotten(turns=turns)


def _forgotten(caller: Caller, id: int) -> int:  # noqa: A002 - the field's own name
    must_be_there(caller, id)
    return checked(lambda: caller.person.forget(id), 404)


def _next(lines: Iterator[dict[str, Any]]) -> bytes | None:
    """Return the next lines as bytes, None at the end; some at once, for each costs a thread."""
    some = [json.dumps(line, ensure_ascii=False) + "\n" for line in islice(lines, LINES)]
    return "".join(some).encode() if some else None
