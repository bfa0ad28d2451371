"""A date as a person or a program writes it, by formats of `strptime`."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache


def written(text: str, formats: tuple[str, ...]) -> datetime:
    """Return the moment by the first format that fits, with a zone where the format has one.

    Only formats with the same signs between words and numbers are tried: `strptime` is slow where it tries many.

    Raises:
        ValueError: none fits.
    """
    for one in _by_signs(formats).get(_signs(text), ()):
        try:
            return datetime.strptime(text, one)
        except ValueError:
            continue
    raise ValueError(f"{text[:60]!r} is not written as any of {', '.join(formats)}")


@cache
def _by_signs(formats: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in formats:
        found.setdefault(_signs(one.replace("%", "")), []).append(one)
    return found


def _signs(text: str) -> str:
    """Return what stands between words and numbers, any white space as one blank."""
    return re.sub(r"\s+", " ", re.sub(r"[^\W_]+", "", text))
