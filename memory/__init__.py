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
    from .bearing import Bearing
    from .cohort import Cohort
    from .duplicates import Duplicate
    from .embedding import Embedder
    from .errors import (
        EmbeddingError,
        LedgerBusy,
        LedgerError,
        LedgerMismatch,
        NeighbourIndexError,
        PenchantError,
        ReadingFailed,
        SettingsError,
    )
    from .extraction import Extractor, extract
    from .hierarchy import Branch
    from .interests import InterestMemory
    from .queue import Waiting
    from .reasons import Fall, Loan, Parts, Together, Trend, Voice
    from .records import (
        Attachment,
        Change,
        Control,
        Event,
        Explanation,
        Imported,
        Interaction,
        Interest,
        Item,
        Learning,
        Neighbour,
        Observed,
        Phrase,
        Recollection,
        Relevant,
        Session,
        Source,
        Taken,
    )
    from .refining import Background, MediaReader, MediaText, Refined, Refiner, Suggestion
    from .shifting import Move, Shift
    from .user import UserMemory
    from .weights import Law
    from .wondering import Supposed

__all__ = [
    "Attachment",
    "Background",
    "Bearing",
    "Branch",
    "Change",
    "Cohort",
    "Control",
    "Duplicate",
    "Embedder",
    "EmbeddingError",
    "Event",
    "Explanation",
    "Extractor",
    "Fall",
    "Imported",
    "Interaction",
    "Interest",
    "InterestMemory",
    "Item",
    "Law",
    "Learning",
    "LedgerBusy",
    "LedgerError",
    "LedgerMismatch",
    "Loan",
    "MediaReader",
    "MediaText",
    "Move",
    "Neighbour",
    "NeighbourIndexError",
    "Observed",
    "Parts",
    "PenchantError",
    "Phrase",
    "ReadingFailed",
    "Recollection",
    "Refined",
    "Refiner",
    "Relevant",
    "Session",
    "SettingsError",
    "Shift",
    "Source",
    "Suggestion",
    "Supposed",
    "Taken",
    "Together",
    "Trend",
    "UserMemory",
    "Voice",
    "Waiting",
    "extract",
]

# Where each name lives: it is imported when first asked for, so that a program's start does not wait for SQL and vectors.
_HOMES = {
    "Attachment": "records",
    "Background": "refining",
    "Bearing": "bearing",
    "Branch": "hierarchy",
    "Change": "records",
    "Cohort": "cohort",
    "Control": "records",
    "Duplicate": "duplicates",
    "Embedder": "embedding",
    "EmbeddingError": "errors",
    "Event": "records",
    "Explanation": "records",
    "Extractor": "extraction",
    "Fall": "reasons",
    "Imported": "records",
    "Interaction": "records",
    "Interest": "records",
    "InterestMemory": "interests",
    "Item": "records",
    "Law": "weights",
    "Learning": "records",
    "LedgerBusy": "errors",
    "LedgerError": "errors",
    "LedgerMismatch": "errors",
    "Loan": "reasons",
    "MediaReader": "refining",
    "MediaText": "refining",
    "Move": "shifting",
    "Neighbour": "records",
    "NeighbourIndexError": "errors",
    "Observed": "records",
    "Recollection": "records",
    "Parts": "reasons",
    "PenchantError": "errors",
    "Phrase": "records",
    "ReadingFailed": "errors",
    "Refined": "refining",
    "Refiner": "refining",
    "Relevant": "records",
    "Session": "records",
    "SettingsError": "errors",
    "Shift": "shifting",
    "Source": "records",
    "Suggestion": "refining",
    "Supposed": "wondering",
    "Taken": "records",
    "Together": "reasons",
    "Trend": "reasons",
    "UserMemory": "user",
    "Voice": "reasons",
    "Waiting": "queue",
    "extract": "extraction",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
