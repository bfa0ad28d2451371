"""A language model as the gate on T1: what its word gains and costs on a sample of turns, beside the fitted gate on the same turns."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
from penchant.agent.asking.stream import Account
from penchant.agent.gate.asking import Asking, Opinion, Question
from penchant.agent.models import open_model
from penchant.memory import Relevant

from .fitting import Case

PATIENCE = timedelta(seconds=120)
"""So long each answer is waited for: what it would have said is asked here, and how many would have come in time is counted after."""


@dataclass(frozen=True)
class Heard:
    """The places of the turns that were asked about, and what was said of each."""

    places: list[int]
    opinions: list[Opinion]

    @property
    def yes(self) -> np.ndarray:
        """Whether each was a yes."""
        return np.array([one.helps is True for one in self.opinions])

    @property
    def no(self) -> np.ndarray:
        """Whether each was a no."""
        return np.array([one.helps is False for one in self.opinions])


def sampled(cases: Sequence[Case], count: int) -> list[int]:
    """Return the places of so many turns, drawn with a fixed seed."""
    drawn = np.random.default_rng(0).permutation(len(cases))[:count]
    return sorted(int(place) for place in drawn)


def asked(name: str, data: Path, cases: Sequence[Case], found: Sequence[Sequence[Relevant]], count: int) -> Heard:
    """Return what a model says of a sample of turns."""
    return asyncio.run(_asked(name, data, cases, found, sampled(cases, count)))


async def _asked(
    name: str, data: Path, cases: Sequence[Case], found: Sequence[Sequence[Relevant]], places: list[int]
) -> Heard:
    model = open_model(name, data)
    asking = Asking(name, lambda: model, PATIENCE)
    opinions: list[Opinion] = []
    for place in places:
        put = Question(asking, asyncio.get_running_loop(), Account())
        turn = cases[place].turn
        said = await asyncio.to_thread(put, turn.text, turn.exchanges, found[place])
        opinions.append(said or Opinion(name, None, 0.0, failure="not asked"))
    return Heard(places, opinions)


def told(heard: Heard, cases: Sequence[Case]) -> str:
    """Return the figures of what was said: whether it was right, and what it took."""
    wanted = np.array([bool(cases[place].turn.gold) for place in heard.places])
    seconds = np.array([one.seconds for one in heard.opinions])
    tokens = [one.input_tokens for one in heard.opinions if one.input_tokens is not None]
    out = [one.output_tokens for one in heard.opinions if one.output_tokens is not None]
    return (
        f"{len(wanted)} turns, {wanted.sum()} need something; yes to {heard.yes[wanted].mean():.0%} of these and to "
        f"{heard.yes[~wanted].mean():.0%} of the others; no word on {(~heard.yes & ~heard.no).mean():.0%}\n"
        f"tokens in {np.mean(tokens):.0f}, out {np.mean(out):.1f}; seconds median {np.median(seconds):.1f}, "
        f"nine in ten {np.quantile(seconds, 0.9):.1f}, within 3 s {(seconds <= 3).mean():.0%}"
    )
