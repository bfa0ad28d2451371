"""A transcript with bad lines is measured by its good ones: a copy of these, and how many were left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..memory.importers.node import Unreadable
from .labels import NO_LABELS
from .results import Run
from .transcripts import TranscriptTurn, read


def measured(file: Path, measure: Callable[[Path], Run], tell: Callable[[Unreadable], None] | None) -> Run:
    """Return the run of a transcript. A bad line is told and left out, and the run says so; without `tell` it raises.

    Raises:
        Unreadable: the file fits no format, or a line cannot be read and there is no `tell`.
    """
    bad = 0

    def count(error: Unreadable) -> None:
        nonlocal bad
        bad += 1
        if tell is None:
            raise error
        tell(error)

    for _ in read(file, count):
        pass
    if not bad:
        return measure(file)
    with _good_lines(file) as good:
        return _noted(measure(good), file, bad)


@contextmanager
def _good_lines(file: Path) -> Iterator[Path]:
    """Give a copy of what can be read in a file, as lines of our own format."""
    with TemporaryDirectory(prefix="penchant-") as folder:
        copy = Path(folder) / file.name
        with copy.open("w", encoding="utf-8") as lines:
            lines.writelines(line_of(turn) for turn in read(file, lambda _error: None))
        yield copy


def line_of(turn: TranscriptTurn) -> str:
    """Return a turn as a line of our own format, which reads as the same turn."""
    fields: dict[str, Any] = {"user": turn.user, "session": turn.session, "time": turn.at.isoformat()}
    fields |= {"role": turn.role, "text": turn.text}
    if turn.id:
        fields["id"] = turn.id
    if turn.labels != NO_LABELS:
        fields["labels"] = {name: value for name, value in asdict(turn.labels).items() if value not in (None, ())}
    return json.dumps(fields, ensure_ascii=False) + "\n"


def _noted(run: Run, file: Path, bad: int) -> Run:
    """Return a run that says what was left out, with the digest of the file as it is."""
    with file.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    note = f"Left out of {file.name}, for they cannot be read: {bad:,}; `penchant eval check` names them."
    suites = {
        name: replace(one, notes=[*one.notes, note], data={**one.data, file.name: digest})
        for name, one in run.suites.items()
    }
    return replace(run, suites=suites)
