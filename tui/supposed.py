"""What the interests would be under other half-lives, and how far they have shifted: text for a terminal, and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.console import Console

from .show import bar
from .text.columns import Column, print_columns

if TYPE_CHECKING:
    from ..memory import Law, Shift, Supposed

MOVES = 10
"""Topics that are told of a shift."""


def check_order(law: Law, chosen: Mapping[str, timedelta]) -> None:
    """Refuse half-lives in the wrong order.

    Raises:
        ValueError: those that are chosen, with the others as they are, are not from short to long.
    """
    lengths = {name: chosen.get(name, getattr(law, name)) for name in ("short", "long", "negative")}
    short, long, negative = lengths.values()
    if not short < long <= negative:
        told = ", ".join(f"--{name} {length / timedelta(days=1):g}d" for name, length in lengths.items())
        raise ValueError(f"--short must be less than --long, and --long at most --negative; this would be {told}")


def print_supposed(found: Sequence[Supposed], console: Console | None = None) -> None:
    """Print the interests as they would be, beside as they are."""
    console = console or Console()
    if not found:
        console.print("Nothing is known yet: chat, and what you say teaches it.")
        return
    figures = [
        Column("then", [f"{one.then.weight:.2f}" for one in found]),
        Column("now", [f"{one.now.weight:.2f}" for one in found]),
        Column("", [_signed(one.change) for one in found]),
        Column("", [bar(one.then.weight) for one in found], 1, right=False),
    ]
    print_columns(console, Column("interest", [one.then.label for one in found]), figures, [""] * len(found))


def supposed_json(found: Sequence[Supposed]) -> str:
    """Return the same as JSON."""
    rows = [{"label": one.then.label, "weight": one.then.weight, "now": one.now.weight} for one in found]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def print_shift(found: Shift, console: Console | None = None) -> None:
    """Print how far the interests of late are from the long run, and which topics moved."""
    console = console or Console()
    since = found.since.astimezone().strftime("%Y-%m-%d %H:%M")
    if found.bits is None or found.chance is None:
        pieces = "1 piece" if found.pieces == 1 else f"{found.pieces} pieces"
        said = f"Too little to say: {pieces} of evidence since {since} and {found.pieces_before} before."
        console.print(said, highlight=False, soft_wrap=True)
        return
    verdict = "more than chance would do" if found.bits > found.chance else "no more than chance would do"
    console.print(
        f"Since {since} your interests are {found.bits:.2f} bits from the long run (0 the same, 1 all others)."
    )
    console.print(f"That is {verdict} ({found.chance:.2f} with {found.pieces} pieces of evidence).", highlight=False)
    if not found.moves:
        return
    moves = found.moves[:MOVES]
    figures = [
        Column("before", [f"{move.before:.0%}" for move in moves]),
        Column("lately", [f"{move.lately:.0%}" for move in moves]),
        Column("", ["up" if move.up else "down" for move in moves], right=False),
        Column("", [bar(move.lately) for move in moves], 1, right=False),
    ]
    print_columns(console, Column("interest", [move.label for move in moves]), figures, [""] * len(moves))


def shift_json(found: Shift) -> str:
    """Return the same as JSON."""
    moves = [
        {"label": one.label, "before": one.before, "lately": one.lately, "bits": one.bits, "up": one.up}
        for one in found.moves
    ]
    whole = {
        "since": found.since.isoformat(),
        "bits": found.bits,
        "chance": found.chance,
        "pieces": found.pieces,
        "pieces_before": found.pieces_before,
        "moves": moves,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _signed(change: float) -> str:
    return "" if abs(change) < 0.005 else f"{change:+.2f}"
