"""Why an interest has its weight, in plain words for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from .durations import spoken
from .show import bar, fields, one_line, printable

if TYPE_CHECKING:
    from ..memory import Explanation, Fall, Source, Trend, UserMemory, Voice

MOST_VOICES = 3
"""So many rungs of the ladder are told of, those that give most of the share."""

ALIKE = 1.5
"""Rungs speak alike where none gives more than so many times its even part."""

STEADY = 0.005
"""Weights this near are told as one."""


def levels() -> dict[float, str]:
    """Return the weights under which the agent treats an interest otherwise, the highest first, and what it then does."""
    from ..agent.bias import LEVELS, THRESHOLD, Level

    words = {Level.STRONG: "is no longer a strong interest", Level.CLEAR: "is a faint one"}
    return {least: words[level] for least, level in LEVELS if level in words} | {THRESHOLD: "leaves the prompt"}


def explain(person: UserMemory, topic: str | int, most: int = 100) -> tuple[Explanation, tuple[Fall, ...]]:
    """Return why a topic has its weight, and when it falls below the agent's levels.

    Raises:
        ValueError: there is no such topic.
    """
    found = person.explain(topic, most)
    return found, person.falls(found.interest.topic, list(levels()))


def print_explanation(
    explanation: Explanation, console: Console | None = None, falls: Sequence[Fall] = (), now: datetime | None = None
) -> None:
    """Print where a weight and a share come from, where they are going, and the sentences behind them."""
    console = console or Console()
    for line in _told(explanation, falls, now):
        console.print(line, highlight=False, soft_wrap=True)


def _told(explanation: Explanation, falls: Sequence[Fall], now: datetime | None) -> Iterator[Text]:
    one = explanation.interest
    returns = "" if one.returns is None else f", comes back {one.returns:.0%}"
    yield Text(printable(one_line(one)) + f", next {one.share:.0%}{returns}")
    yield from _indented(_parts(explanation))
    yield from _indented(_course(explanation, falls, now))
    yield from _indented(_voices(explanation))
    yield from _indented(_company(explanation))
    yield from _evidence(explanation)


def _indented(lines: Iterator[str]) -> Iterator[Text]:
    return (Text("  " + line) for line in lines)


def _parts(explanation: Explanation) -> Iterator[str]:
    parts, loan = explanation.parts, explanation.loan
    rows = [("from the last days", parts.recent), ("from the long run", parts.lasting)]
    if loan is not None and parts.lent > 0:
        rows.append((f"from people like you ({loan.people} people)", parts.lent))
    if parts.pinned > 0:
        rows.append(("added by the pin", parts.pinned))
    if not any(value > 0 for _, value in rows):
        return
    lost = [("lost to what you said against it", parts.lost)] if parts.lost > 0 else []
    width = max(len(name) for name, _ in rows + lost)
    for name, value in rows:
        yield f"{name:<{width}}  {value:.2f}  {bar(value)}".rstrip()
    for name, value in lost:
        yield f"{name:<{width}}  {value:.2f}"


def _course(explanation: Explanation, falls: Sequence[Fall], now: datetime | None) -> Iterator[str]:
    if explanation.trend is not None and explanation.interest.weight:
        yield _trend(explanation.trend)
    if now is not None:
        yield from _ahead(explanation, falls, now)


def _trend(trend: Trend) -> str:
    was = trend.week_ago if abs(trend.now - trend.week_ago) > STEADY else trend.day_ago
    course = "steady" if abs(trend.now - was) <= STEADY else "rising" if trend.now > was else "fading"
    return f"a week ago {trend.week_ago:.2f}, a day ago {trend.day_ago:.2f}, now {trend.now:.2f}: {course}"


def _ahead(explanation: Explanation, falls: Sequence[Fall], now: datetime) -> Iterator[str]:
    """Yield where an interest goes if nothing more is said of it, and what keeps it out of the prompt as it is."""
    one = explanation.interest
    if (one.muted or (one.tentative and not one.pinned)) and one.weight:
        yield f"not in the prompt: {'muted' if one.muted else 'only mentioned once'}"
    elif not falls and one.weight > one.negative:
        yield "too weak for the prompt of an open question"
    elif falls and falls[0].at is None:
        yield "without a word it stays as it is"
    else:
        for fall in falls:
            if fall.at is not None:
                yield f"after {spoken(fall.at - now)} without a word it {levels()[fall.level]}"


def _voices(explanation: Explanation) -> Iterator[str]:
    """Yield which half-lives speak for it to come next: what each is trusted, what it says, and its part of the share."""
    share = explanation.interest.share
    speaking = [(one, one.trust * one.forecast / share) for one in explanation.voices if share > 0]
    if not speaking:
        return
    if loudest(explanation) is None:
        yield f"half-lives from {spoken(_ends(explanation, min))} to {spoken(_ends(explanation, max))} speak for it alike"
        return
    yield f"{'half-life':<12} {'trusted':>7}  {'says':>4}  part of the {share:.0%}"
    for voice, part in speaking[:MOST_VOICES]:
        yield f"{spoken(voice.half_life):<12} {voice.trust:>7.0%}  {voice.forecast:>4.0%}  {part:>4.0%}"


def loudest(explanation: Explanation) -> Voice | None:
    """Return the rung that gives clearly more of the share than its even part; None where they speak alike or there is no share."""
    share, voices = explanation.interest.share, explanation.voices
    if not voices or share <= 0:
        return None
    part = voices[0].trust * voices[0].forecast / share
    return voices[0] if part >= ALIKE / len(voices) else None


def _ends(explanation: Explanation, pick: Callable[[Iterable[timedelta]], timedelta]) -> timedelta:
    return pick(one.half_life for one in explanation.voices)


def _company(explanation: Explanation) -> Iterator[str]:
    if explanation.together:
        others = ", ".join(f"{printable(one.label)} ({one.confidence:.0%})" for one in explanation.together)
        yield f"often together with {others}"


def _evidence(explanation: Explanation) -> Iterator[Text]:
    if not explanation.sources:
        yield Text(
            "No evidence counts for it now." if not explanation.interest.lent else "You have not spoken of it yet."
        )
    for source in explanation.sources:
        at = source.event.at.astimezone().strftime("%Y-%m-%d %H:%M")
        carries = f", carries {source.carries:+.2f}" if source.carries else ""
        head = f"  {at}  {source.mass:+.2f}, now {source.remaining:+.2f}{carries}  "
        said = Text(printable(source.sentence or source.event.text) or "(forgotten)")
        said.highlight_words([source.phrase], "bold")
        yield Text(head) + said


def explanation_json(explanation: Explanation, falls: Sequence[Fall]) -> str:
    """Return an explanation as JSON: what `print_explanation` tells, unrounded."""
    found: dict[str, Any] = fields(explanation.interest)
    parts, trend, loan = explanation.parts, explanation.trend, explanation.loan
    found["parts"] = {name: getattr(parts, name) for name in ("recent", "lasting", "lent", "pinned", "lost")}
    found["trend"] = trend and {"week_ago": trend.week_ago, "day_ago": trend.day_ago, "now": trend.now}
    found["falls"] = [{"below": one.level, "at": one.at and one.at.isoformat()} for one in falls]
    found["voices"] = [
        {"half_life_seconds": one.half_life.total_seconds(), "trust": one.trust, "forecast": one.forecast}
        for one in explanation.voices
    ]
    found["together"] = [
        {"label": one.label, "support": one.support, "confidence": one.confidence, "lift": one.lift}
        for one in explanation.together
    ]
    found["people_like_you"] = loan and {"people": loan.people, "since": loan.since.isoformat(), "mass": loan.mass}
    found["sources"] = [_source_fields(one) for one in explanation.sources]
    return json.dumps(found, ensure_ascii=False, indent=2)


def _source_fields(source: Source) -> dict[str, object]:
    return {
        "at": source.event.at.isoformat(),
        "kind": source.event.kind,
        "phrase": source.phrase,
        "sentence": source.sentence,
        "mass": source.mass,
        "remaining": source.remaining,
        "carries": source.carries,
    }
