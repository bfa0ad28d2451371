"""Whether the server lives, whether it can work, and its figures."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from ...memory import InterestMemory, LedgerError
from ...memory.store.statements import INDEXED
from ..caller import key_of
from ..failures import answered
from ..keys import Scope
from ..service import service_of
from .told import ALWAYS

READY_SECONDS = 2.0
"""So long the ledger may take to say that it can be read: who asks whether it can work waits no longer."""

router = APIRouter(tags=["operation"])


@router.head("/health", include_in_schema=False)
@router.get("/health")
async def health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@router.head("/ready", include_in_schema=False)
@router.get("/ready", responses={503: {"description": "It cannot work now."}})
async def ready(request: Request) -> Response:
    """Say whether the ledger can be read, and where the index stands; without the index chats go on, with fewer past turns."""
    service = service_of(request)
    try:
        async with asyncio.timeout(READY_SECONDS):
            found = await service.look(_state, service.memory)
    except TimeoutError:
        found = {"ledger": "does not answer", "index": "unknown"}
    works = service.ready and found["ledger"] == "ok"
    return answered(200 if works else 503, {"status": "ready" if works else "not ready"} | found)


@router.get("/metrics", response_class=Response, responses=ALWAYS)
async def metrics(request: Request) -> Response:
    """Return the figures for Prometheus; with the scope `admin`, unless they are open."""
    service = service_of(request)
    if not service.options.open_metrics:
        await key_of(request, Scope.ADMIN)
    service.metrics.lag.set(await service.run(_lag, service.memory))
    return Response(service.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _lag(memory: InterestMemory) -> int:
    """Return how many events the index does not have yet, or has still to drop; 0 where no process has one."""
    closed = memory.index_state.name == "CLOSED" and memory.ledger.vault is None
    return 0 if closed and memory.ledger.get(INDEXED) is None else memory.index_lag()


def _state(memory: InterestMemory) -> dict[str, Any]:
    try:
        memory.ledger.get(INDEXED)
    except LedgerError:
        return {"ledger": "fails", "index": "unknown"}
    return {"ledger": "ok", "index": memory.index_state.name.lower()}
