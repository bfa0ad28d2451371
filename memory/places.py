"""Where a memory is stored: a folder, or servers. A folder with a `stores.toml` stands for servers, so that every command finds them:

    ledger = "postgresql+psycopg://penchant:${POSTGRES_PASSWORD}@db.example.org/penchant"
    index = "http://chroma.example.org:8000?database=penchant"

What stands in `${…}` is taken from the environment; right before an @ it is a password, and may have any character. Either line may be
missing: the other store is then in the folder.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from .errors import SettingsError

FILE: Final = "stores.toml"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the ledger is, a folder or a URL; the index's URL, "" for one beside the ledger; and the folder, where there is one."""

    ledger: Path | str
    index: str
    folder: Path | None


def place_of(place: Path | str, index: str = "") -> Place:
    """Return where a memory is stored; `index` is a URL that stands before what a folder says.

    Raises:
        SettingsError: the folder's `stores.toml` cannot be read, or names a variable that is not set; or the folder is a URL.
        ValueError: no place is named.
    """
    if not isinstance(place, str | os.PathLike) or not str(place).strip():
        raise ValueError(f'a memory needs a place: a folder, such as "penchant-data", or a URL; got {place!r:.60}')
    if isinstance(place, str) and "://" in place:
        return Place(place, index, None)
    if found := _SCHEME.match(str(place)):
        raise SettingsError(
            f"a folder cannot be a URL, such as {found[0]}/…: write it into a file {FILE} in a folder, as "
            f'ledger = "{found[0]}/…" (docs/scaling.md), and give that folder'
        )
    try:
        folder = Path(place).expanduser()
    except (RuntimeError, ValueError):  # the home of nobody, or no name of a file: the ledger says so
        return Place(place, index, None)
    named = _named(folder / FILE)
    return Place(named.get("ledger") or folder, index or named.get("index", ""), folder)


def _named(file: Path) -> dict[str, str]:
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{file} cannot be read: {error}") from error
    if wrong := [name for name, value in told.items() if name not in ("ledger", "index") or not isinstance(value, str)]:
        raise SettingsError(f"{file}: {wrong[0]} is none of ledger and index, with a URL each")
    return {name: _VARIABLE.sub(lambda found: _filled(found, file), url) for name, url in told.items()}


_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
"""How a URL begins that was taken for a folder, which has lost one of its slashes; a drive's letter is one alone."""

_VARIABLE: Final = re.compile(r"\$\{(\w+)\}(@?)")


def _filled(found: re.Match[str], file: Path) -> str:
    """Return a variable's value; before an @ it is a password, and may have any character."""
    value = _variable(found[1], file)
    return f"{quote(value, safe='')}@" if found[2] else value


def _variable(name: str, file: Path) -> str:
    if name not in os.environ:
        raise SettingsError(f"{file} takes {name} from the environment, where it is not set")
    return os.environ[name]
