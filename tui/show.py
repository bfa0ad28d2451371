"""Interests, reasons and prompts as text for a terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from ..agent.reasons import fields as fields
from ..agent.reasons import marks as marks

if TYPE_CHECKING:
    from ..agent import Recalled, Sent, ToolCalled, ToolReturned
    from ..memory import Change, Event, Interest, Session
    from .entries import Entry
    from .known import Found

RESUMED = 10
"""Turns that are printed of a session that is gone on with."""

LEARNING = {
    "on": "learning is on: what you say teaches the memory",
    "paused": "learning is paused: your interests are used, and nothing is learned from what you say",
    "incognito": "incognito: your interests are not used, nothing is learned, and nothing is kept",
}
"""What a session's learning mode means."""

PERSONALIZE = {
    "off": "your interests enter no answer",
    "gate": "your interests enter answers where they help",
    "always": "your interests enter every answer, whatever you ask",
}
"""What it means whether interests enter answers."""

NOTHING_FOUND = "Nothing was found."
"""Said where a search finds nothing."""

BAR = 10
"""Width of a weight's bar, in characters."""


def moment(text: str) -> datetime:
    """Return a moment that a person typed, in their own time zone unless it names one.

    Raises:
        ValueError: it is no date.
    """
    try:
        return datetime.fromisoformat(text.strip()).astimezone()
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is no date; write 2026-03-01 or 2026-03-01T18:00") from error


def printable(text: str) -> str:
    """Return a model's text without control characters: it must not move the cursor or worse.

    >>> printable("a\\x1b[2Jb\\n")
    'a[2Jb\\n'
    """
    return text.translate(_CONTROLS)


_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)])


def to_json(interests: Sequence[Interest]) -> str:
    """Return interests as the JSON that docs/commands.md describes."""
    return json.dumps([fields(one) for one in interests], ensure_ascii=False, indent=2)


def bar(weight: float) -> str:
    """Return a weight as a bar on a fixed scale from 0 to 1."""
    eighths = round(weight * BAR * 8)
    full, part = divmod(eighths, 8)
    return ("█" * full + (" ▏▎▍▌▋▊▉"[part] if part else "")).ljust(BAR)


def one_line(one: Interest) -> str:
    """Return an interest in one line."""
    return f"{one.label}: weight {one.weight:.2f}" + (f" ({marks(one)})" if marks(one) else "")


def print_interests(interests: Sequence[Interest], console: Console | None = None, title: str | None = None) -> None:
    """Print interests as a table, as wide as the terminal at most; in a pipe nothing of it is cut."""
    from .text.columns import Column, print_columns

    console = console or Console()
    if not interests:
        console.print("Nothing is known yet: chat, and what you say teaches it.")
        return
    if title is not None:
        console.print(Text(title, style="italic"), soft_wrap=True)
    figures = [
        Column("weight", [f"{one.weight:.2f}" for one in interests]),
        Column("", [bar(one.weight) for one in interests], 4, right=False),
        Column("next", [f"{one.share:.0%}" for one in interests], 1),
        Column("turns", [str(one.evidence) for one in interests], 2),
        Column("last seen", list(map(_last_seen, interests)), 3, right=False),
    ]
    print_columns(console, Column("interest", [one.label for one in interests]), figures, list(map(marks, interests)))


def _last_seen(one: Interest) -> str:
    return one.last_seen.astimezone().strftime("%Y-%m-%d") if one.last_seen else ""


def print_found(found: Sequence[Found], console: Console | None = None) -> None:
    """Print past turns that a search found: by words, or with their likeness in meaning."""
    console = console or Console()
    if not found:
        console.print(NOTHING_FOUND)
    for one in found:
        near = " words" if one.likeness is None else f"{one.likeness:6.2f}"
        who = one.event.role if one.event.part_of is None else one.event.kind
        said = Text(f"{near}  {_moment(one.event)}  {numbered(one.event)}{who}: {printable(one.event.text)}")
        console.print(said, highlight=False, soft_wrap=True)


def print_sessions(sessions: Sequence[Session], console: Console, now: str) -> None:
    """Print the sessions, newest first; the present one is marked."""
    if not sessions:
        console.print("There is no session yet.")
    for one in sessions:
        mark = "●" if one.id == now else " "
        learning = "" if one.learning == "on" else f", learning {one.learning}"
        last = one.last.astimezone().strftime("%Y-%m-%d %H:%M")
        console.print(Text(f"{mark} {last}  {printable(one.title)} ({one.turns} turns{learning})"), soft_wrap=True)


def print_entry(entry: Entry, console: Console) -> None:
    """Print a turn of a session that is gone on with."""
    console.print(Text(f"{'›' if entry.kind == 'user' else ' '} {printable(entry.text)}"), soft_wrap=True)


def numbered(event: Event) -> str:
    """Return the number of a turn as it is printed before the turn, with the space behind it: `penchant forget --turn` takes it."""
    number = event.number if event.part_of is None else event.part_of
    return f"#{number}  " if number else ""


def _moment(event: Event) -> str:
    return event.at.astimezone().strftime("%Y-%m-%d %H:%M")


def steered(control: str, topic: str, one: Interest) -> str:
    """Return what came of one of the person's controls, in one line; `topic` is what they called it."""
    return {
        "stop": f"{one.label}: stopped",
        "rename": f"{topic} is now {one.label}" if topic != one.label else f"{topic} is called so already",
        "merge": f"{topic} is now part of {one_line(one)}",
        "split": f"{topic} is two topics now; the new one is {one_line(one)}",
        "reject": f"{one.label}: rejected",
    }.get(control, one_line(one))


def moved(changes: Sequence[Change]) -> str:
    """Return what an event did to the weights, in one line.

    >>> from penchant.memory import Change
    >>> moved([Change("ruby", 0.74, 0.82, "Ruby")])
    '+ruby .74→.82'
    """

    return " · ".join(filter(None, map(_moved, changes)))


def _moved(change: Change) -> str:
    before, after = (f"{weight:.2f}".removeprefix("0") for weight in (change.before, change.after))
    if change.mass < 0:
        return f"−{change.label} {before}→{after} disliked"
    sign = "+" if change.after >= change.before else "−"
    return f"{sign}{change.label} {before}→{after}" if before != after else ""


def biased(recalled: Recalled) -> str:
    """Return by what an answer was biased, in one line; empty when nothing was added."""
    if not recalled.prompt.block:
        return ""
    liked, disliked = ([one.interest.label for one in side] for side in (recalled.bias.liked, recalled.bias.disliked))
    leans = f"leans on {', '.join(liked)}" if liked else ""
    avoids = f"avoids {', '.join(disliked)}" if disliked else ""
    return f"{'; '.join(filter(None, (leans, avoids))) or QUOTED} ({recalled.prompt.block_tokens} tokens)"


CALL_WIDTH = 100
"""Characters of a tool's call or result that are shown."""


def tool_line(event: ToolCalled | ToolReturned) -> str:
    """Return a tool's call, or what came back, in one line.

    >>> from penchant.agent import ToolCalled, ToolReturned
    >>> tool_line(ToolCalled("1", "search_past_turns", {"query": "jazz", "limit": 3}))
    '→ search_past_turns(query: jazz, limit: 3)'
    >>> tool_line(ToolReturned("1", "weather", "Sunny in  Bern."))
    '← weather: Sunny in Bern.'
    """
    from ..agent import ToolCalled

    if isinstance(event, ToolCalled):
        said = f"→ {event.name}({', '.join(f'{name}: {value}' for name, value in event.arguments.items())})"
    else:
        said = f"← {event.name}{' failed' if event.failed else ''}: {event.text}"
    line = " ".join(printable(said[: 10 * CALL_WIDTH]).split())
    return line if len(line) <= CALL_WIDTH else f"{line[: CALL_WIDTH - 1]}…"


def took(sent: Sent) -> str:
    """Return what a turn took and which tools were called for it, in one line; empty where it is not known."""
    tools = [f"{name} (failed)" if failed else name for name, failed in sent.tools]
    called = f"tools: {printable(', '.join(tools))}" if tools else ""
    return " · ".join(filter(None, (str(sent.usage) if sent.usage else "", called)))


def model_label(name: str) -> str:
    """Return a model's name as there is room for it: of a server's model the name alone.

    >>> model_label("http://127.0.0.1:8080/v1#qwen3"), model_label("ollama:llama3.2")
    ('qwen3', 'ollama:llama3.2')
    """
    url, _, model = name.partition("#")
    return model or url.removeprefix("http://").removeprefix("https://")


CUT = "cut off at the model's limit of tokens"
"""Said of a reply that ended there."""


QUOTED = "told what you said before"
"""Said of a reply for which past turns were quoted, and no interest was named."""


def leaned(interests: int, tokens: int, cut: bool = False) -> str:
    """Return by how much a reply was biased, and whether it was cut off, in one line; empty where it was neither.

    >>> leaned(2, 41), leaned(0, 68), leaned(0, 0, cut=True)
    ('biased by 2 interests, 41 tokens', 'told what you said before, 68 tokens', "cut off at the model's limit of tokens")
    """
    by = f"biased by {interests} interest{'s' * (interests != 1)}" if interests else QUOTED
    biased = f"{by}, {tokens} tokens" if tokens else ""
    return " · ".join(filter(None, (CUT if cut else "", biased)))


def print_sent(sent: Sent, console: Console | None = None) -> None:
    """Print exactly what was sent, message by message, with tokens."""
    from ..agent.prompt import by_message

    console = console or Console()
    for segments in by_message(sent.segments):
        tokens = sum(segment.tokens for segment in segments)
        console.print(Text(f"── {segments[0].role}, {tokens} tokens"), style="dim", highlight=False)
        console.print(Text("".join(segment.text for segment in segments)), highlight=False, soft_wrap=True)
    total = f"── {sent.tokens} tokens in all, {sent.block_tokens} of them from memory"
    console.print(Text(total), style="dim", highlight=False)
    if taken := took(sent):
        console.print(Text(f"── took {taken}"), style="dim", highlight=False, soft_wrap=True)
