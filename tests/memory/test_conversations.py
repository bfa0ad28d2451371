"""A person's conversations: lists of them, their turns, what came and was sent with them, and what is taken back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import Attachment, Event, InterestMemory, Learning, UserMemory
from sqlalchemy import text as sql

from tests.memory.life import DAY, Life
from tests.memory.writer import DEADLINE_SECONDS, Chance, open_small
from tests.tried import tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Clock

STRANGE = ["我最近迷上了攀岩", "👩\u200d👩\u200d👧 🎷", "أحب موسيقى الجاز \u202eabc", "[bold]markup[/bold] [link=x]"]
"""Texts that a screen or a search may trip over."""


def said(events: list[Event]) -> list[str]:
    return [event.text for event in events]


@pytest.fixture
def talked(person: UserMemory, clock: Clock) -> UserMemory:
    """Three sessions of four turns each, a minute apart, one after the other."""
    for session in ("a", "b", "c"):
        for number in range(2):
            person.observe(f"{session}{number} from me", session=session, teaches=False)
            clock.advance(timedelta(minutes=1))
            person.observe(f"{session}{number} from you", role="assistant", session=session)
            clock.advance(timedelta(minutes=1))
    return person


# Lists of sessions


def test_sessions_come_with_the_newest_turn_first(talked: UserMemory, clock: Clock) -> None:
    assert [session.id for session in talked.sessions()] == ["c", "b", "a"]
    talked.observe("again", session="a", teaches=False)
    assert [session.id for session in talked.sessions(2)] == ["a", "c"]
    [session] = talked.sessions(1)
    assert (session.name, session.title, session.turns, session.learning) == ("", "a0 from me", 5, Learning.ON)
    assert session.last == clock.now
    assert session.last - session.started == timedelta(minutes=12)
    assert talked.session("a") == session
    assert talked.session("nowhere") is None


@pytest.mark.parametrize("text", STRANGE)
def test_a_session_goes_by_its_first_words_in_any_script(person: UserMemory, text: str) -> None:
    person.observe(text, session=text, teaches=False)
    [session] = person.sessions()
    assert (session.id, session.title) == (text, text)
    person.name_session(text, text[::-1])
    assert person.sessions()[0].title == " ".join(text[::-1].split())


def test_a_title_is_one_line_of_at_most_sixty_characters_of_the_person(person: UserMemory) -> None:
    person.observe("I am an agent", role="assistant", session="s")
    assert person.sessions()[0].title == "(forgotten)"
    person.observe("first\nline\t" + "and more " * 20, session="s", teaches=False)
    title = person.sessions()[0].title
    assert title.startswith("first line and more")
    assert len(title) <= 60
    assert title.endswith("…")


def test_a_name_is_the_title_until_it_is_taken_away(talked: UserMemory) -> None:
    talked.name_session("a", "  The\n first\x1b[31m ")
    assert (talked.sessions()[-1].name, talked.sessions()[-1].title) == ("The first [31m", "The first [31m")
    talked.name_session("a", "")
    assert (talked.sessions()[-1].name, talked.sessions()[-1].title) == ("", "a0 from me")


def test_a_name_too_long_is_refused_with_both_numbers(talked: UserMemory) -> None:
    with pytest.raises(ValueError, match="at most 200 characters, this one 201"):
        talked.name_session("a", "x" * 201)


def test_a_session_whose_turns_are_all_gone_is_none(talked: UserMemory) -> None:
    talked.name_session("b", "mine")
    talked.replace("b", talked.turns("b", 9)[0].number)
    assert [session.id for session in talked.sessions()] == ["c", "a"]
    assert talked.session("b") is None
    assert talked.count_turns("b") == 0


def test_a_session_goes_on_under_the_words_that_are_left(person: UserMemory) -> None:
    person.observe("I love ikebana.", session="s")
    person.observe("I love chess.", session="s")
    person.name_session("s", "Ikebana and more")
    person.forget("ikebana")
    session = person.session("s")
    assert session is not None
    assert (session.name, session.title, session.turns) == ("", "I love chess.", 1)


# What a session may teach


def test_a_session_learns_until_it_is_paused_and_the_pause_is_kept(
    person: UserMemory, memory: InterestMemory, clock: Clock, tmp_path: Path
) -> None:
    assert person.learning("s") is Learning.ON
    person.set_learning("s", Learning.PAUSED)
    person.name_session("s", "Quiet")
    assert person.learning("other") is Learning.ON
    memory.close()
    with InterestMemory(tmp_path, clock=clock, index=False) as again:
        assert again.user("ada").learning("s") is Learning.PAUSED
        again.user("ada").observe("hello", session="s", teaches=False)
        [session] = again.user("ada").sessions()
        assert (session.name, session.learning) == ("Quiet", Learning.PAUSED)
        again.user("ada").set_learning("s", Learning.ON)
        assert again.user("ada").learning("s") is Learning.ON


def test_incognito_is_never_stored(person: UserMemory) -> None:
    with pytest.raises(ValueError, match="on or paused, got incognito"):
        person.set_learning("s", Learning.INCOGNITO)
    with pytest.raises(ValueError, match="off"):
        person.set_learning("s", cast(Learning, "off"))
    assert person.learning("s") is Learning.ON


@pytest.mark.parametrize("learn", [True, False])
def test_nothing_is_ever_learned_from_what_does_not_teach(person: UserMemory, learn: bool) -> None:
    seen = person.observe("I love jazz.", session="s", teaches=False, learn=learn)
    assert (seen.new, seen.changes) == (True, ())
    assert person.observe("Nice.", role="assistant", session="s").changes == ()
    assert person.learn() == ()
    person.rebuild()
    assert person.interests() == []
    assert said(person.turns("s", 9)) == ["I love jazz.", "Nice."]
    assert person.search("jazz", 1)[0].event.text == "I love jazz."


def test_what_waits_to_teach_is_learned_though_the_next_turn_does_not(person: UserMemory) -> None:
    person.observe("I love jazz.", learn=False)
    [change] = person.observe("I love tea.", teaches=False).changes
    assert change.label == "jazz"


# Turns


def test_turns_are_read_page_by_page_in_both_directions(talked: UserMemory) -> None:
    first, second, third, fourth = talked.turns("b", 9)
    assert talked.turns("b", 2, before=fourth.number) == [second, third]
    assert talked.turns("b", 2, after=first.number) == [second, third]
    assert talked.turns("b", 9, before=first.number) == []
    assert talked.turns("b", 9, after=fourth.number) == []
    assert talked.turns("b", 1, after=0) == [first]
    assert talked.turns("b", 2) == [third, fourth]
    assert talked.turns("b", 0) == []
    assert talked.count_turns("b") == 4
    with pytest.raises(ValueError, match="before=1 and after=2"):
        talked.turns("b", 2, before=1, after=2)


def test_a_turn_is_found_by_its_number(talked: UserMemory, memory: InterestMemory) -> None:
    [turn] = talked.turns("b", 1)
    assert talked.turn(turn.number) == turn
    assert talked.events([turn.number, 10**6]) == {turn.number: turn}
    assert talked.turn(0) is None
    assert memory.user("bob").turn(turn.number) is None
    assert memory.user("bob").events([turn.number]) == {}


def test_a_forgotten_turn_is_none(person: UserMemory) -> None:
    number = person.observe("I love ikebana.", session="s").event.number
    person.forget("ikebana")
    assert person.turn(number) is None
    assert person.events([number]) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ich mag die STRASSE.", "straße"),
        ("ÉDITH Piaf", "édith p"),
        ("我最近迷上了攀岩，每周去三次岩馆。", "攀岩"),
        ("100% of_it [bold]here[/bold]", "0% OF_IT [BOLD]"),
        ("👩\u200d🔬 says hi", "👩\u200d🔬"),
        ("أحب موسيقى الجاز", "الجاز"),
    ],
)
def test_words_are_found_in_any_case_and_script(person: UserMemory, text: str, words: str) -> None:
    person.observe("something else", session="s", teaches=False)
    person.observe(text, session="s", teaches=False)
    assert said(person.find_words(words)) == [text]


def test_words_are_found_newest_first_and_in_one_session_if_asked(talked: UserMemory) -> None:
    assert said(talked.find_words("FROM ME", 3)) == ["c1 from me", "c0 from me", "b1 from me"]
    assert said(talked.find_words("from me", session="a")) == ["a1 from me", "a0 from me"]
    assert talked.find_words("nowhere") == []
    for words, count in (("  ", 5), ("me", 0)):
        with pytest.raises(ValueError, match=r"empty|at least one"):
            talked.find_words(words, count)


# Attachments

NOTES = Attachment("notes 笔记 [b].md", "text/markdown; charset=utf-8", "# 攀岩 🧗\n[b]".encode())
PICTURE = Attachment("x.png", "image/png", bytes(range(256)))


def test_attachments_are_stored_with_their_turn(person: UserMemory, tmp_path: Path, clock: Clock) -> None:
    seen = person.observe("Look", session="s", id="1", attachments=[NOTES, PICTURE])
    assert seen.event.attachments == (NOTES, PICTURE)
    person.observe("I see", role="assistant", session="s")
    with InterestMemory(tmp_path, clock=clock, index=False) as other:
        again = other.user("ada")
        for found in (
            again.turns("s", 9)[0],
            again.turns("s", 9, after=0)[0],
            again.turns("s", 9, before=99)[0],
            again.turn(seen.event.number),
            again.events([seen.event.number])[seen.event.number],
            again.find_words("look")[0],
            again.observe("Look", id="1").event,
        ):
            assert found == seen.event
        assert again.turns("s", 1)[0].attachments == ()


def test_only_text_has_a_text() -> None:
    assert NOTES.text == "# 攀岩 🧗\n[b]"
    assert PICTURE.text is None
    for media_type in ("application/json", "application/ld+json", "TEXT/CSV", "application/x-yaml"):
        assert Attachment("x", media_type, b"\xef\xbb\xbfa\xff").text == "a\ufffd"
    assert Attachment("x", "application/pdf", b"a").text is None


def test_an_attachment_needs_a_name(person: UserMemory) -> None:
    with pytest.raises(ValueError, match="an attachment needs a name"):
        person.observe("Look", session="s", attachments=[Attachment(" \n", "text/plain", b"")])
    assert person.turns("s", 9) == []


def count(memory: InterestMemory, table: str) -> int:
    with memory.ledger.read() as connection:
        return int(connection.execute(sql(f"select count(*) from {table}")).scalar_one())


def test_forgetting_a_turn_deletes_what_was_attached_to_it(person: UserMemory, memory: InterestMemory) -> None:
    person.observe("I love ikebana.", session="s", attachments=[PICTURE])
    person.observe("Hello", session="s", attachments=[Attachment("a.txt", "text/plain", b"ikebana club")])
    person.observe("Hello you", session="s", attachments=[NOTES])
    assert person.speaking_of("ikebana") == 2
    assert person.forget("ikebana") == 2
    assert count(memory, "attachments") == 1
    assert [turn.attachments for turn in person.turns("s", 9)] == [(NOTES,)]


def test_the_bytes_of_what_was_attached_are_erased_from_every_file(person: UserMemory, tmp_path: Path) -> None:
    secret = b"\x00nobody may see these bytes\xff"
    person.observe("I love ikebana.", attachments=[Attachment("x.png", "image/png", secret * 999)])
    assert any(secret in file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    person.forget("ikebana")
    assert not any(secret in file.read_bytes() for file in tmp_path.iterdir() if file.is_file())


# What was sent


def test_what_was_sent_is_kept_word_for_word_with_its_turn(person: UserMemory, memory: InterestMemory) -> None:
    sent = '{"text": "攀岩 🎷 أحب [b]",  "n": 1.50}'
    one = person.observe("Hello", sent=sent).event.number
    two = person.observe("Hello").event.number
    assert person.sent(one) == sent
    assert person.sent(two) is None
    assert person.sent_of([one, two, 99]) == {one: sent}
    assert memory.user("bob").sent(one) is None
    assert memory.user("bob").sent_of([one]) == {}


def test_what_was_sent_stands_or_falls_with_its_turn(person: UserMemory, memory: InterestMemory) -> None:
    with memory.ledger.write() as connection:
        connection.execute(
            sql("create trigger full before insert on prompts begin select raise(abort, 'no room'); end")
        )
    with pytest.raises(Exception, match="no room"):
        person.observe("I love jazz.", session="s", sent="{}", attachments=[NOTES])
    assert person.turns("s", 9) == []
    assert person.interests() == []
    assert count(memory, "attachments") == 0


def test_deleted_events_take_their_prompts_and_attachments_along(person: UserMemory, memory: InterestMemory) -> None:
    person.observe("Hello", sent="{}", attachments=[NOTES])
    with memory.ledger.write() as connection:
        connection.execute(sql("delete from events"))
    assert count(memory, "prompts") == count(memory, "attachments") == 0


# What is taken back


def test_replaced_turns_are_out_of_the_conversation_and_their_text_is_kept(talked: UserMemory) -> None:
    first, second, third, fourth = talked.turns("b", 9)
    talked.turns("b", 9)  # kept in memory
    talked.replace("b", third.number)
    assert talked.turns("b", 9) == [first, second]
    assert talked.turns("b", 9, after=0) == talked.turns("b", 9, before=10**6) == [first, second]
    assert talked.count_turns("b") == 2
    assert talked.find_words("b1") == []
    assert all(
        near.event.number < third.number or near.event.session != "b" for near in talked.search("b1 from me", 99)
    )
    assert talked.events([third.number, fourth.number]) == {third.number: third, fourth.number: fourth}
    assert [session.turns for session in talked.sessions()] == [4, 2, 4]
    for number in (third.number, fourth.number, 10**6):
        with pytest.raises(ValueError, match=rf"turn {number} is not in the session 'b'"):
            talked.replace("b", number)
    with pytest.raises(ValueError, match="not in the session 'a'"):
        talked.replace("a", first.number)
    talked.observe("b1 again", session="b", teaches=False)
    assert said(talked.turns("b", 9)) == ["b0 from me", "b0 from you", "b1 again"]


def test_a_replaced_turn_that_has_not_taught_yet_never_will(person: UserMemory) -> None:
    number = person.observe("I love jazz.", session="s", learn=False).event.number
    person.replace("s", number)
    assert person.observe("I love tea.", session="s").changes[0].label == "tea"
    assert person.learn() == ()
    assert [one.label for one in person.interests()] == ["tea"]


def test_a_topic_that_the_person_decided_about_outlives_the_turn_it_came_from(person: UserMemory, clock: Clock) -> None:
    number = person.observe("I love jazz and tea.", session="s").event.number
    person.pin("jazz")
    person.replace("s", number)
    [jazz] = person.interests()
    assert (jazz.label, jazz.weight, jazz.evidence, jazz.last_seen) == ("jazz", 0.6, 0, None)
    assert person.explain("jazz").sources == ()
    assert person.interests(as_of=clock.now) == [jazz]


def test_what_was_replaced_is_forgotten_with_its_topic(person: UserMemory) -> None:
    person.observe("I love ikebana.", session="s")
    number = person.observe("I love ikebana, truly.", session="t").event.number
    person.replace("t", number)
    assert person.forget("ikebana") == 2
    assert person.events([number]) == {}


def test_another_process_sees_what_was_replaced(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False) as one, open_small(tmp_path, index=False) as two:
        number = one.user("ada").observe("I like topic 1.", session="s").event.number
        assert len(two.user("ada").turns("s", 9)) == 1
        one.user("ada").replace("s", number)
        assert two.user("ada").turns("s", 9) == []
        assert two.user("ada").interests() == []


def test_the_index_drops_what_was_replaced(tmp_path: Path) -> None:
    with open_small(tmp_path) as memory:
        person = memory.user("ada")
        events = [person.observe(f"I like topic {number}.", session="s").event for number in range(4)]
        memory.settle(DEADLINE_SECONDS)
        person.replace("s", events[2].number)
        memory.settle(DEADLINE_SECONDS)
        found = person.search(events[2].text, 2)
        assert {near.event.number for near in found} == {events[0].number, events[1].number}
        person.forget("topic 0")  # numbers that the index is told of twice
        assert person.search("anything", 9)[0].event.number == events[1].number


TURNS = st.lists(
    st.tuples(
        st.integers(1, 20 * DAY),
        st.sampled_from("ab"),
        st.lists(
            st.tuples(st.sampled_from("++?-"), st.sampled_from(["jazz", "tea", "攀岩", "🎷", "[b]عود[/b]"])),
            min_size=1,
            max_size=3,
            unique_by=lambda phrase: phrase[1],
        ).map(lambda phrases: "; ".join(sign + word for sign, word in phrases)),
        st.sampled_from(["chat", "view", "statement", "dislike"]),
    ),
    min_size=1,
    max_size=10,
)


def figures(person: UserMemory) -> dict[str, tuple[object, ...]]:
    return {one.label: (one.evidence, one.tentative, one.last_seen, one.pinned) for one in person.interests()}


def assert_alike(one: UserMemory, other: UserMemory) -> None:
    """Assert that two people stand alike, but for the numbers of their topics."""
    assert figures(one) == figures(other)
    for mine, theirs in zip(*(sorted(each.interests(), key=lambda i: i.label) for each in (one, other)), strict=True):
        numbers = [(i.weight, i.share, i.negative) for i in (mine, theirs)]
        np.testing.assert_allclose(numbers[0], numbers[1], rtol=1e-9, atol=1e-9)


@given(TURNS, st.integers(0, 9), TURNS)
@tried(12, fuzz=40)
def test_what_was_replaced_might_never_have_been_said(
    life: Callable[[], Life],
    before: list[tuple[int, str, str, str]],
    place: int,
    after: list[tuple[int, str, str, str]],
) -> None:
    one, other = life(), life()
    one.embedder = other.embedder = Chance()
    place %= len(before)
    session = before[place][1]
    kept = [not (turn[1] == session and number >= place) for number, turn in enumerate(before)]
    with one.lived() as (replacing, _), other.lived() as (never, _):
        numbers = []
        for (pause, where, text, kind), stays in zip(before, kept, strict=True):
            one.wait(pause), other.wait(pause)
            numbers.append(replacing.observe(text, session=where, kind=kind).event.number)
            if stays:
                never.observe(text, session=where, kind=kind)
        replacing.replace(session, numbers[place])
        assert_alike(replacing, never)
        for pause, where, text, kind in after:
            one.wait(pause), other.wait(pause)
            replacing.observe(text, session=where, kind=kind)
            never.observe(text, session=where, kind=kind)
        assert_alike(replacing, never)
        replacing.rebuild()
        assert_alike(replacing, never)


def test_nobody_sees_or_changes_anothers_conversations(memory: InterestMemory) -> None:
    ada, bob = memory.user("ada"), memory.user("bob")
    number = ada.observe("I love jazz.", session="s", sent="{}", attachments=[NOTES]).event.number
    ada.name_session("s", "Mine")
    ada.set_learning("s", Learning.PAUSED)
    assert bob.sessions() == []
    assert bob.session("s") is None
    assert bob.learning("s") is Learning.ON
    assert bob.turns("s", 9, after=0) == bob.turns("s", 9, before=99) == bob.find_words("jazz") == []
    assert bob.count_turns("s") == 0
    with pytest.raises(ValueError, match="not in the session"):
        bob.replace("s", number)
    bob.name_session("s", "Bob's")
    bob.set_learning("s", Learning.ON)
    assert ada.sessions()[0].name == "Mine"
    assert ada.learning("s") is Learning.PAUSED
    assert ada.count_turns("s") == 1
