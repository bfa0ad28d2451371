"""Completion of slash commands: pure, so that the prompt only shows it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from .. import themes
from ..commands import FULL, Command
from ..show import LEARNING, PERSONALIZE
from .cells import line as on_one_line

Candidates = Mapping[str, Sequence[str] | Callable[[str], Sequence[str]]]
"""What can stand for an argument, by the argument's word: all of it, or what there is for the beginning that was typed."""

MOST = 100
"""Suggestions at most."""

SEEN = 2_000
"""Files of a folder that are looked at."""

SAME = {"OLD": "TOPIC", "INTO": "TOPIC"}
"""Words of arguments that are completed like another."""

_COMMAND = re.compile(r"/(?:[\w-]+(?: .*)?)?")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a line can become: the whole line, what the list shows of it, and a word about it. Nothing is missing in a `done` one."""

    line: str
    label: str
    about: str = ""
    done: bool = True


def is_command(text: str) -> bool:
    """Return whether a text is a command: one line, a slash, a name.

    >>> is_command("/pin jazz"), is_command("/usr/bin is full"), is_command(" /pin")
    (True, False, False)
    """
    return _COMMAND.fullmatch(text) is not None


def is_finished(text: str) -> bool:
    """Return whether a line is a command that has what it needs."""
    name, _, argument = text[1:].partition(" ")
    return any(one.name == name and (argument.strip() or not one.needs) for one in FULL)


def suggest(text: str, candidates: Candidates) -> list[Suggestion]:
    """Return what a line that is being typed can become, likeliest first; nothing if it is no command."""
    if not is_command(text):
        return []
    name, space, argument = text[1:].partition(" ")
    if not space:
        return [_named(one) for one in _fitting(name, FULL, lambda one: one.name)]
    command = next((one for one in FULL if one.name == name), None)
    return list(islice(_arguments(command, argument, candidates), MOST)) if command else []


def _named(one: Command[Any]) -> Suggestion:
    about = f"{one.argument}  {one.help}" if one.argument else one.help
    return Suggestion(f"/{one.name}{' ' * bool(one.argument)}", f"/{one.name}", about, not one.needs)


def _arguments(command: Command[Any], typed: str, candidates: Candidates) -> Iterator[Suggestion]:
    """Yield what can follow a command: the right side of `OLD = NEW` once the sign is there, else the left."""
    left, sign, right = command.argument.strip("[]").partition(" = ")
    begun, head = typed.lstrip(), f"/{command.name} "
    word, rest = left.partition(" ")[0], " = " if sign else " " * (" " in left)
    before, typed_sign, after = typed.partition(" = ")
    if sign and typed_sign:
        begun, head = after.lstrip(), f"{head}{before.strip()} = "
        word, rest = right, ""
    known = candidates.get(SAME.get(word, word), ())
    for one in _fitting(begun, known(begun) if callable(known) else known, str):
        if rest or one not in (begun, before.strip()):
            about = {"MODE": ABOUT, "WHEN": PERSONALIZE}.get(word, {}).get(one, "")
            yield Suggestion(head + one + rest, on_one_line(one), about, not rest and not one.endswith("/"))


def _fitting(typed: str, known: Iterable[Any], text: Callable[[Any], str]) -> list[Any]:
    """Return what begins with the typed, then what has it within; each in the order given."""
    wanted = typed.casefold()
    near = [(place, one) for one in known if (place := text(one).casefold().find(wanted)) >= 0]
    return [one for place, one in near if place == 0] + [one for place, one in near if place > 0]


def paths(typed: str) -> list[str]:
    """Return what is in the folder that a path leads into: folders with a slash, hidden files only when a dot asks for them."""
    head, slash, begun = typed.rpartition("/")
    try:
        with os.scandir(Path(head + slash or ".").expanduser()) as folder:
            there = [one.name + "/" * one.is_dir() for one in islice(folder, SEEN)]
    except (OSError, RuntimeError, ValueError):
        return []
    return [head + slash + name for name in sorted(there, key=str.casefold) if begun.startswith(".") or name[0] != "."]


ABOUT = {mode: words.partition(": ")[2] for mode, words in LEARNING.items()}

STANDING: Candidates = {"MODE": tuple(LEARNING), "WHEN": tuple(PERSONALIZE), "THEME": themes.names(), "PATH": paths}
"""What does not depend on the memory."""
