"""Ctrl-Z in the plain chat."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.loopback import Loopback
from tests.tui.tmux import Terminal, needs_tmux

PROGRAM = Path(sys.executable).with_name("penchant")


@needs_tmux
def test_the_shell_has_its_terminal_back_and_fg_goes_on_with_the_line(tmp_path: Path) -> None:
    with Loopback(reply="Go climbing.") as server, Terminal(tmp_path, (100, 30), {}) as terminal:
        terminal.run(f"{PROGRAM} chat --plain --data {tmp_path}/data --model {server.base_url}#m")
        terminal.wait_for("/quit leaves", "\n›")
        terminal.type("I love ja")
        terminal.wait_for("› I love ja")
        terminal.press("C-z")
        terminal.wait_for("Stopped")
        terminal.run("echo in the shell")
        terminal.wait_for("\nin the shell")
        terminal.run("clear; fg")
        terminal.wait_for("\n› I love ja")
        terminal.type("z")
        terminal.press("Left")
        terminal.type("z")
        terminal.wait_for("› I love jazz")
        terminal.press("Enter")
        terminal.wait_for("Go climbing.", "+jazz")
        terminal.press("C-d")
        terminal.wait_for_shell()
