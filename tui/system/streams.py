"""The three streams as every command may use them."""

from __future__ import annotations

import io
import os
import sys


def prepare() -> None:
    """Open those that were closed on nothing, and speak UTF-8 with files and pipes, whatever the locale's encoding is.

    In the place of a closed one the next file that is opened would get what is printed. What cannot be read or shown is a question mark.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - stays open
        elif isinstance(stream, io.TextIOWrapper):
            chosen = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=stream.encoding if chosen else "utf-8", errors="replace")
