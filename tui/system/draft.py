"""What was typed and not sent, on disk: a crash, a kill or a closed window loses none of it.

Each terminal writes a file of its own and holds a lock beside it for as long as it lives. A file whose lock is free is one whose
writer is dead, and the next terminal takes it over; what another terminal is writing is never touched. What is on disk has placeholders
for secrets, as what is stored has.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from uuid import uuid4

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from ...memory.sealing.drafts import Cover


class Draft:
    """The draft and the queue of one terminal; entered, it has taken over what a dead one left.

    Args:
        folder: where drafts are kept; made if it is missing.
        session: the session it is written in; may be changed.
        cover: seals drafts beside a memory that is encrypted.
        redact: takes out of a text what must not be on disk.
    """

    def __init__(
        self,
        folder: Path,
        session: str,
        cover: Cover | None = None,
        redact: Callable[[str], str] = lambda text: text,
    ) -> None:
        self.session = session
        self._redact = redact
        self._cover = cover
        self.text = ""
        """What stood in the prompt."""
        self.queue: list[str] = []
        """What waited to be sent, oldest first."""
        self._file = folder / f"{uuid4().hex}.json"
        self._lock: BaseFileLock | None = None

    def __enter__(self) -> Self:
        """Lock a file of one's own, and take over what the last terminal left that died; of the same session, if there is one."""
        with suppress(OSError):  # a folder that cannot be written: the chat goes on, and `save` says it
            drafts = self._file.parent
            for folder in (drafts.parent, drafts):  # `parents` alone would make the data folder readable by others
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = _locked(self._file)
            self._take_over()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the file for the next terminal, or nothing if there is nothing in it."""
        if self._lock is not None:
            with suppress(OSError):
                if not self._file.exists():
                    Path(self._lock.lock_file).unlink(missing_ok=True)
            self._lock.release()

    def save(self, text: str, queue: Sequence[str] = ()) -> None:
        """Write the draft and the queue; nothing in them leaves nothing on disk.

        Raises:
            OSError: it cannot be written.
        """
        self.text, self.queue = text, list(queue)
        if not text.strip() and not queue:
            if self._file.exists():
                self._file.unlink()
            return
        said = {"session": self.session, "text": self._redact(text), "queue": [*map(self._redact, self.queue)]}
        told = json.dumps(said, ensure_ascii=False)
        _replace(self._file, told if self._cover is None else self._cover.seal(told))

    def _take_over(self) -> None:
        """Make the newest draft without a writer one's own: it is on disk twice before the old one goes."""
        others = [file for file in self._file.parent.glob("*.json") if file != self._file]
        for file in sorted(others, key=lambda one: _rank(one, self.session, self._cover), reverse=True):
            if (lock := _locked(file)) is None:
                continue
            try:
                if (found := _read(file, self._cover)) is not None:
                    self.save(found.text, found.queue)
                    file.unlink(missing_ok=True)
                    Path(lock.lock_file).unlink(missing_ok=True)
                    return
            finally:
                lock.release()


@dataclass(frozen=True, slots=True)
class _Left:
    """What a file holds."""

    session: str
    text: str
    queue: tuple[str, ...]


def _rank(file: Path, session: str, cover: Cover | None) -> tuple[bool, float]:
    """Return what a draft is chosen by: whether it is of the session, and when it was written."""
    found = _read(file, cover)
    try:
        return found is not None and found.session == session, file.stat().st_mtime
    except OSError:
        return False, 0.0


def _read(file: Path, cover: Cover | None) -> _Left | None:
    """Return what a draft says; None if it is gone, or no draft."""
    try:
        told = file.read_text("utf-8")
        found = json.loads(told if cover is None else cover.open(told) or "")
        return _Left(str(found["session"]), str(found["text"]), tuple(str(text) for text in found["queue"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _locked(file: Path) -> BaseFileLock | None:
    """Return a lock beside a file, held by this process until it ends; None if another one holds it."""
    from filelock import FileLock, Timeout

    lock = FileLock(file.with_suffix(".lock"), timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        return None
    return lock


def _replace(file: Path, text: str) -> None:
    """Write a file that only its owner can read, in one step: a crash leaves the old one or the new one.

    It is not forced to the disk: a key must not wait for that, and only a power cut in the next seconds would take it.
    """
    new = file.with_suffix(".new")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            stream.write(text)
        new.replace(file)
    except OSError:  # a full disk, say: half a draft is none
        with suppress(OSError):
            new.unlink()
        raise
