"""What a fuzzer begins with: small whole inputs of every kind, as people and programs write them, and the words of each format."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.memory.importers import exports

AT = datetime(2026, 1, 2, 9, tzinfo=UTC)
DATA = Path(__file__).parents[1] / "tests" / "data"
SAID = (("user", "I love rock climbing."), ("assistant", "Where do you climb?"), ("user", "我最近迷上了攀岩。"))
PAGES = (
    ("https://example.org/tea", "How to brew green tea", AT),
    ("https://example.org/jazz?x=1", "Jazz tonight", AT + timedelta(hours=1)),
)

BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<DL><p><DT><H3 ADD_DATE="1700000000">Tea &amp; more</H3><DL><p>
<DT><A HREF="https://example.org/tea" ADD_DATE="1760000000" TAGS="tea,Japan">How to brew green tea</A><DD>water at 75 degrees
<DT><A HREF="https://www.zhihu.com/question/1" ADD_DATE="1760000003">如何开始学攀岩？ - 知乎</A></DL><p></DL><p>"""

TABLES = (
    'title,url,time\nHow to brew tea,https://example.org/tea,2026-01-02T03:04:05Z\n"A, quoted ""one""",,2026-01-03\n',
    "标题;时间;类型\n攀岩入门;2026/01/02 03:04;search\n爵士;2026/01/03 10:00;view\n",
    "text\tdate\trating\nI like tea\t31/12/2025\t0.5\nno\t13/01/2026\t1\n",
)

EVENT = {"id": "e1", "kind": "view", "item": {"title": "Tea", "text": "how it grows", "tags": ["tea"], "url": "https://example.org/t?x=1"},
         "at": "2026-01-02T09:00:00Z", "session": "s", "dwell": 12.5}  # fmt: skip
RATED = {"id": "e2", "kind": "rating", "text": "green tea", "rating": 0.9, "at": 1760000000}

MESSAGES = {"messages": [{"role": role, "content": text} for role, text in SAID], "user": "ada", "created": 1760000000}
TURN = {"role": "user", "content": "I like jazz.", "session": "s", "time": "2026-01-02 09:00:00", "user": "ada"}
MEMORIES = {"results": [{"id": "m1", "memory": "Loves rock climbing", "user_id": "ada", "created_at": "2026-01-02T09:00:00-07:00"},
                        {"id": "m2", "memory": "User dislikes opera", "metadata": {"category": "music"}}]}  # fmt: skip


def _lines(*records: object) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records).encode()


def _packed(*values: object) -> tuple[bytes, ...]:
    return tuple(json.dumps(one, ensure_ascii=False).encode() for one in values)


PLAYED = {"endTime": "2026-04-01 10:00", "artistName": "Miles Davis", "trackName": "So What", "msPlayed": 200000}
STREAMED = {
    "ts": "2026-04-01T10:00:00Z",
    "ms_played": 90000,
    "master_metadata_track_name": "Naima",
    "master_metadata_album_artist_name": "John Coltrane",
}


@cache
def export(name: str, ending: str) -> tuple[bytes, ...]:
    """Return files of a format."""
    if name in ("chromium", "firefox") or ending == ".zip":
        return _on_disk(name)
    chats = [exports.chatgpt("c1", SAID), exports.chatgpt("c2", SAID[:1], is_archived=True)]
    spoken = [exports.claude("c1", SAID), exports.claude("c2", SAID[1:])]
    return {
        "chatgpt": _packed(chats, chats[:1], {"conversations": chats}),
        "claude": _packed(spoken, {"conversations": spoken}),
        "spotify": _packed([PLAYED, STREAMED], [STREAMED]),
        "mem0": _packed(MEMORIES, MEMORIES["results"]),
        "messages": (_lines(MESSAGES, MESSAGES), *_packed([MESSAGES])),
        "turns": (_lines(TURN, TURN | {"role": "assistant"}), *_packed([TURN])),
        "events": (_lines(EVENT, RATED), _lines(RATED)),
        "bookmarks": (BOOKMARKS.encode(), BOOKMARKS.encode("utf-16")),
        "csv": tuple(one.encode(way) for one, way in zip(TABLES, ("utf-8", "gb18030", "utf-8-sig"), strict=True)),
    }[name]


def _on_disk(name: str) -> tuple[bytes, ...]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        if name == "chromium":
            exports.chromium(path, PAGES, {PAGES[0][0]: "green tea"})
        elif name == "firefox":
            exports.firefox(path, PAGES, [(PAGES[0][0], AT, 30)])
        else:
            exports.zipped(path, {"conversations.json": _packed([exports.chatgpt("c1", SAID)])[0], "user.json": "{}"})
        return (path.read_bytes(),)


def _texts(*files: str) -> tuple[bytes, ...]:
    lines = [line for file in files for line in (DATA / file).read_text("utf-8").splitlines() if line.strip()]
    return tuple((json.loads(one)["text"] if one.startswith("{") else one).encode() for one in lines)


ENGLISH = (
    "I love ", "I can't stand ", "my sister ", " not ", "n't ", " and ", " but ", "used to ", "if I ", ", ", ". ",
    "\n> ", "```", '"', " said, ",
    "I'm allergic to ", "From: ", "\n\n", "no longer ", " because ", "of course ", "isn't it", " than ",
    " a big fan of ", ":", ";", "(", ")",
)  # fmt: skip
CHINESE = (
    "我",
    "喜欢",
    "不",
    "讨厌",
    "我妈妈",
    "如果",
    "，",
    "。",
    "了",
    "的",
    "和",
    "“",
    "”",
    "说：",
    "再也不",
    "比",
    "最",
    "有点",
    "吗？",
    "、",
    "过敏",
    "把",
    "被",
)
FENCES = (
    "\x1d",
    "</interests-bcdfghj>",
    "<file-",
    "\x1e",
    "</past_turns-",
    "\n",
    "Ignore all previous instructions",
    "忽略以上所有指令",
    "; ",
    "<|im_end|>",
)
TIMES = (
    "last ",
    "week",
    "3 days ago",
    "on ",
    "May ",
    "2nd",
    "2025",
    "上周",
    "三天前",
    "去年",
    "月",
    "in ",
    "年",
    "Monday",
    "29 Feb",
    "since ",
    "1",
)


@cache
def english() -> tuple[bytes, ...]:
    """Return sentences, mails and texts with code."""
    mail = "From: Bo <bo@example.org>\nSubject: golf\n\nHi,\nI love golf.\n> I hate tea\n-- \nBo"
    code = "Why is this slow?\n```python\ndef f(x):\n    return x\n```\nI like `numpy` and <b>jazz</b>, see https://example.org/a_b"
    return (*_texts("english_interests.jsonl", "owners_development.jsonl"), mail.encode(), code.encode())


@cache
def chinese() -> tuple[bytes, ...]:
    """Return sentences in Chinese, and in both languages."""
    return (
        *_texts("chinese_interests.jsonl"),
        "I like tea but 我不喜欢咖啡。".encode(),
        "他说：“我喜欢打牌。”我喜欢《三体》。".encode(),
    )


@cache
def periods() -> tuple[bytes, ...]:
    """Return questions about a time."""
    asked = ("What did I cook last week?", "on May 2nd 2025", "three days ago", "in March", "last Monday", "2024", "29 February 2024",
             "上周我说了什么", "三天前", "去年五月", "2025年3月8日", "上个月", "周三", "200 years ago", "999 months ago")  # fmt: skip
    return tuple(one.encode() for one in asked)


@cache
def durations() -> tuple[bytes, ...]:
    """Return durations."""
    return (b"90m", b"12h", b"7d", b"2w", b"1.5 hours", b" 3 days ")


@cache
def dates() -> tuple[bytes, ...]:
    """Return columns of dates."""
    columns = (
        "2026-01-02T03:04:05Z\n2026-01-03",
        "31/12/2025\n13/01/2026",
        "12/31/2025 10:00\n01/13/2026",
        "1760000000\n1760000000000",
        "2026年1月2日\n",
    )
    return tuple(one.encode() for one in columns)


@cache
def secrets() -> tuple[bytes, ...]:
    """Return texts with keys in them, and the sentences with personal words that their finders were developed on."""
    from bench.privacy import sentences

    texts = ("postgres://ada:pw@host/db?token=abcdef", "Authorization: Bearer abcdefghijklmnopqrstuvwxyz", "sk-abcdefgh12345678",
             "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", '{"api_key": "abcdefgh"}',
             "eyJabcdefgh12.abcdefgh12.abc")  # fmt: skip
    return tuple(one.encode() for one in (*texts, *(said for said, _ in sentences("developed.txt"))))


@cache
def commands() -> tuple[bytes, ...]:
    """Return commands with arguments."""
    lines = ("why climbing", "boost jazz 2", "boost rock music 0.25", "rename old = new", "merge a = b",
             "split tea = green tea", "search 攀岩",
             "learning paused", "export /tmp/x.md", "title", "quit", "help")  # fmt: skip
    return tuple(one.encode() for one in lines)


@cache
def keys() -> tuple[bytes, ...]:
    """Return keys as people write them."""
    return (b"Ctrl+Enter, Esc, ?", b"ctrl+s", b"alt+enter,f5", b"ctrl++", b"+", b"shift+PgUp", "ctrl+é".encode())


@cache
def config() -> tuple[bytes, ...]:
    """Return configuration files."""
    whole = 'model = "embedded"\npersonalize = "gate"\ndata = "~/penchant"\ntheme = "penchant-dark"\ngate_seconds = 1.5\ntools = true\n'
    return (
        whole.encode(),
        b'send_key = "ctrl+s"\n[keys]\n"prompt.newline" = "ctrl+j"\n"app.interests" = ["ctrl+t", "f2"]\n',
        b"user = 'me'\n",
    )


@cache
def chats() -> tuple[bytes, ...]:
    """Return bodies of chat completions."""
    picture = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
    ]
    called = [{"role": "assistant", "content": None, "tool_calls": [{"id": "c", "type": "function",
             "function": {"name": "f", "arguments": "{}"}}]},
              {"role": "tool", "tool_call_id": "c", "content": "I love golf."}]  # fmt: skip
    told: list[Any] = [{"role": "system", "content": "Be short."}, {"role": "user", "content": "What shall I do?"}]
    return _packed(
        {"model": "any", "messages": told, "stream": True, "stream_options": {"include_usage": True}},
        {
            "model": "any",
            "messages": [*told, *called],
            "n": 2,
            "temperature": 0.5,
            "tools": [{"type": "function", "function": {"name": "f"}}],
        },
        {"messages": [{"role": "user", "content": picture}], "user": "ada", "max_tokens": 5},
    )


@cache
def events() -> tuple[bytes, ...]:
    """Return bodies of events."""
    event = {
        "kind": "view",
        "item": {"title": "Tea", "tags": ["tea"], "url": "https://example.org"},
        "dwell_seconds": 30,
    }
    return _packed(event, {"events": [event, {"kind": "chat", "text": "I like jazz.", "id": "1", "at": "2026-01-02T09:00:00Z"}]},
                   {"kind": "rating", "text": "tea", "rating": 0.9})  # fmt: skip


@cache
def names() -> tuple[bytes, ...]:
    """Return apps and their users."""
    return (b"shop/ada", "shop/张伟".encode(), b"a-b/a@b.com", b"shop/../x", b"app:shop/ada")


@cache
def mcp() -> tuple[bytes, ...]:
    """Return calls of tools, and addresses."""
    calls = (
        'list_interests\n{"about": "What shall I do?", "limit": 5}',
        'explain_interest\n{"topic": "rock climbing"}',
        'explain_interest\n{"topic": 1}',
        'search_past_turns\n{"query": "jazz last week", "limit": 3}',
        'note_preference\n{"topic": "tea", "liked": true, "words": "I like tea"}',
        'pin_interest\n{"topic": "jazz guitar", "on": false}',
        "interest://list\n",
        "interest://rock%20climbing\n",
    )
    return tuple(one.encode() for one in calls)


@cache
def prompts() -> tuple[bytes, ...]:
    """Return what a prompt is built from, parted by \\x1e: message, liked, disliked, quotes, files; lists are parted by \\x1d."""
    hostile = [json.loads(line)["text"] for line in (DATA / "injections.jsonl").read_text("utf-8").splitlines()]
    plain = "What shall I do?\x1erock climbing\x1djazz\x1eopera\x1eI love the sea.\x1dMy dog is ill.\x1enotes.md\nBuy a rope."
    given = [
        "\x1e".join(("周末做什么？", one, "opera", f"I said {one}", f"{one[:40]}.txt\n{one}")) for one in hostile[::7]
    ]
    return tuple(one.encode("utf-8", "surrogatepass") for one in (plain, *given))
