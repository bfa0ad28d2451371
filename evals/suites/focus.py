"""T5: which entity the next labelled turn of a conversation is about (Topical-Chat, KdConv), from the turns before it.

A turn with several entities is right with any of them. Turns are a minute apart. Every second conversation is left out: those taught a
population's trust in the rungs (populations.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ...agent.gate.exchanges import Exchange
from ..measured import Measured
from ..metrics.ranking import hit, reciprocal_rank
from ..systems.system import Query, Said, belief
from .drift import BUDGET
from .suite import BASELINES, MINUTE, START, Suite, Timed, Work, drawn, members, read, size

PARTS = ("Topical-Chat valid_freq", "Topical-Chat valid_rare", "KdConv film", "KdConv music", "KdConv travel")
EACH, CHUNK = 60, 10
"""Conversations of a set that are measured, and those of a unit of work."""

Turn = tuple[str, tuple[str, ...]]
"""What was said, and the entities that it is about."""


@cache
def conversations(data: Path, part: str) -> tuple[tuple[Turn, ...], ...]:
    """Return the labelled turns of the conversations of a set."""
    kind, _, name = part.partition(" ")
    return tuple(topical(data, name) if kind == "Topical-Chat" else kdconv(data, name))


def topical(data: Path, part: str) -> list[tuple[Turn, ...]]:
    """Return Topical-Chat's conversations: the turns that draw on knowledge about some entities."""
    sources = read(data / f"topical_chat/reading_sets_prebuild_{part}.json.gz")
    talks = read(data / f"topical_chat/conversations_{part}.json.gz")
    return [
        tuple(
            (turn["message"], names)
            for turn in talk["content"]
            if (names := _entities(sources[key][turn["agent"]], turn["knowledge_source"]))
        )
        for key, talk in talks.items()
    ]


def _entities(known: dict[str, dict[str, str]], used: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({known[source]["entity"] for source in used if source.startswith("FS")}))


def kdconv(data: Path, part: str) -> list[tuple[Turn, ...]]:
    """Return KdConv's conversations: the names that the turns' triples are about."""
    return [
        tuple(
            (turn["message"], tuple(sorted({triple["name"] for triple in turn["attrs"]})))
            for turn in talk["messages"]
            if turn.get("attrs")
        )
        for talk in read(data / f"kdconv/{part}_dev.json.gz")
    ]


def units(data: Path, quick: bool, seed: int) -> list[str]:
    """Return runs of conversations, drawn with the seed: the set and their numbers."""
    found: list[str] = []
    for part in PARTS:
        long = [number for number, talk in enumerate(conversations(data, part)) if number % 2 and len(talk) > 1]
        found += drawn(part, long, 3 if quick else EACH, CHUNK, seed)
    return found


def measure(work: Work) -> Measured:
    """Replay some conversations, each with a memory of its own."""
    found, (part, numbers) = Measured(), members(work.unit)
    for number in numbers:
        _replay(found, work, f"{part} {number}", conversations(work.data, part)[number])
    return found


def _replay(found: Measured, work: Work, person: str, talk: Sequence[Turn]) -> None:
    system, before = Timed(work.make(), found), tuple[Exchange, ...]()
    for turn, (text, entities) in enumerate(talk):
        at = START + turn * MINUTE
        if turn:
            context = system.context(Query("", at, before), BUDGET)
            said = belief(context)
            ranked = sorted(said, key=lambda name: -said[name])
            found.add(person, "hit@1", hit(ranked, entities, 1))
            found.add(person, "MRR", reciprocal_rank(ranked, entities))
            found.add(person, "tokens", size(context))
            for name in ranked:
                found.tell("of shares", said[name], float(name in entities))
        system.observe(Said(str(turn), at, text, session="1", labels=entities))
        before = (Exchange(text, ""),)
    system.close()


FOCUS = Suite(
    name="focus",
    lead="hit@1",
    files=(
        *(
            f"topical_chat/{what}_valid_{part}.json.gz"
            for part in ("freq", "rare")
            for what in ("conversations", "reading_sets_prebuild")
        ),
        *(f"kdconv/{part}_dev.json.gz" for part in ("film", "music", "travel")),
    ),
    systems=(
        "penchant",
        "penchant fitted",
        "penchant reading",
        *BASELINES,
    ),
    units=units,
    measure=measure,
    penchant="law",
    notes=(
        "Conversations in English (Topical-Chat) and Chinese (KdConv), sixty of each set drawn with the seed, a minute a turn.",
        "`penchant fitted` has its population's own trust in the rungs, fitted on conversations that are not among these; the law's other "
        "constants were searched on valid_freq and film.",
        "`most recent` stays with what was spoken of last. `penchant reading` reads the turns itself; the others are given the entities.",
    ),
    smaller_is_better=("ECE of shares", "tokens"),
)
