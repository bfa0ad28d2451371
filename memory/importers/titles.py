"""Titles of pages without what the site adds: its own name, how many messages wait."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

COMMON = 3
"""A part that stands at the end of this many of a site's titles, and of half of them, is the site's own."""

_WAITING = re.compile(r"^\s*(?:[(\[（【]\d{1,4}\+?[)\]）】]|●|•)\s*")
_SPACED = re.compile(r"\s+[-–—|·•»«:]+\s+")
_LAST = re.compile(
    r"(?:\s+[-–—|·•»«]+\s+|\s*[_|｜]\s*|[-–—](?=[^-–—]*[\u3400-\u9fff][^-–—]*$))"
    r"(?P<tail>(?:(?!\s[-–—|·•»«]+\s)[^|｜_])+?)\s*$"
)
_NAMED = re.compile(r"(?P<head>[^:：]{2,40})[:：]\s+")
"""A site's name before a colon: "Ravelry: Fox Hat pattern"."""
_NOTHING = {
    "new tab", "untitled", "untitled document", "loading", "just a moment", "redirecting", "access denied", "home",
    "error", "not found", "404 not found", "403 forbidden", "page not found", "please wait", "attention required",
    "problem loading page", "index", "blank", "sign in", "log in", "login", "新标签页", "无标题", "首页", "登录", "加载中",
}  # fmt: skip


_SITES = {
    "知乎", "知乎专栏", "百度百科", "百度知道", "百度文库", "百度贴吧", "百度一下，你就知道",
    "豆瓣", "豆瓣电影", "豆瓣读书", "豆瓣音乐", "哔哩哔哩", "bilibili",
    "哔哩哔哩_bilibili", "csdn博客", "简书", "掘金",
    "博客园", "微博", "新浪网", "腾讯网", "腾讯新闻",
    "腾讯视频", "网易", "网易云音乐", "qq音乐",
    "搜狐", "凤凰网", "小红书", "什么值得买", "虎扑",
    "36氪", "少数派", "淘宝网", "天猫", "京东", "爱奇艺", "优酷", "维基百科",
    "维基百科，自由的百科全书",
    "下厨房", "大众点评", "携程", "马蜂窝", "学习强国", "今日头条", "豆果美食",
    "wikipedia, the free encyclopedia", "the free encyclopedia",
    "the new york times", "the washington post", "the guardian",
    "bbc news", "bbc sport", "hacker news", "google docs", "google sheets",
    "google drive", "google maps", "google search", "stack exchange", "apple podcasts", "apple music", "mozilla developer network",
}  # fmt: skip


class SiteNames:
    """What the titles of each site have in common, from pairs of a host and a title."""

    def __init__(self, pages: Iterable[tuple[str, str]]) -> None:
        self._titled, self._tails, self._heads = Counter[str](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for host, title in pages:
            self._titled[host] += 1
            title = shown(title)
            if tail := _tail(title):
                self._tails[host, tail] += 1
            if head := _head(title):
                self._heads[host, head] += 1

    def without(self, host: str, title: str) -> str:
        """Return a title without its site's name; "" where nothing else is said.

        >>> SiteNames([]).without("www.youtube.com", "(3) Bouldering for beginners - YouTube")
        'Bouldering for beginners'
        """
        title = shown(title)
        for _ in range(2):
            tail, head = _tail(title), _head(title)
            if tail and self._own(host, tail, self._tails):
                title = title[: _LAST.search(title).start()].strip()  # type: ignore[union-attr]
            elif head and self._own(host, head, self._heads):
                title = title[_SPACED.search(title).end() :].strip()  # type: ignore[union-attr]
            elif (named := _NAMED.match(title)) and resembles(named["head"], host):
                title = title[named.end() :].strip()
        return "" if _is_nothing(title) or resembles(title, host) else title

    def _own(self, host: str, part: str, counts: Counter[tuple[str, str]]) -> bool:
        count = counts[host, part]
        return (
            part.casefold() in _SITES or resembles(part, host) or (count >= COMMON and 2 * count >= self._titled[host])
        )


def shown(title: str) -> str:
    """Return a title on one line, without the number of what waits."""
    line = " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in title).split())
    return _WAITING.sub("", line)


def resembles(part: str, host: str) -> bool:
    """Return whether words are the name of a host.

    >>> resembles("Stack Overflow", "stackoverflow.com"), resembles("Amazon.com", "www.amazon.com")
    (True, True)
    """
    name, labels = _letters(part), [_letters(label) for label in host.split(".") if label not in ("www", "m", "en")]
    return bool(name) and (name in labels[:-1] or name in ("".join(labels), "".join(labels[-2:]), "".join(labels[-3:])))


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _tail(title: str) -> str:
    found = _LAST.search(title)
    return found["tail"].strip() if found and len(found["tail"]) <= 40 else ""


def _head(title: str) -> str:
    found = _SPACED.search(title)
    return title[: found.start()].strip() if found and found.start() <= 40 else ""


def _is_nothing(title: str) -> bool:
    plain = title.casefold().strip(" .…!-")
    return not any(c.isalnum() for c in plain) or plain in _NOTHING or bool(re.match(r"(https?://|www\.)\S+$", plain))
