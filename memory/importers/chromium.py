"""The history of Chromium and its kin (Chrome, Edge, Brave, Vivaldi, Opera): the SQLite file `History`."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from .copies import columns, copied, moment, titles
from .files import File
from .found import HOP, RELOADED, TIMELESS, UNREADABLE, LeftOut, Options, Reading, Reason
from .node import Unreadable
from .pages import Pages, Visit
from .titles import SiteNames

NEEDED = {"urls": {"id", "url", "title"}, "visits": {"id", "url", "visit_time"}}
"""The tables and columns by which the file is known."""

EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
"""Times are microseconds since then."""

_SUBFRAMES, _RELOAD, _CHAIN_END = (3, 4), 8, 0x20000000


def read(file: File, _options: Options) -> Reading:
    """Read the visits in order of time."""
    with copied(file) as connection:
        pages = Pages(SiteNames(titles(connection, "urls")))
        try:
            for row in connection.execute(_query(columns(connection))):
                yield _aside(row) or pages.of(_visit(row))
        except sqlite3.DatabaseError as error:
            yield LeftOut(UNREADABLE, f"{file.where}: the rest of it, which is damaged: {error}")


def _query(known: dict[str, set[str]]) -> str:
    """Return the query for (url, title, time, duration, transition, term); what a version of the file lacks is empty."""
    dwell = "v.visit_duration" if "visit_duration" in known.get("visits", set()) else "0"
    transition = "v.transition" if "transition" in known.get("visits", set()) else "NULL"
    term = "''"
    if {"url_id", "term"} <= known.get("keyword_search_terms", set()):
        term = "(SELECT k.term FROM keyword_search_terms k WHERE k.url_id = u.id LIMIT 1)"
    return (
        f"SELECT u.url, u.title, v.visit_time, {dwell}, {transition}, {term} "  # noqa: S608 - of our own words alone
        "FROM visits v JOIN urls u ON u.id = v.url ORDER BY v.visit_time, v.id"
    )


def _aside(row: tuple[object, ...]) -> LeftOut | None:
    """Return why a visit is not one of the person's own; None if it is."""
    if moment(row[2], EPOCH) is None:
        return LeftOut(TIMELESS)
    reason = _of_transition(row[4]) if isinstance(row[4], int) else None
    return LeftOut(reason) if reason else None


def _of_transition(transition: int) -> Reason | None:
    if transition & 0xFF in _SUBFRAMES or not transition & _CHAIN_END:
        return HOP
    return RELOADED if transition & 0xFF == _RELOAD else None


def _visit(row: tuple[object, ...]) -> Visit:
    url, title, stamp, dwell, _, term = row
    at = moment(stamp, EPOCH)
    if at is None or not isinstance(stamp, int):
        raise Unreadable(f"the visit of {stamp!r} has no time")
    looked = timedelta(microseconds=dwell) if isinstance(dwell, int) and dwell > 0 else None
    return Visit(str(url), str(title or ""), at, stamp, looked, str(term or ""))
