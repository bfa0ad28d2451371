"""A model's whole reply, for a caller that waits for it: asked as patiently as in a conversation, by the same way (stream.py).

It is the model's waiting client that is asked, from a thread beside the caller's. The other client may have connections that belong
to an event loop of the app's, where they cannot be used from here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import aclosing, closing, suppress
from contextvars import copy_context
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from ..events import Retrying
from ..models import Model
from .patience import Patience
from .stream import Account, chunks

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk
    from langchain_core.runnables import Runnable


def whole(model: Model, messages: Sequence[Any], patience: Patience) -> str:
    """Return the text of a model's whole reply.

    Raises:
        ModelUnreachable: no answer; trying again may help.
        ModelRefused: the model will not answer this.
    """
    return _done(_collected(model, messages, patience))


async def _collected(model: Model, messages: Sequence[Any], patience: Patience) -> str:
    asked = chunks(Waiting(model.chat), messages, patience, model.profile.name, Account())
    async with aclosing(asked) as coming:
        return "".join([str(one.text) async for one in coming if not isinstance(one, Retrying)])


@dataclass(frozen=True, slots=True)
class Waiting:
    """A chat model whose waiting client is read in a thread. Where the reader leaves, that thread ends as soon as something more comes."""

    chat: Runnable[Any, Any]

    async def astream(self, messages: Any) -> AsyncGenerator[AIMessageChunk, None]:
        """Yield what the model sends, chunk by chunk."""
        loop, coming, left = asyncio.get_running_loop(), asyncio.Queue[Any](), Event()

        def tell(one: Any) -> None:
            with suppress(RuntimeError):  # the loop is closed: the reader has left
                loop.call_soon_threadsafe(coming.put_nowait, one)

        work = copy_context().run, _read, self.chat, messages, tell, left
        Thread(target=work[0], args=work[1:], name="penchant-asking", daemon=True).start()
        try:
            while (one := await coming.get()) is not None:
                if isinstance(one, BaseException):
                    raise one
                yield one
        finally:
            left.set()


def _read(chat: Runnable[Any, Any], messages: Any, tell: Callable[[Any], None], left: Event) -> None:
    """Tell of each chunk, and at the end of an error or None."""
    stream: Any = chat.stream(messages)
    try:
        with closing(stream):
            for chunk in stream:
                if left.is_set():
                    return
                tell(chunk)
    except BaseException as error:  # noqa: BLE001 - it is raised where the reply is waited for
        tell(error)
    else:
        tell(None)


def _done(work: Coroutine[Any, Any, str]) -> str:
    """Return what a coroutine returns, also where an event loop runs in this thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(copy_context().run, asyncio.run, work).result()
