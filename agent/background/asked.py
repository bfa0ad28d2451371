"""A chat model that is asked in the background: opened when it is first needed, its failures in memory's terms, its tokens counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

from ...memory import ReadingFailed
from ..errors import ModelError, ModelUnreachable
from ..models import Model, explain
from ..prompting.tokens import count_tokens

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

BAD_REQUEST = (400, 404, 415, 422, 501)
"""Statuses by which servers say that they do not know a parameter or a kind of content."""


class Asked:
    """A model by a name; safe to share between threads.

    Args:
        name: what the person chose, for messages.
        open_it: opens it; called at the first use, in the background.
    """

    def __init__(self, name: str, open_it: Callable[[], Model]) -> None:
        self.name = name
        self._open = open_it
        self._model: Model | None = None
        self._lock = Lock()

    def model(self) -> Model:
        """Return the model, opened.

        Raises:
            ReadingFailed: it cannot be; a setting or a key may be put right, so it is tried again later.
        """
        with self._lock:
            if self._model is None:
                try:
                    self._model = self._open()
                except ModelError as error:
                    raise ReadingFailed(str(error), again=True) from error
            return self._model

    def failed(self, error: Exception, prompt_tokens: int) -> ReadingFailed:
        """Return a call's failure; of one that was sent and never answered the prompt counts."""
        told = explain(error, self.name)
        waited = "timeout" in type(error).__name__.lower() or "timed out" in str(error).lower()
        return ReadingFailed(str(told), again=isinstance(told, ModelUnreachable), tokens=prompt_tokens if waited else 0)


def lacks(error: Exception) -> bool:
    """Return whether a model does not know what it was asked with: a way of structured output, a kind of content."""
    status = getattr(error, "status_code", None)
    return status in BAD_REQUEST or isinstance(error, (NotImplementedError, TypeError, ValueError))


def tokens_of(reply: BaseMessage, prompt_tokens: int) -> int:
    """Return what a reply took as the server reports it; counted here where it does not."""
    usage: Any = getattr(reply, "usage_metadata", None)
    with suppress(TypeError, KeyError):
        return int(usage["total_tokens"])
    return prompt_tokens + count_tokens(str(reply.text))


def count_messages(messages: Sequence[tuple[str, str]]) -> int:
    """Return the tokens of messages."""
    return sum(count_tokens(text) + 4 for _, text in messages)
