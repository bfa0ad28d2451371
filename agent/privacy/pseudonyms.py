"""Placeholders for personal words on their way to a model, and the way back: `<EMAIL_1>` goes out, the reply has the address again.

The map from one to the other is held in memory for a session, and never sent or stored.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from threading import Lock
from typing import Any

from ...memory.cleaning import each_text
from ...memory.privacy.given import called
from ...memory.privacy.kinds import NAMES, Kind
from ...memory.privacy.redactor import Found, Redactor, filled, outside

_Place = tuple[int, int, Kind | None]
_PLACEHOLDER = re.compile(r"<([A-Z]+)_(\d+)>", re.IGNORECASE)


class Pseudonyms:
    """The placeholders of one session: the same words have the same one all along. Safe to share between threads."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._placeholders: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._taken: set[str] = set()
        self._found: dict[int, tuple[Found, ...]] = {}
        self._counts: Counter[str] = Counter()
        self._known: re.Pattern[str] | None = None
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._words)

    def learn(self, texts: Iterable[str]) -> None:
        """Give what is found in some texts its placeholders. All that is sent together is learned first, so that it is hidden alike."""
        with self._lock:
            for text in texts:
                self._learned(text)

    def hide(self, text: str) -> str:
        """Return a text with placeholders for what is found in it, where it is found, and for all that was learned, wherever it stands."""
        with self._lock:
            places: list[_Place] = [(one.start, one.end, one.kind) for one in self._learned(text)]
            if self._placeholders:
                self._known = self._known or _any_of(self._placeholders)
                places += [(match.start(), match.end(), None) for match in self._known.finditer(text)]
            return filled(
                text, ((start, end, self._placeholder(text[start:end], kind)) for start, end, kind in _joined(places))
            )

    def hide_json(self, text: str) -> str:
        """Return a piece of JSON with placeholders in its strings, whose words JSON may spell another way; of what is none, as a text."""
        try:
            value = json.loads(text)
        except ValueError:
            return self.hide(text)
        hidden = self.hidden(value)
        return self.hide(text if hidden == value else json.dumps(hidden, ensure_ascii=False))

    def restore(self, text: str) -> str:
        """Return a text with the words again."""
        if not self._words or "<" not in text:
            return text
        return _PLACEHOLDER.sub(lambda match: self._words.get(match[0].upper(), match[0]), text)

    def restore_json(self, text: str) -> str:
        """Return a piece of JSON with the words again, spelled as its strings are."""
        if not self._words or "<" not in text:
            return text
        return _PLACEHOLDER.sub(lambda match: _in_json(self._words.get(match[0].upper(), match[0])), text)

    def restored(self, value: Any) -> Any:
        """Return a value with the words again in every string of it."""
        return each_text(value, self.restore)

    def hidden(self, value: Any) -> Any:
        """Return a value with placeholders in every string of it."""
        return each_text(value, self.hide)

    def open_end(self, text: str) -> int:
        """Return where a placeholder may have begun that a text's end cuts; the text's length where none has."""
        begun = text.rfind("<")
        cut = text[begun:].upper()
        return begun if begun >= 0 and any(one.startswith(cut) and one != cut for one in self._words) else len(text)

    def _learned(self, text: str) -> tuple[Found, ...]:
        """Return what is found in a text, which has its placeholders then; no placeholder of ours is found in it."""
        key = hash(text)
        if key not in self._found:  # a history comes again with each question
            written = list(_PLACEHOLDER.finditer(text)) if "<" in text else []
            own = [match.span() for match in written if match[0].upper() in self._words]
            self._taken.update(match[0].upper() for match in written)
            self._found[key] = tuple(outside(self._redactor.find(text), own))
            for one in self._found[key]:
                for words in called(one):
                    self._placeholder(words, one.kind)
        return self._found[key]

    def _placeholder(self, words: str, kind: Kind | None) -> str:
        """Return the placeholder of words: if they have none yet, one that nobody has written."""
        if words not in self._placeholders:
            name = "NAME" if kind is None or kind in NAMES else kind.upper()
            placeholder = self._next(name)
            while placeholder in self._taken:
                placeholder = self._next(name)
            self._placeholders[words], self._words[placeholder], self._known = placeholder, words, None
        return self._placeholders[words]

    def _next(self, name: str) -> str:
        self._counts[name] += 1
        return f"<{name}_{self._counts[name]}>"


def _joined(places: Iterable[_Place]) -> list[_Place]:
    """Return places in their order, those that overlap as one."""
    joined: list[_Place] = []
    for start, end, kind in sorted(places, key=lambda one: one[:2]):
        if joined and start < joined[-1][1]:
            begun, ended, known = joined[-1]
            joined[-1] = begun, max(ended, end), known or kind
        else:
            joined.append((start, end, kind))
    return joined


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of any of some words, the longer ones first; letters and digits of ours must not go on around them."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(_whole(one) for one in longest))


def _whole(words: str) -> str:
    begin = r"(?<![A-Za-z0-9_])" if _is_plain(words[0]) else ""
    end = r"(?![A-Za-z0-9_])" if _is_plain(words[-1]) else ""
    return f"{begin}{re.escape(words)}{end}"


def _is_plain(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or sign == "_")


def _in_json(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)[1:-1]


class Restoring:
    """One stream of text from a model: what was cut between two pieces is held back until its rest has come."""

    def __init__(self, pseudonyms: Pseudonyms, *, in_json: bool = False) -> None:
        self._pseudonyms = pseudonyms
        self._restore = pseudonyms.restore_json if in_json else pseudonyms.restore
        self._held = ""

    def feed(self, piece: str) -> str:
        """Return what can be told by now."""
        text = self._held + piece
        end = self._pseudonyms.open_end(text)
        self._held = text[end:]
        return self._restore(text[:end])

    def rest(self) -> str:
        """Return what was held back at the end."""
        held, self._held = self._held, ""
        return held
