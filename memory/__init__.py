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
    from .aio import AsyncInterestMemory, AsyncUserMemory
    from .background.queue import Waiting
    from .background.refining import Background, MediaReader, MediaText, Refined, Refiner, Suggestion
    from .cohorts.cohort import Cohort
    from .embedding import Embedder
    from .errors import (
        EmbeddingError,
        LedgerBusy,
        LedgerError,
        LedgerLocked,
        LedgerLost,
        LedgerMismatch,
        NeighbourIndexError,
        PenchantError,
        ReadingFailed,
        SettingsError,
    )
    from .explaining.reasons import Fall, Loan, Parts, Together, Trend, Voice
    from .explaining.shifting import Move, Shift
    from .extraction import Extractor, extract
    from .forgetting.chosen import Chosen
    from .forgetting.purging import Purged
    from .forgetting.receipt import Receipt
    from .forgetting.retention import Aging
    from .forgetting.scanning import Scan
    from .forgetting.tombstones import Tombstone
    from .history.wondering import Supposed
    from .index import State
    from .interests import InterestMemory
    from .recall.bearing import Bearing
    from .recall.told import Somebody, Told, ToldOf
    from .records import (
        Attachment,
        Change,
        Control,
        Event,
        Explanation,
        First,
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
        Role,
        Session,
        Source,
        Taken,
    )
    from .topics.anomalies import Anomaly
    from .topics.duplicates import Duplicate
    from .topics.hierarchy import Branch
    from .user import UserMemory
    from .weights import Law

__all__ = [
    "Aging",
    "Anomaly",
    "AsyncInterestMemory",
    "AsyncUserMemory",
    "Attachment",
    "Background",
    "Bearing",
    "Branch",
    "Change",
    "Chosen",
    "Cohort",
    "Control",
    "Duplicate",
    "Embedder",
    "EmbeddingError",
    "Event",
    "Explanation",
    "Extractor",
    "Fall",
    "First",
    "Imported",
    "Interaction",
    "Interest",
    "InterestMemory",
    "Item",
    "Law",
    "Learning",
    "LedgerBusy",
    "LedgerError",
    "LedgerLocked",
    "LedgerLost",
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
    "Purged",
    "ReadingFailed",
    "Receipt",
    "Recollection",
    "Refined",
    "Refiner",
    "Relevant",
    "Role",
    "Scan",
    "Session",
    "SettingsError",
    "Shift",
    "Somebody",
    "Source",
    "State",
    "Suggestion",
    "Supposed",
    "Taken",
    "Together",
    "Told",
    "ToldOf",
    "Tombstone",
    "Trend",
    "UserMemory",
    "Voice",
    "Waiting",
    "extract",
]

# Where each name lives: it is imported when first asked for, so that a program's start does not wait for SQL and vectors.
_HOMES = {
    "AsyncInterestMemory": "aio",
    "AsyncUserMemory": "aio",
    "Attachment": "records",
    "Background": "background.refining",
    "Bearing": "recall.bearing",
    "Branch": "topics.hierarchy",
    "Change": "records",
    "Cohort": "cohorts.cohort",
    "Control": "records",
    "Anomaly": "topics.anomalies",
    "Duplicate": "topics.duplicates",
    "Embedder": "embedding",
    "EmbeddingError": "errors",
    "Event": "records",
    "Explanation": "records",
    "Extractor": "extraction",
    "Aging": "forgetting.retention",
    "Chosen": "forgetting.chosen",
    "Fall": "explaining.reasons",
    "Receipt": "forgetting.receipt",
    "Tombstone": "forgetting.tombstones",
    "Imported": "records",
    "Interaction": "records",
    "Interest": "records",
    "InterestMemory": "interests",
    "Item": "records",
    "Law": "weights",
    "Learning": "records",
    "LedgerBusy": "errors",
    "LedgerError": "errors",
    "LedgerLocked": "errors",
    "LedgerLost": "errors",
    "LedgerMismatch": "errors",
    "Loan": "explaining.reasons",
    "MediaReader": "background.refining",
    "MediaText": "background.refining",
    "Move": "explaining.shifting",
    "Neighbour": "records",
    "NeighbourIndexError": "errors",
    "Observed": "records",
    "Recollection": "records",
    "Parts": "explaining.reasons",
    "PenchantError": "errors",
    "Phrase": "records",
    "ReadingFailed": "errors",
    "Refined": "background.refining",
    "Refiner": "background.refining",
    "Relevant": "records",
    "Session": "records",
    "SettingsError": "errors",
    "Shift": "explaining.shifting",
    "Source": "records",
    "Suggestion": "background.refining",
    "Supposed": "history.wondering",
    "Taken": "records",
    "Together": "explaining.reasons",
    "Somebody": "recall.told",
    "Told": "recall.told",
    "Trend": "explaining.reasons",
    "UserMemory": "user",
    "Voice": "explaining.reasons",
    "Waiting": "background.queue",
    "extract": "extraction",
    "State": "index",
    "Purged": "forgetting.purging",
    "Scan": "forgetting.scanning",
    "Role": "records",
    "First": "records",
    "ToldOf": "recall.told",
}


if not TYPE_CHECKING:  # else a checker of types would take any name for one that is there

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
