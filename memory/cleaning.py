"""What text goes through before it is stored: nothing is cut, only what no database or model can hold is replaced."""

from __future__ import annotations

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """Return the text with NUL and lone surrogates replaced and outer white space taken off.

    Raises:
        ValueError: nothing is left.

    >>> clean(" jazz\\x00 ")
    'jazz\N{REPLACEMENT CHARACTER}'
    """
    whole = text.replace("\x00", REPLACEMENT).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    if not (kept := whole.strip()):
        raise ValueError("the text is empty: there is nothing to remember or answer")
    return kept
