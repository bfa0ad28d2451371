"""How much words make of an interest: `Phrase.strength`, a factor of the mass that its event gives."""

from __future__ import annotations

from typing import Final

STRONG: Final = 1.5
"""Obsessed with, adore, can't stand, every weekend; 痴迷, 最爱, 受不了, 天天."""
PLAIN: Final = 1.0
WEAK: Final = 0.5
"""Tried once, kind of like, used to love; 有点喜欢, 试过一次, 以前喜欢."""
