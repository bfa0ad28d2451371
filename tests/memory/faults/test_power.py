"""A power cut: of the write-ahead log some bytes past the last one that was forced to the disk are missing or wrong, of the ledger's file
pages that a checkpoint was writing. Every turn that was acknowledged is there, and nothing is torn.

`PENCHANT_TEST_CUTS=5000 pytest tests/memory/faults/test_power.py` cuts at so many places instead of a few.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import LedgerError
from penchant.memory.forgetting import restoring
from penchant.memory.ledger import FILE
from sqlalchemy import event

from tests.conftest import Clock
from tests.memory.writer import Chance, open_small

CUTS = int(os.environ.get("PENCHANT_TEST_CUTS", "25"))

TURNS = 12

PAGE = 4096


@dataclass(frozen=True)
class Recording:
    """A ledger's file before and after a checkpoint, its log, and how long the log was when each turn was acknowledged."""

    before: bytes
    after: bytes
    log: bytes
    acknowledged: tuple[int, ...]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    folder = tmp_path_factory.mktemp("live")
    file, log = folder / FILE, folder / f"{FILE}-wal"
    with open_small(folder, index=False) as memory:
        person = memory.user("ada")
        memory.ledger.truncate_log()

        def by_itself_never(connection: Any, _record: object) -> None:
            connection.execute("pragma wal_autocheckpoint = 0")

        event.listen(memory.ledger.engine, "connect", by_itself_never)
        memory.ledger.engine.dispose()
        sizes = []
        with memory.ledger.read() as holding:  # the log stays while a connection is open
            holding.exec_driver_sql("select 1 from meta")
            for number in range(TURNS):
                person.observe(f"turn {number} is about topic {number % 5}", session="s", id=str(number))
                sizes.append(log.stat().st_size)
            before, written = file.read_bytes(), log.read_bytes()
        memory.ledger.truncate_log()
        after = file.read_bytes()
    assert sizes == sorted(set(sizes))
    assert sizes[-1] == len(written)
    return Recording(before, after, written, tuple(sizes))


def left(folder: Path, file: bytes, log: bytes) -> Path:
    """Put down what a power cut has left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / FILE).write_bytes(file)
    (folder / f"{FILE}-wal").write_bytes(log)
    return folder


def turns(folder: Path) -> list[str]:
    """Return the ids of the turns of a ledger that is sound, with evidence for each."""
    with closing(sqlite3.connect(folder / FILE)) as raw:
        assert raw.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert raw.execute("pragma foreign_key_check").fetchall() == []
        assert raw.execute("select count(distinct event) from evidence").fetchone() == (
            raw.execute("select count(*) from events").fetchone()
        )
        return [row[0] for row in raw.execute("select id from events order by seq")]


TAILS: dict[str, Callable[[random.Random, int], bytes]] = {
    "missing": lambda _chance, _size: b"",
    "zeros": lambda _chance, size: bytes(size),
    "of another time": lambda chance, size: chance.randbytes(size),
}


@pytest.mark.parametrize("tail", TAILS)
def test_a_log_that_is_cut_off_anywhere_keeps_every_turn_that_was_acknowledged_before(
    recording: Recording, tmp_path: Path, tail: str
) -> None:
    chance = random.Random(tail)
    exact = [*recording.acknowledged, recording.acknowledged[0] - 1]
    for cut in [*exact, *(chance.randrange(len(recording.log)) for _ in range(CUTS))]:
        rest = TAILS[tail](chance, len(recording.log) - cut)
        folder = left(tmp_path / "cut", recording.before, recording.log[:cut] + rest)
        known = sum(size <= cut for size in recording.acknowledged)
        assert turns(folder) == [str(number) for number in range(known)]


def test_a_checkpoint_that_is_torn_is_made_again_from_the_log(recording: Recording, tmp_path: Path) -> None:
    chance = random.Random(7)
    size = max(len(recording.before), len(recording.after))
    before, after = recording.before.ljust(size, b"\0"), recording.after.ljust(size, b"\0")
    for _ in range(CUTS):
        torn = bytearray(before)
        for start in range(0, size, PAGE):
            if before[start : start + PAGE] != after[start : start + PAGE]:
                cut = chance.choice((0, 512, 1024, 2048, 3584, PAGE))  # sectors of a page that were written
                torn[start : start + cut] = after[start : start + cut]
        end = chance.choice((len(recording.before), size))
        folder = left(tmp_path / "torn", bytes(torn[:end]), recording.log)
        assert turns(folder) == [str(number) for number in range(TURNS)]


def test_after_a_cut_a_memory_opens_by_itself_and_weighs_as_a_replay_does(recording: Recording, tmp_path: Path) -> None:
    chance = random.Random(3)
    for known in (1, TURNS // 2, TURNS):
        cut = recording.acknowledged[known - 1]
        folder = left(tmp_path / "cut", recording.before, recording.log[:cut] + chance.randbytes(5000))
        with open_small(folder, index=False) as memory:
            person = memory.user("ada")
            assert len(person.turns("s", 100)) == known
            held = person.weights()
            person.rebuild()
            assert held
            assert person.weights() == pytest.approx(held, abs=1e-9, rel=0)
            assert person.observe("turn 99 is about topic 1", session="s").new


def test_a_page_that_the_disk_has_torn_is_found_the_copy_offered_and_restored(tmp_path: Path, clock: Clock) -> None:
    data = tmp_path / "data"
    with open_small(data, clock=clock, index=False) as memory:
        person = memory.user("ada")
        for number in range(40):
            person.observe(f"turn {number} is about topic {number % 5}", session="s")
        made = memory.back_up()
        weights = person.weights()
        with memory.ledger.read() as connection:
            page = connection.exec_driver_sql("select rootpage from sqlite_master where name = 'evidence'").scalar_one()
    torn = bytearray((data / FILE).read_bytes())
    torn[page * PAGE - 2048 : page * PAGE] = random.Random(5).randbytes(2048)
    (data / FILE).write_bytes(torn)
    with (
        open_small(data, clock=clock, index=False) as memory,
        pytest.raises(LedgerError, match=f"is damaged.*keep the file.*penchant restore {made}"),
    ):
        memory.ledger.check()
    done = restoring.restore(data, made, clock, Chance())
    assert done.events == 40
    assert done.aside is not None
    assert (done.aside / FILE).read_bytes()[: len(torn)] == bytes(torn)
    with open_small(data, clock=clock, index=False) as memory:
        memory.ledger.check()
        assert memory.user("ada").weights() == pytest.approx(weights, abs=1e-9, rel=0)
