"""Text as HTML: the one place where something from outside becomes part of the page."""

from __future__ import annotations

import html

_CONTROLS = {code: " " if code in (9, 10, 13) else "\ufffd" for code in (*range(32), *range(127, 160))}


def escaped(text: object) -> str:
    """Return text that stands for itself between tags and in quoted attributes, without control characters and half characters.

    >>> escaped('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    clean = str(text).translate(_CONTROLS).encode("utf-8", "replace").decode("utf-8")
    return html.escape(clean, quote=True)


def name(text: object) -> str:
    """Return a name from outside, set apart so that its writing direction does not turn the text around it."""
    return f"<bdi>{escaped(text)}</bdi>"


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text that is too long, and a mark; not escaped.

    >>> shortened("time-weighted retriever", 12)
    'time-weight…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"
