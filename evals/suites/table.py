"""The suites by name."""

from __future__ import annotations

from typing import Final

from .drift import DRIFT
from .evidence import EVIDENCE
from .focus import FOCUS
from .gate import GATE
from .person import PERSON
from .preferences import PREFERENCES
from .sessions import SESSIONS
from .suite import Suite
from .transcript import TRANSCRIPT
from .weights import WEIGHTS

TABLE: Final[dict[str, Suite]] = {
    one.name: one for one in (GATE, DRIFT, SESSIONS, PERSON, FOCUS, EVIDENCE, PREFERENCES, TRANSCRIPT, WEIGHTS)
}
