"""The same memory for an event loop: every method of a handle as a coroutine, done in a thread. There is one implementation, the other one.

async with AsyncInterestMemory(InterestMemory("~/penchant-data")) as memory:
    ada = await memory.user("ada")
    await ada.observe("I have started rock climbing.")
    print(await ada.interests())

Cancelling a call stops the wait for it and not what its thread does: what a cancelled `observe` was to store is stored. Who may call it
again gives an `id`, with which the same event counts once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime
from functools import wraps
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, overload

from .arguments import expect
from .index import State
from .interests import InterestMemory
from .user import UserMemory

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class _Awaited(Generic[T, P, R]):
    """A method as a coroutine that does it in a thread."""

    def __init__(self, method: Callable[Concatenate[T, P], R]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    @overload
    def __get__(self, face: None, owner: type[Any]) -> Self: ...

    @overload
    def __get__(self, face: Any, owner: type[Any]) -> Callable[P, Coroutine[Any, Any, R]]: ...

    def __get__(self, face: Any, owner: type[Any]) -> Self | Callable[P, Coroutine[Any, Any, R]]:
        if face is None:
            return self
        method = self._method

        @wraps(method)
        async def awaited(*args: P.args, **options: P.kwargs) -> R:
            return await asyncio.to_thread(method, face.sync, *args, **options)

        return awaited


class Each(Generic[R]):
    """What a generator yields, each in a thread: `async for record in await ada.export()`."""

    def __init__(self, yielded: Iterator[R]) -> None:
        self._yielded = yielded

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> R:
        if found := await asyncio.to_thread(lambda: list(islice(self._yielded, 1))):
            return found[0]
        raise StopAsyncIteration


def _each(method: Callable[Concatenate[T, P], Iterator[R]]) -> _Awaited[T, P, Each[R]]:
    """Return a method that yields as one that gives what it yields to an event loop."""

    @wraps(method)
    def each(face: T, /, *args: P.args, **options: P.kwargs) -> Each[R]:
        return Each(method(face, *args, **options))

    return _Awaited(each)


class AsyncUserMemory:
    """A `UserMemory` for an event loop: `await ada.observe(…)` is `ada.observe(…)` in a thread, which a cancelled call does not stop.

    Args:
        sync: the handle itself.
    """

    def __init__(self, sync: UserMemory) -> None:
        expect(isinstance(sync, UserMemory), "sync", 'a UserMemory, such as memory.user("ada")', sync)
        self.sync = sync

    @property
    def name(self) -> str:
        """Whose memory it is."""
        return self.sync.name

    @property
    def embedder(self) -> str:
        """The name of the embedding model that makes the vectors."""
        return self.sync.embedder

    async def joined_cohort(self) -> datetime | None:
        """Return since when the person lets their interests be counted in a cohort; None if they do not."""
        return await asyncio.to_thread(lambda: self.sync.joined_cohort)

    observe = _Awaited(UserMemory.observe)
    observe_all = _Awaited(UserMemory.observe_all)
    as_stored = _Awaited(UserMemory.as_stored)
    overhear = _Awaited(UserMemory.overhear)
    learn = _Awaited(UserMemory.learn)
    read_waiting = _Awaited(UserMemory.read_waiting)
    waiting = _Awaited(UserMemory.waiting)
    rebuild = _Awaited(UserMemory.rebuild)
    catch_up = _Awaited(UserMemory.catch_up)
    at_once = _Awaited(UserMemory.at_once)
    vector = _Awaited(UserMemory.vector)
    attend = _Awaited(UserMemory.attend)
    look_ahead = _Awaited(UserMemory.look_ahead)
    bearing = _Awaited(UserMemory.bearing)
    interests = _Awaited(UserMemory.interests)
    weights = _Awaited(UserMemory.weights)
    named = _Awaited(UserMemory.named)
    explain = _Awaited(UserMemory.explain)
    falls = _Awaited(UserMemory.falls)
    what_if = _Awaited(UserMemory.what_if)
    shift = _Awaited(UserMemory.shift)
    similar = _Awaited(UserMemory.similar)
    often_together = _Awaited(UserMemory.often_together)
    tree = _Awaited(UserMemory.tree)
    anomalies = _Awaited(UserMemory.anomalies)
    duplicates = _Awaited(UserMemory.duplicates)
    curves = _Awaited(UserMemory.curves)
    fades_at = _Awaited(UserMemory.fades_at)
    search = _Awaited(UserMemory.search)
    recall_turns = _Awaited(UserMemory.recall_turns)
    find_words = _Awaited(UserMemory.find_words)
    sessions = _Awaited(UserMemory.sessions)
    session = _Awaited(UserMemory.session)
    name_session = _Awaited(UserMemory.name_session)
    learning = _Awaited(UserMemory.learning)
    set_learning = _Awaited(UserMemory.set_learning)
    choice = _Awaited(UserMemory.choice)
    set_choice = _Awaited(UserMemory.set_choice)
    turns = _Awaited(UserMemory.turns)
    count_turns = _Awaited(UserMemory.count_turns)
    turn = _Awaited(UserMemory.turn)
    events = _Awaited(UserMemory.events)
    event = _Awaited(UserMemory.event)
    came = _Awaited(UserMemory.came)
    mark = _Awaited(UserMemory.mark)
    latest = _Awaited(UserMemory.latest)
    replace = _Awaited(UserMemory.replace)
    sent = _Awaited(UserMemory.sent)
    sent_of = _Awaited(UserMemory.sent_of)
    add_to_sent = _Awaited(UserMemory.add_to_sent)
    start_from = _Awaited(UserMemory.start_from)
    join_cohort = _Awaited(UserMemory.join_cohort)
    leave_cohort = _Awaited(UserMemory.leave_cohort)
    pin = _Awaited(UserMemory.pin)
    mute = _Awaited(UserMemory.mute)
    boost = _Awaited(UserMemory.boost)
    stop = _Awaited(UserMemory.stop)
    rename = _Awaited(UserMemory.rename)
    confirm = _Awaited(UserMemory.confirm)
    reject = _Awaited(UserMemory.reject)
    rejected = _Awaited(UserMemory.rejected)
    relabel = _Awaited(UserMemory.relabel)
    merge = _Awaited(UserMemory.merge)
    split = _Awaited(UserMemory.split)
    undo = _Awaited(UserMemory.undo)
    controls = _Awaited(UserMemory.controls)
    speaking_of = _Awaited(UserMemory.speaking_of)
    forget = _Awaited(UserMemory.forget)
    forget_soon = _Awaited(UserMemory.forget_soon)
    keep = _Awaited(UserMemory.keep)
    forget_due = _Awaited(UserMemory.forget_due)
    sources = _Awaited(UserMemory.sources)
    source = _Awaited(UserMemory.source)
    forget_source = _Awaited(UserMemory.forget_source)
    would_forget = _Awaited(UserMemory.would_forget)
    forget_chosen = _Awaited(UserMemory.forget_chosen)
    forgotten = _Awaited(UserMemory.forgotten)
    unforget = _Awaited(UserMemory.unforget)
    kept = _Awaited(UserMemory.kept)
    keep_for = _Awaited(UserMemory.keep_for)
    aging = _Awaited(UserMemory.aging)
    let_go = _Awaited(UserMemory.let_go)
    search_files = _Awaited(UserMemory.search_files)
    export = _each(UserMemory.export)
    export_json = _each(UserMemory.export_json)
    export_markdown = _each(UserMemory.export_markdown)
    import_export = _Awaited(UserMemory.import_export)
    erase = _Awaited(UserMemory.erase)


class AsyncInterestMemory:
    """An `InterestMemory` for an event loop; close it, or use it in `async with`.

    Args:
        sync: the memory itself.
    """

    def __init__(self, sync: InterestMemory) -> None:
        expect(isinstance(sync, InterestMemory), "sync", 'an InterestMemory, such as InterestMemory("folder")', sync)
        self.sync = sync

    async def user(self, name: str = "me") -> AsyncUserMemory:
        """Return the handle to one person's data.

        Raises:
            ValueError: the name is empty.
        """
        return AsyncUserMemory(await asyncio.to_thread(self.sync.user, name))

    @property
    def folder(self) -> Path | None:
        """The data folder; None where all is on servers."""
        return self.sync.folder

    @property
    def index_state(self) -> State:
        """Where the index stands."""
        return self.sync.index_state

    @property
    def index_trouble(self) -> str:
        """What keeps the index from working, with what to do; empty while nothing does."""
        return self.sync.index_trouble

    async def open_handle(self, name: str) -> AsyncUserMemory | None:
        """Return a user's handle if this process has it open."""
        found = self.sync.open_handle(name)
        return None if found is None else AsyncUserMemory(found)

    users = _Awaited(InterestMemory.users)
    knows = _Awaited(InterestMemory.knows)
    index_lag = _Awaited(InterestMemory.index_lag)
    notices = _Awaited(InterestMemory.notices)
    new_notices = _Awaited(InterestMemory.new_notices)
    read_ahead = _Awaited(InterestMemory.read_ahead)
    make_way = _Awaited(InterestMemory.make_way)
    warm = _Awaited(InterestMemory.warm)
    settle = _Awaited(InterestMemory.settle)
    back_up = _Awaited(InterestMemory.back_up)
    work = _Awaited(InterestMemory.work)
    close = _Awaited(InterestMemory.close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
