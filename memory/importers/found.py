"""What a reader finds: interactions, and what it leaves out and why, in words for the person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType

from ..records import Interaction
from ..weights import MASSES


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is left out, of one and of many, as it follows a number."""

    one: str
    many: str

    def of(self, count: int) -> str:
        """Return how often, in words.

        >>> UNTITLED.of(1200)
        '1,200 pages without a title'
        """
        return f"{count:,} {self.one if count == 1 else self.many}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not taken; `place` says where and how, for what should not have been there."""

    reason: Reason
    place: str = ""


Found = Interaction | LeftOut
Reading = Iterator[Found]

UNREADABLE = Reason("record that cannot be read", "records that cannot be read")
SILENT = Reason("message of the system or of a tool", "messages of the system or of tools")
WORDLESS = Reason(
    "message without words (a picture, a file, a call of a tool)",
    "messages without words (pictures, files, calls of tools)",
)
ATTACHED = Reason("file that was attached", "files that were attached")
ASIDE = Reason("message on a branch that was not gone on with", "messages on branches that were not gone on with")
SECRET = Reason(
    "message of a conversation that was not to be remembered",
    "messages of conversations that were not to be remembered",
)
UNTITLED = Reason("page without a title", "pages without a title")
INTERNAL = Reason("internal page of the browser", "internal pages of the browser")
OWN_FILES = Reason("file of this machine", "files of this machine")
LOCAL = Reason("page of this machine or the local network", "pages of this machine or the local network")
NO_PAGE = Reason("address that is no web page", "addresses that are no web page")
SIGN_IN = Reason("page to sign in", "pages to sign in")
MAILBOX = Reason("page of a mailbox", "pages of mailboxes")
START = Reason("page titled by its site's name alone", "pages titled by their site's name alone")
RELOADED = Reason("page that was loaded again", "pages that were loaded again")
HOP = Reason("step of a redirection or part of another page", "steps of redirections or parts of other pages")
SAME_SEARCH = Reason("further page of the same search", "further pages of the same search")
TIMELESS = Reason("visit without a time", "visits without a time")
EMPTY = Reason("row that names nothing", "rows that name nothing")
UNRATED = Reason("rating without a number", "ratings without a number")
EXTRA = Reason("trailer or other extra that plays by itself", "trailers and other extras that play by themselves")
CANCELLED = Reason("order that was cancelled", "orders that were cancelled")
GONE = Reason("memory that was deleted or archived", "memories that were deleted or archived")


def of_another(person: str) -> Reason:
    """Return the reason for what is someone else's than the `person` who is read."""
    tail = f"of someone else than {person!r} (--person NAME takes another)"
    return Reason(f"thing {tail}", f"things {tail}")


def of_kind(kind: str) -> Reason:
    """Return the reason for a kind of event that is not known."""
    return Reason(f"thing of the kind {kind!r}, which is not known", f"things of the kind {kind!r}, which is not known")


KINDS = frozenset(MASSES) | {"rating"}


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: columns of a table, the format of its dates, whose things are taken, when things without a time happened."""

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    dates: str = ""
    person: str = ""
    undated: datetime | None = None
    kinds: frozenset[str] = KINDS


def key(*parts: object) -> str:
    """Return an id that is made of stable content: the same parts give the same id."""
    return sha256("\0".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:32]


def one_person(wanted: str) -> Callable[[str], LeftOut | None]:
    """Return a test that leaves out all but one person's things: the wanted one's, or else of the first who is named."""
    taken = wanted

    def other(name: str) -> LeftOut | None:
        nonlocal taken
        taken = taken or name
        return LeftOut(of_another(taken)) if name and name != taken else None

    return other
