"""The interest panel: what is known of the person, live, in one self-drawing widget without any layout pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ..keys import bindings
from ..text.movement import directions, fades, told
from .panel_rows import (
    EMPTY,
    INDENT,
    TREND,
    Row,
    bar_line,
    header,
    heading_line,
    hidden_line,
    marks_at,
    name_line,
    rows,
    told_lines,
)
from .strips import Piece, strip
from .weights import CLASSES, COLOURS, IN_PROMPT, groups

if TYPE_CHECKING:
    from ...memory import Change, Interest

TOLD = 3
"""Lines that tell what just moved, at most."""

ROOM = 12
"""A panel with so many lines explains its columns and signs."""


class InterestPanel(Widget, can_focus=True):
    """Interests in rows of two lines: label and weight, bar and trend. Hand it values; it posts what the person wants."""

    ALLOW_SELECT = False
    BINDINGS = bindings("panel")
    COMPONENT_CLASSES: ClassVar[set[str]] = set(CLASSES)
    DEFAULT_CSS = f"InterestPanel {{ width: 38; height: 1fr; padding: 0 1; {COLOURS} }}"

    class Steered(Message):
        """The person wants a control, "pin" or "mute", turned over for a topic."""

        def __init__(self, action: str, topic: int) -> None:
            super().__init__()
            self.action, self.topic = action, topic

    class Opened(Message):
        """The person wants to see where a topic comes from."""

        def __init__(self, topic: int) -> None:
            super().__init__()
            self.topic = topic

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._interests: list[Interest] | None = None
        self._trends: Mapping[int, Sequence[float]] = {}
        self._threshold = 0.0
        self._inside: frozenset[int] = frozenset()
        self._rows: list[Row] = []
        self._told: list[str] = []
        self._moves: dict[str, str] = {}
        self._before: dict[int, Interest] = {}
        self._top = 0
        self._selected: int | None = None
        self._hovered: int | None = None
        self._page: list[tuple[Row, list[Piece]]] = []

    # What it is given

    def show(
        self,
        interests: Sequence[Interest],
        trends: Mapping[int, Sequence[float]],
        threshold: float,
        in_prompt: frozenset[int] = frozenset(),
    ) -> None:
        """Draw interests, heaviest first; `in_prompt` are the topics in the prompt that was sent last."""
        liked, avoided, once = groups(interests)
        self._interests = [*liked, *avoided, *once]
        self._trends, self._threshold, self._inside = trends, threshold, in_prompt
        self._rows = rows(len(liked), len(avoided), len(once))
        self._before = self._before or {one.topic: one for one in interests}
        self._draw()

    def moved(self, changes: Sequence[Change]) -> None:
        """Tell what was just said, and what has faded since it last told. `show` comes first, with the interests as they are now."""
        now = self._interests or []
        faded = fades(self._before, now, changes)
        self._told = told(changes, faded)
        self._moves = directions(changes, faded)
        self._before = {one.topic: one for one in now}
        self._draw()

    @property
    def selected(self) -> int | None:
        """The topic that keys act on."""
        return self._selected if self._place is not None else None

    # What the person does

    def on_focus(self) -> None:
        """Choose the first row if none is chosen."""
        self._choose(self._place or 0)

    def action_up(self) -> None:
        """Choose the row above."""
        self._choose((self._place or 0) - 1)

    def action_down(self) -> None:
        """Choose the row below."""
        self._choose(0 if self._place is None else self._place + 1)

    def action_pin(self) -> None:
        """Ask to pin what is chosen, or to unpin it."""
        self._steer("pin")

    def action_mute(self) -> None:
        """Ask to mute what is chosen, or to unmute it."""
        self._steer("mute")

    def action_open(self) -> None:
        """Ask to show what is chosen."""
        if self.selected is not None:
            self.post_message(self.Opened(self.selected))

    def on_click(self, event: events.Click) -> None:
        """Choose a row; twice opens it. Where pin and mute stand, turn that over."""
        if (row := self._under(event)) is None or self._interests is None:
            return
        self._choose(row.place)
        one = self._interests[row.place]
        if not row.is_bar and event.get_content_offset_capture(self).x in marks_at(one, self.size.width):
            self._steer("mute" if one.muted else "pin")
        elif event.chain == 2:
            self.action_open()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the row under the mouse."""
        row = self._under(event)
        self._hover(None if row is None else row.place)

    def on_leave(self) -> None:
        """Light up nothing."""
        self._hover(None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down by a topic."""
        event.stop()
        self._show_from(self._top + 2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up by a topic."""
        event.stop()
        self._show_from(self._top - 2)

    def on_resize(self) -> None:
        """Lay the lines out anew."""
        self._draw()

    def _steer(self, control: str) -> None:
        if self.selected is not None:
            self.post_message(self.Steered(control, self.selected))

    @property
    def _place(self) -> int | None:
        return next((place for place, one in enumerate(self._interests or ()) if one.topic == self._selected), None)

    def _choose(self, place: int) -> None:
        if not self._interests:
            return
        place = min(max(place, 0), len(self._interests) - 1)
        self._selected = self._interests[place].topic
        line = next(at for at, row in enumerate(self._rows) if row.place == place)
        room = self._room()
        self._show_from(min(max(self._top, line + 2 - room), line))

    def _hover(self, place: int | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self._draw()

    def _under(self, event: events.MouseEvent) -> Row | None:
        at = event.get_content_offset(self)
        row = self._page[at.y][0] if at is not None and at.y < len(self._page) else Row()
        return row if row.place >= 0 else None

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        row, pieces = self._page[y] if y < len(self._page) else (Row(), [])
        if row.place < 0:
            return strip(self, pieces, self.size.width)
        chosen = self.has_focus and row.place == self._place
        if chosen and not row.is_bar:
            pieces = [("›", "weight--mark"), *pieces[1:]]
        under = "weight--cursor" if chosen else "weight--hover" if row.place == self._hovered else ""
        return strip(self, pieces, self.size.width, under)

    def _show_from(self, top: int) -> None:
        self._top = top
        self._draw()

    def _draw(self) -> None:
        """Lay out the lines that are in view, and paint them: no other widget has to move."""
        if not self.size.width or self._interests is None:
            return
        head, foot = self._head(), self._foot()
        seen = self._seen()
        body = [(row, self._line(row)) for row in seen]
        if len(seen) < len(self._rows):
            body.append((Row(), self._out_of_view(seen)))
        space = self.size.height - len(head) - len(body) - len(foot)
        self._page = [*((Row(), one) for one in head), *body, *((Row(), []),) * space, *((Row(), one) for one in foot)]
        self.refresh()

    def _seen(self) -> list[Row]:
        """Return the lines of the list that are in view: whole topics only."""
        room = self._room()
        self._top = min(max(0, self._top), max(0, len(self._rows) - room))
        if self._rows[self._top : self._top + 1] and self._rows[self._top].is_bar:
            self._top += 1
        end = self._top + room
        while self._top + 2 < end < len(self._rows) and not self._rows[end - 1].is_bar:
            end -= 1
        return self._rows[self._top : end]

    def _room(self) -> int:
        """Return how many lines of the list can be in view; one is kept for what cannot."""
        room = self.size.height - len(self._head()) - len(self._foot())
        return max(1, room if len(self._rows) <= room else room - 1)

    def _head(self) -> list[list[Piece]]:
        if not self._interests:
            text = Content(EMPTY).wrap(max(10, self.size.width - INDENT))
            lines = [[(" " * INDENT, ""), (one.plain, "weight--dim")] for one in text]
            return [[(" " * INDENT, ""), ("Interests", "weight--title")], *lines]
        return header(self.size.width, self._threshold, TREND) if self.size.height >= ROOM else []

    def _foot(self) -> list[list[Piece]]:
        lines = told_lines(self._told, self.size.width, TOLD if self.size.height >= ROOM else 1)
        if self.size.height >= ROOM and any(one.topic in self._inside for one in self._interests or ()):
            lines.insert(0, [(f" {IN_PROMPT}", "weight--mark"), (" in this prompt", "weight--dim")])
        return [[], *lines] if lines and self.size.height >= ROOM else lines

    def _line(self, row: Row) -> list[Piece]:
        """Return the pieces of a line of the list."""
        width = self.size.width
        if row.place < 0 or self._interests is None:
            return heading_line(row, width)
        one = self._interests[row.place]
        if row.is_bar:
            return bar_line(one, width, self._threshold, self._trends.get(one.topic, ()))
        offer = "+pin" if row.place == self._hovered else ""
        return name_line(one, width, one.topic in self._inside, self._moves.get(one.label, ""), offer)

    def _out_of_view(self, seen: Sequence[Row]) -> list[Piece]:
        places = [row.place for row in seen if row.place >= 0]
        first, last = (min(places), max(places)) if places else (0, -1)
        return hidden_line(first, len(self._interests or ()) - last - 1)
