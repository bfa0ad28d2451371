"""What goes wrong in a screen's work is told, and ends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.screen import Screen

from ...memory.errors import PenchantError


@contextmanager
def told(screen: Screen[Any]) -> Iterator[None]:
    """Tell an error of memory or of a model in a notice."""
    try:
        yield
    except (PenchantError, ValueError) as error:
        screen.notify(str(error), severity="warning", markup=False)
