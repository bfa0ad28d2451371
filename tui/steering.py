"""How a person keeps their topics in order, as text: the tree, what they decided, and the review of tentative ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from .show import one_line, printable

if TYPE_CHECKING:
    from ..memory import Branch, Control, Duplicate, Interest, UserMemory

ANSWERS = "a accepts it, r rejects it, Enter leaves it for later, q ends"


def print_tree(branches: Sequence[Branch]) -> None:
    """Print interests as a tree."""
    console = Console()
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


def print_controls(controls: Sequence[Control], interests: Sequence[Interest] = ()) -> None:
    """Print what a person decided, oldest first; `interests` are those that they have, for their labels."""
    console = Console()
    if not controls:
        console.print("You have decided nothing yet.")
    labels = labels_of(interests, controls)
    for one in controls:
        at = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
        undone = ", undone" if one.undone else ""
        console.print(
            Text(f"{one.number:4}  {at}  {printable(told(one, labels))}{undone}"), highlight=False, soft_wrap=True
        )


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


def labels_of(interests: Sequence[Interest], controls: Sequence[Control] = ()) -> dict[int, str]:
    """Return what topics are called, by number: those that a person has, and those that were decided about."""
    return {one.topic: one.label for one in controls} | {one.topic: one.label for one in interests}


def told(one: Control, labels: Mapping[int, str] | None = None) -> str:
    """Return what was decided in a few words; `labels` names topics by number.

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
            return f"merge {one.label}: into {_called(one.value, labels)}"
        case "split":
            return f"split {one.label}: from {_called(one.value, labels)}"
        case "undo":
            return f"undo number {one.value}"
        case action:
            return f"{action} {one.label}"


def _called(number: str, labels: Mapping[int, str] | None) -> str:
    return (labels or {}).get(int(number), f"topic {number}")


def taken_back(one: Control, labels: Mapping[int, str] | None = None) -> str:
    """Return what undoing did, in one line."""
    return f"taken back: {told(one, labels)}"


def print_duplicates(found: Sequence[Duplicate]) -> None:
    """Print which topics may be one, as the commands that make them one."""
    console = Console()
    for one in found:
        line = f"may be one ({one.likeness:.2f}): penchant merge {one.label!r} {one.into_label!r}"
        console.print(Text(printable(line)), highlight=False, soft_wrap=True)
    if not found:
        console.print("No two look like one.")


def review(person: UserMemory, ask: Callable[[str], str], say: Callable[[str], None]) -> int:
    """Go through the tentative topics line by line; returns how many were decided.

    Args:
        person: their memory.
        ask: shows a question and returns the answer; raises EOFError where there is none.
        say: shows a line.
    """
    for line in odd(person):
        say(line)
    waiting = tentative(person)
    say(f"{len(waiting)} tentative, each only mentioned once; {ANSWERS}" if waiting else "nothing is tentative")
    decided = 0
    for one, context in waiting:
        try:
            answer = _answer(f"{printable(one.label)}   “{context}”  a/r/Enter/q: ", ask, say)
        except EOFError:
            break
        if answer == "q":
            break
        if answer in ("a", "r"):
            act = person.confirm if answer == "a" else person.reject
            say(f"{act(one.topic).label}: {'yours' if answer == 'a' else 'rejected'}")
            decided += 1
    return decided


def tentative(person: UserMemory) -> list[tuple[Interest, str]]:
    """Return the topics that wait for a decision, each with the beginning of the turn in which it was mentioned."""
    found = [(one, _context(person, one)) for one in person.interests() if one.tentative and not one.stopped]
    return [(one, context) for one, context in found if context]


def odd(person: UserMemory) -> list[str]:
    """Return what is odd about interests, a line each, with what the person can do about it; empty where nothing is."""
    from ..agent.prompting.orders import gives_orders

    told = [(one.label, one.told) for one in person.anomalies()]
    told += [
        (one.label, "its label looks like an order to a model") for one in person.interests() if gives_orders(one.label)
    ]
    names = [(printable(" ".join(label.split()))[:60], why) for label, why in told]
    return [f"odd: {name}: {why}; `penchant why` shows it, `penchant stop` voids it" for name, why in names]


def _answer(question: str, ask: Callable[[str], str], say: Callable[[str], None]) -> str:
    """Return a, r or q, or nothing for later; what is none of them is said, and asked again."""
    while (answer := ask(question).strip().casefold()[:1]) not in ("a", "r", "q", ""):
        say(f"{answer!r} is no answer: {ANSWERS}")
    return answer


def _context(person: UserMemory, one: Interest) -> str:
    """Return the beginning of the turn in which a topic was mentioned; nothing where that is forgotten."""
    said = [source.event.text or source.sentence for source in person.explain(one.topic, 1).sources]
    return " ".join(printable(said[0]).split())[:80] if said else ""
