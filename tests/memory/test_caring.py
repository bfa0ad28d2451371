"""What is only named is held at once where text and phrase mean that the person cares for it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from penchant.memory import InterestMemory, UserMemory
from penchant.memory.embedding import DEFAULT, Vectorizer, open_embedder
from penchant.memory.extraction import candidates, extract
from penchant.memory.reading.caring import INFERRED, caring
from penchant.memory.reading.page import page_of
from penchant.memory.reading.reader import Reader
from penchant.memory.records import Event, Item

HELD_OUT = Path(__file__).parents[1] / "data" / "caring_held_out.jsonl"


def held(person: UserMemory) -> set[str]:
    return {one.label for one in person.interests() if not one.tentative}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The bhut jolokia on the terrace has gone mad this year, how do I dry them?", "bhut jolokia"),
        ("landed my first heelflip tho so worth it, need an essay on the french revolution", "heelflip"),
    ],
)
def test_what_somebody_shows_to_care_for_is_held_when_it_is_named_once(
    person: UserMemory, text: str, name: str
) -> None:
    person.observe(text)
    assert held(person) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "Write an email to my landlord about the broken radiator.",
        "how do I descale a kettle?",
        "can you explain photosynthesis for my exam",
        "帮我写封邮件给房东，水管坏了",
    ],
)
def test_what_a_task_is_about_is_only_named(person: UserMemory, text: str) -> None:
    person.observe(text)
    assert person.interests()
    assert held(person) == set()


PASTED = (
    "The flat drips when it rains, the boiler is loud at night and the corridor stays dark. Parcels are left at the bins, the carpet in the"
    " hall is torn, the contract says the heating is checked each autumn, and the meter reading of May is missing. The plumber came in"
    " March, the invoice is with the agency, the balcony door does not close and the lift stood still for a week. "
)


@pytest.mark.parametrize("times", [1, 2, 5])
def test_a_long_letter_shows_no_more_of_the_person_than_a_short_one(person: UserMemory, times: int) -> None:
    person.observe(PASTED * times + "Please make this a polite letter.")
    assert len(person.interests()) > 3
    assert held(person) == set()


def test_what_only_repeats_the_agent_is_not_held(person: UserMemory) -> None:
    person.observe("Something for my terrace?", session="s")
    person.observe("You could try the bhut jolokia, a very hot chilli.", role="assistant", session="s")
    person.observe("The bhut jolokia on the terrace has gone mad this year, how do I dry them?", session="s")
    assert "bhut jolokia" in {one.label for one in person.interests()}
    assert "bhut jolokia" not in held(person)


def test_what_is_inferred_weighs_less_than_what_is_said(memory: InterestMemory) -> None:
    shown, said = memory.user("ada"), memory.user("bob")
    shown.observe("The bhut jolokia on the terrace has gone mad this year, how do I dry them?")
    said.observe("I love bhut jolokia.")
    [inferred], [stated] = shown.explain("bhut jolokia").sources, said.explain("bhut jolokia").sources
    assert inferred.mass == pytest.approx(INFERRED * stated.mass)


def test_of_lines_written_blind_most_that_count_as_liked_are_cared_for() -> None:
    vectorize = Vectorizer(open_embedder(DEFAULT))
    lines = [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]
    texts = [line["text"] for line in lines]
    found = {}
    for name, care in (("rules", None), ("with care", caring(DEFAULT))):
        counts = Counter[str]()
        for line, reading in zip(lines, Reader(candidates, vectorize, care).learn_from(texts), strict=True):
            for one in reading.phrases:
                if one.stance == "stated" and one.polarity > 0:
                    counts["liked"] += 1
                    for side in ("for", "against"):
                        counts[side] += any(one.text in words or words in one.text for words in line[side])
                    counts["beside"] += bool(line["for"])
        found[name] = counts
    assert found["with care"]["for"] > 1.2 * found["rules"]["for"]
    assert found["with care"]["for"] > 0.45 * found["with care"]["liked"]
    assert found["with care"]["beside"] > 0.75 * found["with care"]["liked"]
    assert found["with care"]["against"] < 0.05 * found["with care"]["liked"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Cilantro in the cafeteria chili again. tastes like hand soap. Do they do it to me on purpose", "cilantro"),
        ("hr keeps auto-enrolling me in zoom yoga at lunch. decline message that works forever please", "zoom yoga"),
        ("喝一口牛奶半小时之内必跑厕所，舒化的也不行。乌龙茶闷苦了怎么办？", "牛奶"),
    ],
)
def test_what_may_be_avoided_is_taken_neither_for_a_liking_nor_for_a_dislike(
    person: UserMemory, text: str, name: str
) -> None:
    assert name in {phrase.text.casefold() for phrase in candidates(text)}
    person.observe(text)
    assert not [one for one in person.interests() if name in one.label.casefold() and one.weight]


def test_phrases_of_an_extractor_of_ones_own_stay_as_they_are(tmp_path: Path) -> None:
    text = "The bhut jolokia on the terrace has gone mad this year, how do I dry them?"
    with InterestMemory(tmp_path, extractor=extract) as memory:
        [reading] = memory.reader.learn_from([text])
        assert {phrase.stance for phrase in reading.phrases} == {"mentioned"}


@pytest.mark.parametrize(
    "text",
    [
        "I love jazz.",
        "I'm allergic to nuts",
        "no mushrooms please",
        "I hate golf",
        "i quit smoking",
        "I'm coeliac",
        "I am trying yoga.",
        "I am trying meditation for my anxiety.",
        "我对花生过敏",
        "Je n'aime pas le vin",
        "Finalement j'adore le vin",
        "Ich bin Vegetarier",
        "volví a fumar",
        "I can't live without coffee",
        "Why do people hate pineapple pizza? I adore it",
        "FYI: allergies = penicillin, latex",
    ],
)
def test_what_is_said_outright_counts_as_rules_read_it(memory: InterestMemory, text: str) -> None:
    [reading] = memory.reader.learn_from([text])
    read = [(one.text, one.polarity, one.stance, one.ends) for one in extract(text)]
    assert [(one.text, one.polarity, one.stance, one.ends) for one in reading.phrases] == read


@pytest.mark.parametrize(
    "text",
    [
        "I keep my blouse on, what do I say to the secretary?",
        "pickup basketball at the Y has been so good lately, 3x a week. how do i stop rolling my ankle",
        "I have had tofu and it was nice.",
        "swimming has been amazing for my head lately, my ears keep getting blocked",
        "I used to be allergic to milk, now I'm fine",
        "Früher war ich gegen Milch allergisch",
        "我以前对牛奶过敏，现在好了",
        "my ex hated jazz",
        "nobody hates golf more than my boss",
        "hate it when jazz concerts are cancelled",
    ],
)
def test_what_is_had_done_praised_or_past_is_not_refused(person: UserMemory, text: str) -> None:
    person.observe(text)
    assert not [one.label for one in person.interests() if one.negative]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("I'm allergic to nuts, recipe for brownies?", {"nuts"}),
        ("I hate rain, plan a trip to Lisbon?", {"rain"}),
        ("Soy alérgica a las nueces, mariscos y soja", {"nueces", "mariscos", "soja"}),
    ],
)
def test_what_is_asked_for_behind_a_refusal_is_not_refused(
    memory: InterestMemory, text: str, refused: set[str]
) -> None:
    [reading] = memory.reader.learn_from([text])
    assert {one.text for one in reading.phrases if one.polarity < 0} == refused


def test_an_items_words_are_no_ones_own(memory: InterestMemory) -> None:
    item = Item("The bhut jolokia on the terrace has gone mad")
    spoken = Event("1", "", "chat", "user", "", memory.clock(), True, 0, item=item)
    [reading] = memory.reader.learn_from([page_of(spoken)])
    assert all(phrase.strength == 1.0 for phrase in reading.phrases)


def test_another_embedding_model_has_nothing_fitted() -> None:
    assert caring("openai:text-embedding-3-small") is None
