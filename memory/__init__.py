"""What is known of a person's interests: events, topics, evidence, weights.

    with InterestMemory("~/penchant-data") as memory:
        person = memory.user("ada")
        person.observe("I have started rock climbing.")
        print(person.interests())

`UserMemory` is the only handle to a person's data.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .cohort import Cohort
    from .embedding import Embedder
    from .errors import (
        EmbeddingError,
        LedgerBusy,
        LedgerError,
        LedgerMismatch,
        NeighbourIndexError,
        PenchantError,
        SettingsError,
    )
    from .extraction import Extractor, extract
    from .interests import InterestMemory
    from .reasons import Fall, Loan, Parts, Together, Trend, Voice
    from .records import (
        Attachment,
        Change,
        Event,
        Explanation,
        Interest,
        Learning,
        Neighbour,
        Observed,
        Phrase,
        Relevant,
        Session,
        Source,
    )
    from .shifting import Move, Shift
    from .user import UserMemory
    from .weights import Law
    from .wondering import Supposed

__all__ = [
    "Attachment",
    "Change",
    "Cohort",
    "Embedder",
    "EmbeddingError",
    "Event",
    "Explanation",
    "Extractor",
    "Fall",
    "Interest",
    "InterestMemory",
    "Law",
    "Learning",
    "LedgerBusy",
    "LedgerError",
    "LedgerMismatch",
    "Loan",
    "Move",
    "Neighbour",
    "NeighbourIndexError",
    "Observed",
    "Parts",
    "PenchantError",
    "Phrase",
    "Relevant",
    "Session",
    "SettingsError",
    "Shift",
    "Source",
    "Supposed",
    "Together",
    "Trend",
    "UserMemory",
    "Voice",
    "extract",
]

# Where each name lives: it is imported when first asked for, so that a program's start does not wait for SQL and vectors.
_HOMES = {
    "Attachment": "records",
    "Change": "records",
    "Cohort": "cohort",
    "Embedder": "embedding",
    "EmbeddingError": "errors",
    "Event": "records",
    "Explanation": "records",
    "Extractor": "extraction",
    "Fall": "reasons",
    "Interest": "records",
    "InterestMemory": "interests",
    "Law": "weights",
    "Learning": "records",
    "LedgerBusy": "errors",
    "LedgerError": "errors",
    "LedgerMismatch": "errors",
    "Loan": "reasons",
    "Move": "shifting",
    "Neighbour": "records",
    "NeighbourIndexError": "errors",
    "Observed": "records",
    "Parts": "reasons",
    "PenchantError": "errors",
    "Phrase": "records",
    "Relevant": "records",
    "Session": "records",
    "SettingsError": "errors",
    "Shift": "shifting",
    "Source": "records",
    "Supposed": "wondering",
    "Together": "reasons",
    "Trend": "reasons",
    "UserMemory": "user",
    "Voice": "reasons",
    "extract": "extraction",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
