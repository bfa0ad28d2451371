"""Spotify's streaming history: what was listened to, how long, and by whom; the short form and the extended one."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from ..records import Interaction, Item
from .chats import name_of
from .found import EMPTY, UNREADABLE, Found, LeftOut, Options, Reading, Reason, key
from .node import Node, Unreadable
from .shapes import has_any
from .source import SAMPLE, Source

_TITLE = ("trackName", "master_metadata_track_name", "episodeName", "episode_name", "audiobook_chapter_title")
_TRACK = _TITLE[:2]
"""The name of a song; an episode's and a chapter's are written as pages' titles are."""
_BY = (
    *("artistName", "master_metadata_album_artist_name", "podcastName", "episode_show_name"),
    *("audiobook_title", "authorName"),
)
_AT = ("endTime", "ts")
_PLAYED = ("msPlayed", "ms_played")


PRIVATE = Reason("play of a private session", "plays of a private session")
"""Why a record is left out."""


def fits(source: Source) -> bool:
    """Return whether records say how long a track, an episode or a chapter was played."""
    some = source.root.value[:SAMPLE] if isinstance(source.root.value, list) else []
    return any(has_any(one, _PLAYED) and has_any(one, _AT) and has_any(one, (*_TITLE, *_BY)) for one in some)


def read(source: Source, options: Options) -> Reading:
    """Read what was played in the order of the file."""
    seen = Counter[str]()
    for record in source.elements():
        try:
            if isinstance(record, Unreadable):
                raise record
            found = _played(record, options, seen)
        except Unreadable as error:
            found = LeftOut(UNREADABLE, str(error))
        yield found


def _played(record: Node, options: Options, seen: Counter[str]) -> Found:
    private = record.get("incognito_mode")
    if private is not None and private.value is True:
        return LeftOut(PRIVATE)
    title, by, at = name_of(record, *_TITLE), name_of(record, *_BY), record.get(*_AT)
    if not title and not by:
        return LeftOut(EMPTY)
    when = at.moment() if at else options.undated
    name = key(title, by, when or "")
    seen[name] += 1
    item = Item(title, tags=(by,) if by else (), work=bool(name_of(record, *_TRACK)))
    number = f":{seen[name]}" if seen[name] > 1 else ""
    return Interaction(f"played:{name}{number}", "view", item=item, at=when, dwell=_dwell(record))


def _dwell(record: Node) -> timedelta | None:
    played = record.get(*_PLAYED)
    if played is None:
        return None
    if isinstance(played.value, bool) or not isinstance(played.value, int | float) or not 0 <= played.value <= 1e11:
        raise played.error(f"is {str(played.value)[:60]!r}; allowed: a number of milliseconds")
    return timedelta(milliseconds=played.value)
