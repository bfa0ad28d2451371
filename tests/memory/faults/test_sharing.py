"""A data folder that two machines have: it is said at opening, once, and by `doctor`; nothing is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from penchant.memory import InterestMemory, whereabouts
from penchant.memory.ledger import FILE, Ledger
from penchant.memory.synced import conflicts, keeper
from penchant.memory.whereabouts import Whereabouts

from tests.conftest import Clock
from tests.memory.writer import open_small


@pytest.fixture
def small(clock: Clock) -> Callable[[Path], InterestMemory]:
    return lambda folder: open_small(folder, clock=clock, index=False)


def at(monkeypatch: pytest.MonkeyPatch, machine: str, boot: str = "one") -> None:
    monkeypatch.setattr(whereabouts, "here", lambda: Whereabouts(machine, boot))
    monkeypatch.setattr("penchant.memory.interests.here", lambda: Whereabouts(machine, boot))


COPIES = (
    "ledger (Ada's conflicted copy 2026-03-01).sqlite3",
    "ledger (In Konflikt stehende Kopie von Laptop 2026-03-01).sqlite3",
    "ledger.sync-conflict-20260301-120000-ABCDEFG.sqlite3",
    "ledger.sync-conflict-20260301-120000-ABCDEFG.sqlite3-wal",
    "ledger (conflicted copy 2026-03-01 120000).sqlite3",
    "ledger_conflict-20260301-120000.sqlite3",
    "ledger (SFConflict ada@example.org 2026-03-01).sqlite3",
    "ledger.sqlite3.Conflict",
    "ledger (冲突副本).sqlite3",
    "ledger 2.sqlite3",
    "ledger (1).sqlite3",
    "ledger-DESKTOP-7QX2.sqlite3",
)


@pytest.mark.parametrize("name", COPIES)
def test_a_conflict_copy_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert [one.name for one in conflicts(tmp_path)] == [name]


def test_what_is_our_own_or_a_persons_is_none(small: Callable[[Path], InterestMemory], tmp_path: Path) -> None:
    with small(tmp_path) as memory:
        memory.user("ada").observe("topic 1")
        memory.back_up(tmp_path / "ledger-old.sqlite3")
        memory.back_up()
        for name in ("ledger-20260301.sqlite3", "ledger-before-moving.sqlite3", "notes (1).txt"):
            (tmp_path / name).touch()
        assert conflicts(tmp_path) == []
        assert memory.notices() == ()


def test_a_conflict_copy_is_told_once_and_nothing_is_refused(
    small: Callable[[Path], InterestMemory], tmp_path: Path
) -> None:
    with small(tmp_path) as memory:
        memory.user("ada").observe("topic 1")
    shutil.copy(tmp_path / FILE, tmp_path / COPIES[0])
    for told in (1, 0, 0):
        with small(tmp_path) as memory:
            new = memory.new_notices()
            assert len(new) == told
            assert all("another machine has changed this ledger too" in said and COPIES[0] in said for said in new)
            assert len(memory.notices()) == 1
            assert memory.user("ada").observe("topic 2").new
    (tmp_path / COPIES[2]).touch()
    with small(tmp_path) as memory:
        (new_one,) = memory.new_notices()
        assert COPIES[2] in new_one


@pytest.mark.parametrize(
    "inside",
    [
        "Dropbox/penchant",
        "OneDrive - Contoso/data",
        "Library/Mobile Documents/com~apple~CloudDocs/p",
        "Nextcloud",
        "iCloudDrive/p",
    ],
)
def test_a_folder_that_a_program_keeps_alike_is_known(tmp_path: Path, inside: str) -> None:
    assert keeper(tmp_path / "Sites" / "p") == ""
    assert keeper(tmp_path / inside) != ""


@pytest.mark.parametrize(("mark", "program"), [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox")])
def test_what_such_a_program_leaves_in_a_folder_tells_it(tmp_path: Path, mark: str, program: str) -> None:
    (tmp_path / "all" / mark).mkdir(parents=True)
    assert keeper(tmp_path / "all" / "of" / "it") == program
    assert keeper(tmp_path / "other") == ""


def test_a_ledger_that_another_machine_has_not_closed_is_told(
    small: Callable[[Path], InterestMemory], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "laptop")
    with small(tmp_path / "laptop") as memory:
        memory.user("ada").observe("topic 1")
        shutil.copytree(tmp_path / "laptop", tmp_path / "desktop")  # while it is open: its log goes along
    shutil.copytree(tmp_path / "laptop", tmp_path / "closed")
    at(monkeypatch, "desktop")
    with small(tmp_path / "desktop") as memory:
        (said,) = memory.new_notices()
        assert "last open on another machine and was not closed there" in said
        assert [turn.text for turn in memory.user("ada").latest(9)] == ["topic 1"]
    for folder in ("desktop", "closed"):  # it is this machine's now; and who moves a closed folder is told nothing
        with small(tmp_path / folder) as memory:
            assert memory.new_notices() == ()


def test_a_ledger_that_was_cut_off_by_a_power_cut_is_read_through_at_once(
    small: Callable[[Path], InterestMemory], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    at(monkeypatch, "laptop")
    with small(tmp_path / "live") as memory:
        memory.user("ada").observe("topic 1")
        for copy in ("killed", "cut"):
            shutil.copytree(tmp_path / "live", tmp_path / copy)
        check = type(memory.ledger).check

        def noted(ledger: Ledger) -> None:
            read.append(Path(str(ledger.url.database)).parent)
            check(ledger)

        monkeypatch.setattr(type(memory.ledger), "check", noted)
    small(tmp_path / "killed").close()  # the same run of the machine: a kill tears no page
    at(monkeypatch, "laptop", "two")
    small(tmp_path / "live").close()  # it had been closed
    small(tmp_path / "cut").close()
    assert read == [tmp_path / "cut"]
    small(tmp_path / "cut").close()
    assert read == [tmp_path / "cut"]
