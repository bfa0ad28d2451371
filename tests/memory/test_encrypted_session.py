"""A session in an encrypted memory, step by step: after each, every byte that is on the disk is looked through for what was said.

It begins readable, so that the same look finds what it later must not find.
"""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from penchant.memory.embedding import Vectorizer
from penchant.memory.sealing import ciphers, masters
from penchant.tui.cli import app
from typer.testing import CliRunner

from tests.memory.writer import Chance
from tests.scanning import Secret, scan

ENGLISH = "I love the crimson walrus polka."
CHINESE = "我喜欢深夜的海象波尔卡。"
LABEL = "crimson walrus polka"

SECRETS = [
    Secret("the English sentence", text=ENGLISH),
    Secret("the Chinese sentence", text=CHINESE),
    Secret("the topic's label", text=LABEL),
    Secret("the Chinese label", text="海象波尔卡"),
    Secret("the sentence's vector", vector=Vectorizer(Chance())([ENGLISH])[0]),
    Secret("the label's vector", vector=Vectorizer(Chance())([LABEL])[0]),
    Secret("a file's name", text="walrus-notes.md"),
    Secret("a session's name", text="evening of the walrus"),
    Secret("a source's name", text="walrus-export"),
]

CHILD = """
import json, os, sys
from pathlib import Path
from penchant.memory import Attachment, InterestMemory
from penchant.memory.importers.formats import identify
from penchant.memory.importers.found import Options
from penchant.memory.records import Interaction
from penchant.memory.sealing import masters
from penchant.memory.sealing.drafts import cover_for
from penchant.tui.sealing import ask, keep_off_the_disk
from penchant.tui.system.draft import Draft
from tests.memory.test_encrypted_session import CHINESE, ENGLISH, LABEL
from tests.memory.writer import Chance, Minutes

data, export = Path(sys.argv[1]), Path(sys.argv[2])
masters.prepare(ask, keep_off_the_disk)
memory = InterestMemory(data, clock=Minutes(), embedder=Chance(), index=sys.argv[3] == "index")
person = memory.user("ada")
draft = Draft(data / "drafts", "s", cover_for(data)).__enter__()


def say():
    person.observe(ENGLISH, session="evening of the walrus", sent=json.dumps({"text": ENGLISH}), kind="statement")
    person.observe(CHINESE, session="evening of the walrus", kind="statement")
    person.observe(f"So you said: {ENGLISH}", role="assistant", session="evening of the walrus")

def attach():
    file = Attachment("walrus-notes.md", "text/markdown", f"# {ENGLISH} {CHINESE}".encode())
    person.observe(f"Look at this. {ENGLISH}", session="evening of the walrus", attachments=[file])

def name():
    person.name_session("evening of the walrus", ENGLISH)
    person.rename(LABEL, LABEL.upper())
    person.rename(LABEL.upper(), LABEL)

def take_in():
    found = identify(export).read(Options({"title": "title", "at": "at"}))
    some = [thing for thing in found if isinstance(thing, Interaction)]
    assert person.observe_all(some, source="walrus-export", format="table").new == 40

def steer():
    person.pin(LABEL)
    person.boost(LABEL, 2)
    person.mute("海象波尔卡")

def write_draft():
    draft.save(f"and what about {ENGLISH}", [CHINESE])

def find():
    assert any(ENGLISH in one.event.text for one in person.search("walrus polka", 5))
    person.recall_turns("What did I say of the crimson walrus polka?", 3)

def rebuild():
    person.rebuild()
    memory.settle()

def read_draft():
    assert ENGLISH in draft.text and draft.queue == [CHINESE], (draft.text, draft.queue)

def large():
    import tempfile
    with tempfile.NamedTemporaryFile() as file:
        file.write(ENGLISH.encode() * 1000)
        file.flush()
        print(json.dumps("open"), flush=True)
        sys.stdin.readline()

def flood():
    for number in range(100_000):
        print(json.dumps(person.observe(f"{ENGLISH} {number}", session="flood").event.id), flush=True)

print(json.dumps("open"), flush=True)
for line in sys.stdin:
    step = line.strip()
    if step == "close":
        break
    globals()[step]()
    print(json.dumps(step), flush=True)
draft.__exit__(None, None, None)
memory.close()
print(json.dumps("closed"), flush=True)
"""


class Session:
    """A process that does what it is told, and what is on the disk after each step."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folders = [folder / name for name in ("data", "config", "temporary")]
        export = folder / "import.csv"
        self._process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(folder / "data"), str(export), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert self.hear() == "open"

    def hear(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def tell(self, step: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(step + "\n")
        self._process.stdin.flush()

    def do(self, step: str) -> set[str]:
        """Do a step; return what can be read on the disk after it."""
        self.tell(step)
        assert self.hear() == step
        return self.readable()

    def readable(self) -> set[str]:
        return {hit.secret for hit in scan(self.folders, SECRETS)}

    def end(self, kill: bool = False) -> set[str]:
        if kill:
            self._process.kill()
        else:
            self.tell("close")
        self._process.communicate(timeout=120)
        return self.readable()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("data", "config", "temporary"):
        (tmp_path / name).mkdir()
    rows = "".join(f"{ENGLISH} Part {number},2026-02-01T00:{number:02}:00Z\n" for number in range(40))
    (tmp_path / "import.csv").write_text("title,at\n" + rows, "utf-8")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "temporary"))
    monkeypatch.setenv(masters.VARIABLE, b64encode(ciphers.new_key()).decode())
    return tmp_path


STEPS = ("say", "attach", "name", "take_in", "steer", "find", "write_draft", "rebuild", "find")


def penchant(folder: Path, *words: str) -> str:
    result = CliRunner().invoke(app, [*words, "--data", str(folder / "data")])
    assert result.exit_code == 0, result.output
    return result.output


def test_at_every_moment_of_a_session_nothing_of_it_can_be_read(folder: Path) -> None:
    plain = Session(folder, "no index")
    for step in ("say", "attach", "name", "write_draft"):
        found = plain.do(step)
    assert {secret.name for secret in SECRETS} - found == {"a source's name"}
    plain.tell("large")
    assert plain.hear() == "open"
    assert scan([folder / "temporary"], SECRETS)
    plain.tell("")
    assert plain.hear() == "large"
    plain.end(kill=True)  # its draft is left
    assert "encrypted" in penchant(folder, "encrypt")
    assert scan(plain.folders, SECRETS) == []
    sealed = Session(folder, "index")
    assert sealed.do("read_draft") == set()
    for step in STEPS:
        assert sealed.do(step) == set(), step
    sealed.tell("large")
    assert sealed.hear() == "open"
    assert sealed.readable() == set()
    sealed.tell("")
    assert sealed.hear() == "large"
    sealed.tell("flood")
    acknowledged = [sealed.hear() for _ in range(30)]
    assert sealed.end(kill=True) == set()
    assert len(set(acknowledged)) == 30
    again = Session(folder, "index")
    assert again.readable() == set()
    for step in ("read_draft", "find", "rebuild", "say"):
        assert again.do(step) == set(), step
    assert again.end() == set()
