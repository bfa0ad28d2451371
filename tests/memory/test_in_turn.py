"""Threads of one process that write to one file queue for it; SQLite would have them sleep longer and longer, and then refuse them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from penchant.memory import LedgerBusy
from penchant.memory.ledger import Ledger
from penchant.memory.store import sqlite
from sqlalchemy import event


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger whose SQLite refuses at once what would have to wait."""
    opened = Ledger(tmp_path)
    event.listen(opened.engine, "connect", lambda raw, _record: raw.execute("pragma busy_timeout = 0"))
    opened.engine.dispose()
    return opened


def test_they_write_one_after_the_other(ledger: Ledger) -> None:
    entered, leave = Event(), Event()

    def hold() -> None:
        with ledger.write() as connection:
            connection.exec_driver_sql("delete from meta where key = 'none'")
            entered.set()
            leave.wait()

    with closing(ledger), ThreadPoolExecutor(9) as threads:
        holding = threads.submit(hold)
        entered.wait()
        writing = [threads.submit(ledger.put, str(number), b"there") for number in range(8)]
        assert not wait(writing, timeout=0.05).done
        leave.set()
        holding.result()
        for one in writing:
            one.result()
        assert [ledger.get(str(number)) for number in range(8)] == [b"there"] * 8


def test_one_that_is_not_let_in_asks_sqlite_which_says_what_is_the_matter(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.01)
    with (
        closing(ledger),
        ThreadPoolExecutor(1) as another,
        ledger.write(),
        pytest.raises(LedgerBusy, match="has held it"),
    ):
        another.submit(ledger.put, "key", b"value").result()
    assert not ledger._turn._is_owned()  # type: ignore[attr-defined]


def test_what_failed_lets_the_next_one_in(ledger: Ledger) -> None:
    with closing(ledger), ThreadPoolExecutor(1) as another:
        with pytest.raises(ZeroDivisionError), ledger.write():
            _ = 1 / 0
        another.submit(ledger.put, "key", b"value").result(60)
        assert ledger.get("key") == b"value"
