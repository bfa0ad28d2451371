"""An export that cannot be written whole."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from penchant.memory import UserMemory
from penchant.tui.copying import write_out


@contextmanager
def files_of_at_most(size_bytes: int) -> Iterator[None]:
    """Let this process write no file that is larger."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_of_an_export_that_does_not_fit_nothing_is_left(person: UserMemory, tmp_path: Path) -> None:
    person.observe("I love jazz.", session="s")
    pieces, target = iter(list(person.export_json())), tmp_path / "me.json"
    with files_of_at_most(100), pytest.raises(ValueError, match=r"me\.json cannot be written: File too large"):
        write_out(pieces, target)
    assert not target.exists()
