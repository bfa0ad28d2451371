"""A reply's Markdown, whole or while it comes, and when it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, thread_time

from textual.timer import Timer
from textual.widget import Widget

from ..text.flush import delay
from ..text.prose import Prose
from ..text.rows import Row, clean


class StreamedReply:
    """Markdown that grows by its end. Its rows are those of the whole text, however it came in.

    Code that is still open stays plain until it closes or the reply ends: its colours would be found anew with every piece.
    """

    def __init__(self, text: str = "", *, growing: bool = False) -> None:
        self.text, self.growing = clean(text), growing
        self._prose = Prose()
        self._drawn: tuple[object, list[Row]] = (None, [])

    def feed(self, text: str) -> None:
        """Add a piece."""
        self.text += clean(text)

    def end(self, text: str) -> None:
        """Take the whole text; no more comes."""
        self.text, self.growing = clean(text), False

    def rows(self, width: int) -> list[Row]:
        """Return the text in rows of so many cells."""
        wanted = (self.text, width, self.growing)
        if self._drawn[0] != wanted:
            self._drawn = wanted, self._prose.rows(self.text, width, growing=self.growing)
        return self._drawn[1]


class Flushes:
    """Draws what comes in many pieces now and then: soon after a piece, the seldomer the dearer it is.

    Args:
        widget: gives the time to draw.
        draw: draws what has come.
    """

    def __init__(self, widget: Widget, draw: Callable[[], None]) -> None:
        self._widget, self._draw = widget, draw
        self._timer: Timer | None = None
        self._more = False
        self._ended = self._cost = 0.0

    @property
    def idle(self) -> bool:
        """Whether all that has come is drawn."""
        return self._timer is None

    def soon(self) -> None:
        """Say that something has come."""
        self._more = True
        if self._timer is None:
            wait = delay(monotonic(), self._ended, self._cost)
            self._timer = self._widget.set_timer(max(wait, 0.001), self._flush)

    def _flush(self) -> None:
        began, self._more = thread_time(), False
        self._draw()
        self._widget.call_after_refresh(self._flushed, began)

    def _flushed(self, began: float) -> None:
        """Take down what it has cost, painting too."""
        self._ended, self._cost, self._timer = monotonic(), thread_time() - began, None
        if self._more:
            self.soon()
