"""What is kept of past events from turn to turn: it is what the ledger says, also after others have written, erased or taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from penchant.memory import InterestMemory, UserMemory
from penchant.memory.again import again
from penchant.memory.embedding import Vectors
from penchant.memory.errors import LedgerLost
from penchant.memory.recall import held, known
from penchant.memory.recall.held import Shelf
from penchant.memory.recall.known import Known
from penchant.memory.store import event_statements, full_text, vectors

from tests.conftest import Clock

SAID = (
    "I bake rye bread.",
    "I climb on limestone.",
    "My cat sleeps all day.",
    "I collect old maps.",
    "I swim in cold lakes.",
)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[InterestMemory]:
    with InterestMemory(tmp_path, clock=Clock(), index=False) as memory:
        for text in SAID:
            memory.user("ada").observe(text, session="one")
        yield memory


def nearest(memory: InterestMemory, vector: Vectors, count: int = 3) -> list[int] | None:
    """Return what is held of Ada's nearest events, by number."""
    access = memory.user("ada")._access
    with access.reading() as connection:
        found = memory.shelf.of(access.number, access.standing.rebuilt).nearest(connection, vector, count)
    return None if found is None else [number for number, _ in found]


def in_the_ledger(memory: InterestMemory, vector: Vectors, count: int = 3) -> list[int]:
    """Return the same by every vector that the ledger has."""
    access = memory.user("ada")._access
    with access.reading() as connection:
        return [number for number, _ in memory.nearest(connection, access.number, vector, count)]


def number_of(person: UserMemory, text: str) -> int:
    return next(event.number for event in person.latest(100) if event.text == text)


def test_what_is_held_is_searched_as_the_ledger_would_be(memory: InterestMemory) -> None:
    vector = memory.user("ada").vector("rock climbing outdoors")
    assert nearest(memory, vector) == in_the_ledger(memory, vector)
    assert nearest(memory, vector, 1) == [number_of(memory.user("ada"), SAID[1])]


def test_what_another_process_has_stored_is_found_next(memory: InterestMemory, tmp_path: Path) -> None:
    vector = memory.user("ada").vector("playing the trumpet")
    nearest(memory, vector)
    with InterestMemory(tmp_path, clock=Clock(), index=False) as other:
        event = other.user("ada").observe("I play the trumpet.").event
    assert nearest(memory, vector, 1) == [event.number]
    assert nearest(memory, vector) == in_the_ledger(memory, vector)


def test_a_turn_that_gets_its_vector_later_is_found_then(memory: InterestMemory) -> None:
    person = memory.user("ada")
    vector = person.vector("playing the trumpet")
    event = person.observe("I play the trumpet.", learn=False).event
    assert event.number not in (nearest(memory, vector) or ())
    person.observe("And the horn.")
    assert (nearest(memory, vector) or [0])[0] == event.number


@pytest.mark.parametrize("way", ["replaced", "forgotten"])
def test_what_was_taken_out_by_another_process_is_not_found_again(
    memory: InterestMemory, tmp_path: Path, way: str
) -> None:
    person = memory.user("ada")
    vector, number = person.vector(SAID[4]), number_of(person, SAID[4])
    assert nearest(memory, vector, 1) == [number]
    assert any(one.event.number == number for one in person.search("swimming in lakes"))
    with InterestMemory(tmp_path, clock=Clock(), index=False) as other:
        if way == "replaced":
            other.user("ada").replace("one", number)
        else:
            other.user("ada").forget("cold lakes")
    assert number not in (nearest(memory, vector, 9) or ())
    assert all(one.event.number != number for one in person.search("swimming in lakes"))


def test_of_a_person_who_has_said_much_nothing_is_held(memory: InterestMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST", len(SAID) - 1)
    monkeypatch.setattr(held, "FEW", 1)
    assert nearest(memory, memory.user("ada").vector("maps")) is None
    person = memory.user("ada")
    assert person.search("old maps", 1)[0].event.text == SAID[3]


def test_while_many_turns_wait_for_their_vectors_the_index_is_asked(
    memory: InterestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MOST_WAITING", 1)
    person = memory.user("ada")
    for number in range(2):
        person.observe(f"A reply {number}.", role="assistant")
    assert nearest(memory, person.vector("maps")) is None


def test_two_people_are_held_apart_and_the_one_not_seen_for_longest_goes_first(
    memory: InterestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MOST_OF_ALL", len(SAID))
    memory.user("bob").observe("I bake rye bread.")
    vector, shelf = memory.user("ada").vector(SAID[0]), Shelf()
    ada, bob = (memory.user(name)._access.number for name in ("ada", "bob"))
    with memory.ledger.read() as connection:
        first = shelf.of(ada, 0)
        assert len(first.nearest(connection, vector, 9) or ()) == len(SAID)
        assert len(shelf.of(bob, 0).nearest(connection, vector, 9) or ()) == 1
    shelf.of(bob, 0)
    assert shelf.of(ada, 0) is not first


def test_who_has_said_much_is_held_where_there_is_room_and_sends_nobody_away(
    memory: InterestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for setting, value in (("FEW", 1), ("MOST_OF_ALL", len(SAID) + 1)):
        monkeypatch.setattr(held, setting, value)
    for text in SAID:
        memory.user("bob").observe(text)
    vector, shelf = memory.user("ada").vector(SAID[0]), Shelf()
    ada, bob = (memory.user(name)._access.number for name in ("ada", "bob"))
    with memory.ledger.read() as connection:
        first = shelf.of(ada, 0)
        assert len(first.nearest(connection, vector, 9) or ()) == len(SAID)
        assert shelf.of(bob, 0).nearest(connection, vector, 9) is None
        assert shelf.of(bob, 1).nearest(connection, vector, 9) is None
    assert shelf.of(ada, 0) is first


def test_of_equally_near_turns_the_newest_are_found_however_many_there_are(memory: InterestMemory) -> None:
    person = memory.user("ada")
    for _ in range(4):
        person.observe(SAID[0])
    vector = person.vector(SAID[0])
    same = sorted((event.number for event in person.latest(100) if event.text == SAID[0]), reverse=True)
    assert [nearest(memory, vector, count) for count in (1, 2, 4)] == [same[:1], same[:2], same[:4]]
    assert (nearest(memory, vector, 6) or [])[:5] == same


# Facts by number


def test_a_fact_is_read_once_and_so_is_its_absence_below_the_newest() -> None:
    asked: list[list[int]] = []

    def read(numbers: Sequence[int]) -> dict[int, str]:
        asked.append(sorted(numbers))
        return {number: "there" for number in numbers if number % 2}

    facts = Known[str]()
    assert facts.of([1, 2, 3, 4], read) == {1: "there", 3: "there"}
    assert facts.of([1, 2, 3, 4], read) == {1: "there", 3: "there"}
    assert asked == [[1, 2, 3, 4], [4]]  # there may yet be a fourth
    facts.clear()
    facts.of([1], read)
    assert asked[-1] == [1]


def test_no_more_facts_are_kept_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "MOST", 10)
    facts = Known[int]()
    for start in range(0, 100, 7):
        wanted = range(start, start + 7)
        assert facts.of(wanted, lambda numbers: {number: -number for number in numbers}) == {n: -n for n in wanted}
        assert len(facts._kept) <= 10


# Words


def test_terms_known_to_be_common_are_weighed_as_if_they_were_counted(
    memory: InterestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_text, "MOST_ROWS", 2)
    common: set[str] = set()
    user = memory.user("ada")._access.number
    for number in range(4):
        memory.user("ada").observe(f"I bake cake {number}.")
    with memory.ledger.read() as connection:
        first, again, fresh = (
            full_text.matches(connection, user, ["bak", "rye"], 5, common=one) for one in (common, common, None)
        )
    assert common == {f"{user}_bak"}
    assert first == again == fresh


# One look


def test_several_questions_asked_at_once_are_answered_as_of_one_moment(memory: InterestMemory, tmp_path: Path) -> None:
    person = memory.user("ada")

    def work() -> tuple[int, int]:
        before = len(person.latest(100))
        with InterestMemory(tmp_path, clock=Clock(), index=False) as other:
            other.user("ada").observe("I play the trumpet.")
        return before, len(person.latest(100))

    assert person.at_once(work) == (len(SAID), len(SAID))
    assert len(person.latest(100)) == len(SAID) + 1


def test_what_is_tried_within_other_work_is_begun_anew_with_the_whole(memory: InterestMemory) -> None:
    tried: list[str] = []

    def part() -> str:
        tried.append("part")
        if len(tried) < 4:
            raise LedgerLost("gone")
        return "done"

    def whole() -> str:
        tried.append("whole")
        return again(memory.ledger, part)

    assert again(memory.ledger, whole) == "done"
    assert tried == ["whole", "part", "whole", "part"]
    assert not memory.ledger.trying


def test_vectors_are_read_of_one_person_and_after_a_number(memory: InterestMemory) -> None:
    person = memory.user("ada")
    memory.user("bob").observe("I bake rye bread.")
    numbers = sorted(event.number for event in person.latest(100))
    with memory.ledger.read() as connection:
        found = event_statements.vectors_after(connection, person._access.number, numbers[1], 10)
        newest = sorted(vectors.newest(connection, person._access.number, 2), reverse=True)
    assert sorted(number for number, _ in found) == numbers[2:]
    assert [number for number, _ in newest] == numbers[:-3:-1]


def test_what_was_known_to_be_nothing_is_asked_for_again_once_all_was_dropped() -> None:
    facts = Known[str]()
    assert facts.of([9], lambda _: {9: "nine"}) == {9: "nine"}
    assert facts.of([4], lambda _: {}) == {}
    facts.clear()
    assert facts.of([4], lambda _: {}) == {}
    assert facts.of([4], lambda _: {4: "said after a restore"}) == {4: "said after a restore"}
