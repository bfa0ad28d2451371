"""Who calls: the key of a request, what it may do, and whose memory it opens."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from fastapi import Request

from ..memory import UserMemory
from . import people
from .failures import ApiError
from .headers import text_of
from .keys import ApiKey, Scope
from .service import Service, service_of

USER_HEADER = "X-Penchant-User"
"""Names an app's user, as UTF-8 or that percent-encoded."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A request's key, and the memory that it opens."""

    key: ApiKey
    person: UserMemory

    @property
    def name(self) -> str:
        """What the person is called in the ledger."""
        return self.person.name


def allowed(*scopes: Scope) -> Callable[[Request], Awaitable[Caller]]:
    """Return a dependency that gives the caller, whose key must have all of some scopes.

    Raises:
        ApiError: 401 without a valid key, 403 without the scopes, 400 where an app's key names no user.
    """

    async def caller(request: Request) -> Caller:
        service = service_of(request)
        key = await key_of(request, *scopes)
        return await identify(service, key, named(request, key))

    return caller


def looking(*scopes: Scope) -> Callable[[Request], Awaitable[Caller | None]]:
    """Return a dependency that gives the caller of a request which only looks; None for an app's user of whom nothing is stored.

    To look at them does not make them known.

    Raises:
        ApiError: as for `allowed`.
    """

    async def caller(request: Request) -> Caller | None:
        service = service_of(request)
        key = await key_of(request, *scopes)
        user = named(request, key)
        if Scope.ACT_AS in key.scopes and not await service.knows(_name(key, user)):
            return None
        return await identify(service, key, user)

    return caller


def admitted(*scopes: Scope) -> Callable[[Request], Awaitable[ApiKey]]:
    """Return a dependency that gives the request's key alone, for what is no person's."""

    async def key(request: Request) -> ApiKey:
        return await key_of(request, *scopes)

    return key


async def key_of(request: Request, *scopes: Scope) -> ApiKey:
    """Return a request's key.

    Raises:
        ApiError: 401 without a valid one, 403 where it lacks a scope.
    """
    key = await shown(request, service_of(request).authenticate)
    request.scope["penchant_key"] = key.id  # for the log line
    service_of(request).limits.take(key)
    for scope in scopes:
        if scope not in key.scopes:
            raise ApiError(403, f"this key may not do that: it lacks the scope {scope}", code="missing_scope")
    return key


def address_of(request: Request) -> str:
    """Return who asks: the other end of the connection, or behind a proxy that is trusted (`--trust-proxy`) whom that names."""
    return request.client.host if request.client else ""


async def shown(request: Request, find: Callable[[str, str], Awaitable[ApiKey | None]]) -> ApiKey:
    """Return the key that a request shows, by what finds it for an address.

    Raises:
        ApiError: 401: it shows none, or none that is one; 429: too many from its address were none.
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    key = await find(token.strip(), address_of(request)) if kind.lower() == "bearer" else None
    if key is None:
        raise ApiError(
            401,
            "no valid API key: send one as `Authorization: Bearer pen_…`; `penchant keys create` makes one",
            code="invalid_api_key",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return key


def named(request: Request, key: ApiKey) -> str | None:
    """Return the user that a request's header names, None if none.

    Raises:
        ApiError: the key may name nobody, or what is named is no text.
    """
    raw = text_of(request, USER_HEADER)
    if raw is None:
        return None
    if Scope.ACT_AS not in key.scopes:
        raise ApiError(403, f"this key may name no user: it lacks the scope {Scope.ACT_AS}", code="missing_scope")
    try:
        if not _ENCODED.fullmatch(raw):
            raise ValueError(raw)
        return unquote_to_bytes(raw).decode("utf-8")
    except ValueError:
        raise ApiError(400, f"{USER_HEADER} must be percent-encoded UTF-8", param=USER_HEADER) from None


_ENCODED = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")


async def identify(service: Service, key: ApiKey, user: str | None = None) -> Caller:
    """Return the caller that a key is, or for an app's key the user that it names.

    Raises:
        ApiError: 400: an app's key names no user, or none that can be.
    """
    try:
        return Caller(key, await service.person(_name(key, user)))
    except ValueError as error:  # too long in bytes, and new
        raise ApiError(400, str(error), param="user") from error


def _name(key: ApiKey, user: str | None) -> str:
    return person_of(key, user, f"in `user` of a chat, or in the header {USER_HEADER}")


def person_of(key: ApiKey, user: str | None, where: str) -> str:
    """Return what the person is called in the ledger whose memory a key opens; `where` an app's key is to name them.

    Raises:
        ApiError: 400: an app's key names no user, or none that can be.
    """
    if Scope.ACT_AS not in key.scopes:
        return key.user
    if user is None:
        raise ApiError(400, f"an app's key must name a user: {where}", param="user")
    try:
        return people.name_in(key.app, user)
    except ValueError as error:
        raise ApiError(400, str(error), param="user") from error
