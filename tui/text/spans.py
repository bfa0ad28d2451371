"""The inside of a Markdown paragraph as pieces: emphasis, code, links, images."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .rows import Piece

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_ROLES = {"em_open": "em", "strong_open": "strong", "s_open": "struck", "link_open": "link"}

_BREAK = re.compile(r"<br\s*/?>", re.I)
_SPACE = re.compile(r"[ \t]*\n[ \t]*|[ \t]+")


def spans(parser: MarkdownIt, content: str, environment: dict[str, Any], role: str = "") -> list[Piece]:
    """Return the text of a paragraph in pieces; `environment` knows the references of the whole text."""
    tokens: list[Token] = []
    parser.inline.parse(content.strip(), parser, environment, tokens)
    found = _Spans(role)
    for token in tokens:
        found.take(token)
    return found.pieces


class _Spans:
    def __init__(self, role: str) -> None:
        self.pieces: list[Piece] = []
        self._roles = [role] if role else []
        self._links: list[tuple[str, int]] = []
        """Of each open link where it leads and at which piece it begins."""

    def take(self, token: Token) -> None:
        """Add what a token says."""
        match token.type:
            case "softbreak":
                self._add(" ")
            case "hardbreak":
                self._add("\n")
            case "code_inline":
                self._add(token.content, "mono")
            case "image":
                self._image(token)
            case _ if token.nesting > 0:
                self._open(token)
            case _ if token.nesting < 0:
                self._close(token)
            case _:
                self._add(_BREAK.sub("\n", token.content))

    def _add(self, text: str, role: str = "") -> None:
        if text:
            self.pieces.append((text, " ".join([*self._roles, role] if role else self._roles)))

    def _open(self, token: Token) -> None:
        self._roles.append(_ROLES[token.type])
        if token.type == "link_open":
            self._links.append((str(token.attrs.get("href", "")), len(self.pieces)))

    def _close(self, token: Token) -> None:
        self._roles.pop()
        if token.type == "link_close":
            href, begin = self._links.pop()
            self._target(href, "".join(text for text, _ in self.pieces[begin:]))

    def _target(self, href: str, shown: str) -> None:
        """Add where a link leads, unless its text says it: nothing is opened here, so it must be read."""
        if href and shown not in (href, unquote(href), unquote(href).removeprefix("mailto:")):
            self._add(f" ({unquote(href)})", "dim")

    def _image(self, token: Token) -> None:
        shown = "".join(child.content for child in token.children or ()) or "image"
        self._add(f"[{shown}]", "em")
        self._target(str(token.attrs.get("src", "")), shown)
