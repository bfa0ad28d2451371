"""What the tests of evaluation share: a folder to keep work in, and a bench for the systems."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from penchant.evals import jobs
from penchant.evals.systems.table import Bench


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """Return a folder to keep work in; nothing of it stays open."""
    yield tmp_path / "kept"
    jobs._bench.cache_clear()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(tmp_path_factory.mktemp("vectors"))
    yield made
    made.embedder.close()
