"""What can go wrong in memory, as the caller sees it.

    PenchantError                    everything that Penchant raises on purpose
    ├── LedgerError                  the system of record cannot be read or written
    │   ├── LedgerBusy               another process holds it; trying again may help
    │   │   └── LedgerLost           PostgreSQL or the connection to it has undone this; trying again helps
    │   ├── LedgerLocked             it is encrypted, and its key is missing or another one
    │   └── LedgerMismatch           it was made by another version or another embedding model
    ├── NeighbourIndexError          the semantic index failed; the ledger is untouched
    ├── EmbeddingError               a text could not be turned into a vector
    ├── ReadingFailed                a model that reads in the background gave no usable answer
    └── SettingsError                a setting has a value that is not allowed

A caller's mistake (an empty text, an unknown topic) is a `ValueError` where it enters. `agent/errors.py` adds the
errors of language models.
"""

from __future__ import annotations

from functools import partial
from typing import Any


class PenchantError(Exception):
    """Everything that Penchant raises on purpose; its text says what happened and what to do."""


class LedgerError(PenchantError):
    """The ledger cannot be read or written."""


class LedgerBusy(LedgerError):
    """Another process has held the ledger for too long; trying again may help."""


class LedgerLost(LedgerBusy):
    """A transaction was undone by PostgreSQL or by the end of the connection, and trying again helps.

    Nothing of it was stored, unless the connection ended with its last word: then the message says so.
    """


class LedgerLocked(LedgerError):
    """The ledger is encrypted, and its key or passphrase is missing or is another one. Nothing of it was read."""


class LedgerMismatch(LedgerError):
    """The ledger was made by a newer version of Penchant, or its vectors by another embedding model."""


NO_MEMORY = "there is no memory left for it; close other programs and try again"
"""What is said where Python's `MemoryError` says nothing."""


class NeighbourIndexError(PenchantError):
    """The semantic index failed. Nothing is lost: it is rebuilt from the ledger."""


class EmbeddingError(PenchantError):
    """A text could not be turned into a vector."""


class ReadingFailed(PenchantError):
    """A model that reads in the background gave no usable answer.

    `again` says whether trying again may help, `tokens` how many it took all the same.
    """

    def __init__(self, message: str, *, again: bool, tokens: int = 0) -> None:
        super().__init__(message)
        self.again = again
        self.tokens = tokens

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(ReadingFailed, again=self.again, tokens=self.tokens), self.args


class SettingsError(PenchantError):
    """A setting has a value that is not allowed."""
