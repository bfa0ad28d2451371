"""All topics in a table, one row each, in one self-drawing widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ..keys import bindings
from ..text.bars import exact, number, trend
from ..text.cells import fill, line
from ..text.moments import day
from .strips import Piece, strip
from .weights import CLASSES, COLOURS, IN_PROMPT, bar_pieces, label_class, state, strength

if TYPE_CHECKING:
    from ...memory import Interest

SIGNS, NUMBER, GAP = 3, 3, 2
LABEL, BAR = (16, 24, 40), (8, 20)
"""Cells: of signs, of a weight, between columns; of a label at least, before the bar grows, and at most; of a bar at least and most."""

OPTIONAL = (
    ("state", "", 8),
    ("trend", "8 days", 8),
    ("seen", "last said", 10),
    ("share", "share", 5),
    ("said", "said", 4),
)
"""Columns that are there where there is room, the dearest first: their names, their heads and their cells."""

ORDER = ("trend", "share", "said", "seen", "state")


class TopicTable(Widget, can_focus=True):
    """Topics with weight, trend, share and more, as many columns as there is room for."""

    ALLOW_SELECT = False
    BINDINGS = bindings("table")
    COMPONENT_CLASSES: ClassVar[set[str]] = set(CLASSES)
    DEFAULT_CSS = f"TopicTable {{ width: 1fr; height: 1fr; {COLOURS} }}"

    class Chosen(Message):
        """The cursor stands on another topic, or on none."""

        def __init__(self, topic: int | None) -> None:
            super().__init__()
            self.topic = topic

    class Opened(Message):
        """The person wants to see where the topic under the cursor comes from."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._interests: list[Interest] = []
        self._trends: Mapping[int, Sequence[float]] = {}
        self._inside: frozenset[int] = frozenset()
        self._threshold = 0.0
        self._now: datetime | None = None
        self._empty = ""
        self._top = self._place = 0
        self._hovered = -1

    def show(
        self,
        interests: Sequence[Interest],
        trends: Mapping[int, Sequence[float]],
        threshold: float,
        in_prompt: frozenset[int],
        now: datetime,
        empty: str = "",
    ) -> None:
        """Draw topics in this order; the cursor stays on its topic, else at its place. `empty` stands where there are none."""
        before = self.selected
        self._interests, self._trends, self._threshold = list(interests), trends, threshold
        self._inside, self._now, self._empty = in_prompt, now, empty
        places = {one.topic: place for place, one in enumerate(interests)}
        self._go(places.get(before.topic, self._place) if before else self._place, said=before)

    @property
    def selected(self) -> Interest | None:
        """The topic under the cursor."""
        return self._interests[self._place] if self._interests else None

    def choose(self, topic: int) -> None:
        """Put the cursor on a topic."""
        place = next((place for place, one in enumerate(self._interests) if one.topic == topic), self._place)
        self._go(place, said=self.selected)

    def _go(self, place: int, said: Interest | None) -> None:
        """Put the cursor on a row, and say so where it is another topic than was said."""
        self._place = min(max(place, 0), max(0, len(self._interests) - 1))
        self._show_from(min(max(self._top, self._place + 1 - self._page), self._place))
        now = self.selected
        if (now and now.topic) != (said and said.topic):
            self.post_message(self.Chosen(now.topic if now else None))

    @property
    def _page(self) -> int:
        """How many topics are in view."""
        return max(1, self.size.height - 1)

    def _show_from(self, top: int) -> None:
        self._top = min(max(0, top), max(0, len(self._interests) - self._page))
        self.refresh()

    # What the person does

    def action_up(self) -> None:
        """Go to the topic above."""
        self._go(self._place - 1, said=self.selected)

    def action_down(self) -> None:
        """Go to the topic below."""
        self._go(self._place + 1, said=self.selected)

    def action_page_up(self) -> None:
        """Go a page up."""
        self._go(self._place - self._page, said=self.selected)

    def action_page_down(self) -> None:
        """Go a page down."""
        self._go(self._place + self._page, said=self.selected)

    def action_first(self) -> None:
        """Go to the first topic."""
        self._go(0, said=self.selected)

    def action_last(self) -> None:
        """Go to the last topic."""
        self._go(len(self._interests), said=self.selected)

    def action_open(self) -> None:
        """Ask to see where the topic comes from."""
        if self.selected is not None:
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a row; twice opens it."""
        place = self._under(event)
        if place >= 0:
            self._go(place, said=self.selected)
            if event.chain == 2:
                self.action_open()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the row under the mouse."""
        self._hover(self._under(event))

    def on_leave(self) -> None:
        """Light up nothing."""
        self._hover(-1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self._show_from(self._top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self._show_from(self._top - 3)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._go(self._place, said=self.selected)

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.refresh()

    def _under(self, event: events.MouseEvent) -> int:
        at = event.get_content_offset(self)
        place = self._top + at.y - 1 if at is not None and at.y else -1
        return place if place < len(self._interests) else -1

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw the heads of the columns, or a row."""
        width, place = self.size.width, self._top + y - 1
        if not self._interests:
            return strip(self, self._nothing(y), width)
        if y == 0:
            return strip(self, heads(width, self._threshold, trends=bool(self._trends)), width)
        if place >= len(self._interests):
            return strip(self, [], width)
        under = "weight--cursor" if place == self._place else "weight--hover" if place == self._hovered else ""
        return strip(self, self._row(place, width), width, under)

    def _nothing(self, y: int) -> list[Piece]:
        lines = Content(self._empty).wrap(max(10, self.size.width - 2 * SIGNS)) if self._empty else []
        return [(" " * SIGNS, ""), (lines[y - 1].plain, "weight--dim")] if 0 < y <= len(lines) else []

    def _row(self, place: int, width: int) -> list[Piece]:
        one = self._interests[place]
        inside, (label, bar, others) = one.topic in self._inside, columns(width)
        pieces: list[Piece] = [
            ("›" if place == self._place and self.has_focus else " ", "weight--mark"),
            (f"{IN_PROMPT} " if inside else "  ", "weight--mark"),
            (fill(line(one.label), label) + " ", label_class(one, inside)),
            *bar_pieces(one, bar, self._threshold),
            (" " + number(strength(one)), label_class(one, inside)),
        ]
        for name, cells in others:
            text = fill(self._cell(one, name), cells, right=name in _RIGHT)
            pieces.append((" " * GAP + text, "weight--trend" if name == "trend" else "weight--dim"))
        return pieces

    def _cell(self, one: Interest, name: str) -> str:
        if name == "trend":
            return trend(self._trends.get(one.topic, ()))
        if name == "seen":
            return day(one.last_seen, self._now) if self._now else ""
        return {"share": f"{one.share:.0%}", "said": f"{one.evidence}×", "state": state(one)}[name]


_RIGHT = frozenset({"trend", "share", "said"})


def columns(width: int) -> tuple[int, int, list[tuple[str, int]]]:
    """Return the cells of the label and of the bar, and the other columns that a width has room for with theirs, in order."""
    room = width - SIGNS - LABEL[0] - 1 - BAR[0] - 1 - NUMBER - 1
    taken: dict[str, int] = {}
    for name, _, cells in OPTIONAL:
        if room < GAP + cells:
            break
        room -= GAP + cells
        taken[name] = cells
    first = min(room, LABEL[1] - LABEL[0])
    bar = min(BAR[1] - BAR[0], max(0, room - first) // 2)
    label = min(LABEL[0] + room - bar, LABEL[2])
    return max(1, label), BAR[0] + bar, [(name, taken[name]) for name in ORDER if name in taken]


def heads(width: int, threshold: float, *, trends: bool = True) -> list[Piece]:
    """Return the heads of the columns; over the bars a tick with the threshold, where there is room."""
    label, bar, others = columns(width)
    names = {name: head for name, head, _ in OPTIONAL if trends or name != "trend"}
    tick = " " * min(int(threshold * bar), bar - 1) + f"╷{exact(threshold)}"
    weight = fill(tick if len(tick) + 7 <= bar + 1 + NUMBER else "", bar + 1 + NUMBER - 6) + "weight"
    rest = "".join(" " * GAP + fill(names.get(name, ""), cells, right=name in _RIGHT) for name, cells in others)
    return [(" " * SIGNS + fill("interest", label) + " " + weight + rest, "weight--dim")]
