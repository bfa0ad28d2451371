"""Why a topic has its weight: the parts sum to it, every piece tells what it carries, every sentence stands as it was said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import Event, UserMemory, extract
from penchant.memory import weights as w
from penchant.memory.reading.sentences import sentence_of, sentences
from penchant.memory.records import Item, to_ms

from tests.conftest import Clock
from tests.memory.life import DAY, START, Life
from tests.memory.test_replay import Step, steps
from tests.tried import tried

MOMENT = timedelta(milliseconds=1)
LAW = w.Law()

some = tried(8, fuzz=20)


# The numbers


@given(steps(late=st.one_of(st.just(0), st.integers(1, 60 * DAY))), st.integers(0, 100 * DAY))
@some
def test_the_parts_sum_to_the_weight_and_the_voices_to_the_share(
    life: Callable[[], Life], lived: list[Step], later: int
) -> None:
    present = life()
    with present.lived() as (person, _):
        for step in lived:
            step.happen(person, present)
        present.wait(later)
        for one in person.interests():
            found = person.explain(one.topic)
            parts = found.parts
            assert found.interest == one
            assert parts.recent + parts.lasting + parts.lent + parts.pinned == pytest.approx(one.weight, abs=1e-9)
            assert min(parts.recent, parts.lasting, parts.pinned, parts.lost) >= 0
            assert sum(voice.trust * voice.forecast for voice in found.voices) == pytest.approx(one.share, abs=1e-9)
            heard = sum(voice.trust for voice in found.voices)
            assert heard == pytest.approx(1) or (heard == 0 and one.share == 0)  # then nothing is remembered
            assert found.loan is None


@given(steps(late=st.one_of(st.just(0), st.integers(1, 60 * DAY))), st.integers(0, 100 * DAY))
@some
def test_a_piece_carries_what_the_weight_would_lack_without_it(
    life: Callable[[], Life], lived: list[Step], later: int
) -> None:
    present = life()
    with present.lived() as (person, _):
        for step in lived:
            step.happen(person, present)
        now = to_ms(present.wait(later))
        for one in person.interests():
            sources = person.explain(one.topic).sources
            pieces = [(source.mass, to_ms(source.event.at)) for source in sources]
            whole = _weight(pieces, now, one.boost)
            for place, source in enumerate(sources):
                without = _weight(pieces[:place] + pieces[place + 1 :], now, one.boost)
                assert source.carries == pytest.approx(whole - without, abs=1e-6)


def _weight(pieces: list[tuple[float, int]], now: int, boost: float) -> float:
    state = w.fold_all([mass for mass, _ in pieces], [at for _, at in pieces], LAW)
    values = w.decayed(state.logs[None], np.array([state.at]), now, LAW)
    return float(w.weights(values, np.array([boost]), np.array([False]), LAW)[0])


def test_the_last_days_fade_into_the_long_run(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.")
    fresh = person.explain("jazz").parts
    clock.advance(timedelta(days=20))
    old = person.explain("jazz").parts
    assert fresh.recent > fresh.lasting > 0
    assert old.lasting > 1000 * old.recent


def test_a_pin_and_a_dislike_have_their_parts(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.")
    clock.advance(timedelta(days=9))
    weight = person.explain("jazz").interest.weight
    person.pin("jazz")
    assert person.explain("jazz").parts.pinned == pytest.approx(w.PINNED - weight)
    person.pin("jazz", False)
    person.observe("I can't stand jazz.")
    found = person.explain("jazz")
    assert found.parts.lost == pytest.approx(weight - found.interest.weight)
    assert found.sources[0].carries == pytest.approx(-found.parts.lost)


def test_the_trend_is_what_the_weights_were(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.")
    clock.advance(timedelta(days=6, hours=23))
    person.observe("I love jazz.")
    clock.advance(timedelta(hours=23))
    trend = person.explain("jazz").trend
    assert trend is not None
    then = [person.weights(clock.now - back)["jazz"] for back in (timedelta(days=7), timedelta(days=1), timedelta(0))]
    assert [trend.week_ago, trend.day_ago, trend.now] == pytest.approx(then)


def test_a_stopped_topic_has_no_parts_and_no_pieces(person: UserMemory) -> None:
    person.observe("I love jazz.")
    person.stop("jazz")
    found = person.explain("jazz")
    assert (found.parts.recent, found.parts.lasting, found.sources) == (0, 0, ())


@pytest.mark.parametrize("most", [0, 1, 2, 100])
def test_the_newest_pieces_come_first_and_no_more_than_asked_for(person: UserMemory, clock: Clock, most: int) -> None:
    for _ in range(3):
        person.observe("I love jazz.")
        clock.advance(timedelta(days=1))
    sources = person.explain("jazz", most).sources
    assert len(sources) == min(3, most)
    assert [source.event.at for source in sources] == sorted((source.event.at for source in sources), reverse=True)


def test_weights_are_told_by_label_as_they_are_and_were(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.")
    before = clock.now
    clock.advance(timedelta(days=1))
    person.observe("I love tea.")
    assert list(person.weights()) == ["tea", "jazz"]
    assert person.weights() == {one.label: one.weight for one in person.interests()}
    assert list(person.weights(before)) == ["jazz"]
    assert person.weights(before - MOMENT) == {}


# Falling


def test_a_weight_falls_below_each_level_that_it_has_reached(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.", kind="statement")
    falls = person.falls("jazz", [0.05, 0.9, 0.55, 0.25, 0.25])
    assert [fall.level for fall in falls] == [0.55, 0.25, 0.05]
    for fall in falls:
        assert fall.at is not None
        assert fall.at == person.fades_at("jazz", fall.level)
        for moment, below in ((fall.at - MOMENT, False), (fall.at, True)):
            clock.now = moment
            assert (person.weights()["jazz"] < fall.level) is below
        clock.now = START


def test_a_pinned_weight_never_falls(person: UserMemory) -> None:
    person.observe("I love jazz.")
    person.pin("jazz")
    assert [(fall.level, fall.at) for fall in person.falls("jazz", [0.55, 0.06])] == [(0.55, None), (0.06, None)]
    assert person.falls("jazz", []) == ()


@pytest.mark.parametrize("level", [0, -0.1, 1.1, float("nan")])
def test_a_level_that_is_none_is_refused(person: UserMemory, level: float) -> None:
    person.observe("I love jazz.")
    with pytest.raises(ValueError, match="a level lies above 0 and up to 1"):
        person.falls("jazz", [0.5, level])


# The words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I love jazz. And tea!", ["I love jazz.", "And tea!"]),
        ("我喜欢爵士乐。我也喝茶！对吗？", ["我喜欢爵士乐。", "我也喝茶！", "对吗？"]),
        ("It costs 3.5 euro at www.a.de today. Fine.", ["It costs 3.5 euro at www.a.de today.", "Fine."]),
        ("Dr. Who, e.g. the first, is great.", ["Dr. Who, e.g. the first, is great."]),
        ("So do I. He plays.", ["So do I.", "He plays."]),
        ('She said "I love it." Then left.', ['She said "I love it."', "Then left."]),
        ("one line\n\n  another  ", ["one line", "another"]),
        ("Really?! Yes… no", ["Really?!", "Yes…", "no"]),
        ("“我爱茶。”他说", ["“我爱茶。”", "他说"]),
        ("", []),
        (" \n", []),
    ],
)
def test_a_text_is_read_sentence_by_sentence(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


@given(st.text(alphabet='ab .!?。！\n"”…Dr', max_size=60))
def test_sentences_are_the_text_and_nothing_else(text: str) -> None:
    found = list(sentences(text))
    assert "".join("".join(text[start:end] for start, end in found).split()) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in found)


def said(text: str, item: Item | None = None) -> Event:
    return Event("id", "s", "chat", "user", text, START, item=item)


@pytest.mark.parametrize(
    ("text", "phrase", "sentence"),
    [
        ("Hello there. I love rock climbing. Bye.", "rock climbing", "I love rock climbing."),
        ("I drink tea. My steak was cold.", "tea", "I drink tea."),
        ("A steak. Some tea.", "tea", "Some tea."),
        ("How far is jazz? I love jazz.", "jazz", "I love jazz."),
        ("你好。我喜欢攀岩。再见。", "攀岩", "我喜欢攀岩。"),
        ("I love JAZZ. Bye.", "jazz", "I love JAZZ."),
        ("Two. Sentences. Here", "Two. Sentences.", "Two. Sentences."),
        ("I love it. Bye.", "(forgotten)", "I love it. Bye."),
        ("", "jazz", ""),
    ],
)
def test_the_sentence_is_the_one_that_the_phrase_was_taken_from(text: str, phrase: str, sentence: str) -> None:
    assert sentence_of(said(text), phrase, extract) == sentence


def test_a_phrase_of_an_items_title_or_tags_is_found_there() -> None:
    item = Item(title="Bebop nights. Live", text="A film on jazz. In colour.", tags=("trumpet",))
    for phrase, sentence in (("Bebop", "Bebop nights."), ("jazz", "A film on jazz."), ("trumpet", "trumpet")):
        assert sentence_of(said("opened it", item), phrase, extract) == sentence


def test_sentences_stay_word_for_word_through_the_ledger(person: UserMemory) -> None:
    texts = {
        "jazz": "Good morning!  I  love\tjazz — really. See you.",
        "爵士乐": "你好。我非常喜欢爵士乐！再见。",
    }
    for text in texts.values():
        person.observe(text)
    for label, text in texts.items():
        for source in person.explain(label).sources:
            assert source.sentence in source.event.text
            if source.event.text == text:
                assert source.phrase in source.sentence
                assert len(source.sentence) < len(text)


def test_what_was_forgotten_has_no_sentence(person: UserMemory) -> None:
    person.observe("I love jazz and tea. I love tea.")
    person.forget("jazz")
    assert [source.sentence for source in person.explain("tea").sources] == [""]


def test_an_explanation_reads_and_changes_nothing(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz. I love jazz.")
    before: tuple[datetime, object] = (clock.now, person.interests())
    assert person.explain("jazz") == person.explain("jazz")
    assert (clock.now, person.interests()) == before


def test_a_mistyped_name_is_looked_up_by_its_spelling_before_its_meaning(person: UserMemory) -> None:
    person.observe("I love gardening and I'm into hurdling.")
    assert person.explain("gardning").interest.label == "gardening"
    with pytest.raises(ValueError, match="'gardening'"):
        person.pin("gardning")
