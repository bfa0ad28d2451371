"""The sentence that a phrase stands in, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..extraction import Extractor
from ..records import Event
from ..topics.find import naming

_ENDS = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？…]+[”’」』）]*|\n+")

_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|jr|sr|vs|etc|approx|no|vol|fig|e\.g|i\.e|a\.m|p\.m|u\.s|u\.k)|\b[A-Z])\.$", re.I
)
"""What looks like the end of a sentence and mostly is none."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a text begin and end, blanks around them left out.

    >>> text = "Dr. Who likes tea. 我喜欢茶！So do I"
    >>> [text[start:end] for start, end in sentences(text)]
    ['Dr. Who likes tea.', '我喜欢茶！', 'So do I']
    """
    start = 0
    for end in _ends(text):
        stretch = text[start:end]
        if stretch.strip():
            yield start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
        start = end


def _ends(text: str) -> Iterator[int]:
    for found in _ENDS.finditer(text):
        upto = text[: found.end()] if found.end() < 12 else text[found.end() - 12 : found.end()]
        if found.group() != "." or found.end() == len(text) or not _abbreviated(upto):
            yield found.end()
    yield len(text)


def _abbreviated(upto: str) -> bool:
    """Return whether a full stop belongs to an abbreviation; a lone "I" before it ends a sentence."""
    return bool(_ABBREVIATED.search(upto)) and not upto.endswith(" I.")


def sentence_of(event: Event, phrase: str, extract: Extractor) -> str:
    """Return the sentence of an event that a phrase was taken from, verbatim; "" where nothing is left of it.

    A phrase that stands in several sentences was taken from the one that the extractor reads it in. One that stands in none (it was
    rephrased since) gives the whole text.
    """
    for text in _texts(event):
        if (start := _place(text, phrase, extract)) is not None:
            return _around(text, start, start + len(phrase))
    return event.text


def _texts(event: Event) -> Iterator[str]:
    yield event.text
    if event.item is not None:
        yield from (event.item.title, event.item.text, *event.item.tags)


def _place(text: str, phrase: str, extract: Extractor) -> int | None:
    """Return where a phrase that a text was read for stands in it."""
    if not phrase:
        return None
    places = [found.start() for found in re.finditer(re.escape(phrase), text)]
    whole = [found.start() for found in naming(phrase).finditer(text) if found.group() == phrase] or places
    if not whole:
        found = naming(phrase).search(text)
        return None if found is None else found.start()
    if len(whole) == 1:
        return whole[0]
    return next((one.start for one in extract(text) if one.text == phrase), whole[0])


def _around(text: str, start: int, end: int) -> str:
    """Return the sentence of a stretch, or the sentences if it runs over several."""
    touched = [(first, last) for first, last in sentences(text) if first < end and last > start]
    return text[touched[0][0] : touched[-1][1]] if touched else text
