"""A few rounds of the thousand kills (bench/kills.py), and what its comparison would find."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.killing.expected import Expected
from tests.memory.stores import ON_SERVERS

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(ON_SERVERS, reason="kills what works on a folder")
def test_whatever_a_process_is_killed_in_all_it_acknowledged_is_there(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.kills", "--small", "--rounds", "4", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "wrong after a kill: 0" in done.stdout
    assert "killed 4 times" in done.stdout
    assert (tmp_path / "data" / "ledger.sqlite3").exists()


def found(**changed: Any) -> dict[str, Any]:
    there = {
        "living": {"e1": "one", "e2": "two"}, "twice": 0, "unlearned": 0, "standing": {"1": ["tea", True, False, 1.0, False, False]},
        "controls": [1], "apart": 0.0, "tokens": {"e1": "ledger.sqlite3"},
    }  # fmt: skip
    return there | changed


TOLD: list[dict[str, Any]] = [
    {"done": "turn", "events": {"e1": "one"}},
    {"done": "turn", "events": {"e2": "two"}},
    {"done": "turn", "events": {"e3": "three"}},
    {"done": "forget", "gone": ["e3"], "count": 1},
    {"done": "control", "standing": {"1": ["tea", True, False, 1.0, False, False]}, "last": 1},
]


@pytest.mark.parametrize(
    ("changed", "begun", "wrong"),
    [
        ({}, None, ""),
        ({"living": {"e1": "one"}}, None, "lost 1 acknowledged events"),
        ({"living": {"e1": "one"}}, {"begin": "forget", "count": 1}, ""),
        ({"living": {"e1": "one"}}, {"begin": "forget", "count": 2}, "lost 1"),
        ({"living": {"e1": "one", "e2": "other"}}, None, "other words"),
        ({"living": {"e1": "one", "e2": "two", "e4": "four"}}, None, "strange events"),
        (
            {"living": {"e1": "one", "e2": "two", "e4": "four"}},
            {"begin": "import", "events": {"e4": "four", "e5": "five"}},
            "",
        ),
        ({"living": {"e1": "one", "e2": "two", "e3": "three"}}, None, "came back"),
        ({"tokens": {"e3": "ledger.sqlite3-wal"}}, None, "bytes of what was forgotten"),
        ({"twice": 1}, None, "twice"),
        ({"unlearned": 1}, None, "not learned from"),
        ({"apart": 1e-6}, None, "from a replay"),
        ({"apart": float("nan")}, None, "from a replay"),
        ({"controls": []}, None, "control 1 is lost"),
        ({"standing": {"1": ["tea", False, False, 1.0, False, False]}}, None, "stand otherwise"),
        ({"index": "FAILED"}, None, "the index is FAILED"),
    ],
)
def test_what_is_not_as_it_was_acknowledged_is_noticed(
    changed: dict[str, Any], begun: dict[str, Any] | None, wrong: str
) -> None:
    said = Expected().round([*TOLD, *([begun] if begun else [])], found(**changed))
    assert any(wrong in one for one in said) if wrong else said == []
