from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from penchant.memory import EmbeddingError, Event, InterestMemory, UserMemory

from tests.conftest import Clock
from tests.loopback import Call, Loopback, hold_once
from tests.server.stage import UPSTREAM_KEY, asked, bearer, chat, key_of, pause

LIKES = "I love rock climbing and I can't stand jazz."
OPEN = "Suggest something to do this weekend."
PATH = "/v1/chat/completions"


def turns(person: UserMemory) -> list[Event]:
    return [turn for session in reversed(person.sessions()) for turn in person.turns(session.id, 100)]


def streaming(
    client: httpx.AsyncClient, token: str, leaving: asyncio.Event
) -> tuple[asyncio.Task[None], asyncio.Queue[bytes]]:
    """Ask for a stream as a connection does, which may be left; return the answering and what comes."""
    coming = asyncio.Queue[bytes]()
    body = [{"type": "http.request", "body": json.dumps(chat(LIKES, stream=True)).encode(), "more_body": False}]

    async def receive() -> dict[str, Any]:
        if body:
            return body.pop()
        await leaving.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        coming.put_nowait(message.get("body", b""))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"authorization", f"Bearer {token}".encode()), (b"content-type", b"application/json")],
    }
    app: Any = client._transport.app  # type: ignore[attr-defined]
    return asyncio.create_task(app(scope, receive, send)), coming


async def test_interests_stand_before_the_last_message_and_nothing_else_is_changed(
    memory: InterestMemory, upstream: Loopback
) -> None:
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"), **{"Content-Type": "application/json", "X-Other": "kept"})
        first = json.dumps(chat(LIKES, x_unknown=[1.0, None]), indent=3).encode()
        answer = await client.post(PATH, content=first, headers=head)
        assert answer.json()["choices"][0]["message"]["content"] == "Go climbing, of course."
        assert upstream.requests[-1].raw == first
        second = json.dumps(chat(OPEN, temperature=0.70, seed=12345678901234567890)).encode()
        await client.post(PATH, content=second, headers=head)
        sent = upstream.requests[-1]
        before, _, after = second.partition(OPEN.encode())
        assert sent.raw.startswith(before)
        assert sent.raw.endswith(OPEN.encode() + after)
        said = sent.body["messages"][0]["content"]
        assert "rock climbing" in said
        assert "Avoid: jazz" in said
        assert sent.headers["authorization"] == f"Bearer {UPSTREAM_KEY}"
        assert sent.headers["x-other"] == "kept"
        assert "pen_" not in str(sent.headers)


async def test_the_persons_words_teach_and_the_reply_is_kept_and_teaches_nothing(
    memory: InterestMemory, upstream: Loopback
) -> None:
    upstream.reply = "I love sailing and opera!"
    async with asked(memory, upstream) as client:
        await client.post(PATH, json=chat(LIKES), headers=bearer(key_of(memory, "ada")))
    person = memory.user("ada")
    assert {one.label for one in person.interests()} == {"rock climbing", "jazz"}
    assert [(turn.role, turn.text) for turn in turns(person)] == [
        ("user", LIKES),
        ("assistant", "I love sailing and opera!"),
    ]


async def test_a_stream_passes_as_it_comes_and_is_kept(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream) as client:
        answer = await client.post(PATH, json=chat(LIKES, stream=True), headers=bearer(key_of(memory, "ada")))
    async with httpx.AsyncClient() as client:
        direct = await client.post(f"{upstream.base_url}/chat/completions", json=chat(LIKES, stream=True))
    assert answer.content == direct.content
    assert answer.headers["content-type"] == "text/event-stream"
    lines = [line for line in answer.text.splitlines() if line]
    assert lines[-1] == "data: [DONE]"
    assert all(line.startswith("data: ") for line in lines)
    assert turns(memory.user("ada"))[-1].text == "Go climbing, of course."
    assert turns(memory.user("ada"))[-1].complete


async def test_a_turn_with_tools_is_one_turn_with_one_block(memory: InterestMemory, upstream: Loopback) -> None:
    memory.user("ada").observe(LIKES)
    calls: list[Any] = [Call("weather", {"city": "Bern"})]
    upstream.reply = lambda said: "Go climbing." if said[-1]["role"] == "tool" else calls
    tool = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        first = await client.post(PATH, json=chat(OPEN, tools=[tool], stream=True), headers=head)
        assert "weather" in first.text
        call = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
        more = [{"role": "assistant", "content": None, "tool_calls": [call]}]
        more.append({"role": "tool", "tool_call_id": "call_1", "content": "sunny, and I love golf"})
        body = chat(OPEN, tools=[tool])
        body["messages"] += more
        await client.post(PATH, json=body, headers=head)
    sent = [request.body["messages"][0]["content"] for request in upstream.requests]
    assert sent[0] == sent[1]
    assert "rock climbing" in sent[0]
    person = memory.user("ada")
    assert [turn.text for turn in turns(person)][1:] == [OPEN, "Go climbing."]
    assert "golf" not in person.weights()


async def test_a_turn_that_is_sent_again_is_one_turn_until_time_has_passed(
    memory: InterestMemory, upstream: Loopback, clock: Clock
) -> None:
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        await asyncio.gather(*(client.post(PATH, json=chat(LIKES), headers=head) for _ in range(3)))
        await client.get("/v1/interests", headers=head)  # after what goes on behind the answers
        assert [turn.role for turn in turns(memory.user("ada"))] == ["user", "assistant"]
        clock.advance(timedelta(days=1))
        await client.post(PATH, json=chat(LIKES), headers=head)
    assert len([turn for turn in turns(memory.user("ada")) if turn.role == "user"]) == 2


async def test_what_was_forgotten_is_in_no_block_of_a_turn_that_is_sent_again(
    memory: InterestMemory, upstream: Loopback
) -> None:
    person = memory.user("ada")
    person.observe(LIKES)
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        await client.post(PATH, json=chat(OPEN), headers=head)
        assert "rock climbing" in upstream.requests[-1].raw.decode()
        topic = next(one.topic for one in person.interests() if one.label == "rock climbing")
        await client.delete(f"/v1/interests/{topic}", headers=head)
        await client.post(PATH, json=chat(OPEN), headers=head)
        assert "rock climbing" not in upstream.requests[-1].raw.decode()


async def test_what_was_weighed_is_kept_with_the_turn(memory: InterestMemory, upstream: Loopback) -> None:
    from penchant.agent.kept.sent import read

    person = memory.user("ada")
    person.observe(LIKES)
    async with asked(memory, upstream) as client:
        await client.post(PATH, json=chat(OPEN), headers=bearer(key_of(memory, "ada")))
    sent = read(person, turns(person)[-2].number)
    assert sent is not None
    assert {one.label for one in sent.weighed if one.verdict != "out"} == {"rock climbing", "jazz"}
    assert sent.messages[-1][1] == upstream.requests[-1].body["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("mode", "stored", "learned"), [("on", 2, True), ("paused", 2, False), ("incognito", 0, False)]
)
async def test_a_header_says_what_a_turn_may_teach(
    memory: InterestMemory, upstream: Loopback, mode: str, stored: int, learned: bool
) -> None:
    memory.user("ada").observe("I love chess.", kind="statement", session="before")
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"), **{"X-Penchant-Learning": mode})
        await client.post(PATH, json=chat(LIKES), headers=head)
        await client.post(PATH, json=chat(OPEN), headers=head | {"X-Penchant-Session": "s"})
    person = memory.user("ada")
    assert ("rock climbing" in person.weights()) is learned
    assert person.count_turns("s") == stored
    assert ("chess" in upstream.requests[-1].raw.decode()) is (mode != "incognito")


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
async def test_an_error_of_the_model_comes_back_as_it_is_and_the_turn_is_kept(
    memory: InterestMemory, upstream: Loopback, status: int, stream: bool
) -> None:
    upstream.status, upstream.retry_after = status, 7
    async with asked(memory, upstream) as client:
        answer = await client.post(PATH, json=chat(LIKES, stream=stream), headers=bearer(key_of(memory, "ada")))
    assert answer.status_code == status
    assert answer.headers["retry-after"] == "7"
    assert answer.json()["error"]["type"]
    assert [turn.role for turn in turns(memory.user("ada"))] == ["user"]
    assert "rock climbing" in memory.user("ada").weights()


@pytest.mark.parametrize("stream", [False, True])
async def test_a_model_that_breaks_off_is_an_error_in_openais_shape(
    memory: InterestMemory, upstream: Loopback, stream: bool
) -> None:
    upstream.failures = [0]
    async with asked(memory, upstream) as client:
        answer = await client.post(PATH, json=chat(LIKES, stream=stream), headers=bearer(key_of(memory, "ada")))
    assert answer.status_code == 502
    assert answer.json()["error"]["code"] == "upstream_unreachable"


async def test_memory_without_its_embedding_model_lets_the_chat_go_on(
    memory: InterestMemory, upstream: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = memory.user("ada")

    def fail(*_: Any, **__: Any) -> Any:
        raise EmbeddingError("away")

    monkeypatch.setattr(person, "attend", fail)
    async with asked(memory, upstream) as client:
        answer = await client.post(PATH, json=chat(LIKES), headers=bearer(key_of(memory, "ada")))
        assert answer.status_code == 200
        assert client.service.metrics.unremembered._value.get() == 1  # type: ignore[attr-defined]
    assert turns(person)[0].text == LIKES


async def test_without_the_index_the_chat_goes_on_and_readiness_says_so(
    upstream: Loopback, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "index").write_text("no folder", "utf-8")
    with InterestMemory(tmp_path, clock=clock) as memory:
        async with asked(memory, upstream) as client:
            head = bearer(key_of(memory, "ada"))
            await client.post(PATH, json=chat("My dog Biscuit is allergic to chicken."), headers=head)
            await asyncio.to_thread(memory.settle)
            answer = await client.post(PATH, json=chat("What is my dog allergic to?"), headers=head)
            assert answer.status_code == 200
            assert "Biscuit" in upstream.requests[-1].raw.decode()
            ready = await client.get("/ready")
            assert (ready.status_code, ready.json()["index"]) == (200, "failed")


async def test_a_client_that_leaves_a_stream_stops_the_model_and_what_was_said_is_kept(
    memory: InterestMemory, upstream: Loopback
) -> None:
    left = hold_once(upstream, after=2)
    async with asked(memory, upstream) as client:
        leaving = asyncio.Event()
        answering, coming = streaming(client, key_of(memory, "ada"), leaving)
        said = b""
        while b"climbing" not in said:
            said += await coming.get()
        leaving.set()
        await answering
        assert await asyncio.to_thread(left.wait, 60)
    kept = turns(memory.user("ada"))[-1]
    assert (kept.role, kept.text, kept.complete) == ("assistant", "Go climbing,", False)


async def test_an_answer_that_is_cut_at_the_end_is_kept_as_far_as_it_came(
    memory: InterestMemory, upstream: Loopback
) -> None:
    _, go_on = pause(upstream, after=2)
    async with asked(memory, upstream) as client:
        answering, coming = streaming(client, key_of(memory, "ada"), asyncio.Event())
        said = b""
        while b"climbing" not in said:
            said += await coming.get()
        answering.cancel()  # as uvicorn does, which ends the application in the same moment
    go_on.set()
    assert [(turn.text, turn.complete) for turn in turns(memory.user("ada"))] == [
        (LIKES, True),
        ("Go climbing,", False),
    ]


async def test_the_user_of_a_body_chooses_no_memory_for_a_persons_key(
    memory: InterestMemory, upstream: Loopback
) -> None:
    memory.user("bob").observe("I love chess.", kind="statement")
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        await client.post(PATH, json=chat(OPEN, user="bob", metadata={"user": "bob"}), headers=head)
        assert upstream.requests[-1].body == chat(OPEN, user="bob", metadata={"user": "bob"})
        answer = await client.post(PATH, json=chat(OPEN), headers=head | {"X-Penchant-User": "bob"})
        assert answer.status_code == 403
    assert memory.user("bob").sessions()[0].turns == 1


async def test_an_apps_key_names_its_own_users_alone(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream) as client:
        shop, other = bearer(key_of(memory, app="shop")), bearer(key_of(memory, app="other"))
        await client.post(PATH, json=chat(LIKES, user="张伟"), headers=shop)
        for head in (other, shop | {"X-Penchant-User": "%E5%BC%A0%E4%BC%9E"}):
            await client.post(PATH, json=chat(OPEN, user="张伟" if head is other else None), headers=head)
            assert "rock climbing" not in upstream.requests[-1].raw.decode()
        await client.post(PATH, json=chat(OPEN), headers=shop | {"X-Penchant-User": "%E5%BC%A0%E4%BC%9F"})
        assert "rock climbing" in upstream.requests[-1].raw.decode()
        for body, head, status in (
            (chat(OPEN), shop, 400),
            (chat(OPEN, user=""), shop, 400),
            (chat(OPEN, user=3), shop, 400),
            (chat(OPEN, user="\ud800"), shop, 400),
            (chat(OPEN, user="x" * 2000), shop, 400),
            (chat(OPEN, user="a"), shop | {"X-Penchant-User": "b"}, 400),
            (chat(OPEN), shop | {"X-Penchant-User": "%ff"}, 400),
        ):
            answer = await client.post(
                PATH, content=json.dumps(body), headers=head | {"Content-Type": "application/json"}
            )
            assert (answer.status_code, answer.json()["error"]["param"] is not None) == (status, True)
    assert sorted(memory.users()) == ["app:other/张伟", "app:shop/张伞", "app:shop/张伟"]


async def test_past_turns_are_quoted_from_other_conversations(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        await client.post(PATH, json=chat("My dog Biscuit is allergic to chicken."), headers=head)
        await client.post(PATH, json=chat("What is my dog allergic to?"), headers=head)
    assert "Biscuit" in upstream.requests[-1].raw.decode()
