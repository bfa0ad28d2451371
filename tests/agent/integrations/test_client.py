"""`remembering`: OpenAI's own client, both APIs, against a server on loopback that speaks its protocol."""

from __future__ import annotations

import copy
import re
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, cast

import openai
import pytest
from penchant.agent import Agent, remembering
from penchant.agent.integrations import conversations
from penchant.agent.integrations.turn import Begun, begin
from penchant.agent.prompting.block import Placement
from penchant.memory import AsyncInterestMemory, AsyncUserMemory, InterestMemory, UserMemory
from pydantic import BaseModel

from tests.agent.integrations.conftest import refuse_replies
from tests.agent.talk import OPEN
from tests.loopback import Call, Loopback, Said

FACT = "What is the boiling point of water?"
TOOLS: list[Any] = [
    {"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}
]
LIKES = "I adore pottery."
Client = Callable[..., openai.OpenAI]


def asked(text: str) -> list[Any]:
    return [{"role": "user", "content": text}]


@pytest.fixture
def client(server: Loopback, memory: InterestMemory) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
        yield remembering(plain, memory, user="ada")


@pytest.fixture
async def async_client(server: Loopback, memory: InterestMemory) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
        yield remembering(plain, memory, user="ada")


def sent_in_chat(server: Loopback) -> str:
    return str(server.requests[-1].body["messages"][-1]["content"])


def said(person: UserMemory) -> list[tuple[str, str]]:
    return [(one.role, one.text) for one in reversed(person.latest(100)) if one.id != "climbs"]


# Every way of asking, both APIs: the words that come back

Way = Callable[[openai.OpenAI, str], str]
AsyncWay = Callable[[openai.AsyncOpenAI, str], Any]


def chat_whole(client: openai.OpenAI, text: str) -> str:
    return client.chat.completions.create(model="loopback", messages=asked(text)).choices[0].message.content or ""


def chat_in_pieces(client: openai.OpenAI, text: str) -> str:
    chunks = client.chat.completions.create(model="loopback", messages=asked(text), stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


def chat_as_events(client: openai.OpenAI, text: str) -> str:
    with client.chat.completions.stream(model="loopback", messages=asked(text)) as stream:
        return "".join(event.delta for event in stream if event.type == "content.delta")


def chat_raw(client: openai.OpenAI, text: str) -> str:
    raw = client.chat.completions.with_raw_response.create(model="loopback", messages=asked(text))
    assert raw.headers["content-type"] == "application/json"
    return raw.parse().choices[0].message.content or ""


def chat_with_options(client: openai.OpenAI, text: str) -> str:
    return chat_whole(client.with_options(timeout=30), text)


def response_whole(client: openai.OpenAI, text: str) -> str:
    return client.responses.create(model="loopback", input=text).output_text


def response_in_pieces(client: openai.OpenAI, text: str) -> str:
    events = client.responses.create(model="loopback", input=asked(text), stream=True)
    return "".join(event.delta for event in events if event.type == "response.output_text.delta")


def response_as_events(client: openai.OpenAI, text: str) -> str:
    with client.responses.stream(model="loopback", input=text) as stream:
        return stream.get_final_response().output_text


def response_raw(client: openai.OpenAI, text: str) -> str:
    return client.responses.with_raw_response.create(model="loopback", input=text).parse().output_text


def beta_chat_whole(client: openai.OpenAI, text: str) -> str:
    return client.beta.chat.completions.create(model="loopback", messages=asked(text)).choices[0].message.content or ""


def beta_chat_parsed(client: openai.OpenAI, text: str) -> str:
    return client.beta.chat.completions.parse(model="loopback", messages=asked(text)).choices[0].message.content or ""


def beta_chat_as_events(client: openai.OpenAI, text: str) -> str:
    with client.beta.chat.completions.stream(model="loopback", messages=asked(text)) as stream:
        return "".join(event.delta for event in stream if event.type == "content.delta")


def beta_response_whole(client: openai.OpenAI, text: str) -> str:
    [message] = client.beta.responses.create(model="loopback", input=text).output
    assert message.type == "message"
    return "".join(part.text for part in message.content if part.type == "output_text")


def beta_response_in_pieces(client: openai.OpenAI, text: str) -> str:
    events = client.beta.responses.create(model="loopback", input=text, stream=True)
    return "".join(event.delta for event in events if event.type == "response.output_text.delta")


WAYS: list[Way] = [
    chat_whole,
    chat_in_pieces,
    chat_as_events,
    chat_raw,
    chat_with_options,
    response_whole,
    response_in_pieces,
    response_as_events,
    response_raw,
    beta_chat_whole,
    beta_chat_parsed,
    beta_chat_as_events,
    beta_response_whole,
    beta_response_in_pieces,
]


async def achat_whole(client: openai.AsyncOpenAI, text: str) -> str:
    answer = await client.chat.completions.create(model="loopback", messages=asked(text))
    return answer.choices[0].message.content or ""


async def achat_in_pieces(client: openai.AsyncOpenAI, text: str) -> str:
    chunks = await client.chat.completions.create(model="loopback", messages=asked(text), stream=True)
    return "".join([chunk.choices[0].delta.content or "" async for chunk in chunks])


async def achat_as_events(client: openai.AsyncOpenAI, text: str) -> str:
    async with client.chat.completions.stream(model="loopback", messages=asked(text)) as stream:
        return "".join([event.delta async for event in stream if event.type == "content.delta"])


async def aresponse_whole(client: openai.AsyncOpenAI, text: str) -> str:
    return (await client.responses.create(model="loopback", input=text)).output_text


async def aresponse_in_pieces(client: openai.AsyncOpenAI, text: str) -> str:
    events = await client.responses.create(model="loopback", input=text, stream=True)
    return "".join([event.delta async for event in events if event.type == "response.output_text.delta"])


async def aresponse_as_events(client: openai.AsyncOpenAI, text: str) -> str:
    async with client.responses.stream(model="loopback", input=text) as stream:
        return (await stream.get_final_response()).output_text


async def abeta_chat_whole(client: openai.AsyncOpenAI, text: str) -> str:
    answer = await client.beta.chat.completions.create(model="loopback", messages=asked(text))
    return answer.choices[0].message.content or ""


ASYNC_WAYS: list[AsyncWay] = [
    achat_whole,
    achat_in_pieces,
    achat_as_events,
    aresponse_whole,
    aresponse_in_pieces,
    aresponse_as_events,
    abeta_chat_whole,
]


def check(server: Loopback, climber: UserMemory, answer: str) -> None:
    """Check that the model heard of the interest, that both sides are kept, and that only the person's words taught."""
    assert answer == server.reply
    assert "rock climbing" in server.requests[-1].raw.decode()
    assert said(climber) == [("user", f"{OPEN} {LIKES}"), ("assistant", server.reply)]
    assert set(climber.weights()) == {"rock climbing", "pottery"}


@pytest.mark.parametrize("way", WAYS)
def test_memory_takes_part_in(server: Loopback, client: openai.OpenAI, climber: UserMemory, way: Way) -> None:
    server.reply = "I love opera, I adore chess."
    check(server, climber, way(client, f"{OPEN} {LIKES}"))


@pytest.mark.parametrize("way", ASYNC_WAYS)
async def test_memory_takes_part_in_an_event_loop_in(
    server: Loopback, async_client: openai.AsyncOpenAI, climber: UserMemory, way: AsyncWay
) -> None:
    server.reply = "I love opera, I adore chess."
    check(server, climber, await way(async_client, f"{OPEN} {LIKES}"))


@pytest.mark.usefixtures("climber")
@pytest.mark.usefixtures("climber")
def test_a_question_of_fact_is_sent_as_it_is_in_every_way(server: Loopback, client: openai.OpenAI) -> None:
    with openai.OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
        for way in WAYS:
            way(client, FACT)
            way(plain, FACT)
            assert server.requests[-1].raw == server.requests[-2].raw, way


# What it leaves alone


class Plan(BaseModel):
    where: str


def test_parsed_answers_are_parsed(server: Loopback, client: openai.OpenAI, climber: UserMemory) -> None:
    server.reply = '{"where": "outside"}'
    chat = client.chat.completions.parse(model="loopback", messages=asked(OPEN), response_format=Plan)
    assert chat.choices[0].message.parsed == Plan(where="outside")
    response = client.responses.parse(model="loopback", input=OPEN, text_format=Plan)
    assert response.output_parsed == Plan(where="outside")
    assert said(climber) == [("user", OPEN), ("assistant", server.reply)] * 2


@pytest.mark.usefixtures("climber")
def test_the_callers_messages_stay_as_they_are(server: Loopback, client: openai.OpenAI) -> None:
    messages: list[Any] = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": OPEN}]},
    ]
    before = copy.deepcopy(messages)
    client.chat.completions.create(model="loopback", messages=messages)
    client.responses.create(model="loopback", input=messages, instructions="Be kind.")
    assert messages == before
    assert "rock climbing" in server.requests[-1].body["instructions"]
    assert server.requests[-1].body["instructions"].startswith("Be kind.\n\n")
    assert server.requests[-1].body["input"] == before


@pytest.mark.usefixtures("climber")
def test_messages_may_come_from_a_generator(server: Loopback, client: openai.OpenAI) -> None:
    client.chat.completions.create(model="loopback", messages=(one for one in asked(OPEN)))
    assert "rock climbing" in sent_in_chat(server)
    assert sent_in_chat(server).endswith(OPEN)


@pytest.mark.parametrize("way", ["messages", "input"])
def test_so_may_the_parts_of_a_message(server: Loopback, client: openai.OpenAI, climber: UserMemory, way: str) -> None:
    kind = "text" if way == "messages" else "input_text"
    parts = [{"type": kind, "text": OPEN}]
    content: Any = (part for part in parts)
    if way == "messages":
        client.chat.completions.create(model="loopback", messages=[{"role": "user", "content": content}])
        assert server.requests[-1].body["messages"][-1]["content"][-1:] == parts
    else:
        client.responses.create(model="loopback", input=[{"role": "user", "content": content}])
        assert server.requests[-1].body["input"][-1]["content"] == parts
    assert ("user", OPEN) in said(climber)


def test_the_client_itself_stays_as_it_is(server: Loopback, memory: InterestMemory, climber: UserMemory) -> None:
    with openai.OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
        remembers = remembering(plain, memory, user="ada")
        assert chat_whole(plain, OPEN) == server.reply
        assert sent_in_chat(server) == OPEN
        assert said(climber) == []
        assert isinstance(remembers, openai.OpenAI)
        assert remembers.base_url == plain.base_url
        assert [one.id for one in remembers.models.list()] == ["loopback"]


@pytest.mark.usefixtures("climber")
def test_tools_and_all_other_fields_go_through(server: Loopback, client: openai.OpenAI) -> None:
    client.chat.completions.create(
        model="loopback",
        messages=asked(OPEN),
        tools=TOOLS,
        temperature=0.5,
        extra_body={"seed": 1},
        extra_headers={"X-A": "b"},
    )
    body = server.requests[-1].body
    assert (body["tools"], body["temperature"], body["seed"]) == (TOOLS, 0.5, 1)
    assert server.requests[-1].headers["x-a"] == "b"


@pytest.mark.parametrize(
    ("way", "status"), [(chat_whole, 400), (chat_in_pieces, 401), (response_whole, 429), (response_in_pieces, 500)]
)
def test_errors_come_through_and_the_same_again_is_the_same_turn(
    server: Loopback, client: openai.OpenAI, memory: InterestMemory, way: Way, status: int
) -> None:
    server.failures = [status]
    with pytest.raises(openai.APIStatusError) as caught:
        way(client, LIKES)
    assert caught.value.status_code == status
    assert said(memory.user("ada")) == [("user", LIKES)]
    assert way(client, LIKES) == server.reply
    assert said(memory.user("ada")) == [("user", LIKES), ("assistant", server.reply)]
    assert memory.user("ada").explain("pottery").interest.evidence == 1


@pytest.mark.parametrize("messages", [[], [{"role": "system", "content": "Say hello."}], asked("  ")])
def test_a_call_without_words_of_the_persons_is_no_turn(
    server: Loopback, client: openai.OpenAI, memory: InterestMemory, messages: list[Any]
) -> None:
    client.chat.completions.create(model="loopback", messages=messages)
    assert server.requests[-1].body["messages"] == messages
    assert memory.user("ada").latest(5) == []


def test_a_call_that_lacks_its_messages_fails_as_it_always_did(client: openai.OpenAI) -> None:
    create: Any = client.chat.completions.create
    with pytest.raises(TypeError, match="Missing required arguments"):
        create(model="loopback")


# Tools


def test_a_chat_turn_with_tools_is_one_turn_and_what_tools_return_teaches_nothing(
    server: Loopback, client: openai.OpenAI, climber: UserMemory
) -> None:
    def reply(messages: list[dict[str, Any]]) -> Said:
        return [Call("weather", {})] if messages[-1]["role"] == "user" else "Sunny: go out."

    server.reply = reply
    messages: list[Any] = asked(f"{OPEN} {LIKES}")
    called = client.chat.completions.create(model="loopback", messages=messages, tools=TOOLS).choices[0].message
    assert called.tool_calls
    messages += [called, {"role": "tool", "tool_call_id": called.tool_calls[0].id, "content": "I love opera."}]
    client.chat.completions.create(model="loopback", messages=messages, tools=TOOLS)
    first, second = (one.body["messages"] for one in server.requests[-2:])
    assert second[0] == first[0]
    assert "rock climbing" in first[0]["content"]
    assert said(climber) == [("user", f"{OPEN} {LIKES}"), ("assistant", "Sunny: go out.")]
    assert set(climber.weights()) == {"rock climbing", "pottery"}


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("held", [False, True], ids=["the program holds it", "the server holds it"])
def test_a_response_with_tools_is_one_turn_too(
    server: Loopback, client: openai.OpenAI, climber: UserMemory, streamed: bool, held: bool
) -> None:
    def reply(messages: list[dict[str, Any]]) -> Said:
        return "Sunny: go out." if any(one["role"] == "tool" for one in messages) else [Call("weather", {})]

    server.reply = reply
    create: Any = client.responses.create

    def answer(items: list[Any], **options: Any) -> Any:
        got = create(model="loopback", input=items, stream=streamed, **options)
        return [event for event in got if event.type == "response.completed"][-1].response if streamed else got

    first = answer(asked(f"{OPEN} {LIKES}"))
    returned = [{"type": "function_call_output", "call_id": "call_1", "output": "I love opera."}]
    if held:
        answer(returned, previous_response_id=first.id)
    else:
        answer([*asked(f"{OPEN} {LIKES}"), *first.output, *returned])
    assert server.requests[-1].body["instructions"] == server.requests[-2].body["instructions"]
    assert "rock climbing" in server.requests[-1].body["instructions"]
    assert said(climber) == [("user", f"{OPEN} {LIKES}"), ("assistant", "Sunny: go out.")]
    assert set(climber.weights()) == {"rock climbing", "pottery"}


def test_what_tools_return_in_a_conversation_that_is_not_known_begins_no_turn(
    server: Loopback, client: openai.OpenAI, climber: UserMemory
) -> None:
    messages: list[Any] = [*asked(f"{OPEN} {LIKES}"), {"role": "tool", "tool_call_id": "c", "content": "Sunny."}]
    client.chat.completions.create(model="loopback", messages=messages)
    assert "rock climbing" in server.requests[-1].body["messages"][0]["content"]
    assert said(climber) == []
    client.chat.completions.create(model="loopback", messages=asked(f"{OPEN} {LIKES}"))
    assert [role for role, _ in said(climber)] == ["user", "assistant"]


# Streams that end early


@pytest.mark.parametrize("api", ["chat", "responses"])
def test_a_stream_that_is_left_keeps_what_came(client: openai.OpenAI, memory: InterestMemory, api: str) -> None:
    calls: Any = {"chat": client.chat.completions.create, "responses": client.responses.create}
    given = {"messages": asked(LIKES)} if api == "chat" else {"input": LIKES}
    stream = calls[api](model="loopback", stream=True, **given)
    for event in stream:
        if "climbing" in str(getattr(event, "delta", "")) or "climbing" in str(getattr(event, "choices", "")):
            break
    stream.close()
    left = [(one.text, one.complete) for one in memory.user("ada").latest(5) if one.role == "assistant"]
    assert left == [("Go climbing,", False)]
    assert "pottery" in memory.user("ada").weights()


async def test_a_stream_that_is_left_in_an_event_loop_keeps_what_came(
    async_client: openai.AsyncOpenAI, memory: InterestMemory
) -> None:
    stream = await async_client.chat.completions.create(model="loopback", messages=asked(LIKES), stream=True)
    async with stream:
        async for chunk in stream:
            if chunk.choices[0].delta.content:
                break
    left = [(one.text, one.complete) for one in memory.user("ada").latest(5) if one.role == "assistant"]
    assert left == [("Go", False)]


@pytest.mark.parametrize("api", ["chat", "responses"])
def test_events_that_are_left_keep_what_came(client: openai.OpenAI, memory: InterestMemory, api: str) -> None:
    calls: Any = {"chat": client.chat.completions.stream, "responses": client.responses.stream}
    given = {"messages": asked(LIKES)} if api == "chat" else {"input": LIKES}
    with calls[api](model="loopback", **given) as stream:
        for event in stream:
            if "climbing" in str(getattr(event, "delta", "")):
                break
    left = [(one.text, one.complete) for one in memory.user("ada").latest(5) if one.role == "assistant"]
    assert left == [("Go climbing,", False)]
    assert "pottery" in memory.user("ada").weights()


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_events_that_are_left_in_an_event_loop_keep_what_came(
    async_client: openai.AsyncOpenAI, memory: InterestMemory, api: str
) -> None:
    calls: Any = {"chat": async_client.chat.completions.stream, "responses": async_client.responses.stream}
    given = {"messages": asked(LIKES)} if api == "chat" else {"input": LIKES}
    async with calls[api](model="loopback", **given) as stream:
        async for event in stream:
            if "climbing" in str(getattr(event, "delta", "")):
                break
    left = [(one.text, one.complete) for one in memory.user("ada").latest(5) if one.role == "assistant"]
    assert left == [("Go climbing,", False)]


def test_a_stream_that_is_closed_unread_ends_its_turn(client: openai.OpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []
    monkeypatch.setattr(conversations.Conversations, "end", lambda _self, _turn, heard: ended.append(heard.text))
    client.chat.completions.create(model="loopback", messages=asked(LIKES), stream=True).close()
    assert ended == [""]


async def test_so_does_one_in_an_event_loop(async_client: openai.AsyncOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []
    monkeypatch.setattr(conversations.Conversations, "end", lambda _self, _turn, heard: ended.append(heard.text))
    await (await async_client.chat.completions.create(model="loopback", messages=asked(LIKES), stream=True)).close()
    assert ended == [""]


# Replies that cannot be stored


@pytest.mark.parametrize("way", WAYS)
def test_a_reply_that_cannot_be_stored_is_given_all_the_same(
    server: Loopback, client: openai.OpenAI, memory: InterestMemory, caplog: pytest.LogCaptureFixture, way: Way
) -> None:
    refuse_replies(memory)
    assert way(client, LIKES) == server.reply
    assert "the disk is full" in caplog.text
    assert said(memory.user("ada")) == [("user", LIKES)]


@pytest.mark.parametrize("way", ASYNC_WAYS)
async def test_so_is_one_in_an_event_loop(
    server: Loopback, async_client: openai.AsyncOpenAI, memory: InterestMemory, way: AsyncWay
) -> None:
    refuse_replies(memory)
    assert await way(async_client, LIKES) == server.reply
    assert said(memory.user("ada")) == [("user", LIKES)]


def test_a_stream_that_breaks_raises_and_asked_again_it_is_the_same_turn(
    server: Loopback, client: openai.OpenAI, memory: InterestMemory
) -> None:
    server.die_after = 2
    with pytest.raises(openai.APIConnectionError):
        chat_in_pieces(client, LIKES)
    server.die_after = None
    assert chat_in_pieces(client, LIKES) == server.reply
    kept = [(one.role, one.text, one.complete) for one in reversed(memory.user("ada").latest(5))]
    assert kept == [("user", LIKES, True), ("assistant", "Go climbing,", False), ("assistant", server.reply, True)]
    assert memory.user("ada").explain("pottery").interest.evidence == 1


# Whose, and which conversation


def test_a_call_may_name_the_person(server: Loopback, memory: InterestMemory) -> None:
    with openai.OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
        client = remembering(plain, memory)
        client.chat.completions.create(model="loopback", messages=asked(LIKES), user="bob")
        client.responses.create(model="loopback", input="I adore chess.", user="eve")
        assert server.requests[-1].body["user"] == "eve"  # OpenAI's own field goes on as it came
        assert (set(memory.user("bob").weights()), set(memory.user("eve").weights())) == ({"pottery"}, {"chess"})
        sent = len(server.requests)
        with pytest.raises(ValueError, match="user="):
            client.chat.completions.create(model="loopback", messages=asked(LIKES))
        assert len(server.requests) == sent


@pytest.mark.parametrize("user", [5, True, 5.0, ["eve"], {"name": "eve"}])
@pytest.mark.parametrize("extra", [False, True])
def test_a_user_that_is_no_text_is_refused_and_nothing_is_asked(
    server: Loopback, client: openai.OpenAI, memory: InterestMemory, user: Any, extra: bool
) -> None:
    named: Any = {"extra_body": {"user": user}} if extra else {"user": user}
    with pytest.raises(ValueError, match="a user's name is a text, got"):
        client.chat.completions.create(model="loopback", messages=asked(LIKES), **named)
    assert server.requests == []
    assert memory.users() == []


def test_a_user_in_the_extra_body_is_who_speaks_as_for_the_server(
    server: Loopback, client: openai.OpenAI, memory: InterestMemory
) -> None:
    client.chat.completions.create(model="loopback", messages=asked(LIKES), user="bob", extra_body={"user": "eve"})
    assert server.requests[-1].body["user"] == "eve"
    client.responses.create(model="loopback", input="I adore chess.", extra_body={"user": "eve"})
    assert memory.users() == ["eve"]
    assert set(memory.user("eve").weights()) == {"pottery", "chess"}


def test_a_user_that_is_left_out_is_the_clients(client: openai.OpenAI, memory: InterestMemory) -> None:
    unsaid: list[Any] = [
        {"user": openai.NOT_GIVEN},
        {"user": openai.omit},
        {"user": None},
        {"extra_body": {"top_k": 3}},
    ]
    for named in unsaid:
        client.chat.completions.create(model="loopback", messages=asked(LIKES), **named)
    assert memory.users() == ["ada"]


def test_one_persons_memory_stays_theirs_whoever_a_call_names(server: Loopback, memory: InterestMemory) -> None:
    with openai.OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
        client = remembering(plain, memory.user("ada"))
        client.chat.completions.create(model="loopback", messages=asked(LIKES), user="hash-of-somebody")
        with pytest.raises(ValueError, match="that of 'ada', and 'bob' is named"):
            remembering(plain, memory.user("ada"), user="bob")
        remembering(plain, memory.user("ada"), user="ada")
    assert memory.users() == ["ada"]


def test_two_people_never_see_each_others_interests(server: Loopback, memory: InterestMemory) -> None:
    likes = {"张伟": "pottery", "a@b.com": "sailing", "A@b.com": "chess", "../x": "opera", "' OR 1=1 --": "knitting"}
    with openai.OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
        clients = {user: remembering(plain, memory, user=user) for user in likes}
        for user, thing in likes.items():
            chat_whole(clients[user], f"I love {thing}. I do {thing} every day.")
        for user, thing in likes.items():
            chat_whole(clients[user], OPEN)
            assert [other for other in likes.values() if other in sent_in_chat(server)] == [thing]


def test_a_client_that_remembers_already_is_given_another_memory_in_place_of_its_own(
    server: Loopback, client: openai.OpenAI, climber: UserMemory, memory: InterestMemory
) -> None:
    memory.user("bob").observe("I love pottery. I do pottery every day.")
    for before in (client, client.with_options(timeout=30), client.copy().copy()):
        other = remembering(before, memory, user="bob")
        for asking in (other, other.with_options(timeout=30), other.copy()):
            chat_whole(asking, OPEN)
            assert "pottery" in sent_in_chat(server)
            assert "rock climbing" not in sent_in_chat(server)
            response_whole(asking, OPEN)
            assert "rock climbing" not in server.requests[-1].body["instructions"]
    assert said(climber) == []
    chat_whole(client, OPEN)  # which goes on as it was
    assert "rock climbing" in sent_in_chat(server)
    assert "pottery" not in sent_in_chat(server)


@pytest.mark.parametrize("wrong", ["penchant-data", None, openai.OpenAI])
def test_what_is_no_memory_is_refused_at_once(server: Loopback, wrong: Any) -> None:
    with (
        openai.OpenAI(base_url=server.base_url, api_key="any") as plain,
        pytest.raises(ValueError, match=r"the memory is an InterestMemory\("),
    ):
        remembering(plain, wrong, user="ada")


def test_the_memory_of_an_event_loop_is_refused_with_what_to_give(memory: InterestMemory) -> None:
    wrong: Any = AsyncInterestMemory(memory)
    with pytest.raises(ValueError, match=r"an AsyncInterestMemory: give its `\.sync`"):
        remembering(openai.OpenAI(api_key="any"), wrong, user="ada")
    whose: Any = AsyncUserMemory(memory.user("ada"))
    with pytest.raises(ValueError, match=r"an AsyncUserMemory: give its `\.sync`"):
        Agent("embedded", whose)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"client": "gpt"}, "client must be a client of OpenAI's, such as OpenAI"),
        ({"user": 5}, "user must be a text, got 5"),
        ({"session": 5}, "session must be a text, got 5"),
        ({"placement": "x"}, "placement cannot be 'x': choose one of Placement.FENCED, Placement.SPOKEN"),
        ({"learning": "x"}, "learning cannot be 'x': choose one of on, paused, incognito"),
    ],
)
def test_what_is_not_what_it_must_be_is_refused_at_once(
    server: Loopback, memory: InterestMemory, given: dict[str, Any], said: str
) -> None:
    with (
        openai.OpenAI(base_url=server.base_url, api_key="any") as plain,
        pytest.raises(ValueError, match=said),
    ):
        cast(Any, remembering)(**{"client": plain, "memory": memory} | given)


def test_the_turns_of_a_conversation_are_one_session(client: openai.OpenAI, memory: InterestMemory) -> None:
    messages: list[Any] = asked("I adore pottery.")
    for _ in range(2):
        reply = client.chat.completions.create(model="loopback", messages=messages).choices[0].message.content
        messages = [*messages, {"role": "assistant", "content": reply}, *asked("What about Sunday?")]
    first = client.responses.create(model="loopback", input="I adore chess.")
    client.responses.create(model="loopback", input="What about Sunday?", previous_response_id=first.id)
    client.responses.create(model="loopback", input="Hello.", conversation="conv_1")
    turns = [one.turns for one in reversed(memory.user("ada").sessions())]
    assert turns == [4, 4, 2]
    assert memory.user("ada").count_turns("conv_1") == 2


def test_the_same_words_said_anew_are_another_turn(client: openai.OpenAI, memory: InterestMemory) -> None:
    chat_whole(client, LIKES)
    chat_whole(client, LIKES)
    assert [role for role, _ in said(memory.user("ada"))] == ["user", "assistant"] * 2
    assert memory.user("ada").explain("pottery").interest.evidence == 2


def test_the_same_asked_four_times_at_once_is_one_turn(
    client: openai.OpenAI, memory: InterestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = Barrier(4)

    def begun(*given: Any) -> Begun:
        together.wait(60)
        return begin(*given)

    monkeypatch.setattr(conversations, "begin", begun)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: chat_whole(client, LIKES), range(4)))
    assert [role for role, _ in said(memory.user("ada"))] == ["user", "assistant"]


@pytest.mark.usefixtures("climber")
@pytest.mark.parametrize(("placement", "role"), [(Placement.SYSTEM, "system"), (Placement.DEVELOPER, "developer")])
def test_it_may_stand_in_a_message_of_its_own_before_the_last(
    server: Loopback, memory: InterestMemory, placement: Placement, role: str
) -> None:
    with openai.OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
        chat_whole(remembering(plain, memory, user="ada", placement=placement), OPEN)
    block, words = server.requests[-1].body["messages"]
    assert block["role"] == role
    assert "rock climbing" in block["content"]
    assert words == {"role": "user", "content": OPEN}


def test_interests_and_quotes_are_paragraphs_where_they_stand_in_one_message(
    server: Loopback, memory: InterestMemory
) -> None:
    person = memory.user("ada")
    person.observe("I love rock climbing, I go bouldering three times a week.", session="s")
    person.observe("I hurt my shoulder in the climbing gym last month.", session="s")
    person.observe("I love the climbing gym.", session="s")
    with openai.OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
        client = remembering(plain, person, placement=Placement.SYSTEM)
        client.responses.create(model="loopback", input="Suggest something to do this weekend in the climbing gym.")
    told = server.requests[-1].body["instructions"]
    assert re.findall(r"\s*<(?=\w+-)", told) == ["<", "\n\n<"]


@pytest.mark.usefixtures("climber")
def test_langchains_model_runs_on_it(server: Loopback, client: openai.OpenAI) -> None:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    chat = ChatOpenAI(model="loopback", api_key=SecretStr("any"), client=client.chat.completions)
    assert chat.invoke(OPEN).text == server.reply
    assert "rock climbing" in sent_in_chat(server)
