"""The interests in one row, where the terminal is too narrow for the panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ..text.bars import number
from ..text.cells import cut, line
from .strips import Piece, strip
from .weights import CLASSES, COLOURS, IN_PROMPT, disliked, groups, label_class, strength

if TYPE_CHECKING:
    from ...memory import Interest

LABEL = 20
"""Cells of a label, at most."""

GAP = 2


class Chips(Widget):
    """The strongest interests, as many as there is room for, and how many more there are."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = set(CLASSES)
    DEFAULT_CSS = f"Chips {{ height: 1; padding: 0 1; {COLOURS} }}"

    class Opened(Message):
        """The person wants to see a topic; with None, all of them."""

        def __init__(self, topic: int | None) -> None:
            super().__init__()
            self.topic = topic

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._interests: list[Interest] = []
        self._inside: frozenset[int] = frozenset()
        self._hovered = -1

    def show(self, interests: Sequence[Interest], in_prompt: frozenset[int] = frozenset()) -> None:
        """Draw interests, heaviest first; `in_prompt` are the topics in the prompt that was sent last."""
        liked, avoided, _ = groups(interests)
        self._interests = [one for one in (*liked, *avoided) if not one.muted]
        self._inside = in_prompt
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        pieces: list[Piece] = []
        for place, (chip, _) in enumerate(self._chips()):
            pieces += [(" " * GAP if place else "", "")]
            pieces += [(text, "weight--title" if place == self._hovered else name) for text, name in chip]
        return strip(self, pieces if y == 0 else [], self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Ask to show the topic under the mouse, or all of them."""
        place = self._under(event)
        if place >= 0:
            self.post_message(self.Opened(self._chips()[place][1]))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up what is under the mouse."""
        self._hover(self._under(event))

    def on_leave(self) -> None:
        """Light up nothing."""
        self._hover(-1)

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.refresh()

    def _under(self, event: events.MouseEvent) -> int:
        """Return the place of the chip under the mouse, or -1."""
        at, end = event.get_content_offset(self), 0
        for place, (chip, _) in enumerate(self._chips() if at is not None else ()):
            start, end = end, end + _width(chip) + GAP
            if at is not None and start <= at.x < end - GAP:
                return place
        return -1

    def _chips(self) -> list[tuple[list[Piece], int | None]]:
        """Return what fits, each with its topic; the last one tells how many do not."""
        if not self._interests:
            return [([("Nothing is known yet: what you say teaches it.", "weight--dim")], None)]
        chips = [(self._chip(one), one.topic) for one in self._interests]
        shown = len(chips)
        while shown and self._needs(chips[:shown], len(chips) - shown) > self.size.width:
            shown -= 1
        more = len(chips) - shown
        return [*chips[:shown], *([(_more(more, shown), None)] if more else [])]

    def _needs(self, chips: Sequence[tuple[list[Piece], int | None]], more: int) -> int:
        width = sum(_width(chip) + GAP for chip, _ in chips) - GAP
        return width + (GAP + _width(_more(more, len(chips))) if more else 0)

    def _chip(self, one: Interest) -> list[Piece]:
        inside = one.topic in self._inside
        sign = [("−", "weight--avoid")] if disliked(one) else []
        label = (cut(line(one.label), LABEL), label_class(one, inside))
        return [
            (IN_PROMPT if inside else "", "weight--mark"),
            *sign,
            label,
            (f" {number(strength(one))}", "weight--dim"),
        ]


def _more(count: int, shown: int) -> list[Piece]:
    return [(f"+{count} more" if shown else f"{count} interests", "weight--dim")]


def _width(chip: Sequence[Piece]) -> int:
    return sum(cell_len(text) for text, _ in chip)
