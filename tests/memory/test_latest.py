"""The last events of all sessions, and an event by its id."""

from __future__ import annotations

from penchant.memory import InterestMemory, Item, UserMemory


def test_events_of_all_sessions_and_kinds_come_newest_first(person: UserMemory) -> None:
    person.observe("One.", session="a", id="1")
    person.observe(kind="click", item=Item("Two"), id="2")
    person.observe("Three.", session="b", role="assistant", id="3")
    assert [one.id for one in person.latest(10)] == ["3", "2", "1"]


def test_they_come_in_pages(person: UserMemory) -> None:
    for number in range(5):
        person.observe(f"Note {number}.", id=str(number))
    first = person.latest(2)
    assert [one.id for one in first] == ["4", "3"]
    assert [one.id for one in person.latest(10, before=first[-1].number)] == ["2", "1", "0"]
    assert person.latest(0) == []


def test_what_was_replaced_is_not_among_them(person: UserMemory) -> None:
    number = person.observe("One.", session="a", id="1").event.number
    person.replace("a", number)
    assert person.latest(10) == []


def test_an_event_is_found_by_its_id_until_it_is_forgotten(person: UserMemory) -> None:
    person.observe("I love rock climbing.", id="1")
    found = person.event("1")
    assert found is not None
    assert found.text == "I love rock climbing."
    assert person.event("2") is None
    person.forget("rock climbing")
    assert person.event("1") is None
    assert person.latest(10) == []


def test_nobody_finds_another_persons(memory: InterestMemory) -> None:
    memory.user("ada").observe("I love rock climbing.", id="1")
    assert memory.user("Ada").event("1") is None
    assert memory.user("Ada").latest(10) == []


def test_asking_whether_someone_is_known_does_not_make_them_known(memory: InterestMemory) -> None:
    assert not memory.knows("ada")
    memory.user("ada")
    assert memory.knows("ada")
    assert not memory.knows("Ada")
    assert memory.users() == ["ada"]
