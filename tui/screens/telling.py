"""What goes wrong in a screen's work is told, and ends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App
from textual.screen import Screen

from ...memory.errors import PenchantError


@contextmanager
def told(place: Screen[Any] | App[Any], tell: Callable[[str], object] | None = None) -> Iterator[None]:
    """Tell what was raised on purpose in a notice over a place, or as `tell` does; a defect goes on up."""
    try:
        yield
    except (PenchantError, ValueError, OSError) as error:
        tell(said(error)) if tell else place.notify(said(error), severity="warning", markup=False)


def said(error: Exception) -> str:
    """Return an error as people read it.

    >>> said(FileNotFoundError(2, "No such file or directory", "/nowhere/notes.md"))
    '/nowhere/notes.md: No such file or directory'
    """
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
