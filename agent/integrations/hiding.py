"""Placeholders for OpenAI's client: what a request says goes out with them, what comes back has the words again, whole or piece by piece.

Requests and answers are walked through as they are, so chat completions and responses, parsed answers and calls of tools are served alike.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from pydantic import BaseModel

from ...memory.privacy.kinds import Kind
from ...memory.privacy.redactor import Redactor
from ..privacy.destinations import of_url
from ..privacy.pseudonymizing import chosen
from ..privacy.pseudonyms import Pseudonyms, Restoring
from ..privacy.walking import SAID, hide
from ..privacy.wire import Pieces

MOST_PEOPLE = 1024
"""So many people's placeholders are remembered: OpenAI's server may hold a conversation in which earlier ones stand."""


@dataclass(slots=True, eq=False)
class Hiding:
    """The placeholders of everybody who speaks through a client, each with a map of their own."""

    redactor: Redactor
    _people: OrderedDict[str, Pseudonyms] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def hidden(self, request: Mapping[str, Any], person: str) -> tuple[dict[str, Any], Pseudonyms]:
        """Return a request with placeholders, and what gives the words back."""
        known = self._of(person)
        said = {name: _plain(request[name]) for name in SAID if name in request}
        return hide({**request, **said}, known), known

    def _of(self, person: str) -> Pseudonyms:
        with self._lock:
            found = self._people.pop(person, None) or Pseudonyms(self.redactor)
            self._people[person] = found
            while len(self._people) > MOST_PEOPLE:
                self._people.popitem(last=False)
            return found


@dataclass(slots=True, eq=False)
class Hidings:
    """The placeholders of a client and of its copies: which words get one may depend on where each of them leads to."""

    setting: str
    _made: dict[frozenset[Kind], Hiding] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def towards(self, url: str) -> Hiding | None:
        """Return those for a server, None where its models get the words.

        Raises:
            SettingsError: there is no such kind, or a package that it needs is not installed.
        """
        if not (kinds := chosen(self.setting, of_url(url).here)):
            return None
        with self._lock:
            if kinds not in self._made:
                self._made[kinds] = Hiding(Redactor(kinds))
            return self._made[kinds]


def restore(answer: Any, known: Pseudonyms) -> None:
    """Put the words back into a whole answer, in place."""
    if len(known):
        _restore(answer, known, set())


def restoring(known: Pseudonyms) -> Callable[[Any], list[Any]]:
    """Return what gives the pieces of a streamed answer with the words again: for each piece that comes, none, one or two."""
    chunks, deltas = Pieces(known), _Deltas(known)

    def restored(piece: Any) -> list[Any]:
        if not len(known):
            return [piece]
        if getattr(piece, "object", "") == "chat.completion.chunk":
            return [type(piece).construct(**chunks.restored(piece.model_dump(exclude_unset=True)))]
        return deltas.restored(piece)

    return restored


class _Deltas:
    """The events of one streamed response: each part of it is a stream of text of its own."""

    def __init__(self, known: Pseudonyms) -> None:
        self._known = known
        self._streams: dict[tuple[Any, ...], tuple[Any, Restoring]] = {}

    def restored(self, event: Any) -> list[Any]:
        kind = str(getattr(event, "type", ""))
        if kind.endswith(".delta") and isinstance(getattr(event, "delta", None), str):
            return self._fed(event, kind)
        held = self._held(event, kind.removesuffix(".done")) if kind.endswith(".done") else []
        _restore(event, self._known, set())
        return [*held, event]

    def _fed(self, event: Any, kind: str) -> list[Any]:
        key = _part(event, kind.removesuffix(".delta"))
        _, stream = self._streams.get(key) or (None, Restoring(self._known, in_json="arguments" in kind))
        self._streams[key] = event, stream
        return [event.model_copy(update={"delta": stream.feed(event.delta)})]

    def _held(self, event: Any, kind: str) -> list[Any]:
        """Return what was held back of a part that ends, as one more piece of it."""
        last, stream = self._streams.pop(_part(event, kind), (None, None))
        rest = stream.rest() if stream is not None else ""
        return [last.model_copy(update={"delta": rest})] if last is not None and rest else []


def _part(event: Any, kind: str) -> tuple[Any, ...]:
    return kind, *(getattr(event, name, None) for name in ("item_id", "output_index", "content_index", "summary_index"))


def _plain(value: Any) -> Any:
    """Return a part of a request as the JSON that is made of it: OpenAI's own objects may stand in it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _restore(value: Any, known: Pseudonyms, seen: set[int]) -> None:
    """Walk through objects and lists; what `parse` has made of an answer is one of the caller's, and is walked through as well."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, list):
        places: Any = enumerate(value)
    elif isinstance(value, BaseModel):
        value = value.__dict__
        places = list(value.items())
    elif isinstance(value, dict):
        places = list(value.items())
    else:
        return
    for place, part in places:
        if isinstance(part, str):
            value[place] = known.restore_json(part) if place == "arguments" else known.restore(part)
        else:
            _restore(part, known, seen)
