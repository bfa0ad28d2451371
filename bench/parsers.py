"""Every parser that reads what others wrote, as a table for bench/fuzz.py: its corpus, its dictionary, how it is run, what it may raise."""

from __future__ import annotations

import itertools
import json
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import corpora
from bench.mutations import MOST_BYTES

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Parser:
    """A parser: `run` reads one input and raises what is not among `allowed` only where it is broken."""

    name: str
    about: str
    run: Callable[[bytes], object]
    corpus: Callable[[], tuple[bytes, ...]]
    allowed: tuple[type[BaseException], ...] = ()
    words: tuple[str, ...] = ()
    most_bytes: int = MOST_BYTES


def text_of(data: bytes) -> str:
    """Return an input as text; what is no UTF-8 becomes lone surrogates, as in file names and JSON."""
    return data.decode("utf-8", "surrogateescape")


@cache
def _folder() -> Path:
    folder = TemporaryDirectory(prefix="penchant-fuzz-")
    _KEPT.append(folder)
    return Path(folder.name)


_KEPT: list[TemporaryDirectory[str]] = []


# Importers


def imported(name: str, ending: str) -> Callable[[bytes], None]:
    """Return what reads a file as a format does, to the interactions and on to the events that they become."""

    def run(data: bytes) -> None:
        from penchant.memory.importers.found import Options
        from penchant.memory.interactions import to_event
        from penchant.memory.kinds import Kinds
        from penchant.memory.records import Interaction, to_ms

        export = _text(name, ending, data) if name and ending else _file(name, ending, data)
        options = Options(undated=NOW)
        export.told(options)
        for found in export.read(options):
            if isinstance(found, Interaction):
                with suppress(ValueError):  # as `observe_all`, which counts it
                    to_event(found, Kinds(), to_ms(NOW))

    return run


def _file(name: str, ending: str, data: bytes) -> Any:
    """Return what a file holds that lies in a folder: a database or an archive."""
    from penchant.memory.importers.formats import identify

    path = _folder() / f"{name or 'any'}{ending}"
    path.write_bytes(data)
    return identify(path, name)


def _text(name: str, ending: str, data: bytes) -> Any:
    """Return what a text holds, out of memory: opening files takes longer than reading so little."""
    from penchant.memory.importers.files import File
    from penchant.memory.importers.formats import FORMATS, Export, look
    from penchant.memory.importers.node import Unreadable

    path = Path(f"{name}{ending}")
    opened = look(File(str(path), path, lambda: BytesIO(data)))
    found = next(one for one in FORMATS if one.name == name)
    if found.kind != opened.kind:
        raise Unreadable(f"{path}: is no {name}")
    return Export(path, found, (opened,))


def _importer(name: str, ending: str, words: tuple[str, ...] = (), most_bytes: int = MOST_BYTES) -> Parser:
    from penchant.memory.importers.node import Unreadable

    about = f"`penchant import`: {name or 'a file of no known name'}"
    corpus = lambda: corpora.export(name, ending)  # noqa: E731 - a file is made only when it is asked for
    called = f"import-{name}" if name else f"import{ending.replace('.', '-')}"
    return Parser(called, about, imported(name, ending), corpus, (Unreadable,), words, most_bytes)


# Texts


def _extracted(data: bytes) -> None:
    from penchant.memory.extraction import candidates, prose

    text = text_of(data)
    assert len(prose(text)) == len(text[:20_000])
    for one in candidates(text):
        assert text[one.start : one.end] == one.text


def _periods(data: bytes) -> None:
    from penchant.memory.recall.mattering import refers_back
    from penchant.memory.recall.periods import period_of, undated

    text = text_of(data)
    if found := period_of(text, NOW):
        assert found.start < found.end
        assert found.moments
    undated(text)
    refers_back(text)


def _duration(data: bytes) -> None:
    from penchant.tui.durations import duration

    duration(text_of(data))


def _dates(data: bytes) -> None:
    from penchant.memory.importers.dates import moment, way_of

    values = text_of(data).split("\n")
    try:
        way = way_of(values)
    except ValueError:
        return
    for one in values:
        moment(one, way)


def _redacted(data: bytes) -> None:
    from penchant.agent.kept.redaction import without_secrets

    text = text_of(data)
    without_secrets(text)
    for one in _redactor().find(text):
        assert text[one.start : one.end] == one.text


@cache
def _redactor() -> Any:
    from penchant.memory.privacy.kinds import ALL
    from penchant.memory.privacy.redactor import Redactor

    return Redactor(ALL)


# What a person types or writes


class _Front:
    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_given, **_named: None


def _command(data: bytes) -> None:
    from penchant.tui.commands import FULL, PLAIN, run

    front: Any = _Front()
    tables: tuple[Any, ...] = (PLAIN, FULL)
    for table in tables:
        run(front, table, f"/{text_of(data)}")


def _keys(data: bytes) -> None:
    from penchant.tui.chords import chords

    assert chords(text_of(data))


def _config(data: bytes) -> None:
    import os

    from penchant.agent import settings
    from penchant.memory.errors import SettingsError
    from penchant.tui import preferences

    os.environ["XDG_CONFIG_HOME"] = str(_folder())
    file = preferences.config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    preferences.load({})
    with suppress(SettingsError):
        settings.load()
    try:
        values = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return
    preferences.read(values, {})


# The server


def _chat(data: bytes) -> None:
    from penchant.agent.models import Profile
    from penchant.server.chat.request import read_request
    from penchant.server.chat.turn import read_turn

    turn = read_turn(data)
    if turn.said:
        changed = json.loads(turn.with_block("BLOCK\n"))
        assert len(changed["messages"]) == len(turn.body["messages"])
    read_request(data, Profile("any"), True)


def _events(data: bytes) -> None:
    from penchant.server.api.shapes import EventIn, Events
    from pydantic import TypeAdapter

    found: Any = TypeAdapter(Events | EventIn).validate_json(data)
    assert found.model_dump_json()


def _names(data: bytes) -> None:
    from penchant.server.people import checked_name, name_in

    text = text_of(data)
    checked_name(text)
    app, _, user = text.partition("/")
    name_in(app, user)


_ASKED = itertools.count()
_OPEN: list[Any] = []


def _person() -> Any:
    """Return somebody, another one after some thousand inputs: what is decided of interests is kept, and looked through each time."""
    from penchant.memory import InterestMemory

    from tests.memory.life import WordVectors

    if (number := next(_ASKED)) % 2_000 == 0:
        while _OPEN:
            _OPEN.pop().close()
        _OPEN.append(InterestMemory(_folder() / f"{number}", clock=lambda: NOW, embedder=WordVectors(), index=False))
        for text in ("I love rock climbing.", "I really love jazz guitar.", "I can't stand opera."):
            _OPEN[0].user("ada").observe(text)
    return _OPEN[0].user("ada")


def _mcp(data: bytes) -> None:
    from penchant.server.mcp import noting, resources
    from penchant.server.mcp.tools import TOOLS

    name, _, given = text_of(data).partition("\n")
    if name.startswith("interest:"):
        resources.read(_person(), name, NOW)
        return
    tool = next((one for one in TOOLS if one.name == name), TOOLS[len(name) % len(TOOLS)])
    asked: Any = tool.takes.model_validate(json.loads(given))
    told = noting.checked(asked) if tool.does is None else tool.does(_person(), asked, NOW)
    assert told


# The prompt


def _prompt(data: bytes) -> None:
    from bench.prompts import built, check

    for prompt, placement in built(text_of(data)):
        check(prompt, placement)


def parsers() -> dict[str, Parser]:
    """Return all parsers by name."""
    from penchant.server.failures import ApiError

    json_words = (
        '"id":',
        '"role":"user"',
        '"content":',
        '"parts":[',
        '"mapping":{',
        "null",
        "{}",
        "[]",
        '"create_time":',
        "},{",
    )
    wrong = (ApiError, ValueError)  # pydantic's and JSON's errors are ValueErrors; the server answers both with 400
    found = (
        *(_importer(name, ".json", json_words) for name in ("chatgpt", "claude", "spotify", "mem0")),
        *(_importer(name, ".jsonl", json_words) for name in ("messages", "turns", "events")),
        _importer("bookmarks", ".html", ("<DT>", "<A HREF=", "</A>", "<DL><p>", "ADD_DATE=", "<H3>")),
        _importer("csv", ".csv", (",", ";", "\t", '"', "title,time\n", "2026-01-02T03:04:05Z", "31/12/2025")),
        _importer("chromium", "", most_bytes=1 << 18),
        _importer("firefox", "", most_bytes=1 << 18),
        _importer("", ".zip", ("PK\x03\x04", "PK\x01\x02", "conversations.json"), most_bytes=1 << 16),
        Parser("extract-english", "the extractor on English", _extracted, corpora.english, words=corpora.ENGLISH),
        Parser("extract-chinese", "the extractor on Chinese", _extracted, corpora.chinese, words=corpora.CHINESE),
        Parser("period", "the time that a question speaks of", _periods, corpora.periods, words=corpora.TIMES),
        Parser("duration", "durations of the command line", _duration, corpora.durations, (ValueError,), ("d", "h", " weeks", ".5")),
        Parser("dates", "dates in tables", _dates, corpora.dates, words=("/", "-", "T", "Z", "+08:00", "\n")),
        Parser("redaction", "secret and personal words in texts", _redacted, corpora.secrets, words=("sk-", "token=", "://", "Bearer ")),
        Parser("command", "slash commands", _command, corpora.commands, (ValueError, _leave()), (" = ", " ", "=")),
        Parser("keys", "keys of the keyboard in the configuration", _keys, corpora.keys, (ValueError,), ("ctrl+", ",", "++", "f1")),
        Parser("config", "the configuration file", _config, corpora.config, words=("\n", " = ", '"', "[keys]\n", "true", "[", "]")),
        Parser("http-chat", "bodies of /v1/chat/completions", _chat, corpora.chats, wrong, json_words),
        Parser("http-events", "bodies of /v1/events", _events, corpora.events, wrong, ('"kind":"view"', '"text":', '"at":', '"item":{')),
        Parser("http-names", "users' ids", _names, corpora.names, (ValueError,)),
        Parser("mcp", "arguments of MCP's tools, and its addresses", _mcp, corpora.mcp, wrong, ('"topic":', '"limit":', "interest://")),
        Parser("prompt", "the prompt builder: labels, quotes, files, messages", _prompt, corpora.prompts, words=corpora.FENCES),
    )  # fmt: skip
    return {one.name: one for one in found}


def _leave() -> type[BaseException]:
    from penchant.tui.commands import Leave

    return Leave


PARSERS = parsers()
