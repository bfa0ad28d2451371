"""`penchant encrypt` and `decrypt`, as a person uses them."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

import pytest
from penchant.agent.settings import load
from penchant.memory.errors import LedgerLocked
from penchant.memory.ledger import Ledger
from penchant.memory.sealing import drafts, masters, record
from penchant.tui.cli import app
from penchant.tui.cli.logs import _watched
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


def test_temporary_files_are_in_memory_once_an_encrypted_memory_is_open(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tempfile.gettempdir()
    monkeypatch.setenv("TMPDIR", before)
    keep_off_the_disk()
    assert os.environ["TMPDIR"] == tempfile.gettempdir()
    there = Path("/dev/shm").is_dir()
    assert (tempfile.gettempdir() == "/dev/shm") is there
    assert there or tempfile.gettempdir() == before
    assert data.is_dir()


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="there is no folder in memory here")
def test_what_is_copied_to_be_read_lies_in_memory_before_anything_of_it_is_copied(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(masters.PASSPHRASE, "first")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    penchant("encrypt", "--with", "passphrase")
    with closing(sqlite3.connect(tmp_path / "History")) as browser:
        browser.execute("CREATE TABLE walrus (polka TEXT)")
    made, make = list[str](), tempfile.mkdtemp

    def told(*given: str | None) -> str:
        made.append(make(*given))
        return made[-1]

    for work in (lambda: penchant("import", str(tmp_path / "History")), lambda: _watched(load(), "", {})):
        forget_keys(data)
        made.clear()
        monkeypatch.setattr(tempfile, "tempdir", None)
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        with monkeypatch.context() as heard:
            heard.setattr(masters._known, "unlocked", keep_off_the_disk)
            heard.setattr(tempfile, "mkdtemp", told)
            with suppress(ValueError):  # neither finds anything to work on
                work()
        assert made
        assert [place for place in made if not place.startswith("/dev/shm/")] == []
