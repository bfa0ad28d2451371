"""What was fitted for an embedding model: a file of coefficients beside the code that reads it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from .embedding import in_a_file


def fitted_for(package: str, what: str, embedder: str) -> Any:
    """Return what was fitted for an embedding model, from a package's `<what>_<embedder>.json`; None where there is no such file."""
    path = files(package) / f"{what}_{in_a_file(embedder)}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None
