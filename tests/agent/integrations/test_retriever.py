"""PastTurns passes LangChain's own suite for retrievers, and finds what was said."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_tests.integration_tests.retrievers import RetrieversIntegrationTests
from penchant.agent import PastTurns
from penchant.memory import InterestMemory, Item, UserMemory

SAID = (
    "I have started rock climbing at the bouldering gym.",
    "My sister's birthday is on the third of May.",
    "I cook Thai food every Friday.",
    "The gym by the harbour has the best walls.",
)


@pytest.fixture
def told(person: UserMemory) -> UserMemory:
    for number, text in enumerate(SAID):
        person.observe(text, session="s", id=f"e{number}")
    return person


class TestByLangChainsOwnSuite(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def with_turns(self, told: UserMemory) -> None:
        self.told = told

    @property
    def retriever_constructor(self) -> type[PastTurns]:
        return PastTurns

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"memory": self.told}

    @property
    def retriever_query_example(self) -> str:
        return "Where do I climb?"


def test_a_document_says_where_its_words_come_from(told: UserMemory) -> None:
    (found,) = PastTurns(memory=told, k=1).invoke("rock climbing")
    assert found.page_content == SAID[0]
    assert found.id == "e0"
    assert {name: found.metadata[name] for name in ("role", "session", "kind", "at")} == {
        "role": "user",
        "session": "s",
        "kind": "chat",
        "at": "2026-03-01T12:00:00+00:00",
    }
    assert 0 < found.metadata["similarity"] <= 1


@pytest.mark.parametrize("mattering", [False, True])
def test_scores_fall_from_the_first_document_on(person: UserMemory, mattering: bool) -> None:
    for text in (*SAID, "My dog hates thunder.", "I bought a chalk bag and climbing shoes for bouldering."):
        person.observe(text, session="s")
    retriever = PastTurns(memory=person, k=6, mattering=mattering)
    for query in ("Which gym did I love climbing at?", SAID[3], "When is my sister's birthday?"):
        scores = [one.metadata["score"] for one in retriever.invoke(query)]
        assert scores == sorted(scores, reverse=True)


def test_what_is_no_turn_begins_with_what_the_person_did(person: UserMemory) -> None:
    person.observe(item=Item("I love fascism, said the minister"), kind="view")
    person.observe(item=Item("Air fryer"), kind="dislike")
    person.observe(item=Item("Dune", work=True), kind="rating", rating=0.0)
    found = {one.page_content for one in PastTurns(memory=person, k=3).invoke("Which air fryer should I get?")}
    assert found == {
        "The person looked at: I love fascism, said the minister",
        "The person disliked: Air fryer",
        "The person rated low: Dune",
    }


def test_only_what_matters_is_found_where_that_is_wanted(told: UserMemory) -> None:
    retriever = PastTurns(memory=told, mattering=True)
    assert SAID[1] in [one.page_content for one in retriever.invoke("When is my sister's birthday?")]
    assert retriever.invoke("What is the boiling point of tungsten?") == []


def test_another_persons_turns_are_not_found(memory: InterestMemory, told: UserMemory) -> None:
    assert PastTurns(memory=memory.user("ADA")).invoke("rock climbing") == []
    assert PastTurns(memory=told).invoke("rock climbing") != []


def test_retrieving_stores_nothing(told: UserMemory) -> None:
    before = told.latest(100), told.interests()
    PastTurns(memory=told).invoke("rock climbing")
    assert (told.latest(100), told.interests()) == before


@pytest.mark.parametrize("options", [{"k": 0}, {"k": -1}])
def test_a_number_below_one_is_refused(told: UserMemory, options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="k"):
        PastTurns(memory=told, **options)
    with pytest.raises(ValueError, match="at least one turn"):
        PastTurns(memory=told).invoke("climbing", **options)
