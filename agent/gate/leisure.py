"""Whether a message asks what to do with free time: no single matter bears on that, so all that the person cares about may."""

from __future__ import annotations

import re
from typing import Final

from ...memory.recall.plain import plain
from .matters import matter_of

_FREE: Final = re.compile(
    r"\b(?:weekend|(?:days?|weeks?|afternoon|evening|morning) off(?! (?:after|before|antibiotics))"
    r"|(?:have|got|get|take|some) (?:\w+ )?time off|free (?:time|days?|weeks?|weekend|evening|afternoon|morning|hours?)"
    r"|days? free|staycation|half[- ]term|spare time|time to kill|no plans|nothing planned|nothing to do|bored|do with myself"
    r"|what (?:should|could|can|shall) (?:i|we) do (?:today|tonight|tomorrow|this (?:afternoon|evening|week)|on (?:my|a|\w+day)))\b"
    r"|周末|年假|放假|假期|空闲时间|没事做|无聊|打发时间|(?<!你在)干嘛"
    r"|\b(?:wochenende|resturlaub|freie[nr]? tage?|feierabend|langweil\w*|nichts vor|was mach(?:e|en)? (?:ich|wir))\b"
    r"|\b(?:fin de semana|d[ií]as? libres?|tiempo libre|aburrid\w+|no tengo planes?|(?:qu[eé]|q) (?:hago|hacemos))\b"
    r"|\b(?:week-?end|temps libre|jours? de congé|ennuie|rien de prévu|que faire (?:ce|demain|pendant|samedi|dimanche))\b"
)


def is_of_free_time(text: str) -> bool:
    """Return whether a message asks what to do with free time.

    >>> is_of_free_time("I've got a whole week off. How should I spend it?"), is_of_free_time("No plans. What should I cook?")
    (True, False)
    """
    return bool(_FREE.search(plain(text))) and not matter_of(text)
