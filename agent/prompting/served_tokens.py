"""How many tokens a text has by the vocabulary of a model that llama.cpp serves on this machine: its server tokenizes what it is sent."""

from __future__ import annotations

import json
from functools import lru_cache
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from .tokens import Counter

SECONDS = 2.0
"""So long the server is waited for: it answers in a millisecond, also while it writes a reply."""

KEPT = 4096
"""Counts that are kept: every prompt counts the session's turns again."""


def served_counter(base_url: str, api_key: str, instead: Counter) -> Counter:
    """Return what counts by the model's own vocabulary; `instead` counts where the server does not answer.

    Args:
        base_url: where the model is served; its tokenizer is beside /v1.
        api_key: what the server wants.
        instead: counts at least as many.
    """
    address = urlsplit(base_url)

    @lru_cache(maxsize=KEPT)
    def counted(text: str) -> int:
        return _asked(address.hostname or "", address.port or 80, api_key, text)

    def count(text: str) -> int:
        if not text:
            return 0
        try:
            return counted(text)
        except (OSError, HTTPException, ValueError, LookupError):  # the server is gone, or was never llama.cpp's
            return instead(text)

    return count


def _asked(host: str, port: int, api_key: str, text: str) -> int:
    connection = HTTPConnection(host, port, timeout=SECONDS)
    sound = text.encode("utf-8", "replace").decode()
    body = json.dumps({"content": sound, "add_special": False, "parse_special": True})
    try:
        connection.request(
            "POST", "/tokenize", body, {"Content-Type": "application/json", "Authorization": f"Bearer {api_key}"}
        )
        return len(json.loads(connection.getresponse().read())["tokens"])
    finally:
        connection.close()
