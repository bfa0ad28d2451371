"""Visits and bookmarks as interactions: what is private is left out, what was searched for is a search."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..records import Interaction, Item
from .addresses import kept, private, split
from .found import NO_PAGE, SAME_SEARCH, START, UNTITLED, Found, LeftOut, Reason, key
from .searches import plain, searched
from .titles import SiteNames

SAME = timedelta(minutes=30)
"""The same words within this time are one search: its next page, or a look back."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was opened: `stamp` is the time as the browser wrote it, `term` what it knows to have been searched for."""

    url: str
    title: str
    at: datetime
    stamp: int
    dwell: timedelta | None = None
    term: str = ""


@dataclass(slots=True)
class Pages:
    """Turns visits, in order of time, into interactions."""

    names: SiteNames
    _searches: dict[str, datetime] = field(default_factory=dict)

    def of(self, visit: Visit) -> Found:
        """Return what a visit says of the person, or why nothing."""
        parts = split(visit.url)
        if parts is None:
            return LeftOut(NO_PAGE)
        if reason := private(parts):
            return LeftOut(reason)
        name = f"visit:{key(kept(parts), visit.stamp)}"
        if words := searched(parts) or plain(visit.term):
            again = self._again(words, visit.at)
            return LeftOut(SAME_SEARCH) if again else Interaction(name, "search", words, at=visit.at)
        if title := self.names.without(parts.hostname or "", visit.title):
            return Interaction(name, "view", item=Item(title, url=kept(parts)), at=visit.at, dwell=visit.dwell)
        return LeftOut(untold(visit.title))

    def _again(self, words: str, at: datetime) -> bool:
        last = self._searches.get(words.casefold())
        self._searches[words.casefold()] = at
        return last is not None and at - last <= SAME


def untold(title: str) -> Reason:
    """Return why nothing can be learned from a page of a title."""
    return START if any(c.isalnum() for c in title) else UNTITLED


def host_of(url: str) -> str:
    """Return the host of an address; "" where it has none."""
    parts = split(url)
    return (parts.hostname or "") if parts else ""
