"""Take the README's picture: a real chat in a pseudo-terminal, as docs/chat.svg.

python docs/picture.py
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import pexpect
from rich.console import Console
from rich.text import Text

LINES = (
    "I have started rock climbing, I go to the bouldering gym three times a week.",
    "I can't stand jazz, but I love cooking Thai food.",
    "Suggest something to do this weekend.",
    "/interests",
    "/why climbing",
)
WIDTH = 100


def main() -> None:
    """Chat and save the screen."""
    heard = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("penchant")), "chat", "--model", "embedded", "--data", folder]
        chat = pexpect.spawn(command[0], command[1:], encoding="utf-8", timeout=120, dimensions=(50, WIDTH))
        chat.expect("› ")
        chat.logfile_read = heard
        for line in LINES:
            heard.write("› ")
            chat.sendline(line)
            chat.expect("› ")
        chat.sendline("/quit")
        chat.expect(pexpect.EOF)
    screen = heard.getvalue().replace("\r\n", "\n").replace("› › ", "› ").rsplit("› ", 1)[0]
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(screen.strip()))
    console.save_svg(str(Path(__file__).with_name("chat.svg")), title="penchant")


if __name__ == "__main__":
    main()
