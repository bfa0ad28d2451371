"""A session in an encrypted memory, step by step: after each, every byte that is on the disk is looked through for what was said.

It begins readable, so that the same look finds what it later must not find.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from penchant.memory.embedding import Vectorizer
from penchant.memory.sealing import ciphers, masters
from penchant.tui.cli import app
from typer.testing import CliRunner

from bench.scan import Secret, scan
from tests.memory.sealed_session import CHINESE, CHINESE_LABEL, ENGLISH, FILE, LABEL, SESSION, SOURCE, Steps
from tests.memory.writer import Chance

SECRETS = [
    Secret("the English sentence", text=ENGLISH),
    Secret("the Chinese sentence", text=CHINESE),
    Secret("the topic's label", text=LABEL),
    Secret("the Chinese label", text=CHINESE_LABEL),
    Secret("the sentence's vector", vector=Vectorizer(Chance())([ENGLISH])[0]),
    Secret("the label's vector", vector=Vectorizer(Chance())([LABEL])[0]),
    Secret("a file's name", text=FILE),
    Secret("a session's name", text=SESSION),
    Secret("a source's name", text=SOURCE),
]


def readable(folder: Path) -> set[str]:
    """Return what can be read in the data folder, the configuration's and the temporary one."""
    return {hit.secret for hit in scan([folder / name for name in ("data", "config", "temporary")], SECRETS)}


class Session:
    """A process that does what it is told."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.memory.sealed_session", str(folder)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        assert self.hear() == "open"

    def hear(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def tell(self, step: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(step + "\n")
        self.process.stdin.flush()

    def kill(self) -> list[str]:
        """Kill it, and return what it had still answered."""
        self.process.kill()
        rest, _ = self.process.communicate(timeout=120)
        return [json.loads(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("data", "config", "temporary"):
        (tmp_path / name).mkdir()
    rows = "".join(f"{ENGLISH} Part {number},2026-02-01T00:{number:02}:00Z\n" for number in range(40))
    (tmp_path / "import.csv").write_text("title,at\n" + rows, "utf-8")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    for variable, name in (("TMPDIR", "temporary"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "temporary")):
        monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.setenv(masters.VARIABLE, b64encode(ciphers.new_key()).decode())
    return tmp_path


def test_at_every_moment_of_a_session_nothing_of_it_can_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Steps(folder, index=False)
    plain.write_aside()
    assert readable(folder) == {"the English sentence", "the topic's label"}
    plain.drop_aside()
    assert readable(folder) == set()
    for step in (plain.say, plain.attach, plain.name, plain.write_draft):
        step()
    assert {secret.name for secret in SECRETS} - readable(folder) == {"a source's name"}
    plain.close()
    with monkeypatch.context() as of_the_command:
        of_the_command.setattr(tempfile, "tempdir", None)  # the command changes it
        result = CliRunner().invoke(app, ["encrypt", "--data", str(folder / "data")])
    assert "encrypted, " in result.output
    assert readable(folder) == set()
    sealed = Session(folder)
    for name in (
        "read_draft", "say", "attach", "name", "take_in", "steer", "find", "write_draft", "rebuild", "write_aside", "drop_aside", "find",
    ):  # fmt: skip
        sealed.tell(name)
        assert sealed.hear() == name
        assert readable(folder) == set(), name
    sealed.tell("flood")
    acknowledged = [sealed.hear() for _ in range(30)] + sealed.kill()
    assert readable(folder) == set()
    again = Steps(folder, index=True)
    assert {turn.id for turn in again.person.turns("flood", 1000)} >= set(acknowledged)
    for step in (again.read_draft, again.find, again.rebuild, again.say):
        step()
        assert readable(folder) == set(), step
    again.close()
    assert readable(folder) == set()
