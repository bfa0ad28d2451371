"""An export to read: who, what the interests are, what was decided, and every conversation as it stands. The JSON has the rest, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Final

from ..records import Event, Interest

if TYPE_CHECKING:
    from ..user import UserMemory

BATCH: Final = 200

SHOWN: Final = 0.005
"""A dislike that is stronger than nothing in two places."""

SESSIONS: Final = 2**31

_MARKS: Final = re.compile(r"([\\`*_{}\[\]#|~])")


def to_markdown(person: UserMemory) -> Iterator[str]:
    """Yield all that is known of a person as Markdown."""
    yield f"# What Penchant knows of {_plain(person.name)}\n"
    yield from _interests(person.interests())
    yield from _decisions(person)
    yield from _sources(person)
    yield from _kept(person)
    yield "\n## Conversations\n"
    for session in reversed(person.sessions(SESSIONS)):
        yield f"\n### {_plain(session.title)}, {_day(session.started)}\n"
        yield from _turns(person, session.id)


def _interests(found: list[Interest]) -> Iterator[str]:
    yield "\n## Interests\n"
    if not found:
        yield "\nNone yet.\n"
        return
    yield "\n| interest | weight | share | heard | last | |\n|---|---:|---:|---:|---|---|\n"
    for one in found:
        last = "" if one.last_seen is None else _day(one.last_seen)
        yield f"| {_plain(one.label)} | {one.weight:.2f} | {one.share:.0%} | {one.evidence} | {last} | {_marks(one)} |\n"


def _marks(one: Interest) -> str:
    disliked = [f"disliked {one.negative:.2f}"] if one.negative >= SHOWN else []
    marks = ("pinned", "muted", "stopped", "tentative")
    return ", ".join(disliked + [name for name in marks if getattr(one, name)])


def _decisions(person: UserMemory) -> Iterator[str]:
    if decided := person.controls():
        yield "\n## What you decided\n\n"
        for one in decided:
            yield f"- {_minute(one.at)}: {one.action} {_plain(one.label)}{', taken back' if one.undone else ''}\n"


def _sources(person: UserMemory) -> Iterator[str]:
    if found := person.sources():
        yield "\n## Imported\n\n"
        for one in found:
            yield f"- {_plain(one.name)} ({_plain(one.format or 'no format')}): {one.taken:,} events, last {_day(one.last)}\n"


def _kept(person: UserMemory) -> Iterator[str]:
    if rules := person.kept():
        yield "\n## How long it is kept\n\n"
        for kind, length in rules.items():
            yield f"- {_plain(kind)}: {length.days:,} days\n" if length.days else f"- {_plain(kind)}: {length}\n"


def _turns(person: UserMemory, session: str) -> Iterator[str]:
    after = 0
    while some := person.turns(session, BATCH, after=after):
        after = some[-1].number
        for turn in some:
            yield _turn(turn)


def _turn(turn: Event) -> str:
    who = "You" if turn.role == "user" else "Penchant"
    what = "" if turn.kind == "chat" else f" ({_plain(turn.kind)})"
    files = "".join(f"\n*with {_plain(file.name)}, {_plain(file.media_type)}*\n" for file in turn.attachments)
    stopped = "" if turn.complete else "\n*stopped*\n"
    return f"\n**{who}**{what}, {_minute(turn.at)}\n\n{_quoted(turn.text)}\n{files}{stopped}"


def _quoted(text: str) -> str:
    """Return words as a quotation: whatever stands in them changes nothing of the page."""
    return "\n".join(f"> {_plain(line)}" if line else ">" for line in text.splitlines())


def _plain(text: str) -> str:
    """Return words without a meaning in Markdown.

    >>> _plain("# *jazz* <b>")
    '\\\\# \\\\*jazz\\\\* &lt;b&gt;'
    """
    return escape(_MARKS.sub(r"\\\1", text.replace("\r", " ")), quote=False)


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d}"


def _minute(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
