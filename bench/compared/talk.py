"""What is said to every system: messages of real conversations in their order, and preferences among them that are asked for later."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

LABELS: Final = Path(__file__).parents[1] / "prefeval_labels.txt"
LEAST: Final = 20
"""Characters that a message has: what is shorter ("lol") is left out."""

PAUSE: Final = timedelta(minutes=7)
EVERY: Final = 20
"""Messages of a session."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message: its place, text, moment and session."""

    number: int
    text: str
    at: datetime
    session: str


@dataclass(frozen=True, slots=True)
class Preference:
    """What somebody prefers, in their words, a question on which that bears, and the things liked ("+…") and refused ("-…")."""

    statement: str
    question: str
    things: tuple[str, ...] = ()


def messages(data: Path, seed: int = 0) -> list[str]:
    """Return the different messages of Topical-Chat and Chitchat, conversation after conversation, the conversations shuffled."""
    talks = [*_topical(data), *_chitchat(data)]
    random.Random(seed).shuffle(talks)
    return list(dict.fromkeys(text for talk in talks for text in talk if len(text) >= LEAST))


def _topical(data: Path) -> Iterator[list[str]]:
    for file in sorted((data / "topical_chat").glob("conversations_*.json.gz")):
        for talk in json.loads(gzip.decompress(file.read_bytes())).values():
            yield [turn["message"].strip() for turn in talk["content"]]


def _chitchat(data: Path) -> Iterator[list[str]]:
    (file,) = (data / "chitchat").glob("*.json.gz")
    for talk in json.loads(gzip.decompress(file.read_bytes())).values():
        yield [message["text"].strip() for turn in talk["messages"] for message in turn]


def preferences(data: Path, turns: int) -> list[Preference]:
    """Return the labelled preferences of PrefEval: one of each topic among fewer than a thousand turns, else all of them."""
    chosen: dict[str, list[Preference]] = {}
    for line in LABELS.read_text("utf-8").splitlines():
        if "|" in line and not line.startswith("#"):
            named, _, labels = line.partition("|")
            topic, number = named.split()
            one = _stated(data, topic)[int(number)]
            things = tuple(label.strip() for label in labels.split(";") if label.strip()[0] in "+-")
            chosen.setdefault(topic, []).append(Preference(one["preference"], one["question"], things))
    return [one for some in chosen.values() for one in (some[:1] if turns < 1_000 else some)]


def _stated(data: Path, topic: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(
        (data / "nc/prefeval/explicit_preference" / f"{topic}.json").read_text("utf-8")
    )
    return found


def talk(pool: Sequence[str], held: Sequence[Preference], turns: int, seed: int = 1) -> list[Said]:
    """Return so many messages of one person, their preferences anywhere among them, seven minutes apart until now."""
    places = set(random.Random(seed).sample(range(turns), len(held)))
    said, own = iter(pool), iter(held)
    start = datetime.now(UTC).replace(microsecond=0) - turns * PAUSE
    return [
        Said(n, next(own).statement if n in places else next(said), start + n * PAUSE, f"s{n // EVERY}")
        for n in range(turns)
    ]
