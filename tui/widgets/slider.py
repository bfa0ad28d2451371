"""A slider with a few stops, in one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ..keys import bindings
from ..text.cells import cut, line
from .strips import Piece, strip

LEAST_TRACK = 9


class Slider(Widget, can_focus=True):
    """A label, a track with a tick at each stop and a knob, and the words of the stop that is chosen.

    Args:
        label: what it changes.
        stops: the words of each stop, from left to right.
        value: the place of the stop that is chosen at first.
    """

    ALLOW_SELECT = False
    BINDINGS = bindings("slider")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"slider--label", "slider--track", "slider--knob", "slider--words"}
    DEFAULT_CSS = """
    Slider {
        height: 1;
        & > .slider--label { color: $text-muted; }
        & > .slider--track { color: $text-disabled; }
        & > .slider--knob { color: $foreground; }
        & > .slider--words { color: $text-muted; }
        &.-moved > .slider--words { color: $foreground; text-style: bold; }
        &:focus > .slider--label { color: $foreground; text-style: bold; }
        &:focus > .slider--knob { color: $text-accent; text-style: bold; }
        &:ansi > .slider--track { text-style: dim; }
    }
    """

    value = reactive(0, init=False)
    """The place of the stop that is chosen."""

    class Changed(Message):
        """Another stop was chosen."""

        def __init__(self, slider: Slider, value: int) -> None:
            super().__init__()
            self.slider, self.value = slider, value

        @property
        def control(self) -> Slider:
            """The slider."""
            return self.slider

    def __init__(self, label: str, stops: Sequence[str], value: int = 0, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label, self._stops = line(label), [line(stop) for stop in stops]
        self._home = value
        self.set_reactive(Slider.value, value)

    def offer(self, stops: Sequence[str], value: int) -> None:
        """Give it other stops; nothing is posted."""
        self._stops, self._home = [line(stop) for stop in stops], value
        with self.prevent(self.Changed):
            self.value = value
        self.refresh()

    def go_home(self) -> None:
        """Go back to the stop that was chosen at first."""
        self.value = self._home

    # What the person does

    def action_less(self) -> None:
        """Go a stop to the left."""
        self.value -= 1

    def action_more(self) -> None:
        """Go a stop to the right."""
        self.value += 1

    def action_least(self) -> None:
        """Go to the left end."""
        self.value = 0

    def action_most(self) -> None:
        """Go to the right end."""
        self.value = len(self._stops) - 1

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the knob."""
        self.capture_mouse()
        self._go_to(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the knob."""
        if self.app.mouse_captured is self:
            self._go_to(event)

    def on_mouse_up(self) -> None:
        """Let go of the knob."""
        self.release_mouse()

    def _go_to(self, event: events.MouseEvent) -> None:
        """Go to the stop that is nearest to the mouse."""
        x = event.get_content_offset_capture(self).x - self._track_at
        places = self._places()
        self.value = min(range(len(places)), key=lambda stop: abs(places[stop] - x))

    def validate_value(self, value: int) -> int:
        """Keep to the stops."""
        return min(max(value, 0), len(self._stops) - 1)

    def watch_value(self, value: int) -> None:
        """Say that it moved."""
        self.set_class(value != self._home, "-moved")
        self.post_message(self.Changed(self, value))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        places = self._places()
        track = "".join("┼" if at in places else "─" for at in range(self._track))
        knob = places[self.value]
        pieces: list[Piece] = [
            (f"{'›' if self.has_focus else ' '}{self._label} ", "slider--label"),
            (track[:knob], "slider--track"),
            ("●", "slider--knob"),
            (track[knob + 1 :], "slider--track"),
            ("  " + cut(self._stops[self.value], self.size.width - self._track_at - self._track - 2), "slider--words"),
        ]
        return strip(self, pieces if y == 0 else [], self.size.width)

    @property
    def _track_at(self) -> int:
        return cell_len(self._label) + 2

    @property
    def _track(self) -> int:
        """The cells of the track: what the words leave, the same at each stop."""
        words = max(map(cell_len, self._stops))
        return max(LEAST_TRACK, min(4 * len(self._stops), self.size.width - self._track_at - words - 2))

    def _places(self) -> list[int]:
        """Return the cell of each stop on the track."""
        last = max(1, len(self._stops) - 1)
        return [
            round(stop * (self._track - 1) / last) if len(self._stops) > 1 else 0 for stop in range(len(self._stops))
        ]
