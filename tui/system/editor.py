"""The draft in the person's own editor."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..text.paste import cleaned

if TYPE_CHECKING:
    from textual.app import App

FALLBACKS = ("sensible-editor", "nano", "vim", "vi", "notepad")
"""What is looked for where no editor is named."""


async def edit_text(app: App[Any], text: str) -> str:
    """Return a text as the person left it in their editor; the app gives up the terminal meanwhile, and a reply streams on.

    Raises:
        ValueError: there is no editor, or it failed; the text is what it was.
    """
    from textual.app import SuspendNotSupported

    command = editor(os.environ)
    with tempfile.TemporaryDirectory(prefix="penchant-") as folder:
        file = Path(folder) / "message.md"
        file.write_text(text, "utf-8", newline="\n")
        try:
            with app.batch_update(), app.suspend():
                await _run([*command, str(file)])
        except SuspendNotSupported as error:
            raise ValueError("an editor cannot be opened in a browser") from error
        finally:
            app.refresh(layout=True)
        return _read(file)


def editor(environ: Mapping[str, str]) -> list[str]:
    """Return the command of the person's editor, from `$VISUAL`, `$EDITOR`, or what is there.

    Raises:
        ValueError: there is none.
    """
    for name in ("VISUAL", "EDITOR"):
        if named := environ.get(name, "").strip():
            try:
                return shlex.split(named, posix=os.name != "nt")
            except ValueError as error:
                raise ValueError(f"${name} cannot be understood: {named!r}") from error
    for fallback in FALLBACKS:
        if found := shutil.which(fallback, path=environ.get("PATH")):
            return [found]
    raise ValueError("there is no editor; name one in $EDITOR")


async def _run(command: list[str]) -> None:
    with _ctrl_c_left_to_the_editor():
        try:
            process = await asyncio.create_subprocess_exec(
                *command, preexec_fn=_heed_ctrl_c if os.name == "posix" else None
            )
        except OSError as error:
            raise ValueError(f"the editor {command[0]!r} cannot be started: {error.strerror}") from error
        if code := await process.wait():
            raise ValueError(f"the editor {command[0]!r} failed with {code}; the draft is what it was")


@contextmanager
def _ctrl_c_left_to_the_editor() -> Iterator[None]:
    """Let Ctrl+C in the terminal mean the editor and not this process."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _heed_ctrl_c() -> None:
    """Undo in the editor's process what is ignored in this one; called between fork and exec."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _read(file: Path) -> str:
    try:
        text = file.read_text("utf-8", errors="replace")
    except OSError as error:
        raise ValueError(f"what the editor left cannot be read: {error.strerror}") from error
    return cleaned(text).removesuffix("\n")
