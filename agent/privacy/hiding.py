"""A chat model of LangChain's that is sent placeholders and answers with the words: whole, streamed, and in what it wants of tools."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolCallChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict

from ...memory.privacy.redactor import Redactor
from .pseudonyms import Pseudonyms, Restoring

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

_ALONE: Any = {"callbacks": []}
"""Who listens hears the words, not the placeholders."""


class Hiding(BaseChatModel):
    """Stands before a chat model: nobody else need know that it is there.

    `session` is the map of the one person who talks to it; without it each question has a map of its own, so that what one person said can
    never stand in what another is answered.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    inner: BaseChatModel
    redactor: Redactor
    session: Pseudonyms | None = None

    @property
    def _llm_type(self) -> str:
        return self.inner._llm_type

    def _known(self) -> Pseudonyms:
        return Pseudonyms(self.redactor) if self.session is None else self.session

    def bind_tools(self, tools: Sequence[Any], **options: Any) -> Runnable[Any, AIMessage]:
        """Return it with tools, in the form in which the model itself takes them."""
        bound: Any = self.inner.bind_tools(tools, **options)
        if isinstance(bound, BaseChatModel):  # one that keeps its tools itself
            return self.model_copy(update={"inner": bound})
        return self.bind(**bound.kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: Any = None,
        run_manager: Any = None,  # noqa: ARG002 - LangChain's
        **options: Any,
    ) -> ChatResult:
        known = self._known()
        return _result(self.inner.invoke(hidden(messages, known), _ALONE, stop=stop, **options), known)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: Any = None,
        run_manager: Any = None,  # noqa: ARG002 - LangChain's
        **options: Any,
    ) -> ChatResult:
        known = self._known()
        return _result(await self.inner.ainvoke(hidden(messages, known), _ALONE, stop=stop, **options), known)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: Any = None,
        run_manager: Any = None,  # noqa: ARG002 - LangChain's
        **options: Any,
    ) -> Iterator[ChatGenerationChunk]:
        pieces = _Pieces(known := self._known())
        for chunk in self.inner.stream(hidden(messages, known), _ALONE, stop=stop, **options):
            yield ChatGenerationChunk(message=pieces.restored(chunk))
        if rest := pieces.rest():
            yield ChatGenerationChunk(message=rest)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: Any = None,
        run_manager: Any = None,  # noqa: ARG002 - LangChain's
        **options: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        pieces = _Pieces(known := self._known())
        asked: Any = self.inner.astream(hidden(messages, known), _ALONE, stop=stop, **options)
        async with aclosing(asked) as coming:
            async for chunk in coming:
                yield ChatGenerationChunk(message=pieces.restored(chunk))
        if rest := pieces.rest():
            yield ChatGenerationChunk(message=rest)


def hidden(messages: Sequence[BaseMessage], pseudonyms: Pseudonyms) -> list[BaseMessage]:
    """Return copies of messages with placeholders for all that is found in any of them."""
    pseudonyms.learn(text for one in messages for text in _texts([_content(one), getattr(one, "tool_calls", [])]))
    return [_hidden(one, pseudonyms) for one in messages] if len(pseudonyms) else list(messages)


def _hidden(message: BaseMessage, pseudonyms: Pseudonyms) -> BaseMessage:
    changed: dict[str, Any] = {"content": _each_text(message.content, pseudonyms.hide)}
    if isinstance(message, AIMessage) and message.tool_calls:
        changed["tool_calls"] = [{**call, "args": pseudonyms.hidden(call["args"])} for call in message.tool_calls]
        changed["additional_kwargs"] = {k: v for k, v in message.additional_kwargs.items() if k != "tool_calls"}
    return message.model_copy(update=changed)


def _content(message: BaseMessage) -> list[str]:
    parts = [message.content] if isinstance(message.content, str) else message.content
    return [one if isinstance(one, str) else str(one.get("text") or "") for one in parts]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _each_text(content: Any, change: Any) -> Any:
    """Return a message's content, a text or a list of parts, with its texts changed."""
    if isinstance(content, str):
        return change(content)
    return [
        change(one)
        if isinstance(one, str)
        else {**one, "text": change(one["text"])}
        if isinstance(one.get("text"), str)
        else one
        for one in content
    ]


def _result(said: BaseMessage, pseudonyms: Pseudonyms) -> ChatResult:
    changed: dict[str, Any] = {"content": _each_text(said.content, pseudonyms.restore)}
    if isinstance(said, AIMessage) and said.tool_calls:
        changed["tool_calls"] = [{**call, "args": pseudonyms.restored(call["args"])} for call in said.tool_calls]
    return ChatResult(generations=[ChatGeneration(message=said.model_copy(update=changed))])


def _in_one(said: AIMessage) -> AIMessageChunk:
    """Return a whole answer as its only piece."""
    calls = [
        ToolCallChunk(
            name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=place, type="tool_call_chunk"
        )
        for place, call in enumerate(said.tool_calls)
    ]
    return _like(said, said.content, calls)


def _like(said: AIMessage, content: Any, calls: list[Any]) -> AIMessageChunk:
    """Return a chunk made anew: what LangChain derives from the pieces of calls must be derived from these."""
    kept = {name: getattr(said, name) for name in type(said).model_fields if name not in _DERIVED}
    return AIMessageChunk(**{**kept, "content": content, "tool_call_chunks": calls})


class _Pieces:
    """The pieces of one answer: its text, and each call of a tool, are streams of their own."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self._pseudonyms = pseudonyms
        self._text = Restoring(pseudonyms)
        self._calls: dict[Any, Restoring] = {}

    def restored(self, chunk: Any) -> AIMessageChunk:
        """Return a piece as far as it can be told; of a model that does not stream, all of it."""
        if not isinstance(chunk, AIMessageChunk):
            chunk = _in_one(chunk)
        calls = [{**one, "args": self._of(one["index"]).feed(one["args"] or "")} for one in chunk.tool_call_chunks]
        content = _each_text(chunk.content, self._text.feed)
        if getattr(chunk, "chunk_position", None) == "last":
            content, calls = _with_rest(content, self._text.rest()), [*calls, *self._rests()]
        return _like(chunk, content, calls)

    def rest(self) -> AIMessageChunk | None:
        """Return what was held back at the end, if anything."""
        text, calls = self._text.rest(), self._rests()
        return AIMessageChunk(content=text, tool_call_chunks=calls) if text or calls else None

    def _of(self, index: Any) -> Restoring:
        return self._calls.setdefault(index, Restoring(self._pseudonyms, in_json=True))

    def _rests(self) -> list[Any]:
        rests = ((index, one.rest()) for index, one in self._calls.items())
        return [
            {"name": None, "args": rest, "id": None, "index": index, "type": "tool_call_chunk"}
            for index, rest in rests
            if rest
        ]


_DERIVED = frozenset({"content", "tool_call_chunks", "tool_calls", "invalid_tool_calls", "type"})


def _with_rest(content: Any, rest: str) -> Any:
    if not rest:
        return content
    return content + rest if isinstance(content, str) else [*content, {"type": "text", "text": rest}]
