"""The asynchronous face: every method of the memory as a coroutine, and nothing done a second way."""

from __future__ import annotations

import asyncio
import inspect
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import AsyncInterestMemory, AsyncUserMemory, InterestMemory, UserMemory, aio


def public(owner: type) -> set[str]:
    return {name for name, one in vars(owner).items() if not name.startswith("_") and inspect.isfunction(one)}


def awaited(face: type) -> set[str]:
    return {name for name, one in vars(face).items() if isinstance(one, aio._Awaited)}


def test_every_method_of_a_persons_memory_is_there() -> None:
    assert awaited(AsyncUserMemory) == public(UserMemory)
    properties = {name for name, one in vars(UserMemory).items() if isinstance(one, property)}
    assert properties - {"embedder"} == {"joined_cohort"}  # it asks the ledger: awaited as well


def test_every_method_of_the_memory_is_there_but_what_its_handles_call() -> None:
    inside = {"now", "grown", "nearest", "erased"}
    assert awaited(AsyncInterestMemory) | {"user", "open_handle"} == public(InterestMemory) - inside


@pytest.mark.parametrize("name", ["folder", "index_state", "index_trouble"])
def test_what_needs_no_waiting_is_a_property_with_the_other_ones_words(memory: InterestMemory, name: str) -> None:
    assert getattr(AsyncInterestMemory(memory), name) == getattr(memory, name)
    assert getattr(AsyncInterestMemory, name).__doc__ == getattr(InterestMemory, name).__doc__


@pytest.mark.parametrize("face", [AsyncInterestMemory, AsyncUserMemory])
def test_a_face_of_nothing_is_refused(face: Any) -> None:
    with pytest.raises(ValueError, match=r"sync must be an? (InterestMemory|UserMemory), such as .*, got 'folder'"):
        face("folder")


@pytest.mark.parametrize("name", sorted(public(UserMemory)))
def test_a_method_is_the_other_ones_with_its_signature_and_its_words(person: UserMemory, name: str) -> None:
    method, its = getattr(AsyncUserMemory(person), name), getattr(UserMemory, name)
    assert inspect.iscoroutinefunction(method)
    assert (inspect.unwrap(method), method.__doc__) == (its, its.__doc__)


async def test_a_conversation_in_an_event_loop(memory: InterestMemory) -> None:
    async with AsyncInterestMemory(memory) as opened:
        ada = await opened.user("ada")
        observed = await ada.observe("I love rock climbing.", session="s")
        assert observed.event.text == "I love rock climbing."
        assert [one.label for one in await ada.interests()] == ["rock climbing"]
        assert list(await ada.weights()) == ["rock climbing"]
        assert (await ada.explain("climbing")).sources[0].phrase == "rock climbing"
        assert await ada.forget("climbing") == 1
        assert (await opened.users(), await opened.knows("ada"), await opened.knows("bob")) == (["ada"], True, False)
        assert (ada.name, ada.embedder) == ("ada", memory.vectorizer.name)
        assert await ada.joined_cohort() is None


async def test_an_error_comes_through(memory: InterestMemory) -> None:
    ada = await AsyncInterestMemory(memory).user("ada")
    with pytest.raises(ValueError, match="no topic"):
        await ada.explain(7)
    with pytest.raises(ValueError, match="a user needs a name"):
        await AsyncInterestMemory(memory).user("")


async def test_the_loop_goes_on_while_memory_works(tmp_path: Path) -> None:
    """The extractor waits for the loop: were it called there, neither would go on."""
    begun, loops_turn = threading.Event(), threading.Event()

    def extractor(_text: str) -> Any:
        begun.set()
        assert loops_turn.wait(60)
        return ()

    with InterestMemory(tmp_path, index=False, extractor=extractor) as memory:
        ada = await AsyncInterestMemory(memory).user("ada")
        observing = asyncio.create_task(ada.observe("I love rock climbing."))
        assert await asyncio.to_thread(begun.wait, 60)
        loops_turn.set()
        await observing


async def test_many_at_once_lose_nothing(memory: InterestMemory) -> None:
    ada = await AsyncInterestMemory(memory).user("ada")
    await asyncio.gather(*(ada.observe(f"Note number {number}.", id=f"e{number}") for number in range(20)))
    assert {one.id for one in await ada.latest(100)} == {f"e{number}" for number in range(20)}


async def test_what_is_exported_comes_out_of_a_thread(memory: InterestMemory) -> None:
    ada = await AsyncInterestMemory(memory).user("ada")
    await ada.observe("I love rock climbing.")
    exported = [one async for one in await ada.export()]
    assert exported == list(ada.sync.export())
    document = json.loads("".join([one async for one in await ada.export_json()]))
    bob = await AsyncInterestMemory(memory).user("bob")
    assert (await bob.import_export(document)).new == 1
    assert "rock climbing" in "".join([one async for one in await ada.export_markdown()])


async def test_an_export_holds_up_no_event_loop(memory: InterestMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = list[int]()

    def slowly(_person: UserMemory) -> Any:
        for number in range(3):
            threads.append(threading.get_ident())
            yield number

    monkeypatch.setattr(aio.AsyncUserMemory, "export", aio._each(slowly))
    ada = await AsyncInterestMemory(memory).user("ada")
    exported: list[Any] = [one async for one in await ada.export()]
    assert exported == [0, 1, 2]
    assert threading.get_ident() not in threads


async def test_what_a_cancelled_call_stores_counts_once_with_an_id(tmp_path: Path) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def extractor(_text: str) -> Any:
        begun.set()
        assert goes_on.wait(60)
        return ()

    with InterestMemory(tmp_path, index=False, extractor=extractor) as memory:
        ada = await AsyncInterestMemory(memory).user("ada")
        observing = asyncio.create_task(ada.observe("I love rock climbing.", id="m42"))
        assert await asyncio.to_thread(begun.wait, 60)
        observing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await observing
        goes_on.set()
        await ada.observe("I love rock climbing.", id="m42")
        await asyncio.get_running_loop().shutdown_default_executor()
        assert [one.id for one in memory.user("ada").latest(9)] == ["m42"]
