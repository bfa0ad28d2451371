"""Past turns are found by words and by meaning, and recalled only where they matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import InterestMemory, UserMemory
from penchant.memory.recall.fusion import LENT, fuse, lend, trust
from penchant.memory.recall.mattering import LEAST, Signs, bearing, refers_back

from tests.conftest import Clock
from tests.memory.writer import DEADLINE_SECONDS

SAID = (
    (40, "vet", "My dog Rufus got ill, the vet gave him pills."),
    (40, "vet", "I want to learn the guitar."),
    (8, "trip", "We went to Lisbon by train."),
    (8, "trip", "It took nine hours."),
    (2, "cn", "我在学吉他，老师姓王"),
    (1, "hello", "Hello!"),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UserMemory]:
    clock = Clock()
    with InterestMemory(tmp_path_factory.mktemp("told"), clock=clock) as memory:
        person = memory.user("ada")
        for days, session, text in SAID:
            person.observe(text, session=session, at=clock.now - timedelta(days=days))
        memory.settle(DEADLINE_SECONDS)
        yield person


def recalled(person: UserMemory, query: str) -> list[str]:
    return [one.event.text for one in person.recall_turns(query)]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("What was my dog's name?", SAID[0][2]),
        ("Which pills did Rufus get from the vet?", SAID[0][2]),
        ("How did we travel to Lisbon?", SAID[2][2]),
        ("你还记得我的吉他老师姓什么吗？", SAID[4][2]),
    ],
)
def test_a_question_on_the_past_recalls_the_turn_that_answers_it(told: UserMemory, query: str, text: str) -> None:
    assert recalled(told, query)[0] == text


@pytest.mark.parametrize(
    "query",
    [
        "Hello!",
        "thanks a lot",
        "What is the capital of France?",
        "12 * 7 = ?",
        "Write a function that sorts a list",
        "谢谢",
        "法国的首都是哪里？",
    ],
)
def test_small_talk_and_what_nothing_past_matters_to_recall_nothing(told: UserMemory, query: str) -> None:
    assert recalled(told, query) == []


def test_a_period_alone_recalls_what_was_said_in_it(told: UserMemory) -> None:
    assert set(recalled(told, "What did I tell you last week?")) == {SAID[2][2], SAID[3][2]}


def test_turns_that_are_known_anyway_are_left_out(told: UserMemory) -> None:
    [first, *_] = told.recall_turns("What was my dog's name?")
    assert first.event.number not in {
        one.event.number for one in told.recall_turns("What was my dog's name?", without=[first.event.number])
    }


def test_a_recalled_turn_says_how_likely_it_matters(told: UserMemory) -> None:
    found = told.recall_turns("Which pills did the vet give my dog Rufus?")
    assert found
    assert all(LEAST <= one.bearing <= 1 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_reading_changes_nothing(told: UserMemory) -> None:
    before = told.interests(), told.search("guitar")
    told.recall_turns("Do I play the guitar?")
    assert (told.interests(), told.search("guitar")) == before


@pytest.mark.parametrize(("query", "count"), [("", 3), ("dog", 0)])
def test_an_empty_question_or_count_is_refused(told: UserMemory, query: str, count: int) -> None:
    with pytest.raises(ValueError, match=r"empty|at least one"):
        told.recall_turns(query, count)


def test_what_was_replaced_or_forgotten_is_never_recalled(person: UserMemory) -> None:
    person.observe("My falcon is called Grey Wind.", session="s")
    person.replace("s", person.turns("s", 1)[0].number)
    person.observe("My hedgehog is called Bertha.", session="t")
    assert recalled(person, "What is my falcon called?") == []
    assert recalled(person, "What is my hedgehog called?") == ["My hedgehog is called Bertha."]
    person.forget("Bertha")
    assert recalled(person, "What is my hedgehog called?") == []


def test_a_topic_that_is_muted_or_going_keeps_its_turns_out(person: UserMemory) -> None:
    person.observe("I love rock climbing with my friend Otto.", session="s")
    question = "With which friend do I go rock climbing?"
    assert recalled(person, question)
    person.mute("rock climbing")
    assert recalled(person, question) == []
    person.mute("rock climbing", on=False)
    person.forget_soon("rock climbing", timedelta(days=1))
    assert recalled(person, question) == []


def test_clicks_and_searches_are_found_but_not_quoted_as_turns(person: UserMemory) -> None:
    person.observe("grey hedgehog Bertha", kind="search")
    assert person.search("Which hedgehog is called Bertha?")[0].event.kind == "search"
    assert recalled(person, "Which hedgehog is called Bertha?") == []


def test_only_an_answer_lends_the_words_of_its_question(person: UserMemory) -> None:
    person.observe("Which plug fits the sockets of the cottage in Wales?", session="s")
    person.observe("The one with three flat pins.", session="s", role="assistant")
    person.observe("My uncle sold the boat.", session="s")
    found = recalled(person, "Which plug did we say fits in the cottage in Wales?")
    assert "The one with three flat pins." in found
    assert "My uncle sold the boat." not in found
    person.observe("The cottage in Wales has odd sockets for any plug.", session="t")
    person.observe("My aunt sold the car.", session="t")
    assert "My aunt sold the car." not in recalled(person, "Which plug did we say fits in the cottage in Wales?")


def test_people_recall_nothing_of_each_other(memory: InterestMemory) -> None:
    memory.user("bob").observe("My hedgehog is called Bertha.")
    assert recalled(memory.user("ada"), "What is my hedgehog called?") == []
    assert memory.user("ada").search("hedgehog") == []


def test_a_search_finds_words_that_vectors_miss(tmp_path: Path) -> None:
    with InterestMemory(tmp_path, index=False) as memory:
        person = memory.user()
        for number in range(60):
            person.observe(
                f"The ticket XK{number:03} is about the printer on floor {number}.", learn=False, teaches=False
            )
        assert "XK042" in person.search("XK042")[0].event.text


# Fusing


def test_a_turn_lends_only_to_its_own_conversation() -> None:
    lent = lend({5: 1.0}, {3: "s", 4: "s", 5: "s", 6: "s", 7: "other"})
    assert lent == {5: 1.0, **{5 + step: part for step, part in LENT if step != 2}}
    assert lend({5: 1.0}, {4: "", 5: "", 6: ""}) == {5: 1.0}


@given(st.dictionaries(st.integers(1, 50), st.floats(-1, 1), max_size=20), st.floats(0.1, 9))
def test_one_lane_keeps_its_order_whatever_its_scale(lane: dict[int, float], votes: float) -> None:
    assert list(fuse([(lane, votes)])) == list(fuse([(lane, 1.0)]))


def test_of_two_that_are_equal_the_newer_comes_first() -> None:
    assert list(fuse([({1: 0.5, 9: 0.5}, 1.0), ({9: 0.1, 1: 0.1}, 1.0)])) == [9, 1]


def test_words_are_trusted_by_what_they_cover_of_the_query() -> None:
    assert trust(0.1, {"tea": 1.0, "bread": 1.0}) == 0.0
    assert 0 < trust(0.5, {"tea": 1.0, "bread": 1.0}) < 1
    assert trust(1.5, {"tea": 1.0, "bread": 1.0}) == 1.0
    assert trust(0.0, {}) == 0.0


@pytest.mark.parametrize("sign", range(6))
def test_every_sign_makes_it_likelier_that_a_turn_matters(sign: int) -> None:
    more = [0.5] * 6
    more[sign] += 0.5
    assert bearing(Signs(*more)) > bearing(Signs(*[0.5] * 6))


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("I hate horror and anything with a lot of blood.", "Suggest a scary film for tonight."),
        ("I only read novels on paper.", "Can you recommend me a book?"),
        ("我从不喝咖啡，只喝茶。", "下午喝什么好，推荐一下"),
    ],
)
def test_a_taste_matters_to_who_asks_for_advice_though_no_word_is_shared(
    person: UserMemory, told: str, asked: str
) -> None:
    person.observe(told, session="old")
    assert recalled(person, asked) == [told]
    assert recalled(person, "Suggest a name for a variable that counts rows.") == []


def test_speaking_of_the_past_is_told_by_its_form() -> None:
    assert all(map(refers_back, ("Do you remember?", "what did we talk about", "你推荐过哪本书？", "上次说的是什么")))
    assert not any(map(refers_back, ("Suggest a book.", "What is the tallest mountain?", "推荐一本书", "你好")))


@pytest.mark.parametrize(
    "text",
    [
        "What pills did the doctor put me on?",
        "what was my starter called again",
        "我家猫叫什么名字来着",
        "What has my boss told us?",
    ],
)
def test_a_question_on_ones_own_past_speaks_of_it(text: str) -> None:
    assert refers_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "What did the Romans do for us?", "When will it snow again?", "How do I start running again?", "Did the Beatles ever play in Rome?",
        "Did they find water on Mars?", "How has the war changed Europe?", "When is it going to rain again?", "what is your name again",
        "Good that you did that for me.",
    ],
)  # fmt: skip
def test_a_question_on_the_worlds_past_does_not(text: str) -> None:
    assert not refers_back(text)


GHENT = "Last month we were in Ghent and I fell in love with the Flemish primitives, Van Eyck above all."
ADLER = "We stayed at the Hotel Adler in Bamberg, lovely breakfast."
OSEI = "My dentist Dr Osei told me to stop chewing ice."


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("What was that painter called that I liked in Ghent?", GHENT),
        ("Which painter did I fall in love with in Ghent?", GHENT),
        ("who was the painter I liked so much in Ghent", GHENT),
        ("What was the hotel called where we stayed in Bamberg?", ADLER),
        ("What's the name of my dentist?", OSEI),
        ("What was my falcon called?", ""),
        ("Which film did we see on Sunday?", ""),
    ],
)
def test_a_question_on_the_past_is_answered_by_what_was_told_and_not_by_former_questions(
    query: str, answer: str, person: UserMemory
) -> None:
    for text in (GHENT, ADLER, OSEI, "I hate going to Wales in winter.", "I love sourdough."):
        person.observe(text, session="before")
    for number, asked in enumerate(
        ["Which painter was it that I saw in Ghent?", "Who is the painter I liked in Ghent again?"]
    ):
        person.observe(asked, session=f"asked {number}")
        person.observe("Which hotel was it where we stayed, in Bamberg?", session=f"asked {number}")
    assert recalled(person, query) == [answer] * bool(answer)


def test_what_was_asked_is_recalled_where_somebody_asks_for_that(person: UserMemory) -> None:
    person.observe("Which hotel was it where we stayed, in Bamberg?", session="before")
    assert recalled(person, "What did I ask you about the hotel in Bamberg?")
