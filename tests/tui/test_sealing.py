"""`penchant encrypt` and `decrypt`, as a person uses them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from penchant.agent.settings import load
from penchant.memory.errors import LedgerLocked
from penchant.memory.ledger import Ledger
from penchant.memory.sealing import drafts, masters, record
from penchant.tui.cli import app
from penchant.tui.sealing import ask, keep_off_the_disk, state, unlocked
from penchant.tui.system.draft import Draft
from typer.testing import CliRunner, Result


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PENCHANT_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(record.Cost.__init__, "__defaults__", (64, 1, 1))  # a guess costs nothing in a test
    monkeypatch.setattr(tempfile, "tempdir", None)
    Ledger(tmp_path / "data").close()
    return tmp_path / "data"


def penchant(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def forget_keys(data: Path) -> None:
    found = record.peek(data)
    assert found is not None
    masters.forget(found.id)


def test_a_passphrase_is_set_changed_and_given_up(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert state(load()).startswith("off")
    monkeypatch.setenv(masters.PASSPHRASE, "first")
    assert "the key is made of a passphrase" in penchant("encrypt", "--with", "passphrase").output
    assert state(load()) == "on, the key is made of a passphrase"
    assert isinstance(penchant("encrypt").exception, ValueError)
    monkeypatch.setenv(masters.NEW_PASSPHRASE, "second")
    assert "the data keys were wrapped anew" in penchant("encrypt", "--rotate").output
    assert "were sealed by new data keys" in penchant("encrypt", "--data-keys", "--with", "passphrase").output
    forget_keys(data)
    with pytest.raises(LedgerLocked, match="passphrase is another one"):
        unlocked(data)
    monkeypatch.setenv(masters.PASSPHRASE, "second")
    assert unlocked(data) is not None
    assert "readable again" in penchant("decrypt", "--yes").output
    assert state(load()).startswith("off")
    assert unlocked(data) is None


def test_a_source_that_is_none_and_a_passphrase_that_nobody_gives_are_refused(data: Path) -> None:
    told = penchant("encrypt", "--with", "luck").exception
    assert isinstance(told, ValueError)
    assert "not from 'luck'" in str(told)
    told = penchant("encrypt", "--with", "passphrase").exception
    assert isinstance(told, LedgerLocked)
    assert "there is no terminal to ask" in str(told)
    assert isinstance(penchant("encrypt", "--rotate").exception, ValueError)
    assert penchant("decrypt", "--yes").exception is not None
    assert record.peek(data) is None


def test_nobody_is_asked_where_there_is_no_terminal() -> None:
    assert ask("Passphrase") is None


def test_a_draft_that_was_left_readable_is_sealed_and_found_again(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Draft(data / "drafts", "s") as draft:
        draft.save("the crimson walrus", ["and its polka"])
    monkeypatch.setenv(masters.PASSPHRASE, "first")
    penchant("encrypt", "--with", "passphrase")
    [file] = (data / "drafts").glob("*.json")
    assert "walrus" not in file.read_text("utf-8")
    with Draft(data / "drafts", "s", unlocked(data)) as draft:
        assert (draft.text, draft.queue) == ("the crimson walrus", ["and its polka"])
    with Draft(data / "drafts", "s") as blind:
        assert blind.text == ""
    penchant("decrypt", "--yes")
    with Draft(data / "drafts", "s") as draft:
        assert draft.text == "the crimson walrus"
    assert drafts.cover_for(data) is None


def test_temporary_files_are_in_memory_once_an_encrypted_memory_is_open(data: Path) -> None:
    before = tempfile.gettempdir()
    keep_off_the_disk()
    there = Path("/dev/shm").is_dir()
    assert (tempfile.gettempdir() == "/dev/shm") is there
    assert there or tempfile.gettempdir() == before
    assert data.is_dir()
