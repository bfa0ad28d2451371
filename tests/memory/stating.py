"""What a text states, for tests of the reading of English."""

from __future__ import annotations

from penchant.memory.extraction import extract


def stated(text: str) -> dict[str, int]:
    """Return what a text states, with its polarity."""
    return {one.text: one.polarity for one in extract(text) if one.stance == "stated"}
