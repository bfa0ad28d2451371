"""Ctrl-Z in the plain chat: the shell gets its terminal as it was, and `fg` finds the line as it stood."""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Callable


def watch_for_suspension(redraw: Callable[[], None]) -> None:
    """Set the terminal right before this process stops, and again as it was when it goes on; then call `redraw`.

    Python's readline does neither: a shell is left without echo, and after `fg` the line cannot be edited.
    """
    file = sys.stdin.fileno()
    before = termios.tcgetattr(file)

    def stop(number: int, _frame: object) -> None:
        now = termios.tcgetattr(file)
        termios.tcsetattr(file, termios.TCSADRAIN, before)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)  # goes on behind this line
        signal.signal(number, stop)
        termios.tcsetattr(file, termios.TCSADRAIN, now)
        if now != before:  # a line is being typed
            redraw()

    if signal.getsignal(signal.SIGTSTP) is signal.SIG_DFL:  # a shell without job control has it ignored
        signal.signal(signal.SIGTSTP, stop)
