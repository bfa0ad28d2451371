"""The server's log: a JSON object a line, without a word that anybody has said, and without names of people.

Of an exception the line has the type and where it was raised; its message may quote a text or an id.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

LOG = logging.getLogger("penchant.server")

_PLAIN = {"uvicorn.error", "uvicorn"}
"""Loggers whose messages are of the server itself; of all others only the place is told."""


class JsonLines(logging.Formatter):
    """Writes a record as one JSON object; fields come in `extra={"fields": {…}}`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        line |= {"said": _said(record)} | getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            line |= where(record.exc_info[1])
        return json.dumps(line)


def where(error: BaseException) -> dict[str, Any]:
    """Return an exception's type and the last places of its traceback."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return {
        "error": type(error).__name__,
        "raised": [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in frames],
    }


def _said(record: logging.LogRecord) -> str:
    if record.name == LOG.name:
        return str(record.msg)  # a constant of ours; what varies is in the fields
    if record.name in _PLAIN and not record.exc_info:
        return record.getMessage()
    return f"{record.module}:{record.lineno}"


def to_standard_error() -> None:
    """Let everything that is logged in this process go to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    LOG.setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)
    logging.captureWarnings(True)
