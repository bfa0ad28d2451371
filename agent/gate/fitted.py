"""The names of embedding models, and what was fitted for each: a file of coefficients beside the code."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any


def in_a_file(name: str) -> str:
    """Return a model's name as it stands in a file's.

    >>> in_a_file("openai:text-embedding-3-small")
    'openai_text-embedding-3-small'
    """
    return re.sub(r"[^\w.-]", "_", name)


def fitted_for(embedder: str, what: str) -> Any:
    """Return what was fitted for an embedding model, from `<what>_<embedder>.json`; None where there is no such file."""
    path = files(__package__) / f"{what}_{in_a_file(embedder)}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None
