"""What many people care about: nobody can be found in it, whoever looks; and it says what like people have."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.memory import Cohort, InterestMemory
from penchant.memory.cohorts.building import Labels, build, make
from penchant.memory.cohorts.cohort import CohortTopic, leanings, likeness, normal

from tests.memory.life import START, WordVectors, listed

K = 20
SAME = 0.7

CLIMBERS = ("climbing", "hiking", "skiing")
LISTENERS = ("jazz", "piano", "opera")


def vectors(labels: Sequence[str]) -> Labels:
    found = {label: sum(word_vector(word) for word in label.split()) for label in labels}
    return {label: vector / np.linalg.norm(vector) for label, vector in found.items()}


def word_vector(word: str) -> Any:
    return np.random.default_rng(crc32(word.encode())).normal(size=512).astype(np.float32)


def people(climbers: int = 180, listeners: int = 180) -> list[Labels]:
    """Two kinds of people, each with most of what their kind cares about."""
    drawn = random.Random(0)
    kinds = [CLIMBERS] * climbers + [LISTENERS] * listeners
    return [vectors([topic for topic in kind if drawn.random() < 0.8]) for kind in kinds]


def made(everyone: Sequence[Labels], k: int = K) -> Cohort:
    return make(everyone, SAME, "words", k)


# Nobody can be found


def test_a_lone_persons_topic_and_rare_pair_leave_no_trace() -> None:
    everyone = people()
    lone = vectors(["climbing", "opera", "zymurgy", "my daughter Emma"])
    assert sum("climbing" in theirs and "opera" in theirs for theirs in everyone) == 0
    with_them, without = made([*everyone, lone]), made(everyone)
    text = with_them.to_json()
    assert "zymurgy" not in text
    assert "Emma" not in text
    assert {topic.label for topic in with_them.topics} == {*CLIMBERS, *LISTENERS}
    for topic in with_them.topics:  # no group has both of the pair
        assert sum(count > 0 for count in topic.groups) == 1
    assert [one.label for one in with_them.topics if one.groups[0]] in (
        [one.label for one in without.topics if one.groups[side]] for side in (0, 1)
    )


@given(
    st.lists(st.sets(st.sampled_from("abcdefgh"), max_size=5), min_size=K, max_size=90),
    st.integers(K, 30),
)
@settings(deadline=None, max_examples=30)
def test_every_number_counts_at_least_k_people_who_are_there(everyone: list[set[str]], k: int) -> None:
    labels = [vectors(sorted(theirs)) for theirs in everyone]
    having = {letter: sum(letter in theirs for theirs in everyone) for letter in "abcdefgh"}
    if max(having.values()) < k or len(everyone) < k:
        with pytest.raises(ValueError, match=r"needs|shared by"):
            made(labels, k)
        return
    cohort = made(labels, k)
    assert all(count >= k and (count - k) % (k // 4) == 0 for topic in cohort.topics for count in topic.groups if count)
    assert all(size >= k for size in cohort.groups)
    assert all(topic.people >= k for topic in cohort.topics)
    assert {topic.label for topic in cohort.topics} == {letter for letter, count in having.items() if count >= k}
    for topic in cohort.topics:
        assert topic.people <= having[topic.label]
        assert topic.people == sum(topic.groups) or not any(topic.groups)
        assert all(count <= size for count, size in zip(topic.groups, cohort.groups, strict=True))
    assert cohort.people <= len(everyone)


def test_a_topic_needs_k_people_who_call_it_so() -> None:
    everyone = people()
    alone = [vectors([f"tea {place}"]) for place in range(3 * K)]
    assert all("tea" not in topic.label for topic in made([*everyone, *alone]).topics)


def test_near_words_count_for_a_topic_and_never_name_it() -> None:
    everyone = people()
    near = [
        vectors([f"climbing climbing climbing {word}"]) for word in ("Ada", "Bob", "Cy", "Di", "Ed") for _ in range(5)
    ]
    before, after = ({one.label: one.people for one in made(each).topics} for each in (everyone, [*everyone, *near]))
    assert after.keys() == before.keys()
    assert after["climbing"] >= before["climbing"] + 20


def test_a_spelling_needs_k_people_too() -> None:
    everyone = [vectors(["Rock-Climbing"]) for _ in range(K - 1)] + [vectors(["rock climbing"]) for _ in range(K - 1)]
    [topic] = made(everyone).topics
    assert topic.label == "rock climbing"
    [topic] = made([*everyone, vectors(["Rock-Climbing"])]).topics
    assert topic.label == "Rock-Climbing"


def test_the_same_people_make_the_same_file_in_whatever_order_they_come() -> None:
    everyone = people()
    assert made(everyone).to_json() == made(everyone).to_json()
    mixed = made(everyone[::-1])
    assert {(one.label, one.people) for one in mixed.topics} == {
        (one.label, one.people) for one in made(everyone).topics
    }


@pytest.mark.parametrize("k", [-1, 0, 1, 19])
def test_fewer_than_20_are_refused(k: int) -> None:
    with pytest.raises(ValueError, match="k must be at least 20"):
        made(people(), k)


def test_too_few_people_and_nothing_shared_are_told() -> None:
    with pytest.raises(ValueError, match="needs 20 people who have joined, and there are 19"):
        made(people(10, 9))
    with pytest.raises(ValueError, match="no topic is shared by 20 of the 40 people"):
        made([vectors([f"topic {place}"]) for place in range(40)])


# Who is counted


def memory_of(folder: Path) -> InterestMemory:
    return InterestMemory(folder, clock=lambda: START, embedder=WordVectors(), extractor=listed, index=False)


def test_only_who_joined_is_counted_and_only_what_is_their_own(tmp_path: Path) -> None:
    with memory_of(tmp_path / "one") as one, memory_of(tmp_path / "two") as two:
        for place in range(30):
            person = (one, two)[place % 2].user(f"user {place}")
            person.observe("+jazz; +tea; +chess; -olives; ?opera; +secret")
            if place < 25:
                person.join_cohort()
            person.mute("tea")
            person.stop("chess")
        with pytest.raises(ValueError, match="there are 13"):
            build([one])
        cohort = build([one, two])
        assert {topic.label: topic.people for topic in cohort.topics} == {"jazz": 25, "secret": 25}
        for place in range(6):
            (one, two)[place % 2].user(f"user {place}").leave_cohort()
        with pytest.raises(ValueError, match="there are 19"):
            build([one, two])
    assert "user" not in cohort.to_json()


def test_what_was_lent_is_not_counted_as_ones_own(tmp_path: Path) -> None:
    with memory_of(tmp_path) as memory:
        for place in range(30):
            person = memory.user(f"user {place}")
            person.observe("+jazz")
            person.join_cohort()
            person.start_from(Cohort((CohortTopic("chess", 40, (40,)),), (60,)))
            assert "chess" in person.weights()
        assert [topic.label for topic in build([memory]).topics] == ["jazz"]


def test_joining_is_off_at_first_is_a_fact_with_a_time_and_can_be_taken_back(tmp_path: Path) -> None:
    with memory_of(tmp_path) as memory:
        person = memory.user("ada")
        assert person.joined_cohort is None
        assert person.join_cohort() == START == person.joined_cohort
    with memory_of(tmp_path) as memory:
        person = memory.user("ada")
        assert person.joined_cohort == START
        person.leave_cohort()
        assert person.joined_cohort is None


# What like people have


def test_a_person_is_folded_in_by_what_they_say() -> None:
    cohort = made(people())
    place = {topic.label: i for i, topic in enumerate(cohort.topics)}
    assert len(cohort.groups) == 2
    common, climber = cohort.likely(), cohort.likely({place["climbing"]: 1.0})
    assert all(0 < chance < 1 for chance in [*common, *climber])
    for topic in ("hiking", "skiing"):
        assert climber[place[topic]] > 1.5 * common[place[topic]]
    for topic in LISTENERS:
        assert climber[place[topic]] < 0.3 * common[place[topic]]
    averse = cohort.likely({}, {place["climbing"]: 1.0})
    assert averse[place["hiking"]] < common[place["hiking"]] < climber[place["hiking"]]
    half = cohort.likely({place["climbing"]: 0.2})
    assert common[place["hiking"]] < half[place["hiking"]] < climber[place["hiking"]]


def test_in_one_group_everyone_is_alike_and_the_common_is_likely() -> None:
    cohort = made([vectors(["jazz"]) for _ in range(30)] + [vectors(["jazz", "tea"]) for _ in range(30)])
    assert cohort.groups == (60,)
    assert cohort.likely() == pytest.approx([1.0, 0.5], abs=1e-6)
    assert cohort.likely({1: 1.0}) == pytest.approx(cohort.likely())


def test_words_lean_to_the_nearest_topic_by_how_near_they_are() -> None:
    cohort, own = vectors(["jazz", "ice climbing"]), vectors(["climbing", "JAZZ!", "chess"])
    cosines = likeness(list(cohort), np.stack([*cohort.values()]), [(name,) for name in own], np.stack([*own.values()]))
    assert cosines.shape == (2, 3)
    assert cosines[0, 1] == 1.0
    lean = leanings(cosines[:, :2], 0.9)
    assert lean[0] == 1.0
    assert 0.3 < lean[1] < 1
    assert leanings(cosines[:, :0], 0.9) == {}


@pytest.mark.parametrize(
    ("label", "plain"), [("Rock-Climbing!", "rock climbing"), ("ＡＩ", "ai"), ("  爵士乐。", "爵士乐"), ("…", "")]
)
def test_labels_are_compared_in_a_plain_form(label: str, plain: str) -> None:
    assert normal(label) == plain


# The file


def test_a_file_reads_as_it_was_written(tmp_path: Path) -> None:
    cohort = made([*people(), *[vectors(["爵士乐 “x”"])] * 25])
    cohort.write(tmp_path / "cohort.json")
    assert Cohort.read(tmp_path / "cohort.json") == cohort
    assert sorted(file.name for file in tmp_path.iterdir()) == ["cohort.json"]
    assert cohort.to_json() == (tmp_path / "cohort.json").read_text("utf-8")


GOOD: dict[str, Any] = {
    "format": "penchant cohort",
    "version": 1,
    "embedder": "x",
    "k": 20,
    "rounded_to": 5,
    "groups": [40],
    "topics": [{"label": "jazz", "people": 20, "groups": [20]}],
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": "x"}, "its format is not"),
        ({"version": 2}, "it has version 2"),
        ({"k": 5}, "at least 20, got 5"),
        ({"k": True}, "at least 20, got True"),
        ({"groups": []}, "0 groups"),
        ({"groups": [3]}, "at least 20, got 3"),
        ({"groups": None}, "is no cohort"),
        ({"topics": [{"label": "jazz", "people": 3, "groups": [0]}]}, "at least 20, got 3"),
        ({"topics": [{"label": "jazz", "people": 20, "groups": [3]}]}, "at least 20, got 3"),
        ({"topics": [{"label": "jazz", "people": 20, "groups": [60]}]}, "60 people in a group of 40"),
        ({"topics": [{"label": "jazz", "people": 50, "groups": [0]}]}, "has 50 people"),
        ({"topics": [{"label": "", "people": 20, "groups": [20]}]}, "the topic ''"),
        ({"topics": [{"label": "jazz", "people": 20, "groups": [20, 20]}]}, "in 2 groups"),
        ({"topics": [{"people": 20, "groups": [20]}]}, "'label' is missing"),
        ({"topics": [7]}, "is no cohort"),
    ],
)
def test_a_file_that_breaks_its_promise_is_refused(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    file = tmp_path / "cohort.json"
    file.write_text(json.dumps(GOOD), "utf-8")
    assert Cohort.read(file).people == 40
    file.write_text(json.dumps(GOOD | change), "utf-8")
    with pytest.raises(ValueError, match=told):
        Cohort.read(file)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_cohort_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "cohort.json"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"is no cohort.*penchant cohort build"):
        Cohort.read(file)


def test_a_file_that_is_not_there_or_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        Cohort.read(tmp_path / "nothing.json")
    with pytest.raises(ValueError, match="cannot be written"):
        made(people(30, 0)).write(tmp_path / "no folder" / "cohort.json")
