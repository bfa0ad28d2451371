"""Files as people get them: data exports, histories of browsers, tables and bookmarks, in their real shapes."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from penchant.memory.importers.formats import identify
from penchant.memory.importers.found import LeftOut, Options
from penchant.memory.records import Interaction

AT = datetime(2026, 2, 1, 9, tzinfo=UTC)

# Chats


def chatgpt(id: str, said: Sequence[tuple[str, str]], *, at: datetime = AT, **fields: Any) -> dict[str, Any]:  # noqa: A002
    """A conversation of ChatGPT's export: a chain of messages under a root and the system's hidden one."""
    seconds = at.timestamp()
    mapping: dict[str, Any] = {
        "client-created-root": {"id": "client-created-root", "message": None, "parent": None, "children": [f"{id}-s"]},
        f"{id}-s": _node(f"{id}-s", "client-created-root", "system", "", None, hidden=True),
    }
    above = f"{id}-s"
    for number, (role, text) in enumerate(said):
        name = f"{id}-{number}"
        mapping[above]["children"].append(name)
        mapping[name] = _node(name, above, role, text, seconds + number)
        above = name
    return {
        "title": "New chat", "create_time": seconds, "update_time": seconds + 99, "mapping": mapping, "moderation_results": [],
        "current_node": above, "plugin_ids": None, "conversation_id": id, "conversation_template_id": None, "gizmo_id": None,
        "gizmo_type": None, "is_archived": False, "is_starred": None, "safe_urls": [], "blocked_urls": [], "voice": None,
        "default_model_slug": "gpt-4o", "async_status": None, "id": id, **fields,
    }  # fmt: skip


def _node(name: str, parent: str, role: str, text: str, seconds: float | None, hidden: bool = False) -> dict[str, Any]:
    message: dict[str, Any] = {
        "id": name, "author": {"role": role, "name": None, "metadata": {}}, "create_time": seconds, "update_time": None,
        "content": {"content_type": "text", "parts": [text]}, "status": "finished_successfully", "end_turn": True, "weight": 1.0,
        "metadata": {"is_visually_hidden_from_conversation": True} if hidden else {}, "recipient": "all", "channel": None,
    }  # fmt: skip
    return {"id": name, "message": message, "parent": parent, "children": []}


def claude(id: str, said: Sequence[tuple[str, str]], *, at: datetime = AT, account: str = "acc-1") -> dict[str, Any]:  # noqa: A002
    """A conversation of Claude's export."""
    messages = [
        {
            "uuid": f"{id}-{number}", "text": text,
            "content": [{"start_timestamp": _iso(at), "flags": None, "type": "text", "text": text, "citations": []}],
            "sender": {"user": "human"}.get(role, role), "created_at": _iso(at + timedelta(seconds=number)),
            "updated_at": _iso(at + timedelta(seconds=number)), "attachments": [], "files": [],
        }
        for number, (role, text) in enumerate(said)
    ]  # fmt: skip
    return {
        "uuid": id, "name": "", "summary": "", "created_at": _iso(at), "updated_at": _iso(at),
        "account": {"uuid": account}, "chat_messages": messages,
    }  # fmt: skip


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    """Write a zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def as_json(path: Path, value: object) -> Path:
    """Write JSON on one line, as exports are."""
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return path


def as_lines(path: Path, records: Iterable[object]) -> Path:
    """Write JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return path


# Browsers

CHROMIUM_TABLES = """
CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
INSERT INTO meta VALUES('version','70');
CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT,url LONGVARCHAR,title LONGVARCHAR,visit_count INTEGER DEFAULT 0 NOT NULL,
  typed_count INTEGER DEFAULT 0 NOT NULL,last_visit_time INTEGER NOT NULL,hidden INTEGER DEFAULT 0 NOT NULL);
CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT,url INTEGER NOT NULL,visit_time INTEGER NOT NULL,from_visit INTEGER,
  external_referrer_url TEXT,transition INTEGER DEFAULT 0 NOT NULL,segment_id INTEGER,visit_duration INTEGER DEFAULT 0 NOT NULL,
  incremented_omnibox_typed_score BOOLEAN DEFAULT FALSE NOT NULL,opener_visit INTEGER,originator_cache_guid TEXT,
  originator_visit_id INTEGER,originator_from_visit INTEGER,originator_opener_visit INTEGER,is_known_to_sync BOOLEAN DEFAULT FALSE NOT NULL,
  consider_for_ntp_most_visited BOOLEAN DEFAULT FALSE NOT NULL,visited_link_id INTEGER DEFAULT 0 NOT NULL,app_id TEXT);
CREATE TABLE visit_source(id INTEGER PRIMARY KEY,source INTEGER NOT NULL);
CREATE TABLE keyword_search_terms (keyword_id INTEGER NOT NULL,url_id INTEGER NOT NULL,term LONGVARCHAR NOT NULL,
  normalized_term LONGVARCHAR NOT NULL);
CREATE INDEX urls_url_index ON urls (url);
CREATE INDEX visits_url_index ON visits (url);
CREATE INDEX visits_time_index ON visits (visit_time);
"""
TYPED = 0x30000001
"""A transition: typed, the beginning and the end of its chain."""


def chromium_time(at: datetime) -> int:
    """Return microseconds since 1601."""
    return (at - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def chromium(path: Path, visits: Iterable[tuple[Any, ...]], terms: dict[str, str] | None = None) -> Path:
    """Write, or go on with, a History of (url, title, time, transition, seconds)."""
    with closing(sqlite3.connect(path)) as file:
        if not file.execute("SELECT 1 FROM sqlite_master WHERE name = 'urls'").fetchone():
            file.executescript(CHROMIUM_TABLES)
        for url, title, at, *more in visits:
            add_visit(file, url, title, at, *more)
        for url, term in (terms or {}).items():
            (number,) = file.execute("SELECT id FROM urls WHERE url = ?", (url,)).fetchone()
            file.execute("INSERT INTO keyword_search_terms VALUES (2, ?, ?, lower(?))", (number, term, term))
        file.commit()
    return path


def add_visit(
    file: sqlite3.Connection, url: str, title: str, at: datetime, transition: int = TYPED, seconds: float = 0
) -> None:
    """Write a visit, and its page if it is new."""
    stamp = chromium_time(at)
    found = file.execute("SELECT id FROM urls WHERE url = ?", (url,)).fetchone()
    if found is None:
        added = file.execute("INSERT INTO urls (url, title, last_visit_time) VALUES (?, ?, ?)", (url, title, stamp))
        found = (added.lastrowid,)
    file.execute(
        "INSERT INTO visits (url, visit_time, transition, visit_duration) VALUES (?, ?, ?, ?)",
        (found[0], stamp, transition, int(seconds * 1_000_000)),
    )


FIREFOX_TABLES = """
CREATE TABLE moz_origins ( id INTEGER PRIMARY KEY, prefix TEXT NOT NULL, host TEXT NOT NULL, frecency INTEGER NOT NULL,
  recalc_frecency INTEGER NOT NULL DEFAULT 0, UNIQUE (prefix, host) );
CREATE TABLE moz_places ( id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, rev_host LONGVARCHAR,
  visit_count INTEGER DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL, typed INTEGER DEFAULT 0 NOT NULL,
  frecency INTEGER DEFAULT -1 NOT NULL, last_visit_date INTEGER, guid TEXT, foreign_count INTEGER DEFAULT 0 NOT NULL,
  url_hash INTEGER DEFAULT 0 NOT NULL, description TEXT, preview_image_url TEXT, site_name TEXT,
  origin_id INTEGER REFERENCES moz_origins(id), recalc_frecency INTEGER NOT NULL DEFAULT 0);
CREATE TABLE moz_historyvisits ( id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER, visit_date INTEGER, visit_type INTEGER,
  session INTEGER, source INTEGER DEFAULT 0 NOT NULL, triggeringPlaceId INTEGER);
CREATE INDEX moz_historyvisits_placedateindex ON moz_historyvisits (place_id, visit_date);
CREATE TABLE moz_places_metadata_search_queries ( id INTEGER PRIMARY KEY, terms TEXT NOT NULL UNIQUE );
CREATE TABLE moz_places_metadata ( id INTEGER PRIMARY KEY, place_id INTEGER NOT NULL, referrer_place_id INTEGER,
  created_at INTEGER NOT NULL DEFAULT 0, updated_at INTEGER NOT NULL DEFAULT 0, total_view_time INTEGER NOT NULL DEFAULT 0,
  typing_time INTEGER NOT NULL DEFAULT 0, key_presses INTEGER NOT NULL DEFAULT 0, scrolling_time INTEGER NOT NULL DEFAULT 0,
  scrolling_distance INTEGER NOT NULL DEFAULT 0, document_type INTEGER NOT NULL DEFAULT 0, search_query_id INTEGER);
"""


def firefox(
    path: Path, visits: Iterable[tuple[Any, ...]], looks: Iterable[tuple[str, datetime, float]] = (), hidden: Iterable[str] = ()
) -> Path:  # fmt: skip
    """Write a places.sqlite of (url, title, time, type), and of (url, time, seconds) for which a page was looked at."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    with closing(sqlite3.connect(path)) as file:
        file.executescript(FIREFOX_TABLES)
        places: dict[str, int] = {}
        for url, title, at, *kind in visits:
            if url not in places:
                added = file.execute(
                    "INSERT INTO moz_places (url, title, hidden) VALUES (?, ?, ?)", (url, title, url in hidden)
                )
                places[url] = int(added.lastrowid or 0)
            stamp = (at - epoch) // timedelta(microseconds=1)
            file.execute(
                "INSERT INTO moz_historyvisits (place_id, visit_date, visit_type) VALUES (?, ?, ?)",
                (places[url], stamp, *(kind or [1])),
            )
        for url, at, seconds in looks:
            began = (at - epoch) // timedelta(milliseconds=1)
            file.execute(
                "INSERT INTO moz_places_metadata (place_id, created_at, updated_at, total_view_time) VALUES (?, ?, ?, ?)",
                (places[url], began, began, int(seconds * 1000)),
            )
        file.commit()
    return path


# What is read


def read(path: Path, format: str = "", **options: Any) -> list[Interaction | LeftOut]:  # noqa: A002
    """Return everything that a reader finds."""
    return list(identify(path, format).read(Options(**options)))


def taken(path: Path, format: str = "", **options: Any) -> list[Interaction]:  # noqa: A002
    """Return what is taken."""
    return [found for found in read(path, format, **options) if isinstance(found, Interaction)]


def left_out(path: Path, format: str = "", **options: Any) -> list[str]:  # noqa: A002
    """Return what is left out, in words."""
    return [found.reason.of(1) for found in read(path, format, **options) if isinstance(found, LeftOut)]


def places(path: Path, **options: Any) -> list[str]:
    """Return the places of what could not be read."""
    return [found.place for found in read(path, **options) if isinstance(found, LeftOut) and found.place]
