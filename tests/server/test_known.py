"""How keys that were shown are known, and what becomes of who shows none."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from penchant.memory import InterestMemory
from penchant.server.failures import ApiError
from penchant.server.keys import ApiKey, Scope
from penchant.server.known import KEY_SECONDS, KnownKeys
from penchant.server.limits import WRONG_AT_ONCE, WRONG_PER_MINUTE, Strangers

from tests.loopback import Loopback
from tests.server.stage import asked, bearer, key_of

KEY = ApiKey("id", "ada", "", frozenset({Scope.CHAT}), datetime(2026, 3, 1, tzinfo=UTC))


class Kept:
    """Keys as they are kept, and the tokens that were looked up; `now` is the clock."""

    def __init__(self) -> None:
        self.there, self.asked, self.now = {"good": KEY}, list[str](), 0.0
        self.known = KnownKeys(self.find, Strangers(lambda: self.now), lambda: self.now)

    async def find(self, token: str) -> ApiKey | None:
        self.asked.append(token)
        return self.there.get(token)

    def show(self, token: str, address: str = "10.0.0.1") -> ApiKey | None:
        return asyncio.run(self.known.find(token, address))


def test_a_key_is_looked_up_once_in_a_while() -> None:
    kept = Kept()
    assert [kept.show("good"), kept.show("good")] == [KEY, KEY]
    kept.now = KEY_SECONDS
    kept.show("good")
    assert kept.asked == ["good", "good"]


def test_a_revoked_key_is_refused_after_that() -> None:
    kept = Kept()
    kept.show("good")
    kept.there.clear()
    kept.now = KEY_SECONDS
    assert kept.show("good") is None


def test_an_address_that_shows_too_many_that_are_none_must_wait_and_others_need_not() -> None:
    kept = Kept()
    kept.show("good")
    for number in range(WRONG_AT_ONCE):
        assert kept.show(f"bad {number}") is None
    with pytest.raises(ApiError, match="this address") as refused:
        kept.show("one more")
    assert (refused.value.status, int(refused.value.headers["Retry-After"])) == (429, 60 // WRONG_PER_MINUTE)
    assert "one more" not in kept.asked
    assert kept.show("one more", "10.0.0.2") is None
    kept.now = KEY_SECONDS
    assert kept.show("good") == KEY, "a key that was good before is looked up all the same"
    kept.now = 60 / WRONG_PER_MINUTE
    assert kept.show("again") is None


def test_over_http_and_on_the_page_who_guesses_is_told_to_wait(memory: InterestMemory, upstream: Loopback) -> None:
    async def ask() -> tuple[list[int], httpx.Response, httpx.Response]:
        async with asked(memory, upstream, seconds=lambda: 0.0) as client:
            token = key_of(memory, "ada")
            codes = [(await client.get("/v1/interests", headers=bearer("pen_none"))).status_code for _ in range(21)]
            return (
                codes,
                await client.get("/v1/interests", headers=bearer(token)),
                await client.post("/sign-in", data={"key": "x"}),
            )

    codes, strange, page = asyncio.run(ask())
    assert codes == [401] * WRONG_AT_ONCE + [429]
    assert (strange.status_code, strange.json()["error"]["code"]) == (429, "rate_limit_exceeded")
    assert page.status_code == 429
    assert "try again in" in page.text
