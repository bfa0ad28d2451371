"""The form of a message: plain features that the gate weighs."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ...memory.recall.plain import MOST_CHARACTERS, plain
from .exchanges import Exchange, was_asked
from .length import words_in
from .openness import Openness, openness

_MARKS = {
    "speaks of oneself": r"\b(?:i|me|my|mine|we|us|our|ours)\b|我|咱",
    "what is one's own": r"\b(?:my|mine|our|ours|myself)\b|我们?的|我家|自己",
    "names a need": r"\bi(?:'m)? (?:want|need|have to|looking|planning|going to|thinking)\b|\bi(?:'d| would) like\b"
    r"|\bhelp me\b|\bhelp with\b"
    r"|我(?:想|要|需要|打算|正在)|帮我",
    "asks for advice": r"suggest|recommend|\bideas?\b|\boptions?\b|\bshould i\b|\bwhat can i\b|\bhow can i\b"
    r"|\bsuits?\b|\bbest\b|\bbetter\b"
    r"|\bgood for\b|\bfind\b|推荐|建议|主意|适合|最好|哪(?:个|种)好|该",
    "for the person": r"\bfor (?:me|us|my)\b|给我|对我",
    "one's people": r"\bmy (?:mother|mom|mum|dad|father|parents|sister|brother|wife|husband|son|daughter|kids?"
    r"|children|uncle|aunt|cousin|friends?|family"
    r"|partner|girlfriend|boyfriend)\b|我(?:的)?(?:妈|爸|父|母|姐|妹|哥|弟|老婆|老公|妻|丈夫|儿子|女儿|孩子|朋友|家人)",
    "chooses": r"\bwhich\b|哪(?:个|种|一|些|款)",
    "wants to know more": r"\btell me (?:more|about|what)\b|\bmore (?:about|information|details)\b|\belaborate\b"
    r"|\bexplain\b|\bwhat (?:is|are|do you mean)\b"
    r"|\bwhat's\b|详细|解释|介绍一下|是什么|什么意思|多说",
    "points back": r"\bthe (?:first|second|third|fourth|last|other|former|latter)\b|\bnumber \d|第[一二三四五]|最后一个|另一个",
    "asks for a fact": r"^(?:(?:ok|and|so|but|hmm|great|thanks|alright|well)\W+)*(?:what|who|when|where|how (?:many"
    r"|much|long|far)|why|is|are|does|do|did)\b"
    r"|多少|几个|什么时候|为什么|谁|哪里",
    "puts right": r"\bi mean\b|\bno, i\b|不是.*是|我是说",
    "answers": r"^(?:yes|no|ok|okay|sure|yeah|nope|right|alright)\b|^(?:是|不|好|对|行|可以|嗯)",
    "remarks": r"^(?:thanks|thank|great|good|nice|wow|interesting|hmm|that's|oh|cool|perfect|awesome)\b|\bthank|谢"
    r"|^(?:哇|真|太好|不错|有意思)",
    "objects": r"\bbut\b|\bhowever\b|\bdon't\b|\bnot\b|\bcan't\b|但是|可是|不过|不(?:想|要|喜欢|能)",
    "asks": r"[?？]|[吗呢]\W*$",
}  # fmt: skip
_PATTERNS = {name: re.compile(pattern) for name, pattern in _MARKS.items()}

FEATURES = (*_MARKS, "open", "closed", "first", "later", "was asked", "length", "very short", "reply before")
"""The names of what `form` returns, in order."""


def form(text: str, exchanges: Sequence[Exchange]) -> tuple[float, ...]:
    """Return the features of a message, in the order of `FEATURES`, each about 0 to 1; `exchanges` are those before it, oldest first."""
    words = plain(text)
    kind = openness(text)
    size = words_in(words)
    before = exchanges[-1].reply if exchanges else ""
    return (
        *(float(bool(pattern.search(words))) for pattern in _PATTERNS.values()),
        float(kind is Openness.OPEN),
        float(kind is Openness.CLOSED),
        float(not exchanges),
        min(len(exchanges), 8) / 8,
        float(was_asked(before)),
        math.log1p(size) / 5,
        float(size <= 3),
        math.log1p(words_in(before[:MOST_CHARACTERS])) / 5,
    )
