"""What a request to OpenAI's API asks of memory, and the request with what memory adds: for chat completions and for responses.

Nothing of the caller's is changed: what differs is copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...memory.records import Role
from ..prompting.block import Placement

Request = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The person's last words in a request and what was said before them; `before` is None where OpenAI's server holds the conversation.

    `goes_on` is True where the request only brings what tools returned: the words were asked before. `conversation` is the server's name
    of the conversation, `follows` the response that this one follows. `returned` is what tools returned, as far as it is text.
    """

    text: str
    before: tuple[tuple[Role, str], ...] | None
    goes_on: bool = False
    conversation: str = ""
    follows: str = ""
    returned: tuple[str, ...] = ()


# Chat completions


def asked_in_chat(request: Request) -> Asked:
    """Return what a request for a chat completion asks."""
    messages = _listed(request.get("messages"))
    place = _last_of_user(messages)
    if place is None:
        return Asked("", ())
    goes_on = any(_is_returned(one) for one in messages[place + 1 :])
    returned = tuple(_text(one) for one in messages if _is_returned(one))
    return Asked(_text(messages[place]), _said(messages[:place]), goes_on, returned=returned)


def lean_chat(request: Request, block: str, placement: Placement) -> dict[str, Any]:
    """Return a request for a chat completion with the block before the person's last words."""
    messages = list(request["messages"])
    place = _last_of_user(messages)
    if place is None:
        return dict(request)
    if placement in (Placement.SYSTEM, Placement.DEVELOPER):
        role = "system" if placement is Placement.SYSTEM else "developer"
        messages.insert(place, {"role": role, "content": block.rstrip()})
    else:
        messages[place] = _leaning(messages[place], block)
    return {**request, "messages": messages}


def _leaning(message: Any, block: str) -> dict[str, Any]:
    copied = dict(message) if isinstance(message, Mapping) else message.model_dump(exclude_unset=True)
    content = copied["content"]
    leaning = block + content if isinstance(content, str) else [{"type": "text", "text": block}, *content]
    return {**copied, "content": leaning}


# Responses


def asked_in_responses(request: Request) -> Asked:
    """Return what a request for a response asks."""
    items = _items(request)
    held, follows = _text_field(request, "conversation"), _text_field(request, "previous_response_id")
    place = _last_of_user(items)
    goes_on = any(_is_output(one) for one in (items if place is None else items[place + 1 :]))
    returned = tuple(text for one in items if _is_output(one) and isinstance(text := _field(one, "output"), str))
    before = None if held or follows else _said(items[:place])
    return Asked("" if place is None else _text(items[place]), before, goes_on, held, follows, returned)


def lean_response(request: Request, block: str, placement: Placement) -> dict[str, Any]:  # noqa: ARG001 - it has one place
    """Return a request for a response with the block after its instructions: these OpenAI's server does not keep in the conversation."""
    given = request.get("instructions")
    instructions = f"{given}\n\n{block.rstrip()}" if isinstance(given, str) and given else block.rstrip()
    return {**request, "instructions": instructions}


def _items(request: Request) -> Sequence[Any]:
    given = request.get("input")
    if isinstance(given, str):
        return [{"role": "user", "content": given}]
    return _listed(given)


def _is_returned(message: Any) -> bool:
    return _field(message, "role") in ("tool", "function")


def _is_output(item: Any) -> bool:
    return str(_field(item, "type")).endswith("_output")


def _text_field(request: Request, name: str) -> str:
    given = request.get(name)
    given = given if isinstance(given, str) else _field(given, "id")
    return given if isinstance(given, str) else ""


# Both


def listed(request: Request) -> dict[str, Any]:
    """Return a request whose messages, and the parts of each, can be read twice."""
    return {**request, **{name: _listed_all(request[name]) for name in ("messages", "input") if name in request}}


def _listed_all(given: Any) -> Any:
    if not isinstance(given, Iterable) or isinstance(given, str | Mapping):
        return given
    return [_with_parts(one) for one in given]


def _with_parts(message: Any) -> Any:
    content = message.get("content") if isinstance(message, Mapping) else None
    if not isinstance(content, Iterable) or isinstance(content, str | Sequence | Mapping):
        return message
    return {**message, "content": list(content)}


def user_in(request: Request) -> object:
    """Return whom a request names as its user, as it is sent; None where it names nobody.

    What stands in `extra_body` is sent in place of the call's own.
    """
    from openai import NotGiven, Omit

    extra = request.get("extra_body")
    user = extra["user"] if isinstance(extra, Mapping) and "user" in extra else request.get("user")
    return None if isinstance(user, NotGiven | Omit) else user


def _listed(messages: object) -> list[Any]:
    return messages if isinstance(messages, list) else []


def _last_of_user(messages: Sequence[Any]) -> int | None:
    return next((place for place in reversed(range(len(messages))) if _field(messages[place], "role") == "user"), None)


def _said(messages: Sequence[Any]) -> tuple[tuple[Role, str], ...]:
    roles: tuple[Role, ...] = ("user", "assistant")
    return tuple(
        (role, text) for one in messages for role in roles if _field(one, "role") == role and (text := _text(one))
    )


def _text(message: Any) -> str:
    """Return a message's words: its content is a text, or parts of which some are."""
    content = _field(message, "content")
    if not isinstance(content, Iterable) or isinstance(content, str):
        return content if isinstance(content, str) else ""
    texts = (_field(part, "text") for part in content)
    return "\n".join(text for text in texts if isinstance(text, str))


def _field(message: Any, name: str) -> Any:
    """Return a field of what may be a dictionary or an object of the client's."""
    return message.get(name) if isinstance(message, Mapping) else getattr(message, name, None)
