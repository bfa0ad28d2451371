from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.server.chat.replies import Reply
from penchant.server.chat.turn import MOST_DEPTH, read_turn, words_of
from penchant.server.failures import ApiError

BLOCK = 'Likes "tea" \\ 茶\n\n'

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
contents = st.text(min_size=1, max_size=20) | st.lists(
    st.fixed_dictionaries({"type": st.just("image_url"), "image_url": anything})
    | st.fixed_dictionaries({"type": st.just("text"), "text": st.text(min_size=1, max_size=9)}),
    min_size=1,
    max_size=3,
)
messages = st.lists(
    st.fixed_dictionaries({"role": st.sampled_from(["system", "user", "assistant", "tool"]), "content": contents}),
    min_size=1,
    max_size=4,
)


@given(said=messages, fields=st.dictionaries(st.text(max_size=6), anything, max_size=3), spaced=st.booleans())
def test_a_block_changes_one_place_of_a_body_and_no_other_byte(
    said: list[dict[str, Any]], fields: dict[str, Any], spaced: bool
) -> None:
    body = {**fields, "messages": said, "z": fields}
    text = json.dumps(body, ensure_ascii=spaced, indent=2 if spaced else None)
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return
    turn = read_turn(raw)
    assert turn.with_block("") == raw
    if not turn.said:
        return
    longer = turn.with_block(BLOCK)
    escaped = json.dumps(BLOCK)[1:-1].encode()
    at = next(place for place in range(len(raw) + 1) if longer[:place] + longer[place + len(escaped) :] == raw)
    assert longer[at : at + len(escaped)] == escaped
    mine = [place for place, one in enumerate(said) if one["role"] == "user"][-1]
    sent = json.loads(longer)
    assert BLOCK.strip() in words_of(sent["messages"][mine]["content"])
    assert [one for place, one in enumerate(sent["messages"]) if place != mine] == [
        one for place, one in enumerate(said) if place != mine
    ]


def test_numbers_blanks_and_names_that_stand_twice_stay_as_they_came() -> None:
    raw = b'{ "temperature": 1.0e0, "messages" : [] ,"messages":[{"content":"old","role":"user", "content" : "h\\u00e9"}] , "x": 1E5 }'
    turn = read_turn(raw)
    assert turn.said == "hé"
    assert turn.with_block("B ") == raw.replace(b'"h\\u00e9', b'"B h\\u00e9')


def test_what_was_said_before_is_read_as_exchanges() -> None:
    said = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "One?"},
        {"role": "assistant", "content": None, "tool_calls": []},
        {"role": "tool", "content": "result"},
        {"role": "assistant", "content": "First."},
        {
            "role": "user",
            "content": [{"type": "text", "text": "Two?"}, {"type": "image_url", "image_url": {"url": "x"}}],
        },
    ]
    turn = read_turn(json.dumps({"messages": said}).encode())
    assert turn.said == "Two?"
    assert [(one.message, one.reply) for one in turn.exchanges] == [("One?", "First.")]


def test_a_turn_is_the_same_turn_with_what_its_tools_returned_and_another_after_more_was_said() -> None:
    def key(*more: dict[str, Any]) -> tuple[str, str]:
        turn = read_turn(json.dumps({"messages": [{"role": "user", "content": "Hi"}, *more]}).encode())
        return turn.begun, turn.key

    first = key()
    assert key({"role": "assistant", "content": None, "tool_calls": []}, {"role": "tool", "content": "r"}) == first
    begun, later = key({"role": "assistant", "content": "Hello."}, {"role": "user", "content": "Hi"})
    assert begun == first[0]
    assert later != first[1]


def test_a_turn_is_the_same_turn_whatever_its_instructions_say_of_the_time() -> None:
    def key(role: str, said: str) -> tuple[str, str]:
        messages = [{"role": role, "content": said}, {"role": "user", "content": "Hi"}]
        turn = read_turn(json.dumps({"messages": messages}).encode())
        return turn.begun, turn.key

    assert key("system", "It is 12:00:01.") == key("system", "It is 12:00:02.") == key("developer", "Be brief.")
    assert key("assistant", "Hello.") != key("assistant", "Good evening.")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b'{"messages": "hi"}',
        b'{"messages": []}',
        b'{"messages": ["hi"]}',
        b'{"messages": ' + b"[" * 100_000,
        b'{"messages": [{"role": "user", "content": "x"}], "x": ' + b"[" * MOST_DEPTH + b"]" * MOST_DEPTH + b"}",
        b'{"messages": [{"role": "user", "content": "x"}], "x": ' + b"1" * 5000 + b"}",
        b'{"messages": [{"role": "user", "content": "x"}], "max_tokens": 1e400}',
        b'{"messages": [{"role": "user", "content": "x"}], "temperature": NaN}',
    ],
    ids=lambda raw: f"{raw[:30]!r} {len(raw)}",
)
def test_a_body_that_is_none_is_refused(raw: bytes) -> None:
    with pytest.raises(ApiError) as failed:
        read_turn(raw)
    assert failed.value.status == 400


def test_a_message_without_words_has_nothing_for_memory() -> None:
    assert read_turn(b'{"messages": [{"role": "system", "content": "x"}]}').said == ""
    assert read_turn(b'{"messages": [{"role": "user"}]}').said == ""
    assert (
        read_turn(b'{"messages": [{"role": "user", "content": [{"type": "input_audio"}, 3, {"type": "text"}]}]}').said
        == ""
    )


@given(cut=st.lists(st.integers(0, 400), max_size=6))
def test_a_streamed_reply_is_read_however_it_is_cut(cut: list[int]) -> None:
    def event(text: str, index: int = 0, finish: str | None = None) -> bytes:
        choice = {"index": index, "delta": {"content": text}, "finish_reason": finish}
        return b"data: " + json.dumps({"choices": [choice]}, ensure_ascii=False).encode() + b"\r\n\r\n"

    body = b": comment\n" + event("Drink ") + event("no", 1) + event("茶.") + event("", 0, "stop") + b"data: [DONE]\n\n"
    reply = Reply(stream=True)
    edges = sorted({0, len(body), *(min(place, len(body)) for place in cut)})
    for start, end in pairwise(edges):
        reply.feed(body[start:end])
    assert (reply.text, reply.complete) == ("Drink 茶.", True)


@pytest.mark.parametrize(
    "body", [b"", b"no JSON", b"[]", b'{"choices": 3}', b'{"choices": [{"message": {"content": [1]}}]}']
)
def test_an_answer_in_no_known_shape_says_nothing(body: bytes) -> None:
    reply = Reply(stream=False)
    reply.feed(body)
    assert reply.text == ""


def test_a_stream_that_broke_off_is_not_complete() -> None:
    reply = Reply(stream=True)
    reply.feed(b'data: {"choices": [{"index": 0, "delta": {"content": "Half"}}]}\n\ndata: {"cho')
    assert (reply.text, reply.complete) == ("Half", False)
