"""Copying: through the terminal (OSC 52) and by the system's tools, read back where that can be done, and said as it is."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

SECONDS = 2.0
"""How long a tool may take."""

TERMINAL_LIMIT = 74_994
"""Bytes that terminals take at most: many cut a sequence off at 100,000 bytes, and base64 makes 4 of 3."""

SCREEN_PIECE = 512
"""Bytes that GNU screen hands through at once."""

_WITHOUT = {"Apple_Terminal": "Apple's Terminal"}
"""Terminals, by $TERM_PROGRAM, that do not know OSC 52."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of copying: whether it worked as far as can be known, and what to tell the person."""

    copied: bool
    message: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that takes a text to the clipboard, and one that reads it back, if there is one."""

    name: str
    copy: tuple[str, ...]
    paste: tuple[str, ...] = ()
    coding: str = "utf-8"


WAYLAND = Tool("wl-copy", ("wl-copy",), ("wl-paste", "--no-newline"))
X11 = (
    Tool("xclip", ("xclip", "-selection", "clipboard", "-in"), ("xclip", "-selection", "clipboard", "-out")),
    Tool("xsel", ("xsel", "--clipboard", "--input"), ("xsel", "--clipboard", "--output")),
)
MAC = Tool("pbcopy", ("pbcopy",), ("pbpaste",))
WINDOWS = Tool("clip.exe", ("clip.exe",), coding="utf-16")
TMUX = Tool("tmux", ("tmux", "load-buffer", "-w", "-"), ("tmux", "save-buffer", "-"))


def tools(environ: Mapping[str, str], platform: str = sys.platform) -> Iterator[Tool]:
    """Yield the tools that reach the person's own clipboard; of those on a machine that one is logged in to, only what leads back."""
    remote = "SSH_CONNECTION" in environ or "SSH_TTY" in environ
    if environ.get("WAYLAND_DISPLAY") and not remote:
        yield WAYLAND
    if (display := environ.get("DISPLAY", "")) and (not remote or display.startswith("localhost:")):
        yield from X11
    if platform == "darwin" and not remote:
        yield MAC
    if (platform == "win32" or "WSL_DISTRO_NAME" in environ) and not remote:
        yield WINDOWS
    if environ.get("TMUX"):
        yield TMUX


def terminal_refuses(environ: Mapping[str, str], length: int) -> str:
    """Return why the terminal will not copy so many bytes; empty if it may."""
    if environ.get("TERM") in ("linux", "dumb"):
        return "the console has no clipboard"
    if (name := _WITHOUT.get(environ.get("TERM_PROGRAM", ""))) and not environ.get("TMUX"):
        return f"{name} lets no program copy"
    return "it is too long for the terminal" if length > TERMINAL_LIMIT else ""


def sequences(text: str, environ: Mapping[str, str]) -> Iterator[str]:
    """Yield what to write to the terminal, wrapped for GNU screen, which would keep it to itself."""
    whole = f"\x1b]52;c;{b64encode(text.encode()).decode()}\x07"
    if environ.get("TERM", "").startswith("screen") and not environ.get("TMUX"):
        for start in range(0, len(whole), SCREEN_PIECE):
            yield f"\x1bP{whole[start : start + SCREEN_PIECE]}\x1b\\"
    else:
        yield whole


async def copy(app: App[Any], text: str, environ: Mapping[str, str] | None = None) -> Outcome:
    """Copy a text, and return what came of it.

    It is written to the terminal and given to the first tool that works: which of them reaches the person, only they can tell.
    """
    environ = os.environ if environ is None else environ
    text = text.encode("utf-8", "replace").decode()  # halves of characters have no bytes
    refused = terminal_refuses(environ, len(text.encode()))
    _write(app, text, environ)
    failed: list[str] = []
    for tool in tools(environ):
        if shutil.which(tool.copy[0], path=environ.get("PATH")) is None:
            continue
        if not (reason := await _copied_by(tool, text, environ)):
            return Outcome(True, _copied(tool))
        failed.append(reason)
    if not refused:
        why = f"; {', '.join(failed)}" if failed else ""
        return Outcome(True, f"sent to the terminal; it may not support copying (OSC 52){why}")
    return _saved(text, ", ".join([*failed, refused]))


def _copied(tool: Tool) -> str:
    if tool is TMUX:
        return "copied (tmux); tmux passes it on where the terminal supports copying (OSC 52)"
    return f"copied ({tool.name})" if tool.paste else f"given to {tool.name}"


def _write(app: App[Any], text: str, environ: Mapping[str, str]) -> None:
    """Write to the terminal, and keep it for pasting within the app."""
    if len(pieces := list(sequences(text, environ))) == 1:
        app.copy_to_clipboard(text)
    elif app._driver is not None:  # Textual writes the plain sequence only
        for piece in pieces:
            app._driver.write(piece)


async def _copied_by(tool: Tool, text: str, environ: Mapping[str, str]) -> str:
    """Give a text to a tool and read it back; returns what went wrong."""
    code, _ = await _run(tool.copy, environ, text.encode(tool.coding))
    if code:
        return f"{tool.name} failed"
    if not tool.paste or shutil.which(tool.paste[0], path=environ.get("PATH")) is None:
        return ""
    code, found = await _run(tool.paste, environ)
    same = found.decode("utf-8", "replace").replace("\r\n", "\n") == text.replace("\r\n", "\n")
    return "" if code == 0 and same else f"{tool.name} did not keep it"


async def _run(command: tuple[str, ...], environ: Mapping[str, str], given: bytes | None = None) -> tuple[int, bytes]:
    """Run a tool and return its exit code and what it wrote.

    A tool that copies stays behind to hand the text out, so nothing of it is read: that would wait for its end.
    """
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=nothing if given is None else pipe,
            stdout=pipe if given is None else nothing,
            stderr=nothing,
            env={**environ, "LC_CTYPE": "UTF-8"} if command[0].startswith("pb") else dict(environ),
        )
    except OSError:
        return 1, b""
    try:
        found, _ = await asyncio.wait_for(process.communicate(given), SECONDS)
    except (TimeoutError, OSError):
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        return 1, b""
    return process.returncode or 0, found or b""


def _saved(text: str, why: str) -> Outcome:
    """Write a text where only its owner can read it, as the last resort."""
    try:
        handle, name = tempfile.mkstemp(prefix="penchant-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as error:
        return Outcome(False, f"could not be copied: {why}; and not be saved: {error.strerror}")
    return Outcome(False, f"could not be copied: {why}; saved to {name}")
