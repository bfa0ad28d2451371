"""How an answer ended: whether a streamed one came to its end, or only to its limit of tokens.

A connection that is closed in the middle looks like an end, where the protocol does not say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

REASONS = {"openai": ("finish_reason", "status"), "anthropic": ("stop_reason",)}
"""What LangChain's chunks say of an end, by the protocol's name in each of them: of chat completions and responses, and of messages.

Others, such as Ollama's or a model of one's own, do not name their protocol in each, or do not always give a reason: their end is an end.
"""

_NAMES = ("finish_reason", "stop_reason", "done_reason")

_LIMITS = frozenset({"length", "max_tokens", "max_output_tokens"})


class Ending:
    """Hears the chunks of one answer."""

    def __init__(self) -> None:
        self._begun = self._told = False
        self._reasons: tuple[str, ...] = ()

    def hear(self, chunk: AIMessage) -> None:
        """Take the next chunk; a whole message, of a model that does not stream, has its end in itself."""
        said: dict[str, Any] = chunk.response_metadata or {}
        self._begun = self._begun or bool(chunk.content or chunk.tool_calls or getattr(chunk, "tool_call_chunks", None))
        self._reasons = self._reasons or REASONS.get(str(said.get("model_provider")), ())
        self._told = self._told or str(chunk.type) == "ai" or any(said.get(name) for name in self._reasons)

    @property
    def begun(self) -> bool:
        """Whether something of the answer has come."""
        return self._begun

    @property
    def is_missing(self) -> bool:
        """Whether the answer has begun, in a protocol that says when it ends, and has not said so."""
        return self._begun and bool(self._reasons) and not self._told


def at_limit(metadata: Mapping[str, Any]) -> bool:
    """Return whether an answer ended at its limit of tokens, maybe in the middle of a sentence, by what LangChain hands on beside a chunk.

    >>> at_limit({"finish_reason": "length"}), at_limit({"stop_reason": "max_tokens"}), at_limit({"finish_reason": "stop"})
    (True, True, False)
    >>> at_limit({"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}})
    True
    """
    details = metadata.get("incomplete_details")
    why = details.get("reason") if isinstance(details, Mapping) else None
    return any(str(said).lower() in _LIMITS for said in (*map(metadata.get, _NAMES), why))
