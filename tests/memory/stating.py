"""What a text states or ends, for tests of the reading."""

from __future__ import annotations

from penchant.memory.extraction import extract


def stated(text: str) -> dict[str, int]:
    """Return what a text states, with its polarity."""
    return {one.text: one.polarity for one in extract(text) if one.stance == "stated"}


def read(text: str) -> dict[str, str]:
    """Return what a text names: "ends" where it is over, "+" or "-" where it is stated, "" where it is mentioned."""
    return {
        one.text: "ends" if one.ends else "" if one.stance == "mentioned" else "+" if one.polarity > 0 else "-"
        for one in extract(text)
    }


def signs(text: str) -> dict[str, str]:
    """Return what a text names: "+" or "-" where it is stated, over or not, "" where it is mentioned."""
    return {one.text: "" if one.stance == "mentioned" else "+" if one.polarity > 0 else "-" for one in extract(text)}


def refusals(text: str) -> set[str]:
    """Return what a text refuses."""
    return {one.text for one in extract(text) if one.polarity < 0}
