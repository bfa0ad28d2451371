"""Fences around what is data in a prompt: a name and a mark that nobody who wrote something inside could know or hit. Pure functions.

    <interests-vqtmzkb>
    …
    </interests-vqtmzkb>

The mark of what memory adds is drawn once a process and kept in it alone, so that the prompts of a session stay the same byte for byte.
Where it stands in what is fenced, by whatever chance, another one is taken: no fence holds its own mark. A file's mark is made from its
text: it is the same in every process that writes the history or a record of it, and no text can hold what changes with its every letter.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

LETTERS = "bcdfghjkmnpqrstvwxz"
"""Without vowels a mark is no word in any label, without digits no number that anonymization would take for somebody's."""

LENGTH = 7
"""19^7 = 9 · 10^8 marks, in four or five tokens."""

_drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def use(mark: str) -> str:
    """Let this process fence with a mark from now on, and return the one before: prompts are then the same in every process that does.

    Raises:
        ValueError: it is no mark.
    """
    global _drawn
    if len(mark) != LENGTH or not set(mark) <= set(LETTERS):
        raise ValueError(f"a mark has {LENGTH} of the letters {LETTERS}, got {mark!r}")
    before, _drawn = _drawn, mark
    return before


@contextmanager
def using(mark: str) -> Iterator[None]:
    """Fence with a mark for a while: what is evaluated is then the same prompt in every run."""
    before = use(mark)
    try:
        yield
    finally:
        use(before)


def fence(name: str, inside: str) -> tuple[str, str]:
    """Return what stands before and behind what memory adds; `name` says in a word what is inside."""
    mark = _beside(_drawn, inside)
    return f"<{name}-{mark}>", f"</{name}-{mark}>"


def file_fence(inside: str, attributes: str) -> tuple[str, str]:
    """Return what stands before and behind a file's text; for the same text always the same."""
    mark = _beside(_spelled(inside), inside)
    return f"<file-{mark} {attributes}>", f"</file-{mark}>"


def _beside(mark: str, inside: str) -> str:
    """Return the mark, or another one made from it where it stands in the text, in any case or width."""
    folded = inside.lower() if inside.isascii() else unicodedata.normalize("NFKC", inside).casefold()
    while mark in folded:
        mark = _spelled(mark)
    return mark


def _spelled(text: str) -> str:
    """Return a mark that is told by a text."""
    number = int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    letters = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return letters
