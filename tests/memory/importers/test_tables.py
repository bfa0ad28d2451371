from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.memory.importers.formats import identify
from penchant.memory.importers.found import Options
from penchant.memory.importers.node import Unreadable
from penchant.memory.records import Interaction, Item

from tests.memory.importers.exports import left_out, places, read, taken

LETTERBOXD = """Date,Name,Year,Letterboxd URI,Rating
2026-01-12,Alien,1979,https://boxd.it/2awY,5
2026-01-13,"Heat, again",1995,https://boxd.it/2bbb,1
2026-01-14,Arrival,2016,https://boxd.it/2ccc,
"""


def table(folder: Path, content: str | bytes, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def told(path: Path, **columns: str) -> list[str]:
    return identify(path).told(Options(columns))


def test_a_table_is_read_by_the_names_of_its_columns_which_are_told(tmp_path: Path) -> None:
    path = table(tmp_path, LETTERBOXD)
    alien, heat, arrival = taken(path)
    assert alien == Interaction(
        alien.id, "rating", item=Item("Alien", url="https://boxd.it/2awY", work=True), at=datetime(2026, 1, 12, tzinfo=UTC), rating=1.0
    )  # fmt: skip
    assert (heat.item, heat.rating) == (Item("Heat, again", url="https://boxd.it/2bbb", work=True), 0.0)
    assert (arrival.kind, arrival.rating) == ("view", None)
    assert told(path) == [
        "columns: title=Name, at=Date, url=Letterboxd URI, rating=Rating",
        "not used: Year; --map FIELD=COLUMN,… chooses others",
        "ratings: up to 5",
    ]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            "Book Id,Title,Author,My Rating,Average Rating,Date Read,Date Added,Bookshelves",
            '5907,The Hobbit,J.R.R. Tolkien,4,4.28,2026/01/02,2025/12/01,"fantasy, favourites"',
            ("rating", "The Hobbit", ("fantasy",), datetime(2026, 1, 2, tzinfo=UTC)),
        ),
        (
            "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Genres",
            'tt0078748,9,2026-01-02,Alien,Alien,https://www.imdb.com/title/tt0078748,Movie,8.5,"Horror, Sci-Fi"',
            ("rating", "Alien", ("Horror", "Sci-Fi"), datetime(2026, 1, 2, tzinfo=UTC)),
        ),
        ("Title,Date", '"Chef\'s Table: Season 1",1/28/26', ("view", "Chef's Table: Season 1", (), datetime(2026, 1, 28, tzinfo=UTC))),
        (
            "title,url,time_added,tags,status",
            "How to brew tea,https://example.org/tea?utm=1,1767225600,tea|cooking,unread",
            ("view", "How to brew tea", ("tea", "cooking"), datetime(2026, 1, 1, tzinfo=UTC)),
        ),
        (
            "标题,简介,豆瓣评分,链接,创建时间,我的评分,标签,评论",
            "攀岩者,纪录片,9.0,https://movie.douban.com/subject/1/,2026/01/02 10:30:00,5,纪录片/攀岩,很好",
            ("rating", "攀岩者", ("纪录片", "攀岩"), datetime(2026, 1, 2, 10, 30, tzinfo=UTC)),
        ),
    ],
)  # fmt: skip
def test_exports_of_well_known_services_need_no_mapping(
    header: str, row: str, expected: tuple[object, ...], tmp_path: Path
) -> None:
    (one,) = taken(table(tmp_path, f"{header}\n{row}\n"))
    assert one.item is not None
    assert (one.kind, one.item.title, one.item.tags, one.at) == expected


def test_the_person_can_name_columns_by_name_or_number_and_a_kind_for_all(tmp_path: Path) -> None:
    path = table(tmp_path, "a,b,c\nAlien,2026-01-12,horror\n")
    columns = {"title": "a", "at": "b", "tags": "3", "kind": "liked"}
    (one,) = taken(path, columns=columns)
    assert (one.kind, one.item, one.at) == ("like", Item("Alien", tags=("horror",)), datetime(2026, 1, 12, tzinfo=UTC))
    assert told(path, **columns)[0] == "columns: title=a, at=b, tags=c, kind=like"


def test_a_table_without_a_line_of_names_is_read_by_numbers(tmp_path: Path) -> None:
    path = table(tmp_path, "Alien,2026-01-12\nHeat,2026-01-13\n")
    assert [one.item and one.item.title for one in taken(path, columns={"title": "1", "at": "2"})] == ["Alien", "Heat"]


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"title": "Nome"}, "there is no column 'Nome'; there are: Date, Name"),
        ({"titel": "Name"}, "there is no field 'titel'; allowed: id, title"),
        ({"at": "Date"}, "say which column holds the title or the text"),
        ({"title": "99"}, "there is no column '99'"),
    ],
)
def test_a_wrong_mapping_is_an_error_that_says_what_is_there(
    columns: dict[str, str], problem: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=problem):
        read(table(tmp_path, LETTERBOXD), columns=columns)


def test_a_table_that_says_nothing_known_asks_for_a_mapping(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"none of its columns \('x', 'y'\) .* --map title=COLUMN"):
        read(table(tmp_path, "x,y\n1,2\n3,4\n"))


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-16-le", ","), ("gb18030", ","), ("big5", ";"), ("shift_jis", ",")],
)  # fmt: skip
def test_any_encoding_and_delimiter_will_do(encoding: str, delimiter: str, tmp_path: Path) -> None:
    words = {"big5": "攀岩與綠茶的故事，還有音樂", "shift_jis": "ロッククライミングとお茶の話"}.get(
        encoding, "我最近迷上了攀岩和绿茶，还喜欢听爵士乐"
    )
    rows = [["title", "tags"], *([f"{words} {n}", "tea"] for n in range(20))]
    content = "\r\n".join(delimiter.join(row) for row in rows)
    found = taken(table(tmp_path, content, encoding=encoding))
    assert [one.item for one in found] == [Item(f"{words} {n}", tags=("tea",)) for n in range(20)]


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("gb18030", "三体"),
        ("gb18030", "活着"),
        ("euc_kr", "해리 포터와 마법사의 돌"),
        ("shift_jis", "ハリー・ポッター"),
        ("big5", "悲情城市"),
    ],
)
def test_a_short_table_is_not_taken_for_another_language(encoding: str, title: str, tmp_path: Path) -> None:
    header = {"gb18030": "标题,日期", "euc_kr": "title,date", "shift_jis": "title,date", "big5": "標題,日期"}[encoding]
    path = table(tmp_path, f"{header}\n{title},2024-01-02\n", encoding=encoding)
    columns = {"title": "1", "at": "2"}
    assert title in [one.item.title for one in taken(path, columns=columns) if one.item]
    assert told(path, **columns)[0].startswith("encoding: ")


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    path = table(tmp_path, "title,date\nŁódź,2024-01-02\n", encoding="cp1250")
    export = identify(path, encoding="windows-1250")
    assert export.told(Options())[0] == "encoding: cp1250"
    (one,) = export.read(Options())
    assert isinstance(one, Interaction)
    assert one.item == Item("Łódź", work=True)
    assert identify(table(tmp_path, "title,date\nTea,2024-01-02\n")).told(Options()) == [
        "columns: title=title, at=date"
    ]
    with pytest.raises(ValueError, match="there is no encoding 'klingon' of texts"):
        identify(path, encoding="klingon")


def test_latin_text_of_windows_is_read(tmp_path: Path) -> None:
    rows = "".join(f"Café Müller in Zürich {n};très bien\r\n" for n in range(20))
    path = table(tmp_path, f"title;comment\r\n{rows}", encoding="cp1252")
    (one, *_) = taken(path)
    assert (one.item, one.text) == (Item("Café Müller in Zürich 0"), "très bien")


def test_quotes_line_breaks_and_delimiters_in_cells_are_kept(tmp_path: Path) -> None:
    path = table(tmp_path, 'title,review\n"Tea, green","two\nlines, ""quoted"""\n')
    (one,) = taken(path)
    assert (one.item, one.text) == (Item("Tea, green"), 'two\nlines, "quoted"')


def test_a_description_is_the_items_and_a_review_the_persons(tmp_path: Path) -> None:
    (one,) = taken(table(tmp_path, "title,description\nTea,how it grows\n"))
    assert (one.item, one.text) == (Item("Tea", "how it grows"), "")


def test_rows_say_their_kind_in_many_words_and_an_unknown_one_is_left_out(tmp_path: Path) -> None:
    path = table(tmp_path, "action,name\nliked,Tea\nwatched,Alien\nskipped,Heat\n收藏,攀岩\nteleported,Mars\n")
    assert [one.kind for one in taken(path)] == ["like", "view", "skip", "save"]
    assert left_out(path) == ["1 thing of the kind 'teleported', which is not known"]


def test_an_order_that_was_cancelled_is_left_out(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Order ID,Order Date,Order Status,Product Name\n1,2024-01-02,Closed,Banjo\n2,2024-01-03,Cancelled,Accordion\n",
    )
    assert [one.item.title for one in taken(path) if one.item] == ["Banjo"]


def test_words_alone_are_searches(tmp_path: Path) -> None:
    (one,) = taken(table(tmp_path, "query,timestamp\nclimbing shoes,2026-01-02T10:00:00Z\n"))
    assert (one.kind, one.text, one.item) == ("search", "climbing shoes", None)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2026-01-02", "2026-02-01T10:00:00+02:00"], datetime(2026, 1, 2, tzinfo=UTC)),
        (["1767312000", "1767312000"], datetime(2026, 1, 2, tzinfo=UTC)),
        (["1767312000000", "1767312000000"], datetime(2026, 1, 2, tzinfo=UTC)),
        (["02/01/2026", "28/01/2026"], datetime(2026, 1, 2, tzinfo=UTC)),
        (["01/02/2026", "01/28/2026"], datetime(2026, 1, 2, tzinfo=UTC)),
        (["02.01.2026", "28.01.2026"], datetime(2026, 1, 2, tzinfo=UTC)),
        (["Jan 2, 2026", "Jan 28, 2026"], datetime(2026, 1, 2, tzinfo=UTC)),
        (["2026年01月02日", "2026年01月28日"], datetime(2026, 1, 2, tzinfo=UTC)),
    ],
)
def test_dates_are_read_as_the_whole_column_speaks_for(dates: list[str], expected: datetime, tmp_path: Path) -> None:
    rows = "".join(f'Tea {n},"{date}"\n' for n, date in enumerate(dates))
    first, second = taken(table(tmp_path, f"title,date\n{rows}"))
    assert first.at == expected
    assert second.at is not None


def test_the_way_of_dates_is_told_and_can_be_said(tmp_path: Path) -> None:
    path = table(tmp_path, "title,date\nTea,02/03/2026\n")
    assert "dates: month/day/year; --dates %d/%m/%Y says another way" in told(path)
    assert [one.at for one in taken(path, dates="%d/%m/%Y")] == [datetime(2026, 3, 2, tzinfo=UTC)]


def test_how_long_something_was_looked_at_is_read_in_the_unit_of_its_column(tmp_path: Path) -> None:
    for header, value in (("seconds", "90"), ("ms_played", "90000"), ("minutes", "1.5"), ("duration", "1:30")):
        (one,) = taken(table(tmp_path, f"title,{header}\nTea,{value}\n"))
        assert one.dwell == timedelta(seconds=90), header


def test_bad_rows_cost_themselves_alone(tmp_path: Path) -> None:
    path = table(
        tmp_path, "title,date\nTea,2026-01-01\nToo,2026-01-01,many,cells\n,\n ,2026-01-01\nJazz,soon\nshort\n\n"
    )
    assert [one.item and one.item.title for one in taken(path)] == ["Tea", "short"]
    assert left_out(path) == [
        "1 record that cannot be read",
        "1 row that names nothing",
        "1 record that cannot be read",
    ]
    assert [place.removeprefix(f"{path}: ") for place in places(path)] == [
        "line 3: 4 cells, where the first line has 2",
        "line 6: date: is 'soon', not a time; allowed: ISO 8601 or a number of seconds; --dates %d/%m/%Y says another way",
    ]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2016-13-41", "2016-12-31", ""], [None, (2016, 12, 31), ...]),
        (["soon", "later", "some day", "2016-12-31"], [None, None, None, (2016, 12, 31)]),
        (["31/12/2016", "2016-12-30", "2016-13-41"], [(2016, 12, 31), (2016, 12, 30), None]),
        (["2016-12-30", "2016-12-29", "2016-12-28", "31.12.2016"], [(2016, 12, 30), (2016, 12, 29), (2016, 12, 28), (2016, 12, 31)]),
        (["Jan 2, 2026", "1767312000", "the 2nd"], [(2026, 1, 2), (2026, 1, 2), None]),
        (["", "", "2016-12-31"], [..., ..., (2016, 12, 31)]),
        (["02/01/2026", "31/31/2026", "28/01/2026"], [(2026, 1, 2), None, (2026, 1, 28)]),
        (["人生", "2016年12月31日"], [None, (2016, 12, 31)]),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_read_costs_its_row_alone_and_no_date_at_all_is_no_fault(
    dates: list[str], expected: list[Any], tmp_path: Path
) -> None:
    rows = "".join(f'Tea {n},"{date}"\n' for n, date in enumerate(dates))
    path = table(tmp_path, f"title,date\n{rows}")
    read_as = {one.item.title: one.at for one in taken(path) if one.item}
    wanted = {
        f"Tea {n}": None if date is ... else datetime(date[0], date[1], date[2], tzinfo=UTC)
        for n, date in enumerate(expected)
        if date
    }
    assert read_as == wanted
    named = [f"line {n + 2}: date: is {dates[n]!r}, not a time" for n, date in enumerate(expected) if date is None]
    assert [place.removeprefix(f"{path}: ").partition(";")[0] for place in places(path)] == named


def test_a_column_of_dates_that_nobody_understands_is_told_and_takes_nothing_as_of_now(tmp_path: Path) -> None:
    path = table(tmp_path, "title,date\nTea,2. Jänner 2026\nJazz,3. Jänner 2026\n")
    assert told(path)[1] == "dates: not understood; --dates %d/%m/%Y says another way"
    assert taken(path) == []
    assert len(places(path)) == 2


def test_who_says_how_dates_are_written_means_that_alone(tmp_path: Path) -> None:
    path = table(tmp_path, "title,date\nTea,2026-02-01\nJazz,2026-20-01\nTai chi,2026-02-20\n")
    found = taken(path, dates="%Y-%d-%m")
    assert [one.at for one in found] == [datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 20, tzinfo=UTC)]
    assert len(places(path, dates="%Y-%d-%m")) == 1


def test_nul_bytes_and_a_quote_that_is_never_closed_do_not_stop_it(tmp_path: Path) -> None:
    path = table(tmp_path, 'title,date\nTea,2026-01-01\n"never closed,2026-01-02\nJazz,2026-01-03\n')
    assert [one.item.title for one in taken(path) if one.item] == ["Tea", "Jazz"]
    assert places(path) == [f"{path}: line 3: has a quote that is not closed"]


@pytest.mark.parametrize("later", ['"Tea, green"', '"Tea" ', '"1 ""two"" 3"', '"two\nlines"'])
def test_a_quote_that_is_not_closed_costs_its_own_line_alone(tmp_path: Path, later: str) -> None:
    rows = "".join(f"Kayak {number},2026-01-{number:02}\n" for number in range(1, 20))
    path = table(tmp_path, f'title,date\n"open,2026-01-20\n{rows}{later},2026-01-21\nJazz,2026-01-22\n')
    assert len(taken(path)) == 21
    assert places(path) == [f"{path}: line 2: has a quote that is not closed"]


def test_ids_come_from_what_a_row_says_and_not_from_where_it_stands(tmp_path: Path) -> None:
    before = [one.id for one in taken(table(tmp_path, LETTERBOXD, "films.csv"))]
    lines = LETTERBOXD.splitlines()
    longer = "\n".join([lines[0], "2026-02-01,Dune,2021,https://boxd.it/2ddd,4", *reversed(lines[1:])])
    after = [one.id for one in taken(table(tmp_path, longer, "films (1).csv"))]
    assert set(before) < set(after)
    assert len(set(after)) == 4


def test_rows_that_are_the_same_and_have_no_time_are_as_many_things(tmp_path: Path) -> None:
    found = taken(table(tmp_path, "title\nTea\nTea\nTea\n"))
    assert len({one.id for one in found}) == 3
    assert found[:2] == taken(table(tmp_path, "title\nTea\nTea\n"))


def test_an_id_and_a_time_are_enough_to_know_a_row_again(tmp_path: Path) -> None:
    (one,) = taken(table(tmp_path, "id,title,date\n7,Tea,2026-01-01\n"))
    (same,) = taken(table(tmp_path, "id,title,date\n7,Green tea,2026-01-01\n"))
    assert one.id == same.id


def test_a_long_table_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("title,date\n")
        file.writelines(f"Thing {n},2026-01-01T00:00:{n % 60:02d}\n" for n in range(15_000))
    assert sum(1 for _ in identify(path).read(Options())) == 15_000


def test_private_pages_in_a_table_are_left_out_and_other_addresses_are_none(tmp_path: Path) -> None:
    urls = [
        "http://localhost/",
        "chrome://settings",
        "file:///home/ada/diary",
        "https://mail.google.com/",
        "spotify:track:1",
    ]
    rows = "".join(f"Thing {n},{url}\n" for n, url in enumerate(urls))
    path = table(tmp_path, f"title,url\n{rows}")
    assert [one.item for one in taken(path)] == [Item("Thing 4")]
    assert len(left_out(path)) == 4


def test_a_table_that_says_who_speaks_is_of_messages_and_only_the_persons_own_are_theirs(tmp_path: Path) -> None:
    path = table(
        tmp_path, "session;role;time;text\ns1;User;2026-01-02T09:00:00Z;I love tea.\ns1;assistant;;Green?\ns1;boss;;x\n"
    )
    own, answer = taken(path)
    assert (own.kind, own.role, own.text, own.at) == (
        "chat",
        "user",
        "I love tea.",
        datetime(2026, 1, 2, 9, tzinfo=UTC),
    )
    assert (answer.role, answer.text, answer.session) == ("assistant", "Green?", own.session)
    assert [place.partition("line ")[2][:13] for place in places(path)] == ["4: role: is '"]
    assert told(path) == ["a message a row, by its role; --map text=COLUMN,… reads it as something else"]
    assert told(path, text="text")[0] == "columns: text=text"


def test_a_table_of_a_cast_with_roles_is_still_one_of_films(tmp_path: Path) -> None:
    (one,) = taken(table(tmp_path, "title,role,text\nAlien,Ripley,a crew wakes\n"))
    assert one.item is not None
    assert one.item.title == "Alien"


def test_messages_of_several_people_in_one_list_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    path.write_text(
        '{"turns": [{"user": "ana", "session": "s1", "role": "user", "text": "I love tea."},'
        ' {"user": "ben", "session": "s2", "role": "user", "text": "I keep bees."}]}'
    )
    assert identify(path).format.name == "turns"
    assert [one.text for one in taken(path)] == ["I love tea."]


def test_a_book_to_be_read_is_saved_when_it_was_added_and_its_shelves_are_no_topics(tmp_path: Path) -> None:
    header = "Book Id,Title,Author,My Rating,Date Read,Date Added,Bookshelves,Exclusive Shelf"
    rows = [
        '1,"Dune (Dune, #1)",Frank Herbert,5,2026/03/01,2026/01/01,"sci-fi, favorites",read',
        "2,Emma,Jane Austen,0,,2026/01/05,to-read,to-read",
    ]
    dune, emma = taken(table(tmp_path, "\n".join([header, *rows])))
    assert (dune.kind, dune.at, dune.item and dune.item.tags) == (
        "rating",
        datetime(2026, 3, 1, tzinfo=UTC),
        ("sci-fi",),
    )
    assert (emma.kind, emma.at, emma.item and emma.item.tags) == ("save", datetime(2026, 1, 5, tzinfo=UTC), ())


def test_tags_that_are_no_shelves_stay(tmp_path: Path) -> None:
    [one] = taken(table(tmp_path, 'title,tags\nPlan,"library, own"\n'))
    assert one.item is not None
    assert one.item.tags == ("library", "own")


NETFLIX = """Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,Bookmark,Latest Bookmark,Country
Ada,2024-05-14 18:00:00,00:40:00,,Dark: Season 1: Secrets (Episode 1),,TV,00:40:00,00:40:00,DE (Germany)
Kid,2024-05-14 19:00:00,00:40:00,,Peppa Pig,,TV,00:40:00,00:40:00,DE (Germany)
Ada,2024-05-15 18:00:00,00:00:20,Autoplayed: user action: None; ,Ozark_hook_primary_16x9,HOOK,TV,00:00:20,00:00:20,DE (Germany)
"""


def test_the_whole_history_of_netflix_is_one_persons_with_its_times_and_without_its_trailers(tmp_path: Path) -> None:
    path = table(tmp_path, NETFLIX)
    (one,) = taken(path)
    assert one.item == Item("Dark: Season 1: Secrets (Episode 1)", work=True)
    assert (one.kind, one.at) == ("view", datetime(2024, 5, 14, 18, tzinfo=UTC))
    assert one.dwell == timedelta(minutes=40)
    assert left_out(path) == [
        "1 thing of someone else than 'Ada' (--person NAME takes another)",
        "1 trailer or other extra that plays by itself",
    ]
    assert [one.item and one.item.title for one in taken(path, person="Kid")] == ["Peppa Pig"]
    assert (
        told(path)[1]
        == "not used: Attributes, Device Type, Bookmark, Latest Bookmark, Country; --map FIELD=COLUMN,… chooses others"
    )


@pytest.mark.parametrize(
    ("content", "works"),
    [
        ("Title,Date\nHow I Met Your Mother,2026-01-02\n", True),
        ("Track Name,Artist Name\nUncle Pen,Bill Monroe\n", True),
        ("Title,Author,My Rating\nEmma,Jane Austen,5\n", True),
        ("Date,Name,Year,Letterboxd URI\n2024-01-06,I'm Not There,2007,https://boxd.it/2\n", True),
        ("书名,日期\n三体,2024-01-02\n", True),
        ("title,url,date\nHow to brew tea,https://example.org/tea,2024-01-02\n", False),
        ("kind,title,at\nclick,How to brew tea,2024-01-02\n", False),
        ("title\nHow to brew tea\n", False),
        ("Order Date,Product Name\n2024-01-02,Deering Goodtime banjo\n", False),
        ("Title,Order Date,ASIN/ISBN\nHow to brew tea,2024-01-02,B0\n", False),
        ("name,message,date\nAda,I love tea,2024-01-02\n", False),
    ],
)
def test_a_table_tells_whether_its_titles_are_those_of_works(content: str, works: bool, tmp_path: Path) -> None:
    (one,) = taken(table(tmp_path, content))
    assert one.item is not None
    assert one.item.work is works
