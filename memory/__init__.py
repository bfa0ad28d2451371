"""What is known of a person's interests: events, topics, evidence, weights.

    from penchant.memory import InterestMemory

    with InterestMemory("~/penchant-data") as memory:
        person = memory.user("ada")
        person.observe("I have started rock climbing.")
        print(person.interests())
"""

from __future__ import annotations

from .embedding import Embedder
from .errors import (
    EmbeddingError,
    LedgerBusy,
    LedgerError,
    LedgerMismatch,
    PenchantError,
    SettingsError,
)
from .extraction import Extractor, extract
from .interests import InterestMemory
from .records import (
    Change,
    Event,
    Explanation,
    Interest,
    Neighbour,
    Observed,
    Phrase,
    Relevant,
    Source,
)
from .user import UserMemory
from .weights import Law

__all__ = [
    "Change",
    "Embedder",
    "EmbeddingError",
    "Event",
    "Explanation",
    "Extractor",
    "Interest",
    "InterestMemory",
    "Law",
    "LedgerBusy",
    "LedgerError",
    "LedgerMismatch",
    "Neighbour",
    "Observed",
    "PenchantError",
    "Phrase",
    "Relevant",
    "SettingsError",
    "Source",
    "UserMemory",
    "extract",
]
