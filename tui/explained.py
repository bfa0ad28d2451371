"""Why an interest has its weight, printed for a terminal (agent/reasons.py has the words)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from ..agent import reasons
from ..agent.reasons import explain as explain
from ..agent.reasons import levels as levels
from ..agent.reasons import loudest as loudest
from ..agent.reasons import spoken
from .show import bar, numbered, one_line, printable

if TYPE_CHECKING:
    from ..memory import Explanation, Fall

MOST_VOICES = 3
"""So many rungs of the ladder are told of, those that give most of the share."""


def print_explanation(
    explanation: Explanation, console: Console | None = None, falls: Sequence[Fall] = (), now: datetime | None = None
) -> None:
    """Print where a weight and a share come from, where they are going, and the sentences behind them."""
    console = console or Console()
    for line in _told(explanation, falls, now):
        console.print(line, highlight=False, soft_wrap=True)


def _told(explanation: Explanation, falls: Sequence[Fall], now: datetime | None) -> Iterator[Text]:
    one = explanation.interest
    liked = one.weight > one.negative  # nobody is told how likely they come back to what they dislike
    returns = f", comes back {one.returns:.0%}" if one.returns is not None and liked else ""
    yield Text(printable(one_line(one)) + f", next {one.share:.0%}{returns}")
    yield from _indented(_parts(explanation))
    yield from _indented(reasons.course(explanation, falls, now))
    yield from _indented(_voices(explanation))
    yield from _indented(_company(explanation))
    yield from _evidence(explanation)


def _indented(lines: Iterator[str]) -> Iterator[Text]:
    return (Text("  " + line) for line in lines)


def _parts(explanation: Explanation) -> Iterator[str]:
    rows, lost = reasons.parts(explanation), reasons.lost(explanation)
    if not rows:
        return
    width = max(len(name) for name, _ in rows + lost)
    for name, value in rows:
        yield f"{name:<{width}}  {value:.2f}  {bar(value)}".rstrip()
    for name, value in lost:
        yield f"{name:<{width}}  {value:.2f}"


def _voices(explanation: Explanation) -> Iterator[str]:
    """Yield which half-lives speak for it to come next: what each is trusted, what it says, and its part of the share."""
    share = explanation.interest.share
    speaking = [(one, one.trust * one.forecast / share) for one in explanation.voices if share > 0]
    if not speaking:
        return
    if loudest(explanation) is None:
        yield reasons.alike(explanation)
        return
    width = max(12, *(len(spoken(voice.half_life)) for voice, _ in speaking[:MOST_VOICES]))
    yield f"{'half-life':<{width}} {'trusted':>7}  {'says':>4}  part of the {share:.0%}"
    for voice, part in speaking[:MOST_VOICES]:
        yield f"{spoken(voice.half_life):<{width}} {voice.trust:>7.0%}  {voice.forecast:>4.0%}  {part:>4.0%}"


def _company(explanation: Explanation) -> Iterator[str]:
    if explanation.together:
        others = ", ".join(f"{printable(one.label)} ({one.confidence:.0%})" for one in explanation.together)
        yield f"often together with {others}"


def _evidence(explanation: Explanation) -> Iterator[Text]:
    if not explanation.sources:
        yield Text(reasons.unheard(explanation))
    for source in explanation.sources:
        at = source.event.at.astimezone().strftime("%Y-%m-%d %H:%M")
        carries = f", carries {source.carries:+.2f}" if source.carries else ""
        head = f"  {at}  {numbered(source.event)}{source.mass:+.2f}, now {source.remaining:+.2f}{carries}  "
        said = Text(printable(source.sentence or source.event.text) or "(forgotten)")
        said.highlight_words([source.phrase], "bold")
        yield Text(head) + said


def explanation_json(explanation: Explanation, falls: Sequence[Fall]) -> str:
    """Return an explanation as JSON: what `print_explanation` tells, unrounded."""
    return json.dumps(reasons.explanation_fields(explanation, falls), ensure_ascii=False, indent=2)
