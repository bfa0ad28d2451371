"""Where the block stands for which model: one table, with a reason a row. It always stands after the history, and never in it."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from .block import Placement


@dataclass(frozen=True, slots=True)
class Place:
    """A row: the names that it is for (as a shell would match them), the placement, and why."""

    names: str
    placement: Placement
    why: str


PLACES = (
    Place("embedded", Placement.SPOKEN, "SmolLM2-135M takes up what the person says nearly always, a list only sometimes"),
    Place("anthropic:*", Placement.FENCED, "its protocol has one system text, at the beginning: nothing after a changed one stays cached"),
    Place("google*", Placement.FENCED, "one system instruction for the whole conversation, at the beginning: the same"),
    Place("ollama:*", Placement.FENCED, "its templates gather system messages at the beginning: nothing after a changed one stays cached"),
    Place("http*", Placement.FENCED, "some local models' templates, such as Gemma's, refuse a system message between turns"),
    Place("*", Placement.FENCED, "every chat model takes it in the person's message; no other place was measured to be better"),
)  # fmt: skip
"""The first row that fits counts."""


def place_of(name: str) -> Place:
    """Return the row of a model's name.

    >>> place_of("ollama:llama3.2").placement.name
    'FENCED'
    """
    return next(row for row in PLACES if fnmatchcase(name, row.names))
