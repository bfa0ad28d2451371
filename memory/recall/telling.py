"""Whether a turn tells something of the person, by its form: what they like, do or have, and not what they want to know."""

from __future__ import annotations

import re
from typing import Final

_OF_SELF: Final = re.compile(r"\b(?:i|i'm|i've|i'd|my|me|we|our)\b|[我咱]")

_ASKS: Final = re.compile(
    r"[?？]\W*$|[吗呢]\W*$|^\W*(?:(?:please|hey|hi|ok|so|and|but)\b[ ,]*)*"
    r"(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|should"
    r"|shall|may|might|have|has"
    r"|am|tell|give|show|find|let|help|set|book|make|turn|play|add|put|call|send|remind|order|get|go|list|check|cancel|change|convert"
    r"|translate|schedule|read|say|look|pull|take|use|start|stop|create|update|remove|delete|pay|transfer|move|ask|explain|recommend"
    r"|suggest|any|i (?:need|want) (?:you|to know)|i(?:'d| would) (?:like|want) (?:you|to know))\b"
    r"|^\W*(?:请|帮|告诉|推荐|什么|怎么|为什么|谁)"
)

MOST_CHARACTERS: Final = 1000
"""Of a longer turn the beginning is looked at."""


def tells_of_self(text: str) -> bool:
    """Tell whether a text says something of who says it.

    >>> tells_of_self("I avoid gluten."), tells_of_self("What should I cook?"), tells_of_self("我不吃肉")
    (True, False, True)
    """
    words = text[:MOST_CHARACTERS].lower().replace("’", "'")
    return bool(_OF_SELF.search(words)) and not _ASKS.search(words)
