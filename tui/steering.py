"""How a person keeps their topics in order, as text: the tree, what they decided, and the review of tentative ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from .show import one_line, printable

if TYPE_CHECKING:
    from ..memory import Branch, Control, Duplicate, Interest, Together, UserMemory

ANSWERS = "a accepts it, r rejects it, Enter leaves it for later, q ends"


def print_tree(branches: Sequence[Branch], console: Console | None = None) -> None:
    """Print interests as a tree."""
    console = console or Console()
    if not branches:
        console.print("Nothing is known yet: chat, and what you say teaches it.")
    for branch in branches:
        console.print(_grown(Tree(_leaf(branch), guide_style="dim"), branch), highlight=False)


def _grown(tree: Tree, branch: Branch) -> Tree:
    for one in branch.branches:
        _grown(tree.add(_leaf(one)), one)
    return tree


def _leaf(branch: Branch) -> Text:
    return Text(printable(one_line(branch.interest)))


def print_controls(controls: Sequence[Control], console: Console | None = None) -> None:
    """Print what a person decided, oldest first."""
    console = console or Console()
    if not controls:
        console.print("You have decided nothing yet.")
    for one in controls:
        at = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
        undone = ", undone" if one.undone else ""
        console.print(Text(f"{one.number:4}  {at}  {printable(told(one))}{undone}"), highlight=False, soft_wrap=True)


def control_fields(one: Control) -> dict[str, object]:
    """Return a control as JSON has it."""
    return {
        "number": one.number,
        "topic": one.topic,
        "label": one.label,
        "action": one.action,
        "value": one.value,
        "at": one.at.isoformat(),
        "undone": one.undone,
    }


def told(one: Control) -> str:
    """Return what was decided in a few words.

    >>> from datetime import datetime, UTC
    >>> from penchant.memory import Control
    >>> told(Control(7, 3, "jazz", "pin", "0", datetime(2026, 3, 1, tzinfo=UTC)))
    'pin jazz: off'
    """
    match one.action:
        case "pin" | "mute":
            return f"{one.action} {one.label}: {'on' if one.value == '1' else 'off'}"
        case "boost":
            return f"boost {one.label}: {float(one.value):g}"
        case "rename" | "relabel":
            return f"{one.action} {one.label}: to {one.value!r}" if one.value else f"{one.action} {one.label}"
        case "merge":
            return f"merge {one.label}: into topic {one.value}"
        case "split":
            return f"split {one.label}: from topic {one.value}"
        case "undo":
            return f"undo number {one.value}"
        case action:
            return f"{action} {one.label}"


def taken_back(one: Control) -> str:
    """Return what undoing did, in one line."""
    return f"taken back: {told(one)}"


def print_together(found: Sequence[Together], console: Console | None = None) -> None:
    """Print what often comes together with a topic."""
    console = console or Console()
    for one in found:
        figures = f"{one.confidence:.0%} of the time, {one.lift:.1f} times as often as by chance"
        console.print(Text(f"  often together with {printable(one.label)}: {figures}"), highlight=False)


def print_duplicates(found: Sequence[Duplicate], console: Console | None = None) -> None:
    """Print which topics may be one, as the commands that make them one."""
    console = console or Console()
    for one in found:
        line = f"may be one ({one.likeness:.2f}): penchant merge {one.label!r} {one.into_label!r}"
        console.print(Text(printable(line)), highlight=False, soft_wrap=True)


def review(person: UserMemory, ask: Callable[[str], str], say: Callable[[str], None]) -> int:
    """Go through the tentative topics line by line; returns how many were decided.

    Args:
        person: their memory.
        ask: shows a question and returns the answer; raises EOFError where there is none.
        say: shows a line.
    """
    for line in odd(person):
        say(line)
    waiting = [one for one in person.interests() if one.tentative and not one.stopped]
    say(f"{len(waiting)} tentative, each only mentioned once; {ANSWERS}" if waiting else "nothing is tentative")
    decided = 0
    for one in waiting:
        try:
            answer = ask(_question(person, one)).strip().casefold()[:1]
        except EOFError:
            break
        if answer == "q":
            break
        if answer in ("a", "r"):
            act = person.confirm if answer == "a" else person.reject
            say(f"{act(one.topic).label}: {'yours' if answer == 'a' else 'rejected'}")
            decided += 1
    return decided


def odd(person: UserMemory) -> list[str]:
    """Return what is odd about interests, a line each, with what the person can do about it; empty where nothing is."""
    from ..agent.prompting.orders import gives_orders

    told = [(one.label, one.told) for one in person.anomalies()]
    told += [
        (one.label, "its label looks like an order to a model") for one in person.interests() if gives_orders(one.label)
    ]
    names = [(printable(" ".join(label.split()))[:60], why) for label, why in told]
    return [f"odd: {name}: {why}; `penchant why` shows it, `penchant stop` voids it" for name, why in names]


def _question(person: UserMemory, one: Interest) -> str:
    said = [source.event.text for source in person.explain(one.topic, 1).sources]
    context = " ".join(printable(said[0]).split())[:80] if said and said[0] else "(forgotten)"
    return f"{printable(one.label)}   “{context}”  a/r/Enter/q: "
