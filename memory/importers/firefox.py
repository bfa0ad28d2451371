"""The history of Firefox and its kin: the SQLite file `places.sqlite`."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import defaultdict
from datetime import timedelta

from ..records import Interaction
from .copies import columns, copied, moment, titles
from .files import File
from .found import HOP, RELOADED, TIMELESS, UNREADABLE, LeftOut, Options, Reading
from .node import EPOCH
from .pages import Pages, Visit
from .titles import SiteNames

NEEDED = {"moz_places": {"id", "url", "title"}, "moz_historyvisits": {"id", "place_id", "visit_date"}}
"""The tables and columns by which the file is known."""

_EMBEDDED, _FRAMED, _RELOAD = 4, 8, 9
_NEAR_MS = 1000
"""Firefox begins to time a page up to this long before it writes down the visit."""

_MOST_MS = 24 * 3600 * 1000
"""Of a visit that lasts longer a day: a damaged number may be more than a `timedelta` holds."""

Looks = dict[int, list[tuple[int, int]]]
"""For each page: when it was looked at, in milliseconds since 1970, and for how many milliseconds; in order of time."""


def read(file: File, _options: Options) -> Reading:
    """Read the visits in order of time."""
    with copied(file) as connection:
        known = columns(connection)
        pages, looks = Pages(SiteNames(titles(connection, "moz_places"))), _looks(connection, known)
        try:
            for row in connection.execute(_query(known)):
                yield _visited(row, pages, looks)
        except sqlite3.DatabaseError as error:
            yield LeftOut(UNREADABLE, f"{file.where}: the rest of it, which is damaged: {error}")


def _query(known: dict[str, set[str]]) -> str:
    """Return the query for (page, url, title, time, type, hidden, time of the page's next visit)."""
    kind = "v.visit_type" if "visit_type" in known.get("moz_historyvisits", set()) else "1"
    hidden = "p.hidden" if "hidden" in known.get("moz_places", set()) else "0"
    return (
        f"SELECT p.id, p.url, p.title, v.visit_date, {kind}, {hidden}, "  # noqa: S608 - of our own words alone
        "lead(v.visit_date) OVER (PARTITION BY v.place_id ORDER BY v.visit_date) "
        "FROM moz_historyvisits v JOIN moz_places p ON p.id = v.place_id ORDER BY v.visit_date, v.id"
    )


def _looks(connection: sqlite3.Connection, known: dict[str, set[str]]) -> Looks:
    looks: Looks = defaultdict(list)
    if not {"place_id", "created_at", "total_view_time"} <= known.get("moz_places_metadata", set()):
        return looks
    rows = "SELECT place_id, created_at, total_view_time FROM moz_places_metadata WHERE total_view_time > 0"
    try:
        for page, began, ms in connection.execute(f"{rows} ORDER BY created_at"):
            if isinstance(began, int) and isinstance(ms, int):  # of a damaged file anything may come
                looks[page].append((began, ms))
    except (sqlite3.DatabaseError, TypeError):
        return looks
    return looks


def _visited(row: tuple[object, ...], pages: Pages, looks: Looks) -> Interaction | LeftOut:
    page, url, title, stamp, kind, hidden, following = row
    at = moment(stamp, EPOCH)
    if at is None or not isinstance(stamp, int):
        return LeftOut(TIMELESS)
    if kind in (_EMBEDDED, _FRAMED) or hidden:
        return LeftOut(HOP)
    if kind == _RELOAD:
        return LeftOut(RELOADED)
    dwell = _dwell(looks.get(page, []) if isinstance(page, int) else [], stamp, following)
    return pages.of(Visit(str(url), str(title or ""), at, stamp, dwell))


def _dwell(looks: list[tuple[int, int]], stamp: int, following: object) -> timedelta | None:
    """Return how long a page was looked at from one visit to its next."""
    since = bisect_right(looks, (stamp // 1000 - _NEAR_MS, 0))
    until = bisect_right(looks, (following // 1000 - _NEAR_MS, 0)) if isinstance(following, int) else len(looks)
    total = min(sum(ms for _, ms in looks[since:until]), _MOST_MS)
    return timedelta(milliseconds=total) if total else None
