"""Measure on whole conversations which interests are held at the end, and what of them the prompts of three questions are given.

    python bench/conversations.py tests/data/conversations_first.jsonl tests/data/conversations_second.jsonl [--show]

A line of FILE is a person: sessions with their distance in days, `want` (labels by regular expressions, with the sign that they should
have), `never` (what must not become an interest), and three `probes`: a later message, what its prompt must be given (`i:` a liking or
a quote of it, `-:` something to avoid, `f:` a quote) and what not (`like.*…`: not as a liking; `NOTHING`: nothing at all). They are said
to an agent whose model always replies the same, by a clock of their own. An interest is *held* with its sign and not only tentatively,
else *tentative*, *wrong* or *missing*; a probe is *right* where all of it is given and none of what must not.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from files import over_files
from langchain_core.language_models import FakeListChatModel
from penchant.agent import Agent
from penchant.memory import Interest, InterestMemory

REPLY = "Sure, here is what I would suggest."
BARELY = 0.01
"""A weight from which on an interest is held at all."""


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 18, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the present moment."""
        return self.now


def play(person: dict[str, Any], show: bool) -> Counter[str]:
    """Say all of a person's turns to an agent, and count what came of them."""
    clock, counts = Clock(), Counter[str]()
    with tempfile.TemporaryDirectory() as folder, InterestMemory(folder, clock=clock, index=False) as memory:
        user = memory.user(person["who"])

        def say(session: str, text: str, reply: str) -> Any:
            clock.now += timedelta(minutes=3)
            with Agent(FakeListChatModel(responses=[reply]), user, session=session, clock=clock) as agent:
                agent.chat(text)
                return agent.sent(user.turns(session, 2)[0].number)

        for number, session in enumerate(person["sessions"]):
            clock.now += timedelta(days=session["after_days"])
            for turn in session["turns"]:
                say(f"session {number}", turn["user"], turn.get("assistant", REPLY))
        held = [one for one in user.interests() if max(one.weight, one.negative) > BARELY or one.stopped]
        for wanted in person["want"]:
            became = _became(held, wanted["label"], wanted["sign"])
            counts[became] += 1
            if show and became != "held":
                print(f"  {became} {wanted['sign']:+} {wanted['label']}")
        for never in person["never"]:
            counts["never, but held"] += any(re.search(never, one.label, re.I) and not one.tentative for one in held)
        for number, probe in enumerate(person["probes"]):
            clock.now += timedelta(days=probe["after_days"])
            faults = _faults(say(f"probe {number}", probe["user"], REPLY), probe)
            counts["probes"] += 1
            counts["right"] += not faults
            if show and faults:
                print(f"  ? {probe['user']}: {', '.join(faults)}")
    return counts


def _became(held: Sequence[Interest], label: str, sign: int) -> str:
    named = [one for one in held if re.search(label, one.label, re.I)]
    right = [one for one in named if (one.weight >= one.negative) is (sign > 0)]
    if any(not one.tentative for one in right):
        return "held"
    return "tentative" if right else "wrong" if named else "missing"


def _faults(sent: Any, probe: dict[str, Any]) -> list[str]:
    """Return what the prompt of a probe lacks, and what it should not have."""
    liked, avoided = ([one.label for one in sent.weighed if one.verdict == verdict] for verdict in ("in", "avoid"))
    quotes = [one.text for one in sent.quotes]
    places = {"i": [*liked, *quotes], "-": [*avoided, *quotes], "f": [*quotes, *liked, *avoided]}
    faults = [given for given in probe["gives"] if not _among(given.partition(":")[2], places[given[0]])]
    for unwanted in probe["not"]:
        if unwanted == "NOTHING":
            found = any(segment.kind == "block" for segment in sent.segments)
        elif unwanted.startswith("like"):
            found = _among(unwanted.partition(".*")[2], liked)
        else:
            found = _among(unwanted, [*liked, *avoided, *quotes])
        faults += [f"not {unwanted}"] if found else []
    return faults


def _among(pattern: str, texts: Sequence[str]) -> bool:
    return any(re.search(pattern, text, re.I) for text in texts)


def report(file: Path, show: bool) -> None:
    """Play all people of a file, and print what came of it."""
    total = Counter[str]()
    for line in file.read_text(encoding="utf-8").splitlines():
        person = json.loads(line)
        if show:
            print(person["who"])
        total += play(person, show)
    wanted = sum(total[one] for one in ("held", "tentative", "wrong", "missing"))
    print(
        f"{file.name}: {total['held']} of {wanted} interests held, {total['tentative']} tentative, {total['wrong']} with the wrong"
        f" sign; {total['never, but held']} held that should not be; {total['right']} of {total['probes']} prompts right"
    )


if __name__ == "__main__":
    over_files(__doc__, report)
