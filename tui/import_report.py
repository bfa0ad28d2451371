"""What an import took, what it left out and why, as text and as JSON."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from .show import bar, fields, marks, printable
from .text.columns import Column, print_columns

if TYPE_CHECKING:
    from ..memory import Interest
    from ..memory.importers.formats import Export
    from ..memory.importers.survey import Survey

KINDS: dict[tuple[str, str], tuple[str, str]] = {
    ("chat", "user"): ("message of yours", "messages of yours"),
    ("chat", "assistant"): (
        "message of the assistant: kept as context, nothing is learned from it",
        "messages of the assistant: kept as context, nothing is learned from them",
    ),
    ("search", "user"): ("search", "searches"),
    ("view", "user"): ("thing you looked at", "things you looked at"),
    ("click", "user"): ("click", "clicks"),
    ("save", "user"): ("thing you saved", "things you saved"),
    ("like", "user"): ("thing you liked", "things you liked"),
    ("dislike", "user"): ("thing you disliked", "things you disliked"),
    ("skip", "user"): ("thing you skipped", "things you skipped"),
    ("rating", "user"): ("thing you rated", "things you rated"),
    ("statement", "user"): ("statement about you", "statements about you"),
}
"""What a kind of event is called, one and many."""

TOP = 20
"""Interests that are shown."""


@dataclass(slots=True)
class Intake:
    """A file on its way in: what was found, how it is read, and, once it is in, how much was new."""

    export: Export
    source: str
    seen: Survey
    told: list[str]
    done: int = 0
    new: int = 0
    known: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many things are taken."""
        return self.seen.taken.total()

    @property
    def failed(self) -> bool:
        """Whether nothing is taken, and something could not be read."""
        from ..memory.importers.found import UNREADABLE

        return not self.total and bool(self.seen.left_out[UNREADABLE])


def print_imported(one: Intake) -> None:
    """Tell what was taken from a file and what was left out."""
    console = Console(soft_wrap=True, highlight=False)
    console.print(Text(f"{one.export.path.name}: {one.export.format.description}"))
    _block(console, "read as", one.told)
    _block(console, "taken", [*_taken(one), *_when(one)])
    _block(console, "left out", _left_out(one))
    _block(console, "new", [f"{one.new:,}" + (f"; {one.known:,} known already" if one.known else "")])


def _block(console: Console, name: str, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        console.print(Text(f"  {name if number == 0 else '':10}{printable(line)}"))


def _taken(one: Intake) -> list[str]:
    counts = ((pair, count) for pair, count in one.seen.taken.most_common())
    return [f"{count:,} {called(*pair, count)}" for pair, count in counts] or ["nothing"]


def called(kind: str, role: str, count: int) -> str:
    """Return what some events of a kind are called.

    >>> called("search", "user", 2)
    'searches'
    """
    one, many = KINDS.get((kind, role), (f"thing of the kind {kind!r}", f"things of the kind {kind!r}"))
    return one if count == 1 else many


def _when(one: Intake) -> list[str]:
    seen, lines = one.seen, []
    if seen.first and seen.last:
        lines.append(f"from {seen.first.astimezone():%Y-%m-%d} to {seen.last.astimezone():%Y-%m-%d}")
    if seen.looked_at:
        lines.append(f"{seen.looked_at:,} with how long you looked at them")
    if seen.undated:
        lines.append(f"{seen.undated:,} without a time: they count as of now; --undated DATE says when")
    if seen.furthest is not None:
        at, words = seen.furthest
        each = "it counts" if seen.ahead == 1 else "they count"
        lines.append(f"{seen.ahead:,} dated later than now: {each} as of now; the latest of {at:%Y-%m-%d}: {words!r}")
    return lines


def _left_out(one: Intake) -> list[str]:
    seen = one.seen
    reasons = [reason.of(count) for reason, count in seen.left_out.most_common()]
    refused = [_refused(count, reason) for reason, count in one.refused.items()]
    return [*reasons, *(f"  {place}" for place in seen.places), *refused] or ["nothing"]


def _refused(count: int, reason: str) -> str:
    """Return why the memory did not take some events.

    >>> _refused(10, "forgotten earlier, left out"), _refused(1, "its time is not known")
    ('10 forgotten earlier', '1 because its time is not known')
    """
    kept_away = reason.removesuffix(", left out")
    return f"{count:,} {kept_away}" if kept_away != reason else f"{count:,} because {reason}"


def print_result(found: Sequence[Intake], after: Sequence[Interest], before: Sequence[Interest], dry_run: bool) -> None:
    """Print the interests that came of it, beside what they were before."""
    console = Console()
    if dry_run:
        tail = "; what you have is counted with it, in a copy" if before else ""
        console.print(Text(f"\nNothing was changed. These interests would result{tail}:\n"), soft_wrap=True)
        _print_interests(console, after, before)
    elif sum(one.new for one in found):
        weights = [_weight(one, before) for one in after]
        new = sum(weight is None for weight in weights)
        grown = sum(weight not in (None, one.weight) for weight, one in zip(weights, after, strict=True))
        many = f"{len(after):,} interest{'s' * (len(after) != 1)}"
        told = f"\n{many}, {new:,} of them new, {grown:,} changed: `penchant interests` lists them"
        console.print(Text(told), soft_wrap=True)


def _print_interests(console: Console, after: Sequence[Interest], before: Sequence[Interest]) -> None:
    if not after:
        console.print("None.")
        return
    shown = after[:TOP]
    figures = [
        Column("weight", [_figure(one.weight) for one in shown]),
        Column("", [bar(one.weight) for one in shown], 3, right=False),
        Column("now", [_before(one, before) for one in shown], 1),
        Column("times", [str(one.evidence) for one in shown], 2),
    ]
    print_columns(console, Column("interest", [one.label for one in shown]), figures, list(map(marks, shown)))
    if len(after) > TOP:
        console.print(f"and {len(after) - TOP:,} more")


def _before(one: Interest, before: Sequence[Interest]) -> str:
    weight = _weight(one, before)
    return "new" if weight is None else _figure(weight)


def _figure(weight: float) -> str:
    """Return a weight as it is shown; what is long ago weighs little, but not nothing.

    >>> _figure(0.25), _figure(0.001), _figure(0.0)
    ('0.25', '<0.01', '0.00')
    """
    return "<0.01" if 0 < weight < 0.005 else f"{weight:.2f}"


def _weight(one: Interest, before: Sequence[Interest]) -> float | None:
    return next((known.weight for known in before if known.topic == one.topic), None)


def _rounded(weight: float | None) -> float | None:
    """Return a weight as `fields` has it: what has not changed is the same figure."""
    return None if weight is None else round(weight, 6)


def to_json(found: Sequence[Intake], after: Sequence[Interest], before: Sequence[Interest], dry_run: bool) -> str:
    """Return what was taken and the interests that came of it as JSON; docs/importing.md describes it."""
    return whole_json([_file(one) for one in found], after, before, dry_run)


def whole_json(
    files: Sequence[dict[str, Any]], after: Sequence[Interest], before: Sequence[Interest], dry_run: bool
) -> str:
    """Return the whole of it, with what is told of each file."""
    interests = [{**fields(one), "before": _rounded(_weight(one, before))} for one in after]
    whole = {"dry_run": dry_run, "files": files, "interests": interests}
    return jsonlib.dumps(whole, ensure_ascii=False, indent=2)


def _file(one: Intake) -> dict[str, Any]:
    seen = one.seen
    return {
        "file": str(one.export.path),
        "format": one.export.format.name,
        "source": one.source,
        "read_as": one.told,
        "taken": [{"kind": kind, "role": role, "count": count} for (kind, role), count in seen.taken.most_common()],
        "left_out": [
            *({"reason": reason.many, "count": count} for reason, count in seen.left_out.most_common()),
            *({"reason": reason, "count": count} for reason, count in one.refused.items()),
        ],
        "places": seen.places,
        "first": seen.first.isoformat() if seen.first else None,
        "last": seen.last.isoformat() if seen.last else None,
        "undated": seen.undated,
        "ahead": seen.ahead,
        "new": one.new,
        "known": one.known,
    }


def print_sources(found: Sequence[Any]) -> None:
    """Print what was imported: its name, its format, when it was last imported, how many things were taken from it."""
    console = Console()
    if not found:
        console.print("Nothing was imported yet: `penchant import FILE`.")
        return
    columns = [
        Column("format", [one.format for one in found], 1, right=False),
        Column("last imported", [f"{one.last.astimezone():%Y-%m-%d %H:%M}" for one in found], 2, right=False),
        Column("taken", [f"{one.taken:,}" for one in found]),
    ]
    print_columns(console, Column("source", [one.name for one in found]), columns, [""] * len(found))


def sources_to_json(found: Sequence[Any]) -> str:
    """Return what was imported as JSON."""
    rows = [{"name": one.name, "format": one.format, "last": one.last.isoformat(), "taken": one.taken} for one in found]
    return jsonlib.dumps(rows, ensure_ascii=False, indent=2)
