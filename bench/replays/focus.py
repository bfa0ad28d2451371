"""T5: which entity the next labelled turn of a conversation is about (Topical-Chat, KdConv).

A turn with several entities has part of its mass on each; a forecast is right if it is one of them. Turns are a minute apart, or four.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from penchant.evals.suites import focus as suite
from penchant.memory.weights import Law

from .figures import ece, reliability, shown
from .people import MINUTE, Crowd, Fading, Floats, Ladder

Conversation = list[list[str]]
HeldOut = Callable[[str, list[Conversation]], list[Conversation]]
"""Picks, by the name of their set, the conversations that a prior was not fitted on."""


def topical(data: Path, part: str) -> list[Conversation]:
    """Return Topical-Chat's conversations: the entities of the turns that draw on knowledge about some."""
    return [[list(entities) for _, entities in talk] for talk in suite.topical(data, part)]


def kdconv(data: Path, part: str) -> list[Conversation]:
    """Return KdConv's conversations: the names that the turns' triples are about."""
    return [[list(entities) for _, entities in talk] for talk in suite.kdconv(data, part.removesuffix("_dev"))]


def parts(data: Path) -> dict[str, list[Conversation]]:
    """Return the conversations by the name of their set."""
    found = {f"Topical-Chat {part}": topical(data, part) for part in ("valid_freq", "valid_rare")}
    return found | {f"KdConv {part}": kdconv(data, f"{part}_dev") for part in ("film", "music", "travel")}


def table(conversations: Sequence[Conversation]) -> Floats:
    """Return the masses of every turn on every entity of its conversation, shape (R, T, n); zeros after the last turn."""
    length = max(map(len, conversations))
    width = max(len({name for turn in talk for name in turn}) for talk in conversations)
    masses = np.zeros((len(conversations), length, width))
    for row, talk in enumerate(conversations):
        place: dict[str, int] = {}
        for at, turn in enumerate(talk):
            for name in turn:
                masses[row, at, place.setdefault(name, len(place))] = 1 / len(turn)
    return masses


@dataclass(frozen=True)
class Run:
    """What a system said: hits and turns of each conversation (R,), and pairs of share and outcome, all and the leading ones."""

    hits: Floats
    turns: Floats
    told: Floats
    came: Floats
    top: Floats
    right: Floats


def replay(crowd: Crowd, masses: Floats, gap: float) -> Run:
    """Replay conversations whose turns are `gap` milliseconds apart."""
    rng, people = np.random.default_rng(3), np.arange(len(masses))
    hits, turns = np.zeros(len(masses)), np.zeros(len(masses))
    told: list[Floats] = []
    came: list[Floats] = []
    top: list[Floats] = []
    right: list[Floats] = []
    for turn in range(masses.shape[1]):
        now, there = masses[:, turn], masses[:, turn].any(axis=1)
        if turn:
            crowd.pass_(np.full(len(masses), gap))
            shares, _ = crowd.shares()
            leads = (shares + 1e-9 * rng.random(shares.shape)).argmax(axis=1)
            hit = now[people, leads] > 0
            hits += hit & there
            turns += there
            seen = crowd.known & there[:, None]
            told.append(shares[seen])
            came.append(now[seen])
            top.append(shares.max(axis=1)[there])
            right.append(hit[there].astype(np.float64))
        crowd.learn(now)
    joined = [np.concatenate(column) for column in (told, came, top, right)]
    return Run(hits, turns, joined[0], joined[1], joined[2], joined[3])


def systems(masses: Floats, law: Law) -> dict[str, Callable[[], Crowd]]:
    """Return the law and what it is compared with."""
    people, topics = len(masses), masses.shape[2]
    return {
        "law": lambda: Ladder(people, topics, law),
        "half-life one turn": lambda: Fading(people, topics, 1.0, turns=True),
        "half-life two turns": lambda: Fading(people, topics, 2.0, turns=True),
        "stays (last)": lambda: Fading(people, topics, 0.0, turns=True),
        "frequency": lambda: Fading(people, topics, np.inf),
    }


def report(data: Path, law: Law, gaps: Iterable[float] = (1.0, 4.0), quick: bool = False) -> None:
    """Print hit@1 of every system on every set, the paired difference to one turn, and the law's calibration."""
    told, came = [], []
    for name, conversations in parts(data).items():
        masses = table(conversations[:100] if quick else conversations)
        print(f"\nT5 focus, {name}: hit@1 by conversation")
        for gap in gaps:
            run = _compared(masses, gap, systems(masses, law), only="law" if gap != 1.0 else "")
            if gap == 1.0:
                told.append(run.told)
                came.append(run.came)
    _reliability(told, came)


def report_populations(data: Path, laws: Mapping[str, Law], held_out: HeldOut) -> None:
    """Print the same with the prior of the population that a set is from, on conversations that it was not fitted on."""
    told, came = [], []
    for name, conversations in parts(data).items():
        kept = held_out(name, conversations)
        masses = table(kept)
        print(f"\nT5 focus with the population's own prior, {name}, {len(kept)} conversations: hit@1 by conversation")
        for gap in (1.0, 4.0):
            run = _compared(masses, gap, systems(masses, laws[name.split()[0]]), only="law")
            told.append(run.told)
            came.append(run.came)
    _reliability(told, came)


def _compared(masses: Floats, gap: float, compared: dict[str, Callable[[], Crowd]], only: str) -> Run:
    """Print how systems do beside a half-life of one turn; return what the law said."""
    runs = {system: replay(make(), masses, gap * MINUTE) for system, make in compared.items()}
    one, law_run = runs["half-life one turn"], runs["law"]
    for system, run in runs.items():
        if system.startswith(only):
            some = run.turns > 0
            paired = (run.hits - one.hits)[some] / run.turns[some]
            print(
                f"  {system:20} {gap:.0f} min a turn  all turns {run.hits.sum() / run.turns.sum():.4f}"
                f" ({(run.hits - one.hits).sum() / run.turns.sum():+.4f})  {shown(run.hits[some] / run.turns[some])}"
                f"  beside one turn {shown(paired)}"
            )
    print(
        f"  ECE of all shares {ece(law_run.told, law_run.came):.3f}, of the leading one {ece(law_run.top, law_run.right):.3f}"
    )
    return law_run


def _reliability(told: Sequence[Floats], came: Sequence[Floats]) -> None:
    shares, outcomes = np.concatenate(told), np.concatenate(came)
    print(f"\nT5 reliability of all shares, ECE {ece(shares, outcomes):.4f}: share, how often it came, cases")
    for mean, rate, count in reliability(shares, outcomes):
        print(f"  {mean:.3f}  {rate:.3f}  {count}")
