"""What two prompts have in common and where they differ, by tokens and by lines. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, Protocol

MOST_PAIRS = 1_000_000
"""Lines are matched one by one up to so many pairs of them; longer changes are shown as a whole."""

AROUND = 2
"""Lines shown around a change."""


class Piece(Protocol):
    """A stretch of a prompt: an agent's `Segment`."""

    @property
    def role(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def tokens(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: the same in both, only in the first, only in the second, or standing for so many that are the same."""

    sign: Literal[" ", "-", "+", "…"]
    text: str


def shared_tokens(before: Sequence[Piece], after: Sequence[Piece]) -> int:
    """Return how many tokens at the beginning of `after` are those of `before`: what a provider's cache can reuse.

    Within a piece they are estimated by its characters.
    """
    left = _alike(_joined(before), _joined(after))
    tokens = 0.0
    for place, piece in enumerate(after):
        left -= _opens(after, place)
        if left <= 0:
            break
        tokens += piece.tokens * min(1.0, left / max(1, len(piece.text)))
        left -= len(piece.text)
    return int(tokens)


def changed_lines(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Return both texts as one list of lines.

    >>> [line.sign + line.text for line in changed_lines(["a", "b"], ["a", "c"])]
    [' a', '-b', '+c']
    """
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    first, second = before[start : len(before) - end], after[start : len(after) - end]
    head, tail = after[:start], after[len(after) - end :]
    return [*(Line(" ", text) for text in head), *_matched(first, second), *(Line(" ", text) for text in tail)]


def without_block(pieces: Sequence[Piece]) -> list[Line]:
    """Return a prompt's lines with those that memory added marked as such."""
    lines: list[Line] = []
    for place, piece in enumerate(pieces):
        if _opens(pieces, place):
            lines.append(Line(" ", title(piece.role)))
        sign: Literal["+", " "] = "+" if piece.kind == "block" else " "
        lines.extend(Line(sign, text) for text in piece.text.splitlines())
    return lines


def lines_of(pieces: Sequence[Piece]) -> list[str]:
    """Return a prompt as lines: for each message who says it, and its text."""
    lines: list[str] = []
    for role, group in groupby(pieces, key=lambda one: one.role):
        lines += [title(role), *"".join(one.text for one in group).splitlines()]
    return lines


def folded(lines: Sequence[Line], around: int = AROUND) -> list[Line]:
    """Return the changes with a few lines around them; the rest is counted.

    >>> [line.text for line in folded([Line(" ", str(n)) for n in range(9)] + [Line("+", "new")])]
    ['7 lines the same', '7', '8', 'new']
    """
    shown: list[Line] = []
    for same, group in groupby(lines, key=lambda one: one.sign == " "):
        run = list(group)
        shown += _folded_run(run, around, first=not shown, last=run[-1] is lines[-1]) if same else run
    return shown


def title(role: str) -> str:
    """Return who says a message."""
    return {"system": "── system", "human": "── you", "ai": "── model"}.get(role, f"── {role}")


def _folded_run(run: list[Line], around: int, *, first: bool, last: bool) -> list[Line]:
    head = 0 if first else around
    tail = 0 if last else around
    hidden = len(run) - head - tail
    if hidden < 2:
        return run
    return [*run[:head], Line("…", f"{hidden} lines the same"), *(run[-tail:] if tail else [])]


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many lines, or characters, at the beginning are the same."""
    return next(
        (place for place, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    if len(before) * len(after) > MOST_PAIRS:
        opcodes = [("replace", 0, len(before), 0, len(after))]
    else:
        opcodes = list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
    for name, start, end, start_after, end_after in opcodes:
        if name == "equal":
            yield from (Line(" ", text) for text in before[start:end])
        else:
            yield from (Line("-", text) for text in before[start:end])
            yield from (Line("+", text) for text in after[start_after:end_after])


def _joined(pieces: Sequence[Piece]) -> str:
    """Return a prompt as one text in which each message begins with a mark of its role."""
    return "".join((piece.role[0].upper() * _opens(pieces, place)) + piece.text for place, piece in enumerate(pieces))


def _opens(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether a piece begins a message."""
    return place == 0 or pieces[place - 1].role != pieces[place].role
