"""Which column of a table says what: named by the person, or guessed from the first line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .found import KINDS
from .node import Unreadable

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "event id", "book id", "const", "uuid", "guid", "编号"),
    "title": (
        "title", "name", "item", "product", "product name", "track name", "trackname", "mastermetadatatrackname", "track",
        "song", "song name", "movie", "film", "book", "show", "episode", "video", "article", "page title",
        "标题", "名称", "名字", "歌名", "歌曲", "书名", "片名", "电影", "商品名称", "商品",
    ),
    "text": (
        "text", "query", "search", "search term", "search query", "keyword", "message", "content", "body", "description",
        "note", "notes", "comment", "my review", "review", "summary", "excerpt",
        "搜索词", "关键词", "内容", "正文", "评论", "短评", "我的短评", "备注", "简介", "描述",
    ),
    "at": (
        "at", "timestamp", "ts", "datetime", "date time", "time", "date", "watched date", "date watched", "date read", "end time",
        "endtime", "date rated", "date added", "time added", "created at", "created", "created date", "visit time", "visited",
        "visit date", "played at", "order date", "start time", "日期", "时间", "创建时间", "添加时间", "标记日期", "观看时间", "评分时间",
    ),
    "kind": ("kind", "event", "event type", "action", "interaction", "activity", "type", "动作", "行为", "类型", "事件"),
    "tags": (
        "tags", "tag", "labels", "genres", "genre", "categories", "category", "topics", "subjects", "bookshelves", "shelves",
        "folder", "artist", "artist name", "artistname", "mastermetadataalbumartistname", "author", "标签", "分类", "类别", "歌手", "作者",
    ),
    "url": ("url", "link", "uri", "href", "address", "web address", "letterboxd uri", "链接", "网址", "条目链接"),
    "rating": ("your rating", "my rating", "rating", "stars", "score", "我的评分", "个人评分", "评分"),
    "dwell": (
        "dwell", "dwell seconds", "duration", "seconds", "msplayed", "ms played", "minutes", "time spent", "watch time",
        "停留时间", "停留秒数", "时长",
    ),
    "session": ("session", "session id", "conversation", "会话"),
}  # fmt: skip
"""What a row can say, with the names that columns have for it, the likeliest first."""

_DESCRIBING = {"content", "body", "description", "summary", "excerpt", "内容", "正文", "简介", "描述"}

_SHELF, _PERSON, _EXTRA = ("exclusive shelf",), ("profile name",), ("supplemental video type",)
"""Columns of Goodreads and of Netflix that say something of a row beside what happened."""
_STATUS = ("order status", "shipment status", "status", "bestellstatus", "订单状态")
_CANCELLED = frozenset(
    (
        "cancelled",
        "canceled",
        "cancelled order",
        "order cancelled",
        "storniert",
        "annulé",
        "annulée",
        "cancelado",
        "annullato",
    )
)
"""What shops write of what was not bought after all."""

_TITLES = {"title", "name", "标题", "名称", "名字"}
_WORKS = {
    "track name", "trackname", "mastermetadatatrackname", "track", "song", "song name", "movie", "film", "book", "show",
    "歌名", "歌曲", "书名", "片名", "电影",
}  # fmt: skip
"""What the column of titles is called where they are those of works."""
_ABOUT_WORKS = {"letterboxd uri", "const", "条目链接"}
"""Columns of services that are of works alone."""
_JUDGING = {"my review", "review", "note", "notes", "comment", "评论", "短评", "我的短评", "备注"}
_BOUGHT = {"asin", "asin isbn", "order id", "order date", "price", "sku", "quantity", "product", "item", "商品"}
"""Columns of tables of what was bought."""

KIND_WORDS = {
    "viewed": "view", "watched": "view", "watch": "view", "read": "view", "listened": "view", "played": "view", "play": "view",
    "visit": "view", "visited": "view", "impression": "view", "open": "click", "opened": "click", "clicked": "click",
    "searched": "search", "query": "search", "saved": "save", "bookmark": "save", "bookmarked": "save", "favorite": "save",
    "favourite": "save", "wishlist": "save", "to-read": "save", "purchase": "save", "purchased": "save", "buy": "save",
    "cart": "save", "liked": "like", "love": "like", "loved": "like", "upvote": "like", "thumbs up": "like",
    "disliked": "dislike", "downvote": "dislike", "thumbs down": "dislike", "skipped": "skip", "rated": "rating", "rate": "rating",
    "message": "chat", "浏览": "view", "看过": "view", "读过": "view", "听过": "view", "观看": "view", "点击": "click", "搜索": "search",
    "收藏": "save", "想看": "save", "想读": "save", "购买": "save", "加购": "save", "喜欢": "like", "点赞": "like", "不喜欢": "dislike",
    "跳过": "skip", "评分": "rating",
}  # fmt: skip
"""Other words for kinds of events."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands (its column, from 0), their names, the kind of every row if no column says it, and what is not used.

    `dates` are further columns with times, for a row whose first has none; `shelf` is the one that says "to-read" of a book, `person`
    the one that says whose row it is, `extra` the one that says of a trailer what it is, `status` what became of an order.
    """

    places: Mapping[str, int]
    header: tuple[str, ...]
    kind: str = ""
    first_is_data: bool = False
    dates: tuple[int, ...] = ()
    shelf: int | None = None
    person: int | None = None
    extra: int | None = None
    status: int | None = None

    @property
    def unused(self) -> list[str]:
        """The names of the columns of which nothing is taken."""
        used = {*self.places.values(), *self.dates, self.shelf, self.person, self.extra, self.status}
        return [name for place, name in enumerate(self.header) if place not in used and name]

    @property
    def text_describes(self) -> bool:
        """Whether the text is of the thing in the title and not the person's own words."""
        return (
            "title" in self.places and "text" in self.places and _plain(self.header[self.places["text"]]) in _DESCRIBING
        )

    @property
    def of_works(self) -> bool:
        """Whether the titles are names of works: their column is called so, or there are dates or ratings and no address of a page."""
        plain = [_plain(name) for name in self.header]
        title, text, url = (plain[self.places[one]] if one in self.places else "" for one in ("title", "text", "url"))
        if title in _WORKS:
            return True
        of_a_page = bool(url) and url not in _ABOUT_WORKS and not _ABOUT_WORKS & set(plain)
        own_words = bool(text) and text not in _DESCRIBING and text not in _JUDGING
        dated = {"at", "rating"} & set(self.places)
        return bool(
            title in _TITLES
            and dated
            and "kind" not in self.places
            and not (of_a_page or own_words or _BOUGHT & set(plain))
        )

    def cell(self, row: Sequence[str], field: str) -> str:
        """Return what a row says in a field; "" where nothing."""
        place = self.places.get(field)
        said = _at(row, place)
        return next(filter(None, (_at(row, other) for other in self.dates)), "") if field == "at" and not said else said

    def saved(self, row: Sequence[str]) -> bool:
        """Return whether a row stands on the shelf of what is to be read."""
        return kind_of(_at(row, self.shelf)) == "save"

    def whose(self, row: Sequence[str]) -> str:
        """Return whose a row is; "" where the table does not say."""
        return _at(row, self.person)

    def is_extra(self, row: Sequence[str]) -> bool:
        """Return whether a row is of a trailer or the like, which plays by itself."""
        return bool(_at(row, self.extra))

    def is_cancelled(self, row: Sequence[str]) -> bool:
        """Return whether a row is of an order that was cancelled."""
        return _plain(_at(row, self.status)) in _CANCELLED


def _at(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def kind_of(word: str, kinds: frozenset[str] = KINDS) -> str:
    """Return the kind of event that a word means; "" if none."""
    plain = word.strip().casefold()
    return plain if plain in kinds else KIND_WORDS.get(plain, "")


def chosen(mapping: Mapping[str, str], header: Sequence[str], kinds: frozenset[str]) -> Columns:
    """Return the columns that the person named: by their names or numbers, the kind also by itself (`kind=like`).

    Raises:
        ValueError: there is no such field or column.
    """
    places: dict[str, int] = {}
    kind = ""
    for field, name in mapping.items():
        if field not in FIELDS:
            raise ValueError(f"--map: there is no field {field!r}; allowed: {', '.join(FIELDS)}")
        place = _place(name, header)
        if place is None and field == "kind" and kind_of(name, kinds):
            kind = kind_of(name, kinds)
        elif place is None:
            raise ValueError(f"--map: there is no column {name!r}; there are: {', '.join(filter(None, header))}")
        else:
            places[field] = place
    if not {"title", "text", "url"} & set(places):
        raise ValueError("--map: say which column holds the title or the text: --map title=NAME")
    numbers = [name for field, name in mapping.items() if field in places]
    rows_are_data = all(one.isdigit() and one not in header for one in numbers)
    plain = [] if rows_are_data else [_plain(name) for name in header]
    person, extra, status = (_place_of(names, plain) for names in (_PERSON, _EXTRA, _STATUS))
    return Columns(places, tuple(header), kind, rows_are_data, person=person, extra=extra, status=status)


def _place(name: str, header: Sequence[str]) -> int | None:
    plain = [_plain(one) for one in header]
    if name in header:
        return list(header).index(name)
    if _plain(name) in plain:
        return plain.index(_plain(name))
    return int(name) - 1 if name.isdigit() and 1 <= int(name) <= len(header) else None


def guessed(header: Sequence[str], rows: Sequence[Sequence[str]], kinds: frozenset[str], where: str) -> Columns:
    """Return the columns that the names in the first line, and the first rows, speak for.

    Raises:
        Unreadable: none of them can be a title or a text.
    """
    plain, places = [_plain(name) for name in header], dict[str, int]()
    for field, names in FIELDS.items():
        place = next(
            (plain.index(name) for name in names if name in plain and plain.index(name) not in places.values()), None
        )
        if place is not None and (field != "kind" or _says_kinds(place, rows, kinds)):
            places[field] = place
    if not {"title", "text"} & set(places):
        found = ", ".join(repr(name) for name in header if name)
        raise Unreadable(
            f"{where}: none of its columns ({found[:200]}) is known as a title or a text; name them: --map title=COLUMN,at=COLUMN"
        )
    dates = [plain.index(name) for name in FIELDS["at"] if name in plain and "at" in places]
    further = tuple(dict.fromkeys(place for place in dates if place not in places.values()))
    shelf, person, extra, status = (_place_of(names, plain) for names in (_SHELF, _PERSON, _EXTRA, _STATUS))
    return Columns(places, tuple(header), dates=further, shelf=shelf, person=person, extra=extra, status=status)


def _place_of(names: Sequence[str], plain: Sequence[str]) -> int | None:
    return next((plain.index(name) for name in names if name in plain), None)


def _says_kinds(place: int, rows: Sequence[Sequence[str]], kinds: frozenset[str]) -> bool:
    words = [row[place] for row in rows if place < len(row) and row[place].strip()]
    return 2 * sum(bool(kind_of(word, kinds)) for word in words) >= max(1, len(words))


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())
