"""The weights of several topics over time, read from the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from . import statements
from . import weights as w
from .curves import curve, pieces
from .records import Ms
from .replay import EvidenceRow


def weights_at(
    connection: Connection, user: int, topics: Sequence[int], moments: w.Times, now: Ms, law: w.Law
) -> dict[int, w.Floats]:
    """Return a user's topics' weights at moments, by number, each of shape (n,)."""
    controls: dict[int, list[Row[Any]]] = defaultdict(list)
    for control in statements.controls_until(connection, user, -w.NEVER):
        controls[control.topic].append(control)
    lent = {topic for topic in topics if any(one.action == "prior" for one in controls[topic])}
    evidence: dict[int, list[EvidenceRow]] = defaultdict(list)
    for piece in statements.evidence_until(connection, user, -w.NEVER, None if lent else topics):
        evidence[piece.topic].append(piece)
    counts = {topic: pieces(evidence[topic], controls[topic], moments, now) for topic in list(evidence)} if lent else {}
    return {
        topic: curve(evidence[topic], controls[topic], moments, now, law, sum(counts.values()) - counts.get(topic, 0))
        for topic in topics
    }
