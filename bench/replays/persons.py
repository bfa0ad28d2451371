"""T4: whose conversation is it? Nobody should be forgotten by the weights (chitchat).

From a person's fifth conversation on it is ranked among the 19 others who talked nearest before, by what each said earlier: the cosine of
the conversation's content words with each one's weighted words, both times inverse conversation frequency. Content words are those of three
letters and more that stand in fewer than 5 % of the conversations and in at least three.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from penchant.evals.systems.topics import Memory, Places
from penchant.memory import weights as w
from penchant.memory.weights import Floats, Law

from .figures import shown

DAY = 86_400_000
OTHERS = 19
HALF_LIVES = {"never forgetting": np.inf, "90 days": 90 * DAY, "7 days": 7 * DAY, "1 day": DAY, "6 hours": DAY / 4}


@dataclass(frozen=True)
class Talk:
    """One side of a conversation: when it ended, who spoke, the numbers of their content words."""

    at: int
    person: str
    words: Places


def talks(data: Path) -> tuple[list[Talk], Floats]:
    """Return all sides of all conversations in time order, and every word's inverse frequency."""
    with gzip.open(data / "chitchat/dataset_even.json.gz", "rt", encoding="utf-8") as file:
        sides = sorted(_sides(json.load(file)), key=lambda side: side[:2])
    found = Counter(word for *_, words in sides for word in words)
    kept = sorted(word for word, count in found.items() if 3 <= count < 0.05 * len(sides))
    place = {word: number for number, word in enumerate(kept)}
    rarity = np.log(len(sides) / np.array([found[word] for word in kept]))
    return [
        Talk(at, who, np.array(sorted(place[w] for w in words if w in place), np.int64)) for at, who, words in sides
    ], rarity


def _sides(conversations: dict[str, dict[str, list[list[dict[str, str]]]]]) -> Iterator[tuple[int, str, set[str]]]:
    for conversation in conversations.values():
        said: dict[str, list[str]] = defaultdict(list)
        last = 0
        for message in (message for group in conversation["messages"] for message in group):
            said[message["sender"]].append(message["text"])
            last = max(last, int(datetime.fromisoformat(message["timestamp"]).timestamp() * 1000))
        for person, texts in said.items():
            yield last, person, set(re.findall(r"[a-z]{3,}", " ".join(texts).lower()))


class Profile:
    """What a person said, under every system at once."""

    def __init__(self, law: Law) -> None:
        self.place: dict[int, int] = {}
        self.memory = Memory(law)
        self.sums = {name: np.zeros(8) for name in HALF_LIVES}
        self.last = 0
        self.talks = 0

    def take(self, talk: Talk) -> None:
        """Learn one conversation."""
        places = np.array([self.place.setdefault(int(word), len(self.place)) for word in talk.words], np.int64)
        self.memory.grow(len(self.place))
        for name, half_life in HALF_LIVES.items():
            sums = np.resize(self.sums[name], len(self.memory.at))
            sums[len(self.sums[name]) :] = 0
            sums *= 0.5 ** ((talk.at - self.last) / half_life)
            sums[places] += 1
            self.sums[name] = sums
        if len(places):
            self.memory.take(places, talk.at)
        self.last, self.talks = talk.at, self.talks + 1

    def scores(self, talk: Talk, rarity: Floats) -> dict[str, float]:
        """Return every system's score for a conversation."""
        words = np.fromiter(self.place, np.int64, len(self.place))
        rare = rarity[words] ** 2
        said = np.isin(words, talk.words)
        found = {}
        for name, values in self._values(talk.at).items():
            weighted = values[: len(words)]
            found[name] = float((weighted * rare)[said].sum() / (np.sqrt((weighted**2 * rare).sum()) + 1e-12))
        return found

    def _values(self, now: int) -> dict[str, Floats]:
        faded = {
            name: np.sqrt(self.sums[name] * 0.5 ** ((now - self.last) / half_life))
            for name, half_life in HALF_LIVES.items()
        }
        law = {
            "law, by weight": self.memory.weights(now),
            "law, settled": self.memory.settled(now),
            "law, long part": self.memory.values(now)[:, w.L],
            "law, by share": np.sqrt(self.memory.shares(now)),
        }
        return law | faded


def replay(all_talks: list[Talk], rarity: Floats, law: Law, every: int) -> dict[str, dict[str, list[float]]]:
    """Return reciprocal ranks by system and person; of the conversations that can be ranked one in `every` is."""
    profiles: dict[str, Profile] = defaultdict(lambda: Profile(law))
    recent: dict[str, None] = {}
    rng, asked = np.random.default_rng(11), 0
    ranks: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for talk in all_talks:
        others = [person for person in reversed(recent) if person != talk.person][:OTHERS]
        if profiles[talk.person].talks >= 4 and len(talk.words) and len(others) == OTHERS:
            asked += 1
            if asked % every == 0:
                scores = [profiles[person].scores(talk, rarity) for person in (talk.person, *others)]
                for name in scores[0]:
                    column = np.array([score[name] for score in scores]) + 1e-12 * rng.random(len(scores))
                    ranks[name][talk.person].append(1 / (1 + int((column[1:] > column[0]).sum())))
        profiles[talk.person].take(talk)
        recent.pop(talk.person, None)
        recent[talk.person] = None
    return ranks


def report(data: Path, law: Law, quick: bool = False) -> None:
    """Print the mean reciprocal rank of the person themselves, over conversations and with intervals over people."""
    all_talks, rarity = talks(data)
    ranks = replay(all_talks, rarity, law, every=20 if quick else 4)

    def mean(values: list[float]) -> float:
        return sum(values) / len(values)

    people = sorted(ranks["never forgetting"])
    count = sum(len(ranks["never forgetting"][person]) for person in people)
    print(
        f"\nT4 whose conversation, {count} of {len(people)} people: MRR, hit@1, by person, paired difference to never forgetting"
    )
    for name, found in ranks.items():
        each = [mean(found[person]) for person in people]
        paired = [mean(found[person]) - mean(ranks["never forgetting"][person]) for person in people]
        flat = [rank for person in people for rank in found[person]]
        hits = mean([float(rank == 1) for rank in flat])
        print(f"  {name:17} MRR {mean(flat):.4f}  hit {hits:.3f}  {shown(each)}  {shown(paired)}")
