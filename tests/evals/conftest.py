"""Vectors that the tests of evaluation share: a model's calibration takes longer than most of what they measure."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from penchant.evals import jobs
from penchant.evals.embeddings import KeptEmbedder
from penchant.memory.embedding import Vectorizer


@pytest.fixture(scope="session")
def calibrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the vectors that calibrate the packaged model."""
    folder = tmp_path_factory.mktemp("calibrated")
    embedder = KeptEmbedder(folder)
    Vectorizer(embedder).warm()
    embedder.close()
    return folder


@pytest.fixture
def kept(calibrated: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a folder to keep work in, where the model is calibrated already; nothing of it stays open."""
    yield shutil.copytree(calibrated, tmp_path / "kept")
    jobs._bench.cache_clear()
