"""The command `penchant`. Its version is told before the command line is imported, which takes ten times as long."""

from __future__ import annotations

import sys

VERSION = "0.1.0"
"""The package's; pyproject.toml reads it from here."""


def main() -> None:
    """Run the command line (cli/), or tell the version at once."""
    if sys.argv[1:] == ["--version"]:
        print(f"penchant {VERSION}")
        return
    from .cli import main as run

    run()
