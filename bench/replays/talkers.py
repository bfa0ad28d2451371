"""T4 as a ranking: of twenty conversations, which is the person's own (chitchat)? Content words only: names and style would tell.

From a person's fifth conversation on theirs is ranked among the last ones of the 19 others who talked nearest before, by the interests that
their earlier words left. Content words are those of `persons.py`: of three letters and more, in fewer than 5 % of the conversations, and
in at least three. Popular is what is much talked of: the mean number of the last 500 conversations that have one of its words.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from penchant.memory import Interaction

from .candidates import OUT_OF, Choice, Life, as_given, shuffled

ASKED = (4, 7, 12, 20)
"""Conversations of a person that are ranked, counted from 0; what came between them is learned."""

LATELY = 500


@dataclass(frozen=True)
class Side:
    """One side of a conversation: when it ended, who spoke, what they said and when, and the content words in order."""

    at: datetime
    person: str
    said: tuple[tuple[datetime, str], ...]
    words: str


def lives(data: Path, people: int) -> list[Life]:
    """Return so many people with five conversations or more, drawn with a fixed seed."""
    sides = _sides(data)
    places: dict[str, list[int]] = defaultdict(list)
    for place, side in enumerate(sides):
        places[side.person].append(place)
    known = sorted(person for person, found in places.items() if len(found) > ASKED[0])
    rng = np.random.default_rng(4)
    chosen = [known[place] for place in rng.permutation(len(known))[:people]]
    return [_life(sides, places[person], rng) for person in chosen]


def _life(sides: list[Side], own: list[int], rng: np.random.Generator) -> Life:
    steps: list[Interaction | Choice] = []
    for number, place in enumerate(own[: ASKED[-1] + 1]):
        if number in ASKED and (choice := _choice(sides, place, rng)):
            steps.append(choice)
        steps += [
            Interaction(f"{place}-{turn}", text=text, at=at, session=str(place))
            for turn, (at, text) in enumerate(sides[place].said)
            if text.strip()
        ]
    return Life(sides[own[0]].person, tuple(steps))


def _choice(sides: list[Side], place: int, rng: np.random.Generator) -> Choice | None:
    others: dict[str, str] = {}
    for side in reversed(sides[:place]):
        if side.words and side.person != sides[place].person and side.person not in others:
            others[side.person] = side.words
        if len(others) == OUT_OF - 1:
            break
    if len(others) < OUT_OF - 1 or not sides[place].words:
        return None
    own = sides[place].words
    items = shuffled([own, *others.values()], rng)
    spoken = Counter(word for side in sides[max(0, place - LATELY) : place] for word in set(side.words.split()))
    popular = [float(np.mean([spoken[word] for word in set(words.split())])) for words in items]
    scores = {"unranked": as_given(items), "popular": np.array(popular)}
    return Choice(sides[place].at, tuple(items), frozenset([items.index(own)]), scores)


def _sides(data: Path) -> list[Side]:
    with gzip.open(data / "chitchat/dataset_even.json.gz", "rt", encoding="utf-8") as file:
        conversations = json.load(file)
    spoken: list[tuple[datetime, str, list[tuple[datetime, str]]]] = []
    for conversation in conversations.values():
        said: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        for message in (message for group in conversation["messages"] for message in group):
            said[message["sender"]].append((datetime.fromisoformat(message["timestamp"]), message["text"]))
        last = max(at for texts in said.values() for at, _ in texts) if said else datetime.min.replace(tzinfo=UTC)
        spoken += [(last, person, texts) for person, texts in said.items()]
    spoken.sort(key=lambda one: one[:2])
    words = [re.findall(r"[a-z]{3,}", " ".join(text for _, text in texts).lower()) for *_, texts in spoken]
    found = Counter(word for some in words for word in set(some))
    kept = {word for word, count in found.items() if 3 <= count < 0.05 * len(spoken)}
    content = [" ".join(word for word in some if word in kept) for some in words]
    return [Side(at, who, tuple(texts), one) for (at, who, texts), one in zip(spoken, content, strict=True)]
