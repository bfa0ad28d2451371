"""Whether a streamed answer came to its end, where its protocol says so; else a connection that is closed in the middle looks like one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

REASONS = {"openai": ("finish_reason", "status"), "anthropic": ("stop_reason",)}
"""What LangChain's chunks say of an end, by the protocol's name in each of them: of chat completions and responses, and of messages.

Others, such as Ollama's or a model of one's own, do not name their protocol in each, or do not always give a reason: their end is an end.
"""


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
