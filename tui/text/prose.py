"""Markdown as rows for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from . import grid
from .code import highlighted
from .rows import BLANK, Piece, Row, fold, padded, prefixed, wrap
from .spans import spans

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

T = TypeVar("T")

DEEPEST = 50
"""So many quotations and lists in each other are read; what lies deeper is left out."""

NARROWEST = 12
"""What lies in a list or a quotation has at least so many cells; deep inside it may be cut off at the right edge."""

HEADINGS = {"h1": "heading h1", "h2": "heading h2"}
"""The roles of the first two headings; the smaller ones look alike."""

BULLETS = ("• ", "◦ ", "▪ ")

_TAB = 4


class _Block(NamedTuple):
    token: Token
    inner: list[_Block]


class Prose:
    """Markdown that is drawn again and again as it grows: only what has changed since the last time is made anew."""

    def __init__(self) -> None:
        self._known: dict[object, Any] = {}
        self._references: object = None

    def rows(self, text: str, width: int, *, growing: bool = False) -> list[Row]:
        """Return Markdown as rows of at most `width` cells; code that is not closed stays plain while the text is `growing`."""
        environment: dict[str, Any] = {}
        blocks = _nested(_parser().parse(text, environment))
        if environment.get("references") != self._references:
            self._references, self._known = environment.get("references"), {}
        drawing = _Drawing(environment, growing, self._known)
        rows = drawing.stack(blocks, width)
        self._known = drawing.used
        return rows


def code_blocks(text: str) -> list[str]:
    """Return the code of a Markdown text, block by block.

    >>> code_blocks("- a\\n\\n  ```sh\\n  ls\\n  ```")
    ['ls']
    """
    tokens = _parser().parse(text)
    return [token.content.rstrip("\n") for token in tokens if token.type in ("fence", "code_block")]


@cache
def _parser() -> MarkdownIt:
    """Return what finds the blocks; their insides are read when they are drawn. HTML is text like any other."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    parser.core.ruler.disable("inline")
    return parser


def _nested(tokens: Sequence[Token]) -> list[_Block]:
    open_blocks: list[list[_Block]] = [[]]
    for token in tokens:
        if token.nesting < 0:
            open_blocks.pop()
            continue
        block = _Block(token, [])
        open_blocks[-1].append(block)
        if token.nesting > 0:
            open_blocks.append(block.inner)
    return open_blocks[0]


class _Drawing:
    """One drawing of a text. `known` is what was made for the last one, `used` what is in this one."""

    def __init__(self, environment: dict[str, Any], growing: bool, known: dict[object, Any]) -> None:
        self._environment, self._growing, self._known = environment, growing, known
        self.used: dict[object, Any] = {}

    def stack(self, blocks: Sequence[_Block], width: int, *, tight: bool = False) -> list[Row]:
        """Return blocks one under the other, a blank row between them; a heading stands right on what it heads."""
        rows: list[Row] = []
        heading = False
        for block in blocks:
            if rows and not tight and not heading:
                rows.append(BLANK)
            rows += self._block(block, width)
            heading = block.token.type == "heading_open"
        return rows

    def _block(self, block: _Block, width: int) -> list[Row]:
        match block.token.type:
            case "paragraph_open":
                return self._text(block, "", width)
            case "heading_open":
                return self._text(block, HEADINGS.get(block.token.tag, "heading"), width)
            case "bullet_list_open" | "ordered_list_open":
                return self._list(block, width)
            case "blockquote_open":
                return self._quotation(block, width)
            case "fence" | "code_block":
                return self._code(block.token, width)
            case "table_open":
                return self._table(block, width)
            case "hr":
                return [Row((("─" * width, "line"),))]
            case other:
                raise AssertionError(f"Markdown has no block {other}")

    def _text(self, block: _Block, role: str, width: int) -> list[Row]:
        content = block.inner[0].token.content
        return self._once((role, content, width), lambda: wrap(self._spans(content, role), width))

    def _spans(self, content: str, role: str = "") -> list[Piece]:
        return spans(_parser(), content, self._environment, role)

    def _list(self, block: _Block, width: int) -> list[Row]:
        marks = _marks(block)
        indent = len(marks[-1])
        rows: list[Row] = []
        for item, mark in zip(block.inner, marks, strict=True):
            tight = all(part.token.hidden for part in item.inner if part.token.type == "paragraph_open")
            if rows and not tight:
                rows.append(BLANK)
            inner = self.stack(item.inner, _inner(width, indent), tight=tight) or [BLANK]
            rows += prefixed(inner, (mark, "mark"), (" " * indent, ""), drawn=False)
        return rows

    def _quotation(self, block: _Block, width: int) -> list[Row]:
        inner = self.stack(block.inner, _inner(width, 2)) or [BLANK]
        return prefixed(inner, ("│ ", "line"), ("│ ", "line"), drawn=True)

    def _code(self, token: Token, width: int) -> list[Row]:
        code = token.content.rstrip("\n").expandtabs(_TAB)
        if self._growing and _is_open(token):
            lines = [
                self._once(("code", line, width), partial(_code_rows, [(line, "code")], width))
                for line in code.split("\n")
            ]
            return list(chain.from_iterable(lines))
        words = self._once(("words", token.info, code), partial(highlighted, code, token.info))
        return self._once(("words", token.info, code, width), partial(_code_rows, words, width))

    def _table(self, block: _Block, width: int) -> list[Row]:
        lines = [line.inner for part in block.inner for line in part.inner]
        contents = [tuple(cell.inner[0].token.content for cell in line) for line in lines]
        sides = tuple(str(cell.token.attrs.get("style", "left")).removeprefix("text-align:") for cell in lines[0])
        head, *body = [[self._once(("cell", text), partial(self._cell, text)) for text in line] for line in contents]
        if not (widths := grid.columns([head, *body], width)):
            return grid.listed(head, body, width)
        rows = [*grid.line(list(map(grid.bold, head)), widths, sides), grid.rule(widths)]
        for texts, cells in zip(contents[1:], body, strict=True):
            rows += self._once((texts, widths, sides), partial(grid.line, cells, widths, sides))
        return rows

    def _cell(self, content: str) -> grid.Cell:
        return grid.cell(self._spans(content))

    def _once(self, key: object, make: Callable[[], T]) -> T:
        """Return what was made for a key before, or make it now."""
        made: T = self._known[key] if key in self._known else make()
        self.used[key] = made
        return made


def _marks(block: _Block) -> list[str]:
    """Return what stands before the items of a list, each as wide as the widest."""
    if block.token.type == "bullet_list_open":
        return [BULLETS[block.token.level // 2 % len(BULLETS)]] * len(block.inner)
    first = int(block.token.attrs.get("start", 1))
    width = len(str(first + len(block.inner) - 1))
    return [f"{number:{width}}. " for number in range(first, first + len(block.inner))]


def _inner(width: int, indent: int) -> int:
    return max(NARROWEST, width - indent)


def _is_open(token: Token) -> bool:
    """Return whether a fence lacks its last line."""
    first, end = token.map or (0, 0)
    lines = token.content.count("\n") + (token.content[-1:] not in ("", "\n"))
    return token.type == "fence" and end - first < lines + 2


def _code_rows(words: Sequence[Piece], width: int) -> list[Row]:
    rows = prefixed(fold(words, width - 2), (" ", "code"), (" ", "code"), drawn=True)
    return [padded(row, width, "code") for row in rows]
