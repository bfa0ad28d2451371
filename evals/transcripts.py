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
one as they stand, and so are the rows of a table (CSV, TSV), so that a file of any length can be read.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard, TypeVar

from ..memory.importers import chatgpt, claude, messages, rows
from ..memory.importers.chats import Chat, Message, name_of
from ..memory.importers.node import Node, Unreadable, clean
from ..memory.importers.shapes import Fits, like
from ..memory.importers.source import SAMPLE, Source
from . import lenient, posts, sets
from .labels import labels_of
from .turns import Clock, TranscriptTurn, by_time, one_sided, opened

__all__ = ["FORMATS", "TranscriptTurn", "Unreadable", "identify", "read", "source_of"]

_NAMES = "user|human|用户|人类|assistant|ai|bot|gpt|chatgpt|claude|chatbot|助手|助理|system|系统"
_MARK = re.compile(
    rf"\s*(?:\[(?P<time>[^\]]*)\])?[\s>*_#-]*(?P<role>{_NAMES})[\s*_]*[:：][\s*_]*(?P<words>.*)", re.IGNORECASE
)


def read(path: Path, tell: lenient.Tell | None = None) -> Iterator[TranscriptTurn]:
    """Return the turns of a file of conversations, in the order of the file.

    With `tell`, a line, record or message that cannot be read is told and left out; without it, it raises.

    Raises Unreadable: at once when the file cannot be opened or fits no format, and on the way when a place in it
    cannot be read, or at the end when there was no user's turn.
    """
    source = source_of(Path(path))
    chosen = _format_of(source)
    source = messages.laid_out(source) if chosen.read is _read_turns else source
    return _checked(source, chosen, _reading(source, chosen, tell))


def identify(path: Path) -> str:
    """Return the name of the file's format; a bad line at its beginning does not matter. Raises Unreadable when none fits."""
    return _format_of(source_of(Path(path))).name


def _reading(source: Source, chosen: _Format, tell: lenient.Tell | None) -> Iterator[TranscriptTurn]:
    if tell is None:
        return chosen.read(source)
    return chosen.mild(source, tell) if chosen.mild else chosen.read(lenient.good(source, chosen.read, tell))


def _checked(source: Source, chosen: _Format, turns: Iterator[TranscriptTurn]) -> Iterator[TranscriptTurn]:
    heard = False
    for turn in turns:
        heard = heard or turn.role == "user"
        yield turn
    if not heard:
        raise source.root.error(f"read as {chosen.name}, but there is no user's turn; at least one is needed")


def _format_of(source: Source) -> _Format:
    for candidate in _TABLE:
        if candidate.fits(source):
            return candidate
    raise source.root.error(f"{_problem(source)}; allowed: {', '.join(name for name, _ in FORMATS)}")


def _problem(source: Source) -> str:
    """Return what is wrong with a file that fits no format."""
    if source.shape != "text":
        return "fits no known format"
    if _is_table(source):
        found = ", ".join(filter(None, rows.names_of(source.file))) or "no name that is known"
        return f"a table needs the columns role and text in its first line, where there is: {found}"
    return "is not what its name says, JSON or XML"


def source_of(path: Path) -> Source:
    """Return a file as it is read, in whatever format it is. Raises Unreadable when it cannot be opened."""
    return lenient.opened(path, ", ".join(name for name, _ in FORMATS))


def _read_turns(source: Source) -> Iterator[TranscriptTurn]:
    turns = _turns(source, Clock())
    return turns if source.shape in ("lines", "table") else by_time(turns)


def _turns(source: Source, clock: Clock) -> Iterator[TranscriptTurn]:
    for record in source.records():
        one = messages.said(record)
        user, session = name_of(record, *messages.USER_KEYS), name_of(record, *messages.PART_KEYS)
        labels = labels_of(record)
        if one.role is not None and one.text:
            name, part = user or source.stem, session or "1"
            at = clock.at(name, part, one.at)
            yield TranscriptTurn(name, part, at, one.role, one.text, one.id, labels)


def _raised(error: Unreadable) -> None:
    raise error


def _chats(
    name: str, description: str, fits: Fits, chat: Callable[[Node], Chat], said: Callable[[Node], Message]
) -> _Format:
    """Return a format of conversations with an assistant; JSON lines are passed on as they stand. A message alone can be left out."""

    def mild(source: Source, tell: lenient.Tell) -> Iterator[TranscriptTurn]:
        turns = _heard(source, chat, said, tell)
        return turns if source.shape == "lines" else by_time(turns)

    return _Format(name, description, fits, lambda source: mild(source, _raised), mild)


def _heard(
    source: Source, chat: Callable[[Node], Chat], said: Callable[[Node], Message], tell: lenient.Tell
) -> Iterator[TranscriptTurn]:
    clock = Clock()
    for number, talk in enumerate(_sound(source.elements(), chat, tell), start=1):
        spoken = ((one.role, one.text, one.at) for one in _sound(talk.messages, said, tell))
        user, session = talk.user or source.stem, talk.id or str(number)
        yield from one_sided(clock, user, session, opened(spoken, talk.start))


T = TypeVar("T")


def _sound(nodes: Iterable[Node | Unreadable], read: Callable[[Node], T], tell: lenient.Tell) -> Iterator[T]:
    """Yield what is read of places; those that cannot be read are told."""
    for node in nodes:
        try:
            if isinstance(node, Unreadable):
                raise node
            found = read(node)
        except Unreadable as error:
            tell(error)
        else:
            yield found


def _read_marked(source: Source) -> Iterator[TranscriptTurn]:
    return one_sided(Clock(), source.stem, "1", sets.marked(source.lines(), _MARK))


def _read_text(source: Source) -> Iterator[TranscriptTurn]:
    return one_sided(Clock(), source.stem, "1", (("user", clean(line), None) for line in source.lines()))


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


def _sentences(source: Source) -> bool:
    value = source.root.value
    some = value[:SAMPLE] if _is_list(value) else [value]
    return any(
        isinstance(one, dict) and "role" not in one and "text" in one and bool({"owner", "interests"} & one.keys())
        for one in some
    )


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
    """Any text will do, except a table, and a file whose name promises something else, such as an error page saved as JSON."""
    named = source.file.ending in {".json", ".jsonl", ".ndjson", ".xml"}
    return source.shape == "text" and not named and not _is_table(source)


def _is_table(source: Source) -> bool:
    return source.file.ending in {".csv", ".tsv"} or bool(rows.names_of(source.file))


_by_turns = like("[].messages.[].message")


def _is_kdconv(source: Source) -> bool:
    return _by_turns(source) and not messages.are_nested(source)


def _is_posts(source: Source) -> bool:
    return source.shape == "xml" and any("<posts" in line for line in itertools.islice(source.lines(), SAMPLE))


@dataclass(frozen=True, slots=True)
class _Format:
    name: str
    description: str
    fits: Fits
    read: Callable[[Source], Iterator[TranscriptTurn]]
    mild: Callable[[Source, lenient.Tell], Iterator[TranscriptTurn]] | None = None
    """Read on past what cannot be read inside a record, and tell it."""


_TABLE = (
    _Format(
        "table",
        "CSV or TSV: a message a row, with columns as the fields of turns",
        lambda s: s.shape == "table",
        _read_turns,
    ),
    _chats("chatgpt", "conversations.json of a ChatGPT export", like("[].mapping"), chatgpt.chat, chatgpt.said),
    _chats("claude", "conversations.json of a Claude export", like("[].chat_messages"), claude.chat, claude.said),
    _Format("ikat", "TREC iKAT topics: statements, then a conversation", like("[].ptkb"), sets.read_ikat),
    _Format("laps", "LAPS: sessions of advice", like("[].sessions.[].dialogue"), sets.read_laps),
    _Format("locomo", "LoCoMo: dated sessions of two people", like("[].conversation.speaker_a"), sets.read_locomo),
    _Format("prefeval", "PrefEval: stated or implied preferences", like("[].preference"), sets.read_prefeval),
    _Format("longmemeval", "LongMemEval: haystacks", like("[].haystack_sessions.[]"), sets.read_longmemeval),
    _Format(
        "longmemeval-documents",
        "LongMemEval: sessions as documents",
        like("documents.[].text"),
        sets.read_longmemeval_documents,
    ),
    _Format("memorybank", "MemoryBank: dated days of users", like("*.history.*.[].query"), sets.read_memorybank),
    _Format("memorybank-questions", "MemoryBank: probing questions", _questions, sets.read_questions),
    _Format("chitchat", "chitchat: two people with times", like("*.messages.[].[].sender"), sets.read_chitchat),
    _Format("topical-chat", "Topical-Chat: two agents", like("*.content.[].agent"), sets.read_topical_chat),
    _chats(
        "messages",
        "OpenAI messages: a conversation a line, or a list",
        messages.are_conversations,
        messages.chat,
        messages.said,
    ),
    _Format("kdconv", "KdConv: two people by turns", _is_kdconv, sets.read_kdconv),
    _Format("tiage", "TIAGE: two people by turns, labelled", _shift_labels, sets.read_tiage),
    _Format("clinc150", "CLINC150: requests with their intents", lambda s: bool(_labels(s)), sets.read_clinc150),
    _Format("sentences", "sentences labelled with interests or an owner", _sentences, sets.read_sentences),
    _Format("stackexchange", "Posts.xml of a Stack Exchange dump", _is_posts, posts.read_stackexchange),
    _Format(
        "turns", "a message a line: role, text; user, session, time, id, labels", messages.are_messages, _read_turns
    ),
    _Format("dialogue", "plain text with lines User: and Assistant:", _is_marked, _read_marked),
    _Format("text", "plain text, a user's turn on each line", _is_unmarked, _read_text),
)

FORMATS = tuple((entry.name, entry.description) for entry in _TABLE)
"""Name and one-line description of every format."""
