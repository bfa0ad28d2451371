"""`penchant eval watch` beside a chat that goes on in another process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from penchant.evals.results import read
from penchant.memory import InterestMemory
from penchant.tui.cli import app
from typer.testing import CliRunner

CHAT = """
import sys, threading
from pathlib import Path
from penchant.memory import InterestMemory

ended, said = threading.Event(), 0
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
with InterestMemory(Path(sys.argv[1]), index=False) as memory:
    while not ended.is_set() or said < 2:
        memory.user("ana").observe("I love rye bread.", session="live")
        said += 1
        print(said, flush=True)
"""


def test_a_chat_in_another_process_goes_on_while_its_memory_is_watched(tmp_path: Path, kept: Path) -> None:
    store = tmp_path / "store"
    command = [sys.executable, "-c", CHAT, str(store)]
    chat = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert chat.stdout is not None
    assert chat.stdout.readline() == "1\n"
    how = [
        "--data",
        store,
        "--user",
        "ana",
        "--systems",
        "most recent",
        "--cache",
        kept,
        "--out",
        tmp_path / "run.json",
    ]
    watched = CliRunner().invoke(app, ["eval", "watch", *map(str, how)])
    said, _ = chat.communicate("")
    assert chat.returncode == 0
    assert watched.exit_code == 0, (watched.output, watched.exception)
    assert "Measured of the memory: " in watched.stderr
    found = read((tmp_path / "run.json").read_text("utf-8"))
    assert found.command == 'penchant eval watch --user ana --systems "most recent"'
    with InterestMemory(store, index=False) as memory:
        assert memory.user("ana").count_turns("live") == int(said.split()[-1])
