from __future__ import annotations

import asyncio
import base64
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from penchant.agent import Agent, ModelRefused, ModelUnreachable, Recalled, Remembered, Sent, Text
from penchant.agent.kept.keeping import InLedger
from penchant.memory import Attachment, InterestMemory, Learning, LedgerError, UserMemory

from tests.agent.talk import OPEN, Opener, heard, heard_until_error, sent, stored
from tests.fences import MARK, filed
from tests.loopback import Loopback, hold_once

REPLY = "Go climbing, of course."
NOTES = Attachment("notes.md", "text/markdown", b"Buy a rope.\n")
MEMO = Attachment("memo.wav", "audio/wav", b"RIFF and so on")
PHOTO = Attachment("wall.png", "image/png", b"\x89PNG and so on")
FILE = filed("notes.md", "Buy a rope.")


async def turn_of(agent: Agent, text: str, **options: Any) -> int:
    recalled = (await heard(agent, text, **options))[0]
    assert isinstance(recalled, Recalled)
    return recalled.turn.number


async def said_again(agent: Agent, turn: int) -> str:
    return "".join([piece.text async for piece in agent.again(turn) if isinstance(piece, Text)])


def on_disk(folder: Path) -> bytes:
    """Everything that a memory has written, but for the marks of who is reading."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.name.endswith("-shm")]
    assert any(file.name == "ledger.sqlite3" for file in files)
    return b"".join(file.read_bytes() for file in files)


# Paused


async def test_paused_turns_are_biased_and_stored_and_teach_nothing(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    person.observe("I love rock climbing.")
    before = person.interests()
    agent = opened(learning=Learning.PAUSED)
    events = await heard(agent, "I love sailing. Suggest something to do this weekend.")
    assert isinstance(events[-1], Remembered)
    assert events[-1].changes == ()
    assert "rock climbing" in sent(server)[-1][1]
    assert len(stored(person)) == 2
    assert person.learn() == ()
    person.rebuild()
    assert [one.label for one in person.interests()] == [one.label for one in before]
    kept = agent.sent(person.turns("s", 2)[0].number)
    assert kept is not None
    assert kept.learning == "paused"


async def test_learning_goes_on_with_the_turn_after_a_pause(opened: Opener, person: UserMemory) -> None:
    agent = opened(learning=Learning.PAUSED)
    await heard(agent, "I have started sailing.")
    agent.learning = Learning.ON
    await heard(agent, "I have started rock climbing.")
    assert [one.label for one in person.interests()] == ["rock climbing"]


async def test_a_pause_that_follows_a_failure_does_not_stop_what_came_before(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    agent = opened()
    server.status = 500
    await heard_until_error(agent, "I have started rock climbing.")
    agent.learning = Learning.PAUSED
    server.status = None
    await heard(agent, "I have started sailing.")
    assert [one.label for one in person.interests()] == ["rock climbing"]


@pytest.mark.parametrize("mode", ["on", "paused", "incognito"])
def test_learning_can_be_given_by_its_name(opened: Opener, mode: Any) -> None:
    agent: Any = opened(learning=mode)
    assert agent.learning is Learning(mode)
    agent.learning = "on"
    assert agent.learning is Learning.ON
    with pytest.raises(ValueError, match="off"):
        agent.learning = "off"


# Incognito


async def test_nothing_of_an_incognito_turn_reaches_the_disk(
    opened: Opener, server: Loopback, person: UserMemory, tmp_path: Path
) -> None:
    await heard(opened(), "Hello!")
    agent = opened(learning=Learning.INCOGNITO)
    server.reply = "A quokka reply."
    before = on_disk(tmp_path)
    events = await heard(agent, "I love the numbat.", attachments=[Attachment("echidna.txt", "text/plain", b"wombat")])
    assert isinstance(events[-1], Remembered)
    assert b"numbat" in server.requests[-1].raw
    after = on_disk(tmp_path)
    for word in (b"numbat", b"quokka", b"echidna", b"wombat"):
        assert word not in after
    assert after == before
    assert len(stored(person)) == 2
    assert person.interests() == []


async def test_incognito_uses_no_interests(opened: Opener, server: Loopback, person: UserMemory) -> None:
    person.observe("I love rock climbing.")
    agent = opened(learning=Learning.INCOGNITO)
    events = await heard(agent, OPEN)
    assert sent(server) == [("user", OPEN)]
    assert isinstance(events[0], Recalled)
    assert not events[0].bias
    kept = agent.sent(events[0].turn.number)
    assert kept is not None
    assert (kept.weighed, kept.block_tokens, kept.learning, kept.openness) == ((), 0, "incognito", "wide")


async def test_incognito_goes_on_with_what_was_kept_and_what_was_said(opened: Opener, server: Loopback) -> None:
    agent = opened()
    await heard(agent, "Hello!")
    agent.learning = Learning.INCOGNITO
    await heard(agent, "A secret.")
    await heard(agent, "And now?")
    assert sent(server) == [
        ("user", "Hello!"), ("assistant", REPLY), ("user", "A secret."), ("assistant", REPLY), ("user", "And now?")
    ]  # fmt: skip


async def test_what_was_said_incognito_is_dropped_when_it_ends(opened: Opener, server: Loopback) -> None:
    agent = opened(learning=Learning.INCOGNITO)
    number = await turn_of(agent, "A secret.")
    agent.learning = Learning.INCOGNITO  # nothing else than before
    assert agent.sent(number) is not None
    for mode in (Learning.PAUSED, Learning.ON, Learning.INCOGNITO):
        agent.learning = mode
        await heard(agent, "Hello!")
        assert b"A secret." not in server.requests[-1].raw


async def test_incognito_turns_have_numbers_below_zero_and_records(opened: Opener, server: Loopback) -> None:
    agent = opened(learning=Learning.INCOGNITO)
    first, *_, last = await heard(agent, "Hello!")
    assert isinstance(first, Recalled)
    assert isinstance(last, Remembered)
    assert (first.turn.number, last.reply.number) == (-1, -2)
    assert (first.turn.text, first.turn.session, last.reply.text) == ("Hello!", "s", REPLY)
    assert await turn_of(agent, "And now?") == -3
    kept = agent.sent(-3)
    assert kept is not None
    assert [one.event for one in kept.segments] == [-1, -2, -3]
    assert [content for _, content in kept.messages] == [content for _, content in sent(server)]
    assert agent.sent(-2) is None


async def test_an_incognito_reply_that_ends_after_incognito_is_stored_nowhere(
    opened: Opener, person: UserMemory, tmp_path: Path
) -> None:
    agent = opened(learning=Learning.INCOGNITO)
    async for event in agent.reply("A secret."):
        if isinstance(event, Text):
            agent.learning = Learning.ON
    assert stored(person) == []
    assert b"secret" not in on_disk(tmp_path)
    assert agent.sent(-1) is None


async def test_incognito_turns_of_one_session_are_not_told_in_another(opened: Opener, server: Loopback) -> None:
    agent = opened(learning=Learning.INCOGNITO)
    await heard(agent, "A secret.")
    agent.session = "other"
    await heard(agent, "Hello!")
    assert sent(server) == [("user", "Hello!")]


async def test_an_incognito_failure_is_asked_along_and_a_cut_reply_kept(opened: Opener, server: Loopback) -> None:
    agent = opened(learning=Learning.INCOGNITO)
    server.status = 500
    await heard_until_error(agent, "I climb.")
    server.status, server.die_after = None, 2
    await heard_until_error(agent, "Any thoughts?")
    server.die_after = None
    await heard(agent, "Go on.")
    assert sent(server) == [("user", "I climb.\n\nAny thoughts?"), ("assistant", "Go climbing,"), ("user", "Go on.")]


# Replacing


async def test_a_turn_is_replaced_with_all_that_followed(opened: Opener, server: Loopback, person: UserMemory) -> None:
    agent = opened()
    await heard(agent, "Hello!")
    number = await turn_of(agent, "I have started rock climbing.")
    await heard(agent, "I have started sailing.")
    await heard(agent, "I have started with chess.", replacing=number)
    assert sent(server) == [("user", "Hello!"), ("assistant", REPLY), ("user", "I have started with chess.")]
    assert [text for _, text, _ in stored(person)] == ["Hello!", REPLY, "I have started with chess.", REPLY]
    assert [one.label for one in person.interests()] == ["chess"]


async def test_what_a_replaced_turn_taught_does_not_bias_the_answer(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    agent = opened()
    number = await turn_of(agent, "I love rock climbing.")
    await heard(agent, OPEN, replacing=number)
    assert sent(server) == [("user", OPEN)]
    assert person.interests() == []


async def test_the_record_of_a_replaced_turn_still_shows_what_was_sent(opened: Opener) -> None:
    agent = opened()
    number = await turn_of(agent, "I have started rock climbing.")
    later = await turn_of(agent, "Hello!")
    before = agent.sent(later)
    await heard(agent, "Hi!", replacing=number)
    assert agent.sent(later) == before
    assert agent.sent(number) is not None


async def test_what_was_sent_last_is_remembered_as_the_ledger_has_it(opened: Opener, person: UserMemory) -> None:
    def same(agent: Agent) -> bool:
        turns = agent._keeping().turns()
        fresh = InLedger(person, "s", Learning.ON).lately(turns)
        assert fresh.number == max(turn.number for turn in turns if turn.role == "user")
        return agent._keeping().lately(turns) == fresh

    person.observe("I love rock climbing. I love chess.")
    here, elsewhere = opened(), opened()
    await heard(here, OPEN)
    assert here._keeping().lately(here._keeping().turns()).named
    assert same(here)
    await heard(elsewhere, "Suggest a game.")  # the same session in another window
    assert same(here)
    last = await turn_of(here, OPEN)
    person.forget("chess")
    assert same(here)
    person.replace("s", last)
    assert same(here)


async def test_only_a_turn_of_the_persons_in_this_session_can_be_replaced(
    opened: Opener, server: Loopback, person: UserMemory, memory: InterestMemory
) -> None:
    agent = opened()
    number = await turn_of(agent, "Hello!")
    other = await turn_of(opened(session="other"), "Hello!")
    foreign = await turn_of(opened(memory.user("ben")), "Hello!")
    asked = len(server.requests)
    for wrong in (number + 1, other, foreign, 10_000, 0, -1):
        with pytest.raises(ValueError, match=f"turn {wrong} cannot be replaced"):
            await heard(agent, "Hi!", replacing=wrong)
    assert len(stored(person)) == 2
    assert len(server.requests) == asked


async def test_a_ledger_that_fails_in_between_leaves_the_old_words_out_of_the_conversation_and_not_lost(
    opened: Opener, person: UserMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = opened()
    await heard(agent, "Hello!")
    number = await turn_of(agent, "I have started rock climbing.")

    def fail(*_: Any, **__: Any) -> None:
        raise LedgerError("the disk is full")

    monkeypatch.setattr(person, "observe", fail)
    with pytest.raises(LedgerError):
        await heard(agent, "Hi!", replacing=number)
    assert [text for _, text, _ in stored(person)] == ["Hello!", REPLY]
    there = person.turn(number)
    assert there is not None
    assert there.text == "I have started rock climbing."


async def test_a_turn_cannot_be_replaced_twice(opened: Opener, person: UserMemory) -> None:
    agent = opened()
    number = await turn_of(agent, "Hello!")
    await heard(agent, "Hi!", replacing=number)
    with pytest.raises(ValueError, match=str(number)):
        await heard(agent, "Hey!", replacing=number)
    assert [text for _, text, _ in stored(person)] == ["Hi!", REPLY]


@pytest.mark.parametrize("mistake", [{"text": " "}, {"attachments": [PHOTO]}])
async def test_what_cannot_be_sent_replaces_nothing(
    opened: Opener, person: UserMemory, mistake: dict[str, Any]
) -> None:
    agent = opened(profile={"images": False})
    number = await turn_of(agent, "Hello!")
    with pytest.raises((ValueError, ModelRefused)):
        await heard(agent, **{"text": "Hi!", "replacing": number, **mistake})
    assert [text for _, text, _ in stored(person)] == ["Hello!", REPLY]


async def test_an_incognito_turn_replaces_only_for_itself(opened: Opener, server: Loopback, person: UserMemory) -> None:
    agent = opened()
    await heard(agent, "One.")
    number = await turn_of(agent, "Two.")
    agent.learning = Learning.INCOGNITO
    mine = await turn_of(agent, "Three.")
    await heard(agent, "Four.")
    await heard(agent, "Five.", replacing=mine)
    assert [text for _, text in sent(server)] == ["One.", REPLY, "Two.", REPLY, "Five."]
    await heard(agent, "Six.", replacing=number)
    assert [text for _, text in sent(server)] == ["One.", REPLY, "Six."]
    await heard(agent, "Seven.")
    assert [text for _, text in sent(server)] == ["One.", REPLY, "Six.", REPLY, "Seven."]
    with pytest.raises(ValueError, match=f"turn {mine} "):
        await heard(agent, "Eight.", replacing=mine)
    assert [text for _, text, _ in stored(person)] == ["One.", REPLY, "Two.", REPLY]
    agent.learning = Learning.ON
    await heard(agent, "Eight.")
    assert [text for _, text in sent(server)] == ["One.", REPLY, "Two.", REPLY, "Eight."]


@pytest.mark.parametrize("again", [False, True])
async def test_a_message_is_tried_again_after_a_failure(
    opened: Opener, server: Loopback, person: UserMemory, again: bool
) -> None:
    agent = opened()
    server.status = 500
    events, _ = await heard_until_error(agent, "What is 17 * 23?", attachments=[NOTES, PHOTO])
    assert isinstance(events[0], Recalled)
    server.status = None
    number = events[0].turn.number if again else None
    await heard(agent, "What is 17 * 23?", attachments=[NOTES, PHOTO], replacing=number)
    first, second = (request.body["messages"] for request in server.requests)
    assert first == second
    assert len(stored(person)) == (2 if again else 3)


# Once more


async def test_again_sends_exactly_the_prompt_without_the_block_and_stores_nothing(
    opened: Opener, server: Loopback, person: UserMemory, tmp_path: Path
) -> None:
    person.observe("I love rock climbing.")
    agent = opened(system="Be kind.")
    await heard(agent, "Hello!")
    number = await turn_of(agent, OPEN)
    await heard(agent, "And then?")
    with_block = server.requests[1].body
    before = on_disk(tmp_path)
    server.reply = "Read a book."
    assert await said_again(agent, number) == "Read a book."
    assert f"<interests-{MARK}>" in with_block["messages"][-1]["content"]
    without = [*with_block["messages"][:-1], {"role": "user", "content": OPEN}]
    assert server.requests[-1].body == {**with_block, "messages": without}
    assert on_disk(tmp_path) == before


async def test_again_works_incognito_and_with_pictures(opened: Opener, server: Loopback) -> None:
    agent = opened()
    kept = await turn_of(agent, "What is this?", attachments=[PHOTO, NOTES])
    agent.learning = Learning.INCOGNITO
    mine = await turn_of(agent, "And this?", attachments=[PHOTO])
    for place, number in enumerate((kept, mine)):
        assert await said_again(agent, number) == REPLY
        assert server.requests[-1].body == server.requests[place].body


async def test_again_of_a_turn_without_a_record_is_the_callers_mistake(opened: Opener, server: Loopback) -> None:
    agent = opened()
    number = await turn_of(agent, "Hello!")
    for wrong in (number + 1, 10_000, -1):
        with pytest.raises(ValueError, match=f"turn {wrong}"):
            await said_again(agent, wrong)
    assert len(server.requests) == 1


@pytest.mark.parametrize(("status", "error"), [(401, ModelRefused), (500, ModelUnreachable)])
async def test_again_fails_as_a_reply_does(opened: Opener, server: Loopback, status: int, error: Any) -> None:
    agent = opened()
    number = await turn_of(agent, "Hello!")
    server.status = status
    with pytest.raises(error):
        await said_again(agent, number)
    server.status, server.reply = None, " "
    with pytest.raises(ModelUnreachable, match="empty reply"):
        await said_again(agent, number)


async def test_again_refuses_pictures_for_a_model_that_sees_none(opened: Opener, server: Loopback) -> None:
    number = await turn_of(opened(), "What is this?", attachments=[PHOTO])
    with pytest.raises(ModelRefused, match="sees no pictures"):
        await said_again(opened(profile={"images": False}), number)
    assert len(server.requests) == 1


async def test_again_tells_the_model_to_stop_when_the_reader_leaves(opened: Opener, server: Loopback) -> None:
    agent = opened()
    number = await turn_of(agent, "Hello!")
    left = hold_once(server, after=2)
    async with aclosing(agent.again(number)) as pieces:
        await anext(pieces)
    assert await asyncio.to_thread(left.wait, 10)


# What is attached


async def test_a_text_reaches_the_server_after_the_words_and_stays_in_the_history(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    agent = opened()
    await heard(agent, "Read this.", attachments=[NOTES])
    assert sent(server) == [("user", f"Read this.\n\n{FILE}")]
    await heard(opened(), "And now?")
    assert sent(server) == [("user", f"Read this.\n\n{FILE}"), ("assistant", REPLY), ("user", "And now?")]
    assert stored(person)[0] == ("user", "Read this.", True)
    assert person.turns("s", 10)[0].attachments == (NOTES,)


async def test_a_picture_reaches_the_server_beside_the_words_and_later_by_its_name(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    agent = opened()
    await heard(agent, "What is this?", attachments=[PHOTO])
    data = base64.b64encode(PHOTO.data).decode()
    assert server.requests[-1].body["messages"] == [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is this?\n\n[wall.png]"},
                {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}},
            ],
        }
    ]
    await heard(agent, "And now?")
    assert sent(server) == [("user", "What is this?\n\n[wall.png]"), ("assistant", REPLY), ("user", "And now?")]
    assert person.turns("s", 10)[0].attachments == (PHOTO,)


async def test_a_recording_reaches_the_server_beside_the_words_and_later_by_its_name(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    agent = opened(profile={"audio": True})
    recalled = (await heard(agent, "What do I say?", attachments=[MEMO]))[0]
    assert isinstance(recalled, Recalled)
    data = base64.b64encode(MEMO.data).decode()
    asked = [
        {"type": "text", "text": "What do I say?\n\n[memo.wav]"},
        {"type": "input_audio", "input_audio": {"data": data, "format": "wav"}},
    ]
    assert server.requests[-1].body["messages"] == [{"role": "user", "content": asked}]
    kept = agent.sent(recalled.turn.number)
    assert kept is not None
    assert kept.segments == recalled.prompt.segments
    assert [one.kind for one in kept.segments] == ["message", "audio"]
    assert '"type": "input_audio"' in kept.request_json()
    assert data not in kept.request_json()
    assert await said_again(agent, recalled.turn.number) == REPLY
    assert server.requests[-1].body["messages"] == [{"role": "user", "content": asked}]
    await heard(agent, "And now?")
    assert sent(server)[0] == ("user", "What do I say?\n\n[memo.wav]")
    assert person.turns("s", 10)[0].attachments == (MEMO,)


async def test_a_recording_for_a_model_that_hears_none_is_refused_and_nothing_is_stored(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    with pytest.raises(ModelRefused, match=r"hears no recordings, and memo\.wav is one"):
        await heard(opened(), "What do I say?", attachments=[MEMO])
    assert stored(person) == []
    assert server.requests == []


async def test_a_file_teaches_nothing(opened: Opener, person: UserMemory) -> None:
    await heard(opened(), "Read this.", attachments=[Attachment("a.txt", "text/plain", b"I love sailing.")])
    assert person.interests() == []


@pytest.mark.parametrize("learning", list(Learning))
async def test_a_picture_for_a_model_that_sees_none_is_refused_and_nothing_is_stored(
    opened: Opener, server: Loopback, person: UserMemory, learning: Learning
) -> None:
    agent = opened(profile={"images": False}, learning=learning)
    with pytest.raises(ModelRefused, match="choose another model"):
        await heard(agent, "What is this?", attachments=[PHOTO])
    assert stored(person) == []
    assert server.requests == []
    await heard(agent, "Hello!")
    assert sent(server) == [("user", "Hello!")]


def the_same(one: Sent | None, other: Sent | None) -> bool:
    return one is not None and one == other


async def test_a_record_of_a_turn_with_files_is_read_back_as_it_was_sent(opened: Opener, server: Loopback) -> None:
    agent = opened()
    await heard(agent, "Read this.", attachments=[NOTES, PHOTO])
    recalled = (await heard(agent, "And these?", attachments=[PHOTO, NOTES]))[0]
    assert isinstance(recalled, Recalled)
    kept = agent.sent(recalled.turn.number)
    assert kept is not None
    assert kept.segments == recalled.prompt.segments
    assert the_same(kept, opened().sent(recalled.turn.number))
    texts = [content if isinstance(content, str) else content[0]["text"] for _, content in sent(server)]
    assert [content for _, content in kept.messages] == texts
