"""Whether a model can be steered by its attention: tried once on every model, before a person's words depend on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..prompting.emphasis import Emphasis
from ..steering import Dial, steered
from .hugging import Loaded
from .templated import ChatMessage, begin_of, tokens_of

if TYPE_CHECKING:
    import torch

TOPICS = ("rock climbing", "jazz", "astronomy")
LIKED = f"I am interested in {TOPICS[0]}, {TOPICS[1]} and {TOPICS[2]}. "
OPEN, BEGUN = "What should I read about?", "You could read about"
FACTS = ("What is the capital of France?", "How many days are in a week?", "Who wrote Romeo and Juliet?")

LEAST_RISE = 0.2
"""By how much (nats) the log-odds of a topic against the others must rise when it alone is attended to."""

MOST_DRIFT = 0.05
"""How far (KL divergence in nats, of the next token) a question of fact may be moved at the most."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a trial showed: the mean rise of a topic's log-odds and the mean drift of a fact, both in nats."""

    rise: float
    drift: float

    @property
    def passed(self) -> bool:
        """Whether the model may be steered."""
        return self.rise >= LEAST_RISE and self.drift <= MOST_DRIFT

    def __str__(self) -> str:
        return (
            f"a topic's log-odds rise by {self.rise:.2f} (at least {LEAST_RISE} is wanted), "
            f"facts move by {self.drift:.3f} nats (at most {MOST_DRIFT})"
        )


def trial(loaded: Loaded, dial: Dial) -> Verdict:
    """Return what steering does to a model: ten short prompts, read in one go.

    Raises:
        ValueError: the model's chat template does not show where a message stands.
    """
    scores = [[float(one == target) for one in TOPICS] for target in ("", *TOPICS)]
    on_facts = [(fact, "", row) for fact in FACTS for row in scores[:2]]
    last = _last_logits(loaded, [*[(OPEN, BEGUN, row) for row in scores], *on_facts], dial).log_softmax(-1)
    firsts = [_first_token(loaded, one) for one in TOPICS]
    plain, *targeted = (row[firsts] for row in last[: len(scores)])
    rises = [float(_odds(row, place) - _odds(plain, place)) for place, row in enumerate(targeted)]
    facts = last[len(scores) :]
    drifts = [float((row.exp() * (row - moved)).sum()) for row, moved in zip(facts[::2], facts[1::2], strict=True)]
    return Verdict(sum(rises) / len(rises), sum(drifts) / len(drifts))


def _odds(row: torch.Tensor, place: int) -> torch.Tensor:
    """Return the log-odds of one topic against the others together."""
    return row[place] - row[[other for other in range(len(row)) if other != place]].logsumexp(0)


def _last_logits(loaded: Loaded, asked: Sequence[tuple[str, str, Sequence[float]]], dial: Dial) -> torch.Tensor:
    """Return the logits of the token after each prompt: a question, what the model has begun to say, and the topics' scores."""
    import torch

    rows = [_row(loaded, *one, dial) for one in asked]
    width = max(len(ids) for ids, _ in rows)
    ids = torch.tensor([[0] * (width - len(one)) + one for one, _ in rows], device=loaded.model.device)
    mask = torch.tensor([[0] * (width - len(one)) + [1] * len(one) for one, _ in rows], device=loaded.model.device)
    logits = [[0.0] * (width - len(one)) + one for _, one in rows]
    positions = (mask.cumsum(1) - 1).clamp(min=0)
    with torch.no_grad(), steered(loaded.model, logits, dial):
        found: torch.Tensor = loaded.model(ids, attention_mask=mask, position_ids=positions, use_cache=False).logits
    return found[:, -1].float()


def _row(
    loaded: Loaded, question: str, begun: str, scores: Sequence[float], dial: Dial
) -> tuple[list[int], list[float]]:
    messages: list[ChatMessage] = [{"role": "user", "content": LIKED + question}]
    tokens = tokens_of(loaded.tokenizer, messages)
    begin = begin_of(loaded.tokenizer, messages, 0)
    places = [(begin + LIKED.index(one), one) for one in TOPICS]
    found = [Emphasis(start, start + len(one), score) for (start, one), score in zip(places, scores, strict=True)]
    more = loaded.tokenizer(begun, add_special_tokens=False)["input_ids"] if begun else []
    return [*tokens.ids, *more], [*tokens.logits(found, dial), *[0.0] * len(more)]


def _first_token(loaded: Loaded, topic: str) -> int:
    """Return the token that begins a topic where it follows what was begun."""
    begun = loaded.tokenizer(BEGUN, add_special_tokens=False)["input_ids"]
    return int(loaded.tokenizer(f"{BEGUN} {topic}", add_special_tokens=False)["input_ids"][len(begun)])
