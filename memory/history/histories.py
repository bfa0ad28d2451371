"""The weights of several topics over time, read from the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from .. import weights as w
from ..records import Ms
from ..store import statements
from .curves import curve, pieces
from .replay import EvidenceRow
from .routes import Routes
from .stages import changing, related, staged_curve


def weights_at(
    connection: Connection, user: int, topics: Sequence[int], moments: w.Times, now: Ms, law: w.Law
) -> dict[int, w.Floats]:
    """Return a user's topics' weights at moments, by number, each of shape (n,)."""
    decided = statements.controls_of(connection, user)
    lent = {control.topic for control in decided if control.action == "prior"} & set(topics)
    given = statements.pieces_of(connection, user, -w.NEVER, None if lent else sorted(related(topics, decided)))
    if changing(decided, given):
        near = {topic: related([topic], decided) for topic in topics}
        close = {topic: given if lent else [one for one in given if one.origin in near[topic]] for topic in topics}
        return {topic: staged_curve(topic, close[topic], decided, moments, now, law) for topic in topics}
    controls: dict[int, list[Row[Any]]] = defaultdict(list)
    for control in sorted(decided, key=lambda control: (control.at, control.seq)):
        controls[control.topic].append(control)
    evidence: dict[int, list[EvidenceRow]] = defaultdict(list)
    for piece in Routes(decided, -w.NEVER).history(given).evidence:
        evidence[piece.topic].append(piece)
    counts = {topic: pieces(evidence[topic], controls[topic], moments, now) for topic in list(evidence)} if lent else {}
    return {
        topic: curve(evidence[topic], controls[topic], moments, now, law, sum(counts.values()) - counts.get(topic, 0))
        for topic in topics
    }
