"""The FastAPI application over a service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import Depends, FastAPI

from ..memory import arenas
from .api import controls, events, forgetting, health, interests, leaving
from .api.told import ALWAYS, Described, failures, only_declared
from .chat import routes as chat
from .edge import Edge
from .failures import add_handlers
from .page import routes as page
from .service import Service

ABOUT = """Chat completions with interest memory, and the memory itself.

Every request but `/health` and `/ready` carries `Authorization: Bearer pen_…`, a key of `penchant keys create`. The key decides whose
memory it is. An app's key names its user in the header `X-Penchant-User` (percent-encoded), in a chat also in `user`.

Every error has the shape of `ErrorOut`, also that of an address that is none (404) or takes another method (405)."""


def create_app(service: Service) -> FastAPI:
    """Return the application; when it ends, what goes on behind answers is finished first."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await service.run(service.memory.warm)
        arenas.freeze()
        service.ready = True
        yield
        service.ready = False
        await service.close()

    # Without FastAPI's pages for reading the document: they load scripts from another host, beside a field for the key.
    app = Described(
        title="Penchant",
        version=version("penchant"),
        description=ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    add_handlers(app)
    others, told = (chat, health, page), (interests, controls, events, leaving, forgetting)
    routes = [route for part in (*others, *told) for route in part.router.routes]
    app.add_middleware(Edge, service=service, routes=routes)
    for part in others:
        app.include_router(part.router)
    for part in told:
        app.include_router(part.router, dependencies=[Depends(only_declared)], responses=ALWAYS | failures(400))
    return app
