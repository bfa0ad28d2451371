"""Templates and headers: every page is made here, and nothing that it shows can be more than text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse, Response

if TYPE_CHECKING:
    from jinja2 import Environment

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No script runs, whatever gets into a page, and nothing is asked for elsewhere."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none at all, browsers send forms without their origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}

FOLDER = Path(__file__).parent

DONE = {
    "noted": "Noted.",
    "unread": "Nothing in that says what you like or dislike, so nothing was learned.",
    "undone": "Taken back: every number is what it would be without it.",
    "pin": "Pinned: it stays at 0.6 or above.",
    "unpin": "Unpinned.",
    "mute": "Muted: it stays out of every answer, and learns nothing.",
    "unmute": "Unmuted.",
    "boost": "Set.",
    "stop": "It starts again from nothing.",
    "confirm": "Confirmed: it is yours.",
    "reject": "Rejected: it is shown no more.",
}
"""What is told after something was done."""

_CONTROLS = {code: " " if code in (9, 10, 13) else "\ufffd" for code in (*range(32), *range(127, 160))}


def page(name: str, status: int = 200, headers: Mapping[str, str] | None = None, **shown: Any) -> Response:
    """Return a page: a template with what it shows."""
    html = _templates().get_template(f"{name}.html").render(**shown)
    return Response(html.encode("utf-8", "replace"), status, HEADERS | dict(headers or {}), "text/html; charset=utf-8")


def moved(path: str) -> Response:
    """Return an answer that leads to another page, by GET."""
    return RedirectResponse(path, 303, HEADERS)


def file(name: str, media_type: str) -> Response:
    """Return a file of the page's own: its style, its icon."""
    return Response((FOLDER / name).read_bytes(), 200, HEADERS | {"Cache-Control": "max-age=3600"}, media_type)


def plain(text: object) -> str:
    """Return a text without control characters.

    >>> plain("a\\x00b\\nc")
    'a\\ufffdb c'
    """
    return str(text).translate(_CONTROLS)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["messages"] = DONE
    found.filters["plain"] = plain
    found.filters["percent"] = lambda one: f"{one:.0%}"
    found.filters["two"] = lambda one: f"{one:.2f}"
    found.filters["signed"] = lambda one: f"{one:+.2f}".replace("-", "−")
    return found
