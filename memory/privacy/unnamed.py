"""What was taken out of a text names nothing: phrases are found around the placeholders.

A sentence with a secret in it is about the secret ("the door code is …", "slack token …"): of it only what is stated counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..extraction import Extractor
from ..reading.sentences import sentences
from ..records import Phrase
from .kinds import SECRETS, Kind
from .redactor import placeholders

_SECRET = frozenset(kind.placeholder for kind in (*SECRETS, Kind.IBAN, Kind.ID, Kind.PASSPORT))


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
        about = list(_about_secrets(text))
        return tuple(
            one
            for one in extract(kept)
            if text[one.start : one.end] == one.text
            and (one.stance == "stated" or not any(start <= one.start < end for start, end in about))
        )

    return read


def _about_secrets(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences stand in which a secret was."""
    secrets = [start for start, end in placeholders(text) if text[start:end] in _SECRET]
    for start, end in sentences(text) if secrets else ():
        if any(start <= one < end for one in secrets):
            yield start, end
