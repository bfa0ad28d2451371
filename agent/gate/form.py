"""The form of a message: plain features that the gate weighs, and whether a message only goes on with the one before it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...memory import Event
from ...memory.recall.plain import MOST_CHARACTERS, plain
from .kind import Judge, Kind, by_form
from .openness import Openness, openness

MOST_TURNS = 16
"""So many of a session's last turns are looked at."""

MOST_STEPS = 4
"""A message that goes on with another one inherits from at most so many exchanges back."""

HAN = re.compile(r"[\u4e00-\u9fff]")

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

_GOES_ON = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yes|no|hm+|well|thanks|great|nice|good|and|but|so)\W+)*"
    r"(?:(?:what|how) about\b|and (?:for|of|in|with|from|what|how|the|a|some)\b|(?:any|some|something|anything|one"
    r"|ones)\b.{0,20}\b(?:more|other|else|\w+er)\b"
    r"|(?:any|some|something|the|a few)\b.{0,12}\b(?:cheaper|easier|closer|shorter|longer|simpler|smaller|bigger|others?)\b"
    r"|(?:what|anything|something|where|who) else\b|another(?: one)?\b|(?:a few |one |some )?more(?: of (?:them|those"
    r"|these))?\W*$|others?\b\W*$"
    r"|(?:less|more) (?:like (?:that|this|these)|\w+)\W*$|\w+er (?:ones?|please)\b|(?:again|go on|continue|next"
    r"|keep going|why not|which one)\b\W*"
    r"|(?:not|without|except|other than|besides) \w+|instead\b|in (?:the )?\w+\W*$|for \w+(?: \w+)?\W*$"
    r"|(?:the )?(?:first|second|third|last|other)(?: one)?\W*$)"
    r"|^\W*(?:那|还有|另外|换|再来|再给|再多|其他|别的|更|便宜|贵|近|简单|然后呢|接着|继续|除了|不要|有没有(?:更|别的"
    r"|其他|便宜))"
)
_ECHO = re.compile(r"^\W*(?:yes|no|ok|okay|sure|yeah|yep|yup|nope|please|(?:yes|sure|ok|okay)[,\s]+please|go ahead"
    r"|both|either|neither)\W*$|^\W*(?:是|是的|好|好的|对|可以|行|嗯|不是|不|都行|都可以)\W*$")  # fmt: skip

MOST_WORDS = 8
"""A message that goes on with another has at most so many words: a longer one says for itself what it is about."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was said last in a session: the person's message and the reply to it."""

    message: str
    reply: str = ""


def exchanges_of(turns: Sequence[Event]) -> tuple[Exchange, ...]:
    """Return a session's last turns as exchanges, oldest first; a message that got no reply is one too."""
    found: list[Exchange] = []
    for turn in turns[-MOST_TURNS:]:
        if turn.role == "user":
            found.append(Exchange(turn.text))
        elif found:
            found[-1] = Exchange(found[-1].message, turn.text)
    return tuple(found)


def form(text: str, exchanges: Sequence[Exchange]) -> tuple[float, ...]:
    """Return the features of a message, in the order of `FEATURES`, each about 0 to 1; `exchanges` are those before it, oldest first."""
    words = plain(text)
    kind = openness(text)
    size = _size(words)
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
        math.log1p(_size(before[:MOST_CHARACTERS])) / 5,
    )


def goes_on(text: str) -> bool:
    """Return whether a message only makes sense after the one before it.

    >>> goes_on("What about cheaper ones?"), goes_on("What is the capital of France?")
    (True, False)
    """
    words = plain(text)
    return _size(words) <= MOST_WORDS and bool(_GOES_ON.search(words) or _ECHO.search(words))


def inherited(text: str, exchanges: Sequence[Exchange], judge: Judge = by_form) -> Kind:
    """Return what kind of message one is, with the earlier messages that it goes on with.

    A message that goes on with another one is of that one's kind: "And of Spain?" after the capital of France is closed too. `judge` tells
    the kind of a message by itself.
    """
    said, followed = text, []
    for one in reversed(exchanges[-MOST_STEPS:]):
        answers = bool(_ECHO.search(plain(said)))
        if not _leans(said) or (answers and not was_asked(one.reply)):
            break
        said = one.message
        followed.append(said)
    return replace(judge(said), follows=tuple(followed))


def was_asked(reply: str) -> bool:
    """Return whether a reply ends with a question."""
    return reply.rstrip().endswith(("?", "？"))


def _leans(text: str) -> bool:
    """Return whether a message needs the one before it to be understood; one that is open by itself does not."""
    return goes_on(text) and openness(text) is not Openness.OPEN


def _size(words: str) -> int:
    """Return the words of a text; two Chinese characters are about one."""
    return len(re.findall(r"[^\W\d_\u4e00-\u9fff]+(?:'\w+)?", words)) + (len(HAN.findall(words)) + 1) // 2
