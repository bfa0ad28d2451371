"""What a person did, in words: so that a model does not take for theirs what others wrote, nor a dislike for a liking."""

from __future__ import annotations

from ...memory import Event
from ...memory.kinds import RATING, WORDS

SAID = "said"
"""What is done with a turn of a conversation: its words are those of the one who said them."""

DEEDS = {
    "view": "looked at",
    "click": "clicked on",
    "search": "searched for",
    "save": "saved",
    "like": "liked",
    "statement": "stated",
    "skip": "skipped",
    "dislike": "disliked",
    "not interested": "had no interest in",
}
"""The kinds of ours, as what was done with the words of an event."""


def deed(event: Event) -> str:
    """Return what was done with the words of an event: "said" for a turn, else what tells how the person stands to them.

    >>> from datetime import UTC, datetime
    >>> of = lambda kind, mass: Event("e1", "", kind, "user", "Dune", datetime(2026, 3, 1, tzinfo=UTC), mass=mass)
    >>> [deed(of(*one)) for one in (("chat", 1.0), ("dislike", -2.0), ("rating", -2.0), ("purchase", 2.5))]
    ['said', 'disliked', 'rated low', 'did “purchase” with']
    """
    if event.part_of is not None:
        return "attached a file with"
    if event.kind == WORDS:
        return SAID if event.item is None else "said something of"
    if event.kind == RATING:
        return "rated" if event.mass == 0 else "rated high" if event.mass > 0 else "rated low"
    against = " (it speaks against it)" if event.mass < 0 else ""
    return DEEDS.get(event.kind, f"did “{event.kind}” with{against}")
