"""What many people care about, counted so that nobody can be found in it: what a new person may start from.

A cohort is a small JSON file:

    {"format": "penchant cohort", "version": 1, "embedder": "…", "k": 20, "rounded_to": 5, "groups": [120, 95],
     "topics": [{"label": "jazz", "people": 65, "groups": [65, 0]}, …]}

`groups` has the number of people in each group of like ones, and a topic's `groups` how many of those have it. Every number is
a count of at least k people, rounded down, or 0 for fewer. docs/cold-start.md says what that keeps from whom.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from ..cleaning import one_line, storable
from ..embedding import Vectors
from ..weights import Floats

LEAST_K = 20
"""No cohort is made of, or read with, fewer people behind a number."""

FORMAT, VERSION = "penchant cohort", 1

MAX_BYTES, MAX_TOPICS, MAX_LABEL = 8_000_000, 5_000, 200

SHRUNK = 10.0
"""People of the whole cohort that a group's counts are mixed with, so that a small group or a suppressed count says little."""


NONE: Mapping[int, float] = MappingProxyType({})


def normal(label: str) -> str:
    """Return a label as labels are compared.

    >>> normal("Rock-Climbing!")
    'rock climbing'
    """
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", label).casefold()))


def likeness(labels: Sequence[str], vectors: Vectors, names: Sequence[Collection[str]], theirs: Vectors) -> Vectors:
    """Return the cosines of a cohort's topics with a person's, shape (cohort, person); 1 where a name of theirs is the label.

    Args:
        labels: the cohort's topics.
        vectors: their unit vectors, shape (len(labels), d).
        names: what each of the person's topics is called.
        theirs: their unit vectors, shape (len(names), d).
    """
    cosines = np.array(vectors @ theirs.T, np.float32)
    called = [{normal(name) for name in each} for each in names]
    for place, label in enumerate(map(normal, labels)):
        cosines[place, [i for i, each in enumerate(called) if label in each]] = 1.0
    return cosines


def leanings(cosines: Vectors, same: float) -> dict[int, float]:
    """Return which topics of a cohort some of a person's come nearest to, and how far they are those, from 0 to 1.

    From the cosine `same` on they are; what is unlike (vectors have their mean removed: a cosine of 0) is not at all.
    """
    found: dict[int, float] = {}
    for column in cosines.T:
        nearest = int(column.argmax())
        found[nearest] = max(found.get(nearest, 0.0), float(np.clip(column[nearest] / same, 0, 1)))
    return found


@dataclass(frozen=True, slots=True)
class CohortTopic:
    """A topic, how many people have it, and how many of each group; counts below k are 0, and so not in `people`."""

    label: str
    people: int
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """What many people care about. `embedder` names the model by which their topics were aligned."""

    topics: tuple[CohortTopic, ...]
    groups: tuple[int, ...]
    k: int = LEAST_K
    rounded_to: int = LEAST_K // 4
    embedder: str = ""

    @property
    def people(self) -> int:
        """How many people it was made of, rounded down."""
        return sum(self.groups)

    def likely(self, liked: Mapping[int, float] = NONE, disliked: Mapping[int, float] = NONE) -> Floats:
        """Return how likely a person has each topic, shape (n,), given what they like and dislike.

        The person is folded in: the chance that they belong to each group, by Bayes' rule from the group's size and the counts of
        their topics, mixes the groups' counts. Without any topic it is how common each one is.

            P(i | g) = (n_gi + c·p_i) / (n_g + c)      p_i = n_i / n      c = `SHRUNK`

        Args:
            liked: topics by place, and how far the person's own topic is that one, from 0 to 1: the power of its factor.
            disliked: the same.
        """
        sizes = np.array(self.groups, np.float64)
        common = np.array([topic.people for topic in self.topics]) / sizes.sum()
        counts = np.array([topic.groups for topic in self.topics], np.float64).reshape(len(self.topics), len(sizes)).T
        given = np.minimum((counts + SHRUNK * common) / (sizes[:, None] + SHRUNK), 1 - 1e-9)
        logs = np.log(sizes)
        for place, part in liked.items():
            logs = logs + part * np.log(given[:, place])
        for place, part in disliked.items():
            logs = logs + part * np.log1p(-given[:, place])
        belongs = np.exp(logs - logs.max())
        return np.asarray(belongs / belongs.sum() @ given, np.float64)

    def write(self, path: Path) -> None:
        """Write the file, whole or not at all.

        Raises:
            ValueError: it cannot be written there.
        """
        part = path.with_name(path.name + ".part")
        try:
            part.write_text(self.to_json(), "utf-8")
            part.replace(path)
        except OSError as error:
            raise ValueError(f"the cohort cannot be written to {path}: {error.strerror}") from error

    def to_json(self) -> str:
        """Return the cohort as its file has it."""
        topics = [{"label": one.label, "people": one.people, "groups": list(one.groups)} for one in self.topics]
        head = {"format": FORMAT, "version": VERSION, "embedder": self.embedder, "k": self.k}
        head |= {"rounded_to": self.rounded_to, "groups": list(self.groups)}
        lines = ",\n".join(json.dumps(topic, ensure_ascii=False) for topic in topics)
        return f'{json.dumps(head, ensure_ascii=False)[:-1]},\n"topics": [\n{lines}\n]}}\n'

    @staticmethod
    def read(path: Path) -> Cohort:
        """Read a file.

        Raises:
            ValueError: it cannot be read, is no cohort, or holds a count that fewer than k people stand behind.
        """
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ValueError(f"it has more than {MAX_BYTES} bytes")
            return _checked(json.loads(path.read_text("utf-8")))
        except OSError as error:
            raise ValueError(f"the cohort {path} cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            cause = f"{error} is missing" if isinstance(error, KeyError) else error
            raise ValueError(f"{path} is no cohort: {cause}. `penchant cohort build` makes one") from error


def _checked(found: Any) -> Cohort:
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ValueError(f"its format is not {FORMAT!r}")
    if found["version"] != VERSION:
        raise ValueError(f"it has version {found['version']!r}, and only {VERSION} is known")
    k, groups = _count(found["k"], LEAST_K), tuple(_count(size, LEAST_K) for size in found["groups"])
    if not groups or len(found["topics"]) > MAX_TOPICS:
        raise ValueError(f"it has {len(groups)} groups and {len(found['topics'])} topics")
    topics = tuple(_topic(one, k, groups) for one in found["topics"])
    return Cohort(topics, groups, k, _count(found["rounded_to"], 1), str(found["embedder"]))


def _topic(found: Any, k: int, sizes: tuple[int, ...]) -> CohortTopic:
    label, groups = one_line(storable(str(found["label"])))[:MAX_LABEL], tuple(found["groups"])
    people = _count(found["people"], k)
    if not label or len(groups) != len(sizes) or people > sum(sizes):
        raise ValueError(f"the topic {label!r} has {people} people in {len(groups)} groups")
    for count, size in zip(groups, sizes, strict=True):
        if count != 0 and _count(count, k) > size:
            raise ValueError(f"the topic {label!r} has {count} people in a group of {size}")
    return CohortTopic(label, people, groups)


def _count(found: Any, least: int) -> int:
    if type(found) is not int or found < least:
        raise ValueError(f"a number must be at least {least}, got {found!r}")
    return found
