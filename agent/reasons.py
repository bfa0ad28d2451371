"""Why an interest has its weight, in plain words and as JSON: what the terminal, the page and the MCP server tell alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..memory import Explanation, Fall, Interest, Source, Trend, UserMemory, Voice

ALIKE = 1.5
"""Rungs speak alike where none gives more than so many times its even part."""

STEADY = 0.005
"""Weights this near are told as one."""

_SPOKEN = (
    (timedelta(days=365), "year"),
    (timedelta(days=30), "month"),
    (timedelta(weeks=1), "week"),
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)


def spoken(length: timedelta) -> str:
    """Return a duration in words, rounded to what matters.

    >>> spoken(timedelta(days=3, hours=2)), spoken(timedelta(hours=1)), spoken(timedelta(days=16))
    ('3 days', '1 hour', '2 weeks')
    """
    for unit, name in _SPOKEN:
        if length >= (2 * unit if name in ("week", "month", "year") else unit):
            count = round(length / unit)
            return f"{count} {name}{'s' * (count != 1)}"
    return "less than a minute"


def levels() -> dict[float, str]:
    """Return the weights under which the agent treats an interest otherwise, the highest first, and what it then does."""
    from .bias import LEVELS, THRESHOLD, Level

    words = {Level.STRONG: "is no longer a strong interest", Level.CLEAR: "is a faint one"}
    return {least: words[level] for least, level in LEVELS if level in words} | {THRESHOLD: "leaves the prompt"}


def explain(person: UserMemory, topic: str | int, most: int = 100) -> tuple[Explanation, tuple[Fall, ...]]:
    """Return why a topic has its weight, and when it falls below the agent's levels.

    Raises:
        ValueError: there is no such topic.
    """
    found = person.explain(topic, most)
    return found, person.falls(found.interest.topic, list(levels()))


# In words


def marks(one: Interest) -> str:
    """Return what a person decided about a topic, in words."""
    said = [name for name in ("pinned", "muted", "stopped") if getattr(one, name)]
    if one.boost != 1:
        said.append(f"boost {one.boost:g}")
    if one.lent:
        said.append("from people like you")
    if one.tentative and not one.stopped:
        said.append("tentative")
    if one.negative > 0:
        said.append(f"disliked {one.negative:.2f}")
    return ", ".join(said)


def parts(explanation: Explanation) -> list[tuple[str, float]]:
    """Return what a weight is made of, each part with its words: they sum to the weight. None where the weight is 0."""
    found, loan = explanation.parts, explanation.loan
    rows = [("from the last days", found.recent), ("from the long run", found.lasting)]
    if loan is not None and found.lent > 0:
        rows.append((f"from people like you ({loan.people} people)", found.lent))
    if found.pinned > 0:
        rows.append(("added by the pin", found.pinned))
    return rows if any(value > 0 for _, value in rows) else []


def lost(explanation: Explanation) -> list[tuple[str, float]]:
    """Return by how much a dislike lowers the weight, with its words; nothing where none does."""
    less = explanation.parts.lost
    return [("lost to what you said against it", less)] if less > 0 else []


def course(explanation: Explanation, falls: Sequence[Fall], now: datetime | None) -> Iterator[str]:
    """Yield how a weight has moved, and with a `now` where it goes if nothing more is said."""
    if explanation.trend is not None and explanation.interest.weight:
        yield _trend(explanation.trend)
    if now is not None:
        yield from _ahead(explanation, falls, now)


def loudest(explanation: Explanation) -> Voice | None:
    """Return the rung that gives clearly more of the share than its even part; None where they speak alike or there is no share."""
    share, voices = explanation.interest.share, explanation.voices
    if not voices or share <= 0:
        return None
    part = voices[0].trust * voices[0].forecast / share
    return voices[0] if part >= ALIKE / len(voices) else None


def alike(explanation: Explanation) -> str:
    """Return the words for rungs that speak alike: from the shortest half-life to the longest."""
    lengths = [one.half_life for one in explanation.voices]
    return f"half-lives from {spoken(min(lengths))} to {spoken(max(lengths))} speak for it alike"


def unheard(explanation: Explanation) -> str:
    """Return what is told of a topic without evidence."""
    return "You have not spoken of it yet." if explanation.interest.lent else "No evidence counts for it now."


def _trend(trend: Trend) -> str:
    now, week, day = trend.now, trend.week_ago, trend.day_ago
    return f"a week ago {week:.2f}, a day ago {day:.2f}, now {now:.2f}: {_moved(_sign(now - week), _sign(now - day))}"


def _sign(difference: float) -> int:
    """Return 1 for what has risen, -1 for what has fallen, 0 for what is steady."""
    return 0 if abs(difference) <= STEADY else 1 if difference > 0 else -1


def _moved(week: int, day: int) -> str:
    """Return the word for how a weight has moved in a week, and in its last day where that is another way."""
    if day in (0, week):
        return {1: "rising", -1: "fading", 0: "steady"}[week]
    since = f"{'up' if day > 0 else 'down'} since yesterday"
    return f"{'up' if week > 0 else 'down'} this week, {since}" if week else since


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


# As JSON


def fields(one: Interest) -> dict[str, object]:
    """Return an interest as JSON has it."""
    return {
        "label": one.label,
        "weight": round(one.weight, 6),
        "share": round(one.share, 6),
        "negative": round(one.negative, 6),
        "evidence": one.evidence,
        "last_seen": one.last_seen.isoformat() if one.last_seen else None,
        "pinned": one.pinned,
        "muted": one.muted,
        "stopped": one.stopped,
        "tentative": one.tentative,
        "boost": one.boost,
        "lent": one.lent,
        "returns": None if one.returns is None else round(one.returns, 6),
    }


def explanation_fields(explanation: Explanation, falls: Sequence[Fall]) -> dict[str, Any]:
    """Return an explanation as JSON has it, unrounded."""
    found: dict[str, Any] = fields(explanation.interest)
    made, trend, loan = explanation.parts, explanation.trend, explanation.loan
    found["parts"] = {name: getattr(made, name) for name in ("recent", "lasting", "lent", "pinned", "lost")}
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
    return found


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
