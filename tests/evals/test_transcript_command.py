"""`penchant eval run --transcript`: on any number of processes, past bad lines, and taken up again after a kill."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from penchant.evals import jobs
from penchant.evals.results import written
from penchant.evals.run import run_transcript
from penchant.evals.transcripts import Unreadable
from penchant.tui.cli import app
from typer.testing import CliRunner, Result

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
SAID = ("I love rock climbing.", "My other passion is chamber music.", "Rock climbing makes my fingers strong.")
SYSTEMS = ("--systems", "penchant,most recent")
PATIENCE = 120
"""Seconds after which what should have happened has failed."""


def log(file: Path, people: int) -> Path:
    lines = [
        {"user": f"person {who}", "session": f"s{n}", "time": (START + timedelta(days=n)).isoformat(), "role": "user"}
        | {"text": text}
        for n, text in enumerate(SAID)
        for who in range(people)
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return file


def with_a_bad_line(file: Path) -> Path:
    lines = file.read_text("utf-8").splitlines()
    lines[2] = lines[2].replace('"user", "text"', '"boss", "text"')
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def called(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["eval", "run", *map(str, arguments), *SYSTEMS])


def figures(out: Path, *arguments: str | Path) -> str:
    result = called(*arguments, "--out", out)
    assert result.exit_code == 0, (result.output, result.exception)
    return out.read_text("utf-8")


def test_one_process_and_two_write_the_same_bytes(tmp_path: Path, kept: Path) -> None:
    file = log(tmp_path / "log.jsonl", 3)
    one = figures(tmp_path / "one.json", "--transcript", file, "--cache", kept)
    jobs._bench(kept).embedder.keep()
    for place in (kept / "units").rglob("*.json"):
        place.unlink()
    assert figures(tmp_path / "two.json", "--transcript", file, "--cache", kept, "--processes", "2") == one
    assert set(json.loads(one)["suites"]["transcript"]["systems"]) == {"penchant", "most recent"}
    assert "ms a turn" in (tmp_path / "one.costs.json").read_text("utf-8")
    assert "ms a turn" not in one


def test_a_bad_line_in_the_middle_is_told_and_left_out(tmp_path: Path, kept: Path) -> None:
    file = with_a_bad_line(log(tmp_path / "log.jsonl", 2))
    first = called("--transcript", file, "--cache", kept, "--out", tmp_path / "a.json")
    told = f"left out: {file}: line 3: role: is 'boss'"
    assert told in first.stderr
    assert first.exit_code == 0
    (note,) = (
        one for one in json.loads((tmp_path / "a.json").read_text())["suites"]["transcript"]["notes"] if "Left" in one
    )
    assert note.startswith("Left out of log.jsonl, for they cannot be read: 1")
    assert told in called("--transcript", file, "--cache", kept).stderr  # though it has been read before
    strictly = called("--transcript", file, "--cache", kept, "--strict")
    assert strictly.exit_code == 1
    assert isinstance(strictly.exception, Unreadable)
    assert f"{file}: line 3: role: is 'boss'" in str(strictly.exception)


def test_a_strict_run_stops_before_anything_is_measured(tmp_path: Path) -> None:
    file = with_a_bad_line(log(tmp_path / "log.jsonl", 2))
    with pytest.raises(Unreadable, match="line 3: role"):
        run_transcript(file, cache=tmp_path / "kept", strict=True)
    assert not list((tmp_path / "kept").rglob("*.json"))


def test_the_good_lines_of_a_file_give_what_a_file_of_them_gives(tmp_path: Path, kept: Path) -> None:
    bad = with_a_bad_line(log(tmp_path / "log.jsonl", 2))
    (tmp_path / "good").mkdir()
    good = tmp_path / "good" / "log.jsonl"
    good.write_text("".join(line for line in bad.read_text().splitlines(keepends=True) if "boss" not in line))
    told: list[str] = []
    found = [run_transcript(file, systems=["most recent"], cache=kept, tell=told.append) for file in (bad, good)]
    assert len(told) == 1
    first, second = (one.suites["transcript"].systems["most recent"].metrics for one in found)
    assert first == second


def test_a_run_that_was_killed_goes_on_to_the_same_figures(tmp_path: Path, kept: Path) -> None:
    file = log(tmp_path / "log.jsonl", 8)
    command = [sys.executable, "-m", "penchant.tui.cli", "eval", "run", "--transcript", file, "--cache", kept]
    running = subprocess.Popen(
        [*map(str, command), *SYSTEMS, "--processes", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait(lambda: done(kept) > 2, running)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    wait(lambda: not alive(running.pid))
    half = done(kept)
    assert 2 < half < 16
    resumed = figures(tmp_path / "resumed.json", "--transcript", file, "--cache", kept)
    assert done(kept) == 16
    again = run_transcript(file, systems=["penchant", "most recent"], cache=fresh(kept, tmp_path))
    assert resumed == written(again, costs=False)


def fresh(kept: Path, folder: Path) -> Path:
    """A folder with the same vectors and no finished work."""
    place = folder / "fresh"
    place.mkdir()
    for file in kept.glob("vectors.sqlite*"):
        shutil.copy(file, place)
    return place


def wait(happened: Callable[[], bool], running: subprocess.Popen[bytes] | None = None) -> None:
    start = monotonic()
    while not happened():
        assert running is None or running.poll() is None, "it ended before it could be killed"
        assert monotonic() - start < PATIENCE
        threading.Event().wait(0.01)


def done(kept: Path) -> int:
    return len(list((kept / "units").rglob("*.json")))


def alive(group: int) -> bool:
    """Whether a process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
