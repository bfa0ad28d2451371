"""What is to be read of an event: which parts of its text the extractor reads, who speaks in them, and which tags stand as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from ..embedding import MAX_CHARACTERS
from ..extraction import MAX_PHRASES, Extractor
from ..items import capitalized, heading, named, series, work_named, written
from ..kinds import RATING, WORDS
from ..records import Event, Item, Phrase

Voice = Literal["said", "done", "item"]
"""Whose words a stretch is: the person speaks; the person does something with it; whoever wrote the item speaks."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a page, from `start` to `end`; a `whole` one is a phrase as it stands."""

    start: int
    end: int
    voice: Voice
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A text and the stretches of it that are read, those first whose phrases go before others."""

    text: str
    stretches: tuple[Stretch, ...]


JUDGED: Final = frozenset({"like", "dislike", "save"})
"""The kinds that are of things and of pages: what is named as things are, and has no address, is a thing."""


def page_of(event: Event) -> str | Page:
    """Return what is to be read of an event of the person's: plain words of theirs as they are."""
    if event.item is not None:
        own, stretches = _parts(event.text, event.item, _name(event.kind, event.item))
        if event.kind == WORDS:  # what somebody else wrote is no evidence for being spoken of
            stretches = []
        voice: Voice = "said" if event.kind == WORDS or stretches else "done"
        return Page(event.text, (*([Stretch(0, own, voice)] if own else []), *stretches))
    return event.text if event.kind == WORDS else Page(event.text, (Stretch(0, len(event.text), "done"),))


def _name(kind: str, item: Item) -> str:
    """Return what a work or a thing that the person judges is called, or an episode's series; "" where the title may be a page's."""
    if item.work:
        return work_named(item.title)
    if found := series(item.title):
        return found
    name = named(item.title) if kind == RATING or (kind in JUDGED and not item.url) else ""
    return name if kind == RATING or capitalized(name) else ""


def _parts(text: str, item: Item, name: str) -> tuple[int, list[Stretch]]:
    """Return where the person's own words end, and the stretches of the item: its title, its tags, and the beginning of its text.

    The title of a thing that has a `name` stands for that as it is.
    """
    start = max(0, len(text) - len(written(item)))
    own, title, tags, body = max(0, start - 1), heading(item), [], []
    end = start + len(name or title)
    first = [Stretch(start, end, "item", whole=bool(name))] if title and title != item.url else []
    start += len(title) + 1 if title else 0
    if item.text:
        body = [Stretch(start, start + min(len(item.text), MAX_CHARACTERS), "item")]
        start += len(item.text) + 1
    for tag in item.tags:
        tags.append(Stretch(start, start + len(tag), "item", whole=True))
        start += len(tag) + 1
    return own, [*first, *tags, *body]


def phrases(page: str | Page, extract: Extractor) -> tuple[Phrase, ...]:
    """Return the phrases of a page, at most eight in text order.

    What the person does states the interest, so that nothing is a mere mention there; and what an item says of its own likes is not theirs.
    """
    if isinstance(page, str):
        return extract(page)
    found: list[Phrase] = []
    for stretch in page.stretches:
        named = {phrase.text.casefold() for phrase in found}
        found += (phrase for phrase in _read(page, stretch, extract) if phrase.text.casefold() not in named)
    return tuple(sorted(found[:MAX_PHRASES], key=lambda phrase: phrase.start))


def _read(page: Page, stretch: Stretch, extract: Extractor) -> Iterator[Phrase]:
    words = page.text[stretch.start : stretch.end]
    found = (Phrase(words, 0, len(words)),) if stretch.whole else extract(words)
    return (_as_heard(phrase, stretch) for phrase in found)


def _as_heard(phrase: Phrase, stretch: Stretch) -> Phrase:
    start, end = phrase.start + stretch.start, phrase.end + stretch.start
    if stretch.voice == "said":
        return replace(phrase, start=start, end=end)
    if stretch.voice == "done":
        return replace(phrase, start=start, end=end, stance="stated")
    return Phrase(phrase.text, start, end, stance="stated")
