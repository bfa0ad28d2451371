"""The three streams of a command: closed, full, and in a locale that is not UTF-8."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from penchant.memory import InterestMemory

from tests.server.stage import plain_environment

PENCHANT = [sys.executable, "-m", "penchant.tui.cli"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with what somebody said."""
    folder = tmp_path / "data"
    with InterestMemory(folder, index=False) as memory:
        memory.user("me").observe("我喜欢爬山。", session="s")
    return folder


def run(line: str, data: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command under a shell, which closes or directs its streams: `line` stands behind it."""
    command = ["sh", "-c", f'"$@" {line}', "sh", *PENCHANT, *arguments, "--data", str(data)]
    return subprocess.run(command, capture_output=True, check=False, env=plain_environment() | variables)


@pytest.mark.parametrize(
    ("command", "line", "code", "said"),
    [
        (["export"], ">&-", 0, ""),
        (["start"], "<&-", 0, ""),
        (["rerank"], "<&-", 1, "penchant: there are no lines in the input"),
        (["stop", "爬山"], "<&-", 1, "Aborted"),
        (["forget", "--verify"], "<&-", 1, "penchant: type the words to look for"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else str(given),
)
def test_a_stream_that_is_closed_is_an_empty_one(
    data: Path, command: list[str], line: str, code: int, said: str
) -> None:
    done = run(line, data, *command)
    told = done.stderr.decode()
    assert (done.returncode, "Traceback" in told) == (code, False), told
    assert said in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is full")
@pytest.mark.parametrize("command", [["export"], ["interests"], ["interests", "--json"]], ids=" ".join)
def test_a_full_disk_behind_the_output_is_told_in_one_line(data: Path, command: list[str]) -> None:
    done = run(">/dev/full", data, *command)
    assert done.returncode == 1
    assert done.stderr.decode() == "penchant: what is written: No space left on device\n"


def test_files_and_pipes_are_utf_8_in_any_locale(data: Path) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert "爬山" in run("", data, "interests", **ascii_only).stdout.decode()
    assert json.loads(run("", data, "interests", "--json", **ascii_only).stdout.decode())[0]["label"] == "爬山"
    started = run("<<END\n我喜欢茶\nEND", data, "start", **ascii_only)
    assert "茶: weight" in started.stdout.decode(), started
