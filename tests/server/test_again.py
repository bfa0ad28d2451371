"""A turn that comes again through another process is one turn, on whichever sides of a full ten minutes it falls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from penchant.memory import InterestMemory

from tests.conftest import Clock
from tests.loopback import Loopback
from tests.server.stage import asked, bearer, chat, key_of

PATH = "/v1/chat/completions"
LIKES = "I love rock climbing."


@pytest.mark.parametrize(
    ("first", "later", "turns"),
    [
        (datetime(2026, 3, 1, 12, 3, tzinfo=UTC), timedelta(minutes=4), 1),
        (datetime(2026, 3, 1, 12, 9, 50, tzinfo=UTC), timedelta(seconds=20), 1),
        (datetime(2026, 3, 1, 12, 1, tzinfo=UTC), timedelta(minutes=9, seconds=59), 1),
        (datetime(2026, 3, 1, 12, 1, tzinfo=UTC), timedelta(minutes=10), 2),
        (datetime(2026, 3, 1, 12, 1, tzinfo=UTC), timedelta(minutes=18), 2),
    ],
    ids=str,
)
async def test_it_is_one_turn_for_ten_minutes(
    memory: InterestMemory, clock: Clock, upstream: Loopback, first: datetime, later: timedelta, turns: int
) -> None:
    key = bearer(key_of(memory, "ada"))
    clock.advance(first - clock())
    async with asked(memory, upstream) as one, asked(memory, upstream) as other:
        assert (await one.post(PATH, json=chat(LIKES), headers=key)).status_code == 200
        clock.advance(later)
        assert (await other.post(PATH, json=chat(LIKES), headers=key)).status_code == 200
        again = await other.post(PATH, json=chat(LIKES), headers=key)
    assert again.status_code == 200
    said = [turn.text for turn in memory.user("ada").latest(20) if turn.role == "user"]
    assert said == [LIKES] * turns


async def test_the_same_words_in_two_sessions_are_a_turn_of_each(memory: InterestMemory, upstream: Loopback) -> None:
    key = key_of(memory, "ada")

    async def say(client: httpx.AsyncClient, session: str) -> None:
        head = bearer(key, **{"X-Penchant-Session": session})
        assert (await client.post(PATH, json=chat(LIKES), headers=head)).status_code == 200

    async with asked(memory, upstream) as one, asked(memory, upstream) as other:
        for client, session in ((one, "a"), (one, "b"), (other, "a"), (other, "c")):
            await say(client, session)
    person = memory.user("ada")
    said = {
        session.id: [turn.text for turn in person.turns(session.id, 9) if turn.role == "user"]
        for session in person.sessions()
    }
    assert said == {"a": [LIKES], "b": [LIKES], "c": [LIKES]}
