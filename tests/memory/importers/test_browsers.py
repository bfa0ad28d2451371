from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from penchant.memory.importers.addresses import barred, kept
from penchant.memory.importers.formats import identify
from penchant.memory.importers.found import MAILBOX, SIGN_IN, Options, Reason
from penchant.memory.importers.node import Unreadable
from penchant.memory.importers.searches import searched
from penchant.memory.importers.titles import SiteNames
from penchant.memory.records import Item

from tests.memory.importers.exports import (
    AT,
    TYPED,
    add_visit,
    chromium,
    firefox,
    left_out,
    places,
    read,
    taken,
    zipped,
)

MINUTE = timedelta(minutes=1)
SHOES = "https://www.example.com/shoes"


def titles(path: Path) -> list[str]:
    return [one.item.title if one.item else one.text for one in taken(path)]


@pytest.mark.parametrize("make", [chromium, firefox])
def test_a_history_is_known_by_its_tables_and_read_in_order_of_time(make: object, tmp_path: Path) -> None:
    visits = [(SHOES, "Climbing shoes", AT + MINUTE), ("https://example.org/tea", "绿茶怎么泡", AT)]
    path = make(tmp_path / "any name", visits)  # type: ignore[operator]
    assert identify(path).format.name == make.__name__  # type: ignore[attr-defined]
    tea, shoes = taken(path)
    assert (tea.kind, tea.item, tea.at) == ("view", Item("绿茶怎么泡", url="https://example.org/tea"), AT)
    assert (shoes.kind, shoes.item, shoes.at) == ("view", Item("Climbing shoes", url=SHOES), AT + MINUTE)


def test_both_browsers_say_how_long_a_page_was_looked_at(tmp_path: Path) -> None:
    one = chromium(tmp_path / "History", [(SHOES, "Climbing shoes", AT, TYPED, 42.5), (SHOES, "", AT + MINUTE)])
    assert [found.dwell for found in taken(one)] == [timedelta(seconds=42.5), None]
    visits = [(SHOES, "Climbing shoes", AT), (SHOES, "Climbing shoes", AT + 5 * MINUTE), ("https://a.org/b", "Tea", AT)]
    looks = [(SHOES, AT, 30), (SHOES, AT + 2 * MINUTE, 12), (SHOES, AT + 5 * MINUTE, 7)]
    assert {(found.at, found.dwell) for found in taken(firefox(tmp_path / "places.sqlite", visits, looks))} == {
        (AT, timedelta(seconds=42)),
        (AT + 5 * MINUTE, timedelta(seconds=7)),
        (AT, None),
    }


def test_what_a_damaged_history_says_of_looking_costs_itself_alone(tmp_path: Path) -> None:
    path = firefox(tmp_path / "places.sqlite", [(SHOES, "Climbing shoes", AT)])
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TABLE moz_places_metadata")
        file.execute("CREATE TABLE moz_places_metadata (place_id, created_at, updated_at, total_view_time)")
        for began, ms in ((None, 7_000), ("x", 7_000), (0, "y"), (1 << 62, 1 << 62)):
            file.execute("INSERT INTO moz_places_metadata VALUES (1, ?, 0, ?)", (began, ms))
        file.commit()
    assert [one.dwell for one in taken(path)] == [timedelta(days=1)]


def test_the_browsers_file_is_not_changed_and_what_its_log_holds_is_read(tmp_path: Path) -> None:
    path = chromium(tmp_path / "History", [(SHOES, "Climbing shoes", AT)])
    with closing(sqlite3.connect(path)) as browser:  # it is open, as it is while the browser runs
        browser.execute("PRAGMA journal_mode = WAL")
        add_visit(browser, "https://example.org/tea", "Green tea", AT + MINUTE)
        browser.commit()
        before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
        assert "History-wal" in before
        assert titles(path) == ["Climbing shoes", "Green tea"]
        assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


def test_a_history_that_the_browser_has_locked_is_read_all_the_same(tmp_path: Path) -> None:
    path = chromium(tmp_path / "History", [(SHOES, "Climbing shoes", AT)])
    with closing(sqlite3.connect(path, isolation_level=None)) as browser:
        browser.execute("PRAGMA locking_mode = EXCLUSIVE")
        browser.execute("BEGIN EXCLUSIVE")
        assert titles(path) == ["Climbing shoes"]


def test_what_is_private_is_left_out_and_told(tmp_path: Path) -> None:
    urls = {
        "chrome://settings/": "internal page of the browser",
        "about:config": "internal page of the browser",
        "chrome-extension://abc/options.html": "internal page of the browser",
        "file:///home/ada/diary.pdf": "file of this machine",
        "http://localhost:8888/tree": "page of this machine or the local network",
        "http://127.0.0.1/": "page of this machine or the local network",
        "http://[::1]:8000/": "page of this machine or the local network",
        "http://192.168.178.1/": "page of this machine or the local network",
        "http://printer/": "page of this machine or the local network",
        "http://nas.local/": "page of this machine or the local network",
        "data:text/html,hi": "address that is no web page",
        "http://[broken/": "address that is no web page",
        "https://accounts.google.com/v3/signin/identifier": "page to sign in",
        "https://example.org/users/sign_in/": "page to sign in",
        "https://shop.example.org/login.php": "page to sign in",
        "https://mail.google.com/mail/u/0/": "page of a mailbox",
    }
    visits = [(url, "A title", AT + number * MINUTE) for number, url in enumerate(urls)]
    expected = [f"1 {reason}" for reason in urls.values()]
    assert left_out(chromium(tmp_path / "History", visits)) == expected
    assert left_out(firefox(tmp_path / "places.sqlite", visits)) == expected


def test_no_password_no_query_and_no_long_key_is_kept_of_an_address(tmp_path: Path) -> None:
    urls = [
        "https://ada:hunter2@example.org/a?token=s3cret#access",
        "https://docs.example.org/d/1A2b3C4d5E6f7G8h9I0jKlMnOp/edit?usp=sharing",
        "https://example.org/share/123e4567-e89b-12d3-a456-426614174000",
        "https://example.org/10-best-climbing-shoes-for-beginners-2024",
    ]
    path = chromium(tmp_path / "History", [(url, "Shoes", AT + n * MINUTE) for n, url in enumerate(urls)])
    assert [one.item.url for one in taken(path) if one.item] == [
        "https://example.org/a",
        "https://docs.example.org/d/…/edit",
        "https://example.org/share/…",
        "https://example.org/10-best-climbing-shoes-for-beginners-2024",
    ]
    assert "s3cret" not in repr(read(path))
    assert "hunter2" not in repr(read(path))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.google.com/search?q=climbing+shoes&sca_esv=1&source=hp", "climbing shoes"),
        ("https://www.google.co.uk/search?client=firefox-b-d&q=caf%C3%A9+in+london", "café in london"),
        ("https://www.bing.com/search?q=jazz+records&form=QBLH", "jazz records"),
        ("https://duckduckgo.com/?q=%22rock+climbing%22+site%3Areddit.com&ia=web", "rock climbing"),
        ("https://www.baidu.com/s?ie=utf-8&f=8&tn=baidu&wd=%E6%94%80%E5%B2%A9%E9%9E%8B", "攀岩鞋"),
        ("https://www.sogou.com/web?query=%E6%94%80%E5%B2%A9", "攀岩"),
        ("https://search.bilibili.com/all?keyword=%E6%94%80%E5%B2%A9", "攀岩"),
        ("https://www.zhihu.com/search?type=content&q=%E6%94%80%E5%B2%A9", "攀岩"),
        ("https://search.yahoo.com/search?p=green+tea", "green tea"),
        ("https://yandex.ru/search/?text=%D1%87%D0%B0%D0%B9&lr=213", "чай"),
        ("https://www.youtube.com/results?search_query=bouldering+technique", "bouldering technique"),
        ("https://www.amazon.de/s?k=kletterschuhe&crid=1", "kletterschuhe"),
        ("https://en.wikipedia.org/w/index.php?search=sloper&title=Special:Search", "sloper"),
        ("https://s.taobao.com/search?q=%E6%94%80%E5%B2%A9%E9%9E%8B", "攀岩鞋"),
        ("https://www.google.com/maps/place/Berlin", ""),
        ("https://www.google.com/search?udm=2", ""),
        ("https://evilgoogle.com/search?q=x", ""),
        ("https://example.org/search?q=x", ""),
    ],
)
def test_a_search_is_told_by_the_page_of_its_results(url: str, words: str) -> None:
    assert searched(urlsplit(url)) == words


def test_searches_are_searches_also_of_engines_that_only_the_browser_knows(tmp_path: Path) -> None:
    own = "https://library.example.org/find?what=harmony"
    visits = [
        ("https://www.google.com/search?q=climbing+shoes", "climbing shoes - Google Search", AT),
        ("https://www.google.com/search?q=climbing+shoes&start=10", "climbing shoes - Google Search", AT + MINUTE),
        (own, "Catalogue", AT + 2 * MINUTE),
        ("https://www.google.com/search?q=climbing+shoes", "climbing shoes - Google Search", AT + timedelta(days=1)),
    ]
    path = chromium(tmp_path / "History", visits, {own: "harmony textbook"})
    assert [(one.kind, one.text, one.item) for one in taken(path)] == [
        ("search", "climbing shoes", None),
        ("search", "harmony textbook", None),
        ("search", "climbing shoes", None),
    ]
    assert left_out(path) == ["1 further page of the same search"]


def test_redirections_parts_of_pages_and_reloads_are_left_out(tmp_path: Path) -> None:
    visits = [
        ("https://t.example.org/1", "Tea", AT, 0x10000000),  # the beginning of a chain, not its end
        (SHOES, "Climbing shoes", AT + MINUTE, 0x20000000),
        ("https://ads.example.org/", "Advert", AT + MINUTE, 0x30000003),
        (SHOES, "Climbing shoes", AT + 2 * MINUTE, 0x30000008),
    ]
    path = chromium(tmp_path / "History", visits)
    assert titles(path) == ["Climbing shoes"]
    hop = "1 step of a redirection or part of another page"
    assert left_out(path) == [hop, hop, "1 page that was loaded again"]
    seen = [
        ("https://t.example.org/1", "Tea", AT),
        (SHOES, "Climbing shoes", AT + MINUTE, 5),
        (SHOES, "Climbing shoes", AT + 2 * MINUTE, 9),
        ("https://ads.example.org/", "Advert", AT + 3 * MINUTE, 8),
    ]
    other = firefox(tmp_path / "places.sqlite", seen, hidden=["https://t.example.org/1"])
    assert titles(other) == ["Climbing shoes"]
    assert left_out(other) == [hop, "1 page that was loaded again", hop]


def test_titles_lose_what_the_site_adds_to_them(tmp_path: Path) -> None:
    pages = [
        ("https://www.youtube.com/watch?v=1", "(3) Bouldering for beginners - YouTube", "Bouldering for beginners"),
        ("https://www.zhihu.com/question/1", "如何开始学攀岩？ - 知乎", "如何开始学攀岩？"),
        ("https://blog.csdn.net/a/1", "Python 入门教程-CSDN博客", "Python 入门教程"),
        ("https://baike.baidu.com/item/1", "攀岩_百度百科", "攀岩"),
        ("https://en.wikipedia.org/wiki/Jazz", "Jazz - Wikipedia", "Jazz"),
        ("https://github.com/psf/requests", "GitHub - psf/requests: HTTP for Humans", "psf/requests: HTTP for Humans"),
        ("https://paper.example.org/1", "Green tea and health | The Daily Paper", "Green tea and health"),
        ("https://paper.example.org/2", "Rock-climbing in the Alps | The Daily Paper", "Rock-climbing in the Alps"),
        ("https://paper.example.org/3", "Jazz tonight | The Daily Paper", "Jazz tonight"),
        ("https://one.example.org/1", "Chess - openings", "Chess - openings"),
    ]
    path = chromium(tmp_path / "History", [(url, title, AT + n * MINUTE) for n, (url, title, _) in enumerate(pages)])
    assert titles(path) == [said for _, _, said in pages]


@pytest.mark.parametrize("title", ["", "   ", "https://example.org/tea", "…"])
def test_pages_without_a_title_say_nothing(title: str, tmp_path: Path) -> None:
    path = chromium(tmp_path / "History", [("https://example.org/tea", title, AT)])
    assert taken(path) == []
    assert len(left_out(path)) == 1


def test_a_page_titled_by_its_site_alone_says_nothing(tmp_path: Path) -> None:
    visits = [("https://www.youtube.com/", "YouTube", AT), ("https://example.org/x", "404 Not Found", AT + MINUTE)]
    path = chromium(tmp_path / "History", visits)
    assert left_out(path) == ["1 page titled by its site's name alone"] * 2


def test_a_longer_history_has_the_ids_of_the_shorter_one_also_where_old_visits_are_gone(tmp_path: Path) -> None:
    first = [(SHOES, "Climbing shoes", AT), ("https://example.org/tea", "Green tea", AT + MINUTE)]
    before = [one.id for one in taken(chromium(tmp_path / "1", first))]
    later = [*first[1:], (SHOES, "Climbing shoes", AT + timedelta(days=2))]
    after = [one.id for one in taken(chromium(tmp_path / "2", later))]
    assert before[1] == after[0]
    assert len({*before, *after}) == 3


def test_visits_without_a_time_and_titles_that_are_no_text_cost_themselves_alone(tmp_path: Path) -> None:
    path = chromium(tmp_path / "History", [(SHOES, "Climbing shoes", AT), ("https://example.org/tea", "Green tea", AT)])
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE visits SET visit_time = 0 WHERE url = 1")
        file.execute("UPDATE urls SET title = CAST(X'677265656EFF' AS TEXT) WHERE id = 2")
        file.commit()
    assert left_out(path) == ["1 visit without a time"]
    assert titles(path) == ["green\ufffd"]


def test_an_old_history_with_fewer_columns_is_read(tmp_path: Path) -> None:
    path = tmp_path / "History"
    with closing(sqlite3.connect(path)) as file:
        file.executescript(
            "CREATE TABLE urls(id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR);"
            "CREATE TABLE visits(id INTEGER PRIMARY KEY, url INTEGER NOT NULL, visit_time INTEGER NOT NULL);"
            "INSERT INTO urls VALUES(1, 'https://example.org/tea', 'Green tea');"
            "INSERT INTO visits VALUES(1, 1, 13400000000000000);"
        )
    assert titles(path) == ["Green tea"]


def test_a_damaged_history_gives_what_can_be_read_and_says_so(tmp_path: Path) -> None:
    visits = [(f"https://example.org/{n}", f"Thing number {n} " * 20, AT + n * MINUTE) for n in range(400)]
    path = chromium(tmp_path / "History", visits)
    content = bytearray(path.read_bytes())
    broken = content.rindex(b"Thing number 300 ") // 4096 * 4096
    content[broken : broken + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    assert 200 < len(taken(path)) < 400
    assert "the rest of it, which is damaged" in places(path)[0]


@pytest.mark.parametrize(
    "content", [b"SQLite format 3\0" + b"\0" * 100, b"SQLite format 3\0" + b"\x10\x00\x01\x01\x00@  " + b"\xff" * 5000]
)
def test_a_file_that_is_no_database_inside_is_an_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "History").write_bytes(content)
    with pytest.raises(Unreadable, match="History"):
        identify(tmp_path / "History")


def test_another_database_is_no_history(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as file:
        file.execute("CREATE TABLE things (id INTEGER)")
    with pytest.raises(Unreadable, match="fits no format"):
        identify(tmp_path / "other.db")


@pytest.mark.parametrize("name", ["chromium", "firefox"])
def test_another_database_is_no_history_also_where_the_format_is_forced(name: str, tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE urls (id, url, title)")
    with pytest.raises(Unreadable, match=r"other\.sqlite: is no history of .*, which has the tables"):
        list(identify(path, name).read(Options()))


def test_the_folder_of_a_profile_and_a_zipped_history_are_read(tmp_path: Path) -> None:
    (tmp_path / "Default").mkdir()
    path = chromium(tmp_path / "Default" / "History", [(SHOES, "Climbing shoes", AT)])
    (tmp_path / "Default" / "Preferences").write_text("{}")
    assert titles(tmp_path / "Default") == ["Climbing shoes"]
    assert titles(zipped(tmp_path / "h.zip", {"Default/History": path.read_bytes()})) == ["Climbing shoes"]


def test_nothing_is_left_behind_of_the_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = chromium(tmp_path / "History", [(SHOES, "Climbing shoes", AT)])
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert titles(path) == ["Climbing shoes"]
    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_address_keeps_its_port_and_its_path() -> None:
    assert kept(urlsplit("HTTPS://Example.ORG:8443/Tea/绿茶")) == "https://example.org:8443/Tea/绿茶"


@pytest.mark.parametrize(
    ("host", "title", "left"),
    [
        ("www.mayoclinic.org", "Crohn's disease - Symptoms and causes - Mayo Clinic", "Crohn's disease - Symptoms and causes"),
        ("www.ravelry.com", "Ravelry: Fox Hat pattern by Anna", "Fox Hat pattern by Anna"),
        ("example.org", "Tea: a guide - and more", "Tea: a guide - and more"),
    ],
)  # fmt: skip
def test_a_part_of_a_title_that_is_like_the_host_is_the_sites(host: str, title: str, left: str) -> None:
    assert SiteNames([]).without(host, title) == left


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        *(
            (address, MAILBOX)
            for address in (
                "navigator.gmx.net/mail", "bap.navigator.web.de/mail", "app.tuta.com/mail", "mail.zoho.eu/zm", "email.t-online.de/em",
                "webmail.laposte.net/", "hey.com/imbox", "webmail.example.org/", "mail.example.org/roundcube/?_task=mail",
                "post.example.org/owa/", "www.icloud.com/mail", "roundcube.example.org/",
            )
        ),
        *(
            (address, SIGN_IN)
            for address in (
                "blog.example.org/wp-login.php", "shop.example.org/anmelden", "shop.example.org/fr/connexion",
                "example.org/password/reset", "example.org/users/password/new", "example.org/reset/abcdef0123456789abcdef0123",
                "example.org/reset?token=3fa9", "example.org/account/verify.php?mail=a&user_token=1",
            )
        ),
        *(
            (address, None)
            for address in (
                "en.wikipedia.org/wiki/Webmail", "roundcube.net/about", "mail.python.org/archives", "webmail.com/",
                "example.org/anmelden-tipps",
                "www.hey.com/features", "example.org/games/horde", "de.wikipedia.org/wiki/Connexion_(Band)", "example.org/reset/button",
                "example.org/reset?page=2", "example.org/unlock-the-code?token=1",
                "example.org/blog/password-managers",
            )
        ),
    ],
)  # fmt: skip
def test_mailboxes_and_pages_to_sign_in_are_known_wherever_they_are(address: str, reason: Reason | None) -> None:
    assert barred(f"https://{address}") is reason
