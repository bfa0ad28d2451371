"""Where a ledger in a file was last open: on which machine, and in which run of it: so a power cut and a second machine are noticed."""

from __future__ import annotations

import hashlib
import json
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

from .errors import LedgerError
from .ledger import FILE, Ledger
from .places import Place

KEY: Final = "opened"
"""Under this key the ledger says where it was last open."""

_MACHINE: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A machine and a start of it, as marks that tell nothing but whether they are the same; "" where that is not known."""

    machine: str
    boot: str


def log_left(place: Place) -> bool:
    """Return whether a write-ahead log with something in it lies beside a ledger: it is open, or was not closed. Ask before opening it."""
    try:
        log = _log(place)
        return log is not None and log.stat().st_size > 0
    except (OSError, RuntimeError):  # the latter for the home of nobody
        return False


def note(ledger: Ledger) -> Whereabouts | None:
    """Take note that a ledger is open here, and return where it was before; None where nobody knows, or it is on a server."""
    if ledger.url.get_backend_name() != "sqlite":
        return None
    stored, now = ledger.get(KEY), here()
    before = None if stored is None else Whereabouts(**json.loads(stored))
    if before != now:
        with suppress(LedgerError):  # a full disk, say: it can be read all the same
            ledger.put(KEY, json.dumps(asdict(now)).encode())
    return before


@cache
def here() -> Whereabouts:
    """Return this machine and its present start."""
    return Whereabouts(_mark("machine", _machine()), _mark("boot", _first((_BOOT,))))


def _machine() -> str:
    if found := _first(_MACHINE):
        return found
    node = uuid.getnode()
    return "" if node >> 40 & 1 else str(node)  # with that bit it was drawn by chance


def _first(files: tuple[Path, ...]) -> str:
    for file in files:
        with suppress(OSError):
            if found := file.read_text("ascii", "replace").strip():
                return found
    return ""


def _mark(what: str, name: str) -> str:
    return hashlib.sha256(f"penchant {what} {name}".encode()).hexdigest()[:16] if name else ""


def _log(place: Place) -> Path | None:
    if isinstance(place.ledger, str) and "://" in place.ledger:
        return None
    return Path(place.ledger).expanduser() / f"{FILE}-wal"
