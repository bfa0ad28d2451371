"""OpenAI's chat completion as LangChain takes it: messages, tools and the options that all models know."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...agent.models import Profile
from ...memory.cleaning import each_text, storable
from ..failures import ApiError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

MOST_CHOICES = 8

_EVERYWHERE = ("temperature", "top_p", "stop")
_OPENAIS = ("seed", "presence_penalty", "frequency_penalty", "response_format", "logit_bias", "parallel_tool_calls")


@dataclass(frozen=True)
class Wanted:
    """What is asked for: the messages, the tools and options to bind, how many choices, and how they come back.

    `tool_choice` is "auto", "any", or the name of the tool that must be called, which LangChain's models all take.
    `limit` is how the body calls the most tokens of an answer, "" where it gives none.
    """

    messages: list[BaseMessage]
    tools: list[Any]
    tool_choice: str | None
    options: Mapping[str, Any]
    choices: int
    stream: bool
    with_usage: bool
    limit: str = ""


def read_request(raw: bytes, profile: Profile, openai: bool) -> Wanted:
    """Return what a body asks for.

    Raises:
        ApiError: 400: the messages are none, or the model cannot do what is asked for.
    """
    body = each_text(json.loads(raw), storable, names=True)  # no model takes half a surrogate or NUL
    tools, choices = body.get("tools") or [], body.get("n")
    if tools and not profile.tools:
        raise ApiError(400, f"the model {profile.name} calls no tools", param="tools", code="unsupported_parameter")
    if not isinstance(tools, list) or not all(map(_is_function, tools)):
        raise ApiError(400, "`tools` must be a list of functions", param="tools", code="invalid_value")
    tool_choice = _tool_choice(body.get("tool_choice"), tools)
    choices = 1 if choices is None else choices
    if not isinstance(choices, int) or isinstance(choices, bool) or not 1 <= choices <= MOST_CHOICES:
        raise ApiError(400, f"`n` must be a number from 1 to {MOST_CHOICES}", param="n", code="invalid_value")
    streaming = body.get("stream_options")
    _check_parts(body["messages"], profile)
    return Wanted(
        _messages(body["messages"], profile),
        [] if tool_choice == "none" else tools,
        tool_choice,
        _options(body, openai),
        choices,
        bool(body.get("stream")),
        bool(streaming.get("include_usage")) if isinstance(streaming, dict) else False,
        limit_in(body) or "",
    )


def _is_function(tool: Any) -> bool:
    function = tool.get("function") if isinstance(tool, dict) and tool.get("type") == "function" else None
    return isinstance(function, dict) and isinstance(function.get("name"), str)


def _tool_choice(given: Any, tools: Sequence[Any]) -> str | None:
    if given in (None, "none", "auto"):
        chosen: str | None = given
        return chosen
    if given == "required" and tools:
        return "any"
    for name in (tool["function"]["name"] for tool in tools):
        if given == {"type": "function", "function": {"name": name}}:
            return str(name)
    raise ApiError(
        400,
        "`tool_choice` must be none or auto, or with `tools` required or one of these functions",
        param="tool_choice",
        code="invalid_value",
    )


def _messages(given: list[Any], profile: Profile) -> list[BaseMessage]:
    from langchain_core.messages import SystemMessage, convert_to_messages

    try:
        messages = convert_to_messages(given)
    except Exception as error:  # LangChain raises what it meets: a KeyError, a ValidationError, …
        raise ApiError(
            400, "`messages` has one that is no chat message", param="messages", code="invalid_value"
        ) from error
    if profile.system and not any(one.type == "system" for one in messages):
        return [SystemMessage(profile.system), *messages]
    return messages


def _options(body: Mapping[str, Any], openai: bool) -> dict[str, Any]:
    known = _EVERYWHERE + (_OPENAIS if openai else ())
    options = {name: body[name] for name in known if body.get(name) is not None}
    if isinstance(options.get("stop"), str):
        options["stop"] = [options["stop"]]  # models of this machine take a list alone
    limit = limit_in(body)
    return options if limit is None else options | {"max_tokens": _most(body, limit)}


def limit_in(body: Mapping[str, Any]) -> str | None:
    """Return by which of its two names a body gives the limit of tokens, if it gives one."""
    return next((name for name in ("max_completion_tokens", "max_tokens") if body.get(name) is not None), None)


def _most(body: Mapping[str, Any], limit: str) -> int:
    most = body[limit]
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        raise ApiError(400, f"`{limit}` must be a whole number of 1 or more", param=limit, code="invalid_value")
    return most


_PARTS = {"image_url": "images", "input_audio": "recordings"}
"""What may stand in a message beside texts, as a person calls it."""


def _check_parts(given: list[Any], profile: Profile) -> None:
    """Check that a model takes what stands in messages.

    Raises:
        ApiError: 400: it does not.
    """
    others = profile.images or profile.audio  # what is not known here its server knows
    taken = {"text": True, "refusal": True, "image_url": profile.images, "input_audio": profile.audio}
    contents = (one.get("content") for one in given if isinstance(one, dict))
    for part in (part for content in contents if isinstance(content, list) for part in content):
        kind = part.get("type") if isinstance(part, dict) else None
        if isinstance(kind, str) and not taken.get(kind, others):
            said = f"the model {profile.name} takes no {_PARTS.get(kind, f'parts of the type {kind!r:.60}')}"
            raise ApiError(400, said, param="messages", code="unsupported_parameter")
