"""A request of somebody who is signed in: whose memory, what the form said, and every failure as a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from starlette.responses import Response

from ...memory import PenchantError, UserMemory
from ..caller import identify
from ..failures import ApiError, told_of
from ..keys import Scope
from ..service import Service, service_of
from . import forms, rendering
from .visits import Visit, Visits

COOKIE = "penchant_visit"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a handler needs to answer."""

    service: Service
    visit: Visit
    person: UserMemory
    topic: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    done: str = ""

    @property
    def may(self) -> frozenset[Scope]:
        """What the key may do: what it may not has no button."""
        return self.visit.key.scopes

    def page(self, name: str, **shown: Any) -> Response:
        """Return a page with what all pages show of the visit."""
        return rendering.page(
            name, user=self.person.name, token=self.visit.token, may=self.may, done=self.done, **shown
        )


Handler = Callable[[Asked], Awaitable[Response]]


def visits_of(service: Service) -> Visits:
    """Return the visits of a service."""
    return Visits(service.memory.ledger, service.keys, service.memory.clock)


async def visit_of(request: Request) -> Visit | None:
    """Return who is signed in, None if nobody is."""
    secret = request.cookies.get(COOKIE, "")
    service = service_of(request)
    return await service.run(visits_of(service).find, secret) if secret else None


def told(handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler whose failures are pages."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except (ApiError, PenchantError) as error:
            failed = error if isinstance(error, ApiError) else told_of(error)
            return rendering.page("failed", failed.status, failed.headers, message=failed.message)

    return answer


def signed_in(handler: Handler, *scopes: Scope) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler that somebody must be signed in for, with a key of some scopes; others are led to where they can."""

    async def answer(request: Request) -> Response:
        visit, service = await visit_of(request), service_of(request)
        if visit is None:
            return rendering.moved("/")
        request.scope["penchant_key"] = visit.key.id  # for the log line
        service.limits.take(visit.key)
        for scope in scopes:
            if scope not in visit.key.scopes:
                raise ApiError(403, f"your key may not do that: it lacks the scope {scope}")
        fields = await _fields(request, visit)
        caller = await identify(service, visit.key)
        topic, done = int(request.path_params.get("topic", 0)), request.query_params.get("done", "")
        await service.settled(caller.name)
        return await handler(Asked(service, visit, caller.person, topic, fields, done))

    return told(answer)


async def _fields(request: Request, visit: Visit) -> Mapping[str, str]:
    """Return what a form of this visit sent; nothing for a request that only looks.

    Raises:
        ApiError: it was not made for this visit.
    """
    if request.method != "POST":
        return {}
    fields = await forms.fields_of(request)
    if not visit.sent(fields.get("token", "")):
        raise ApiError(403, "this form is not of your visit, or too old: go back, reload the page and try again")
    return fields
