"""Turns written as lines of our own format."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from .labels import NO_LABELS
from .turns import TranscriptTurn


def line_of(turn: TranscriptTurn) -> str:
    """Return a turn as a line of our own format, which reads as the same turn."""
    fields: dict[str, Any] = {"user": turn.user, "session": turn.session, "time": turn.at.isoformat()}
    fields |= {"role": turn.role, "text": turn.text}
    if turn.id:
        fields["id"] = turn.id
    if turn.labels != NO_LABELS:
        fields["labels"] = {name: value for name, value in asdict(turn.labels).items() if value not in (None, ())}
    return json.dumps(fields, ensure_ascii=False) + "\n"
