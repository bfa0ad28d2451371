"""T3: what lasts (LAPS). After the sessions of a person so far, seven days apart, what will the next one hold?

The twenty strongest memories are compared with the values that people annotated in the next session; a memory is right where it shares
half of its words with one (token F1). `penchant reading` reads the dialogues itself; the others are given the annotated values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ..labelled import token_f1
from ..measured import Measured
from ..systems.system import UNBOUNDED, Context, Query, Said
from ..systems.table import extractor_of
from .reading import read_values
from .suite import BASELINES, DAY, MINUTE, START, Suite, Timed, Work, drawn, members, read

DOMAINS = ("movie", "recipe")
APART, TOP, SAME = 7 * DAY, 20, 0.5
EACH, CHUNK = 40, 5

Values = tuple[tuple[str, str], ...]
"""A session's values, each with its slot."""


@dataclass(frozen=True, slots=True)
class Session:
    """What was said in a session, by whom, and what the annotators noted."""

    said: tuple[tuple[str, str], ...]
    values: Values

    @property
    def asked(self) -> str:
        """The person's first words."""
        return next((text for role, text in self.said if role == "user"), "")


@cache
def people(data: Path, domain: str) -> tuple[tuple[Session, ...], ...]:
    """Return each person's sessions."""
    listed = read(data / f"laps/{domain}_dataset_val.json")
    return tuple(tuple(_session(one) for one in person["sessions"]) for person in listed)


def _session(one: dict[str, Any]) -> Session:
    said = tuple(
        ("user" if turn["role"].lower() == "user" else "assistant", turn["message"]) for turn in one.get("dialogue", ())
    )
    listed = {slot: some if isinstance(some, list) else [some] for slot, some in one["preferences"].items()}
    return Session(said, tuple((slot, str(value)) for slot, some in listed.items() for value in some))


def units(data: Path, quick: bool, seed: int) -> list[str]:
    """Return runs of people: the domain and their numbers."""
    found: list[str] = []
    for domain in DOMAINS:
        some = [number for number, sessions in enumerate(people(data, domain)) if len(sessions) > 1]
        found += drawn(domain, some, 3 if quick else EACH, CHUNK, seed)
    return found


def measure(work: Work) -> Measured:
    """Replay some people."""
    found, (domain, numbers) = Measured(), members(work.unit)
    for number in numbers:
        _replay(found, work, f"{domain} {number}", people(work.data, domain)[number])
    return found


def _replay(found: Measured, work: Work, person: str, sessions: Sequence[Session]) -> None:
    system, names = Timed(work.make(), found), dict[str, list[str]]()
    for number, session in enumerate(sessions):
        at = START + number * APART
        if number:
            context = system.context(Query(session.asked, at, wants="session"), UNBOUNDED)
            _count(found, person, context, session.values)
            _returning(found, context, names, session.values)
        if work.system.startswith("penchant reading"):
            own = [text for role, text in session.said if role == "user"]
            read_values(found, person, own, [value for _, value in session.values], extractor_of(work.system))
        for said in _heard(session, number, at, names, reads=work.system.startswith("penchant reading")):
            system.observe(said)
    system.close()


def _heard(session: Session, number: int, at: datetime, names: dict[str, list[str]], reads: bool) -> Iterator[Said]:
    """Yield a session as its dialogue, or as its values, each once and under the name that it was first called by."""
    if reads:
        for turn, (role, text) in enumerate(session.said):
            yield Said(
                f"{number}-{turn}", at + turn * MINUTE, text, "user" if role == "user" else "assistant", str(number)
            )
        return
    labels = dict.fromkeys(f"{slot}: {called(value, names.setdefault(slot, []))}" for slot, value in session.values)
    for turn, label in enumerate(labels):
        yield Said(f"{number}-{turn}", at, label.partition(": ")[2], session=str(number), labels=(label,))


def called(value: str, known: list[str]) -> str:
    """Return the name of a value: that of the known one that it shares most words with, half of them at least; else its own."""
    alike = max(((token_f1(name, value), -place) for place, name in enumerate(known)), default=(0.0, 0))
    if alike[0] >= SAME:
        return known[-alike[1]]
    known.append(value)
    return value


def _count(found: Measured, person: str, context: Context, values: Values) -> None:
    names = list(dict.fromkeys(one.text.partition(": ")[2] or one.text for one in context.pieces))
    right = [[token_f1(name, value) >= SAME for _, value in values] for name in names]
    if not values:
        return
    for k in (5, TOP):
        hits = sum(any(row[v] for row in right[:k]) for v in range(len(values)))
        found.add(person, f"R@{k}", hits / len(values))
    found.add(person, "MRR", next((1 / rank for rank, row in enumerate(right, 1) if any(row)), 0.0))


def _returning(found: Measured, context: Context, names: dict[str, list[str]], values: Values) -> None:
    """Count whether what is told of a memory whose slot comes again says that its value does; what is not told has nothing."""
    told = dict[str, float]()
    for one in context.pieces:
        for label in one.labels:
            told.setdefault(label, one.score)
    for slot in sorted({slot for slot, _ in values}):
        for name in names.get(slot, ()):
            back = any(s == slot and token_f1(name, value) >= SAME for s, value in values)
            found.score("AUROC of what returns", told.get(f"{slot}: {name}", 0.0), back)


SESSIONS = Suite(
    name="sessions",
    lead="MRR",
    files=tuple(f"laps/{domain}_dataset_val.json" for domain in DOMAINS),
    systems=(
        "penchant",
        "penchant reading",
        *BASELINES,
    ),
    units=units,
    measure=measure,
    penchant="law",
    notes=(
        "LAPS, validation people whom nothing was fitted on; sessions seven days apart. Retrievers are asked with a session's first words.",
        "`penchant reading` reads the dialogues, so that its figures have the errors of reading; the others get the annotated values.",
        "Few people have more than twenty memories, so that R@20 is the same for all who keep everything: MRR leads.",
    ),
)
