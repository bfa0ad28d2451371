"""A value in a file that knows where it stands, so that an error names the file, the line or key, and what is allowed there."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..records import Role
from .written import written

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
YEARS = range(1900, 3000)

USER_ROLES = {"user", "human", "prompter", "customer", "用户", "人类"}
ASSISTANT_ROLES = {"assistant", "ai", "bot", "gpt", "chatgpt", "claude", "model", "agent", "chatbot", "助手", "助理"}
SILENT_ROLES = {"system", "developer", "tool", "function", "系统"}

_DATE_FORMATS = (
    "%I:%M %p on %d %B, %Y",
    "%Y/%m/%d (%a) %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y-%m-%d",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
)
_SPOKEN_PARTS = ("text", "input_text", "output_text", "audio_transcription")


class Unreadable(ValueError):
    """A file or a place in it cannot be read; the text names the place and what is allowed there."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value in a file with the place where it stands, such as `chat.json: [0].messages[3].role`."""

    value: object
    where: str

    def error(self, problem: str) -> Unreadable:
        """Return, for raising, an error that names this place."""
        return Unreadable(f"{self.where.removesuffix(': ')}: {problem}")

    def get(self, *keys: str) -> Node | None:
        """Return the first of these fields that is there and not null, or None."""
        if not isinstance(self.value, dict):
            raise self.error(f"is {_kind(self.value)}; allowed: an object with {_listed(keys)}")
        for key in keys:
            if self.value.get(key) is not None:
                return Node(self.value[key], _under(self.where, key))
        return None

    def need(self, *keys: str) -> Node:
        """Return the first of these fields that is there; raises Unreadable when none is."""
        found = self.get(*keys)
        if found is None:
            raise self.error(f"has no field {_listed(keys)}, which is needed")
        return found

    def items(self) -> list[Node]:
        """Return the elements of a list."""
        if not isinstance(self.value, list):
            raise self.error(f"is {_kind(self.value)}; allowed: a list")
        return [Node(value, f"{self.where}[{index}]") for index, value in enumerate(self.value)]

    def entries(self) -> list[tuple[str, Node]]:
        """Return the keys of an object with what they hold."""
        if not isinstance(self.value, dict):
            raise self.error(f"is {_kind(self.value)}; allowed: an object")
        return [(clean(key), Node(value, _under(self.where, key))) for key, value in self.value.items()]

    def name(self) -> str:
        """Return an identifier, which may be written as text or as a whole number."""
        if isinstance(self.value, str | int) and not isinstance(self.value, bool) and str(self.value).strip():
            return clean(str(self.value))
        raise self.error(f"is {_kind(self.value)}; allowed: text or a whole number")

    def text(self) -> str:
        """Return the words: of a string, of an object with `parts` or `text`, or of the text parts of a list."""
        value = self.value["parts"] if isinstance(self.value, dict) and "parts" in self.value else self.value
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, dict | list) or value is None:
            parts = value if isinstance(value, list) else [value]
            return clean("\n".join(filter(None, map(_spoken, parts))))
        raise self.error(f"is {_kind(value)}; allowed: text or a list of parts")

    def moment(self) -> datetime:
        """Return a time in UTC from ISO 8601 (UTC where no zone is named), seconds or milliseconds since 1970."""
        try:
            at = _moment(self.value)
        except (ValueError, OverflowError) as error:
            allowed = "ISO 8601, or seconds or milliseconds since 1970"
            raise self.error(f"is {str(self.value)[:60]!r}, not a time; allowed: {allowed}") from error
        return at

    def role(self) -> Role | None:
        """Return who speaks, or None for a role that is nobody's turn (system, tool)."""
        word = self.value.strip().casefold() if isinstance(self.value, str) else None
        if word in USER_ROLES:
            return "user"
        if word in ASSISTANT_ROLES:
            return "assistant"
        if word in SILENT_ROLES:
            return None
        allowed = ", ".join(sorted(USER_ROLES) + sorted(ASSISTANT_ROLES) + sorted(SILENT_ROLES))
        raise self.error(f"is {str(self.value)[:60]!r}; allowed: {allowed}")


def _under(where: str, key: str) -> str:
    return f"{where}{'' if where.endswith(': ') else '.'}{key}"


def clean(text: str) -> str:
    """Return the text without space around it, and with a mark for halves of characters, which no store would take."""
    stripped = text.strip()
    try:
        stripped.encode()
    except UnicodeEncodeError:
        return stripped.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return stripped


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return "empty" if value is None or value == "" else names.get(type(value), "something else")


def _listed(keys: tuple[str, ...]) -> str:
    return " or ".join(f'"{key}"' for key in keys)


def _spoken(part: object) -> str | None:
    """Return the words of one part of a message; images, tool calls and thoughts have none."""
    if isinstance(part, str):
        return part
    if not isinstance(part, dict) or part.get("type", part.get("content_type", "text")) not in _SPOKEN_PARTS:
        return None
    text = part.get("text")
    return text if isinstance(text, str) else None


def _moment(value: object) -> datetime:
    if isinstance(value, str) and not re.fullmatch(r"-?\d{9,}(\.\d+)?", value.strip()):
        at = _written_moment(value.strip())
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        seconds = float(value)
        at = EPOCH + timedelta(seconds=seconds / 1000 if abs(seconds) >= 1e11 else seconds)
    else:
        raise ValueError("neither text nor a number")
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    if at.year not in YEARS:
        raise ValueError("outside the calendar")
    return at


def _written_moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return written(text, _DATE_FORMATS).replace(tzinfo=UTC)


def parsed(text: str, where: str) -> object:
    """Return the JSON value; raises Unreadable with the place when it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        spot = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno} column {error.colno}"
        raise Unreadable(f"{where}not JSON: {error.msg} at {spot}; allowed: a JSON object or list") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{where}JSON that cannot be read: {error}") from error
