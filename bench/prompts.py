"""Prompts built from one text, in every placement, and what must hold of each (tests/fences.py)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from penchant.agent.bias import Bias, Candidate
from penchant.agent.gate.openness import Openness
from penchant.agent.prompt import Prompt, build
from penchant.agent.prompting.block import ABOUT as LISTED
from penchant.agent.prompting.block import Placement
from penchant.agent.prompting.quotes import ABOUT as QUOTED
from penchant.agent.prompting.quotes import quotes_of
from penchant.memory import Attachment, Event, Interest, Recollection
from penchant.memory.cleaning import clean, one_line, storable

from tests import fences

AT = datetime(2026, 1, 20, 9, tzinfo=UTC)
FENCED = (Placement.FENCED, Placement.SYSTEM, Placement.DEVELOPER)
"""Where the block is a list in a fence; small models get a sentence instead."""


def count(text: str) -> int:
    """Count the tokens of a text, roughly and fast."""
    return len(text) // 4 + 1


def built(text: str) -> Iterator[tuple[Prompt, Placement]]:
    """Yield the prompts of a text whose parts are parted by \\x1e: message, liked, disliked, quotes, files."""
    message, liked, disliked, said, files = (storable(text).split("\x1e") + [""] * 5)[:5]
    if not message.strip():
        return
    bias = Bias(Openness.OPEN, _candidates(liked, 0.9), _candidates(disliked, 0.0))
    quotes = quotes_of([_recollection(place, one) for place, one in enumerate(said.split("\x1d"), 1)], message)
    attached = [one for given in files.split("\x1d") if (one := _attachment(given)) is not None]
    for placement in Placement:
        yield (
            build(
                clean(message),
                (),
                bias,
                placement=placement,
                max_tokens=1 << 30,
                count=count,
                attachments=attached,
                quotes=quotes,
            ),
            placement,
        )


def check(prompt: Prompt, placement: Placement) -> None:
    """Check a prompt; of one that speaks to a small model, that its sentences are one line."""
    if placement in FENCED:
        fences.check(prompt, (LISTED, QUOTED))
    elif len(prompt.block.splitlines()) > 1:
        raise fences.Broken(f"a sentence of more than one line: {prompt.block!r}")


def _candidates(text: str, weight: float) -> tuple[Candidate, ...]:
    names = [one_line(one) for one in text.split("\x1d") if one.strip()][:5]
    return tuple(
        Candidate(Interest(place, name, weight, 0.1, 0.9 - weight, 3, AT), 0.5, 0.5, "")
        for place, name in enumerate(names, 1)
    )


def _recollection(place: int, text: str) -> Recollection:
    return Recollection(
        Event(str(place), "old", "chat", "user" if place % 2 else "assistant", text, AT, number=place), 0.5, 0.9
    )


def _attachment(text: str) -> Attachment | None:
    name, _, inside = text.partition("\n")
    return Attachment(name, "text/plain", inside.encode()) if one_line(name) else None
