"""Forgetting by HTTP: the receipt says what went and what a search of all files found, and nothing of others."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import Chosen, InterestMemory

from tests.loopback import Loopback
from tests.memory.stores import ON_SERVERS
from tests.server.stage import asked, bearer, key_of

LIKES = "I love rock climbing and I can't stand jazz."


async def test_a_session_is_forgotten_and_the_receipt_is_returned(memory: InterestMemory, upstream: Loopback) -> None:
    person = memory.user("ada")
    person.observe(LIKES, session="s")
    person.observe("I love chess.", session="t")
    memory.user("bob").observe(LIKES)
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        receipt = (await client.post("/v1/forget", json={"session": "s"}, headers=head)).json()
        listed = (await client.get("/v1/interests", headers=head)).json()["data"]
    assert [one["label"] for one in listed] == ["chess"]
    assert (receipt["receipt"], receipt["chosen"], receipt["turns"]) == (1, "session", 1)
    assert receipt["gone"]["events"] >= 1
    assert receipt["scan"]["hits"] == []
    assert not {"elsewhere", "stays"} & receipt.keys()
    assert "climbing" not in str(receipt)
    assert [turn.text for turn in memory.user("bob").latest(5)] == [LIKES]


@pytest.mark.parametrize("stream", [True, False])
async def test_a_reply_that_comes_while_its_turn_is_forgotten_is_not_stored(
    memory: InterestMemory, upstream: Loopback, stream: bool
) -> None:
    person = memory.user("ada")

    def reply(_messages: list[dict[str, Any]]) -> str:
        until = time.monotonic() + 60
        while not person.latest(1) and time.monotonic() < until:  # it is stored while the model is asked
            time.sleep(0.01)
        person.forget_chosen(Chosen(everything=True))
        return "Zorbing is a fine secret."

    upstream.reply = reply
    async with asked(memory, upstream) as client:
        body = {"model": "m", "messages": [{"role": "user", "content": "I love zorbing."}], "stream": stream}
        answer = await client.post("/v1/chat/completions", json=body, headers=bearer(key_of(memory, "ada")))
    assert "fine secret" in answer.text.replace('"}', "") or stream
    assert [one.kind for one in person.forgotten()] == ["everything"]
    assert (person.latest(9), person.interests()) == ([], [])


@pytest.mark.skipif(ON_SERVERS, reason="plants a word in a file of the data folder")
async def test_what_is_still_found_is_told_without_where_the_servers_files_lie(
    memory: InterestMemory, upstream: Loopback
) -> None:
    number = memory.user("ada").observe(LIKES).event.number
    assert memory.folder is not None
    left = Path(memory.folder) / "left behind.txt"
    left.write_text(LIKES)
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        receipt = (await client.post("/v1/forget", json={"turn": number}, headers=head)).json()
    assert receipt["clean"] is False
    assert {hit["what"] for hit in receipt["scan"]["hits"]} >= {"words"}
    assert str(memory.folder) not in str(receipt)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"turn": 1, "everything": True}, 400),
        ({"turn": 999}, 404),
        ({"interest": 999}, 404),
        ({"session": "none"}, 404),
        ({"since": "2026-01-01T00:00:00"}, 400),
        ({"words": "jazz"}, 400),
    ],
)
async def test_what_makes_no_sense_or_is_not_there_forgets_nothing(
    memory: InterestMemory, upstream: Loopback, body: dict[str, Any], status: int
) -> None:
    memory.user("ada").observe(LIKES)
    async with asked(memory, upstream) as client:
        answer = await client.post("/v1/forget", json=body, headers=bearer(key_of(memory, "ada")))
    assert answer.status_code == status, answer.text
    assert len(memory.user("ada").weights()) == 2


async def test_the_description_of_the_api_has_it(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream) as client:
        described = (await client.get("/openapi.json")).json()
    told = described["paths"]["/v1/forget"]["post"]
    assert told["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/ReceiptOut")
    assert "clean" in described["components"]["schemas"]["ReceiptOut"]["properties"]
