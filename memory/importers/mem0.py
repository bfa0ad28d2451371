"""Memories that mem0 exports: lists of sentences about a person, with times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from ..records import Interaction
from .chats import name_of, time_of
from .found import EMPTY, GONE, UNREADABLE, LeftOut, Options, Reading, key, one_person
from .node import Node, Unreadable
from .shapes import like
from .source import Source

GROUPS = ("results", "memories", "data")
WORDS = ("memory", "content", "text", "data")

fits = like("[].memory", *(f"{group}.[].{words}" for group in GROUPS for words in ("memory", "content", "text")))
"""Whether records are memories."""

_SUBJECT = re.compile(r"(?:the )?user\b", re.IGNORECASE)
_IRREGULAR = {
    "is": "am", "isn't": "am not", "has": "have", "hasn't": "haven't", "does": "do", "doesn't": "don't", "was": "was",
    "goes": "go", "tries": "try", "studies": "study", "watches": "watch", "teaches": "teach", "wishes": "wish",
    "misses": "miss", "passes": "pass",
}  # fmt: skip
_VERBS = (
    "likes|loves|enjoys|prefers|dislikes|hates|wants|needs|plays|works|lives|owns|uses|collects|studies|has|is|does not|doesn't|isn't|"
    "avoids|practices|practises|watches|reads|listens|plans|goes|drinks|eats|cooks|runs|speaks|writes|travels|follows|supports"
)
_BARE = re.compile(rf"(?:(?:also|really|still|often|usually|always|currently|recently) )?(?:{_VERBS})\b", re.IGNORECASE)
_FURTHER = re.compile(rf"(?<= and | but )({_VERBS})\b")


def read(source: Source, options: Options) -> Reading:
    """Read the memories in the order of the file."""
    other = one_person(options.person)
    for record in _memories(source):
        try:
            if isinstance(record, Unreadable):
                raise record
            found = other(name_of(record, "user_id")) or _statement(record, options.undated)
        except Unreadable as error:
            found = LeftOut(UNREADABLE, str(error))
        yield found


def _memories(source: Source) -> Iterator[Node | Unreadable]:
    for record in source.elements():
        group = record.get(*GROUPS) if isinstance(record, Node) and isinstance(record.value, dict) else None
        if group is not None and isinstance(group.value, list):
            yield from group.items()
        else:
            yield record


def _statement(record: Node, undated: datetime | None) -> Interaction | LeftOut:
    state, words = record.get("state"), record.need(*WORDS).text()
    if state is not None and state.value in ("deleted", "archived"):
        return LeftOut(GONE)
    if not words:
        return LeftOut(EMPTY)
    at = _changed(record) or undated
    name = f"{name_of(record, 'id')}:{key(words)}"  # the words too: mem0 writes a memory anew under its old id
    return Interaction(f"mem0:{name}", "statement", first_person(words, name_of(record, "user_id")), at=at)


def _changed(record: Node) -> datetime | None:
    try:
        return time_of(record)
    except Unreadable:
        return None


def first_person(words: str, name: str = "") -> str:
    """Return a sentence about a person as one of their own, where its form allows: mem0 writes about "the user".

    >>> first_person("User loves jazz"), first_person("Is planning a trip"), first_person("用户喜欢攀岩")
    ('I love jazz', 'I am planning a trip', '我喜欢攀岩')
    """
    if words.startswith(("用户", "该用户")):
        return "我" + words.removeprefix("该").removeprefix("用户")
    subject = _SUBJECT.match(words) or (re.match(rf"{re.escape(name)}\b", words, re.IGNORECASE) if name else None)
    if subject and words[subject.end() :].strip():
        rest = words[subject.end() :]
        return f"My{rest[2:]}" if rest.startswith(("'s ", "’s ")) else f"I {_own(rest.strip())}"
    return f"I {_own(words[0].lower() + words[1:])}" if _BARE.match(words) else words


def _own(rest: str) -> str:
    """Return what is said of a third person as it is said of oneself."""
    words = rest.split(" ")
    place = next(
        (i for i, word in enumerate(words) if not re.fullmatch(r"\w+ly|also|still|often|always|never", word)), 0
    )
    verb = words[place]
    if verb.lower() in _IRREGULAR:
        words[place] = _IRREGULAR[verb.lower()]
    elif re.fullmatch(r"[a-z]+[^s]s", verb):
        words[place] = verb[:-1]
    return _FURTHER.sub(lambda found: _own(found[0]), " ".join(words))
