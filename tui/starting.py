"""`penchant start`: three short questions, or a sentence, for someone of whom nothing is known."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console

from .show import one_line, printable

if TYPE_CHECKING:
    from ..memory import Cohort, Interest, UserMemory

SHOWN = 5
"""Lent interests that are named; the rest are counted."""

_HAN = re.compile(r"[\u3400-\u9fff]")

_NOTHING = re.compile(
    r"(?:no|none|nothing|nope|skip|pass|n/?a|-+|(?:i )?(?:do not|don'?t) know|没有|没|无|跳过|不知道|没什么)[\s.!。！]*",
    re.I,
)

_SENTENCE = re.compile(r"(?:I|I['’](?:m|d|ve)|My|We)\b|我|咱", re.IGNORECASE)
"""How an answer begins that is a sentence already."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question in both languages, and the sentences that a bare answer ("climbing, jazz") is completed to."""

    english: str
    chinese: str
    said: str
    said_in_chinese: str
    polarity: int = 1


QUESTIONS = (
    Question("What do you like to do?", "你平时喜欢做什么？", "I like {}.", "我喜欢{}。"),
    Question(
        "What would you like to read or learn about?",
        "你想了解或学习什么？",
        "I am interested in {}.",
        "我对{}感兴趣。",
    ),
    Question("What should I leave you alone with?", "有什么是你不喜欢的？", "I don't like {}.", "我不喜欢{}。", -1),
)

INTRODUCTION = (
    "Three short questions; Enter skips one. What you answer is kept as your own words.",
    "三个小问题，按回车可以跳过。你的回答会按原话保存。",
)

UNREAD = ("(nothing in that says what you like or dislike)", "（没有看出你喜欢或不喜欢什么）")


def speaks_chinese() -> bool:
    """Return whether the locale is a Chinese one."""
    chosen = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return chosen.casefold().startswith("zh")


def statement(question: Question, answer: str) -> str:
    """Return an answer as a statement: as it is where it says what is liked or not, else completed; "" for none.

    >>> statement(QUESTIONS[0], "climbing and jazz"), statement(QUESTIONS[2], "I hate olives!"), statement(QUESTIONS[0], "nothing")
    ('I like climbing and jazz.', 'I hate olives!', '')
    """
    from ..memory import extract

    answer = " ".join(answer.split())
    if not answer or _NOTHING.fullmatch(answer):
        return ""
    if _SENTENCE.match(answer) or any(phrase.stance == "stated" for phrase in extract(answer)):
        return answer
    whole = (question.said_in_chinese if _HAN.search(answer) else question.said).format(answer.rstrip(" .!。！"))
    return whole if any(phrase.polarity == question.polarity for phrase in extract(whole)) else answer


def ask(person: UserMemory, read: Callable[[str], str | None], console: Console) -> int:
    """Ask the three questions and observe the answers; return how many taught something. At the end of the input the rest is skipped."""
    chinese, taught = speaks_chinese(), 0
    console.print(INTRODUCTION[chinese], highlight=False)
    for question in QUESTIONS:
        answer = read(question.chinese if chinese else question.english)
        if answer is None:
            break
        if answer.strip():
            chinese = bool(_HAN.search(answer))
        if said := statement(question, answer):
            taught += tell(person, said, console, chinese)
    return taught


def tell(person: UserMemory, text: str, console: Console, chinese: bool = False) -> bool:
    """Observe an explicit statement and print what it taught; return whether it did.

    What is answered here is meant, also where the words alone only name it.
    """
    changes = person.observe(text, kind="statement").changes
    for label in dict.fromkeys(change.label for change in changes):
        one = person.explain(label, 0).interest
        one = person.confirm(one.topic) if one.tentative and one.weight > one.negative else one
        console.print("  " + printable(one_line(one)), markup=False, highlight=False)
    if not changes:
        console.print("  " + UNREAD[chinese], highlight=False)
    return bool(changes)


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
