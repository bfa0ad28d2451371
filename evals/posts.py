"""Posts.xml of a Stack Exchange dump."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.parsers import expat

from ..memory.importers.node import Node
from ..memory.importers.source import Source
from .labels import Labels
from .turns import TranscriptTurn, by_time


def read_stackexchange(source: Source) -> Iterator[TranscriptTurn]:
    """Questions and answers are their owner's turns: title, text and tags, which are labels too; a question's thread is the session."""
    return by_time(_stackexchange(source))


def _stackexchange(source: Source) -> Iterator[TranscriptTurn]:
    for post in _rows(source):
        owner = post.get("OwnerUserId") or post.get("OwnerDisplayName")  # a deleted account leaves only its name
        if not owner or post.value is None or (kind := post.need("PostTypeId").value) not in ("1", "2"):
            continue
        thread = post.need("Id") if kind == "1" else post.need("ParentId", "Id")
        parts = [words.text() if words else "" for words in (post.get("Title"), post.get("Body"), post.get("Tags"))]
        tags = ", ".join(re.findall(r"[^<>|\s]+", parts[2]))
        text = "\n".join(filter(None, (parts[0], without_html(parts[1]), tags)))
        if text:
            at, labels = post.need("CreationDate").moment(), Labels(topics=tuple(filter(None, tags.split(", "))))
            yield TranscriptTurn(owner.name(), thread.name(), at, "user", text, labels=labels)


def _rows(source: Source) -> Iterator[Node]:
    """Yield the attributes of each `row`, as the file is read; a DTD is refused, for it can blow up a small file."""
    parser, rows = expat.ParserCreate(), list[Node]()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            rows.append(Node(attributes, f"{source.path}: line {parser.CurrentLineNumber}: "))

    def refuse(*_: object) -> None:
        raise source.root.error("has a DOCTYPE; allowed: XML without one")

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, refuse
    try:
        for line in source.lines():
            parser.Parse(line, False)
            yield from rows
            rows.clear()
        parser.Parse("", True)
        yield from rows
    except expat.ExpatError as error:
        raise source.root.error(f"not well-formed XML: {error}") from error


def without_html(text: str) -> str:
    """Return the words of HTML on one line.

    >>> without_html("<p>Ale &amp; <b>stout</b></p><p>both</p>")
    'Ale & stout both'
    """
    spaced = re.sub(r"</?(?:p|br|li|ul|ol|pre|div|h\d|hr|blockquote|tr|td)\b[^>]*>", " ", text, flags=re.IGNORECASE)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", spaced)).split())
