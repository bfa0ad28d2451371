"""The interests of a person, and why they are what they are."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from ...memory import Explanation
from ..caller import Caller, looking
from ..failures import ApiError, checked
from ..keys import Scope
from ..service import service_of
from .shapes import InterestOut, Interests, Moment, Why
from .told import failures

router = APIRouter(tags=["interests"])

Reader = Annotated[Caller | None, Depends(looking(Scope.READ))]
"""Who looks; None for an app's user of whom nothing is stored."""

Id = Annotated[int, Path(description="The interest's id.", ge=0, le=2**62)]


@router.get("/v1/interests")
async def interests(
    request: Request,
    caller: Reader,
    as_of: Annotated[Moment | None, Query(description="As they were then: ISO 8601 with a time zone.")] = None,
) -> Interests:
    """List the interests, heaviest first."""
    service = service_of(request)
    if caller is None:
        return Interests(data=[])
    await service.settled(caller.name)
    person = caller.person
    found = await service.run(lambda: checked(lambda: person.interests(as_of)))
    return Interests(data=[InterestOut.model_validate(one) for one in found])


@router.get("/v1/interests/{id}/why", responses=failures(404))
async def why(
    request: Request,
    id: Id,  # noqa: A002 - the field's own name
    caller: Reader,
    most: Annotated[int, Query(ge=1, le=1000, description="Pieces of evidence.")] = 100,
) -> Why:
    """Say why an interest has its weight, in the person's own words."""
    service = service_of(request)
    if caller is None:
        raise _none(id)
    await service.settled(caller.name)
    person = caller.person

    def explained() -> Explanation:
        try:
            return person.explain(id, most)
        except ValueError as error:
            raise _none(id) from error

    return Why.model_validate(await service.run(explained))


def _none(id: int, param: str = "id") -> ApiError:  # noqa: A002 - the field's own name
    return ApiError(404, f"there is no interest {id}", param=param, code="not_found")


def must_be_there(caller: Caller, id: int, param: str = "id") -> None:  # noqa: A002 - the field's own name
    """Check that a person has an interest, shown or rejected; `param` names what told which.

    Raises:
        ApiError: 404: they have not.
    """
    known = {one.topic for one in (*caller.person.interests(), *caller.person.rejected())}
    if id not in known:
        raise _none(id, param)
