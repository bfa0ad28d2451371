"""Which topics a phrase is evidence for, and how much it earns."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.memory import Interest, InterestMemory, Phrase, UserMemory
from penchant.memory.embedding import Vectors
from penchant.memory.topics.assigning import ECHOED, MENTIONED, MOST_TOPICS, Assignment, TopicRow, Topics, assign
from penchant.memory.weights import Accumulators

if TYPE_CHECKING:
    from tests.conftest import Clock

SAME = 0.6

ROUNDING = 1 + 1e-6
"""Parts of a mass come from float32 cosines."""


def unit(*coordinates: float) -> Vectors:
    vector = np.array(coordinates, np.float32)
    length = np.linalg.norm(vector)
    return (vector / length if length else np.eye(len(vector))[0]).astype(np.float32)


def known(*vectors: Vectors) -> Topics:
    """Return topics of these vectors, numbered from 1 and called "topic 1" and so on."""
    topics = Topics()
    for number, vector in enumerate(vectors, 1):
        topics.put(TopicRow(number, f"topic {number}", vector, Accumulators.empty()))
    return topics


def test_a_topics_vector_is_held_once_and_stays_its_own() -> None:
    given = [unit(*row) for row in np.random.default_rng(5).normal(size=(40, 4))]
    topics = known(*given)
    for row, vector in zip(topics.rows, given, strict=True):
        assert np.shares_memory(row.vector, topics.vectors)
        assert row.vector.tobytes() == vector.tobytes()
    topics.put(TopicRow(3, "renamed", unit(1, 2, 3, 4), Accumulators.empty()))
    assert topics[3].vector.tobytes() == topics.vectors[2].tobytes() == unit(1, 2, 3, 4).tobytes()
    assert topics[4].vector.tobytes() == given[3].tobytes()


def said(text: str, liked: bool = True, stated: bool = True) -> Phrase:
    return Phrase(text, 0, len(text), 1 if liked else -1, "stated" if stated else "mentioned")


def assigned(
    phrases: list[Phrase], vectors: list[Vectors], topics: Topics, mass: float = 1.0, echo: str = ""
) -> list[Assignment]:
    return assign(phrases, np.array(vectors), mass, topics, SAME, lambda words: words == echo)


def fed(found: list[Assignment]) -> dict[int | str, float]:
    """Return the masses by topic; a new one goes by its label."""
    return {one.topic or one.phrase.text: one.mass for one in found}


units = st.builds(unit, *[st.floats(-1, 1, width=32)] * 4)
phrases = st.builds(said, st.sampled_from(["jazz", "tea", "Topic 1", "topic 2", "go"]), st.booleans(), st.booleans())
signed = st.one_of(st.floats(0.1, 3), st.floats(-3, -0.1))


@given(phrases, units, st.lists(units, max_size=6), signed)
@settings(deadline=None, max_examples=60)
def test_one_phrase_gives_at_most_the_events_mass_to_at_most_three_topics(
    phrase: Phrase, vector: Vectors, topics: list[Vectors], mass: float
) -> None:
    found = assigned([phrase], [vector], known(*topics), mass)
    assert 1 <= len(found) <= MOST_TOPICS
    assert sum(abs(one.mass) for one in found) <= abs(mass) * ROUNDING


@given(st.lists(st.tuples(phrases, units), min_size=1, max_size=6), st.lists(units, max_size=6), signed)
@settings(deadline=None, max_examples=60)
def test_one_topic_gets_at_most_the_events_mass_and_only_once(
    named: list[tuple[Phrase, Vectors]], topics: list[Vectors], mass: float
) -> None:
    found = assigned([phrase for phrase, _ in named], [vector for _, vector in named], known(*topics), mass)
    assert all(abs(one.mass) <= abs(mass) * ROUNDING for one in found)
    assert len({one.topic or one.phrase.text.casefold() for one in found}) == len(found)


def test_a_phrase_between_two_topics_is_evidence_for_both_and_more_for_the_nearer() -> None:
    found = assigned([said("bouldering")], [unit(1, 0.9, 0)], known(unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1)))
    masses = fed(found)
    assert masses.keys() == {1, 2}
    assert masses[1] > masses[2] > 0
    assert sum(masses.values()) == pytest.approx(1)


def test_of_many_near_topics_three_take_part() -> None:
    near = [unit(1, 0.1 * side, 0.1 * other) for side in (-1, 1) for other in (-1, 1)]
    assert len(assigned([said("climbing")], [unit(1, 0, 0)], known(*near))) == 3


def test_an_exact_label_wins_over_a_nearer_topic() -> None:
    found = assigned([said("TOPIC 2")], [unit(1, 0, 0)], known(unit(1, 0, 0), unit(0, 1, 0)))
    assert fed(found) == {2: 1.0}


def test_what_ends_an_interest_is_disliked_under_its_own_name_where_another_is_only_near() -> None:
    topics = known(unit(1, 0))
    quit_it = Phrase("snuff", 0, 5, -1, "stated", 1.0, ends=True)
    far = assigned([quit_it], [unit(0.6, 1)], topics)
    assert [(one.topic, one.mass, one.ends) for one in far] == [(None, -1.0, False)]
    close = assigned([quit_it], [unit(1, 0.1)], topics)
    assert [(one.topic, one.mass, one.ends) for one in close] == [(1, -1.0, True)]


def test_a_dislike_goes_to_the_nearest_topic_only() -> None:
    found = assigned([said("opera", liked=False)], [unit(1, 0.99, 0)], known(unit(1, 0, 0), unit(0, 1, 0)), 3.0)
    assert fed(found) == {1: -3.0}


def test_a_phrase_far_from_every_topic_opens_one() -> None:
    found = assigned([said("tea")], [unit(0, 1, 0)], known(unit(1, 0, 0)))
    assert fed(found) == {"tea": 1.0}
    assert found[0].topic is None


def test_two_new_phrases_for_one_thing_open_one_topic_under_the_first_name() -> None:
    found = assigned([said("tea"), said("green tea")], [unit(0, 1, 0), unit(0, 1, 0.1)], Topics())
    assert fed(found) == {"tea": 1.0}


def test_a_new_thing_that_is_named_and_then_stated_in_one_breath_is_stated() -> None:
    [found] = assigned([said("tea", stated=False), said("Tea")], [unit(0, 1), unit(0, 1)], Topics())
    assert (found.phrase.text, found.phrase.stance, found.mass) == ("tea", "stated", 1.0)


def test_what_is_only_mentioned_counts_half_and_so_does_an_echo() -> None:
    assert fed(assigned([said("tea", stated=False)], [unit(1, 0)], Topics())) == {"tea": MENTIONED}
    assert fed(assigned([said("tea")], [unit(1, 0)], Topics(), echo="tea")) == {"tea": ECHOED}
    assert fed(assigned([said("tea", stated=False)], [unit(1, 0)], Topics(), echo="tea")) == {"tea": MENTIONED * ECHOED}


def test_liking_and_disliking_one_thing_in_one_breath_is_no_evidence() -> None:
    assert assigned([said("tea"), said("Tea", liked=False)], [unit(1, 0), unit(1, 0)], Topics()) == []


def test_topics_outgrow_their_first_columns() -> None:
    vectors = [unit(*row) for row in np.random.default_rng(1).normal(size=(40, 16))]
    topics = known(*vectors)
    np.testing.assert_array_equal(topics.vectors, np.array(vectors))
    assert [topics[number].label for number in (1, 9, 17, 40)] == ["topic 1", "topic 9", "topic 17", "topic 40"]
    assert 40 in topics
    assert 41 not in topics


# With the real extractor and the real embedding model


def only(person: UserMemory) -> Interest:
    [interest] = person.interests()
    return interest


def labels(person: UserMemory) -> set[str]:
    return {interest.label for interest in person.interests()}


def test_two_languages_for_one_thing_fall_on_one_topic(person: UserMemory) -> None:
    person.observe("I love rock climbing.")
    person.observe("我最近迷上了攀岩。")
    assert only(person).label == "rock climbing"
    assert only(person).evidence == 2


def test_two_different_things_fall_on_two_topics(person: UserMemory) -> None:
    person.observe("I love jazz.")
    person.observe("I love tea.")
    assert labels(person) == {"jazz", "tea"}


@pytest.mark.parametrize(
    ("text", "label"), [("我最近迷上了攀岩。", "攀岩"), ("I love Édith Piaf.", "Édith Piaf"), ("我喜歡爬山", "爬山")]
)
def test_a_label_keeps_language_script_and_case(person: UserMemory, text: str, label: str) -> None:
    person.observe(text)
    assert only(person).label == label


def test_the_same_words_in_another_case_are_the_same_topic(person: UserMemory) -> None:
    person.observe("I love Jazz.")
    person.observe("I love JAZZ!")
    assert (only(person).label, only(person).evidence) == ("Jazz", 2)


def test_what_is_mentioned_once_stays_tentative_until_a_second_event(person: UserMemory) -> None:
    person.observe("What do you know about pottery?")
    assert only(person).tentative
    person.observe("How do I start with pottery?")
    assert not only(person).tentative


def test_what_is_stated_is_firm_at_once(person: UserMemory) -> None:
    person.observe("I love pottery.")
    assert not only(person).tentative


def test_a_tentative_topic_becomes_firm_when_stated(person: UserMemory) -> None:
    person.observe("What do you know about pottery?")
    person.observe("I love pottery.")
    assert not only(person).tentative


def test_a_muted_topic_learns_nothing_and_unmuting_brings_nothing_back(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.")
    before = person.mute("jazz")
    assert person.observe("I love jazz.").changes == ()
    person.observe("I can't stand jazz.")
    assert only(person) == before
    clock.advance(timedelta(hours=1))
    assert person.mute("jazz", on=False).evidence == 1
    person.rebuild()
    assert only(person).evidence == 1
    assert only(person).negative == 0
    person.observe("I love jazz.")
    assert only(person).evidence == 2


def test_a_muted_topic_stays_visible(person: UserMemory) -> None:
    person.observe("I love jazz.")
    person.mute("jazz")
    assert only(person).muted
    assert only(person).weight == pytest.approx(0.4)


def earned(person: UserMemory, topic: str) -> list[float]:
    return [round(source.mass, 9) for source in person.explain(topic).sources]


def test_what_the_agent_brought_up_earns_half(person: UserMemory) -> None:
    person.observe("Give me an idea, please.", session="s")
    person.observe("How about pottery?", role="assistant", session="s")
    person.observe("I would love to try pottery.", session="s")
    assert earned(person, "pottery") == [0.5]


def test_repeating_the_agent_does_not_name_a_topic_a_second_time(person: UserMemory) -> None:
    person.observe("Where is the depot?", session="s")
    for _ in range(2):
        person.observe("What is the time?", session="s")
    person.observe("The depot closes at noon.", role="assistant", session="s")
    person.observe("Who runs the depot?", session="s")
    assert (only(person).tentative, earned(person, "depot")) == (True, [0.5])
    person.rebuild()
    assert only(person).tentative
    person.observe("Is the depot far?", session="another")
    assert (only(person).tentative, earned(person, "depot")) == (False, [0.5, 0.5])


def test_what_the_person_brought_up_first_earns_whole(person: UserMemory) -> None:
    person.observe("I love pottery.", session="s")
    person.observe("Pottery is a fine craft.", role="assistant", session="s")
    person.observe("I love pottery.", session="s")
    assert earned(person, "pottery") == [1.0, 1.0]


def test_what_the_agent_said_in_another_session_or_long_ago_does_not_matter(person: UserMemory) -> None:
    person.observe("How about pottery?", role="assistant", session="other")
    person.observe("How about pottery?", role="assistant", session="s")
    person.observe("What is the time?", session="s")
    person.observe("It is noon.", role="assistant", session="s")
    person.observe("I love pottery.", session="s")
    assert earned(person, "pottery") == [1.0]


def test_a_word_inside_a_longer_word_of_the_agent_was_not_brought_up(person: UserMemory) -> None:
    person.observe("What do people eat?", session="s")
    person.observe("A steak.", role="assistant", session="s")
    person.observe("I love tea.", session="s")
    assert earned(person, "tea") == [1.0]


def test_the_answer_to_a_turn_that_is_learned_later_did_not_bring_it_up(person: UserMemory) -> None:
    person.observe("I love pottery.", session="s", learn=False)
    person.observe("Pottery is a fine craft.", role="assistant", session="s")
    person.learn()
    assert earned(person, "pottery") == [1.0]


def test_what_the_agent_brought_up_earns_half_when_learned_later_too(person: UserMemory) -> None:
    person.observe("How about pottery?", role="assistant", session="s")
    person.observe("I love pottery.", session="s", learn=False)
    for _ in range(3):
        person.observe("Good.", role="assistant", session="s")
    person.learn()
    assert earned(person, "pottery") == [0.5]


def test_a_stopped_topic_starts_again_from_nothing(person: UserMemory, clock: Clock, memory: InterestMemory) -> None:
    for _ in range(10):
        person.observe("I love jazz.")
    clock.advance(timedelta(minutes=1))
    stopped = person.stop("jazz")
    assert (stopped.weight, stopped.evidence, stopped.stopped) == (0, 0, True)
    clock.advance(timedelta(minutes=1))
    person.observe("I love jazz.")
    bob = memory.user("bob")
    bob.observe("I love jazz.")
    assert only(person).weight == pytest.approx(only(bob).weight)
    assert (only(person).evidence, only(person).stopped) == (1, False)
    person.rebuild()
    assert only(person).weight == pytest.approx(only(bob).weight)


def test_stopping_takes_the_pin_off(person: UserMemory) -> None:
    person.observe("I love jazz.")
    person.pin("jazz")
    assert person.stop("jazz").weight == 0
