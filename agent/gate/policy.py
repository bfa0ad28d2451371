"""Whether a person's interests may enter answers: the person's own choice, for a session or for one message."""

from __future__ import annotations

from enum import StrEnum


class Personalize(StrEnum):
    """OFF: never. GATE: where the gate says that they help. ALWAYS: whatever is asked."""

    OFF = "off"
    GATE = "gate"
    ALWAYS = "always"


def policy(name: str | Personalize) -> Personalize:
    """Return the policy of a name.

    Raises:
        ValueError: there is none of that name.

    >>> policy("off")
    <Personalize.OFF: 'off'>
    """
    if name not in list(Personalize):
        raise ValueError(f"personalize cannot be {name!r}: choose one of {', '.join(Personalize)}")
    return Personalize(name)
