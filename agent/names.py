"""Names as parts of the names of files."""

from __future__ import annotations

import re


def in_a_file(name: str) -> str:
    """Return a model's name as it stands in a file's.

    >>> in_a_file("openai:text-embedding-3-small")
    'openai_text-embedding-3-small'
    """
    return re.sub(r"[^\w.-]", "_", name)
