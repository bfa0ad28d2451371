"""Reading through the files of an open ledger leaves its locks alone: another process that comes and goes takes no log away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from penchant.memory import Chosen, InterestMemory, UserMemory

OTHER = """
import sys
from penchant.memory import InterestMemory
with InterestMemory(sys.argv[1], index=False) as memory:
    print(*sorted(memory.user("ada").weights()))
"""


def seen_by_another(folder: Path) -> str:
    """Return what another process finds in a memory, which it opens and closes."""
    done = subprocess.run([sys.executable, "-c", OTHER, str(folder)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def forget(ada: UserMemory) -> None:
    """Forget with a receipt."""
    assert ada.forget_chosen(Chosen(turn=1)).clean


def search(ada: UserMemory) -> None:
    """Search the files for what is nowhere."""
    assert not ada.search_files(["ichthyology"]).hits


@pytest.mark.parametrize("read_through", [forget, search])
def test_a_turn_after_it_is_seen_by_others_and_survives(tmp_path: Path, read_through: object) -> None:
    assert callable(read_through)
    with InterestMemory(tmp_path, index=False) as memory:
        ada = memory.user("ada")
        ada.observe("I love judo")
        ada.observe("I love tea")
        read_through(ada)
        log = tmp_path / "ledger.sqlite3-wal"
        before = log.stat().st_ino
        seen_by_another(tmp_path)
        assert log.stat().st_ino == before
        ada.observe("I love chess")
        assert "chess" in seen_by_another(tmp_path)


def test_where_the_process_that_reads_fails_no_place_counts_as_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with InterestMemory(tmp_path, index=False) as memory:
        ada = memory.user("ada")
        ada.observe("I love judo")
        monkeypatch.setattr(sys, "executable", "/bin/false")
        scan = ada.search_files(["judo"])
    assert scan.files == 0
    assert any(str(tmp_path) in one for one in scan.unread)
