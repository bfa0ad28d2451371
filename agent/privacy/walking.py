"""What of OpenAI's protocol is somebody's words, in requests and answers alike: everything but its own names, numbers and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .pseudonyms import Pseudonyms

SAID: Final = ("messages", "input", "instructions", "prediction")
"""What of a request says something."""

_LEFT: Final = frozenset(
    {
        *("id", "call_id", "tool_call_id", "file_id", "type", "role"),
        *("image_url", "file_data", "data", "encrypted_content", "signature"),
    }
)
"""What of it says nothing: names and numbers of the protocol, and files."""

_GIVEN: Final = ("arguments", "input")
"""What a tool is given: JSON in a text, a text, or values of any names."""


@dataclass(frozen=True, slots=True)
class Change:
    """How words are changed: in a text, in a text of JSON, and in each text of a value."""

    text: Callable[[str], str]
    json: Callable[[str], str]
    each: Callable[[Any], Any]


def hide(request: Mapping[str, Any], known: Pseudonyms) -> dict[str, Any]:
    """Return a request with placeholders in all that it says; what is found in it is learned first."""
    said = {name: request[name] for name in SAID if isinstance(request.get(name), str | list | dict)}
    known.learn(text for value in said.values() for text in texts(value))
    if not len(known):
        return dict(request)
    change = Change(known.hide, known.hide_json, known.hidden)
    return {**request, **{name: changed(value, change) for name, value in said.items()}}


def restored(value: Any, known: Pseudonyms) -> Any:
    """Return a part of an answer with the words again."""
    return changed(value, Change(known.restore, known.restore_json, known.restored))


def texts(value: Any) -> Iterator[str]:
    """Yield everything that is said in a part of a request."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name in _GIVEN and isinstance(part, dict):
                yield from _each(part)
            elif not _is_left(value, name):
                yield from texts(part)


def changed(value: Any, change: Change) -> Any:
    """Return a part of a request or an answer with everything changed that is said in it."""
    if isinstance(value, str):
        return change.text(value)
    if isinstance(value, list):
        return [changed(part, change) for part in value]
    if isinstance(value, dict):
        return {name: _part(value, name, part, change) for name, part in value.items()}
    return value


def _part(owner: dict[str, Any], name: str, part: Any, change: Change) -> Any:
    if _is_left(owner, name):
        return part
    if name in _GIVEN and isinstance(part, dict):
        return change.each(part)
    if name == "arguments" and isinstance(part, str):
        return change.json(part)
    if name == "name" and "role" in owner and isinstance(part, str):
        return _bare(part, change.text(part))
    return changed(part, change)


def _is_left(owner: dict[str, Any], name: str) -> bool:
    """Return whether a field says nothing; a tool's name neither, for the program goes by it."""
    if name == "name":
        return owner.get("role") in ("tool", "function") or any(one in owner for one in _GIVEN)
    return name in _LEFT


def _bare(before: str, after: str) -> str:
    """Return a speaker's name as servers take one: OpenAI's refuses angle brackets in it."""
    return before if after == before else after.translate({ord("<"): None, ord(">"): None})


def _each(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _each(part)
