"""How likely a model that runs in this process finds texts as its answer, steered as its chat is (agent/local/)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from ...agent.steering import Dial, steered

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from ...agent.local.local_chat import LocalChat


def likelihoods(chat: LocalChat, messages: Sequence[BaseMessage], texts: Sequence[str]) -> list[list[float]]:
    """Return the log-likelihoods (nats) of the tokens of each text as the answer to some messages.

    By attention and by the prompt it is log p(token | prompt, tokens before); by contrast that of the distribution
    softmax(log p_without + g·(log p_with - log p_without)), as it generates.

    Raises:
        ValueError: a text is empty.
        ModelRefused: the messages are too long for the model.
    """
    import torch

    said = [chat.loaded.tokenizer(text, add_special_tokens=False)["input_ids"] for text in texts]
    if not all(said):
        raise ValueError("an answer must have words: an empty one has no likelihood")
    request = chat.request(messages)
    found = _read(chat.loaded.model, request.prompt.ids, said, request.logits, chat.dial)
    if request.without != request.prompt:
        plain = _read(chat.loaded.model, request.without.ids, said, [], chat.dial)
        found = (plain + chat.guidance * (found - plain)).log_softmax(-1)
    rows = torch.tensor(_padded(said), device=found.device)
    each = found.gather(2, rows[:, :, None])[:, :, 0].tolist()
    return [row[: len(one)] for row, one in zip(each, said, strict=True)]


def _read(model: Any, prompt: Sequence[int], said: Sequence[Sequence[int]], logits: Sequence[float], dial: Dial) -> Any:
    """Return the log-probabilities of every token where each text stands, (texts, tokens, vocabulary); the prompt is read once."""
    import torch

    rows = torch.tensor(_padded(said), device=model.device)
    steering = steered(model, [list(logits)], dial) if any(logits) else nullcontext()
    with torch.inference_mode(), steering:
        begun = model(torch.tensor([list(prompt)], device=model.device), use_cache=True, logits_to_keep=1)
        found = [begun.logits.expand(len(said), -1, -1)]
        if rows.shape[1] > 1:
            begun.past_key_values.batch_repeat_interleave(len(said))
            found.append(model(rows[:, :-1], cache=begun.past_key_values, use_cache=True).logits)
    return torch.cat(found, dim=1).log_softmax(-1)


def _padded(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return rows of one length; what is added comes after all that is looked at, so that it changes nothing."""
    width = max(map(len, rows))
    return [[*row, *[0] * (width - len(row))] for row in rows]
