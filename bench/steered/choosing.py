"""A question with options, in the ways that a preference can be brought in, and how likely a model finds each option: by every actuator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from penchant.agent.local.hugging import Loaded
from penchant.agent.local.templated import begin_of, tokens_of
from penchant.agent.models import BRIEFLY
from penchant.agent.prompt import Prompt as Sent
from penchant.agent.prompting.block import Placement
from penchant.agent.prompting.emphasis import Emphasis
from penchant.agent.prompting.quotes import Quote, placed
from penchant.agent.prompting.tokens import count_tokens
from penchant.agent.steering import Dial
from steered.asking import Prompt, batched
from steered.reading import Voice

QUESTIONS_AT_ONCE = 10


@dataclass(frozen=True)
class Worded:
    """What the model is told: words before a message, where they quote a past turn, and the message."""

    before: str
    emphases: tuple[Emphasis, ...]
    message: str


@dataclass(frozen=True)
class Actuator:
    """A dial for what is quoted, or a contrast with the message alone; with neither the words alone."""

    name: str
    dial: Dial | None = None
    guidance: float = 1.0


def quoted(preference: str, message: str, placement: Placement, at: datetime) -> Worded:
    """Return a message after a quote of one statement, as the product writes it."""
    quote = Quote(1, "user", at - timedelta(days=9), preference, 0, len(preference), 1.0, 1.0)
    pieces = placed([quote], placement, message, 150, count_tokens)
    return _worded([(text, one.bearing if one else 0.0) for text, one in pieces], message)


def as_sent(prompt: Sent, message: str) -> Worded:
    """Return what the product would send: its quotes count as much as they bear on the message."""
    bearing = {one.event: one.bearing for one in prompt.quotes}
    last = [one for one in prompt.segments if one.role == "human"]
    return _worded([(one.text, bearing.get(one.event or 0, 0.0)) for one in last if one.kind == "block"], message)


def _worded(pieces: Sequence[tuple[str, float]], message: str) -> Worded:
    ends = pairwise(accumulate((len(text) for text, _ in pieces), initial=0))
    found = tuple(Emphasis(*place, score) for place, (_, score) in zip(ends, pieces, strict=True) if score > 0)
    return Worded("".join(text for text, _ in pieces), found, message)


def prompt(loaded: Loaded, worded: Worded, dial: Dial | None) -> Prompt:
    """Return the tokens of what a model is told, and their bias."""
    messages = [
        {"role": "system", "content": BRIEFLY},
        {"role": "user", "content": worded.before + worded.message},
    ]
    tokens = tokens_of(loaded.tokenizer, messages)
    begin = begin_of(loaded.tokenizer, messages, 1)
    found = [one.moved(begin) for one in worded.emphases] if dial else []
    return Prompt(tokens.ids, tuple(tokens.logits(found, dial or Dial())))


def likely(
    loaded: Loaded, asked: Sequence[tuple[Worded, Sequence[str]]], actuator: Actuator
) -> Iterator[tuple[float, ...]]:
    """Yield for each question the mean log-likelihood of a token of each of its texts, as the answer."""
    for some in batched(asked, QUESTIONS_AT_ONCE):
        rows = [(worded, text) for worded, texts in some for text in texts]
        within = [prompt(loaded, worded, actuator.dial) for worded, _ in rows]
        plain = [prompt(loaded, Worded("", (), worded.message), None) for worded, _ in rows]
        voice = Voice(loaded, within, actuator.dial or Dial(), plain, actuator.guidance)
        found = iter(
            voice.likelihoods([loaded.tokenizer(text, add_special_tokens=False)["input_ids"] for _, text in rows])
        )
        for _, texts in some:
            yield tuple(next(found) for _ in texts)
