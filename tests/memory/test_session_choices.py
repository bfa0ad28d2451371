"""What is chosen for one session and kept with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from penchant.memory import InterestMemory

from tests.memory.life import WordVectors


def opened(folder: Path) -> InterestMemory:
    return InterestMemory(folder, embedder=WordVectors(), index=False)


def test_a_choice_is_kept_for_its_session_and_person_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as memory:
        ada, ben = memory.user("ada"), memory.user("ben")
        ada.set_choice("monday", "personalize", "off")
        assert ada.choice("monday", "personalize") == "off"
        assert ada.choice("tuesday", "personalize") == ada.choice("monday", "other") == ""
        assert ben.choice("monday", "personalize") == ""
    with opened(tmp_path) as again:
        assert again.user("ada").choice("monday", "personalize") == "off"


def test_a_choice_can_be_changed_and_taken_back(tmp_path: Path) -> None:
    with opened(tmp_path) as memory:
        ada = memory.user("ada")
        for value in ("off", "always", ""):
            ada.set_choice("任何 session\x00" * 50, "personalize", value)
            assert ada.choice("任何 session\x00" * 50, "personalize") == value


def test_a_session_that_cannot_be_has_no_choice(tmp_path: Path) -> None:
    with opened(tmp_path) as memory:
        ada = memory.user("ada")
        for ask in (lambda: ada.choice("a\ud800", "personalize"), lambda: ada.set_choice("a\ud800", "x", "off")):
            with pytest.raises(ValueError, match="session has half of a surrogate pair"):
                ask()


def test_a_choice_is_short(tmp_path: Path) -> None:
    with opened(tmp_path) as memory, pytest.raises(ValueError, match="at most 200 bytes, got 201"):
        memory.user("ada").set_choice("monday", "personalize", "x" * 201)
