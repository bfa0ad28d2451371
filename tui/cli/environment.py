"""What stands in the environment under our name: a variable that nobody reads is told of, and an empty folder is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

import typer

PREFIX = "PENCHANT_"

SETTINGS = (
    "MODEL", "TOOLS", "EMBEDDER", "DATA", "USER", "SYSTEM", "PERSONALIZE", "GATE_MODEL", "GATE_SECONDS", "CONNECT_SECONDS",
    "FIRST_SECONDS", "SILENCE_SECONDS", "BIAS", "EXTRACTOR", "IMAGE_MODEL", "AUDIO_MODEL", "BACKGROUND_TOKENS", "REDACT",
    "PSEUDONYMIZE", "THEME", "SEND_KEY", "KEYS",
)  # fmt: skip
"""The settings (agent/settings.py), named here so that a command starts without importing them."""

OTHERS = (
    "API_KEY", "TRACING", "MASTER_KEY", "NEW_MASTER_KEY", "PASSPHRASE", "PASSPHRASE_FD", "NEW_PASSPHRASE",
)  # fmt: skip
"""What else is read from the environment."""

_KUBERNETES = re.compile(r"PORT(_\w+)?|(SERVICE|SERVER_SERVICE)_(HOST|PORT\w*)")
"""What Kubernetes sets in every pod beside a service called penchant."""


def unread(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each variable of our name that nothing reads.

    >>> list(unread({"PENCHANT_PERSONALISE": "off", "PENCHANT_USER": "ada"}))
    ['PENCHANT_PERSONALISE is no setting and changes nothing; PENCHANT_PERSONALIZE is one']
    """
    for variable in sorted(environ):
        name = variable.upper().removeprefix(PREFIX)
        if not variable.upper().startswith(PREFIX) or name in (*SETTINGS, *OTHERS) or _KUBERNETES.fullmatch(name):
            continue
        near = get_close_matches(name, (*SETTINGS, *OTHERS), 1, 0.8)
        meant = f"; {PREFIX}{near[0]} is one" if near else ""
        yield f"{variable} is no setting and changes nothing{meant}"


def check(environ: Mapping[str, str]) -> None:
    """Refuse a data folder without a name: it would be the one that the command was called in.

    Raises:
        ValueError: it is set to nothing.
    """
    if environ.get(f"{PREFIX}DATA", "somewhere") == "":
        raise ValueError(f"{PREFIX}DATA is set to nothing: name a folder, or unset it")


def folder(text: str) -> Path:
    """Return the folder that `--data` names.

    Raises:
        typer.BadParameter: it is nothing, as a variable of the shell is that was never set.
    """
    if not text.strip():
        raise typer.BadParameter("it is empty, as a variable of the shell is that was never set; name a folder")
    return Path(text)
