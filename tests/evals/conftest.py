"""The folder that the tests of evaluation keep their work in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from penchant.evals import jobs


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """Return a folder to keep work in; nothing of it stays open."""
    yield tmp_path / "kept"
    jobs._bench.cache_clear()
