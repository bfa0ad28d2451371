"""What a person decides about topics: by number, merged, confirmed, forgotten now or later, and kept."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from penchant.memory import InterestMemory, UserMemory
from penchant.memory.control.erasing import scrubbed
from penchant.memory.topics.find import naming

from tests.memory.life import Life, called
from tests.memory.test_conversations import TURNS, assert_alike
from tests.memory.writer import Chance
from tests.tried import tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Clock

SOON = timedelta(seconds=10)


def labels(person: UserMemory) -> set[str]:
    return {interest.label for interest in person.interests()}


# By number


def test_a_topic_is_meant_by_its_number_wherever_a_name_is(person: UserMemory) -> None:
    person.observe("I love jazz and tea.", session="s")
    jazz, tea = called(person, "jazz").topic, called(person, "tea").topic
    assert person.explain(jazz).interest.label == "jazz"
    assert person.pin(jazz).pinned
    assert person.mute(jazz).muted
    assert person.boost(jazz, 2).boost == 2
    assert person.stop(jazz).stopped
    assert person.rename(jazz, "7").label == "7"
    assert person.confirm(jazz).topic == jazz
    assert person.similar(jazz, 0) == []
    assert person.speaking_of(tea) == 1
    assert person.fades_at(tea, 0) is None
    assert person.merge(jazz, tea).topic == tea
    assert person.forget(tea) == 1


@pytest.mark.parametrize("number", [0, -1, 10**6])
def test_a_number_that_no_topic_has_is_refused(person: UserMemory, number: int) -> None:
    person.observe("I love jazz.")
    for ask in (person.explain, person.pin, person.confirm, person.forget, person.speaking_of, person.keep):
        with pytest.raises(ValueError, match=f"there is no topic number {number}"):
            ask(number)
    with pytest.raises(ValueError, match=f"there is no topic number {number}"):
        person.curves([number], [])


def test_a_number_of_another_persons_topic_is_none_of_ones_own(memory: InterestMemory) -> None:
    memory.user("ada").observe("I love jazz.")
    memory.user("bob").observe("I love tea.")
    [jazz], [tea] = memory.user("ada").interests(), memory.user("bob").interests()
    bob = memory.user("bob")
    for ask in (bob.explain, bob.pin, bob.confirm, bob.forget, bob.similar, bob.keep):
        with pytest.raises(ValueError, match="there is no topic number"):
            ask(jazz.topic)
    with pytest.raises(ValueError, match="there is no topic number"):
        bob.merge(tea.topic, jazz.topic)
    with pytest.raises(ValueError, match="there is no topic number"):
        bob.forget_soon(jazz.topic, SOON)
    assert memory.user("ada").interests() == [jazz]


# Merging


def test_a_merged_topic_is_one_with_all_the_evidence_and_all_the_names(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.", session="s")
    clock.advance(timedelta(days=1))
    person.observe("I love gardening.", session="s")
    merged = person.merge("gardening", "jazz")
    assert (merged.label, merged.evidence) == ("jazz", 2)
    assert labels(person) == {"jazz"}
    assert {source.phrase for source in person.explain("jazz").sources} == {"jazz", "gardening"}
    assert person.explain("GARDENING").interest == merged
    [change] = person.observe("I love Gardening.").changes
    assert change.label == "jazz"
    assert called(person, "jazz").evidence == 3


def test_aliases_are_handed_on_and_survive(
    person: UserMemory, memory: InterestMemory, clock: Clock, tmp_path: Path
) -> None:
    person.observe("I love jazz, chess and 攀岩.")
    names = {one.label: one.topic for one in person.interests()}
    climbing = next(label for label in names if "攀岩" in label)
    person.merge("jazz", "chess")
    person.merge("chess", climbing)
    person.rename(climbing, "[b]JAZZ[/b]")
    memory.close()
    with InterestMemory(tmp_path, clock=clock, index=False) as again:
        person = again.user("ada")
        for name in ("jazz", "Chess", "[b]jazz[/b]"):
            assert person.explain(name).interest.topic == names[climbing]
        person.rename("chess", "jazz")  # its own alias
        assert person.explain("jazz").interest.label == "jazz"
        person.observe("I love tea.")
        with pytest.raises(ValueError, match="another topic is called 'chess' already"):
            person.rename("tea", "Chess")


def test_a_topic_is_not_merged_into_itself(person: UserMemory) -> None:
    person.observe("I love jazz.")
    [jazz] = person.interests()
    with pytest.raises(ValueError, match="into itself: both names mean 'jazz'"):
        person.merge("jazz", jazz.topic)
    assert person.interests() == [jazz]


def test_controls_are_not_merged(person: UserMemory) -> None:
    person.observe("I love jazz and tea.")
    person.boost("jazz", 4)
    person.pin("jazz")
    person.boost("tea", 2)
    merged = person.merge("jazz", "tea")
    assert (merged.boost, merged.pinned) == (2, False)
    person.rebuild()
    assert person.interests() == [merged]


def test_what_was_stopped_stays_void_in_a_merged_topic(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz and tea.")
    clock.advance(timedelta(days=1))
    person.stop("jazz")
    before = called(person, "tea")
    merged = person.merge("jazz", "tea")
    assert merged.weight == pytest.approx(before.weight, abs=1e-9)
    assert merged.evidence == before.evidence
    assert len(person.explain("tea").sources) == 1


def test_forgetting_a_merged_topic_erases_the_words_of_both(person: UserMemory) -> None:
    person.observe("I love ikebana.", session="s", sent='["ikebana and pottery"]')
    person.observe("I love pottery.", session="s")
    person.observe("Pottery it is.", role="assistant", session="s")
    person.merge("pottery", "ikebana")
    assert person.forget("ikebana") == 3
    assert person.turns("s", 9) == []


def test_two_processes_agree_on_a_merge(tmp_path: Path, clock: Clock) -> None:
    with (
        InterestMemory(tmp_path, clock=clock, index=False) as one,
        InterestMemory(tmp_path, clock=clock, index=False) as two,
    ):
        one.user("ada").observe("I love jazz and tea.")
        assert len(two.user("ada").interests()) == 2
        merged = one.user("ada").merge("jazz", "tea")
        assert two.user("ada").interests() == [merged]
        two.user("ada").observe("I love jazz.")
        assert called(one.user("ada"), "tea").evidence == 2


WORDS = st.permutations(["jazz", "tea", "攀岩", "🎷", "[b]عود[/b]"])


@given(TURNS, WORDS, TURNS)
@example([(1, "a", "?jazz; +tea", "chat")], ["jazz", "tea"], [(1, "a", "+jazz", "chat")])
@example([(1, "a", "+jazz; +tea", "chat")], ["jazz", "tea"], [(1, "a", "+jazz; -tea", "chat")])
@tried(12, fuzz=40)
def test_a_merge_is_as_if_it_had_been_said_so(
    life: Callable[[], Life],
    before: list[tuple[int, str, str, str]],
    words: list[str],
    after: list[tuple[int, str, str, str]],
) -> None:
    gone, kept = words[:2]
    named = [{text[1:] for text in turn[2].split("; ")} for turn in before]
    assume(any(gone in texts for texts in named))
    assume(any(kept in texts for texts in named))
    one, other = life(), life()
    one.embedder = other.embedder = Chance()
    with one.lived() as (merging, memory), other.lived() as (plain, _):
        for pause, session, text, kind in before:
            one.wait(pause), other.wait(pause)
            merging.observe(text, session=session, kind=kind)
            plain.observe(text.replace(gone, kept), session=session, kind=kind)
        merging.merge(gone, kept)
        assume(all(interest.evidence for interest in merging.interests()))  # liked and disliked in one breath, else
        assert_alike(merging, plain)
        for pause, session, text, kind in after:
            one.wait(pause), other.wait(pause)
            merging.observe(text, session=session, kind=kind)
            plain.observe(text.replace(gone, kept), session=session, kind=kind)
        assert_alike(merging, plain)
        merging.rebuild()
        assert_alike(merging, plain)
        assert len(memory.users()) == 1


# Alike


def test_similar_topics_come_most_alike_first_and_none_that_are_not(person: UserMemory) -> None:
    person.observe("I love cooking, jazz, vegan cooking and chess.")
    [(near, cosine), *others] = person.similar("cooking")
    assert near.label == "vegan cooking"
    assert 0.3 < cosine <= 1
    assert {one.label for one, _ in others}.isdisjoint({"jazz", "chess", "cooking"})
    assert person.similar("cooking", 1) == [(near, cosine)]
    person.forget_soon("vegan cooking", SOON)
    assert "vegan cooking" not in {one.label for one, _ in person.similar("cooking")}


# Confirming


def test_a_confirmed_topic_is_tentative_no_longer_in_the_present_the_past_and_after_a_rebuild(
    person: UserMemory, clock: Clock
) -> None:
    person.observe("How do I brew green tea?")
    before, [tea] = clock.now, person.interests()
    assert tea.tentative
    clock.advance(timedelta(days=1))
    assert not person.confirm(tea.topic).tentative
    for _ in range(2):
        assert not called(person, tea.label).tentative
        assert not person.interests(as_of=clock.now)[0].tentative
        assert person.interests(as_of=before)[0].tentative
        person.rebuild()
    assert person.stop(tea.topic).tentative
    person.rebuild()
    assert called(person, tea.label).tentative


# Forgetting later


@pytest.fixture
def regretting(person: UserMemory) -> UserMemory:
    person.observe("I love ikebana and gardening.", session="s", sent='["ikebana"]')
    person.forget_soon("ikebana", SOON)
    return person


def test_a_topic_to_be_forgotten_is_hidden_at_once_and_learns_nothing(regretting: UserMemory, clock: Clock) -> None:
    assert labels(regretting) == {"gardening"}
    assert [found.interest.label for found in regretting.attend("ikebana?")] == ["gardening"]
    assert {one.label for one in regretting.interests(as_of=clock.now)} == {"gardening"}
    assert regretting.observe("I love ikebana.").changes == ()
    assert labels(regretting) == {"gardening"}
    with pytest.raises(ValueError, match="there is no topic 'ikebana'"):
        regretting.explain("ikebana")
    regretting.rebuild()
    assert labels(regretting) == {"gardening"}


def test_it_is_erased_when_its_time_has_come_and_not_before(
    regretting: UserMemory, clock: Clock, memory: InterestMemory
) -> None:
    clock.advance(SOON - timedelta(milliseconds=1))
    assert memory.user("bob").forget_due() == regretting.forget_due() == 0
    assert len(regretting.turns("s", 9)) == 1
    clock.advance(timedelta(milliseconds=1))
    assert memory.user("bob").forget_due() == 0
    assert regretting.forget_due() == 1
    assert regretting.turns("s", 9) == []
    assert regretting.forget_due() == 0


def test_it_is_kept_if_the_person_takes_it_back(regretting: UserMemory, clock: Clock) -> None:
    [topic] = {one.topic for one in regretting.interests(as_of=None)} ^ {1, 2}
    regretting.observe("I love ikebana.")
    kept = regretting.keep(topic)
    assert (kept.label, kept.evidence) == ("ikebana", 1)
    clock.advance(2 * SOON)
    assert regretting.forget_due() == 0
    regretting.rebuild()
    assert labels(regretting) == {"gardening", "ikebana"}
    assert regretting.observe("I love ikebana.").changes[0].label == "ikebana"
    with pytest.raises(ValueError, match="is not being forgotten"):
        regretting.keep(topic)


def test_what_is_erased_cannot_be_kept(regretting: UserMemory, clock: Clock) -> None:
    [topic] = {one.topic for one in regretting.interests()} ^ {1, 2}
    with pytest.raises(ValueError, match=f"no topic number {topic}: it is being forgotten"):
        regretting.pin(topic)
    clock.advance(SOON)
    regretting.forget_due()
    with pytest.raises(ValueError, match=f"there is no topic number {topic}"):
        regretting.keep(topic)


@pytest.mark.usefixtures("regretting")
def test_a_kill_in_between_does_not_save_it(tmp_path: Path, clock: Clock, memory: InterestMemory) -> None:
    with InterestMemory(tmp_path, clock=clock, index=False) as early:  # the other one was never closed
        assert labels(early.user("ada")) == {"gardening"}
        assert len(early.user("ada").turns("s", 9)) == 1
    clock.advance(SOON)
    with InterestMemory(tmp_path, clock=clock, index=False) as late:
        person = late.user("ada")
        assert person.turns("s", 9) == []
        assert person.forget_due() == 0
        assert person.sent(1) == '["(forgotten)"]'
    assert memory.user("ada").turns("s", 9) == []


def test_the_hidden_can_be_forgotten_at_once_by_its_number(regretting: UserMemory) -> None:
    [topic] = {one.topic for one in regretting.interests()} ^ {1, 2}
    assert regretting.speaking_of(topic) == 1
    assert regretting.forget(topic) == 1


def test_nothing_is_forgotten_in_the_past(person: UserMemory) -> None:
    person.observe("I love jazz.")
    with pytest.raises(ValueError, match="from now on"):
        person.forget_soon("jazz", -SOON)


# What was sent


def test_forgetting_takes_the_words_from_all_that_was_sent(person: UserMemory, memory: InterestMemory) -> None:
    person.observe("I love ikebana and gardening.", session="s")
    sent = {
        "text": 'She said:\n"Ikebana" 🎷',
        "list": [{"label": "ikebana", "n": 1.5}, None, True],
        "ikebanas": "ikebanas",
    }
    with_words = person.observe("Hello", sent=json.dumps(sent)).event.number
    without = person.observe("Hello", sent='{"text":  "gardening"}').event.number
    others = memory.user("bob").observe("Hello", sent='"ikebana"').event.number
    person.forget("ikebana")
    found = person.sent(with_words)
    assert found is not None
    assert json.loads(found) == {
        "text": 'She said:\n"(forgotten)" 🎷',
        "list": [{"label": "(forgotten)", "n": 1.5}, None, True],
        "ikebanas": "ikebanas",
    }
    assert person.sent(without) == '{"text":  "gardening"}'
    assert memory.user("bob").sent(others) == '"ikebana"'


@pytest.mark.parametrize("words", ["攀岩", "عود", "🎷", "[b]x[/b]", 'a "quoted" \\ one'])
def test_words_of_any_script_are_scrubbed_however_json_writes_them(words: str) -> None:
    for ascii_only in (True, False):
        sent = json.dumps([f"before\n{words} after"], ensure_ascii=ascii_only)
        assert json.loads(scrubbed(sent, naming(words))) == ["before\n(forgotten) after"]


def test_what_is_no_json_is_scrubbed_as_a_text() -> None:
    assert scrubbed("{tea: steak", naming("tea")) == "{(forgotten): steak"
