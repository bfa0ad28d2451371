"""What the buttons do: the person's own controls, their notes, and taking back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...memory import UserMemory
from ..api.interests import must_be_there
from ..caller import Caller
from ..failures import ApiError, checked

BOOSTS = ("0.25", "0.5", "1", "2", "4")
"""The factors that can be chosen."""

Act = Callable[[UserMemory, int, Mapping[str, str]], object]

ACTS: dict[str, Act] = {
    "pin": lambda person, topic, _: person.pin(topic),
    "unpin": lambda person, topic, _: person.pin(topic, False),
    "mute": lambda person, topic, _: person.mute(topic),
    "unmute": lambda person, topic, _: person.mute(topic, False),
    "boost": lambda person, topic, fields: person.boost(topic, _factor(fields.get("factor", ""))),
    "stop": lambda person, topic, _: person.stop(topic),
    "confirm": lambda person, topic, _: person.confirm(topic),
    "reject": lambda person, topic, _: person.reject(topic),
}
"""What can be done to an interest, by the last part of the address."""


def act(caller: Caller, topic: int, action: str, fields: Mapping[str, str]) -> None:
    """Do something to an interest of the caller's.

    Raises:
        ApiError: 404: it is not theirs; 400: it makes no sense.
    """
    must_be_there(caller, topic)
    checked(lambda: ACTS[action](caller.person, topic, fields))


def note(person: UserMemory, text: str) -> bool:
    """Take a sentence as the person's own statement, as `penchant start` does; return whether it taught anything.

    Raises:
        ApiError: it is empty or too long.
    """
    if not text.strip() or len(text) > 500:
        raise ApiError(400, "a note has 1 to 500 characters")
    changes = checked(lambda: person.observe(text, kind="statement").changes)
    for label in dict.fromkeys(change.label for change in changes):
        one = person.explain(label, 0).interest
        if one.tentative and one.weight > one.negative:
            person.confirm(one.topic)  # what is written here is meant, also where the words alone only name it
    return bool(changes)


def _factor(text: str) -> float:
    if text not in BOOSTS:
        raise ValueError(f"a boost is one of {', '.join(BOOSTS)}")
    return float(text)
