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
    """

    messages: list[BaseMessage]
    tools: list[Any]
    tool_choice: str | None
    options: Mapping[str, Any]
    choices: int
    stream: bool
    with_usage: bool


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
    return Wanted(
        _messages(body["messages"], profile),
        [] if tool_choice == "none" else tools,
        tool_choice,
        _options(body, openai),
        choices,
        bool(body.get("stream")),
        bool(streaming.get("include_usage")) if isinstance(streaming, dict) else False,
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
    most = body.get("max_completion_tokens") or body.get("max_tokens")
    return options if most is None else options | {"max_tokens": most}
