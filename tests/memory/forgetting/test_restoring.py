"""Restoring while others write: what they have stored is kept aside, and nothing that was forgotten comes back."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from penchant.memory.errors import LedgerBusy
from penchant.memory.forgetting import restoring
from penchant.memory.forgetting.chosen import Chosen
from penchant.memory.forgetting.restoring import restore

from tests.conftest import Clock
from tests.memory.stores import ON_SERVERS
from tests.memory.writer import Chance, open_small

pytestmark = pytest.mark.skipif(ON_SERVERS, reason="a copy is a file")


def texts(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as raw:
        return {row[0] for row in raw.execute("SELECT text FROM events")}


def before_installing(monkeypatch: pytest.MonkeyPatch, work: Callable[[], None]) -> None:
    """Let something happen between the setting aside and the putting in place."""
    install = restoring._install

    def late(folder: Path, current: object, settle: Callable[[], None]) -> None:
        work()
        install(folder, current, settle)  # type: ignore[arg-type]

    monkeypatch.setattr(restoring, "_install", late)


def test_what_others_write_until_the_last_moment_is_set_aside(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_small(tmp_path, clock=clock, index=False) as memory:
        person = memory.user("ada")
        person.observe("I love topic 1.")
        copy = memory.back_up()
        told = list[str]()

        def write() -> None:
            for number in range(5):
                person.observe(f"I said {number}.", role="assistant")
                told.append(f"I said {number}.")

        def in_a_thread() -> None:
            if not told:
                writer = threading.Thread(target=write)
                writer.start()
                writer.join()

        before_installing(monkeypatch, in_a_thread)
        restored = restore(tmp_path, copy, clock, Chance())
        assert restored.aside is not None
        assert len(told) == 5
        assert set(told) <= texts(restored.aside)
        assert [turn.text for turn in person.latest(9)] == ["I love topic 1."]


def test_what_is_forgotten_meanwhile_does_not_come_back(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_small(tmp_path, clock=clock, index=False) as memory:
        person = memory.user("ada")
        number = person.observe("I love topic 1.").event.number
        person.observe("I love topic 2.")
        copy = memory.back_up()
        tried = list[int]()

        def forget() -> None:
            if not tried:
                person._forgetting._erased(Chosen(turn=number))
            tried.append(1)

        before_installing(monkeypatch, forget)
        restored = restore(tmp_path, copy, clock, Chance())
        assert len(tried) == 2
        assert restored.erased == 1
        assert [turn.text for turn in person.latest(9)] == ["I love topic 2."]


def test_who_never_stops_is_named_and_nothing_is_replaced(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_small(tmp_path, clock=clock, index=False) as memory:
        memory.user("ada").observe("I love topic 1.")
        copy = memory.back_up()
        memory.user("ada").observe("I love topic 2.")
        names = iter("abcdefgh")

        def come() -> None:
            memory.user(next(names))

        before_installing(monkeypatch, come)
        with pytest.raises(LedgerBusy, match="goes on writing"):
            restore(tmp_path, copy, clock, Chance())
        assert len(memory.user("ada").latest(9)) == 2
