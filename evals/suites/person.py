"""T4: whose conversation is it? Nobody should be forgotten by the weights (chitchat).

From a person's fifth conversation on it is ranked among the 19 others who talked nearest before, by what each said earlier: the cosine of
the conversation's content words with each one's words as the system believes in them, both times inverse conversation frequency. Content
words are those of three letters and more in fewer than 5 % of the conversations and in at least three: names and style would tell.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ..measured import Measured
from ..systems.system import UNBOUNDED, Query, Said, belief
from .suite import BASELINES, Suite, Timed, Work, read

OTHERS, KNOWN, RANKED, CHUNK = 19, 4, 120, 8
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
    """Return runs of places of conversations that are ranked, drawn with the seed."""
    all_ = talks(data)
    later = [place for of in all_.of.values() for place in of[KNOWN:] if all_.sides[place].words]
    some = sorted(place for place in later if len(_others(all_, place)) == _most(all_))
    drawn: list[int] = sorted(np.random.default_rng(seed).permutation(some)[: 6 if quick else RANKED].tolist())
    by_person: dict[str, list[str]] = defaultdict(list)
    for place in drawn:
        by_person[all_.sides[place].person].append(str(place))
    return [" ".join(place for group in each for place in group) for each in _together(list(by_person.values()))]


def _together(groups: list[list[str]]) -> list[list[list[str]]]:
    """Return groups in runs of about `CHUNK` places; none is parted, so that a person is in one unit of work only."""
    found: list[list[list[str]]] = [[]]
    for group in groups:
        if sum(map(len, found[-1])) >= CHUNK:
            found.append([])
        found[-1].append(group)
    return [each for each in found if each]


def _most(all_: Talks) -> int:
    return min(OTHERS, len(all_.of) - 1)


def _others(all_: Talks, place: int) -> list[str]:
    """Return the people who talked nearest before a place."""
    own, found = all_.sides[place].person, dict[str, None]()
    for earlier in range(place - 1, -1, -1):
        if all_.sides[earlier].person != own:
            found[all_.sides[earlier].person] = None
        if len(found) == _most(all_):
            break
    return list(found)


def measure(work: Work) -> Measured:
    """Rank some conversations."""
    all_, found = talks(work.data), Measured()
    for place in map(int, work.unit.split()):
        talk = all_.sides[place]
        scores = np.array([_score(work, found, all_, who, place) for who in (talk.person, *_others(all_, place))])
        scores += 1e-12 * np.random.default_rng([work.seed, place]).random(len(scores))
        rank = 1 + int((scores[1:] > scores[0]).sum())
        found.add(talk.person, "MRR", 1 / rank)
        found.add(talk.person, "hit@1", float(rank == 1))
    return found


def _score(work: Work, found: Measured, all_: Talks, person: str, place: int) -> float:
    """Return how alike a conversation is to what a person said before it."""
    talk, system = all_.sides[place], Timed(work.make(), found)
    for number in (number for number in all_.of[person] if number < place):
        side = all_.sides[number]
        words = tuple(sorted(set(side.words)))
        if words:
            system.observe(
                Said(str(number), side.at, " ".join(side.words), session=str(number), labels=words, apart=True)
            )
    said = belief(system.context(Query(" ".join(talk.words), talk.at, wants="person"), UNBOUNDED))
    system.close()
    return cosine(said, frozenset(talk.words), all_.rarity)


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
        "A sample of the conversations that can be ranked. Words are the topics, so that nothing is read.",
        "`penchant reading` and mem0, which would have to store all that twenty people said for each ranking, are left out.",
        "Retrievers are asked with the conversation's words; what they find is compared in the same way.",
    ),
)
