"""The tokens of a text for the packaged embedding model: where each stands, and what it means by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from .embedding import Vectors, packaged_model

BLANK: Final = "\u2581"
"""What stands for a blank at the beginning of a token."""

NEAR: Final = 12
"""Characters in which the next token is looked for: some are left out of tokens, or written otherwise there."""


class Tokens(NamedTuple):
    """A text's tokens; the first and the last stand for its beginning and its end."""

    spans: list[tuple[int, int]]
    """Where each begins and ends in the text; beginning and end have no length."""
    vectors: Vectors
    """What each means by itself, shape (n, d)."""


def tokens(text: str) -> Tokens:
    """Return the tokens of a text. Loads the embedding model at its first call."""
    model = packaged_model()
    numbers = model._tokenizer.encode(text, out_type=int, add_bos=True, add_eos=True)
    table, pieces = model._model, model._tokenizer._pieces
    at = np.array(numbers)
    part = at % len(table.scale)  # the table is kept in parts, each with a scale of its own
    vectors = table.table[at] * table.scale[part, None] + table.lo[part, None]
    return Tokens([(0, 0), *_spans(text, [pieces[number] for number in numbers[1:-1]]), (len(text),) * 2], vectors)


def _spans(text: str, pieces: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of a text stand in it; one that is written otherwise there has no length."""
    end = passed = 0
    for piece in pieces:
        letters = piece.removeprefix(BLANK)
        start = text.find(letters, end, end + len(letters) + passed + NEAR)
        if start < 0:
            passed += len(letters)
            yield end, end
        else:
            end, passed = start + len(letters), 0
            yield start, end
