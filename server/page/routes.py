"""The addresses of the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.responses import Response

from ..api.forgetting import ForgetIn, forget_now, receipt_out
from ..api.interests import must_be_there
from ..caller import Caller, address_of
from ..failures import ApiError, checked
from ..keys import Scope
from ..service import service_of
from . import forms, rendering, steering, views
from .asked import COOKIE, Asked, signed_in, told, visit_of, visits_of
from .visits import LASTS


class _Number(IntegerConvertor):
    """An interest's number in an address; thousands of digits, which Python does not read, are none."""

    regex = "[0-9]{1,99}"


register_url_convertor("topic", _Number())

router = APIRouter(include_in_schema=False)


async def home(request: Request) -> Response:
    """The interests of who is signed in, else the form to sign in with."""
    if await visit_of(request) is None:
        return rendering.page("sign_in", wrong="")
    return await signed_in(_listed, Scope.READ)(request)


async def sign_in(request: Request) -> Response:
    """Take a key, and lead to the interests."""
    token = (await forms.fields_of(request)).get("key", "").strip()
    service = service_of(request)
    try:
        key = await service.authenticate(token, address_of(request))
    except ApiError as error:
        return rendering.page("sign_in", error.status, wrong=str(error))
    if key is None:
        return rendering.page("sign_in", 401, wrong="This is no key that is known here. Keys begin with pen_.")
    if Scope.ACT_AS in key.scopes:
        return rendering.page("sign_in", 403, wrong="This is an app's key: it opens no person's page.")
    if Scope.READ not in key.scopes:
        return rendering.page("sign_in", 403, wrong="This key may not see interests: it lacks the scope read.")
    service.limits.take(key)
    visit = await service.run(visits_of(service).begin, key)
    answer = rendering.moved("/")
    answer.set_cookie(
        COOKIE,
        visit.secret,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


async def sign_out(asked: Asked) -> Response:
    """End the visit."""
    await asked.service.run(visits_of(asked.service).end, asked.visit.secret)
    answer = rendering.moved("/")
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


async def _listed(asked: Asked) -> Response:
    found = await asked.service.run(views.listed, asked.person, asked.service.memory.clock())
    return asked.page("interests", listed=found)


async def interest(asked: Asked) -> Response:
    """One interest in full."""
    await _must_be_theirs(asked)
    now = asked.service.memory.clock()
    found = await asked.service.run(lambda: checked(lambda: views.detailed(asked.person, asked.topic, now), 404))
    return asked.page("interest", found=found, boosts=steering.BOOSTS)


async def asked_to_forget(asked: Asked) -> Response:
    """The question before an interest is erased."""
    await _must_be_theirs(asked)
    one = await asked.service.run(lambda: checked(lambda: asked.person.explain(asked.topic, 0).interest, 404))
    turns = await asked.service.run(asked.person.speaking_of, asked.topic)
    return asked.page("forget", one=one, turns=turns)


async def forgotten(asked: Asked) -> Response:
    """An interest is erased; what went, and what was searched for it and found."""
    caller = Caller(asked.visit.key, asked.person)
    found = await asked.service.erase(forget_now, caller, ForgetIn.model_validate({"interest": asked.topic}))
    asked.service.recent.drop(asked.person.name)
    return asked.page("forgotten", found=receipt_out(found))


async def noted(asked: Asked) -> Response:
    """Take a note of the person's."""
    taught = await asked.service.run(steering.note, asked.person, asked.fields.get("words", ""))
    return _back(asked, "noted" if taught else "unread")


async def undone(asked: Asked) -> Response:
    """Take back the last control."""
    await asked.service.run(lambda: checked(asked.person.undo, 409))
    return _back(asked, "undone")


def acting(action: str) -> Callable[[Asked], Awaitable[Response]]:
    """Return a handler that does something to an interest and leads back to where the button was."""

    async def done(asked: Asked) -> Response:
        caller = Caller(asked.visit.key, asked.person)
        await asked.service.run(steering.act, caller, asked.topic, action, asked.fields)
        stays = asked.fields.get("at") == "interest" and action != "reject"
        return _back(asked, action, f"/interests/{asked.topic}" if stays else "/")

    return done


def _back(asked: Asked, what: str, path: str = "/") -> Response:
    """Lead on after a change; the chat, too, must see it at once."""
    asked.service.recent.drop(asked.person.name)
    return rendering.moved(f"{path}?done={what}")


async def _must_be_theirs(asked: Asked) -> None:
    await asked.service.run(must_be_there, Caller(asked.visit.key, asked.person), asked.topic)


async def style(_request: Request) -> Response:
    """The page's style."""
    return rendering.file("page.css", "text/css; charset=utf-8")


async def icon(_request: Request) -> Response:
    """The page's icon."""
    return rendering.file("icon.svg", "image/svg+xml")


def _add(method: str, path: str, answer: Callable[[Request], Awaitable[Response]]) -> None:
    async def endpoint(request: Request) -> Response:
        return await answer(request)

    router.add_api_route(path, endpoint, methods=[method], response_class=Response)


_add("GET", "/", told(home))
_add("POST", "/sign-in", told(sign_in))
_add("POST", "/sign-out", signed_in(sign_out))
_add("GET", "/page.css", style)
_add("GET", "/icon.svg", icon)
_add("POST", "/notes", signed_in(noted, Scope.CHAT))
_add("POST", "/undo", signed_in(undone, Scope.CONTROL))
_add("GET", "/interests/{topic:topic}", signed_in(interest, Scope.READ))
_add("GET", "/interests/{topic:topic}/forget", signed_in(asked_to_forget, Scope.ERASE))
_add("POST", "/interests/{topic:topic}/forget", signed_in(forgotten, Scope.ERASE))
for _name in steering.ACTS:
    _add("POST", f"/interests/{{topic:topic}}/{_name}", signed_in(acting(_name), Scope.CONTROL))
