"""Placeholders for what a model elsewhere need not know, and the words again in its answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.tools import tool
from penchant.agent import Agent, Text, ToolCalled
from penchant.agent.models import wrap
from penchant.agent.privacy.destinations import of_chat, of_url
from penchant.agent.privacy.hiding import Hiding, hidden
from penchant.agent.privacy.pseudonymizing import chosen, hiding
from penchant.agent.privacy.pseudonyms import Pseudonyms, Restoring
from penchant.agent.privacy.walking import hide
from penchant.agent.privacy.wire import Pieces, restore
from penchant.memory import InterestMemory, UserMemory
from penchant.memory.errors import SettingsError
from penchant.memory.privacy.kinds import ALL, SECRETS
from penchant.memory.privacy.redactor import Redactor

from bench.privacy import sentences
from tests.agent.talk import AT_ONCE, chat_model, heard
from tests.loopback import Call, Loopback
from tests.memory.test_passwords_told import TOLD

ADDRESS = "ada@example.org"
SAID = f"Write to {ADDRESS}, my phone is +44 7911 123456 and my password is hunter2."


@pytest.fixture
def known() -> Pseudonyms:
    return Pseudonyms(Redactor(ALL))


@pytest.fixture
def ada(tmp_path: Any) -> Iterator[UserMemory]:
    with InterestMemory(tmp_path, index=False, redact="off") as memory:
        yield memory.user("ada")


def test_the_same_words_have_the_same_placeholder_and_come_back(known: Pseudonyms) -> None:
    known.learn([SAID, f"Again: {ADDRESS}, and bob@example.org."])
    assert known.hide(SAID) == "Write to <EMAIL_1>, my phone is <PHONE_1> and my password is <PASSWORD_1>."
    assert known.hide("bob@example.org, ada@example.org") == "<EMAIL_2>, <EMAIL_1>"
    assert known.restore(known.hide(SAID)) == SAID
    assert known.restore("Ask <email_1> or <EMAIL_9>.") == f"Ask {ADDRESS} or <EMAIL_9>."


def test_what_was_found_once_is_hidden_where_nothing_introduces_it(known: Pseudonyms) -> None:
    known.learn(["My name is Grace Hopper.", SAID])
    assert known.hide("hunter2? Grace Hopper, not hunter22") == "<PASSWORD_1>? <NAME_1>, not hunter22"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("mysql -u root -pTomate99 shop", "mysql -u root -p<PASSWORD_1> shop"),
        ("mysqldump -uroot -pTomate99 shop", "mysqldump -uroot -p<PASSWORD_1> shop"),
        ("sshpass -pTomate99 ssh ada@example", "sshpass -p<PASSWORD_1> ssh ada@example"),
        ("Tomate99x, Tomate99; mysql -pTomate99", "Tomate99x, <PASSWORD_1>; mysql -p<PASSWORD_1>"),
    ],
)
def test_what_is_found_is_hidden_where_it_stands_though_letters_go_on_before_it(text: str, hidden: str) -> None:
    known = Pseudonyms(Redactor())
    known.learn([text])
    assert known.hide(text) == hidden
    assert known.restore(hidden) == text


def test_no_text_keeps_any_of_what_is_found_in_it(known: Pseudonyms) -> None:
    """Nothing is found in a text that is hidden but the placeholders themselves, and hidden again it stays as it is."""
    redactor = Redactor(ALL)
    for text in (*TOLD, *(text for file in ("developed.txt", "held_out.txt") for text, _ in sentences(file))):
        hidden = known.hide(text)
        assert all(known.restore(one.text) != one.text for one in redactor.find(hidden)), hidden
        assert known.hide(hidden) == hidden
        assert known.restore(hidden) == text


def test_what_is_found_within_words_that_are_known_is_hidden_with_them(known: Pseudonyms) -> None:
    known.learn(['my password is "Tomate99 Flussufer"'])
    assert known.hide("mysql --password Tomate99 Flussufer") == "mysql --password <PASSWORD_1>"


def test_json_in_a_text_is_hidden_in_its_strings_too() -> None:
    known = Pseudonyms(Redactor())
    given = json.dumps({"command": "mysql -u root -pTomate99 shop"})
    known.learn([given])
    assert "Tomate99" not in known.hide_json(given)
    assert known.restore_json(known.hide_json(given)) == given


def test_a_name_is_hidden_by_its_parts_too(known: Pseudonyms) -> None:
    known.learn(["My name is Grace Hopper."])
    assert known.hide("Grace Hopper, or Grace; gracefully") == "<NAME_1>, or <NAME_2>; gracefully"
    assert known.restore("Dear <NAME_2>, or <NAME_1>") == "Dear Grace, or Grace Hopper"


def test_a_placeholder_that_the_person_wrote_stays_theirs(known: Pseudonyms) -> None:
    text = f"What does <EMAIL_1> mean? I am {ADDRESS}."
    known.learn([text])
    assert known.hide(text) == "What does <EMAIL_1> mean? I am <EMAIL_2>."
    assert known.restore(known.hide(text)) == text


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8])
def test_a_placeholder_that_is_cut_between_two_pieces_comes_back_whole(known: Pseudonyms, size: int) -> None:
    known.learn([SAID])
    answer = "a < b, <EMAIL_1>? <EM <EMAIL_1><PHONE_1> <PASSWORD_1> <EMAIL_"
    stream = Restoring(known)
    pieces = [stream.feed(answer[at : at + size]) for at in range(0, len(answer), size)]
    assert "".join([*pieces, stream.rest()]) == known.restore(answer)


def test_only_what_may_be_a_placeholder_is_held_back(known: Pseudonyms) -> None:
    known.learn([SAID])
    stream = Restoring(known)
    assert [stream.feed("if a <"), stream.feed(" b"), stream.feed(" and <div>")] == ["if a ", "< b", " and <div>"]


def test_words_come_back_into_json_as_json_spells_them() -> None:
    known = Pseudonyms(Redactor("password"))
    known.learn(['password is "two \\ words"'])
    stream = Restoring(known, in_json=True)
    assert stream.feed('{"p": "<PASS') + stream.feed('WORD_1>"}') == '{"p": "two \\\\ words"}'


def test_a_model_elsewhere_gets_placeholders_for_secrets_and_one_here_the_words() -> None:
    assert chosen("auto", here=True) == frozenset()
    assert chosen("auto", here=False) == SECRETS
    assert chosen("email,-email", here=False) == frozenset()
    with pytest.raises(SettingsError, match="no kind 'emails'"):
        chosen("emails", here=False)


def test_where_a_model_is_is_told_by_its_own_client() -> None:
    with Loopback() as server:
        assert of_chat(chat_model(server.base_url)).here
    assert of_chat(chat_model("https://api.example.com/v1")) == of_url("https://api.example.com/v1")
    assert not of_chat(object()).here


def test_a_model_is_left_alone_where_nothing_is_to_be_hidden() -> None:
    here = wrap(chat_model("http://127.0.0.1:9/v1"))
    assert hiding(here, "auto") is here
    elsewhere = hiding(wrap(chat_model("https://api.example.com/v1")), "auto")
    assert isinstance(elsewhere.chat, Hiding)
    assert hiding(elsewhere, "auto") is elsewhere
    assert not of_chat(elsewhere.chat).here


async def test_a_conversation_is_sent_with_placeholders_and_read_with_the_words(ada: UserMemory) -> None:
    with Loopback(reply="I wrote to <EMAIL_1> that <PASSWORD_1> is weak.") as server:
        agent = Agent(chat_model(server.base_url), ada, pseudonymize="all", patience=AT_ONCE)
        said = "".join(event.text for event in await heard(agent, SAID) if isinstance(event, Text))
        await heard(agent, "Are you sure about hunter2?")
    sent = b"".join(request.raw for request in server.requests)
    assert said == f"I wrote to {ADDRESS} that hunter2 is weak."
    assert not any(secret in sent for secret in (b"example.org", b"hunter2", b"7911"))
    assert server.requests[1].body["messages"][-1]["content"].endswith("Are you sure about <PASSWORD_1>?")
    assert [event.text for event in ada.turns(agent.session, 4)][:2] == [SAID, said]


async def test_a_tool_is_called_with_the_words_and_its_result_is_hidden(ada: UserMemory) -> None:
    got: list[str] = []

    @tool
    def send(to: str) -> str:
        """Send a message."""
        got.append(to)
        return f"sent to {to}, copied to eve@example.org"

    def reply(messages: list[dict[str, Any]]) -> Any:
        return "Done, <EMAIL_1>." if messages[-1]["role"] == "tool" else [Call("send", {"to": "<EMAIL_1>"})]

    with Loopback(reply=reply) as server:
        agent = Agent(
            chat_model(server.base_url), ada, pseudonymize="all", patience=AT_ONCE, tools=[send], own_tools=False
        )
        events = await heard(agent, SAID)
    assert got == [ADDRESS]
    assert [event.arguments for event in events if isinstance(event, ToolCalled)] == [{"to": ADDRESS}]
    assert "".join(event.text for event in events if isinstance(event, Text)).endswith(f"Done, {ADDRESS}.")
    sent = b"".join(request.raw for request in server.requests)
    assert b"example.org" not in sent
    assert b"<EMAIL_2>" in sent


async def test_a_password_comes_back_to_the_reader_and_into_no_stored_reply(tmp_path: Path) -> None:
    with (
        Loopback(reply="All right, I will use <PASSWORD_1>.") as server,
        InterestMemory(tmp_path, index=False) as memory,
    ):
        ada = memory.user("ada")
        agent = Agent(chat_model(server.base_url), ada, session="s", pseudonymize="secrets", patience=AT_ONCE)
        said = "".join(event.text for event in await heard(agent, SAID) if isinstance(event, Text))
        another = Agent(chat_model(server.base_url), ada, session="s", pseudonymize="secrets", patience=AT_ONCE)
        await heard(another, "What about the router?")
        stored = [turn.text for turn in ada.turns("s", 9)]
    assert said == "All right, I will use hunter2."
    assert stored[1] == "All right, I will use [password]."
    assert not any(b"hunter2" in request.raw for request in server.requests)


async def test_models_without_a_session_have_placeholders_for_one_question_only() -> None:
    with Loopback(reply="<EMAIL_1>") as server:
        model = hiding(wrap(chat_model(server.base_url)), "all")
        first = await model.chat.ainvoke([("human", ADDRESS)])
        second = model.chat.invoke([("human", "What is <EMAIL_1>?")])
    assert (first.text, second.text) == (ADDRESS, "<EMAIL_1>")


def test_parts_of_a_message_are_hidden_and_pictures_stay() -> None:
    from langchain_core.messages import HumanMessage

    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    message = HumanMessage([{"type": "text", "text": ADDRESS}, picture])
    assert hidden([message], Pseudonyms(Redactor("email")))[0].content == [
        {"type": "text", "text": "<EMAIL_1>"},
        picture,
    ]
    assert message.content[0]["text"] == ADDRESS  # type: ignore[index]


def test_a_body_of_openais_protocol_is_hidden_and_its_answer_restored(known: Pseudonyms) -> None:
    call = {"id": "1", "type": "function", "function": {"name": "send", "arguments": f'{{"to": "{ADDRESS}"}}'}}
    body = {"model": "m", "messages": [{"role": "user", "content": SAID}, {"role": "assistant", "tool_calls": [call]}]}
    sent = hide(body, known)
    assert ADDRESS not in str(sent)
    assert ADDRESS in str(body)
    said = {"role": "assistant", "content": "to <EMAIL_1>", "tool_calls": sent["messages"][1]["tool_calls"]}
    whole = restore({"choices": [{"index": 0, "message": said}]}, known)
    assert whole["choices"][0]["message"] == said | {"content": f"to {ADDRESS}", "tool_calls": [call]}


def test_words_that_json_spells_another_way_are_hidden_in_what_was_wanted_of_a_tool(known: Pseudonyms) -> None:
    password = 'Tr0ub"4dor\\é'
    said = {"role": "user", "content": f"my password is `{password}`"}
    for spelled in (json.dumps({"with": password}), json.dumps({"with": password}, ensure_ascii=False)):
        call = {"id": "1", "type": "function", "function": {"name": "log_in", "arguments": spelled}}
        sent = hide({"messages": [said, {"role": "assistant", "tool_calls": [call]}]}, known)
        wanted = sent["messages"][1]["tool_calls"][0]["function"]["arguments"]
        assert json.loads(wanted) == {"with": "<PASSWORD_1>"}
        answer = restore({"choices": [{"index": 0, "message": sent["messages"][1]}]}, known)
        assert json.loads(answer["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"]) == {
            "with": password
        }


@pytest.mark.parametrize(
    "more",
    [
        {"messages": [{"role": "assistant", "function_call": {"name": "f", "arguments": f'{{"to": "{ADDRESS}"}}'}}]},
        {
            "messages": [
                {"role": "assistant", "tool_calls": [{"type": "custom", "custom": {"name": "f", "input": ADDRESS}}]}
            ]
        },
        {"messages": [{"role": "assistant", "content": [{"type": "refusal", "refusal": f"I can't write {ADDRESS}"}]}]},
        {"messages": [{"role": "assistant", "content": [{"type": "tool_use", "id": "1", "input": {"id": ADDRESS}}]}]},
        {"messages": [{"role": "assistant", "content": "so", "reasoning_content": f"to {ADDRESS}"}]},
        {"messages": [{"role": "user", "name": ADDRESS, "content": "Hello."}]},
        {"prediction": {"type": "content", "content": [{"type": "text", "text": ADDRESS}]}},
    ],
    ids=["function call", "custom tool", "refusal", "tool's values", "reasoning", "speaker", "prediction"],
)
def test_wherever_a_word_stands_in_a_body_it_is_hidden(known: Pseudonyms, more: dict[str, Any]) -> None:
    said = {"role": "user", "content": SAID}
    sent = hide({**more, "messages": [said, *more.get("messages", ())]}, known)
    assert ADDRESS not in str(sent)
    assert "EMAIL_1" in str(sent["messages"][1:]) + str(sent.get("prediction"))


def test_names_of_tools_and_ids_and_files_stay_and_a_speakers_name_is_one_that_servers_take(known: Pseudonyms) -> None:
    known.learn([SAID])
    call = {"id": ADDRESS, "type": "function", "function": {"name": ADDRESS, "arguments": "{}"}}
    file = {"type": "file", "file": {"file_data": ADDRESS}}
    left = [
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "name": ADDRESS, "tool_call_id": ADDRESS, "content": [file]},
    ]
    sent = hide({"messages": [*left, {"role": "user", "name": ADDRESS, "content": "Hi."}]}, known)
    assert sent["messages"] == [*left, {"role": "user", "name": "EMAIL_1", "content": "Hi."}]


def test_chunks_for_tools_of_other_kinds_are_restored_to_their_end(known: Pseudonyms) -> None:
    known.learn([SAID])
    pieces = Pieces(known)
    custom = [{"tool_calls": [{"index": 0, "custom": {"input": piece}}]} for piece in ("to <EMAIL_", "1> <EMA")]
    called = [{"function_call": {"arguments": piece}} for piece in ('{"to": "<EMA', 'IL_1>"} <')]
    chunks = [{"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in [*custom, *called]]
    chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    heard = [pieces.restored(chunk)["choices"][0]["delta"] for chunk in chunks]
    assert "".join(c["custom"]["input"] for one in heard for c in one.get("tool_calls", ())) == f"to {ADDRESS} <EMA"
    assert (
        "".join(one["function_call"]["arguments"] for one in heard if "function_call" in one)
        == f'{{"to": "{ADDRESS}"}} <'
    )


def test_chunks_of_openais_protocol_are_restored_across_their_ends(known: Pseudonyms) -> None:
    known.learn([SAID])
    pieces = Pieces(known)
    deltas: list[dict[str, Any]] = [
        {"content": "to <EMA"},
        {"content": "IL_1> <"},
        {"tool_calls": [{"index": 0, "function": {"name": "send", "arguments": '{"to": "<EMAIL'}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": '_1>"}'}}]},
    ]
    chunks = [{"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    heard = [pieces.restored(chunk)["choices"][0]["delta"] for chunk in chunks]
    last = pieces.restored({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})["choices"][0]["delta"]
    assert "".join(one.get("content") or "" for one in [*heard, last]) == f"to {ADDRESS} <"
    called = [call["function"]["arguments"] for one in heard for call in one.get("tool_calls", ())]
    assert "".join(called) == f'{{"to": "{ADDRESS}"}}'
