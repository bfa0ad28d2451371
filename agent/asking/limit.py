"""Whether an answer ended because it had reached its limit of tokens: then it may end in the middle of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NAMES = ("finish_reason", "stop_reason", "done_reason")

_LIMITS = frozenset({"length", "max_tokens", "max_output_tokens"})


def at_limit(metadata: Mapping[str, Any]) -> bool:
    """Return whether what LangChain hands on beside a chunk says so, in the words of whichever provider.

    >>> at_limit({"finish_reason": "length"}), at_limit({"stop_reason": "max_tokens"}), at_limit({"finish_reason": "stop"})
    (True, True, False)
    >>> at_limit({"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}})
    True
    """
    details = metadata.get("incomplete_details")
    why = details.get("reason") if isinstance(details, Mapping) else None
    return any(str(said).lower() in _LIMITS for said in (*map(metadata.get, _NAMES), why))
