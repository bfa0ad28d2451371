"""`penchant start`: three short questions, or a sentence, for someone of whom nothing is known."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from .answers import HAN, QUESTIONS, Said, in_a_sentence, statements
from .show import one_line, printable

if TYPE_CHECKING:
    from ..memory import Cohort, Interest, Observed, UserMemory

SHOWN = 5
"""Lent interests that are named; the rest are counted."""

INTRODUCTION = (
    "Three short questions; Enter skips one. What you answer is kept as your own words.",
    "三个小问题，按回车可以跳过。你的回答会按原话保存。",
)

UNREAD = ("(nothing in that says what you like or dislike)", "（没有看出你喜欢或不喜欢什么）")


def speaks_chinese() -> bool:
    """Return whether the locale is a Chinese one."""
    chosen = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return chosen.casefold().startswith("zh")


def ask(person: UserMemory, read: Callable[[str], str | None], console: Console) -> int:
    """Ask the three questions and observe the answers; return how many taught something. At the end of the input the rest is skipped."""
    chinese, taught = speaks_chinese(), 0
    console.print(INTRODUCTION[chinese], highlight=False)
    for question in QUESTIONS:
        answer = read(question.chinese if chinese else question.english)
        if answer is None:
            break
        if answer.strip():
            chinese = bool(HAN.search(answer))
        said = statements(question, answer)
        taught += _tell_all(person, said, console, chinese)
    return taught


def tell(person: UserMemory, text: str, console: Console, chinese: bool = False) -> bool:
    """Observe an explicit statement, or things with commas between, and print what that taught; return whether it did.

    What is answered here is meant, also where the words alone only name it.
    """
    return _tell_all(person, in_a_sentence(text), console, chinese)


def _tell_all(person: UserMemory, said: Sequence[Said], console: Console, chinese: bool) -> bool:
    return sum(_tell(person, one, console, chinese, len(said) > 1) for one in said) > 0


def _tell(person: UserMemory, said: Said, console: Console, chinese: bool, one_of_many: bool = False) -> bool:
    changes = _observed(person, said).changes
    for label in dict.fromkeys(change.label for change in changes):
        one = person.explain(label, 0).interest
        one = person.confirm(one.topic) if one.tentative and one.weight > one.negative else one
        console.print("  " + printable(one_line(one)), markup=False, highlight=False)
    if not changes:
        of = f"{printable(said.text)} " if one_of_many else ""
        console.print(f"  {of}{UNREAD[chinese]}", markup=False, highlight=False)
    return bool(changes)


def _observed(person: UserMemory, said: Said) -> Observed:
    from ..memory import Item

    if not said.label:
        return person.observe(said.text, kind="statement")
    kind = "statement" if said.polarity > 0 else "not interested"  # the same mass
    return person.observe(said.text, kind=kind, item=Item(tags=(said.label,)))


def lend(person: UserMemory, cohort: Cohort, console: Console) -> None:
    """Let the person start from a cohort, and print what they were lent."""
    found = person.start_from(cohort)
    if not found:
        console.print("From people like you comes nothing new.", highlight=False)
        return
    console.print(f"From people like you (of {cohort.people}), until you say otherwise:", highlight=False)
    for one in found[:SHOWN]:
        console.print("  " + _lent(one), markup=False, highlight=False)
    if len(found) > SHOWN:
        console.print(f"  and {len(found) - SHOWN} weaker ones", highlight=False)


def _lent(one: Interest) -> str:
    return printable(f"{one.label}: weight {one.weight:.2f}")


def reader(console: Console) -> Callable[[str], str | None]:
    """Return what reads an answer from a terminal or a pipe: None at the end of the input."""

    def read(question: str) -> str | None:
        console.print(question, markup=False, highlight=False)
        try:
            return input("› " if console.is_terminal else "")
        except EOFError:
            return None

    return read
