"""The attention actuator: a bias on the attention logits of chosen tokens of the prompt, for any Hugging Face causal model.

    attention_qk = softmax_k( q·k / √d + b_k ),        b_k = ln(1 + (M - 1)·s_max) + p·ln(s_k / s_max)

The tokens of the strongest topic are attended to as if they stood there up to M times, those of one half as strong a quarter as
often (p = 2): so the heavier of two is what the answer is about. To raise each by itself, b = ln(1 + (M - 1)·s), leaves them much alike.
Topics are raised in the upper layers only: the lower ones read words. What is lowered is lowered in all of them, so that the answer is
not planned with it: a model that has read "A and B" and then finds no B says "A and A". docs/steering.md has the trials.

The bias goes through transformers' own registers, so that `generate`, its caches, beams and batches work unchanged. An attention function
alone would not do: a model that finds no mask function beside it drops the padding, silently.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, partial
from math import floor, inf, log
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import torch

MOST = 8.0
"""No token is attended to as if it stood there more often than this."""

_EAGER, _SDPA = "penchant-eager", "penchant-sdpa"


@dataclass(frozen=True, slots=True)
class Dial:
    """How strongly a model is steered, and where.

    `multiplier` is M above, from 1 (not at all) to `MOST`, `power` p; `spared` the share of the layers, from the bottom, in which nothing
    is raised, and nothing lowered either unless it `hides`. One that is not `relative` raises each topic by itself.

    Raises:
        ValueError: one of them is out of its range.
    """

    multiplier: float = 2.0
    spared: float = 2 / 3
    relative: bool = True
    power: float = 2.0
    hides: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.multiplier <= MOST:
            raise ValueError(f"the multiplier is from 1 to {MOST:g}, not {self.multiplier}")
        if not 0 <= self.spared < 1:
            raise ValueError(f"the spared share of the layers is at least 0 and under 1, not {self.spared}")
        if not 0 <= self.power < inf:
            raise ValueError(f"the power is at least 0 and finite, not {self.power}")

    def logit(self, score: float) -> float:
        """Return the bias of a topic by itself, with a score in [0, 1].

        >>> Dial(multiplier=1).logit(0.5), round(Dial(multiplier=3).logit(1.0), 3)
        (0.0, 1.099)
        """
        return log(1 + (self.multiplier - 1) * min(max(score, 0.0), 1.0))

    def logits(self, scores: Sequence[float]) -> list[float]:
        """Return the biases of topics by their scores, from -p·ln M to ln M.

        >>> [round(one, 2) for one in Dial(multiplier=3).logits([1.0, 0.5, 0.2, 0.0])]
        [1.1, -0.29, -2.12, -2.2]
        """
        most = max(scores, default=0.0)
        if not self.relative or most <= 0:
            return [self.logit(score) for score in scores]
        least = -self.power * log(self.multiplier)
        return [
            max(self.logit(most) + self.power * log(score / most), least) if score > 0 else least for score in scores
        ]

    def first_layer(self, layers: int) -> int:
        """Return the first layer that is steered, of so many."""
        return floor(layers * self.spared + 1e-9)


@dataclass(eq=False)
class _Steer:
    """What is steered in the present context: logits of the columns of the padded prompt, a row for each of its sequences."""

    logits: torch.Tensor
    first_layer: int
    hides: bool
    offsets: dict[int, int] = field(default_factory=dict)
    """Where the keys of a layer begin that has so many: a sliding window has only the last ones."""


_NOW: ContextVar[_Steer | None] = ContextVar("steer", default=None)
_USERS: WeakKeyDictionary[Any, list[Any]] = WeakKeyDictionary()
_SWITCHING = Lock()


@contextmanager
def steered(model: Any, logits: Sequence[Sequence[float]], dial: Dial | None = None) -> Iterator[None]:
    """Steer what a model does in this context (thread or task); several threads may steer one model, each its own way.

    Args:
        model: a causal model of transformers.
        logits: for each sequence of the batch, the bias of each column of its prompt, padding included. Columns that are not there,
            such as what is generated, have none. Beams of a sequence share its bias.
        dial: in which layers.

    Afterwards, and after an exception, the model has the attention that it had before.
    """
    import torch

    width = max(map(len, logits), default=0)
    rows = torch.tensor([[*row, *[0.0] * (width - len(row))] for row in logits], dtype=torch.float32)
    dial = dial or Dial()
    steer = _Steer(rows.to(model.device), dial.first_layer(layers_of(model)), dial.hides)
    with _switched(model):
        token = _NOW.set(steer)
        try:
            yield
        finally:
            _NOW.reset(token)


def layers_of(model: Any) -> int:
    """Return how many layers a model has."""
    return int(model.config.get_text_config().num_hidden_layers)


@contextmanager
def _switched(model: Any) -> Iterator[None]:
    """Give a model the attention that can be steered; the last one who needs it gives back what there was."""
    _register()
    with _SWITCHING:
        users = _USERS.setdefault(model, [model.config._attn_implementation, 0])
        if users[1] == 0:
            model.set_attn_implementation(_EAGER if users[0] == "eager" else _SDPA)
        users[1] += 1
    try:
        yield
    finally:
        with _SWITCHING:
            users[1] -= 1
            if users[1] == 0:
                model.set_attn_implementation(_USERS.pop(model)[0])


@cache
def _register() -> None:
    from transformers import AttentionInterface, AttentionMaskInterface
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    AttentionInterface.register(_SDPA, partial(_attend, lambda _module: sdpa_attention_forward))
    AttentionInterface.register(_EAGER, partial(_attend, _own_eager))
    for name in (_SDPA, _EAGER):
        AttentionMaskInterface.register(name, _mask)


def _own_eager(module: Any) -> Callable[..., Any]:
    """Return the attention that a model's own file defines: it knows soft caps and sinks."""
    found: Callable[..., Any] = sys.modules[type(module).__module__].eager_attention_forward
    return found


def _mask(**asked: Any) -> Any:
    """Return the mask as numbers to add, which every attention function takes, and note where its keys begin."""
    from transformers.masking_utils import eager_mask

    if steer := _NOW.get():
        steer.offsets[int(asked["kv_length"])] = int(asked.get("kv_offset") or 0)
    return eager_mask(**{**asked, "allow_is_bidirectional_skip": False})


def _attend(
    chosen: Callable[[Any], Callable[..., Any]],
    module: Any,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    **options: Any,
) -> Any:
    steer = _NOW.get()
    layer = -1 if steer is None else getattr(module, "layer_idx", -1)
    if steer is not None and layer >= 0 and (layer >= steer.first_layer or steer.hides):
        attention_mask = _biased(attention_mask, query, key, steer, lowered=layer < steer.first_layer)
    return chosen(module)(module, query, key, value, attention_mask, **options)


def _biased(
    mask: torch.Tensor | None, query: torch.Tensor, key: torch.Tensor, steer: _Steer, lowered: bool
) -> torch.Tensor:
    """Return a mask with the bias added, of the shape (batch, heads or 1, queries, keys)."""
    import torch

    least = torch.finfo(query.dtype).min
    keys = key.shape[2]
    if mask is None:
        mask = _causal(query, keys, least)
    elif mask.dtype == torch.bool:
        mask = torch.zeros(mask.shape, dtype=query.dtype, device=mask.device).masked_fill(~mask, least)
    bias = _columns(steer, keys, query.shape[0]).to(mask)
    bias = bias.clamp(max=0) if lowered else bias
    return (mask[..., :keys] + bias[:, None, None, :]).clamp(min=least)  # under the least it would be minus infinity


def _columns(steer: _Steer, keys: int, batch: int) -> torch.Tensor:
    """Return the bias of the keys of a layer, for each sequence and each of its beams."""
    from torch.nn.functional import pad

    begin = steer.offsets.get(keys, 0)
    there = steer.logits[:, begin : begin + keys]
    return pad(there, (0, keys - there.shape[1])).repeat_interleave(batch // len(there), dim=0)


def _causal(query: torch.Tensor, keys: int, least: float) -> torch.Tensor:
    import torch

    queries = query.shape[2]
    hidden = torch.ones(queries, keys, dtype=torch.bool, device=query.device).triu(keys - queries + 1)
    return torch.zeros(1, 1, queries, keys, dtype=query.dtype, device=query.device).masked_fill(hidden, least)
