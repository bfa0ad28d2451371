"""What there is to know of a memory's place is shown where the chat begins, once, and by `doctor` as long as it is so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from penchant.agent.settings import load
from penchant.memory.ledger import Ledger
from penchant.tui.upkeep import _place

from tests.conftest import Clock
from tests.loopback import Loopback
from tests.tui.stage import running

COPY = "ledger (conflicted copy 2026-03-01).sqlite3"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


async def test_the_full_screen_shows_it_once(tmp_path: Path, server: Loopback, clock: Clock) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / COPY).touch()
    for shown in (True, False):
        async with running(tmp_path / "data", server, clock) as (app, _):
            notices = [one for one in app.screen._heard if COPY in one.text]  # type: ignore[attr-defined]
            assert bool(notices) is shown
            assert all(one.kind == "notice" for one in notices)


def test_doctor_says_it_as_long_as_it_is_so(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    Ledger(folder).close()
    assert "alone as far as can be seen" in _place(load(data=folder))
    (folder / COPY).touch()
    for _ in range(2):
        with pytest.raises(ValueError, match="another machine has changed this ledger too"):
            _place(load(data=folder))
    (folder / COPY).unlink()
    assert "alone as far as can be seen" in _place(load(data=folder))


def test_a_folder_that_a_program_keeps_alike_is_no_failure_as_long_as_one_machine_opens_it(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox" / "data"
    Ledger(folder).close()
    assert "kept alike on several machines (Dropbox)" in _place(load(data=folder))
    (folder / COPY).touch()
    with pytest.raises(
        ValueError, match=r"kept alike on several machines.*another machine has changed this ledger too"
    ):
        _place(load(data=folder))
