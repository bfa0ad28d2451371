"""Work behind answers makes way for requests, and never for long."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

from penchant.server.calm import Calm


class Work:
    """Something behind an answer: whether it has begun, and what lets it end."""

    def __init__(self, calm: Calm, person: str) -> None:
        self.begun, self.may_end = asyncio.Event(), asyncio.Event()
        self.task = asyncio.create_task(self._do(calm, person))

    async def _do(self, calm: Calm, person: str) -> None:
        async with calm.behind(person):
            self.begun.set()
            await self.may_end.wait()


async def steps() -> None:
    """Let everything go on that can."""
    for _ in range(9):
        await asyncio.sleep(0)


async def ended(*works: Work) -> None:
    for one in works:
        one.may_end.set()
    await asyncio.gather(*(one.task for one in works))


async def test_it_begins_where_nobody_waits() -> None:
    calm = Calm(quiet=0, latest=60)
    work = Work(calm, "ada")
    await work.begun.wait()
    assert calm.busy
    await ended(work)
    assert not calm.busy


async def test_it_waits_for_the_last_of_those_who_are_before() -> None:
    calm = Calm(quiet=0, latest=60)
    with ExitStack() as second:
        with calm.before():
            second.enter_context(calm.before())
            work = Work(calm, "ada")
            await steps()
            assert not work.begun.is_set()
        await steps()
        assert not work.begun.is_set()
    await work.begun.wait()
    await ended(work)
    assert not calm.busy


async def test_it_begins_however_busy_it_is_when_it_was_put_off_for_so_long() -> None:
    calm = Calm(quiet=60, latest=0.001)
    with calm.before():
        work = Work(calm, "ada")
        await work.begun.wait()
        await ended(work)


async def test_it_begins_at_once_for_its_own_persons_next_request_also_when_it_comes_after_it() -> None:
    calm = Calm(quiet=0, latest=60)
    with calm.before():
        early, other = Work(calm, "ada"), Work(calm, "bob")
        await steps()
        with calm.hurry("ada"):
            await early.begun.wait()
            await ended(early)
            late = Work(calm, "ada")
            await late.begun.wait()
        await ended(late)
        again = Work(calm, "ada")
        await steps()
        assert not other.begun.is_set()
        assert not again.begun.is_set()
    await ended(other, again)
    assert not calm.busy


async def test_one_thing_is_done_after_another_and_none_waits_for_longer_than_it_must() -> None:
    calm = Calm(quiet=0, latest=60)
    with calm.before():
        works = [Work(calm, str(number)) for number in range(3)]
        await steps()
    for place, one in enumerate(works):
        await one.begun.wait()
        await steps()
        assert [later.begun.is_set() for later in works[place + 1 :]] == [False] * (2 - place)
        await ended(one)
    assert not calm.busy


async def test_it_does_not_begin_between_two_parts_of_a_request() -> None:
    calm = Calm(quiet=60, latest=60)
    with calm.before():
        work = Work(calm, "ada")
        await steps()
    await steps()
    assert not work.begun.is_set()
    with calm.hurry("ada"):
        await work.begun.wait()
    await ended(work)


async def test_what_is_given_up_leaves_its_place() -> None:
    calm = Calm(quiet=0, latest=60)
    with calm.before():
        work = Work(calm, "ada")
        await steps()
        work.task.cancel()
        await asyncio.gather(work.task, return_exceptions=True)
    assert not calm.busy
