"""Code in the roles of its words, by pygments."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .rows import Piece, joined

if TYPE_CHECKING:
    from pygments.token import _TokenType as Kind

LONGEST = 60_000
"""Longer code (some 1,500 lines) stays plain: finding its words would hold the screen up for more than a tenth of a second."""

_ROLES = {
    "Comment": "comment",
    "Keyword": "keyword",
    "Operator.Word": "keyword",
    "Name.Tag": "keyword",
    "Literal.String": "string",
    "Literal.Number": "number",
    "Keyword.Constant": "number",
    "Name.Function": "name",
    "Name.Class": "name",
    "Name.Decorator": "name",
    "Name.Attribute": "name",
    "Generic.Heading": "name",
    "Generic.Inserted": "string",
    "Generic.Deleted": "removed",
}


def highlighted(code: str, info: str) -> list[Piece]:
    """Return code in pieces; plain where the language, the first word of a fence's `info`, is not known.

    >>> highlighted("x = 1", "python")
    [('x = ', 'code'), ('1', 'code number')]
    """
    words = info.split()
    if not words or len(code) > LONGEST:
        return [(code, "code")]
    return _pieces(code, words[0]) or [(code, "code")]


def _pieces(code: str, language: str) -> list[Piece]:
    """Return code in pieces, or none if pygments does not know the language or changed the text."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return []
    pieces = joined((text, f"code {_role(kind)}".rstrip()) for kind, text in lexer.get_tokens(code))
    return pieces if "".join(text for text, _ in pieces) == code else []


@cache
def _role(kind: Kind) -> str:
    """Return the role of a kind of word: its own, or that of the kind it belongs to."""
    while kind.parent is not None:
        if role := _ROLES.get(".".join(kind)):
            return role
        kind = kind.parent
    return ""
