"""What kind of message one is: how open, whether it is wide, and whether it is of food."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from langchain_core.language_models import FakeListChatModel
from penchant.agent import Agent
from penchant.agent.bias import GATE, MOST_LIKED, Bias, bias_for, kind_of
from penchant.agent.gate.exchanges import Exchange
from penchant.agent.gate.gate import open_gate
from penchant.agent.gate.kind import Kind, by_form, judge
from penchant.agent.gate.openness import Openness
from penchant.agent.kept.sent import Sent
from penchant.agent.prompting.block import MAX_BLOCK_TOKENS, MORE_TOKENS
from penchant.memory import InterestMemory, Told, UserMemory
from penchant.memory.embedding import DEFAULT, Vectorizer, open_embedder

from tests.conftest import Clock

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def told() -> Callable[[str], Kind]:
    vectorize = Vectorizer(open_embedder(DEFAULT))
    return judge(DEFAULT, lambda text: vectorize([text])[0])


@pytest.fixture
def person(tmp_path: Path, clock: Clock) -> Iterator[UserMemory]:
    with InterestMemory(tmp_path / "memory", clock=clock, index=False) as memory:
        yield memory.user("ada")


def bias(person: UserMemory, text: str) -> Bias:
    gate, judged = open_gate(person.embedder), judge(person.embedder, person.vector)
    found = person.attend(text, first=gate.first(judged(text).touches, ()))
    return bias_for(text, found, gate=gate, kind=kind_of(text, judge=judged))


def named(bias: Bias) -> set[str]:
    return {one.interest.label for one in (*bias.liked, *bias.disliked)}


@pytest.mark.parametrize("name", ["first", "second"])
def test_of_messages_written_by_strangers_most_are_told(name: str, told: Callable[[str], Kind]) -> None:
    asked = [json.loads(line) for line in (DATA / f"asked_{name}.jsonl").read_text("utf-8").splitlines()]
    kinds = [told(one["text"]) for one in asked]
    for what, called in (("wide", [one.wide for one in kinds]), ("food", ["food" in one.touches for one in kinds])):
        wanted = np.array([one[what] for one in asked])
        assert np.mean(np.array(called)[wanted]) >= 0.8, what  # recall
        assert np.mean(wanted[np.array(called)]) >= 0.65, what  # precision
    open_ = [kind.openness is Openness.OPEN for one, kind in zip(asked, kinds, strict=True) if one["kind"] == "open"]
    assert np.mean(open_) >= 0.85


@pytest.mark.parametrize("text", [
    "whole day to myself on friday, he's travelling. what should i do with it", "the kids ask what I want for my birthday, any ideas",
    "攒了七天年假，你说我干点啥", "Drei Wochen Betriebsferien. Vorschläge?", "me quedo sola toda la semana. qué hago con tanto tiempo",
])  # fmt: skip
def test_what_to_do_with_free_time_or_to_give_the_person_is_wide(text: str, told: Callable[[str], Kind]) -> None:
    assert told(text) == Kind(Openness.OPEN, wide=True)


@pytest.mark.parametrize(
    "text", ["What should I cook tonight?", "How do I fix a puncture?", "Translate 'free day' into German."]
)
def test_what_is_of_one_matter_is_not_wide(text: str, told: Callable[[str], Kind]) -> None:
    assert not told(text).wide


@pytest.mark.parametrize("text", [
    "It's Saturday, the sun is shining, and I have the day off.", "My TV broke and I'm bored in the evenings.",
    "Está lloviendo y estoy en casa aburrido.", "What would you watch tonight?",
])  # fmt: skip
def test_what_asks_without_asking_is_open(text: str, told: Callable[[str], Kind]) -> None:
    assert told(text).openness is Openness.OPEN


@pytest.mark.parametrize("text", [
    "In the evenings I usually knit, mostly socks.", "I spend my evenings doing crosswords.", "We do a pub quiz most Thursdays.",
    "My neighbour has started keeping bees and I've been helping her at weekends.",
    "My brother has a week off and is spending it in Wales.",
    "I had Monday off and went to the cinema twice.", "我晚上一般织毛衣。", "我朋友最近迷上了钓鱼，昨天带我去了。",
    "Sonntags backe ich meistens Kuchen.",
    "Los sábados juego al ajedrez con mi abuelo.", "Ma voisine a des abeilles maintenant et j'aide un peu.",
    "What's your favourite colour?", "whats ur fav color", "who's your favourite author", "what do you do for fun",
    "Do you have any hobbies?",
    "你喜欢什么电影？", "Was machst du gern?", "¿Cuál es tu película favorita?", "Quelle est ta couleur préférée ?",
])  # fmt: skip
def test_what_somebody_tells_and_what_is_asked_of_the_model_opens_nothing(
    text: str, told: Callable[[str], Kind]
) -> None:
    assert told(text).openness is not Openness.OPEN


@pytest.mark.parametrize("text", [
    "so bored rn", "Nothing planned for the weekend.", "shift got cancelled, its 11am, sun is out, got nothing on. go", "I need a hobby.",
    "I want to try something new this summer.", "I knit most evenings and want a new pattern to try, something with cables.",
    "what's your favourite recipe for a quick dinner", "I've got a day off tomorrow, what now", "我好无聊", "mir ist langweilig",
    "me aburro",
    "je m'ennuie", "Bank holiday monday, no plans", "any film you'd recommend for tonight",
])  # fmt: skip
def test_what_asks_for_something_by_telling_stays_open(text: str, told: Callable[[str], Kind]) -> None:
    assert told(text).openness is Openness.OPEN


def test_a_person_who_tells_of_a_neighbour_is_not_answered_by_their_own_interests(person: UserMemory) -> None:
    for liked in ("I love pottery.", "I'm crazy about jazz.", "I hate football."):
        person.observe(liked)
    assert not bias(person, "My neighbour has started keeping bees and I've been helping her at weekends.")
    assert not bias(person, "What's your favourite colour?")
    assert "jazz" in named(bias(person, "Do you like jazz?"))
    assert named(bias(person, "so bored rn")) >= {"pottery", "jazz"}


def test_a_reply_to_a_host_is_told_what_the_person_does_not_eat(person: UserMemory) -> None:
    person.observe("I'm allergic to peanuts.")
    person.observe("I love chess.")
    host = "We are invited on Sunday and she has kindly asked what I can't eat. Would you write two lines in reply?"
    assert by_form(host).openness is Openness.CLOSED
    assert named(bias(person, host)) == {"peanuts"}
    assert not bias(person, "Would you write two lines in reply to the landlord about the boiler?")


def test_what_heals_stays_closed_though_it_speaks_of_food(person: UserMemory) -> None:
    person.observe("I'm allergic to peanuts.")
    assert not bias(person, "My son swallowed a peanut and is choking, what should I do?")


def test_for_a_wide_message_more_is_named_and_what_grew_weak_still_is(person: UserMemory, clock: Clock) -> None:
    names = ("chess", "jazz", "knitting", "astronomy", "rowing", "pottery", "sudoku", "beekeeping", "archery")
    for name in names:
        person.observe(f"I like {name}.")
    clock.advance(timedelta(days=75))
    wide = bias(person, "I have a whole week off and nothing planned. What should I do with myself?")
    assert wide.wide
    assert len(wide.liked) == 8 > MOST_LIKED
    assert all(one.score < GATE for one in wide.liked)
    laptop = bias(person, "Suggest a laptop I could buy.")
    assert not laptop.liked


def test_that_a_message_was_wide_is_kept_with_what_was_sent(person: UserMemory) -> None:
    assert (
        sent_for(person, "I have a whole week off and nothing planned. What should I do with myself?").openness
        == "wide"
    )


def sent_for(person: UserMemory, text: str) -> Sent:
    with Agent(FakeListChatModel(responses=["Well."]), person, session="asked") as agent:
        agent.chat(text)
        sent = agent.sent(person.turns("asked", 2)[0].number)
    assert sent is not None
    return sent


def test_what_somebody_told_in_passing_is_quoted_where_it_bears_whatever_its_words(person: UserMemory) -> None:
    swells = "Rice is fine. But with anything out of a shell my face blows up like a balloon."
    ringing = (
        "Can you make the font bigger? We are ringing a quarter peal on Sunday and half the band forgot their glasses."
    )
    for text in ("How do I get diesel out of a vest?", swells, ringing, "Write to the council about the skip."):
        person.observe(text, session="before")
    buffet = sent_for(person, "They are doing a buffet at the depot and ask what they should get in for me")
    assert [one.text for one in buffet.quotes] == [swells]
    free = sent_for(person, "The house to myself all week and nothing to do. Ideas?")
    assert ringing in [one.text for one in free.quotes]
    assert swells not in [one.text for one in free.quotes]
    assert free.block_tokens <= MAX_BLOCK_TOKENS + MORE_TOKENS
    assert not sent_for(person, "How many minutes are 4.75 hours?").quotes


@pytest.mark.parametrize("text", [
    "Rename the column dish to meal in my spreadsheet", "Our API has a /menu endpoint, how should I version it?", "Can cats eat tuna?",
    "Make a table of our Q3 sales by restaurant", "Draft an email to the caterers.", "Is my restaurant lease valid without a signature?",
    "Translate into French: the soup was delicious.", "What should I listen to while I cook dinner?",
])  # fmt: skip
def test_what_has_a_word_of_food_in_it_and_is_of_something_else_is_told_nothing(
    text: str, told: Callable[[str], Kind]
) -> None:
    assert Told.REFUSES not in told(text).told


def test_a_question_on_a_meal_of_the_past_is_answered_by_what_was_said_then(told: Callable[[str], Kind]) -> None:
    assert kind_of("What did I order at the Thai place?", judge=told).told == ()
    assert kind_of("What should I order at the Thai place?", judge=told).told == (Told.REFUSES,)


def test_music_to_cook_by_is_of_music(told: Callable[[str], Kind]) -> None:
    assert told("A playlist for cooking on Sunday?").matter == "music"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("What is a good present for Ellie's birthday?", "My daughter Ellie is crazy about horses."),
        ("What should I get my daughter for her birthday?", "My daughter Ellie is crazy about horses."),
        ("gift idea for my bro?", "My brother plays warhammer 40k."),
        ("what could i give mara for christmas", "Mara next door is learning the ukulele."),
        ("送妈妈什么生日礼物好？", "我妈妈最近迷上了广场舞。"),
        ("A present for my sister?", ""),
        ("What could I give Anna for Christmas?", ""),
    ],
)
def test_what_was_said_of_whoever_a_present_is_for_is_quoted(asked: str, said: str, person: UserMemory) -> None:
    for told in (
        "I love pottery.", "My daughter Ellie is crazy about horses.", "I hate golf.", "My brother plays warhammer 40k.",
        "Mara next door is learning the ukulele.", "我妈妈最近迷上了广场舞。", "We went to the lake on Sunday.",
    ):  # fmt: skip
        person.observe(told, session="before")
    with Agent(FakeListChatModel(responses=["Gladly."]), person, session="now") as agent:
        agent.chat(asked)
        sent = agent.sent(person.turns("now", 2)[0].number)
    assert sent is not None
    assert [one.text for one in sent.quotes] == [said] * bool(said)
    assert not [
        one.label for one in sent.weighed if one.verdict in {"in", "avoid"} and one.label in {"pottery", "golf"}
    ]


def test_what_goes_on_with_a_present_for_somebody_else_is_not_wide(told: Callable[[str], Kind]) -> None:
    said = [Exchange("What should I get my dad for his birthday?", "A book.")]
    assert not kind_of("And something cheaper?", said, told).wide


def test_where_the_model_that_is_asked_says_no_nothing_is_quoted_for_what_it_tells(person: UserMemory) -> None:
    person.observe("Can you make it bigger? We ring a quarter peal on Sunday and half the band forgot their glasses.")
    free = "The house to myself all week and nothing to do. Ideas?"
    with Agent(
        FakeListChatModel(responses=["Well."]), person, gate_model=FakeListChatModel(responses=["No."])
    ) as agent:
        agent.chat(free)
        sent = agent.sent(person.turns(agent.session, 2)[0].number)
    assert sent is not None
    assert not sent.quotes
    assert sent_for(person, free).quotes
