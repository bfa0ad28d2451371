"""A causal model of transformers as a LangChain chat model: streamed, stopped when the reader leaves, steered by marks (emphasis.py)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, Field

from ..errors import ModelRefused
from ..prompting.emphasis import Marks, marks_of
from ..steering import Dial, steered
from .actuator import Actuator
from .generation import Ended, Generation, Heard
from .hugging import Loaded
from .templated import ChatMessage, Tokens, begin_of, tokens_of

if TYPE_CHECKING:
    from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun

GUIDANCE = 1.5
"""g of the contrast: how many times what the block changes in the logits is taken."""

_ROLES = {"human": "user", "ai": "assistant", "system": "system"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the model: the prompt, the bias of each of its tokens, and the prompt without the block."""

    prompt: Tokens
    logits: list[float]
    without: Tokens


class LocalChat(BaseChatModel):
    """A model in this process. Several replies may be made at once, each steered its own way.

    Attributes:
        loaded: the model and its tokenizer.
        actuator: how marks of a message reach the model; without marks it is asked plainly.
        dial: how strongly its attention is steered, and where.
        guidance: g of the contrast, `l = l_without + g·(l_with - l_without)`.
        max_tokens: the most tokens of a reply.
        options: of transformers' `generate`, such as `do_sample` and `temperature`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    loaded: Loaded = Field(exclude=True, repr=False)
    actuator: Actuator = Actuator.PROMPT
    dial: Dial = Dial()
    guidance: float = GUIDANCE
    max_tokens: int = 512
    options: dict[str, Any] = Field(default_factory=dict)

    @property
    def _llm_type(self) -> str:
        return "penchant-local"

    @property
    def model_name(self) -> str:
        """The name that the model was loaded by."""
        return self.loaded.name

    def get_num_tokens(self, text: str) -> int:
        """Return the tokens of a text by the model's own tokenizer."""
        return self.loaded.count(text)

    def request(self, messages: Sequence[BaseMessage]) -> Request:
        """Return what is asked of the model for some messages.

        Raises:
            ModelRefused: they have something other than text, or more tokens than the model takes.
        """
        plain = [_plain(one) for one in messages]
        found = [(place, marks) for place, one in enumerate(messages) if (marks := marks_of(one))]
        prompt = tokens_of(self.loaded.tokenizer, plain)
        self._check_size(len(prompt.ids))
        if not found or self.actuator is Actuator.PROMPT:
            return Request(prompt, [], prompt)
        place, marks = found[-1]
        if self.actuator is Actuator.CONTRAST:
            return Request(prompt, [], tokens_of(self.loaded.tokenizer, _without(plain, place, marks)))
        begin = begin_of(self.loaded.tokenizer, plain, place)
        return Request(prompt, prompt.logits([one.moved(begin) for one in marks.emphases], self.dial), prompt)

    def _check_size(self, tokens: int) -> None:
        if tokens >= self.loaded.window_tokens:
            raise ModelRefused(
                f"the prompt has {tokens} tokens, the model {self.model_name} takes {self.loaded.window_tokens} with its reply: send less"
            )

    def _begun(self, request: Request, stop: Sequence[str] | None, hear: Callable[[Heard], None]) -> Generation:
        most = min(self.max_tokens, self.loaded.window_tokens - len(request.prompt.ids))
        return Generation(lambda **told: self._generated(request, told), self.loaded.tokenizer, hear, stop or (), most)

    def _generated(self, request: Request, told: dict[str, Any]) -> None:
        import torch

        model = self.loaded.model
        ids = torch.tensor([request.prompt.ids], device=model.device)
        options = {"disable_compile": True, "pad_token_id": _padding(self.loaded.tokenizer), **self.options, **told}
        if request.without != request.prompt:
            negative = torch.tensor([request.without.ids], device=model.device)
            options |= {"guidance_scale": self.guidance, "negative_prompt_ids": negative}
        with steered(model, [request.logits], self.dial) if any(request.logits) else nullcontext():
            model.generate(ids, attention_mask=torch.ones_like(ids), **options)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_options: Any,
    ) -> ChatResult:
        chunks = [chunk.message for chunk in self._stream(messages, stop, run_manager)]
        said, last = "".join(str(one.text) for one in chunks), chunks[-1]
        assert isinstance(last, AIMessageChunk)  # noqa: S101 - for the type checker
        message = AIMessage(content=said, usage_metadata=last.usage_metadata, response_metadata=last.response_metadata)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_options: Any,
    ) -> Iterator[ChatGenerationChunk]:
        heard: SimpleQueue[Heard] = SimpleQueue()
        request = self.request(messages)
        making = self._begun(request, stop, heard.put)
        try:
            while not isinstance(one := heard.get(), Ended):
                if run_manager and isinstance(one, str):
                    run_manager.on_llm_new_token(one)
                yield _chunk(one)
            yield self._last(one, request)
        finally:
            making.stop()
            making.join()

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **_options: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        loop, heard = asyncio.get_running_loop(), asyncio.Queue[Heard]()

        def hear(one: Heard) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(heard.put_nowait, one)

        request = await asyncio.to_thread(self.request, messages)
        making = self._begun(request, stop, hear)
        try:
            while not isinstance(one := await heard.get(), Ended):
                if run_manager and isinstance(one, str):
                    await run_manager.on_llm_new_token(one)
                yield _chunk(one)
            yield self._last(one, request)
        finally:
            making.stop()

    def _last(self, ended: Ended, request: Request) -> ChatGenerationChunk:
        read, made = len(request.prompt.ids), ended.output_tokens
        usage = UsageMetadata(input_tokens=read, output_tokens=made, total_tokens=read + made)
        told = {"finish_reason": ended.reason, "model_name": self.model_name}
        message = AIMessageChunk(content="", usage_metadata=usage, response_metadata=told)
        return ChatGenerationChunk(message=message)


def _chunk(heard: Heard) -> ChatGenerationChunk:
    if isinstance(heard, BaseException):
        raise heard
    return ChatGenerationChunk(message=AIMessageChunk(content=str(heard)))


def _plain(message: BaseMessage) -> ChatMessage:
    if message.type not in _ROLES:
        raise ModelRefused(f"a model that runs here takes what people and it say, and no {message.type} message")
    if not isinstance(message.content, str) and any(
        isinstance(part, dict) and part.get("type") != "text" for part in message.content
    ):
        raise ModelRefused("a model that runs here takes text only, no pictures or recordings")
    return {"role": _ROLES[message.type], "content": str(message.text)}


def _without(messages: Sequence[ChatMessage], place: int, marks: Marks) -> list[ChatMessage]:
    """Return messages without the block in one of them."""
    start, end = marks.block
    content = messages[place]["content"]
    return [*messages[:place], {**messages[place], "content": content[:start] + content[end:]}, *messages[place + 1 :]]


def _padding(tokenizer: Any) -> int:
    return int(tokenizer.eos_token_id if tokenizer.pad_token_id is None else tokenizer.pad_token_id)
