"""`remembering`: OpenAI's client with a memory.

    client = remembering(OpenAI(), memory, user="ada")
    client.chat.completions.create(model="gpt-4.1-mini", messages=[{"role": "user", "content": "What shall I do this weekend?"}])

Chat completions and responses, those under `beta` too, sync and async, whole and streamed, raw and parsed. Everything else of the client
is as it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, closing, suppress
from dataclasses import dataclass
from functools import update_wrapper, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from ...memory import InterestMemory, Learning, UserMemory
from ...memory.arguments import expect
from ..gate.policy import Personalize
from ..models import load_httpx
from ..privacy.pseudonyms import Pseudonyms
from ..prompting.block import Placement
from .asked import Asked, Request, asked_in_chat, asked_in_responses, lean_chat, lean_response, listed, user_in
from .conversations import Conversations, Turn
from .heard import Heard, hear_chunk, hear_completion, hear_event, hear_response
from .hiding import Hiding, Hidings, restore, restoring
from .people import checked_memory, checked_same
from .turn import habits

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI

ClientT = TypeVar("ClientT", bound="OpenAI | AsyncOpenAI")


def remembering(
    client: ClientT,
    memory: InterestMemory | UserMemory,
    *,
    user: str | None = None,
    session: str | None = None,
    placement: Placement = Placement.FENCED,
    personalize: Personalize | str = Personalize.GATE,
    learning: Learning | str = Learning.ON,
    pseudonymize: str = "off",
) -> ClientT:
    """Return a copy of a client that leans on what a person cares about and learns it from what they say; the client itself stays as it is.

    The person's words are stored before the model is asked, the reply after it; of the reply nothing is learned. The messages of a call are
    copied, never changed. Of a call whose body is read elsewhere (`with_streaming_response`, a raw stream) the reply is not kept. A client
    that remembers already is taken as it was before: the copy remembers what is said here alone.

    Args:
        client: an `OpenAI` or `AsyncOpenAI`, or a kin such as `AzureOpenAI`.
        memory: the memory, or one person's.
        user: who is speaking, where a call does not say it by its own `user=` (or that of its `extra_body`). Of one person's memory
            that person or nobody: a call's own `user=` is then OpenAI's alone, and may be any mark.
        session: the session of all calls; by default a conversation of the API's is one, and else each that begins with other words.
        placement: how the block is worded in a chat completion, and where it stands; in a response it follows the instructions.
        personalize: whether interests may enter answers: off, gate (where they help) or always.
        learning: what turns may teach; incognito memory takes no part.
        pseudonymize: the kinds of words that the model is sent placeholders for (privacy/pseudonymizing.py): off, auto, or kinds with
            commas between. Answers have the words again, but for those whose body is read elsewhere. For auto it counts where the
            client, or the copy that is asked, leads to at each call.

    Raises:
        ValueError: there is no such policy, an argument is not what it must be, or `user` is not the one whose the memory is; and in a
            call: nobody says whose memory it is, or not by a text.
        SettingsError: there is no such kind to pseudonymize, or a package that it needs is not installed.
        LedgerError: in a call: the turn could not be stored; nothing is asked. A reply that cannot be stored is given all the same, with a
            warning of the logger `penchant.agent`.
    """
    checked_memory(memory)
    fits = callable(getattr(client, "copy", None)) and hasattr(client, "base_url")
    expect(fits, "client", "a client of OpenAI's, such as OpenAI() or AsyncOpenAI()", client)
    for name, given in (("user", user), ("session", session)):
        expect(isinstance(given, str | None), name, "a text", given)
    checked_same(memory, user)
    load_httpx()  # before a turn starts the index
    how = habits(placement, personalize, learning)
    hidings = Hidings(pseudonymize)
    hidings.towards(str(client.base_url))  # says what is wrong with the setting
    remembers: ClientT = _remembering(_plain(client)(), Conversations(memory, user, session, how), hidings)
    return remembers


@dataclass(frozen=True, slots=True)
class _Face:
    """One of the two APIs: how its requests and its answers are read, and its placement where it has only one."""

    asked: Callable[[Request], Asked]
    lean: Callable[[Request, str, Placement], dict[str, Any]]
    whole: Callable[[Any, Heard], None]
    piece: Callable[[Any, Heard], None]
    placement: Placement | None = None


_CHAT = _Face(asked_in_chat, lean_chat, hear_completion, hear_chunk)
_RESPONSES = _Face(asked_in_responses, lean_response, hear_response, hear_event, Placement.SYSTEM)


@dataclass(frozen=True, slots=True)
class _Door:
    """A way into the model: of which client, through which API, and what is remembered and hidden there."""

    client: Any
    face: _Face
    conversations: Conversations
    hidings: Hidings

    @property
    def hiding(self) -> Hiding | None:
        """The placeholders for where the client leads to now."""
        return self.hidings.towards(str(self.client.base_url))


def _remembering(client: Any, conversations: Conversations, hidings: Hidings) -> Any:
    """Make a client remember, and every copy that is made of it."""
    from openai import AsyncOpenAI

    wrap = _awaited if isinstance(client, AsyncOpenAI) else _called
    for place, face in _places(client):
        for name in ("create", "parse"):  # `stream` and the raw ones call these
            if hasattr(place, name):
                setattr(place, name, wrap(getattr(place, name), _Door(client, face, conversations, hidings)))
    client.copy = client.with_options = _Copies(client.copy, conversations, hidings)
    return client


class _Copies:
    """Makes copies of a client that remember as it does; `plain` makes those that do not."""

    def __init__(self, plain: Callable[..., Any], conversations: Conversations, hidings: Hidings) -> None:
        self.plain, self._conversations, self._hidings = plain, conversations, hidings
        update_wrapper(self, plain)

    def __call__(self, **options: Any) -> Any:
        return _remembering(self.plain(**options), self._conversations, self._hidings)


def _plain(client: Any) -> Callable[..., Any]:
    """Return what copies a client without a memory."""
    return client.copy.plain if isinstance(client.copy, _Copies) else client.copy


def _places(client: Any) -> Iterator[tuple[Any, _Face]]:
    """Yield what of a client asks a model in a conversation."""
    for part in (client, client.beta):
        yield part.chat.completions, _CHAT
        if hasattr(part, "responses"):  # an older client has none under `beta`
            yield part.responses, _RESPONSES


def _called(create: Callable[..., Any], door: _Door) -> Callable[..., Any]:
    @wraps(create)
    def call(**request: Any) -> Any:
        turn, leaning, known = _begun(request, door)
        answer = create(**leaning)
        _give_back(answer, leaning, known)
        if turn is not None:
            _hear(answer, leaning, door.face, lambda heard: door.conversations.end(turn, heard))
        return answer

    return call


def _awaited(create: Callable[..., Any], door: _Door) -> Callable[..., Any]:
    @wraps(create)
    async def call(**request: Any) -> Any:
        turn, leaning, known = await asyncio.to_thread(_begun, request, door)
        answer = await create(**leaning)
        _give_back(answer, leaning, known)
        if turn is not None:
            await asyncio.to_thread(
                _hear, answer, leaning, door.face, lambda heard: door.conversations.end(turn, heard)
            )
        return answer

    return call


def _begun(request: Request, door: _Door) -> tuple[Turn | None, dict[str, Any], Pseudonyms | None]:
    """Return the turn of a request, the request as it is sent, and what gives back the words that are hidden in it."""
    request, face, conversations = listed(request), door.face, door.conversations
    placement = face.placement or conversations.habits.placement
    user = user_in(request)
    turn = conversations.begin(face.asked(request), user, str(request.get("model") or ""), placement)
    leaning = face.lean(request, turn.begun.block, placement) if turn is not None and turn.begun.block else request
    if (hiding := door.hiding) is None:
        return turn, leaning, None
    return turn, *hiding.hidden(leaning, conversations.speaker(user))


def _give_back(answer: Any, request: Request, known: Pseudonyms | None) -> None:
    """Put the words back into an answer, or into its pieces as they come."""
    from openai import AsyncStream, Stream

    if known is None:
        return
    if isinstance(answer, AsyncStream):
        answer._iterator = _each_async(answer._iterator, restoring(known))
    elif isinstance(answer, Stream):
        answer._iterator = _each(answer._iterator, restoring(known))
    else:
        restore(_parsed(answer, request), known)


def _each(pieces: Any, restored: Callable[[Any], list[Any]]) -> Iterator[Any]:
    with closing(pieces):
        for piece in pieces:
            yield from restored(piece)


async def _each_async(pieces: Any, restored: Callable[[Any], list[Any]]) -> AsyncIterator[Any]:
    async with aclosing(pieces):
        async for piece in pieces:
            for one in restored(piece):
                yield one


def _hear(answer: Any, request: Request, face: _Face, done: Callable[[Heard], None]) -> None:
    """Hear an answer, or let its stream be heard while it is read."""
    from openai import AsyncStream, Stream

    heard = Heard()
    if isinstance(answer, AsyncStream):
        _tap_async(answer, lambda piece: face.piece(piece, heard), lambda: done(heard))
    elif isinstance(answer, Stream):
        _tap(answer, lambda piece: face.piece(piece, heard), lambda: done(heard))
    else:
        whole = _parsed(answer, request)
        if whole is not answer or not _raw(request):
            face.whole(whole, heard)
        else:
            heard.complete = True  # as far as can be told from here
        done(heard)


def _parsed(answer: Any, request: Request) -> Any:
    """Return an answer as the client reads it; one that the program is to read from the wire itself as it is."""
    return answer.parse() if _raw(request) == "true" and not request.get("stream") else answer


def _raw(request: Request) -> str:
    return str((request.get("extra_headers") or {}).get("X-Stainless-Raw-Response") or "")


def _tap(stream: Any, hear: Callable[[Any], None], done: Callable[[], None]) -> None:
    """Let a stream be heard: its pieces come as before, and when it ends or is left, that is the end of the reply."""
    pieces: Iterator[Any] = stream._iterator
    end = _once(done)

    def heard() -> Iterator[Any]:
        try:
            for piece in pieces:
                hear(piece)
                yield piece
        finally:
            end()

    tapped, close = heard(), stream.response.close

    def closed() -> None:
        with suppress(ValueError):  # it is being read: it ends there
            tapped.close()  # type: ignore[attr-defined]
            end()  # it may have been closed before anything of it was read
        close()

    stream._iterator, stream.response.close = tapped, closed  # whatever is made of the stream closes its response


def _tap_async(stream: Any, hear: Callable[[Any], None], done: Callable[[], None]) -> None:
    pieces = stream._iterator
    end = _once(done)

    async def heard() -> AsyncIterator[Any]:
        try:
            async for piece in pieces:
                hear(piece)
                yield piece
            await asyncio.to_thread(end)
        finally:
            await pieces.aclose()
            end()  # here, for whoever left waits for nothing

    tapped, close = heard(), stream.response.aclose

    async def closed() -> None:
        with suppress(RuntimeError):  # it is being read: it ends there
            await tapped.aclose()  # type: ignore[attr-defined]
            end()
        await close()

    stream._iterator, stream.response.aclose = tapped, closed


def _once(done: Callable[[], None]) -> Callable[[], None]:
    """Return what does something the first time that it is called."""
    left = [done]

    def end() -> None:
        if left:
            left.pop()()

    return end
