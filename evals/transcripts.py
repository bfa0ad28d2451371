"""Read a file of conversations, whatever its format, as the turns of the users whose memory learns from them.

The format is known by the shape of what is in the file, never by its name; gzip is undone, a byte order mark is
skipped, bytes that are no UTF-8 are replaced. Messages of the system and of tools are left out.

Times are the file's own where it has them. Where it has none, each user's first session starts on 2024-01-01 at 00:00
UTC, sessions are a day apart (in LAPS seven days) and turns 60 seconds apart; a session longer than a day pushes the
next to the first free midnight. In iKAT the statements about the user come first, a day apart, then the conversation.

In a conversation between people (chitchat, Topical-Chat, KdConv, TIAGE, LoCoMo) each person is a user: a message is a
`user` turn of its speaker and an `assistant` turn for everyone else. A user without an id in the file is named after
the file, or `file/conversation/speaker` between people.

Within a user, time never decreases: whole-file formats are sorted where they need it. JSON lines are passed on one by
one as they stand, so that a file of any length can be read.
"""

from __future__ import annotations

import gzip
import io
import itertools
import json
import re
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeGuard

from . import sets
from .source import (
    Clock,
    Node,
    Said,
    Source,
    TranscriptError,
    TranscriptTurn,
    by_time,
    clean,
    one_sided,
    opened,
    parsed,
)

__all__ = ["FORMATS", "TranscriptError", "TranscriptTurn", "identify", "read"]

HEAD_BYTES = 8192
SAMPLE = 20

_SPEAKER_KEYS = ("role", "sender", "from", "speaker")
_WORDS_KEYS = ("text", "content", "message", "value")
_TIME_KEYS = ("time", "timestamp", "at", "created_at", "create_time", "date")
_SESSION_KEYS = ("session", "session_id", "conversation_id", "id", "uuid")
_LIST_KEYS = ("messages", "conversations", "conversation", "dialogue", "dialog", "turns")

_NAMES = "user|human|用户|人类|assistant|ai|bot|gpt|chatgpt|claude|chatbot|助手|助理|system|系统"
_MARK = re.compile(
    rf"\s*(?:\[(?P<time>[^\]]*)\])?[\s>*_#-]*(?P<role>{_NAMES})[\s*_]*[:：][\s*_]*(?P<words>.*)", re.IGNORECASE
)


def read(path: Path) -> Iterator[TranscriptTurn]:
    """Return the turns of a file of conversations, in the order of the file.

    Raises TranscriptError: at once when the file cannot be opened or fits no format, and on the way when a place in it
    cannot be read, or at the end when there was no user's turn.
    """
    source = _opened(Path(path))
    return _checked(source, _format_of(source))


def identify(path: Path) -> str:
    """Return the name of the file's format; raises TranscriptError when none fits."""
    return _format_of(_opened(Path(path))).name


def _checked(source: Source, chosen: _Format) -> Iterator[TranscriptTurn]:
    heard = False
    for turn in chosen.read(source):
        heard = heard or turn.role == "user"
        yield turn
    if not heard:
        raise source.root.error(f"read as {chosen.name}, but there is no user's turn; at least one is needed")


def _format_of(source: Source) -> _Format:
    for candidate in _TABLE:
        if candidate.fits(source):
            return candidate
    problem = "is not what its name says, JSON or XML" if source.shape == "text" else "fits no known format"
    raise source.root.error(f"{problem}; allowed: {', '.join(name for name, _ in FORMATS)}")


def _opened(path: Path) -> Source:
    """Look at the first lines, and at the whole where it is one JSON value."""
    with closing(_lines(path)) as lines:
        spoken = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
        head = list(itertools.islice(spoken, 2))
    if not head:
        raise TranscriptError(f"{path}: is empty; allowed: one of {', '.join(name for name, _ in FORMATS)}")
    first = head[0][1].strip()
    nothing = Node(None, f"{path}: ")
    if re.match(r"<(\?xml|!doctype|html|posts)\b", first, re.IGNORECASE):
        return Source(path, "xml", nothing, lambda: _lines(path))
    if re.match(r"\{|\[\s*($|[\[\]{\"])", first):
        return _opened_json(path, head)
    return Source(path, "text", nothing, lambda: _lines(path))


def _opened_json(path: Path, head: list[tuple[int, str]]) -> Source:
    number, first = head[0]
    value = _json_value(first)
    if len(head) > 1 and isinstance(value, dict | list):
        return Source(path, "lines", Node([value], f"{path}: "), lambda: _lines(path))
    if value is None and len(head) > 1 and first.lstrip().startswith("{") and isinstance(_json_value(head[1][1]), dict):
        parsed(first, f"{path}: line {number}: ")  # JSON lines of which the first is bad: this raises
    if value is None:
        value = parsed("".join(_lines(path)), f"{path}: ")
    return Source(path, "object" if isinstance(value, dict) else "list", Node(value, f"{path}: "), lambda: _lines(path))


def _json_value(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _lines(path: Path) -> Generator[str]:
    """Yield the lines of a text file, gzipped or not."""
    try:
        with closing(_binary(path)) as raw:
            head = raw.read(HEAD_BYTES)
            raw.seek(0)
            with io.TextIOWrapper(raw, encoding=_encoding(path, head), errors="replace") as text:
                yield from text
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise TranscriptError(f"{path}: cannot be read: {reason}; allowed: a text file, gzipped or not") from error


def _binary(path: Path) -> gzip.GzipFile | io.BufferedReader:
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return gzip.GzipFile(path) if zipped else path.open("rb")


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"PK\x03\x04"):
        raise TranscriptError(f"{path}: is a zip archive; unpack it and name the file of conversations in it")
    if b"\0" in head:
        raise TranscriptError(f"{path}: is not text; allowed: a text file, gzipped or not")
    return "utf-8-sig"


def _time(record: Node) -> datetime | None:
    found = record.get(*_TIME_KEYS)
    return None if found is None or found.value == "" else found.moment()


def _read_turns(source: Source) -> Iterator[TranscriptTurn]:
    turns = _turns(source, Clock())
    return turns if source.shape == "lines" else by_time(turns)


def _turns(source: Source, clock: Clock) -> Iterator[TranscriptTurn]:
    for record in source.records():
        role, text, own = _said(record)
        user, session = record.get("user", "user_id"), record.get("session", "session_id", "conversation_id")
        if role is None or not text:
            continue
        name, part = user.name() if user else source.stem, session.name() if session else "1"
        yield TranscriptTurn(name, part, clock.at(name, part, own), role, text)


def _said(message: Node) -> Said:
    role = message.need(*_SPEAKER_KEYS).role()
    words = message.get(*_WORDS_KEYS)
    if words is None and not _has_any(message.value, _WORDS_KEYS):  # null is allowed: a call of a tool has no words
        words = message.need(*_WORDS_KEYS)
    return role, words.text() if words else "", _time(message)


def _read_messages(source: Source) -> Iterator[TranscriptTurn]:
    turns = _messages(source, Clock())
    return turns if source.shape == "lines" else by_time(turns)


def _messages(source: Source, clock: Clock) -> Iterator[TranscriptTurn]:
    for number, record in enumerate(source.records(), start=1):
        user, session, start, messages = source.stem, str(number), None, record
        if not isinstance(record.value, list):
            owner, name = record.get("user", "user_id"), record.get(*_SESSION_KEYS)
            user, session = owner.name() if owner else user, name.name() if name else session
            start, messages = _time(record), record.need(*_LIST_KEYS)
        said = [_said(message) for message in messages.items()]
        yield from one_sided(clock, user, session, opened(said, start))


def _read_chatgpt(source: Source) -> Iterator[TranscriptTurn]:
    return by_time(_chatgpt(source, Clock()))


def _chatgpt(source: Source, clock: Clock) -> Iterator[TranscriptTurn]:
    for number, record in enumerate(source.records(), start=1):
        session = record.get("conversation_id", "id")
        said = [_chatgpt_said(message) for node in _branch(record) if (message := node.get("message"))]
        said_from = opened(said, _time(record))
        yield from one_sided(clock, source.stem, session.name() if session else str(number), said_from)


def _branch(record: Node) -> list[Node]:
    """Return the nodes from the root to the current one, or to the last leaf where none is current."""
    nodes = dict(record.need("mapping").entries())
    current = record.get("current_node")
    leaves = [key for key, node in nodes.items() if not ((below := node.get("children")) and below.value)]
    key = current.name() if current and current.name() in nodes else next(reversed(leaves), None)
    path: dict[str, Node] = {}
    while key in nodes and key not in path:
        path[key] = nodes[key]
        parent = nodes[key].get("parent")
        key = parent.name() if parent else None
    return list(path.values())[::-1]


def _chatgpt_said(message: Node) -> Said:
    content, metadata = message.get("content"), message.get("metadata")
    hidden = metadata is not None and metadata.get("is_visually_hidden_from_conversation")
    words = content.text() if content and not (hidden and hidden.value) else ""
    return message.need("author").need("role").role(), words, _time(message)


def _read_claude(source: Source) -> Iterator[TranscriptTurn]:
    return by_time(_claude(source, Clock()))


def _claude(source: Source, clock: Clock) -> Iterator[TranscriptTurn]:
    for number, record in enumerate(source.records(), start=1):
        account, session = record.get("account"), record.get("uuid")
        owner = account.get("uuid") if account else None
        said = opened(map(_claude_said, record.need("chat_messages").items()), _time(record))
        user, name = owner.name() if owner else source.stem, session.name() if session else str(number)
        yield from one_sided(clock, user, name, said)


def _claude_said(message: Node) -> Said:
    texts = (words.text() for key in ("text", "content") if (words := message.get(key)))
    return message.need("sender").role(), next(filter(None, texts), ""), _time(message)


def _read_marked(source: Source) -> Iterator[TranscriptTurn]:
    return one_sided(Clock(), source.stem, "1", sets.marked(source.lines(), _MARK))


def _read_text(source: Source) -> Iterator[TranscriptTurn]:
    return one_sided(Clock(), source.stem, "1", (("user", clean(line), None) for line in source.lines()))


_Fits = Callable[[Source], bool]


def _like(*patterns: str) -> _Fits:
    """Return a test for a value at one of these paths: `[]` is an element of a list, `*` any field of an object.

    An object that stands alone counts as a list of one.
    """

    def fits(source: Source) -> bool:
        alone = [source.root.value] if source.shape == "object" else source.root.value
        return any(
            _reaches(alone if pattern.startswith("[]") else source.root.value, pattern.split("."))
            for pattern in patterns
        )

    return fits


def _reaches(value: object, steps: list[str]) -> bool:
    if not steps:
        return value is not None
    inner: list[object] = []
    if steps[0] == "[]" and isinstance(value, list):
        inner = value[:SAMPLE]
    elif steps[0] == "*" and isinstance(value, dict):
        inner = list(itertools.islice(value.values(), SAMPLE))
    elif isinstance(value, dict) and steps[0] in value:
        inner = [value[steps[0]]]
    return any(_reaches(child, steps[1:]) for child in inner)


def _has_any(value: object, keys: tuple[str, ...]) -> bool:
    return isinstance(value, dict) and any(key in value for key in keys)


def _labels(source: Source) -> set[str]:
    """Return the labels of an object of lists of `[text, label]`, or nothing where it is not one."""
    value = source.root.value
    groups = [group[:SAMPLE] for group in value.values() if _is_list(group)] if isinstance(value, dict) else []
    pairs = [pair for group in groups[:SAMPLE] for pair in group]
    labels = {str(pair[1]) for pair in pairs if _is_list(pair) and len(pair) == 2 and isinstance(pair[0], str)}
    return labels if all(_is_list(pair) and len(pair) == 2 for pair in pairs) else set()


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _shift_labels(source: Source) -> bool:
    return bool(_labels(source)) and _labels(source) <= {"-1", "0", "1"}


def _questions(source: Source) -> bool:
    value = source.root.value
    return any(map(_asks, value)) if source.shape == "lines" and _is_list(value) else _asks(value)


def _asks(record: object) -> bool:
    return isinstance(record, dict) and len(record) == 1 and all(_strings(value) for value in record.values())


def _strings(value: object) -> bool:
    return _is_list(value) and bool(value) and all(isinstance(item, str) for item in value)


def _is_marked(source: Source) -> bool:
    return source.shape == "text" and any(_MARK.match(line) for line in source.lines())


def _is_unmarked(source: Source) -> bool:
    """Any text will do, except in a file whose name promises something else, such as an error page saved as JSON."""
    ending = Path(source.path.name.removesuffix(".gz")).suffix.lower()
    return source.shape == "text" and ending not in {".json", ".jsonl", ".ndjson", ".xml"}


def _is_posts(source: Source) -> bool:
    return source.shape == "xml" and any("<posts" in line for line in itertools.islice(source.lines(), SAMPLE))


_BARE = tuple(f"[].{key}" for key in ("text", "content", *_SPEAKER_KEYS))
_IN_LISTS = tuple(f"[].{group}.[].{key}" for group in _LIST_KEYS for key in _SPEAKER_KEYS)


@dataclass(frozen=True, slots=True)
class _Format:
    name: str
    description: str
    fits: _Fits
    read: Callable[[Source], Iterator[TranscriptTurn]]


_TABLE = (
    _Format("chatgpt", "conversations.json of a ChatGPT export", _like("[].mapping"), _read_chatgpt),
    _Format("claude", "conversations.json of a Claude export", _like("[].chat_messages"), _read_claude),
    _Format("ikat", "TREC iKAT topics: statements, then a conversation", _like("[].ptkb"), sets.read_ikat),
    _Format("laps", "LAPS: sessions of advice", _like("[].sessions.[].dialogue"), sets.read_laps),
    _Format("locomo", "LoCoMo: dated sessions of two people", _like("[].conversation.speaker_a"), sets.read_locomo),
    _Format("prefeval", "PrefEval: stated or implied preferences", _like("[].preference"), sets.read_prefeval),
    _Format("longmemeval", "LongMemEval: haystacks", _like("[].haystack_sessions.[]"), sets.read_longmemeval),
    _Format(
        "longmemeval-documents",
        "LongMemEval: sessions as documents",
        _like("documents.[].text"),
        sets.read_longmemeval_documents,
    ),
    _Format("memorybank", "MemoryBank: dated days of users", _like("*.history.*.[].query"), sets.read_memorybank),
    _Format("memorybank-questions", "MemoryBank: probing questions", _questions, sets.read_questions),
    _Format("chitchat", "chitchat: two people with times", _like("*.messages.[].[].sender"), sets.read_chitchat),
    _Format("topical-chat", "Topical-Chat: two agents", _like("*.content.[].agent"), sets.read_topical_chat),
    _Format(
        "messages", "OpenAI messages: a conversation a line, or a list", _like(*_IN_LISTS, "[].[].role"), _read_messages
    ),
    _Format("kdconv", "KdConv: two people by turns", _like("[].messages.[].message"), sets.read_kdconv),
    _Format("tiage", "TIAGE: two people by turns, labelled", _shift_labels, sets.read_tiage),
    _Format("clinc150", "CLINC150: requests with their intents", lambda s: bool(_labels(s)), sets.read_clinc150),
    _Format("stackexchange", "Posts.xml of a Stack Exchange dump", _is_posts, sets.read_stackexchange),
    _Format("turns", "a message a line: role, text; user, session, time", _like(*_BARE), _read_turns),
    _Format("dialogue", "plain text with lines User: and Assistant:", _is_marked, _read_marked),
    _Format("text", "plain text, a user's turn on each line", _is_unmarked, _read_text),
)

FORMATS = tuple((entry.name, entry.description) for entry in _TABLE)
"""Name and one-line description of every format."""
