"""What was searched for, told by the address of the page of results."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, unquote_plus

ENGINES: tuple[tuple[str, str, str], ...] = (
    # host, beginning of the path, parameters that hold the words: the first that is there counts
    (r"(www\.|images\.|scholar\.|news\.|books\.)?google\.(com?\.)?[a-z]{2,3}", "/(search|scholar)", "q"),
    (r"((www|cn|global|m)\.)?bing\.com", "/(search|images/search|videos/search|news/search)", "q"),
    (r"((www|html|lite|noai)\.)?duckduckgo\.com", "/", "q"),
    (r"([a-z]+\.)?search\.yahoo\.(com|co\.jp)", "/search", "p"),
    (r"(www\.|m\.)?baidu\.com", "/(s|.*/s)$", "wd word"),
    (r"image\.baidu\.com|video\.baidu\.com|news\.baidu\.com", "/", "word wd"),
    (r"(www\.|m\.|wap\.)?sogou\.com|weixin\.sogou\.com", "/", "query keyword"),
    (r"(www\.|m\.|image\.)?so\.com", "/(s|i)", "q"),
    (r"(quark|m|yz|yz\.m)\.sm\.cn", "/", "q"),
    (r"(www\.|m\.)?toutiao\.com|so\.toutiao\.com", "/search", "keyword"),
    (r"(www\.|m\.)?yandex\.(com|ru|by|kz|com\.tr|ua)|ya\.ru", "/(search|images/search|video/search)", "text"),
    (r"search\.naver\.com|m\.search\.naver\.com", "/search", "query"),
    (r"search\.daum\.net", "/search", "q"),
    (r"(www\.)?(ecosia\.org|mojeek\.com|qwant\.com|lite\.qwant\.com|swisscows\.com)", "/", "q query"),
    (r"search\.brave\.com|kagi\.com|yep\.com|search\.marginalia\.nu|you\.com", "/", "q"),
    (r"(www\.|eu\.)?startpage\.com", "/", "query q"),
    (r"(www\.)?perplexity\.ai", "/search", "q"),
    (r"(www\.|m\.)?youtube\.com|music\.youtube\.com", "/(results|search)", "search_query q"),
    (r"search\.bilibili\.com|m\.bilibili\.com", "/", "keyword"),
    (r"(www\.|smile\.)?amazon\.(com?\.)?[a-z]{2,3}", "/(s|gp/search|s/.*)$", "k field-keywords"),
    (r"(www\.)?ebay\.(com?\.)?[a-z]{2,3}", "/sch", "_nkw"),
    (r"(www\.)?etsy\.com", "/", "q"),
    (r"s\.taobao\.com|list\.tmall\.com|s\.m\.taobao\.com", "/", "q"),
    (r"search\.jd\.com|so\.m\.jd\.com", "/", "keyword"),
    (r"(www\.|search\.)?douban\.com|(book|movie|music)\.douban\.com|search\.douban\.com", "/(.*search.*)", "q search_text"),
    (r"(www\.)?zhihu\.com", "/search", "q"),
    (r"s\.weibo\.com", "/", "q"),
    (r"(www\.)?xiaohongshu\.com", "/search_result", "keyword"),
    (r"github\.com|gitlab\.com", "/search", "q search"),
    (r"stackoverflow\.com|[a-z.]+\.stackexchange\.com|superuser\.com|serverfault\.com", "/search", "q"),
    (r"(www\.|old\.)?reddit\.com", "/(r/[^/]+/)?search", "q"),
    (r"([a-z-]+\.)(m\.)?wikipedia\.org", "/(w/index\\.php|wiki/.*)", "search"),
    (r"(www\.)?goodreads\.com|(www\.)?imdb\.com|(www\.)?allrecipes\.com", "/(search|find|.*search.*)", "q search"),
    (r"(twitter|x)\.com", "/search", "q"),
    (r"(www\.)?pinterest\.[a-z.]+", "/search", "q"),
    (r"arxiv\.org|pubmed\.ncbi\.nlm\.nih\.gov|www\.semanticscholar\.org", "/", "query term q"),
)  # fmt: skip

_ENGINES = tuple(
    (re.compile(rf"(?:{host})\Z", re.IGNORECASE), re.compile(f"(?:{path})"), keys.split())
    for host, path, keys in ENGINES
)
_OPERATORS = re.compile(
    r"(?<!\S)-?(site|filetype|inurl|intitle|intext|cache|related|before|after|lang):\S+", re.IGNORECASE
)


def searched(parts: SplitResult) -> str:
    """Return the words that were searched for; "" where the page is no page of results.

    >>> from urllib.parse import urlsplit
    >>> searched(urlsplit("https://www.google.com/search?q=climbing+shoes&client=x"))
    'climbing shoes'
    """
    if not parts.query:
        return ""
    host = parts.hostname or ""
    for engine, path, keys in _ENGINES:
        if engine.match(host) and path.match(parts.path or "/"):
            given = parse_qs(parts.query, errors="replace")
            return next((words for one in keys if (words := plain(" ".join(given.get(one, [])[:1])))), "")
    return ""


def plain(words: str) -> str:
    """Return the words of a search without the operators of engines and the marks between words.

    >>> plain('"rock climbing" site:reddit.com')
    'rock climbing'
    """
    words = unquote_plus(words) if re.search(r"%[0-9A-Fa-f]{2}", words) else words
    return " ".join(_OPERATORS.sub(" ", words).replace('"', " ").replace("“", " ").replace("”", " ").split())
