"""Turns, and what their readers share.

A reader takes a `Source` and yields turns. It walks the file through `Node`s, which know where they stand, so that an
error names the file, the line or key, and what is allowed. Turns without a time get one from a `Clock`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

Role = Literal["user", "assistant"]
Shape = Literal["object", "list", "lines", "xml", "text"]

START = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(seconds=60)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
YEARS = range(1900, 3000)

USER_ROLES = {"user", "human", "prompter", "customer", "用户", "人类"}
ASSISTANT_ROLES = {"assistant", "ai", "bot", "gpt", "chatgpt", "claude", "model", "agent", "chatbot", "助手", "助理"}
SILENT_ROLES = {"system", "developer", "tool", "function", "系统"}

_DATE_PATTERNS = (
    "%I:%M %p on %d %B, %Y",
    "%Y/%m/%d (%a) %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y-%m-%d",
)
_SPOKEN_PARTS = ("text", "input_text", "output_text", "audio_transcription")


@dataclass(frozen=True, slots=True)
class TranscriptTurn:
    """What was said to, or by, the user whose memory learns from it; `at` is aware and in UTC."""

    user: str
    session: str
    at: datetime
    role: Role
    text: str


class TranscriptError(ValueError):
    """A file cannot be read as conversations; the text names the place and what is allowed there."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value in a file with the place where it stands, such as `chat.json: [0].messages[3].role`."""

    value: object
    where: str

    def error(self, problem: str) -> TranscriptError:
        """Return, for raising, an error that names this place."""
        return TranscriptError(f"{self.where.removesuffix(': ')}: {problem}")

    def get(self, *keys: str) -> Node | None:
        """Return the first of these fields that is there and not null, or None."""
        if not isinstance(self.value, dict):
            raise self.error(f"is {_kind(self.value)}; allowed: an object with {_listed(keys)}")
        for key in keys:
            if self.value.get(key) is not None:
                return Node(self.value[key], _under(self.where, key))
        return None

    def need(self, *keys: str) -> Node:
        """Return the first of these fields that is there; raises TranscriptError when none is."""
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
        for pattern in _DATE_PATTERNS:
            with suppress(ValueError):
                return datetime.strptime(text, pattern).replace(tzinfo=UTC)
        raise


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file: its root (of JSON lines: a list of the first record) and a way to read its text again."""

    path: Path
    shape: Shape
    root: Node
    lines: Callable[[], Iterator[str]]

    @property
    def stem(self) -> str:
        """The file's name without `.gz` and without the ending before it."""
        return Path(self.path.name.removesuffix(".gz")).stem

    def records(self) -> Iterator[Node]:
        """Yield the lines of JSON lines, the elements of a list, or an object that stands alone."""
        if self.shape == "lines":
            return self._streamed()
        return iter([self.root] if self.shape == "object" else self.root.items())

    def _streamed(self) -> Iterator[Node]:
        for number, line in enumerate(self.lines(), start=1):
            if line.strip():
                where = f"{self.path}: line {number}: "
                yield Node(parsed(line, where), where)


def parsed(text: str, where: str) -> object:
    """Return the JSON value; raises TranscriptError with the place when it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        spot = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno} column {error.colno}"
        raise TranscriptError(f"{where}not JSON: {error.msg} at {spot}; allowed: a JSON object or list") from error
    except (ValueError, RecursionError) as error:
        raise TranscriptError(f"{where}JSON that cannot be read: {error}") from error


@dataclass(slots=True)
class Clock:
    """Gives each turn a time: its own, or a minute after the user's last; a new session starts `gap` after the last.

    The first session starts on 2024-01-01 at 00:00 UTC. A session longer than the gap pushes the next one back by
    whole gaps, so that a user's time never runs backwards.
    """

    gap: timedelta = DAY
    _seen: dict[str, tuple[str, datetime, datetime]] = field(default_factory=dict)

    def at(self, user: str, session: str, own: datetime | None = None) -> datetime:
        """Return the turn's time and remember it as the user's last."""
        known, start, last = self._seen.get(user, (None, START - self.gap, START - self.gap))
        if own is not None:
            now = own
        elif session == known:
            now = last + MINUTE
        else:
            now = start + self.gap * ((last - start) // self.gap + 1)
        self._seen[user] = (session, start if session == known else now, now)
        return now


Said = tuple[Role | None, str, datetime | None]
"""A role (None: to be left out), the words, and a time where the file has one."""


def one_sided(clock: Clock, user: str, session: str, said: Iterable[Said]) -> Iterator[TranscriptTurn]:
    """Yield a user's conversation with an assistant; a time before that of the turn above is raised to it."""
    latest: datetime | None = None
    for role, text, own in said:
        if role is None or not text:
            continue
        at = clock.at(user, session, max(own, latest) if own and latest else own)
        latest = at if latest is None else max(at, latest)
        yield TranscriptTurn(user, session, at, role, text)


def between_people(
    clock: Clock, people: Iterable[str], session: str, said: Iterable[tuple[str, str, datetime | None]]
) -> Iterator[TranscriptTurn]:
    """Yield each message as its speaker's own turn and as an assistant's turn for everyone else."""
    everyone = list(dict.fromkeys(people))
    for speaker, text, own in said:
        for person in [speaker, *(other for other in everyone if other != speaker)] if text else ():
            role: Role = "user" if person == speaker else "assistant"
            yield TranscriptTurn(person, session, clock.at(person, session, own), role, text)


def by_time(turns: Iterable[TranscriptTurn]) -> Iterator[TranscriptTurn]:
    """Yield the turns of a whole file in order of time; those at the same time keep their order."""
    return iter(sorted(turns, key=lambda turn: turn.at))


def opened(said: Iterable[Said], start: datetime | None) -> Iterator[Said]:
    """Yield a session whose first turn, unless it has a time of its own, is at `start`."""
    for role, text, own in said:
        spoken = role is not None and bool(text)
        yield role, text, own or (start if spoken else None)
        start = None if spoken else start


def exchange(node: Node, asked: tuple[str, ...], answered: tuple[str, ...]) -> Iterator[Said]:
    """Yield the user's words and then the assistant's from an object that holds both."""
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = (("user", asked), ("assistant", answered))
    for role, keys in roles:
        words = node.get(*keys)
        yield role, words.text() if words else "", None
