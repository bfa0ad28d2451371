"""A real terminal to test in: tmux, on a socket of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

import pytest

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")

WAIT_SECONDS = 300.0

READY = "ready>"
"""The shell's prompt: the program has ended."""


class Terminal:
    """One tmux window with a shell in it.

    Args:
        folder: where its socket and its files are.
        size: columns and rows.
        variables: the environment, beside PATH and what a shell needs.
    """

    def __init__(self, folder: Path, size: tuple[int, int], variables: Mapping[str, str]) -> None:
        self.variables = variables
        self._socket = folder / "tmux"
        (folder / "home").mkdir(exist_ok=True)
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self._environment = {
            **kept,
            "LC_ALL": "C.UTF-8",
            "HOME": str(folder / "home"),
            "TERM": "xterm-256color",
            **variables,
        }
        columns, rows = size
        self._tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), "sh")
        self._tmux("set-option", "-g", "escape-time", "0")

    def __enter__(self) -> Terminal:
        self.wait_until(lambda seen: seen.strip() in ("$", "#"))
        self.run("PS1='ready> '; clear")
        self.wait_for(READY)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tmux("kill-server", check=False)

    def type(self, text: str) -> None:
        """Type a text as it stands."""
        self._tmux("send-keys", "-l", "--", text)

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names: Enter, Escape, C-c, M-Enter, S-Up, PageUp."""
        self._tmux("send-keys", *keys)

    def run(self, command: str) -> None:
        """Type a command and Enter."""
        self.type(command)
        self.press("Enter")

    def paste(self, text: str) -> None:
        """Paste a text, bracketed as terminals do."""
        subprocess.run(
            ["tmux", "-S", str(self._socket), "load-buffer", "-"],
            input=text.encode(),
            check=True,
            env=self._environment,
        )
        self._tmux("paste-buffer", "-p")

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size."""
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def screen(self, *options: str) -> str:
        """Return what is seen."""
        return self._tmux("capture-pane", "-p", *options)

    def ask(self, variable: str) -> str:
        """Return what tmux knows of the pane: `pane_pid`, `alternate_on`, `cursor_flag`, `mouse_any_flag`."""
        return self._tmux("display-message", "-p", f"#{{{variable}}}").strip()

    def wait_for(self, *texts: str, gone: tuple[str, ...] = ()) -> str:
        """Wait until the screen has all of some texts and none of others, and return it."""
        return self.wait_until(
            lambda seen: all(text in seen for text in texts) and not any(text in seen for text in gone)
        )

    def wait_for_shell(self) -> None:
        """Wait until the program has ended: the prompt alone may be that of its start, seen again before it ends."""
        self.wait_until(lambda seen: READY in seen and self.ask("pane_current_command") == "sh")

    def wait_until(self, holds: Callable[[str], bool]) -> str:
        """Wait until something holds of the screen, and return it."""
        until = time.monotonic() + WAIT_SECONDS
        while not holds(seen := self.screen()):
            if time.monotonic() > until:
                raise AssertionError(f"waited in vain; the screen is\n{seen}")
            time.sleep(0.05)
        return seen

    def takes_keys(self) -> None:
        """Wait until a program takes keys as they are pressed, which may be long before it draws anything."""
        with Path(self.ask("pane_tty")).open("rb", buffering=0) as terminal:
            until = time.monotonic() + WAIT_SECONDS
            while termios.tcgetattr(terminal)[3] & termios.ICANON:
                assert time.monotonic() < until
                time.sleep(0.001)

    def _tmux(self, *arguments: str, check: bool = True) -> str:
        command = ["tmux", "-f", "/dev/null", "-S", str(self._socket), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=self._environment, check=check)
        return done.stdout
