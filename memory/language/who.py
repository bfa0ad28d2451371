"""Whom a clause is about."""

from __future__ import annotations

from enum import Enum, auto


class Who(Enum):
    """The subject of a clause. Only what the speaker feels or does is stated; what others like is left out."""

    UNSAID = auto()
    SPEAKER = auto()
    ASSISTANT = auto()
    OTHERS = auto()
    THING = auto()

    @property
    def may_be_speaker(self) -> bool:
        """Tell whether the clause is about the speaker, or names nobody."""
        return self is Who.SPEAKER or self is Who.UNSAID
