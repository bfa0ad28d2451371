"""Bookmarks, memories of mem0, and events of our own form."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import extract
from penchant.memory.importers.formats import identify
from penchant.memory.importers.mem0 import first_person
from penchant.memory.importers.node import Unreadable
from penchant.memory.records import Interaction, Item

from tests.memory.importers.exports import as_json, as_lines, left_out, places, taken, zipped

CHROME = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file.
     It will be read and overwritten.
     DO NOT EDIT! -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1700000000" LAST_MODIFIED="1700000001" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><H3 ADD_DATE="1700000000" LAST_MODIFIED="1700000001">Sport</H3>
        <DL><p>
            <DT><H3 ADD_DATE="1700000000">Climbing</H3>
            <DL><p>
                <DT><A HREF="https://www.example.com/shoes?ref=1#top"
                    ADD_DATE="1760000000" ICON="data:image/png;base64,AAAA">Shoes &amp; chalk</A>
            </DL><p>
            <DT><A HREF="https://www.youtube.com/watch?v=1" ADD_DATE="1760000001">Running for beginners - YouTube</A>
        </DL><p>
        <DT><A HREF="javascript:void(0)" ADD_DATE="1760000002">a bookmarklet</A>
        <DT><A HREF="chrome://bookmarks/" ADD_DATE="1760000002">Bookmarks</A>
    </DL><p>
    <DT><A HREF="https://www.zhihu.com/question/1" ADD_DATE="1760000003">如何开始学攀岩？ - 知乎</A>
</DL><p>
"""

FIREFOX = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; script-src 'none'; img-src data: *; object-src 'none'"></meta>
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks Menu</H1>

<DL><p>
    <DT><A HREF="place:type=6&sort=14&maxResults=10" ADD_DATE="1700000000">Recent Tags</A>
    <HR>    <DT><H3 ADD_DATE="1700000000" LAST_MODIFIED="1700000001" UNFILED_BOOKMARKS_FOLDER="true">Other Bookmarks</H3>
    <DL><p>
        <DT><A HREF="https://example.org/tea" ADD_DATE="1760000000" LAST_MODIFIED="1760000000" TAGS="tea,Japan">How to brew green tea</A>
        <DD>water at 75 degrees
        <DT><A HREF="https://example.org/jazz" ADD_DATE="1760000001">Jazz tonight</A>
    </DL>
</DL>
"""


def html(folder: Path, content: str, name: str = "bookmarks.html", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def saved(path: Path) -> list[Item | None]:
    assert all(one.kind == "save" for one in taken(path))
    return [one.item for one in taken(path)]


def test_folders_of_bookmarks_are_tags_and_the_browsers_own_folders_are_not(tmp_path: Path) -> None:
    path = html(tmp_path, CHROME)
    assert identify(path).format.name == "bookmarks"
    assert saved(path) == [
        Item("Shoes & chalk", tags=("Sport", "Climbing"), url="https://www.example.com/shoes"),
        Item("Running for beginners", tags=("Sport",), url="https://www.youtube.com/watch"),
        Item("如何开始学攀岩？", url="https://www.zhihu.com/question/1"),
    ]
    assert [one.at for one in taken(path)] == [datetime.fromtimestamp(1760000000 + n, UTC) for n in (0, 1, 3)]
    assert left_out(path) == ["1 address that is no web page", "1 internal page of the browser"]


def test_tags_and_notes_of_firefox_are_kept(tmp_path: Path) -> None:
    path = html(tmp_path, FIREFOX)
    assert saved(path) == [
        Item("How to brew green tea", "water at 75 degrees", ("tea", "Japan"), "https://example.org/tea"),
        Item("Jazz tonight", url="https://example.org/jazz"),
    ]
    assert left_out(path) == ["1 internal page of the browser"]


def test_bookmarks_keep_their_ids_when_they_are_moved_or_renamed(tmp_path: Path) -> None:
    before = {one.id for one in taken(html(tmp_path, CHROME))}
    moved = CHROME.replace("Sport", "Sports").replace("Shoes &amp; chalk", "The shoes I want")
    assert {one.id for one in taken(html(tmp_path, moved, "moved.html"))} == before


@pytest.mark.parametrize("cut", [200, 700, 900, 1100, 1300])
def test_bookmarks_that_are_cut_off_give_what_is_there(cut: int, tmp_path: Path) -> None:
    found = saved(html(tmp_path, CHROME[:cut]))
    assert len(found) <= CHROME[:cut].count("<A HREF")
    assert all(item in saved(html(tmp_path, CHROME, "whole.html")) for item in found[:-1])


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("I love café crème and naïve art.", "latin-1"),
        ("J'adore l'été à la plage, ça va.", "cp1252"),
        ("Я очень люблю играть в шахматы, пить зелёный чай и читать книги о путешествиях по горам.", "cp1251"),
        ("我最近迷上了攀岩和绿茶。", "gb18030"),
        ("我最近迷上了攀岩和绿茶。", "utf-16"),
    ],
)
def test_lines_of_json_are_read_in_the_encoding_that_they_have(said: str, encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    file.write_bytes(json.dumps({"role": "user", "content": said}, ensure_ascii=False).encode(encoding))
    [one] = taken(file)
    assert one.text == said


def test_a_damaged_sign_does_not_make_a_text_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    file.write_bytes('{"role": "user", "content": "我最近迷上了攀岩'.encode() + b"\xff" + '和绿茶。"}'.encode())
    [one] = taken(file)
    assert one.text == "我最近迷上了攀岩\ufffd和绿茶。"


def test_bookmarks_of_other_programs_without_dates_and_in_another_encoding_are_read(tmp_path: Path) -> None:
    lines = "".join(f'<DT><A HREF="https://example.org/{n}">我最近迷上了攀岩和绿茶 {n}</A>\n' for n in range(20))
    path = html(tmp_path, f"<!doctype netscape-bookmark-file-1>\n<DL><p>\n{lines}</DL><p>", encoding="gb18030")
    assert [item.title for item in saved(path) if item] == [f"我最近迷上了攀岩和绿茶 {n}" for n in range(20)]
    assert {one.at for one in taken(path)} == {None}


# mem0

MEMORIES: list[dict[str, Any]] = [
    {
        "id": "m1", "memory": "User loves jazz and plays the saxophone", "hash": "h", "metadata": None, "user_id": "ada",
        "created_at": "2026-01-02T09:00:00.000000-07:00", "updated_at": None, "categories": ["hobbies"],
    },
    {"id": "m2", "memory": "Does not like olives", "created_at": "2026-01-03T09:00:00Z", "user_id": "ada"},
    {"id": "m3", "memory": "用户喜欢攀岩", "created_at": None, "user_id": "ada"},
]  # fmt: skip


@pytest.mark.parametrize(
    "wrap", [list, lambda found: {"results": found}, lambda found: {"memories": found, "total": 3}]
)
def test_memories_are_statements_in_the_first_person(wrap: object, tmp_path: Path) -> None:
    path = as_json(tmp_path / "export.json", wrap(MEMORIES))  # type: ignore[operator]
    assert identify(path).format.name == "mem0"
    found = taken(path)
    assert [(one.kind, one.text) for one in found] == [
        ("statement", "I love jazz and play the saxophone"),
        ("statement", "I do not like olives"),
        ("statement", "我喜欢攀岩"),
    ]
    assert found[0].at == datetime(2026, 1, 2, 16, tzinfo=UTC)
    assert found[2].at is None


def test_memories_come_as_lines_in_archives_too_and_deleted_ones_do_not(tmp_path: Path) -> None:
    gone = {"id": "m4", "content": "User likes tea", "state": "deleted", "created_at": 1767312000}
    kept = {"id": "m5", "content": "User likes jazz", "state": "active", "created_at": 1767312000}
    archive = zipped(tmp_path / "memories_export.zip", {"memories.json": json.dumps({"memories": [gone, kept]})})
    assert [one.text for one in taken(archive)] == ["I like jazz"]
    assert left_out(archive) == ["1 memory that was deleted or archived"]
    lines = as_lines(tmp_path / "m.jsonl", MEMORIES)
    assert len(taken(lines)) == 3


def test_a_memory_that_was_written_anew_is_new_and_the_others_are_not(tmp_path: Path) -> None:
    before = {one.id for one in taken(as_json(tmp_path / "1.json", MEMORIES))}
    changed = [MEMORIES[0] | {"memory": "User loves bebop"}, *MEMORIES[1:]]
    assert len(before & {one.id for one in taken(as_json(tmp_path / "2.json", changed))}) == 2


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("The user enjoys hiking", "I enjoy hiking"),
        ("User is planning a trip to Japan", "I am planning a trip to Japan"),
        ("User's favorite food is sushi", "My favorite food is sushi"),
        ("User really likes green tea", "I really like green tea"),
        ("Prefers vegetarian food", "I prefer vegetarian food"),
        ("Has a dog called Rex", "I have a dog called Rex"),
        ("Username is ada99", "Username is ada99"),
        ("Jazz was mentioned", "Jazz was mentioned"),
        ("该用户不喜欢橄榄", "我不喜欢橄榄"),
        ("User", "User"),
    ],
)
def test_sentences_about_the_user_become_their_own(words: str, own: str) -> None:
    assert first_person(words) == own


def test_a_dislike_in_a_memory_stays_one() -> None:
    (phrase,) = extract(first_person("User does not like olives"))
    assert (phrase.text, phrase.polarity) == ("olives", -1)


def test_a_person_who_is_called_by_name_is_the_user(tmp_path: Path) -> None:
    path = as_json(tmp_path / "e.json", [{"id": "1", "memory": "Dev works at TechCorp", "user_id": "dev"}])
    assert [one.text for one in taken(path)] == ["I work at TechCorp"]


# Events

EVENT = {
    "id": "e1", "kind": "view", "item": {"title": "Tea", "text": "how it grows", "tags": ["tea"], "url": "https://example.org/t?x=1"},
    "at": "2026-01-02T09:00:00Z", "session": "s", "dwell": 12.5,
}  # fmt: skip


def test_an_event_has_the_fields_of_an_interaction(tmp_path: Path) -> None:
    (one,) = taken(as_lines(tmp_path / "e.jsonl", [EVENT]))
    assert one == Interaction(
        "event:e1", "view", "", Item("Tea", "how it grows", ("tea",), "https://example.org/t"),
        datetime(2026, 1, 2, 9, tzinfo=UTC), "user", "s", timedelta(seconds=12.5), None,
    )  # fmt: skip


def test_the_fields_of_an_item_may_stand_beside_the_others(tmp_path: Path) -> None:
    flat = {"kind": "rating", "title": "Tea", "tags": "green, hot", "rating": 0.9, "text": "The best."}
    (one,) = taken(as_lines(tmp_path / "e.jsonl", [flat]))
    assert (one.text, one.item, one.rating, one.at) == ("The best.", Item("Tea", tags=("green", "hot")), 0.9, None)
    (one,) = taken(as_lines(tmp_path / "w.jsonl", [{"kind": "view", "title": "Uncle Pen", "work": True}]))
    assert one.item == Item("Uncle Pen", work=True)


def test_bad_events_cost_themselves_alone(tmp_path: Path) -> None:
    bad = [
        {"kind": "warp", "text": "x"},
        {"kind": "view"},
        {"kind": "rating", "title": "Tea"},
        {"kind": "rating", "title": "Tea", "rating": 7},
        {"kind": "view", "title": "Tea", "dwell": -1},
        {"kind": "view", "title": "Tea", "at": "soon"},
        {"text": "no kind"},
    ]
    path = as_lines(tmp_path / "e.jsonl", [EVENT, *bad, EVENT | {"id": "e2"}])
    assert [one.id for one in taken(path)] == ["event:e1", "event:e2"]
    assert left_out(path)[:3] == [
        "1 thing of the kind 'warp', which is not known",
        "1 row that names nothing",
        "1 rating without a number",
    ]
    assert [place.split(": ")[1] for place in places(path)] == ["line 5", "line 6", "line 7", "line 8"]


def test_private_pages_in_events_are_left_out(tmp_path: Path) -> None:
    inner = {"kind": "view", "item": {"title": "Mine", "url": "http://192.168.0.1/"}}
    beside = {"kind": "view", "title": "Mine", "url": "about:config"}
    path = as_lines(tmp_path / "e.jsonl", [EVENT, inner, beside])
    assert len(taken(path)) == 1
    assert left_out(path) == ["1 page of this machine or the local network", "1 internal page of the browser"]


def test_what_spotify_says_was_played_is_read_in_both_forms(tmp_path: Path) -> None:
    short = {"endTime": "2026-04-01 10:00", "artistName": "Miles Davis", "trackName": "So What", "msPlayed": 200000}
    long = {
        "ts": "2026-04-02T10:00:00Z", "ms_played": 90000, "master_metadata_track_name": "Naima",
        "master_metadata_album_artist_name": "John Coltrane", "episode_name": None, "username": "ada",
    }  # fmt: skip
    talk = {"endTime": "2026-04-03 10:00", "podcastName": "In Our Time", "episodeName": "Bees", "msPlayed": 0}
    nothing = long | {"master_metadata_track_name": None, "master_metadata_album_artist_name": None}
    path = as_json(
        tmp_path / "StreamingHistory_music_0.json", [short, long, talk, short, nothing, short | {"msPlayed": "long"}]
    )
    assert identify(path).format.name == "spotify"
    found = taken(path)
    assert [(one.item.title, one.item.tags, one.dwell) for one in found if one.item] == [
        ("So What", ("Miles Davis",), timedelta(seconds=200)),
        ("Naima", ("John Coltrane",), timedelta(seconds=90)),
        ("Bees", ("In Our Time",), timedelta(0)),
        ("So What", ("Miles Davis",), timedelta(seconds=200)),
    ]
    assert [one.item.work for one in found if one.item] == [True, True, False, True]
    assert found[0].at == datetime(2026, 4, 1, 10, tzinfo=UTC)
    assert len({one.id for one in found}) == 4
    assert left_out(path) == ["1 row that names nothing", "1 record that cannot be read"]


def test_a_private_session_of_spotify_stays_private(tmp_path: Path) -> None:
    played = {"ts": "2026-04-02T10:00:00Z", "ms_played": 90000, "master_metadata_track_name": "Naima"}
    private = played | {"master_metadata_track_name": "So What", "incognito_mode": True}
    path = as_json(tmp_path / "Streaming_History_Audio_2026.json", [played | {"incognito_mode": False}, private])
    assert [one.item.title for one in taken(path) if one.item] == ["Naima"]
    assert left_out(path) == ["1 play of a private session"]


def test_the_years_of_spotifys_history_are_read_together(tmp_path: Path) -> None:
    played = {"ts": "2026-04-02T10:00:00Z", "ms_played": 90000, "master_metadata_track_name": "Naima"}
    for year in (2025, 2026):
        as_json(tmp_path / f"Streaming_History_Audio_{year}.json", [played | {"ts": f"{year}-01-01T00:00:00Z"}])
    as_json(tmp_path / "Userdata.json", {"name": "ada"})
    assert len(taken(tmp_path)) == 2


def test_a_format_that_does_not_fit_is_not_advised_again(tmp_path: Path) -> None:
    path = as_json(tmp_path / "a.json", [{"endTime": "2026-04-01 10:00", "trackName": "So What", "msPlayed": 1}])
    with pytest.raises(Unreadable, match="cannot be read as csv, which is no JSON but text; leave --format out"):
        identify(path, "csv")
