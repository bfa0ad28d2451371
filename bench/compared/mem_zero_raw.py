"""mem0 in its raw mode: messages are stored as they are, no model is asked."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from compared import mem_zero


def opened(folder: Path, embedder: Any, model: str) -> AbstractContextManager[mem_zero.Mem0]:
    """Hold a memory in a folder."""
    return mem_zero.opened(folder, embedder, model, infer=False)
