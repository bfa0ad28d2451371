"""What a person cannot have goes before what they only do not like, in a real memory and its prompts."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.language_models import FakeListChatModel
from penchant.agent import Agent
from penchant.memory import InterestMemory, UserMemory
from penchant.memory.explaining.cannot import is_forbidden

REPLY = "Sure, noted."
ILLS = "I'm allergic to shellfish. I'm allergic to nuts. I'm coeliac."
TASTES = "I hate coriander. I hate olives. I can't stand beetroot."


def say(person: UserMemory, session: str, *texts: str) -> None:
    with Agent(FakeListChatModel(responses=[REPLY]), person, session=session) as agent:
        for text in texts:
            agent.chat(text)


def told(person: UserMemory, question: str) -> tuple[list[str], list[str]]:
    """Ask in a session of its own; return what its prompt says is avoided, and what it quotes."""
    with Agent(FakeListChatModel(responses=[REPLY]), person, session=question) as agent:
        agent.chat(question)
        sent = agent.sent(person.turns(question, 2)[0].number)
    assert sent is not None
    return [one.label for one in sent.weighed if one.verdict == "avoid"], [one.text for one in sent.quotes]


@pytest.fixture
def memory(tmp_path: Path) -> InterestMemory:
    return InterestMemory(tmp_path, index=False)


@pytest.mark.parametrize("question", ["What should I cook tonight?", "Plan a dinner menu"])
def test_allergies_and_a_diet_are_named_before_any_taste(memory: InterestMemory, question: str) -> None:
    with memory:
        person = memory.user("ada")
        say(person, "first", ILLS, TASTES)
        avoided, _ = told(person, question)
        assert set(avoided) == {"shellfish", "nuts", "coeliac"}


def test_where_there_are_more_than_three_all_are_named(memory: InterestMemory) -> None:
    with memory:
        person = memory.user("ada")
        say(
            person,
            "first",
            ILLS,
            "I'm lactose intolerant.",
            "I can't eat pork.",
            "strawberries make my throat swell",
            TASTES,
        )
        avoided, _ = told(person, "What should I cook tonight?")
        assert set(avoided) == {"shellfish", "nuts", "coeliac", "lactose", "pork", "strawberries"}


def test_tastes_are_named_where_there_is_room(memory: InterestMemory) -> None:
    with memory:
        person = memory.user("ada")
        say(person, "first", "I'm allergic to nuts.", TASTES)
        avoided, _ = told(person, "What should I cook tonight?")
        assert "nuts" in avoided
        assert len(avoided) == 3


def test_a_reply_that_only_says_that_it_has_heard_is_not_quoted(memory: InterestMemory) -> None:
    with memory:
        person = memory.user("ada")
        say(person, "first", "I want to learn Welsh.", "You could note the novel by Owen.", "Which novel did I name?")
        _, quoted = told(person, "Which novel should I read on the train?")
        assert REPLY not in quoted


@pytest.mark.parametrize(
    ("phrase", "text", "is_so"),
    [
        ("nuts", "I had satay with nuts today. Turns out I'm allergic to nuts.", True),
        ("shellfish", "I'm allergic to nuts. Also shellfish.", True),
        ("nueces", "Soy alérgico a las nueces", True),
        ("dairy", "dairy upsets my stomach", True),
        ("猪肉", "我是回族，不吃猪肉", True),
        ("liver", "I hate liver.", False),
        ("olives", "I'm not allergic to olives, I just don't like olives.", False),
        ("plums", "She lent me plums and I hate plums", False),
    ],
)
def test_what_cannot_be_had_is_told_by_the_words_around_it(phrase: str, text: str, is_so: bool) -> None:
    assert is_forbidden(phrase, text) is is_so
