"""Which topic evidence counts for: a merge or a split moves it, undoing one moves it back, and nothing is lost on the way.

Evidence keeps the topic that it was given to, its origin. Merges and splits are controls, moves in the order in which they were made;
the topic that a piece counts for is where the moves in force at a moment take it from its origin. A split that is not in force, because it
was undone or because one looks at a moment before it, takes what was given to the new topic back into the old one.

A stop, or words that end an interest, void what was said before of the topic as it was then: what a merge or a split has moved since
is void where it is now. All pieces of one event on one topic are one piece.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import Row

from ..records import Ms
from .columns import Columns, EvidenceRow

VOIDING = ("stop", "reject")
"""Controls that void a topic's evidence so far; their value is the last event before them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence as it was given; `most` is the mass of its event."""

    event: int
    origin: int
    phrase: str
    mass: float
    at: Ms
    stated: bool
    ends: bool
    most: float


@dataclass(frozen=True, slots=True)
class _Move:
    """From one topic into another, everything or only the pieces with these origins and events; `after` is the last event before it."""

    source: int
    target: int
    only: frozenset[tuple[int, int]] | None
    after: int
    seq: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """What was said of a topic up to a place is void; `order` moves were made before."""

    topic: int
    until: tuple[Ms, int]
    order: int


@dataclass(frozen=True, slots=True)
class History:
    """A person's evidence as it counts at a moment, the controls in force, where merged topics went, and which ones are rejected."""

    evidence: Columns
    controls: list[Row[Any]]
    merged: dict[int, int]
    rejected: set[int]


def in_force(controls: Iterable[Row[Any]]) -> list[Row[Any]]:
    """Return the controls that nobody took back, in the order in which they were made; `keep` takes a topic's last `forget` back."""
    ordered = sorted(controls, key=lambda control: control.seq)
    gone: set[int] = set()
    for control in ordered:
        if control.action == "undo":
            gone |= {control.seq, int(control.value)}
        elif control.action == "keep":
            before = [
                c.seq for c in ordered if c.topic == control.topic and c.action == "forget" and c.seq < control.seq
            ]
            gone |= {control.seq, *(seq for seq in before[-1:])}
    return [control for control in ordered if control.seq not in gone]


def after(control: Row[Any]) -> int:
    """Return the number of the last event before a control; 0 where an old ledger does not know."""
    return int(json.loads(control.before).get("after", 0)) if control.before else 0


def targets(controls: Iterable[Row[Any]]) -> set[int]:
    """Return the topics that others were merged into or split from, whether that was undone or not."""
    merged = {int(control.value) for control in controls if control.action == "merge"}
    return merged | {json.loads(control.value)["from"] for control in controls if control.action == "split"}


def moving(controls: Iterable[Row[Any]]) -> set[int]:
    """Return the topics between which evidence was ever moved."""
    moves = [control for control in controls if control.action in ("merge", "split")]
    return {control.topic for control in moves} | targets(moves)


class Routes:
    """The moves in force at a moment.

    Args:
        controls: all that the person ever decided.
        at: the moment.
    """

    def __init__(self, controls: Sequence[Row[Any]], at: Ms) -> None:
        self.controls = in_force(control for control in controls if control.at <= at)
        standing = {control.seq for control in self.controls}
        ordered = sorted(controls, key=lambda control: control.seq)
        self._moves = [move for one in ordered if (move := _move(one, one.seq in standing)) is not None]
        self._sources = {move.source for move in self._moves}
        self.merged = {source: target for source in self._sources if (target := self.topic(source, -1)) != source}

    def __bool__(self) -> bool:
        return bool(self._moves)

    def topic(self, origin: int, event: int, order: int | None = None) -> int:
        """Return the topic that a piece counts for, after all moves or after the first so many."""
        topic = origin
        if topic in self._sources:
            for move in self._moves[:order]:
                if topic == move.source and (move.only is None or (origin, event) in move.only):
                    topic = move.target
        return topic

    def history(self, pieces: Sequence[Piece]) -> History:
        """Return what pieces of evidence count for at the moment."""
        cuts = self._cuts(pieces) if self._moves else []
        found: dict[tuple[int, int], list[Piece]] = defaultdict(list)
        for piece in pieces:
            topic = self.topic(piece.origin, piece.event)
            if not self._void(piece, topic, cuts):
                found[topic, piece.event].append(self._as_moved(piece, topic))
        rows = [_row(topic, some) for (topic, _), some in found.items()]
        return self.plain(Columns.of(row for row in rows if row.mass or row.ends))

    def plain(self, columns: Columns) -> History:
        """Return what evidence counts for where nothing was ever moved."""
        kept, rejected = _opened(columns, self.controls)
        return History(kept, self.controls, self.merged, rejected)

    def _cuts(self, pieces: Sequence[Piece]) -> list[_Cut]:
        seqs, events = [move.seq for move in self._moves], [move.after for move in self._moves]
        cuts = [
            _Cut(control.topic, (control.at, int(control.value)), bisect_left(seqs, control.seq))
            for control in self.controls
            if control.action in VOIDING
        ]
        for piece in pieces:
            if piece.ends:
                order = bisect_left(events, piece.event)
                cuts.append(_Cut(self.topic(piece.origin, piece.event, order), (piece.at, piece.event - 1), order))
        return cuts

    def _void(self, piece: Piece, topic: int, cuts: Sequence[_Cut]) -> bool:
        """Return whether a piece was void when it was moved; what a stop voids of a topic that is still there, a replay sees to."""
        if piece.origin not in self._sources:
            return False
        place = (piece.at, piece.event)
        return any(
            cut.topic != topic and place <= cut.until and self.topic(piece.origin, piece.event, cut.order) == cut.topic
            for cut in cuts
        )

    def _as_moved(self, piece: Piece, topic: int) -> Piece:
        """Return a piece without its end, if the topic that it ended has gone into another since."""
        if not piece.ends or not self._moves:
            return piece
        order = bisect_left([move.after for move in self._moves], piece.event)
        return replace(piece, ends=self.topic(piece.origin, piece.event, order) == topic)


def _move(control: Row[Any], stands: bool) -> _Move | None:
    if control.action == "merge" and stands:
        return _Move(control.topic, int(control.value), None, after(control), control.seq)
    if control.action == "split":
        value = json.loads(control.value)
        if not stands:
            return _Move(control.topic, value["from"], None, after(control), control.seq)
        only = frozenset((origin, event) for origin, event in value["pieces"])
        return _Move(value["from"], control.topic, only, after(control), control.seq)
    return None


def joined(pieces: Sequence[Piece]) -> Piece:
    """Return the pieces that one event gives one topic as one: their masses summed up to the event's, the strongest one's words."""
    if len(pieces) == 1:
        return pieces[0]
    most = max(pieces[0].most, *(abs(piece.mass) for piece in pieces))
    strongest = max(sorted(pieces, key=lambda piece: piece.origin), key=lambda piece: abs(piece.mass))
    mass = min(most, max(-most, sum(piece.mass for piece in pieces)))
    return replace(strongest, mass=mass, ends=any(piece.ends for piece in pieces))


def _row(topic: int, pieces: Sequence[Piece]) -> EvidenceRow:
    one = joined(pieces)
    return EvidenceRow(topic, one.event, one.mass, one.at, one.stated, one.ends)


def _opened(columns: Columns, controls: Sequence[Row[Any]]) -> tuple[Columns, set[int]]:
    """Return the evidence without what was only mentioned of rejected topics, and which ones are rejected.

    A rejected topic comes back with the next thing that the person states of it, or when they confirm it.
    """
    closed = {control.topic for control in controls if control.action == "reject"}
    if not closed:
        return columns, set()
    theirs = np.isin(columns.topic, list(closed))
    steps: dict[int, list[tuple[Ms, int, int, bool, EvidenceRow | None]]] = defaultdict(list)
    for row in columns.take(theirs):
        steps[row.topic].append((row.at, row.event, 0, row.stated, row))
    for control in controls:
        if control.topic in closed and control.action in ("reject", "confirm"):
            steps[control.topic].append((control.at, after(control), 1, control.action == "confirm", None))
    kept, rejected = [], set()
    for topic, some in steps.items():
        is_open = True
        for *_, opens, one in sorted(some, key=lambda step: step[:3]):
            is_open = opens or (is_open and one is not None)
            if one is not None and is_open:
                kept.append(one)
        if not is_open:
            rejected.add(topic)
    return Columns.joined(columns.take(~theirs), Columns.of(kept)), rejected
