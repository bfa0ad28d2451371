"""How many examples a property is tried on."""

from __future__ import annotations

import os

from hypothesis import settings


def tried(few: int, *, fuzz: int) -> settings:
    """Return the settings of a property whose examples are dear: a few of them, and many with PENCHANT_FUZZ set.

    The few are the same every time, so that more of them would find nothing new until the code changes.
    """
    return settings(deadline=None, max_examples=fuzz if "PENCHANT_FUZZ" in os.environ else few)
