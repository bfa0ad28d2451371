"""A screen that ends is left once, however often the key that ends it was pressed."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

T = TypeVar("T")


class LeftOnce(Screen[T]):
    """What every screen is that closes itself; one of another kind is that first, for its style, and then this.

    A second Enter reaches a screen that is on its way out, and Textual would take the screen below it away too.
    """

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """End the screen with a result, unless it has ended."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
