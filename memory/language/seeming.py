"""What only seems to be refused: the words around a thing that say so, and what the thing is instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property


class Becomes(Enum):
    """What a thing is that only seems refused."""

    LIKED = 1
    MENTIONED = 0
    NOTHING = -1


LIKED, MENTIONED, NOTHING = Becomes


@dataclass(frozen=True)
class Seeming:
    """Words around a thing that seems refused, as a pattern, and what it is instead."""

    told: str
    becomes: Becomes
    felt: bool = True
    """They say so of a feeling too, and not of a doing alone."""
    done: bool = False
    """They say so of what is done for pleasure, eaten or drunk; of another thing nothing."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, made when it is first looked for."""
        return re.compile(self.told)
