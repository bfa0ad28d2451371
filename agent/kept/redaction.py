"""Keys and passwords out of what is shown, stored or copied: servers repeat them in their errors, people in their messages."""

from __future__ import annotations

import os
import re

LEAST_KEY = 6
"""A shorter value of a key's variable is a placeholder such as "none", which may be an ordinary word of an error."""

_VARIABLE = re.compile(r".*_(?:(?:API|ACCESS|SECRET|PRIVATE)_KEY|TOKEN|SECRET|PASSWORD)", re.IGNORECASE)

_NAMES = r"(?:api[_-]?key|access[_-]?key|token|secret|passw(?:or)?d)"

_SHAPES = tuple(
    (re.compile(shape, re.IGNORECASE | re.DOTALL), instead)
    for shape, instead in (
        (r"://[^/@\s]+@", "://…@"),
        (r"\bsk-[\w*-]{8,}", "sk-…"),
        (r"\b(gh[pousr]_|github_pat_|hf_|gsk_|glpat-|xox[abpr]-|AKIA|AIza)[\w-]{12,}", r"\1…"),
        (r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*", "eyJ…"),  # a JSON web token
        (r"\b(bearer|authorization\W{1,4}basic) [\w.~+/=-]{16,}", r"\1 …"),
        (rf"([\w-]{{0,40}}{_NAMES}=)[^\s\"'&;,…]{{4,}}", r"\1…"),  # in an address, or set in a shell
        (rf"(\"[\w-]*{_NAMES}\"\s*:\s*\")[^\"…]{{4,}}", r"\1…"),  # in JSON
        (r"(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(-----END|\Z)", r"\1…\2"),
    )
)


def without_secrets(text: str) -> str:
    """Return a text without keys, tokens and passwords: those of this process's environment, and what has the form of one.

    >>> without_secrets("postgres://ada:pw@host/db?token=abcdef")
    'postgres://…@host/db?token=…'
    """
    for variable in os.environ:
        if _VARIABLE.fullmatch(variable) and len(key := os.environ.get(variable, "")) >= LEAST_KEY:
            text = text.replace(key, "…")
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text
