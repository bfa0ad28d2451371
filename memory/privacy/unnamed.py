"""What was taken out of a text names nothing: phrases are found around the placeholders."""

from __future__ import annotations

from ..extraction import Extractor
from ..records import Phrase
from .redactor import placeholders


def masked(text: str) -> str:
    """Return a text of the same length with a pronoun in the place of each placeholder.

    >>> masked("Write to [e-mail address] about jazz.")
    'Write to this             about jazz.'
    """
    for start, end in placeholders(text) if "[" in text else ():
        word = "它" if "\u4e00" <= text[start - 1 : start] <= "\u9fff" else "this"
        text = text[:start] + word.ljust(end - start) + text[end:]
    return text


def around_placeholders(extract: Extractor) -> Extractor:
    """Return an extractor that reads a text as if a pronoun stood in the place of each placeholder."""

    def read(text: str) -> tuple[Phrase, ...]:
        kept = masked(text)
        if kept is text:
            return extract(text)
        return tuple(one for one in extract(kept) if text[one.start : one.end] == one.text)

    return read
