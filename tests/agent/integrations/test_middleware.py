"""InterestMiddleware in agents of LangChain's, on a model on loopback."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from langchain.agents import create_agent
from langchain.agents.middleware import SummarizationMiddleware, wrap_model_call
from langchain_core.messages import AIMessageChunk, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from penchant.agent import InterestMiddleware
from penchant.agent.prompting.block import Placement
from penchant.memory import InterestMemory, Learning, UserMemory

from tests.agent.integrations.conftest import refuse_replies, said_to, turns_of
from tests.agent.talk import OPEN, chat_model
from tests.fences import MARK
from tests.loopback import Call, Loopback, Said

FACT = "What is the boiling point of water?"
ADA = {"user_id": "ada"}


def weather(town: str) -> str:
    """Tell the weather in a town."""
    return f"Sunny in {town}. I love opera, I adore chess."


def asks_for_weather(messages: list[dict[str, Any]]) -> Said:
    """Call the tool twice, then answer with enthusiasms of the model's own."""
    called = sum(message["role"] == "tool" for message in messages)
    if messages[-1]["role"] == "user" or called < 2:
        return ["Let me look. ", Call("weather", {"town": "Bern"}, id=f"call_{called}")]
    return "I love sailing: go sailing in Bern."


def agent_on(server: Loopback, middleware: Any, **options: Any) -> Any:
    return create_agent(chat_model(server.base_url), middleware=[middleware], **options)


def thread(name: str) -> Any:
    return {"configurable": {"thread_id": name}}


def messages(text: str) -> Any:
    return {"messages": [{"role": "user", "content": text}]}


@pytest.mark.usefixtures("climber")
def test_the_model_hears_what_the_person_cares_about(server: Loopback, memory: InterestMemory) -> None:
    agent_on(server, InterestMiddleware(memory)).invoke(messages(OPEN), context=ADA)
    ((role, text),) = said_to(server)[0]
    assert role == "user"
    assert text.startswith(f"<interests-{MARK}>")
    assert "rock climbing" in text
    assert text.endswith(OPEN)


@pytest.mark.usefixtures("climber")
def test_the_state_has_nothing_of_it(server: Loopback, memory: InterestMemory) -> None:
    agent = agent_on(server, InterestMiddleware(memory), checkpointer=InMemorySaver())
    said = agent.invoke(messages(OPEN), thread("t"), context=ADA)
    assert [(one.type, one.content) for one in said["messages"]] == [("human", OPEN), ("ai", server.reply)]
    assert all("interests" not in str(one.values) for one in agent.get_state_history(thread("t")))


@pytest.mark.usefixtures("climber")
def test_a_question_of_fact_is_sent_as_it_is(server: Loopback, memory: InterestMemory) -> None:
    agent_on(server, InterestMiddleware(memory)).invoke(messages(FACT), context=ADA)
    assert said_to(server) == [[("user", FACT)]]


def test_what_is_said_is_learned(server: Loopback, memory: InterestMemory) -> None:
    agent_on(server, InterestMiddleware(memory)).invoke(messages("I adore pottery."), context=ADA)
    assert list(memory.user("ada").weights()) == ["pottery"]


def test_a_block_does_not_teach_what_it_says(server: Loopback, memory: InterestMemory, climber: UserMemory) -> None:
    before = climber.explain("rock climbing").interest.evidence
    agent_on(server, InterestMiddleware(memory)).invoke(messages(OPEN), context=ADA)
    assert climber.explain("rock climbing").interest.evidence == before


def test_a_turn_with_tools_is_one_turn_and_only_the_person_teaches(
    server: Loopback, memory: InterestMemory, climber: UserMemory
) -> None:
    server.reply = asks_for_weather
    agent = agent_on(server, InterestMiddleware(memory), tools=[weather], checkpointer=InMemorySaver())
    agent.invoke(messages(f"{OPEN} I adore pottery."), thread("t"), context=ADA)
    assert len(said_to(server)) == 3
    assert len({call[0] for call in said_to(server)}) == 1  # the same block each time: what is cached stays cached
    assert "rock climbing" in said_to(server)[2][0][1]
    (asked, replied) = turns_of(climber, "t")
    assert asked == ("user", f"{OPEN} I adore pottery.")
    assert replied[0] == "assistant"
    assert "go sailing" in replied[1]
    assert set(climber.weights()) == {"rock climbing", "pottery"}


def test_what_was_secret_in_the_state_is_stored_by_no_reply(server: Loopback, memory: InterestMemory) -> None:
    def reply(messages: list[dict[str, Any]]) -> Said:
        return "So 4821, hunter2xFalcon." if messages[-1]["role"] == "tool" else [Call("settings", {})]

    def settings() -> str:
        """Read the settings."""
        return "password=hunter2xFalcon"

    server.reply = reply
    before = [{"role": "user", "content": "My PIN is 4821."}, {"role": "assistant", "content": "Fine."}]
    agent = agent_on(server, InterestMiddleware(memory), tools=[settings])
    told = agent.invoke({"messages": [*before, {"role": "user", "content": "Read them."}]}, context=ADA)
    assert told["messages"][-1].content == "So 4821, hunter2xFalcon."
    assert memory.user("ada").latest(1)[0].text == "So [password], [password]."


async def test_it_is_the_same_in_an_event_loop(server: Loopback, memory: InterestMemory, climber: UserMemory) -> None:
    server.reply = asks_for_weather
    agent = agent_on(server, InterestMiddleware(memory), tools=[weather], checkpointer=InMemorySaver())
    await agent.ainvoke(messages(f"{OPEN} I adore pottery."), thread("t"), context=ADA)
    assert "rock climbing" in said_to(server)[2][0][1]
    assert [role for role, _ in turns_of(climber, "t")] == ["user", "assistant"]
    assert set(climber.weights()) == {"rock climbing", "pottery"}


def test_streams_come_piece_by_piece_and_are_kept(
    server: Loopback, memory: InterestMemory, climber: UserMemory
) -> None:
    agent = agent_on(server, InterestMiddleware(memory), checkpointer=InMemorySaver())
    streamed = agent.stream(messages(OPEN), thread("t"), context=ADA, stream_mode="messages")
    pieces = [one.text for one, _ in streamed if isinstance(one, AIMessageChunk) and one.text]
    assert len(pieces) > 2
    assert "".join(pieces) == server.reply
    assert turns_of(climber, "t") == [("user", OPEN), ("assistant", server.reply)]


async def test_streams_in_an_event_loop_do_too(server: Loopback, memory: InterestMemory, climber: UserMemory) -> None:
    agent = agent_on(server, InterestMiddleware(memory), checkpointer=InMemorySaver())
    streamed = agent.astream(messages(OPEN), thread("t"), context=ADA, stream_mode="messages")
    pieces = [one.text async for one, _ in streamed if isinstance(one, AIMessageChunk) and one.text]
    assert "".join(pieces) == server.reply
    assert turns_of(climber, "t") == [("user", OPEN), ("assistant", server.reply)]


def test_threads_are_sessions(server: Loopback, memory: InterestMemory) -> None:
    agent = agent_on(server, InterestMiddleware(memory), checkpointer=InMemorySaver())
    for name, text in (("one", "I adore pottery."), ("two", "I adore pottery."), ("one", "What now?")):
        agent.invoke(messages(text), thread(name), context=ADA)
    reply = ("assistant", server.reply)
    assert turns_of(memory.user("ada"), "one") == [("user", "I adore pottery."), reply, ("user", "What now?"), reply]
    assert turns_of(memory.user("ada"), "two") == [("user", "I adore pottery."), reply]
    assert memory.user("ada").explain("pottery").interest.evidence == 2


def test_a_checkpoint_that_is_run_again_is_not_a_second_turn(server: Loopback, memory: InterestMemory) -> None:
    agent = agent_on(server, InterestMiddleware(memory), checkpointer=InMemorySaver())
    agent.invoke(messages("I adore pottery."), thread("t"), context=ADA)
    start = next(one for one in agent.get_state_history(thread("t")) if one.next == ("model",))
    agent.invoke(None, start.config, context=ADA)
    assert len(said_to(server)) == 2
    assert turns_of(memory.user("ada"), "t") == [("user", "I adore pottery."), ("assistant", server.reply)]
    assert memory.user("ada").explain("pottery").interest.evidence == 1


def test_a_model_that_is_asked_again_by_another_middleware_hears_the_same_and_teaches_once(
    server: Loopback, memory: InterestMemory, climber: UserMemory
) -> None:
    @wrap_model_call
    def twice(request: Any, handler: Any) -> Any:
        handler(request)
        return handler(request)

    model = chat_model(server.base_url)
    create_agent(model, middleware=[twice, InterestMiddleware(memory)]).invoke(messages(OPEN), context=ADA)
    assert len(said_to(server)) == 2
    assert said_to(server)[0] == said_to(server)[1]
    assert [one.text for one in climber.latest(10) if one.role == "user"].count(OPEN) == 1


def test_the_persons_words_are_kept_when_the_model_fails_and_learned_with_the_next(
    server: Loopback, memory: InterestMemory
) -> None:
    agent = agent_on(server, InterestMiddleware(memory))
    server.failures = [401]
    with pytest.raises(Exception, match="Incorrect API key"):
        agent.invoke(messages("I adore pottery."), context=ADA)
    assert [one.text for one in memory.user("ada").latest(5)] == ["I adore pottery."]
    agent.invoke(messages("Hello there."), context=ADA)
    assert "pottery" in memory.user("ada").weights()


def test_a_reply_that_cannot_be_stored_is_given_all_the_same(
    server: Loopback, memory: InterestMemory, caplog: pytest.LogCaptureFixture
) -> None:
    refuse_replies(memory)
    answer = agent_on(server, InterestMiddleware(memory)).invoke(messages("I adore pottery."), context=ADA)
    assert answer["messages"][-1].text == server.reply
    assert "the disk is full" in caplog.text
    assert [one.text for one in memory.user("ada").latest(5)] == ["I adore pottery."]


@dataclass
class Context:
    user_id: str


@pytest.mark.parametrize(
    ("options", "context"),
    [
        ({}, {"user_id": "ada"}),
        ({}, Context("ada")),
        ({"user": "ada"}, None),
        ({"user": lambda context: context["who"]}, {"who": "ada"}),
    ],
    ids=["a mapping", "an object", "a name", "a function"],
)
def test_the_person_is_named_by(server: Loopback, memory: InterestMemory, options: Any, context: Any) -> None:
    agent_on(server, InterestMiddleware(memory, **options)).invoke(messages("I adore pottery."), context=context)
    assert memory.users() == ["ada"]


@pytest.mark.parametrize("context", [None, {}, {"user_id": ""}, {"user_id": None}, {"user_id": 7}])
def test_a_run_that_names_nobody_is_refused_before_the_model_is_asked(
    server: Loopback, memory: InterestMemory, context: Any
) -> None:
    with pytest.raises(ValueError, match="user_id"):
        agent_on(server, InterestMiddleware(memory)).invoke(messages("I adore pottery."), context=context)
    assert memory.users() == []
    assert server.requests == []


HOSTILE = ("张伟", "a@b.com", "A@b.com", "../x", "' OR 1=1 --", "n" * 500)


def test_two_people_in_one_agent_never_see_each_others_interests(server: Loopback, memory: InterestMemory) -> None:
    agent = agent_on(server, InterestMiddleware(memory))
    likes = dict(zip(HOSTILE, ("pottery", "sailing", "chess", "opera", "knitting", "archery"), strict=True))
    for user, thing in likes.items():
        agent.invoke(messages(f"I love {thing}. I do {thing} every day."), context={"user_id": user})
    for user, thing in likes.items():
        agent.invoke(messages(OPEN), context={"user_id": user})
        heard = said_to(server)[-1][0][1]
        assert [other for other in likes.values() if other in heard] == [thing]


def test_one_persons_memory_takes_nobody_elses_words(memory: InterestMemory, server: Loopback) -> None:
    with pytest.raises(ValueError, match="that of 'ada', and 'bob' is named"):
        InterestMiddleware(memory.user("ada"), user="bob")
    agent = agent_on(server, InterestMiddleware(memory.user("ada")))
    with pytest.raises(ValueError, match="that of 'ada', and 'carl' is named"):
        agent.invoke(messages("I love netball."), context={"user_id": "carl"})
    assert server.requests == []
    contexts: list[Any] = [None, {}, ADA]
    for context in contexts:
        agent.invoke(messages("I love netball."), context=context)
    assert memory.users() == ["ada"]


@pytest.mark.usefixtures("climber")
@pytest.mark.parametrize("placement", [Placement.SYSTEM, Placement.DEVELOPER])
def test_it_may_stand_after_the_apps_own_system_message(
    server: Loopback, memory: InterestMemory, placement: Placement
) -> None:
    middleware = InterestMiddleware(memory, placement=placement)
    agent_on(server, middleware, system_prompt="Be brief.").invoke(messages(OPEN), context=ADA)
    (system, asked) = said_to(server)[0]
    assert system[0] == "system"
    assert "Be brief." in system[1]
    assert "rock climbing" in system[1]
    assert asked == ("user", OPEN)


@pytest.mark.usefixtures("climber")
def test_without_a_system_message_it_makes_one(server: Loopback, memory: InterestMemory) -> None:
    agent_on(server, InterestMiddleware(memory, placement=Placement.SYSTEM)).invoke(messages(OPEN), context=ADA)
    assert [role for role, _ in said_to(server)[0]] == ["system", "user"]


def test_a_message_of_parts_keeps_them(server: Loopback, memory: InterestMemory, climber: UserMemory) -> None:
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    parts: list[Any] = [{"type": "text", "text": OPEN}, picture]
    agent_on(server, InterestMiddleware(memory)).invoke({"messages": [HumanMessage(parts)]}, context=ADA)
    block, words, shown = server.requests[-1].body["messages"][0]["content"]
    assert "rock climbing" in block["text"]
    assert words["text"] == OPEN
    assert shown == picture
    assert next(one.text for one in climber.latest(5) if one.role == "user") == OPEN


def test_a_picture_alone_is_no_turn_for_memory(server: Loopback, memory: InterestMemory, climber: UserMemory) -> None:
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    agent_on(server, InterestMiddleware(memory)).invoke({"messages": [HumanMessage([picture])]}, context=ADA)
    assert server.requests[-1].body["messages"][0]["content"] == [picture]
    assert [one.id for one in climber.latest(5)] == ["climbs"]


def test_a_summary_that_the_framework_made_is_nobodys_words(server: Loopback, memory: InterestMemory) -> None:
    server.reply = "The person adores falconry."
    shortening = SummarizationMiddleware(chat_model(server.base_url), trigger=("messages", 4), keep=("messages", 1))
    agent = create_agent(
        chat_model(server.base_url), middleware=[shortening, InterestMiddleware(memory)], checkpointer=InMemorySaver()
    )
    for text in ("Hello there.", "I adore pottery.", "I adore chess."):
        agent.invoke(messages(text), thread("t"), context=ADA)
    assert "falconry" in said_to(server)[-1][0][1]
    assert set(memory.user("ada").weights()) == {"pottery", "chess"}


def test_paused_turns_are_stored_and_teach_nothing(server: Loopback, memory: InterestMemory) -> None:
    agent_on(server, InterestMiddleware(memory, learning="paused")).invoke(messages("I adore pottery."), context=ADA)
    assert [one.text for one in memory.user("ada").latest(5)][-1] == "I adore pottery."
    assert memory.user("ada").weights() == {}


def test_a_session_that_the_person_paused_stays_paused(server: Loopback, memory: InterestMemory) -> None:
    memory.user("ada").set_learning("t", Learning.PAUSED)
    agent = agent_on(server, InterestMiddleware(memory), checkpointer=InMemorySaver())
    agent.invoke(messages("I adore pottery."), thread("t"), context=ADA)
    assert memory.user("ada").weights() == {}


def test_incognito_memory_takes_no_part(server: Loopback, memory: InterestMemory, climber: UserMemory) -> None:
    agent_on(server, InterestMiddleware(memory, learning="incognito")).invoke(messages(OPEN), context=ADA)
    assert said_to(server) == [[("user", OPEN)]]
    assert [one.id for one in climber.latest(5)] == ["climbs"]


def test_switched_off_it_learns_and_adds_nothing(server: Loopback, memory: InterestMemory, climber: UserMemory) -> None:
    middleware = InterestMiddleware(memory, personalize="off")
    agent_on(server, middleware).invoke(messages(f"{OPEN} I adore pottery."), context=ADA)
    assert said_to(server) == [[("user", f"{OPEN} I adore pottery.")]]
    assert "pottery" in climber.weights()


@pytest.mark.parametrize("options", [{"personalize": "perhaps"}, {"learning": "maybe"}])
def test_a_choice_that_there_is_not_is_refused(memory: InterestMemory, options: Any) -> None:
    with pytest.raises(ValueError, match=next(iter(options.values()))):
        InterestMiddleware(memory, **options)


def test_what_was_added_is_on_record(server: Loopback, memory: InterestMemory, climber: UserMemory) -> None:
    from penchant.agent.kept.sent import read

    agent_on(server, InterestMiddleware(memory), checkpointer=InMemorySaver()).invoke(
        messages(OPEN), thread("t"), context=ADA
    )
    sent = read(climber, climber.turns("t", 1, after=0)[0].number)
    assert sent is not None
    assert [one.kind for one in sent.segments] == ["block", "message"]
    assert sent.model == "loopback"
    assert "rock climbing" in [one.label for one in sent.weighed if one.verdict != "out"]


@pytest.mark.usefixtures("climber")
def test_another_process_on_the_same_ledger_goes_on_with_the_turn(
    server: Loopback, memory: InterestMemory, tmp_path: Path
) -> None:
    saver = InMemorySaver()
    first = agent_on(server, InterestMiddleware(memory), checkpointer=saver, interrupt_after=["model"], tools=[weather])
    server.reply = asks_for_weather
    first.invoke(messages(OPEN), thread("t"), context=ADA)
    with InterestMemory(tmp_path, index=False, clock=memory.clock) as opened:
        agent = agent_on(server, InterestMiddleware(opened), checkpointer=saver, tools=[weather])
        agent.invoke(None, thread("t"), context=ADA)
        assert [role for role, _ in turns_of(opened.user("ada"), "t")] == ["user", "assistant"]
    assert len({call[0] for call in said_to(server)}) == 1


@pytest.mark.parametrize("wrong", ["penchant-data", None])
def test_what_is_no_memory_is_refused_at_once(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"the memory is an InterestMemory\("):
        InterestMiddleware(wrong)


def test_a_user_that_is_neither_a_name_nor_a_function_is_refused_at_once(memory: InterestMemory) -> None:
    with pytest.raises(ValueError, match="user must be a name or a function of the context, got 5"):
        InterestMiddleware(memory, user=cast(Any, 5))
