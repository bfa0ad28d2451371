"""A topic's number is given once: one that was erased never names another."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from penchant.memory import Chosen, Interaction, UserMemory
from penchant.memory.forgetting.restoring import restore
from penchant.memory.ledger import FILE
from penchant.memory.migrating.moving import migrate

from tests.conftest import Clock
from tests.memory.stores import ON_SERVERS
from tests.memory.writer import Chance, open_small

ON_A_FILE = pytest.mark.skipif(ON_SERVERS, reason="a copy is a file")


def number(person: UserMemory, label: str = "topic 1") -> int:
    return person.named(label).topic


def leave(person: UserMemory) -> None:
    person.erase()


def forget(person: UserMemory) -> None:
    person.forget("topic 1")


def forget_everything(person: UserMemory) -> None:
    person.forget_chosen(Chosen(everything=True))


def take_back(person: UserMemory) -> None:
    person.replace("s", person.turns("s", 1)[0].number)


def load(person: UserMemory) -> None:
    person.observe_all([Interaction("2", "chat", "I love topic 2.")])


def tell(person: UserMemory) -> None:
    person.observe("I love topic 2.")


@pytest.mark.parametrize("learn", [tell, load])
@pytest.mark.parametrize("erase", [forget, forget_everything, leave, take_back])
def test_an_erased_number_is_not_given_again(
    tmp_path: Path, erase: Callable[[UserMemory], None], learn: Callable[[UserMemory], None]
) -> None:
    with open_small(tmp_path, index=False) as memory:
        person = memory.user("ada")
        person.observe("I love topic 1.", session="s")
        gone = number(person)
        erase(person)
    with open_small(tmp_path, index=False) as memory:
        person = memory.user("ada")
        learn(person)
        assert number(person, "topic 2") > gone
        with pytest.raises(ValueError, match="no topic"):
            person.forget(gone)
        assert person.weights()


def test_nor_to_somebody_else(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False) as memory:
        ada, bob = memory.user("ada"), memory.user("bob")
        ada.observe("I love topic 1.")
        gone = number(ada)
        ada.forget(gone)
        bob.observe("I love topic 2.")
        assert number(bob, "topic 2") > gone


@ON_A_FILE
def test_nor_in_a_folder_of_before(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False) as memory:
        memory.user("ada").observe("I love topic 1 and topic 2.")
    with closing(sqlite3.connect(tmp_path / FILE)) as raw, raw:
        raw.execute("DELETE FROM meta WHERE key = 'topics given'")
    with open_small(tmp_path, index=False) as memory:
        person = memory.user("ada")
        person.observe("I love topic 3.")
        gone = number(person, "topic 3")
        person.forget(gone)
        person.observe("I love topic 4.")
        assert number(person, "topic 4") > gone


@ON_A_FILE
def test_nor_after_a_copy_from_before_it_was_given_is_restored(tmp_path: Path, clock: Clock) -> None:
    with open_small(tmp_path, index=False, clock=clock) as memory:
        person = memory.user("ada")
        copy = memory.back_up()
        person.observe("I love topic 1.")
        gone = number(person)
    restore(tmp_path, copy, clock, Chance())
    with open_small(tmp_path, index=False, clock=clock) as memory:
        person = memory.user("ada")
        assert person.weights() == {}
        person.observe("I love topic 2.")
        assert number(person, "topic 2") > gone


@ON_A_FILE
def test_nor_where_the_ledger_is_moved_to(tmp_path: Path) -> None:
    with open_small(tmp_path / "one", index=False) as memory:
        person = memory.user("ada")
        person.observe("I love topic 1 and topic 2.")
        gone = number(person, "topic 2")
        person.forget(gone)
    migrate(tmp_path / "one", tmp_path / "two")
    with open_small(tmp_path / "two", index=False) as memory:
        person = memory.user("ada")
        person.observe("I love topic 3.")
        assert number(person, "topic 3") > gone
