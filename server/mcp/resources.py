"""Resources: interest://list, and interest://{topic} for each interest, as JSON."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote, unquote

import mcp_types as types
from pydantic import BaseModel

from ...agent.prompting.block import label
from ...agent.tools.own_tools import usable
from ...memory import UserMemory
from . import shapes, telling

SCHEME = "interest://"
LIST = f"{SCHEME}list"
JSON = "application/json"

MOST = 30
"""So many interests are listed."""

LISTED = types.Resource(
    uri=LIST,
    name="interests",
    title="Interests",
    description="What the person cares about and dislikes, with weights and reasons, strongest first.",
    mime_type=JSON,
)

TEMPLATE = types.ResourceTemplate(
    uri_template=f"{SCHEME}{{topic}}",
    name="interest",
    title="One interest",
    description="Why an interest has its weight, down to the person's sentences. `topic` is its label, percent-encoded.",
    mime_type=JSON,
)


def listed(person: UserMemory | None) -> list[types.Resource]:
    """Return the list of interests, and each interest that a model may be told of, strongest first."""
    return [LISTED, *(_resource(name) for name in labels(person))]


def labels(person: UserMemory | None) -> list[str]:
    """Return what the interests are called that a model may be told of, strongest first; none of somebody who is not known."""
    if person is None:
        return []
    return [label(one.label) for one in person.interests() if usable(one)][:MOST]


def read(person: UserMemory | None, uri: str, now: datetime) -> str:
    """Return what stands at an address, as JSON.

    Raises:
        ValueError: nothing does.
    """
    scheme, found, rest = uri.partition("://")
    topic = unquote(rest).strip("/").strip()
    if f"{scheme.lower()}{found}" != SCHEME or not topic:
        raise ValueError(f"there is no resource {uri!r}: read {LIST} or {SCHEME}<topic>")
    if topic.casefold() == "list":
        told = None if person is None else telling.interests(person, shapes.Listing(limit=MOST), now)
        return _json(told or telling.NO_INTERESTS)
    if person is None:
        raise ValueError(telling.NOBODY)
    return _json(telling.explanation(person, topic, now))


def _resource(name: str) -> types.Resource:
    return types.Resource(
        uri=SCHEME + quote(name, safe=""), name=name, description=f"Why “{name}” has its weight.", mime_type=JSON
    )


def _json(told: BaseModel) -> str:
    return told.model_dump_json(indent=2)
