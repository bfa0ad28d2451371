"""What a person chooses to forget: one of a turn, a topic, a session, a period, or everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..records import to_ms


@dataclass(frozen=True, slots=True)
class Chosen:
    """Exactly one choice; `since` and `until` are the two ends of one, either of which may be open.

    Args:
        topic: its number or a name of it: with it goes every turn that speaks of it.
        turn: its number: with it go the replies to it and what was read in its attachments.
        session: its id: with it goes all that was said in it, what was replaced too.
        since: the first moment of a period.
        until: the end of a period, itself not in it.
        everything: all that is stored of the person but the name.

    Raises:
        ValueError: nothing is chosen, or more than one; a moment has no time zone; or the period is empty.
    """

    topic: str | int | None = None
    turn: int | None = None
    session: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    everything: bool = False

    def __post_init__(self) -> None:
        """Check that exactly one is chosen."""
        period = self.since is not None or self.until is not None
        given = [self.topic is not None, self.turn is not None, self.session is not None, period, self.everything]
        if sum(given) != 1:
            got = "more than one was chosen" if sum(given) else "nothing was chosen"
            raise ValueError(f"choose one of a topic, a turn, a session, a period and everything to forget: {got}")
        if self.topic == "" or isinstance(self.topic, bool):
            raise ValueError("name a topic: `penchant interests` lists them")
        if self.session == "":
            raise ValueError(
                "name a session: what came without one is in none, and `since` and `until` choose a period"
            )
        ends = [to_ms(moment) for moment in (self.since, self.until) if moment is not None]
        if len(ends) == 2 and ends[0] >= ends[1]:
            raise ValueError(f"the period ends before it begins: from {self.since} to {self.until}")

    @property
    def kind(self) -> str:
        """What is chosen: "topic", "turn", "session", "period" or "everything"."""
        chosen = {"topic": self.topic, "turn": self.turn, "session": self.session}
        named = next((name for name, value in chosen.items() if value is not None), "")
        return named or ("everything" if self.everything else "period")
