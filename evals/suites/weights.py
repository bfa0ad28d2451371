"""Does a weight mean anything: do the topics with the larger weights come back sooner? What `penchant eval sweep weights` searches by.

Before each session of a person every topic that is known so far has its weight; those that come in the session should have the larger
ones. Three kinds of people: LAPS's (a session a week, what they like and not is annotated), chitchat's real ones (a session is a
conversation at its own time, topics are content words as in `person`), and the simulated ones of `drift` (a session is a turn).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np

from ..measured import Measured
from ..metrics.calibration import auroc
from ..systems.system import UNBOUNDED, Query, Said, System
from .drift import SCALES, utterances
from .lives import REGIMES, life
from .person import talks
from .sessions import APART, DOMAINS, called
from .sessions import people as laps
from .suite import START, Suite, Timed, Work, chunks

CHATTERS, FEWEST, LATEST, LIVES, CHUNK = 60, 5, 12, 2, 5
"""Of chitchat so many people with at least and at most so many conversations; simulated people of a regime; people of a unit."""

KINDS = {"like": "like", "dislike": "dislike"}
"""The kind of evidence by how the name of a slot of LAPS ends; others are statements."""


@dataclass(frozen=True, slots=True)
class Session:
    """When it was, and what came in it: topics, each with the kind of its evidence."""

    at: datetime
    came: tuple[tuple[str, str], ...]

    @property
    def back(self) -> frozenset[str]:
        """What came otherwise than as something disliked."""
        return frozenset(topic for topic, kind in self.came if kind != "dislike")


def units(data: Path, quick: bool, seed: int) -> list[str]:
    """Return runs of people: their part and their names."""
    found = list[str]()
    for part, names in _people(data, seed).items():
        found += [f"{part}: {' '.join(some)}" for some in chunks(names[: 6 if quick else None], 3 if quick else CHUNK)]
    return found


def _people(data: Path, seed: int) -> dict[str, list[str]]:
    of = talks(data).of
    chatters = sorted(name for name, places in of.items() if len(places) >= FEWEST)
    drawn = np.random.default_rng(seed).permutation(chatters)[:CHATTERS].tolist()
    lasting = {f"LAPS {domain}": _returning(data, domain) for domain in DOMAINS}
    simulated = [f"{regime}/{seed + number}" for regime in REGIMES for number in range(LIVES)]
    return {**lasting, "chitchat": sorted(drawn), "drift": simulated}


def _returning(data: Path, domain: str) -> list[str]:
    return [str(number) for number, sessions in enumerate(laps(data, domain)) if len(sessions) > 1]


def measure(work: Work) -> Measured:
    """Replay some people, each with a memory of its own."""
    part, _, names = work.unit.partition(": ")
    found = Measured()
    for name in names.split():
        system = Timed(work.make(), found)
        told = _Told()
        for number, session in enumerate(_sessions(work, part, name)):
            _ask(told, system, session)
            _tell(system, number, session)
        system.close()
        _count(found, part, f"{part} {name}", told)
    return found


@dataclass(slots=True)
class _Told:
    """The weights before each session, and whether their topics came in it."""

    weights: list[float] = field(default_factory=list)
    came: list[bool] = field(default_factory=list)


def _ask(told: _Told, system: System | Timed, session: Session) -> None:
    weights = dict[str, float]()
    for piece in system.context(Query("", session.at, wants="weight"), UNBOUNDED).pieces:
        for label in piece.labels:
            weights[label] = max(piece.score, weights.get(label, 0.0))
    back = session.back
    told.weights += weights.values()
    told.came += [label in back for label in weights]


def _tell(system: System | Timed, number: int, session: Session) -> None:
    for kind in sorted({kind for _, kind in session.came}):
        topics = tuple(dict.fromkeys(topic for topic, its in session.came if its == kind))
        text = ", ".join(topic.partition(": ")[2] or topic for topic in topics)
        system.observe(Said(f"{number}-{kind}", session.at, text, "user", str(number), topics, apart=True, kind=kind))


def _count(found: Measured, part: str, person: str, told: _Told) -> None:
    if not 0 < sum(told.came) < len(told.came):
        return
    weights, came = np.array(told.weights), np.array(told.came)
    value = auroc(weights, came)
    found.add(person, "AUROC", value)
    found.add(person, f"AUROC {part.partition(' ')[0]}", value)
    inside = np.clip(weights, 0.0, 1.0)
    found.add(person, "Brier", float(((inside - came) ** 2).sum()), len(came))
    for weight, back in zip(inside, came, strict=True):
        found.tell("of weights", float(weight), float(back))


def _sessions(work: Work, part: str, name: str) -> Sequence[Session]:
    if part == "chitchat":
        return _chats(work.data, name)
    return _life(work, name) if part == "drift" else tuple(_annotated(work.data, part.split()[1], int(name)))


@cache
def _chats(data: Path, person: str) -> tuple[Session, ...]:
    known = talks(data)
    sides = [known.sides[place] for place in known.of[person][:LATEST]]
    return tuple(Session(one.at, tuple((word, "chat") for word in sorted(set(one.words)))) for one in sides)


def _life(work: Work, name: str) -> tuple[Session, ...]:
    regime, number = name.split("/")
    days, topics, _ = life(regime, int(number))
    names = [domain for domain, _ in utterances(work.data)]
    return tuple(
        Session(START + float(day) * SCALES["days"], ((names[topic], "chat"),))
        for day, topic in zip(days, topics, strict=True)
    )


def _annotated(data: Path, domain: str, number: int) -> Iterator[Session]:
    names = dict[str, list[str]]()
    for place, session in enumerate(laps(data, domain)[number]):
        came = dict[str, str]()
        for slot, value in session.values:
            about, _, ending = slot.rpartition("_")
            kind = KINDS.get(ending, "statement")
            what = about if ending in KINDS else slot
            came[f"{what}: {called(value, names.setdefault(what, []))}"] = kind
        yield Session(START + place * APART, tuple(came.items()))


WEIGHTS = Suite(
    name="weights",
    lead="AUROC",
    files=(
        *(f"laps/{domain}_dataset_val.json" for domain in DOMAINS),
        "chitchat/dataset_even.json.gz",
        "clinc150/domains.json",
        "clinc150/data_train_val.json",
    ),
    systems=("penchant", "most frequent", "most recent", "decay 7 days", "nothing"),
    units=units,
    measure=measure,
    penchant="law",
    notes=(
        "AUROC of a person's weights: how likely a topic that comes in the next session has more weight than one that does not. It does "
        "not change with κ, by which weights are only stretched; Brier and ECE do, but a weight is no probability of the next session.",
    ),
    smaller_is_better=("Brier", "ECE of weights"),
)
