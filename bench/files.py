"""Labelled files: their lines, and the command line of scripts that measure on them, FILE… [--show]."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def read(path: Path) -> list[dict[str, Any]]:
    """Return labelled lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def over_files(description: str | None, report: Callable[[Path, bool], None]) -> None:
    """Call `report` with each file that is given, and whether all that is read otherwise shall be shown."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    for file in options.files:
        report(file, options.show)
