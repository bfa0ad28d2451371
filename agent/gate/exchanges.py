"""What was said before a message in a session, and whether the message only goes on with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...memory import Event
from ...memory.recall.plain import plain
from .kind import Judge, Kind, by_form
from .length import words_in
from .openness import Openness, openness

MOST_TURNS = 16
"""So many of a session's last turns are looked at."""

MOST_STEPS = 4
"""A message that goes on with another one inherits from at most so many exchanges back."""

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


def goes_on(text: str) -> bool:
    """Return whether a message only makes sense after the one before it.

    >>> goes_on("What about cheaper ones?"), goes_on("What is the capital of France?")
    (True, False)
    """
    words = plain(text)
    return words_in(words) <= MOST_WORDS and bool(_GOES_ON.search(words) or _ECHO.search(words))


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
    kind = judge(said)
    if not followed:
        return kind
    own = judge(text)  # what it speaks of itself counts too: "and for dinner?" after a film
    touches = tuple(dict.fromkeys((*kind.touches, *own.touches)))
    matter = kind.matter if set(own.touches) <= {kind.matter} else ""
    eats = kind.eats or own.eats
    return replace(kind, matter=matter, touches=touches, eats=eats, served=(), follows=tuple(followed))


def was_asked(reply: str) -> bool:
    """Return whether a reply ends with a question."""
    return reply.rstrip().endswith(("?", "？"))


def _leans(text: str) -> bool:
    """Return whether a message needs the one before it to be understood; one that is open by itself does not."""
    return goes_on(text) and openness(text) is not Openness.OPEN
