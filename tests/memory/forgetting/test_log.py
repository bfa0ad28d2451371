"""Taking what was deleted out of the write-ahead log, while others are at it."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from penchant.memory.ledger import FILE, Ledger

from tests.memory.stores import ON_SERVERS

pytestmark = pytest.mark.skipif(ON_SERVERS, reason="only a file has a log beside it")


def test_who_is_emptying_the_log_already_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, file = Ledger(tmp_path), tmp_path / FILE
    reader, other, looker = (sqlite3.connect(file, 30, isolation_level=None, check_same_thread=False) for _ in "abc")
    with closing(ledger), closing(reader), closing(other), closing(looker):
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM meta").fetchone()
        ledger.put("a", b"b")
        emptying = threading.Thread(target=_empty, args=(other,))
        emptying.start()  # it holds the log, and waits for the reader
        while not looker.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[0]:
            pass
        waited = list[float]()

        def let_go(seconds: float) -> None:
            waited.append(seconds)
            reader.rollback()
            emptying.join()

        monkeypatch.setattr(time, "sleep", let_go)
        ledger.truncate_log()
        assert waited
        assert file.with_name(f"{FILE}-wal").stat().st_size == 0


def _empty(connection: sqlite3.Connection) -> None:
    while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:  # who only looks may be faster
        pass
