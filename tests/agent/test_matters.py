"""What a question of food or of music leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from langchain_core.language_models import FakeListChatModel
from penchant.agent import Agent
from penchant.agent.bias import Bias, Level, bias_for, kind_of
from penchant.agent.gate.exchanges import Exchange, inherited
from penchant.agent.gate.gate import open_gate
from penchant.agent.gate.kind import judge
from penchant.agent.gate.matters import matter_of, open_matters
from penchant.agent.gate.policy import Personalize
from penchant.memory import InterestMemory, UserMemory

from tests.conftest import Clock

LABELS = Path(__file__).parents[2] / "bench" / "data" / "matters.txt"

COOK = "What should I cook tonight?"


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UserMemory]:
    with InterestMemory(tmp_path_factory.mktemp("memory"), index=False) as memory:
        ada = memory.user("ada")
        for text in ("I love {}.", "I really enjoy {}."):
            for name in ("rock climbing", "sushi", "jazz", "astronomy", "Thai curries"):
                ada.observe(text.format(name))
        ada.observe("I hate cilantro. I can't stand opera.")
        yield ada


def bias(person: UserMemory, question: str, policy: Personalize = Personalize.GATE) -> Bias:
    judged = judge(person.embedder, person.vector)
    return bias_for(
        question,
        person.attend(question),
        gate=open_gate(person.embedder),
        kind=kind_of(question, judge=judged),
        policy=policy,
    )


def named(found: Bias) -> set[str]:
    return {one.interest.label for one in (*found.liked, *found.disliked)}


@pytest.mark.parametrize(("question", "matter"), [
    ("what should i make for dinner", "food"), ("any dinner ideas?", "food"), ("I need a quick dinner", "food"),
    ("Suggest a recipe with chickpeas", "food"), ("dessert ideas?", "food"),
    ("I'm hungry, what can I eat", "food"),
    ("Was koche ich heute Abend?", "food"), ("¿Qué cocino hoy?", "food"),
    ("Une recette pour ce soir ?", "food"), ("¿Qué puedo comer?", "food"),
    ("Welche Musik passt zum Kochen?", "music"), ("Que faire ce week-end ?", ""), ("Was soll ich am Wochenende essen und machen?", ""),
    ("今晚吃什么", "food"), ("周五请朋友吃饭做什么菜好？", "food"), ("想喝点什么", "food"),
    ("make me a playlist", "music"), ("what should I listen to on the train", "music"), ("any new albums worth hearing", "music"),
    ("推荐几首歌", "music"), ("工作的时候听什么音乐好", "music"),
    ("What should I do tonight?", ""), ("plan a weekend in Lisbon with good restaurants", ""), ("dinner party themes?", ""),
    ("what should we do after dinner", ""), ("晚饭后可以做些什么", ""), ("a song about something I like", ""), ("songs for a dinner", ""),
    ("podcast about food", ""), ("a book to read about cooking", ""), ("what should I learn to play on the piano", ""),
    ("How can I make my lunch break more fun?", ""), ("where should we eat tonight", ""), ("Recommend a restaurant.", ""),
    ("推荐一家餐厅", ""), ("I ate too much", ""), ("", ""),
])  # fmt: skip
def test_a_question_is_of_one_matter_where_its_words_say_so_and_of_no_other(question: str, matter: str) -> None:
    assert matter_of(question) == matter


def test_a_question_that_goes_on_with_another_is_of_the_same_matter() -> None:
    said = [Exchange(COOK, "A curry."), Exchange("And without rice?", "Dal.")]
    assert inherited("Something lighter?", said).matter == "food"


def test_who_asks_what_to_cook_is_not_served_by_climbing(person: UserMemory) -> None:
    found = bias(person, COOK)
    assert named(found) == {"sushi", "Thai curries", "cilantro"}
    assert {one.interest.label for one in found.left_out if one.reason == "of another matter"} == {
        "rock climbing", "jazz", "astronomy", "opera",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "rust",
        "python",
        "perl",
        "powershell",
        "soap making",
        "stained glass",
        "bobsleigh",
        "falconry",
        "Vienna",
        "mandolin",
        "raspberry pi",
    ],
)
def test_what_is_no_food_is_ruled_out_of_food_as_people_type_it(name: str, person: UserMemory) -> None:
    assert open_matters(person.embedder).rules_out("food", person.vector(name))


@pytest.mark.parametrize(
    "name",
    ["okonomiyaki", "laksa", "bibimbap", "shakshuka", "negroni", "pinot noir", "mezze", "pickling", "sichuan food", "punjabi cooking",
     "espresso machines", "no dairy", "stollen", "Gujarati", "sake"],
)  # fmt: skip
def test_cuisines_drinks_diets_and_kitchens_are_not_ruled_out_of_food(name: str, person: UserMemory) -> None:
    assert not open_matters(person.embedder).rules_out("food", person.vector(name))


def test_a_playlist_is_made_of_music(person: UserMemory) -> None:
    assert named(bias(person, "Make me a playlist for tonight.")) == {"jazz", "opera"}


def test_a_question_that_may_be_about_anything_takes_in_all(person: UserMemory) -> None:
    assert named(bias(person, "What should I do tonight?")) > {"rock climbing", "jazz", "astronomy"}


MANY = (
    "climbing", "jazz", "astronomy", "chess", "board games", "cycling", "science fiction", "gardening", "photography", "hiking", "football",
    "machine learning", "pottery", "sailing", "history podcasts", "birdwatching", "yoga", "woodworking", "sushi", "Thai curries",
)  # fmt: skip
AVOIDED = (
    "opera",
    "crowds",
    "horror movies",
    "politics",
    "golf",
    "techno",
    "cold weather",
    "flying",
    "spiders",
    "country music",
)


@pytest.fixture
def eater(tmp_path: Path, clock: Clock) -> Iterator[UserMemory]:
    """Somebody who has told a diet and an allergy three months ago, and much else since."""
    with InterestMemory(tmp_path, index=False, clock=clock) as memory:
        ada = memory.user("ada")
        ada.observe("I'm allergic to shellfish. I am a vegetarian.", session="first")
        clock.advance(timedelta(days=90))
        for _ in range(2):
            for place, text in enumerate((*(f"I love {one}." for one in MANY), *(f"I hate {one}." for one in AVOIDED))):
                clock.advance(timedelta(hours=3))
                ada.observe(text, session=f"later {place}")
        yield ada


def eats(person: UserMemory, question: str) -> Bias:
    gate = open_gate(person.embedder)
    judged = judge(person.embedder, person.vector)
    first = gate.first(judged(question).touches, ())
    return bias_for(question, person.attend(question, first=first), gate=gate, kind=kind_of(question, judge=judged))


@pytest.mark.parametrize("question", [
    "We're going to New Orleans, where should we eat?", "must-try local dishes in Bangkok?", "Recommend a restaurant for Friday.", COOK,
    "plan a weekend in Lisbon with good food", "周末想去餐厅，推荐一下",
    "paella for six, what goes in?", "what can I order at the Thai place",
])  # fmt: skip
def test_a_diet_of_months_ago_and_an_allergy_come_first_where_a_question_speaks_of_food(
    eater: UserMemory, question: str
) -> None:
    found = eats(eater, question)
    assert found.liked[0].interest.label == "vegetarian"
    assert found.liked[0].level is Level.STRONG
    assert found.disliked[0].interest.label == "shellfish"


def test_a_diet_says_nothing_where_a_question_speaks_of_no_food(eater: UserMemory) -> None:
    assert not {"vegetarian", "shellfish"} & named(eats(eater, "Make me a playlist for tonight."))
    assert eats(eater, "What is the boiling point of water?").liked == ()


def test_a_diet_that_was_given_up_binds_no_longer(eater: UserMemory) -> None:
    eater.observe("I'm not a vegetarian any more.", session="now")
    assert "vegetarian" not in named(eats(eater, COOK))


@pytest.mark.parametrize(("told", "avoided"), [
    ("I'm coeliac.", "gluten (coeliac)"), ("Celiac here, be kind", "gluten (Celiac)"), ("I'm type 2 diabetic.", "sugar (diabetic)"),
    ("I've been sober for two years.", "alcohol (sober)"), ("soy celíaca", "gluten (celíaca)"),
])  # fmt: skip
def test_of_a_diet_whose_name_does_not_say_it_the_prompt_says_what_it_is_without(
    tmp_path: Path, clock: Clock, told: str, avoided: str
) -> None:
    with (
        InterestMemory(tmp_path, index=False, clock=clock) as memory,
        Agent(FakeListChatModel(responses=["Well."]), memory.user("ada"), session="asked", clock=clock) as agent,
    ):
        agent.chat(told)
        agent.chat(COOK)
        sent = agent.sent(memory.user("ada").turns("asked", 2)[0].number)
    assert sent is not None
    assert f"Avoid: {avoided}\n" in "".join(one.text for one in sent.segments if one.kind == "block")


def test_a_quote_does_not_stand_in_the_place_of_a_diet(eater: UserMemory, clock: Clock) -> None:
    with Agent(FakeListChatModel(responses=["Well."]), eater, session="asked", clock=clock) as agent:
        agent.chat(COOK)
        sent = agent.sent(eater.turns("asked", 2)[0].number)
    assert sent is not None
    block = "".join(one.text for one in sent.segments if one.kind == "block")
    assert "Cares a lot about: vegetarian\n" in block
    assert "shellfish" in block


def test_what_a_question_names_is_not_ruled_out(person: UserMemory) -> None:
    assert "rock climbing" in named(bias(person, "What should I eat before rock climbing?"))


def test_what_was_pinned_is_not_ruled_out(person: UserMemory) -> None:
    person.pin("astronomy")
    try:
        assert "astronomy" in named(bias(person, COOK))
    finally:
        person.pin("astronomy", on=False)


def test_who_wants_interests_always_has_them_always(person: UserMemory) -> None:
    assert "rock climbing" in named(bias(person, COOK, Personalize.ALWAYS))


def test_without_a_file_for_the_embedding_model_nothing_is_ruled_out(person: UserMemory) -> None:
    matters = open_matters("ollama:nothing/known")
    assert not matters.rules_out("food", person.vector("astronomy"))
    assert not open_gate("ollama:nothing/known").matters.models


def test_the_packaged_model_tells_what_its_labels_say(person: UserMemory) -> None:
    parts = LABELS.read_text("utf-8").split("\nmusic:\n")
    food, (music, other) = parts[0].split("food:\n")[1], parts[1].split("\nother:\n")
    matters = open_matters(person.embedder)

    def ruled_out(matter: str, text: str) -> float:
        labels = [" ".join(one.split()) for one in text.split(";")]
        return sum(matters.rules_out(matter, person.vector(one)) for one in labels) / len(labels)

    assert ruled_out("food", food) <= 0.02
    assert ruled_out("music", music) <= 0.02
    assert min(ruled_out("food", other), ruled_out("music", other), ruled_out("food", music)) >= 0.9
