"""Past turns that tell something of the person, found by meaning (memory/recall/told.py)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from penchant.memory import InterestMemory, Somebody, Told, UserMemory
from penchant.memory.embedding import DEFAULT, Vectorizer, open_embedder
from penchant.memory.recall.told import LIKELY, direction

DATA = Path(__file__).parent.parent / "data"

SWELLS = "Rice is fine. But with anything out of a shell my face blows up like a balloon."
BELLS = "Can you make the font bigger? We are ringing a quarter peal on Sunday and half the band forgot their glasses."
BUFFET = "They are doing a buffet at the depot and ask what they should get in for me"


@pytest.fixture
def person(tmp_path: Path) -> Iterator[UserMemory]:
    with InterestMemory(tmp_path / "memory", index=False) as memory:
        ada = memory.user("ada")
        for text in (
            "How do I get diesel smell out of a hi vis vest?",
            SWELLS,
            "Write a letter to the council about the skip in the bus lane.",
            BELLS,
            "What is 4.75 hours in minutes?",
        ):
            ada.observe(text, session="before")
        yield ada


def found(person: UserMemory, *of: Told, query: str = BUFFET) -> list[str]:
    return [one.event.text for one in person.recall_turns(query, 12, of=of)]


@pytest.mark.parametrize(("what", "least"), [(Told.REFUSES, 0.95), (Told.PASTIME, 0.92)])
def test_lines_of_strangers_that_tell_it_lie_on_one_side(what: Told, least: float) -> None:
    there = direction(DEFAULT, what)
    assert there is not None
    lines = [json.loads(line) for line in (DATA / "told_held_out.jsonl").read_text("utf-8").splitlines()]
    vectors = Vectorizer(open_embedder(DEFAULT))([line["text"] for line in lines])
    chances = np.array([there.chance(float(vector @ there.unit)) for vector in vectors])
    tells = np.array([line[what.value] for line in lines])
    assert np.mean(chances[tells][:, None] > chances[~tells][None]) >= least  # AUROC
    assert tells[chances >= LIKELY].mean() >= 0.8
    assert (chances >= LIKELY)[tells].mean() >= 0.7


def test_what_somebody_does_not_eat_is_found_whatever_its_words(person: UserMemory) -> None:
    assert SWELLS not in found(person)
    assert found(person, Told.REFUSES)[0] == SWELLS
    assert BELLS not in found(person, Told.REFUSES)


def test_what_somebody_does_for_pleasure_is_found(person: UserMemory) -> None:
    asked = "A free day at last, what should I do?"
    assert found(person, Told.PASTIME, query=asked)[0] == BELLS
    assert SWELLS not in found(person, Told.PASTIME, query=asked)


def test_what_is_shown_anyway_muted_or_said_by_the_agent_is_not(person: UserMemory) -> None:
    [first, *_] = person.recall_turns(BUFFET, of=[Told.REFUSES])
    assert SWELLS not in [
        one.event.text for one in person.recall_turns(BUFFET, of=[Told.REFUSES], without=[first.event.number])
    ]
    person.observe("I'm sorry that any shellfish makes your face swell.", session="before", role="assistant")
    assert found(person, Told.REFUSES) == [SWELLS]
    person.observe("I love rice.", session="before")
    person.mute("rice")
    assert SWELLS not in found(person, Told.REFUSES)


def test_one_thing_said_twice_is_found_once_and_what_was_stopped_not_at_all(person: UserMemory) -> None:
    chess = "I play chess at the club every Thursday evening, my rating went up again."
    for session in ("one", "two"):
        person.observe(chess, session=session)
    free = "A free day at last, what should I do?"
    assert found(person, Told.PASTIME, query=free).count(chess) == 1
    person.stop("chess")
    assert chess not in found(person, Told.PASTIME, query=free)


@pytest.mark.parametrize(
    "text",
    [
        "I'm HIV positive and the meds upset my stomach.",
        "My marriage is falling apart and I am seeing a therapist about my drinking.",
        "I can eat anything.",
    ],
)
def test_what_is_private_and_no_refusal_is_not_found(person: UserMemory, text: str) -> None:
    person.observe(text, session="before")
    assert text not in found(person, Told.REFUSES)


def test_without_a_file_for_the_embedding_model_nothing_is_found_so() -> None:
    assert direction("ollama:nothing/known", Told.REFUSES) is None


def test_what_was_said_of_somebody_is_found_by_what_they_may_be_called(person: UserMemory) -> None:
    for text in (
        "My mum rang.",
        "My mum grows dahlias.",
        "My uncle sails.",
        "What should I cook for my mum?",
        "A mumble.",
    ):
        person.observe(text, session="before")
    found = person.recall_turns("Which present?", of=[Somebody(("mum", "mother"))])
    assert [one.event.text for one in found if one.tells] == ["My mum grows dahlias.", "My mum rang."]
    assert not [one for one in person.recall_turns("Which present?", of=[Somebody(("aunt",))]) if one.tells]
