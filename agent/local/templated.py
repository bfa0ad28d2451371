"""Messages as a model's own chat template writes them, in tokens, and which of the tokens are a stretch of a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ..prompting.emphasis import Emphasis
from ..steering import Dial

ChatMessage = dict[str, str]
"""With `role` ("system", "user" or "assistant") and `content`."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A prompt in tokens, and the characters of its text that each stands for."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]

    def logits(self, emphases: Sequence[Emphasis], dial: Dial) -> list[float]:
        """Return the bias of each token: a token belongs to a stretch that it has a character of, to the strongest of several.

        What ties a topic to the one before it is lowered with it, and not raised.
        """
        row = [0.0] * len(self.ids)
        for one, bias in sorted(zip(emphases, dial.logits([one.score for one in emphases]), strict=True), key=_bias):
            begin = one.start - (one.joint if bias < 0 else 0)
            for place, (start, end) in enumerate(self.offsets):
                if start < one.end and end > begin:
                    row[place] = bias
        return row


def _bias(found: tuple[Emphasis, float]) -> float:
    return found[1]


def tokens_of(tokenizer: Any, messages: Sequence[ChatMessage]) -> Tokens:
    """Return the tokens of a conversation, up to where the model's reply begins."""
    found = tokenizer(written(tokenizer, messages), add_special_tokens=False, return_offsets_mapping=True)
    return Tokens(tuple(found["input_ids"]), tuple(map(tuple, found["offset_mapping"])))


def written(tokenizer: Any, messages: Sequence[ChatMessage]) -> str:
    """Return the text of a conversation as the model's chat template has it; without a template, plainly.

    A template that knows no system message gets it at the head of the first of the person's.
    """
    if not tokenizer.chat_template:
        return "".join(f"{one['role'].title()}: {one['content']}\n" for one in messages) + "Assistant:"
    try:
        return _templated(tokenizer, messages)
    except Exception:
        if messages[0]["role"] != "system" or len(messages) == 1:
            raise
        head = f"{messages[0]['content']}\n\n{messages[1]['content']}"
        return _templated(tokenizer, [{"role": "user", "content": head}, *messages[2:]])


def begin_of(tokenizer: Any, messages: Sequence[ChatMessage], place: int) -> int:
    """Return the character of the written conversation at which the content of one of its messages begins.

    It is found by writing the conversation once more with a word in its place that nothing else has, so that it does not matter what else
    says the same. Where the template strips the content, it is where it would begin unstripped.

    Raises:
        ValueError: the template changes the content in some other way.
    """
    content, word = messages[place]["content"], uuid4().hex
    other = [*messages[:place], {**messages[place], "content": word}, *messages[place + 1 :]]
    begin, whole = written(tokenizer, other).find(word), written(tokenizer, messages)
    for lost in (0, len(content) - len(content.lstrip())):
        if begin >= 0 and whole.startswith(content[lost:].rstrip(), begin):
            return begin - lost
    raise ValueError("the model's chat template changes what the person says, so its tokens cannot be found")


def _templated(tokenizer: Any, messages: Sequence[ChatMessage]) -> str:
    text: str = tokenizer.apply_chat_template(list(messages), tokenize=False, add_generation_prompt=True)
    return text
