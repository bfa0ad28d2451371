"""The terminal around the full screen: keys pressed before the first frame count, and even a kill leaves it as it was."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

AS_BEFORE = "".join(
    (
        "\x1b[?1049l",  # the first screen
        "\x1b[?25h\x1b[0m",  # the cursor, plain colours
        "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l",  # no mouse
        "\x1b[?2004l\x1b[?1004l\x1b[?2048l",  # no bracketed paste, no reports of focus and size
        "\x1b[<u",  # keys as they were
    )
)
"""What a terminal is told that a killed program has left."""

WATCH = r"""
trap '' TTOU TTIN INT HUP TERM
read -r end || { stty "$1"; printf '%s' "$2"; } </dev/tty >/dev/tty 2>&1
"""
"""Waits for a word from the program; at its end without one the terminal is set right."""


@contextmanager
def watched() -> Iterator[type[LinuxDriver]]:
    """Take keys as they are pressed from now on; give the driver for the app, and see that the terminal is restored."""
    file = sys.__stdin__.fileno() if sys.__stdin__ else 0
    before = termios.tcgetattr(file)
    with _guard(file):
        _take_keys(file, before)
        try:
            yield _driver(before, _typed(file, before))
        finally:
            termios.tcsetattr(file, termios.TCSANOW, before)


def _take_keys(file: int, before: list[object]) -> None:
    """Let Enter be Enter, and echo nothing: it would stand above the first frame."""
    now = [*before]
    now[0] = int(str(now[0])) & ~termios.ICRNL
    now[3] = int(str(now[3])) & ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(file, termios.TCSANOW, now)  # type: ignore[arg-type]  # the same list with two numbers changed


def _typed(file: int, before: list[object]) -> str:
    """Return what was typed before keys were taken as they are; the terminal has made line breaks of its Enters."""
    typed = b""
    while select.select([file], [], [], 0)[0] and (more := os.read(file, 4096)):
        typed += more
    text = typed.decode("utf-8", "replace")
    return text.replace("\n", "\r") if int(str(before[0])) & termios.ICRNL else text


def _driver(before: list[object], typed: str) -> type[LinuxDriver]:
    class Driver(LinuxDriver):
        """Begins with what was typed already; restores what was there before the program, not what it found."""

        def start_application_mode(self) -> None:
            """Begin."""
            super().start_application_mode()  # type: ignore[no-untyped-call]
            self.attrs_before = before

        def run_input_thread(self) -> None:
            """Tell of what was typed first."""
            nonlocal typed
            first, typed = typed, ""  # the thread starts anew after an editor
            for event in XTermParser().feed(first):
                self.process_message(event)
            super().run_input_thread()

    return Driver


@contextmanager
def _guard(file: int) -> Iterator[None]:
    """See that a shell sets the terminal right if this process is killed."""
    guard = _started(file)
    try:
        yield
    finally:
        if guard is not None:
            with suppress(OSError):
                guard.communicate(b"end\n")


def _started(file: int) -> subprocess.Popen[bytes] | None:
    try:
        sane = subprocess.run(
            ["/bin/stty", "-g"], stdin=file, capture_output=True, text=True, check=True
        ).stdout.strip()
        command = ["/bin/sh", "-c", WATCH, "penchant-guard", sane, AS_BEFORE]
        return subprocess.Popen(command, stdin=subprocess.PIPE, process_group=0)  # noqa: S603 - our own words
    except (OSError, subprocess.SubprocessError):  # no such programs: a kill then leaves the terminal as it is
        return None
