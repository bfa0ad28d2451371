"""What the person decides about an interest: all of it can be taken back, but forgetting (leaving.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from ...memory import Interest, UserMemory
from ..caller import Caller, allowed
from ..failures import ApiError, checked
from ..keys import Scope
from ..service import service_of
from .interests import Id, Reader, must_be_there
from .shapes import ControlIn, ControlOut, Controls, InterestOut
from .told import WITH_BODY, failures

router = APIRouter(tags=["controls"])

Controller = Annotated[Caller, Depends(allowed(Scope.CONTROL))]


@router.post("/v1/interests/{id}/controls", responses=WITH_BODY | failures(404))
async def control(
    request: Request,
    id: Id,  # noqa: A002 - the field's own name
    control: ControlIn,
    caller: Controller,
) -> InterestOut:
    """Pin, mute, boost, stop, rename, relabel, confirm, reject, merge or split an interest; returns it as it stands then."""
    service = service_of(request)
    await service.settled(caller.name)
    done = await service.run(_done, caller, id, control)
    service.recent.drop(caller.name)
    return InterestOut.model_validate(done)


@router.get("/v1/controls")
async def controls(request: Request, caller: Reader) -> Controls:
    """List all that the person decided, oldest first."""
    if caller is None:
        return Controls(data=[])
    found = await service_of(request).run(caller.person.controls)
    return Controls(data=[ControlOut.model_validate(one) for one in found])


@router.post("/v1/controls/undo", responses=failures(409))
async def undo(request: Request, caller: Controller) -> ControlOut:
    """Take back the last control; returns it."""
    service = service_of(request)
    done = await service.run(lambda: checked(caller.person.undo, 409))
    service.recent.drop(caller.name)
    return ControlOut.model_validate(done)


def _done(caller: Caller, id: int, control: ControlIn) -> Interest:  # noqa: A002 - the field's own name
    must_be_there(caller, id)
    if control.action == "merge" and control.into is not None:
        must_be_there(caller, control.into, "into")
    return checked(lambda: _ACTIONS[control.action](caller.person, id, control))


def _need(value: object, name: str) -> None:
    if value is None:
        raise ApiError(400, f"`{name}` is missing", param=name, code="missing_value")


def _boost(person: UserMemory, id: int, control: ControlIn) -> Interest:  # noqa: A002 - the field's own name
    _need(control.factor, "factor")
    return person.boost(id, control.factor or 0.0)


def _rename(person: UserMemory, id: int, control: ControlIn) -> Interest:  # noqa: A002 - the field's own name
    _need(control.label, "label")
    return person.rename(id, control.label or "")


def _merge(person: UserMemory, id: int, control: ControlIn) -> Interest:  # noqa: A002 - the field's own name
    _need(control.into, "into")
    return person.merge(id, control.into or 0)


_ACTIONS: dict[str, Callable[[UserMemory, int, ControlIn], Interest]] = {
    "pin": lambda person, topic, control: person.pin(topic, control.on),
    "mute": lambda person, topic, control: person.mute(topic, control.on),
    "boost": _boost,
    "stop": lambda person, topic, _: person.stop(topic),
    "rename": _rename,
    "relabel": lambda person, topic, _: person.relabel(topic),
    "confirm": lambda person, topic, _: person.confirm(topic),
    "reject": lambda person, topic, _: person.reject(topic),
    "merge": _merge,
    "split": lambda person, topic, control: person.split(topic, control.phrases),
}
