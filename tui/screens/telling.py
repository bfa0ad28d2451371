"""What goes wrong in a screen's work is told, and ends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App
from textual.css.query import NoMatches
from textual.screen import Screen

from ...memory.errors import PenchantError
from ..commands import in_chat


@contextmanager
def told(place: Screen[Any] | App[Any], tell: Callable[[str], object] | None = None) -> Iterator[None]:
    """Tell what was raised on purpose in a notice over a place, or as `tell` does; a defect goes on up.

    A screen that is closed while it works misses its widgets, which is no defect.
    """
    try:
        yield
    except NoMatches:
        if _open(place):
            raise
    except (PenchantError, ValueError, OSError) as error:
        tell(said(error)) if tell else place.notify(said(error), severity="warning", markup=False)


def _open(place: Screen[Any] | App[Any]) -> bool:
    return place.app.is_running and (isinstance(place, App) or place in place.app.screen_stack)


def said(error: Exception) -> str:
    """Return an error as people read it.

    >>> said(FileNotFoundError(2, "No such file or directory", "/nowhere/notes.md"))
    '/nowhere/notes.md: No such file or directory'
    """
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return in_chat(str(error))
