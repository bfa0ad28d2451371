"""What a turn is by its form: it tells something of the person, it wants something now, or it asks for advice."""

from __future__ import annotations

import pytest
from penchant.memory import Interaction, UserMemory
from penchant.memory.recall.telling import (
    only_acknowledges,
    only_asks,
    only_wants,
    says_no,
    seeks_advice,
    tells_of_self,
    tells_taste,
)
from penchant.memory.store.schema import events
from sqlalchemy import select, update

WANTED = ("need", "want", "am looking for", "would like to find", "wish to book")


@pytest.mark.parametrize(
    "text",
    [
        "I prefer quiet trains.", "I need to avoid nuts.", "My dog hates the rain", "I only want to own pets that do not shed.",
        "I have a large family, so I need a car with seven seats, and I dislike vans.", "我不吃肉", "我们需要避免花生",
        "I’m afraid of heights.",
    ],
)  # fmt: skip
def test_a_turn_on_oneself_tells_of_the_person(text: str) -> None:
    assert tells_of_self(text)


@pytest.mark.parametrize(
    "text",
    [
        "What should I cook?", "I need a taxi to the station", "I'd like to book a table", "we're looking for a flight to Rome",
        "I got new tyres a month ago, when should I change them", "I am out of soap, can you order some", "my room is cold please",
        "Paris is large.", "我想要一杯茶", "我们需要一辆车", "推荐一本书", "I don't know how my car works, is it broken",
    ],
)  # fmt: skip
def test_a_request_does_not(text: str) -> None:
    assert not tells_of_self(text)


@pytest.mark.parametrize(
    "text",
    [
        "Can you recommend a novel?", "What are some good hikes near Turin?", "Should I buy a bicycle?", "Any ideas for dinner?",
        "I'm planning a trip to Oslo. Where do I stay?", "What would you suggest for a rainy day?", "推荐几家餐厅", "周末适合做什么？",
    ],
)  # fmt: skip
def test_who_asks_for_something_new_seeks_advice(text: str) -> None:
    assert seeks_advice(text)


@pytest.mark.parametrize(
    "text",
    [
        "When did we meet?",
        "Which book did Ada recommend to Bob?",
        "Where does she get her ideas from?",
        "What is a quark?",
        "谁写了这本书？",
    ],
)
def test_a_question_on_what_was_said_or_is_does_not(text: str) -> None:
    assert not seeks_advice(text)


def test_among_many_requests_on_the_same_matter_advice_finds_what_the_person_told(person: UserMemory) -> None:
    places = ("a restaurant", "some restaurants", "a good restaurant", "a cheap restaurant", "the best restaurants")
    asked = [f"i {want} {place} in {town}" for want in WANTED for place in places for town in ("rome", "oslo", "bern")]
    told = "I cannot eat anything with nuts."
    said = [*asked[: len(asked) // 2], told, *asked[len(asked) // 2 :]]
    person.observe_all([Interaction(str(n), text=text, session=f"s{n}") for n, text in enumerate(said)])
    found = person.search("Can you recommend some good restaurants for me?", 5)
    assert told in [one.event.text for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "What is the weather?", "please book a table for two", "i need to know my balance", "Which flour? And how much?", "怎么煮饭？",
        "I'd like you to call me Bo", "locate my w-2 form", "please talk quietly", "on what day is it due", "reserve a room for six",
    ],
)  # fmt: skip
def test_a_turn_may_be_nothing_but_questions_and_commands(text: str) -> None:
    assert only_asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "I bake rye bread. Which flour is best?", "My card got stolen", "I need a flight to Lisbon for my honeymoon", "我在学攀岩",
        "Our cat is ill. Can you find a vet?", "", "...",
    ],
)  # fmt: skip
def test_a_turn_that_tells_something_does_not_only_ask(text: str) -> None:
    assert not only_asks(text)


@pytest.mark.parametrize("stored", ["with the turn", "by an older version"])
def test_whether_a_turn_tells_of_the_person_is_kept_and_read_where_it_is_not(person: UserMemory, stored: str) -> None:
    told = person.observe("I never eat anything with gluten in it.", session="told").event.number
    for number in range(250):
        person.observe(f"What is good bread number {number}?", session="bread")
        person.observe("I have gluten in all of it, me too.", role="assistant", session="bread")
    with person._memory.ledger.write() as connection:
        column = events.c.telling
        kept = dict(connection.execute(select(events.c.seq, column).where(events.c.role == "user")).all())
        assert [number for number, telling in kept.items() if telling] == [told]
        assert not connection.execute(select(events.c.seq).where(column, events.c.role == "assistant")).all()
        if stored == "by an older version":
            connection.execute(update(events).values(telling=None))
    with person._access.reading() as connection:
        lane = dict.fromkeys(range(1, 502), 0.5)
        assert person._retrieval._telling(connection, lane) == {told: 0.5}


def test_what_was_only_asked_is_recalled_when_somebody_asks_for_it_and_else_not(person: UserMemory) -> None:
    asked = "What is the interest rate on a home loan at the bank?"
    told = "The interest rate on my home loan went up to five per cent."
    person.observe_all([Interaction("1", text=asked, session="a"), Interaction("2", text=told, session="b")])
    query = "How is the interest rate on a home loan worked out?"
    assert [one.event.text for one in person.recall_turns(query)] == [told]
    back = {one.event.text for one in person.recall_turns("What did I ask about the interest rate on a home loan?")}
    assert asked in back


@pytest.mark.parametrize(
    "text",
    [
        "I have a strong aversion to crowds.", "We do not watch television.", "I don’t wear wool.", "I'm not comfortable on ladders.",
        "I am passionate about birds.", "I keep kosher.", "I learn best by doing.", "I have a fear of dogs.", "我受不了香菜", "我只穿棉麻",
    ],
)  # fmt: skip
def test_a_taste_is_told_in_many_ways(text: str) -> None:
    assert tells_taste(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm allergic to peanuts. Is satay okay?", "Hello! I never eat meat. Any ideas?", "我对花生过敏。沙爹能吃吗？",
        "im allergic to peanuts", "i dont eat meat", "i cant stand noise", "My wife and I never fly.", "My favourite food is ramen.",
    ],
)  # fmt: skip
def test_a_taste_beside_a_question_or_without_an_apostrophe_is_one(text: str) -> None:
    assert tells_taste(text)


@pytest.mark.parametrize(
    "text",
    [
        "My husband reads only books on the war.", "My best friend loves golf, only golf.", "我爸喜欢钓鱼", "我们老板总是喝咖啡",
        "our neighbours never travel", "It rained. Do I always need a coat?", "My mother-in-law adores opera.",
    ],
)  # fmt: skip
def test_what_ones_people_like_is_no_taste_of_ones_own(text: str) -> None:
    assert not tells_taste(text)


@pytest.mark.parametrize(
    "text",
    [
        "My partner is vegetarian.",
        "My son has a nut allergy.",
        "我妈对虾过敏",
        "Our daughter can't eat eggs, she never did.",
    ],
)
def test_what_ones_people_must_not_have_is_kept_to(text: str) -> None:
    assert tells_taste(text)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("whats a quark", True),
        ("isnt it late", True),
        ("dont forget it", False),
        ("ill never go", False),
        ("my id card", False),
    ],
)
def test_contractions_are_read_without_their_sign(text: str, asks: bool) -> None:
    assert only_asks(text) is asks


@pytest.mark.parametrize(
    "text", ["I do not know.", "I don't have a car.", "My card got lost.", "We will not be there."]
)
def test_not_all_that_is_said_of_oneself_is_a_taste(text: str) -> None:
    assert not tells_taste(text)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("i want to pay my bill", True), ("I need a flight to Oslo. When does it leave?", True), ("我想要一杯茶", True),
        ("I need to avoid sugar", False), ("I want a dog. My flat is small.", False), ("My card got stolen", False), ("", False),
    ],
)  # fmt: skip
def test_what_was_wanted_once_is_told_from_what_lasts(text: str, only: bool) -> None:
    assert only_wants(text) is only


def test_what_was_wanted_once_is_recalled_only_if_it_is_surer(person: UserMemory) -> None:
    wanted, told = "I want new tyres for the winter.", "My new tyres squeak in the winter."
    person.observe_all([Interaction("1", text=wanted, session="a"), Interaction("2", text=told, session="b")])
    signs = person._retrieval.signs("Why do tyres get loud when it is cold?")
    assert [one.wanted for _, one in sorted(signs.items())] == [1.0, 0.0]
    back = person._retrieval.signs("What did I say about tyres?")
    assert {one.wanted for one in back.values()} == {0.0}


def test_of_the_tastes_that_may_bear_on_a_request_one_is_the_nearest(person: UserMemory) -> None:
    said = ("I never eat food with nuts.", "I love old jazz records.", "It rained.")
    person.observe_all([Interaction(str(n), text=text, session=f"s{n}") for n, text in enumerate(said)])
    request = "Can you recommend a restaurant with good food for me?"
    signs = person._retrieval.signs(request)
    assert [one.nearest for _, one in sorted(signs.items())] == [1.0, 0.0, 0.0]
    assert [one.event.text for one in person.recall_turns(request)] == [said[0]]


def test_a_reply_of_one_sign_is_read_at_once() -> None:
    assert only_acknowledges("嗯" * 60)
    assert not only_acknowledges("嗯" * 60 + "咖啡")


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("ugh no horror gives me nightmares", True), ("ah non pas d'horreur, je fais des cauchemars", True),
        ("Nein, bitte kein Horror", True),
        ("no, por favor, nada de terror", True), ("nope, something else", True), ("anything but horror", True), ("不要恐怖片", True),
        ("No problem, thanks!", False), ("no idea what that is", False), ("no, that's perfect", False), ("nothing beats that", False),
        ("non-fiction please", False), ("pas mal !", False), ("nächste Frage", False), ("不用谢", False), ("great, thanks", False),
    ],
)  # fmt: skip
def test_a_message_that_refuses_what_was_suggested_is_told(text: str, no: bool) -> None:
    assert says_no(text) is no


@pytest.mark.parametrize(
    ("answer", "recalled"),
    [("ugh no, that is not for me", False), ("no problem, I will watch it", True), ("thanks!", True)],
)
def test_a_suggestion_that_was_refused_is_not_recalled(person: UserMemory, answer: str, recalled: bool) -> None:
    reply = "Hereditary is a good horror film for tonight, it is on at nine."
    person.observe("a good film?", session="a")
    person.observe(reply, session="a", role="assistant")
    person.observe(answer, session="a")
    found = person.recall_turns("which film for tonight should I watch? I need a good horror film")
    assert (reply in [one.event.text for one in found]) is recalled


@pytest.mark.parametrize(
    ("reply", "empty"),
    [
        ("Sure, here is what I would suggest.", True), ("Here are a few ideas for you:", True), ("Voici quelques idées :", True),
        ("Here are a few ideas: pottery, chess", False), ("Here is what I would suggest: Dune.", False),
    ],
)  # fmt: skip
def test_a_reply_that_only_announces_says_nothing(reply: str, empty: bool) -> None:
    assert only_acknowledges(reply) is empty
