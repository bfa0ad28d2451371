from __future__ import annotations

import asyncio
import json
import sqlite3
import zlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from penchant.agent import Level, Recalled, Segment, Sent, Weighed
from penchant.agent.bias import bias_for
from penchant.agent.gate.openness import Openness
from penchant.agent.kept.sent import FORGOTTEN, KINDS, LEARNING, OPENNESS, ROLES, biased_by, read, record, to_json
from penchant.agent.kept.weighed import LEVELS, VERDICTS, Verdict
from penchant.agent.models import Profile
from penchant.agent.prompt import Kind, Role, build, numbered
from penchant.agent.prompting.attached import IMAGE_TOKENS
from penchant.agent.prompting.block import Placement
from penchant.agent.prompting.tokens import count_tokens
from penchant.memory import Attachment, InterestMemory, Learning, UserMemory

from tests.agent.talk import OPEN, Opener, heard, heard_until_error, sent
from tests.loopback import Loopback

NOTES = Attachment("notes.md", "text/markdown", b"Buy a rope.\n")
PHOTO = Attachment("wall.png", "image/png", b"\x89PNG")


async def asked(agent: Any, text: str, **options: Any) -> tuple[Recalled, Sent]:
    """Ask, and return what was recalled and what the record of it says."""
    recalled = (await heard(agent, text, **options))[0]
    assert isinstance(recalled, Recalled)
    kept = agent.sent(recalled.turn.number)
    assert kept is not None
    return recalled, kept


def received(server: Loopback, request: int = -1) -> list[tuple[str, str]]:
    """What the server got, in the words of a prompt."""
    roles = {"user": "human", "assistant": "ai", "system": "system"}
    return [(roles[role], content) for role, content in sent(server, request)]


def records(tmp_path: Path) -> list[str]:
    """What the ledger holds of prompts."""
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite3")) as ledger:
        return [zlib.decompress(data).decode() for (data,) in ledger.execute("select sent from prompts order by event")]


# What is read back


async def test_what_is_read_back_is_what_was_sent_and_what_the_server_received(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    person.observe("I love rock climbing.")
    server.reply = "攀岩 👩‍👩‍👧\n\n  indented\t" + "word " * 300
    agent = opened(system="Be kind.")
    for text in (OPEN, "I have started with chess.", "周末做什么好？", "What is 17 * 23?", OPEN):
        recalled, kept = await asked(agent, text)
        assert kept.messages == recalled.prompt.messages
        assert list(kept.messages) == received(server)
        assert kept.segments == recalled.prompt.segments
        assert (kept.tokens, kept.block_tokens) == (recalled.prompt.tokens, recalled.prompt.block_tokens)
        assert kept.at == recalled.turn.at


async def test_a_record_says_all_of_its_turn(opened: Opener, person: UserMemory) -> None:
    person.observe("I love rock climbing. I hate olives.")
    agent = opened(profile={"window_tokens": 8_000})
    _, kept = await asked(agent, OPEN)
    assert (kept.model, kept.openness, kept.learning, kept.window_tokens) == ("loopback", "wide", "on", 8_000)
    by_label = {one.label: one for one in kept.weighed}
    climbing, olives = by_label["rock climbing"], by_label["olives"]
    assert (climbing.verdict, climbing.reason, climbing.level) == ("in", "open question", "clear")
    assert (olives.verdict, olives.negative > 0) == ("avoid", True)
    assert [one.rank for one in kept.weighed] == [1, 2]
    known = {one.label: one for one in person.interests()}["rock climbing"]
    assert (climbing.topic, climbing.weight) == (known.topic, round(known.weight, 4))


async def test_what_was_left_out_is_in_the_record_with_the_reason(opened: Opener, person: UserMemory) -> None:
    person.observe("I love rock climbing.")
    person.observe("How does one repair a bicycle?")
    _, kept = await asked(opened(), "What is the capital of France?")
    assert {one.verdict for one in kept.weighed} == {"out"}
    assert {one.reason for one in kept.weighed} == {"closed question"}
    assert kept.openness == "closed"
    assert kept.block_tokens == 0


async def test_a_record_outlives_its_process(opened: Opener, person: UserMemory, tmp_path: Path, clock: Any) -> None:
    person.observe("I love rock climbing.")
    recalled, kept = await asked(opened(), OPEN)
    with InterestMemory(tmp_path, clock=clock, index=False) as again:
        assert read(again.user("ada"), recalled.turn.number) == kept


async def test_a_change_of_weights_changes_no_record(opened: Opener, person: UserMemory) -> None:
    person.observe("I love rock climbing.")
    recalled, kept = await asked(opened(), OPEN)
    person.rename("rock climbing", "bouldering")
    person.boost("bouldering", 0.25)
    person.observe("I love sailing.")
    assert read(person, recalled.turn.number) == kept


async def test_replies_other_peoples_turns_and_unknown_numbers_have_no_record(
    opened: Opener, memory: InterestMemory
) -> None:
    agent = opened()
    recalled, _ = await asked(agent, "Hello!")
    assert agent.sent(recalled.turn.number + 1) is None
    assert agent.sent(10_000) is None
    assert agent.sent(-1) is None
    assert read(memory.user("ben"), recalled.turn.number) is None


async def test_a_message_too_long_is_kept_without_a_record(opened: Opener, person: UserMemory, tmp_path: Path) -> None:
    agent = opened(profile={"window_tokens": 400})
    await heard_until_error(agent, "word " * 500)
    (turn,) = person.turns("s", 10)
    assert agent.sent(turn.number) is None
    assert records(tmp_path) == []


async def test_the_prompt_of_a_turn_is_the_beginning_of_the_next(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    person.observe("I love rock climbing.")
    agent = opened(system="Be kind.")
    before: tuple[Any, ...] = ()
    for text, files in ((OPEN, []), ("Read this.", [NOTES]), (OPEN, []), ("And what now?", [])):
        _, kept = await asked(agent, text, attachments=files)
        assert kept.without_memory[: len(before)] == before
        assert list(kept.messages) == received(server)
        before = kept.without_memory


async def test_what_biased_each_turn_is_told_of_those_that_have_a_record(opened: Opener, person: UserMemory) -> None:
    person.observe("I love rock climbing. I hate olives.")
    agent = opened()
    numbers = [(await asked(agent, text))[0].turn.number for text in (OPEN, "What is 17 * 23?", OPEN)]
    _, kept = await asked(agent, OPEN)
    biased, plain = (2, kept.block_tokens, False), (0, 0, False)
    assert biased_by(person, [*numbers, 10_000]) == dict(zip(numbers, (biased, plain, biased), strict=True))
    assert biased_by(person, []) == {}


# What is stored


async def test_a_record_holds_no_turns_words(opened: Opener, server: Loopback, tmp_path: Path) -> None:
    server.reply = "A walrus, of course."
    agent = opened(learning=Learning.PAUSED)  # what is learned is weighed, and its label is in the record
    for text in ("The zebra crosses.", "The ocelot sleeps.", "The marmot whistles."):
        await heard(agent, text, attachments=[Attachment("gnu.txt", "text/plain", b"The gnu runs.")])
    for kept in records(tmp_path):
        for word in ("zebra", "ocelot", "marmot", "walrus", "gnu"):
            assert word not in kept


async def test_records_do_not_grow_with_the_words_of_the_conversation(
    opened: Opener, server: Loopback, tmp_path: Path
) -> None:
    server.reply = "word " * 500
    agent = opened(profile={"window_tokens": 100_000})
    for number in range(12):
        await heard(agent, f"{number} " + "word " * 500)
    assert max(len(zlib.compress(kept.encode())) for kept in records(tmp_path)) < 500


async def test_a_record_is_stored_with_its_turn_before_the_model_is_asked(
    opened: Opener, server: Loopback, tmp_path: Path
) -> None:
    found: list[int] = []

    def look(_messages: list[dict[str, Any]]) -> str:
        found.append(len(records(tmp_path)))
        return "Good."

    server.reply = look
    await heard(opened(), "Hello!")
    assert found == [1]


def test_every_name_in_a_record_has_its_number() -> None:
    assert set(get_args(Kind)) == set(KINDS)
    assert set(get_args(Role)) == set(ROLES)
    assert set(get_args(Verdict)) == set(VERDICTS)
    assert tuple(one.name.lower() for one in Level) == LEVELS
    assert {one.name.lower() for one in Openness} | {"wide"} == set(OPENNESS)
    assert set(Learning) == set(LEARNING)


class Kept:
    """A memory that holds one record and some turns."""

    def __init__(self, stored: str, person: UserMemory) -> None:
        self.stored, self.person = stored, person

    def sent(self, _number: int) -> str:
        return self.stored

    def events(self, numbers: Any) -> Any:
        return self.person.events(numbers)


@given(
    st.lists(st.tuples(st.sampled_from(["user", "assistant"]), st.integers(0, 3)), max_size=12),
    st.integers(0, 3),
    st.integers(300, 3_000),
    st.booleans(),
    st.sampled_from(list(Placement)),
    st.sampled_from(["", "Be kind.", "  \n"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_prompt_is_read_back_as_it_was(
    person: UserMemory,
    turns: list[tuple[Any, int]],
    attached: int,
    spare: int,
    images: bool,
    placement: Placement,
    system: str,
) -> None:
    files: list[tuple[Attachment, ...]] = [(), (NOTES,), (PHOTO, NOTES), (PHOTO, PHOTO)]
    session = uuid4().hex
    for number, (role, some) in enumerate(turns):
        text = f" turn {number}\n\nof 攀岩 "
        person.observe(text, role=role, session=session, teaches=False, attachments=files[some])
    person.observe("I love rock climbing, AC/DC and C++. I hate olives.")
    chosen = bias_for(OPEN, person.attend(OPEN))
    prompt = build(
        OPEN,
        person.turns(session, 200),
        chosen,
        placement=placement,
        max_tokens=spare + IMAGE_TOKENS * len(files[attached]),
        count=count_tokens,
        system=system,
        attachments=files[attached],
        images=images,
    )
    turn = person.observe(OPEN, session=session, teaches=False, attachments=files[attached]).event
    kept = record(prompt, chosen, Profile("m"), "paused", turn.at)
    there: Any = Kept(to_json(kept), person)
    again = read(there, turn.number)
    assert again is not None
    assert again.segments == numbered(prompt.segments, turn.number)
    assert again.messages == prompt.messages
    assert again.weighed == kept.weighed
    assert "rock climbing" in prompt.block
    assert to_json(kept).count("rock climbing") == 1  # as a label, not in the block


# Forgetting


async def test_a_record_shows_nothing_that_was_forgotten(
    opened: Opener, server: Loopback, person: UserMemory, tmp_path: Path
) -> None:
    agent = opened()
    await heard(agent, "I have started rock climbing.")
    await heard(agent, "My sister plays the violin.")
    server.reply = "Fine."
    first, _ = await asked(agent, OPEN)
    later, _ = await asked(agent, "Hello!")
    assert "rock climbing" in first.prompt.block
    person.forget("rock climbing")
    for turn in person.turns("s", 100):
        kept = agent.sent(turn.number)
        assert "rock climbing" not in repr(kept)
    kept = agent.sent(later.turn.number)
    assert kept is not None
    assert kept.messages[0] == ("human", FORGOTTEN)
    assert [one.tokens for one in kept.segments] == [one.tokens for one in later.prompt.segments]
    assert any("violin" in text for _, text in kept.messages)
    assert all("rock climbing" not in stored for stored in records(tmp_path))
    kept = agent.sent(first.turn.number)
    assert kept is not None
    assert f"Interested in: {FORGOTTEN}\n" in kept.messages[-1][1]


@pytest.mark.parametrize("label", ["AC/DC", "R&B / Soul", "<jazz>", "x" * 70])
async def test_a_label_that_reads_otherwise_in_the_block_is_gone_from_it_too(
    opened: Opener, person: UserMemory, tmp_path: Path, label: str
) -> None:
    person.observe("I love rock climbing.")
    person.rename("rock climbing", label)
    recalled, kept = await asked(opened(), OPEN)
    assert kept.messages == recalled.prompt.messages
    assert recalled.prompt.block_tokens > 0
    shown = recalled.prompt.block.split("Interested in: ")[1].split("\n")[0]
    person.forget(label)
    assert all(shown not in stored for stored in records(tmp_path))
    again = read(person, recalled.turn.number)
    assert again is not None
    assert shown not in again.messages[-1][1]


async def test_a_label_within_another_scripts_words_is_gone_too(
    opened: Opener, person: UserMemory, tmp_path: Path
) -> None:
    person.observe("I love chess.")
    agent = opened(profile={"placement": Placement.SPOKEN})
    recalled, _ = await asked(agent, "周末做什么好？")
    assert recalled.prompt.block == "我对chess感兴趣。"
    person.forget("chess")
    kept = agent.sent(recalled.turn.number)
    assert kept is not None
    assert kept.messages[-1][1] == f"我对{FORGOTTEN}感兴趣。周末做什么好？"
    assert all("chess" not in stored for stored in records(tmp_path))


async def test_forgetting_a_word_of_the_record_itself_leaves_it_readable(opened: Opener, person: UserMemory) -> None:
    person.observe("I love the history. I love the message. I love open questions.")
    agent = opened()
    recalled, _ = await asked(agent, OPEN)
    for one in person.interests():
        person.forget(one.topic)
    kept = agent.sent(recalled.turn.number)
    assert kept is not None
    assert [one.kind for one in kept.segments] == [one.kind for one in recalled.prompt.segments]
    assert kept.openness == "wide"


async def test_a_forgotten_file_is_gone_from_the_records(opened: Opener, server: Loopback, person: UserMemory) -> None:
    agent = opened()
    secret = Attachment("climbing plan.md", "text/markdown", b"Go on Monday.")
    recalled, _ = await asked(agent, "I have started rock climbing.", attachments=[secret])
    server.reply = "Fine."
    later, before = await asked(agent, "Hello!")
    assert "Monday" in repr(before)
    person.forget("rock climbing")
    for number in (recalled.turn.number, later.turn.number):
        kept = agent.sent(number)
        assert kept is not None
        assert "Monday" not in repr(kept)
        assert "plan" not in repr(kept)


# The request


def a_sent(*segments: Segment, model: str = "openai:gpt-4.1-mini") -> Sent:
    return Sent(model, datetime(2026, 3, 1, tzinfo=UTC), "open", segments, (), 10, 0, 1_000, "on")


def test_a_request_reads_as_it_was_made() -> None:
    request = json.loads(
        a_sent(Segment("system", "system", "Be kind.", 2), Segment("human", "block", "I like jazz. ", 4),
               Segment("human", "message", "攀岩?", 2, 7)).request_json()
    )  # fmt: skip
    assert request == {
        "model": "gpt-4.1-mini",
        "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "I like jazz. 攀岩?"}],
        "stream": True,
    }


async def test_a_request_is_the_one_that_the_server_received(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    person.observe("I love rock climbing.")
    agent = opened(system="Be kind.")
    await heard(agent, "Hello!")
    _, kept = await asked(agent, OPEN)
    request, body = json.loads(kept.request_json()), server.requests[-1].body
    assert {name: body[name] for name in request} == request


@pytest.mark.parametrize(
    ("name", "asked_for"),
    [
        ("http://ada:pw@127.0.0.1:1/v1#llama", "llama"),
        ("http://ada:pw@127.0.0.1:1/v1", "http://…@127.0.0.1:1/v1"),
        ("ollama:llama3:8b", "llama3:8b"),
        ("embedded", "embedded"),
        ("org/model:free", "org/model:free"),
    ],
)
def test_a_request_names_the_model_as_its_server_does(name: str, asked_for: str) -> None:
    prompt = build("Hi.", [], bias_for("Hi.", []), placement=Placement.FENCED, max_tokens=100, count=len)
    kept = record(prompt, bias_for("Hi.", []), Profile(name), "on", datetime(2026, 3, 1, tzinfo=UTC))
    assert json.loads(kept.request_json())["model"] == asked_for
    assert "pw@" not in kept.model
    assert "pw@" not in to_json(kept)


def test_a_request_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "the-persons-own-key")
    words = 'My keys: sk-proj-abcdefgh1234 and the-persons-own-key, at postgres://ada:"pw"@host/db'
    shown = a_sent(Segment("human", "message", words, 9)).request_json()
    for secret in ("abcdefgh1234", "the-persons-own-key", "pw"):
        assert secret not in shown
    assert "My keys" in shown


async def test_a_request_shows_a_picture_by_its_name(opened: Opener) -> None:
    _, kept = await asked(opened(), "What is this?", attachments=[PHOTO])
    assert json.loads(kept.request_json())["messages"][-1]["content"] == [
        {"type": "text", "text": "What is this?\n\n[wall.png]"},
        {"type": "image_url", "image_url": {"url": "data:[wall.png]"}},
    ]


def test_a_record_is_small_and_quick(person: UserMemory) -> None:
    for number in range(199):
        person.observe(f"turn {number}", role="assistant" if number % 2 else "user", session="s", teaches=False)
    prompt = build(
        OPEN, person.turns("s", 200), bias_for(OPEN, []), placement=Placement.FENCED, max_tokens=100_000, count=len
    )
    kept = to_json(record(prompt, bias_for(OPEN, []), Profile("m"), "on", datetime(2026, 3, 1, tzinfo=UTC)))
    assert len(prompt.segments) == 200
    assert len(zlib.compress(kept.encode())) < 2_000


def test_weighed_are_frozen_values() -> None:
    one = Weighed(1, "jazz", 0.5, 0.1, 0.0, 0.2, 0.4, "clear", "in", "open question", 1)
    with pytest.raises(AttributeError):
        one.rank = 2  # type: ignore[misc]


async def test_two_agents_read_one_record(opened: Opener) -> None:
    recalled, kept = await asked(opened(), "Hello!")
    assert await asyncio.to_thread(opened().sent, recalled.turn.number) == kept
