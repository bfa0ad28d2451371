"""A person's life of four months in a ledger: what the interests screen is tested with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from penchant.memory import InterestMemory

BEGAN = datetime(2025, 10, 20, 12, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

SAID = (
    (0, "I love rock climbing and I go bouldering every week"),
    (1, "I am learning ruby on rails for work"),
    (5, "My hobby is baking sourdough bread"),
    (20, "I went rock climbing again and loved it"),
    (25, "I hate cilantro"),
    (30, "I like typography"),
    (40, "I am reading about Rust, I love Rust"),
    (60, "我喜欢攀岩和摄影"),
    (80, "I love rock climbing more than anything"),
    (100, "I like mechanical keyboards"),
    (115, "I love Ruby on Rails, I am building a site with ruby on rails"),
    (118, "I bake sourdough bread on Sundays, I love baking sourdough"),
    (125, "I love bouldering"),
    (126, "I went rock climbing; rock climbing is my favourite sport"),
    (129, "I can't stand jazz"),
    (130, "How far is the moon?"),
    (131, "I bought a [b]bold[/b] poster, I love [b]bold[/b] posters"),
    (131.5, "I love rock climbing and sourdough bread"),
)
"""Days after the beginning, and what was said."""


class Clock:
    """A clock that stands where it was put."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def live(folder: Path) -> None:
    """Say it all, into a ledger in a folder, in two sessions."""
    clock = Clock(BEGAN)
    with InterestMemory(folder, clock=clock, index=False) as memory:
        person = memory.user("me")
        for days, text in SAID:
            clock.now = BEGAN + timedelta(days=days)
            session = "first" if days < 60 else "second"
            person.observe(text, session=session)
            person.observe("Noted.", role="assistant", session=session)
        clock.now = BEGAN + timedelta(days=131.8)
        person.pin("rails")
