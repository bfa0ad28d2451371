"""What a suite is: its data, its units of work, and how one system is measured on one unit."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from ..embeddings import SPENT
from ..measured import Measured
from ..systems.system import Context, Query, Said, System, tokens
from ..systems.table import Penchants

START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

BASELINES = (
    "nothing",
    "last turns",
    "full history",
    "BM25",
    "vectors",
    "most frequent",
    "most recent",
    "decay 7 days",
    "time-weighted retriever",
    "LangGraph store",
    "mem0",
)
"""What Penchant is compared with."""


@dataclass(frozen=True, slots=True)
class Work:
    """One unit of work: its name, the data, whether it is only for a look, the seed, the system by its name, and a language model's."""

    unit: str
    data: Path
    quick: bool
    seed: int
    system: str
    make: Callable[[], System]
    model: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """One of the tasks.

    `files` names its data below the data folder; `units` the pieces of work (data, quick, seed), each of which `measure` does for one
    system; `systems` those that it asks. `lead` is the metric that it is led by; `penchant` is what goes by that name in it.
    """

    name: str
    lead: str
    files: tuple[str, ...]
    systems: tuple[str, ...]
    units: Callable[[Path, bool, int], list[str]]
    measure: Callable[[Work], Measured]
    notes: tuple[str, ...] = ()
    penchant: Penchants = "search"
    smaller_is_better: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    """Files of questions with options, which a language model is measured on where one is given."""
    configurable: bool = True
    """Whether Penchant in any configuration can be measured by it."""


class Timed:
    """A system with what it costs beside the embedding model, which all share: seconds observing and asking, turns, queries; and how many
    texts it had embedded."""

    def __init__(self, system: System, found: Measured) -> None:
        self._system, self._found = system, found

    def observe(self, said: Said) -> None:
        """Let it observe."""
        with self._timed("seconds observing"):
            self._system.observe(said)
        self._found.cost("turns", 1)

    def context(self, query: Query, budget: int) -> Context:
        """Ask it."""
        with self._timed("seconds asking"):
            context = self._system.context(query, budget)
        self._found.cost("asked", 1)
        return context

    def close(self) -> None:
        """Close it."""
        self._system.close()

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        start, embedding, texts = perf_counter(), SPENT.seconds, SPENT.texts
        yield
        self._found.cost(name, max(0.0, perf_counter() - start - (SPENT.seconds - embedding)))
        self._found.cost("texts embedded", SPENT.texts - texts)


def size(context: Context) -> int:
    """Return the tokens of what a system would put in."""
    return sum(tokens(one.text) for one in context.taken)


def weigh(context: Context, sizes: dict[str, int]) -> None:
    """Add the tokens of what a context has beside the turns whose tokens are known: interests, which take their room too."""
    for one in context.pieces:
        if one.id not in sizes:
            sizes[one.id] = tokens(one.text)


def read(path: Path) -> Any:
    """Return what a JSON file holds, packed or not: `x.json.gz` may lie there as `x.json`.

    Raises:
        ValueError: there is neither, or it is no JSON.
    """
    plain = path.with_name(path.name.removesuffix(".gz"))
    place = path if path.is_file() else plain
    try:
        raw = place.read_bytes()
        return json.loads(gzip.decompress(raw) if place.suffix == ".gz" else raw)
    except FileNotFoundError:
        raise ValueError(
            f"{path} is not there: the suite needs it (docs/evaluation.md says where it comes from)"
        ) from None
    except (OSError, ValueError) as error:
        raise ValueError(f"{place} cannot be read as JSON: {error}") from error


def files(patterns: Sequence[str], data: Path) -> list[Path]:
    """Return the files of a suite, in order of their names; each pattern must have one at least.

    Raises:
        ValueError: a file is not there.
    """
    found = list[Path]()
    for pattern in patterns:
        some = sorted(data.glob(pattern)) or sorted(data.glob(pattern.removesuffix(".gz")))
        if not some:
            raise ValueError(
                f"{data / pattern} is not there: the suite needs it (docs/evaluation.md says where it comes from)"
            )
        found += some
    return found


def drawn(group: str, numbers: Sequence[int], most: int, size: int, seed: int) -> list[str]:
    """Return units of work: a group with the numbers of its members, `most` of them drawn with the seed, so many a unit."""
    some = sorted(np.random.default_rng(seed).permutation(numbers)[:most].tolist())
    return [f"{group}: {' '.join(part)}" for part in chunks(map(str, some), size)]


def members(unit: str) -> tuple[str, list[int]]:
    """Return the group and the numbers of a unit of work that `drawn` made."""
    group, _, numbers = unit.partition(": ")
    return group, [int(number) for number in numbers.split()]


def chunks(names: Iterable[str], size: int) -> list[Sequence[str]]:
    """Return names in runs of so many."""
    some = list(names)
    return [some[start : start + size] for start in range(0, len(some), size)]
