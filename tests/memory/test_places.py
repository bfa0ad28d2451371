"""Where a memory is stored: a folder, or what a folder says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from penchant.memory import InterestMemory, SettingsError
from penchant.memory.ledger import Ledger
from penchant.memory.places import place_of


@pytest.mark.parametrize("url", ["postgresql+psycopg://me:secret@db/penchant", "sqlite:///m.sqlite3", "http://chroma"])
def test_a_url_where_a_folder_is_wanted_is_refused_and_makes_no_folder(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"stores\.toml") as told:
        Ledger(Path(url))
    assert "secret" not in str(told.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a:b", "c:/data", "what now", "me@home: my data"])
def test_other_folders_may_be_named_as_they_like(name: str) -> None:
    assert place_of(Path(name)).ledger == Path(name)


@pytest.mark.parametrize("nowhere", ["", "  ", None, 5])
def test_a_memory_without_a_place_is_refused(nowhere: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="a memory needs a place"):
        InterestMemory(nowhere)
    assert list(tmp_path.iterdir()) == []
