"""Items: what is stored of them, and how their parts stand in the text of an event.

The text of an event about an item is, a part a line: what the person wrote, if anything; the item's title; its text; its tags, one a
line. An item that has a URL alone is written as the words of the URL's last part, or as the URL where that has no words. So every
phrase that is learned stands in the event's text, and what finds and erases words there finds all but the URL: `all_words` has it too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from .cleaning import one_line, storable, without_unseen
from .records import Item


def checked_item(item: Item) -> Item:
    """Return an item whose parts are texts.

    Raises:
        ValueError: one is not.
    """
    tags: object = item.tags
    parts = (item.title, item.text, item.url, *(tags if isinstance(tags, tuple) else (tags,)))
    if wrong := [part for part in parts if not isinstance(part, str)]:
        raise ValueError(f"the title, text, URL and tags of an item must be texts, got {wrong[0]!r:.60}")
    return item


def clean_item(item: Item) -> Item:
    """Return an item as it is stored: names on one line, no tag twice or empty.

    Raises:
        ValueError: a part of it is no text, or nothing is left of it.
    """
    checked_item(item)
    tags = {tag.casefold(): tag for tag in (one_line(without_unseen(storable(tag))) for tag in reversed(item.tags))}
    tags.pop("", None)
    title, url = one_line(storable(item.title)), one_line(storable(item.url))
    title = "" if title == url else title  # what browsers show until a page has told its own
    kept = Item(title, storable(item.text).strip(), tuple(reversed(tags.values())), url, bool(item.work and title))
    if kept == Item():
        raise ValueError("the item is empty: give it a title, a text, tags or a URL")
    return kept


def heading(item: Item) -> str:
    """Return an item's title; where it has neither title, text nor tags, the words of its URL, or the URL itself.

    >>> heading(Item(url="https://example.org/tea/how-to-brew-green-tea.html"))
    'how to brew green tea'
    >>> heading(Item(url="https://example.org/?id=7"))
    'https://example.org/?id=7'
    """
    if item.title or item.text or item.tags:
        return item.title
    return slug(item.url) or item.url


def named(title: str) -> str:
    """Return the name that a title is, without what stands behind it in brackets; "" for a sentence, a page's title, or a long one.

    >>> [named(one) for one in ("The Good, the Bad and the Ugly", "Dune (Dune, #1)", "What We Do in the Shadows", "Emma")]
    ['The Good, the Bad and the Ugly', 'Dune', 'What We Do in the Shadows', 'Emma']
    >>> [named(one) for one in ("How to brew green tea", "Dovetail joints | Woodworker", "My three best loaves.")]
    ['', '', '']
    """
    name = _BEHIND.sub("", title).strip() or title
    words = name.split()
    long = len(words) > LONGEST_NAME or (len(words) < 2 and len(name) > 3 * LONGEST_NAME)
    if long or not any(map(str.isalnum, name)) or _OF_A_PAGE.search(name) or "://" in name:
        return ""
    lent = sum(word[0].islower() for word in words)
    told = len(words) > 3 and (_ASKING.match(name) or name.endswith((".", "?", "!", "。", "？", "！")))
    return "" if told and lent > sum(word.casefold() in _SMALL for word in words) else name


def work_named(title: str) -> str:
    """Return the name that the title of a work is: without what stands behind it of its recording or edition; "" for a very long one.

    >>> [work_named(one) for one in ("I Hate Everything About You", "Creep - Remastered 2011", "Dune (Dune, #1)", "Dark: Season 1: Lies")]
    ['I Hate Everything About You', 'Creep', 'Dune', 'Dark']
    """
    name = series(title) or title
    while (shorter := _BEHIND.sub("", _EDITION.sub("", name)).strip()) and shorter != name:
        name = shorter
    long = len(name.split()) > LONGEST_WORK or len(name) > 10 * LONGEST_WORK
    return "" if long or not any(map(str.isalnum, name)) or "://" in name else name


def series(title: str) -> str:
    """Return the series that an episode's title begins with; "" for any other title.

    >>> series("Dark: Season 1: Secrets"), series("Chef's Table: Volume 1: Massimo Bottura"), series("Kill Bill: Vol. 1")
    ('Dark', "Chef's Table", '')
    """
    found = _EPISODE.match(title)
    return found["series"].strip() if found else ""


def capitalized(name: str) -> bool:
    """Return whether a name is written as names of works and makes are: with capitals in all but its small words.

    >>> capitalized("No Country for Old Men"), capitalized("Rock climbing for beginners"), capitalized("jazz"), capitalized("攀岩")
    (True, False, False, False)
    """
    words = [word for word in name.split() if word[0].isalpha()]
    return any(word[0].isupper() for word in words) and all(
        not word[0].islower() or word.casefold() in _SMALL for word in words
    )


LONGEST_NAME = 8
"""Words of a name at most; of a script without blanks three times as many signs."""

LONGEST_WORK = 16
"""Words of a work's title at most."""

_EPISODE = re.compile(
    r"(?P<series>[^:：]+(?:: [^:：]+)?)\s?[:：] ?(?:(?:season|series|staffel|saison|temporada|stagione|seizoen|sezon|säsong) \d+\b|"
    r"第 ?\d+ ?季|(?:(?:volume|vol\.|part|chapter|book|collection|teil|partie|parte) \d+|limited series|mini-?series?|miniserie)\s?[:：])",
    re.IGNORECASE,
)
"""An episode as streaming services write it, with the season or the part behind the series' name."""
_BEHIND = re.compile(r"\s*[(\[（【][^()\[\]（）【】]*[)\]）】]\s*$")
_EDITION = re.compile(
    r"\s+[-–—]\s+(?:[^-–—]* )?(?:\d{4} )?(?:remaster(?:ed)?|live|version|edit|mix|remix|mono|stereo|acoustic|demo|deluxe|edition"
    r"|bonus track|soundtrack|single|instrumental|unplugged|recorded|from)\b[^-–—]*$",
    re.IGNORECASE,
)
"""What a streaming service writes behind a song's name."""
_OF_A_PAGE = re.compile(r"\s[|·•»«–—-]\s|[|｜]")
"""What stands between a page's title and its site's."""
_ASKING = re.compile(
    r"(how|why|what|when|where|who|which|is|are|can|could|do|does|did|should|will|my|top|best|\d+|wie|warum|was|wann|wo|wer|"
    r"comment|pourquoi|quand|où|qui|cómo|por qué|cuándo|dónde|quién)\b",
    re.IGNORECASE,
)
_SMALL = frozenset(
    """a an the of in on at by for from to with and or but nor as is it vs der die das und von mit im le la les de du des et un une el los
    las y del en il lo gli e di""".split()  # noqa: SIM905 - forty quotes would hide the words
)
"""Words that are small in a name too."""


def slug(url: str) -> str:
    """Return the words of a URL's last part; "" where they are fewer than two, or mostly codes.

    A lone word is more often a place in a site than a title.

    >>> slug("https://example.org/watch?v=dQw4w9WgXcQ"), slug("https://example.org/2024/05/10-best_hiking%20trails")
    ('', '10 best hiking trails')
    """
    last = unquote(_path(url).rstrip("/").rpartition("/")[2])
    words = url_words(re.sub(r"\.\w{2,5}$", "", last))
    named = _NAMED.findall(words)
    return words if len(named) > 1 and 2 * len(named) >= len(words.split()) else ""


_NAMED = re.compile(r"[\u4e00-\u9fff]|(?<!\w)[^\W\d_]{2,}(?!\w)")
"""A word without digits; in Chinese a sign."""


def url_words(url: str) -> str:
    """Return a URL with its codes read and blanks for the signs between its words."""
    return " ".join(re.sub(r"[-_+]+", " ", storable(unquote(url))).split())


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # such as a bracket that is not closed
        return ""


def written(item: Item) -> str:
    """Return an item as it stands at the end of its event's text."""
    return "\n".join(part for part in (heading(item), item.text, *item.tags) if part)


def as_mapping(item: Item) -> dict[str, Any]:
    """Return an item fit for JSON; that it is a work is told of works alone.

    >>> as_mapping(Item("Emma", tags="novels", work=True))
    {'title': 'Emma', 'text': '', 'tags': ['novels'], 'url': '', 'work': True}
    """
    told = {"title": item.title, "text": item.text, "tags": list(item.tags), "url": item.url}
    return told | {"work": True} if item.work else told


def from_mapping(parts: Mapping[str, Any]) -> Item:
    """Return the item that `as_mapping` told."""
    return Item(parts["title"], parts["text"], tuple(parts["tags"]), parts["url"], parts.get("work") is True)


def packed(item: Item) -> str:
    """Return an item as JSON."""
    return json.dumps(as_mapping(item), ensure_ascii=False)


def unpacked(stored: str) -> Item:
    """Read what `packed` wrote."""
    return from_mapping(json.loads(stored))


def all_words(text: str, stored: str | None) -> str:
    """Return all that an event says: its text, and the URL of its item (`packed`) as it is and as words."""
    if stored is None or not (url := unpacked(stored).url):
        return text
    return f"{text}\n{url}\n{url_words(url)}"
