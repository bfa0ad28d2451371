"""A chat completion's body as memory reads it: the person's last message, what was said before it, and where a block would stand.

The body itself is never written anew: a block is put into its text at one place, every other byte stays as it came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json.decoder import scanstring  # type: ignore[attr-defined]
from math import isfinite
from typing import Any

from ...agent.gate.exchanges import Exchange
from ..failures import ApiError

MOST_EXCHANGES = 8
"""So many of the last exchanges are looked at."""

MOST_DEPTH = 100
"""Lists and objects inside each other."""

_OTHERS = ("user", "tool", "function")
_INSTRUCTIONS = ("system", "developer")

_READ = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class Turn:
    """A body and what memory makes of it: `said` is the person's last message, "" where it has no text.

    `place` is that message's among all; `begun` and `key` tell the conversation and the turn apart from others of the same person, whatever
    the model is instructed: the time of day may stand there.
    """

    text: str
    body: Mapping[str, Any]
    said: str
    place: int
    exchanges: tuple[Exchange, ...]
    begun: str
    key: str

    @property
    def read(self) -> Iterator[str]:
        """What the model reads that no model wrote: the person's messages, and what tools returned."""
        return (words_of(one.get("content")) for one in self.body["messages"] if one.get("role") in _OTHERS)

    def with_block(self, block: str) -> bytes:
        """Return the body with a block at the beginning of the person's last message."""
        if not block:
            return self.text.encode()
        at = _place_in(self.text, self.place)
        return f"{self.text[:at]}{json.dumps(block)[1:-1]}{self.text[at:]}".encode()


def read_turn(raw: bytes) -> Turn:
    """Return the turn of a body.

    Raises:
        ApiError: 400: it is no JSON object with messages.
    """
    text, body = _parsed(raw)
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages or not all(isinstance(one, dict) for one in messages):
        raise ApiError(400, "`messages` must be a list of one or more messages", param="messages", code="invalid_value")
    mine = [place for place, one in enumerate(messages) if one.get("role") == "user"]
    place = mine[-1] if mine else -1
    said = words_of(messages[place].get("content")) if mine else ""
    begun = _hash(messages[: mine[0] + 1]) if mine else ""
    return Turn(
        text, body, said, place, exchanges_in(messages[:place]) if mine else (), begun, _hash(messages[: place + 1])
    )


def words_of(content: Any) -> str:
    """Return the text of a message's content, a text or a list of parts."""
    if isinstance(content, str):
        return content.strip()
    parts = content if isinstance(content, list) else []
    return "\n".join(one["text"] for one in parts if _is_text(one)).strip()


def exchanges_in(messages: Sequence[Mapping[str, Any]]) -> tuple[Exchange, ...]:
    """Return the last exchanges of a conversation, oldest first: each a message of the person's and the reply to it."""
    found: list[Exchange] = []
    for one in messages:
        said = words_of(one.get("content"))
        if one.get("role") == "user" and said:
            found.append(Exchange(said, ""))
        elif one.get("role") == "assistant" and said and found:
            found[-1] = Exchange(found[-1].message, f"{found[-1].reply}\n{said}".strip())
    return tuple(found[-MOST_EXCHANGES:])


def _parsed(raw: bytes) -> tuple[str, dict[str, Any]]:
    try:
        text = raw.decode("utf-8")
        body = json.loads(text, parse_float=_finite, parse_constant=_finite)
        if not _is_shallow(text, body):
            raise RecursionError
    except RecursionError:
        raise ApiError(400, f"the body is nested deeper than {MOST_DEPTH}", code="invalid_json") from None
    except ValueError:
        raise ApiError(400, "the body is no JSON in UTF-8", code="invalid_json") from None
    if not isinstance(body, dict):
        raise ApiError(400, "the body must be a JSON object", code="invalid_json")
    return text, body


def _finite(written: str) -> float:
    if not isfinite(number := float(written)):
        raise ValueError(f"{written} is no number of JSON")
    return number


def _is_shallow(text: str, body: Any) -> bool:
    if text.count("[") + text.count("{") <= MOST_DEPTH:
        return True
    level = [body]
    for _ in range(MOST_DEPTH):
        inside = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, (dict, list))]
        level = [one for some in inside for one in some]
        if not level:
            return True
    return False


def _hash(messages: Sequence[Mapping[str, Any]]) -> str:
    said = [one for one in messages if one.get("role") not in _INSTRUCTIONS]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def _is_text(part: Any) -> bool:
    return isinstance(part, dict) and part.get("type") == "text" and isinstance(part.get("text"), str)


# Places in the text. Of a name that stands twice in an object the last one counts, as for `json.loads`.


def _place_in(text: str, number: int) -> int:
    """Return where the words of a message begin in a body's text."""
    messages = dict(_members(text, _skipped(text, 0)))["messages"]
    start = dict(_members(text, list(_items(text, messages))[number]))["content"]
    if text[start] == '"':
        return start + 1
    part = next(place for place in _items(text, start) if _is_text(_READ.raw_decode(text, place)[0]))
    return dict(_members(text, part))["text"] + 1


def _members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the names of the object that begins at a place, with the places where their values begin."""
    place = _skipped(text, start + 1)
    while text[place] != "}":
        name, place = scanstring(text, place + 1, True)
        place = _skipped(text, _skipped(text, place) + 1)
        yield name, place
        place = _next(text, _READ.raw_decode(text, place)[1])


def _items(text: str, start: int) -> Iterator[int]:
    """Yield where the items of the list begin that begins at a place."""
    place = _skipped(text, start + 1)
    while text[place] != "]":
        yield place
        place = _next(text, _READ.raw_decode(text, place)[1])


def _next(text: str, place: int) -> int:
    """Return where what follows a value begins, a comma left out."""
    place = _skipped(text, place)
    return _skipped(text, place + 1) if text[place] == "," else place


def _skipped(text: str, place: int) -> int:
    match = _BLANK.match(text, place)
    assert match  # noqa: S101 - it matches nothing, too
    return match.end()
