"""What a host is told of a failure of memory's: on this machine its words, over HTTP its kind alone, for words name folders."""

from __future__ import annotations

from ...memory.errors import EmbeddingError, LedgerBusy
from ..failures import ApiError


def in_words(error: Exception) -> str:
    """Return what the person whose machine this is is told."""
    return str(error)


def by_kind(error: Exception) -> str:
    """Return what somebody elsewhere is told, as by the server's API (server/failures.py)."""
    return answer_to(error).message


def answer_to(error: Exception) -> ApiError:
    """Return the answer to a request over HTTP that failed."""
    if isinstance(error, LedgerBusy):
        return ApiError(503, "the ledger is busy: try again", code="busy", headers={"Retry-After": "1"})
    if isinstance(error, EmbeddingError):
        return ApiError(503, "the embedding model does not answer: try again", code="no_embedding")
    return ApiError(500, f"the memory failed ({type(error).__name__})", code="memory_failed")
