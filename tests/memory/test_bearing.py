from __future__ import annotations

import numpy as np
import pytest
from penchant.memory import InterestMemory, Item, UserMemory
from penchant.memory.topics.mentions import mentioned


def relevance(person: UserMemory, label: str, *texts: str) -> list[float]:
    found = person.bearing(texts)
    column = [one.label for one in found.interests].index(label)
    return [float(row[column]) for row in found.relevance]


def test_without_topics_there_are_the_texts_vectors_alone(person: UserMemory, memory: InterestMemory) -> None:
    found = person.bearing(["tea", "jazz", "tea"])
    assert found.interests == ()
    assert found.relevance.shape == (3, 0)
    assert np.allclose(found.vectors, memory.vectorizer(["tea", "jazz", "tea"]), atol=1e-6)
    assert person.bearing([]).vectors.shape == (0, memory.vectorizer.dimension)


def test_a_text_that_names_an_interest_word_for_word_is_about_it(person: UserMemory) -> None:
    person.observe("I love board games.")
    long = "The town hall will be closed on Monday. In the library there is a Board Game evening. Parking is free."
    near, named, far = relevance(person, "board games", "A new edition of Monopoly", long, "Parking is free.")
    assert named == 1
    assert named > near > far
    assert far < 0.05


def test_a_text_in_another_language_is_about_it_too(person: UserMemory) -> None:
    person.observe("I love rock climbing.")
    assert relevance(person, "rock climbing", "攀岩")[0] > 0.9


def test_a_merged_topic_bears_on_what_either_is_about(person: UserMemory) -> None:
    person.observe("I love jazz. I love origami.")
    person.merge("origami", "jazz")
    assert relevance(person, "jazz", "origami", "jazz") == [1, 1]


def test_what_the_person_refuses_has_no_weight(person: UserMemory) -> None:
    person.observe("I love jazz.")
    weight = {
        said: person.bearing(["music"], said).interests[0].weight for said in (None, "Music!", "I'm done with jazz")
    }
    assert weight[None] == weight["Music!"] > 0
    assert weight["I'm done with jazz"] == 0


def test_what_is_hidden_bears_on_nothing_and_reading_changes_nothing(person: UserMemory) -> None:
    person.observe("I love jazz.")
    person.observe(item=Item(title="A page", tags=("origami",)), kind="view")
    person.reject("origami")
    before = person.interests()
    assert [one.label for one in person.bearing(["origami"]).interests] == ["jazz"]
    assert person.interests() == before


def test_single_sentences_can_be_looked_at_without_their_phrases(person: UserMemory) -> None:
    person.observe("I love rock climbing.")
    text = "A long report on many things, on the weather, the harbour and a climbing wall."
    whole, read = (person.bearing([text], phrases=phrases).relevance[0, 0] for phrases in (False, True))
    assert whole <= read


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("", {"tea": 1}, set()),
        ("A tea house", {"tea": 1, "house": 2, "tea house": 3, "a": 4}, {1, 2, 3, 4}),
        ("steam", {"tea": 1}, set()),
        ("ＴＥＡ, the Cities", {"tea": 1, "city": 2}, {1, 2}),
        ("我喜欢绿茶", {"绿茶": 1, "茶": 2, "咖啡": 3}, {1}),
        ("C++ and rock-climbing", {"c++": 1, "rock-climbing": 2}, {1, 2}),
    ],
)
def test_names_are_found_as_whole_words(text: str, names: dict[str, int], expected: set[int]) -> None:
    assert mentioned(text, names) == expected
