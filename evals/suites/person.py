"""T4: whose conversation is it? Nobody should be forgotten by the weights (chitchat).

From a person's fifth conversation on it is ranked among the 19 others who talked nearest before, by what each said earlier: the cosine of
the conversation's content words with each one's words as the system believes in them, both times inverse conversation frequency. Content
words are those of three letters and more in fewer than 5 % of the conversations and in at least three: names and style would tell.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ..measured import Measured
from ..systems.system import UNBOUNDED, Query, Said, belief
from .suite import BASELINES, Suite, Timed, Work, read

OTHERS, KNOWN, EACH, CHUNK = 19, 4, 4, 100
"""Conversations that are measured of each person, and those of a unit of work, about."""

FREQUENT = 0.05
"""Words of more conversations than this part are no content words."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One side of a conversation: when it ended, who spoke, their content words in order."""

    at: datetime
    person: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Talks:
    """All sides in time order, each person's places among them, and every word's inverse frequency."""

    sides: tuple[Talk, ...]
    of: dict[str, list[int]]
    rarity: dict[str, float]


@cache
def talks(data: Path) -> Talks:
    """Return all sides of all conversations."""
    spoken = sorted(_sides(read(data / "chitchat/dataset_even.json.gz")), key=lambda side: side[:2])
    found = Counter(word for *_, words in spoken for word in set(words))
    most = max(FREQUENT * len(spoken), 4)  # a small sample has hardly a word under a twentieth
    rarity = {word: math.log(len(spoken) / count) for word, count in found.items() if 3 <= count < most}
    sides = tuple(Talk(at, who, tuple(word for word in words if word in rarity)) for at, who, words in spoken)
    of: dict[str, list[int]] = defaultdict(list)
    for place, side in enumerate(sides):
        of[side.person].append(place)
    return Talks(sides, dict(of), rarity)


def _sides(conversations: dict[str, Any]) -> Iterator[tuple[datetime, str, list[str]]]:
    for conversation in conversations.values():
        said: dict[str, list[str]] = defaultdict(list)
        last = datetime.min.replace(tzinfo=UTC)
        for message in (message for group in conversation["messages"] for message in group):
            said[message["sender"]].append(message["text"])
            last = max(last, datetime.fromisoformat(message["timestamp"]))
        for person, texts in said.items():
            yield last, person, re.findall(r"[a-z]{3,}", " ".join(texts).lower())


def units(data: Path, quick: bool, seed: int) -> list[str]:
    """Return runs of places of conversations that are ranked: some of every person's, drawn with the seed."""
    all_, rng = talks(data), np.random.default_rng(seed)
    later = [rankable(all_, person) for person in sorted(all_.of)]
    drawn = [sorted(rng.permutation(places)[:EACH].tolist()) for places in later if places]
    if quick:
        drawn = sorted(
            [place] for place in rng.permutation([place for places in drawn for place in places])[:6].tolist()
        )
    return [" ".join(map(str, sorted(place for group in each for place in group))) for each in _together(sorted(drawn))]


def rankable(all_: Talks, person: str) -> list[int]:
    """Return the places of a person's conversations that can be ranked: they have words, and enough others talked before."""
    spoken = [place for place in all_.of[person][KNOWN:] if all_.sides[place].words]
    return [place for place in spoken if len(others(all_, place)) == _most(all_)]


def _together(groups: list[list[int]]) -> list[list[list[int]]]:
    """Return groups in runs of about `CHUNK` places; none is parted, so that a person is in one unit of work only."""
    found: list[list[list[int]]] = [[]]
    for group in groups:
        if sum(map(len, found[-1])) >= CHUNK:
            found.append([])
        found[-1].append(group)
    return [each for each in found if each]


def _most(all_: Talks) -> int:
    return min(OTHERS, len(all_.of) - 1)


def others(all_: Talks, place: int) -> list[str]:
    """Return the people who talked nearest before a place."""
    own, found = all_.sides[place].person, dict[str, None]()
    for earlier in range(place - 1, -1, -1):
        if all_.sides[earlier].person != own:
            found[all_.sides[earlier].person] = None
        if len(found) == _most(all_):
            break
    return list(found)


def measure(work: Work) -> Measured:
    """Replay everyone who is compared, all in one pass through time, and rank the unit's conversations as they come."""
    all_, found = talks(work.data), Measured()
    asked = {place: (all_.sides[place].person, *others(all_, place)) for place in map(int, work.unit.split())}
    until = {person: place for place, people in sorted(asked.items()) for person in people}
    systems = {person: Timed(work.make(), found) for person in until}
    for place, side in enumerate(all_.sides[: max(asked) + 1]):
        if place in asked:
            _rank(found, work, all_, place, [systems[person] for person in asked[place]])
        if place < until.get(side.person, 0):
            _hear(systems[side.person], place, side)
    for system in systems.values():
        system.close()
    return found


def _hear(system: Timed, place: int, side: Talk) -> None:
    words = tuple(sorted(set(side.words)))
    if words:
        system.observe(Said(str(place), side.at, " ".join(side.words), session=str(place), labels=words, apart=True))


def _rank(found: Measured, work: Work, all_: Talks, place: int, systems: Sequence[Timed]) -> None:
    """Count how far in front the first of some people stands: whose conversation it is."""
    talk = all_.sides[place]
    scores = np.array([_score(system, talk, all_.rarity) for system in systems])
    scores += 1e-12 * np.random.default_rng([work.seed, place]).random(len(scores))
    rank = 1 + int((scores[1:] > scores[0]).sum())
    found.add(talk.person, "MRR", 1 / rank)
    found.add(talk.person, "hit@1", float(rank == 1))


def _score(system: Timed, talk: Talk, rarity: dict[str, float]) -> float:
    """Return how alike a conversation is to what a system believes of a person."""
    said = belief(system.context(Query(" ".join(talk.words), talk.at, wants="person"), UNBOUNDED))
    return cosine(said, frozenset(talk.words), rarity)


def cosine(said: dict[str, float], words: frozenset[str], rarity: dict[str, float]) -> float:
    """Return the cosine of weighted words with a conversation's, both times inverse frequency, but for what is the same for everyone."""
    common = sum(said[word] * rarity[word] ** 2 for word in sorted(words & said.keys()))
    length = math.sqrt(sum((value * rarity[word]) ** 2 for word, value in said.items()))
    return common / length if length else 0.0


PERSON = Suite(
    name="person",
    lead="MRR",
    files=("chitchat/dataset_even.json.gz",),
    systems=("penchant", *(name for name in BASELINES if name != "mem0")),
    units=units,
    measure=measure,
    penchant="law",
    notes=(
        "Of every person's conversations that can be ranked, four are. Words are the topics, so that nothing is read.",
        "`penchant reading` and mem0, which would have to store all that twenty people said for each ranking, are left out.",
        "Retrievers are asked with the conversation's words; what they find is compared in the same way.",
    ),
)
