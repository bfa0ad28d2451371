"""Forgetting by HTTP: the receipt says what went and what a search of all files found, and nothing of others."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.agent.gate.policy import Personalize
from penchant.memory import Chosen, InterestMemory
from penchant.server.service import Options

from tests.conftest import Clock
from tests.loopback import Loopback
from tests.memory.stores import ON_SERVERS
from tests.server.stage import asked, bearer, chat, key_of

PATH = "/v1/chat/completions"
ALWAYS = Options(per_minute=0, personalize=Personalize.ALWAYS)
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


async def test_what_another_process_forgets_is_not_sent_with_a_turn_that_comes_again(
    memory: InterestMemory, upstream: Loopback
) -> None:
    for number in range(4):
        memory.user("ada").observe("I love porcelain thimbles.", session=str(number))
    body, head = chat("Suggest me something nice for the weekend"), bearer(key_of(memory, "ada"))
    async with asked(memory, upstream, ALWAYS) as one, asked(memory, upstream, ALWAYS) as worker:
        for client in (one, worker, one):
            await client.post(PATH, json=body, headers=head)
            assert "porcelain thimbles" in str(upstream.requests[-1].body)
        memory.user("ada").forget_chosen(Chosen(topic="porcelain thimbles"))
        for client in (one, worker):
            await client.post(PATH, json=body, headers=head)
            assert "thimbles" not in str(upstream.requests[-1].body)
    said = [turn.text for turn in memory.user("ada").latest(9) if turn.role == "user"]
    assert said == ["Suggest me something nice for the weekend"]


async def test_what_another_process_hides_is_not_sent_with_a_turn_that_comes_again(
    memory: InterestMemory, upstream: Loopback
) -> None:
    memory.user("ada").observe("I love porcelain thimbles.")
    body, head = chat("Suggest me something nice for the weekend"), bearer(key_of(memory, "ada"))
    async with asked(memory, upstream, ALWAYS) as client:
        await client.post(PATH, json=body, headers=head)
        assert "porcelain thimbles" in str(upstream.requests[-1].body)
        memory.user("ada").forget_soon("porcelain thimbles", timedelta(days=7))
        await client.post(PATH, json=body, headers=head)
        assert "thimbles" not in str(upstream.requests[-1].body)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=3)], ids=["at once", "after a full ten minutes"])
@pytest.mark.parametrize("chosen", [{"everything": True}, {"turn": 1}], ids=str)
@pytest.mark.parametrize("by", ["this process", "another", "another worker's client"])
async def test_a_forgotten_turn_that_comes_again_stays_away_with_its_reply(
    memory: InterestMemory, clock: Clock, upstream: Loopback, by: str, chosen: dict[str, Any], later: timedelta
) -> None:
    person, head = memory.user("ada"), bearer(key_of(memory, "ada"))
    clock.advance(timedelta(minutes=8))
    async with asked(memory, upstream) as client, asked(memory, upstream) as worker:
        await client.post(PATH, json=chat(LIKES), headers=head)
        await client.get("/v1/interests", headers=head)  # after what goes on behind the answer
        assert len(person.latest(9)) == 2
        if by == "this process":
            await client.post("/v1/forget", json=chosen, headers=head)
        else:
            person.forget_chosen(Chosen(**chosen))
        clock.advance(later)
        for _ in range(2):
            again = await (worker if by == "another worker's client" else client).post(
                PATH, json=chat(LIKES), headers=head
            )
            assert again.status_code == 200
    assert (person.latest(9), person.interests()) == ([], [])


async def test_the_same_words_are_said_anew_ten_minutes_after_they_were_forgotten(
    memory: InterestMemory, clock: Clock, upstream: Loopback
) -> None:
    person, head = memory.user("ada"), bearer(key_of(memory, "ada"))
    async with asked(memory, upstream) as client:
        await client.post(PATH, json=chat(LIKES), headers=head)
        await client.post("/v1/forget", json={"everything": True}, headers=head)
        clock.advance(timedelta(minutes=10))
        await client.post(PATH, json=chat(LIKES), headers=head)
    assert [turn.text for turn in person.latest(9)] == ["Go climbing, of course.", LIKES]


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
    assert "topic" not in answer.json()["error"]["message"]
    assert len(memory.user("ada").weights()) == 2


async def test_the_description_of_the_api_has_it(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream) as client:
        described = (await client.get("/openapi.json")).json()
    told = described["paths"]["/v1/forget"]["post"]
    assert told["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/ReceiptOut")
    assert "clean" in described["components"]["schemas"]["ReceiptOut"]["properties"]
