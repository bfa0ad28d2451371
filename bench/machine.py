"""What a figure was measured on, and where it goes: the machine, versions, and a file of JSON."""

from __future__ import annotations

import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any


def machine() -> dict[str, Any]:
    """Return the processor, its cores, memory, versions and how busy it is; nothing that names the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory, 1),
        "python": platform.python_version(),
        "penchant": version("penchant"),
        "load": [round(one, 1) for one in os.getloadavg()],
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def write(path: Path | None, results: Any, *, also: dict[str, Any] | None = None) -> None:
    """Write results with the machine and the command, if there is somewhere to write them."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {"command": command(), "machine": machine(), **(also or {}), "results": results}
    path.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def command() -> str:
    """Return what was run, folders of this machine by their last names."""
    return " ".join(["python", f"bench/{Path(sys.argv[0]).name}", *(_named(one) for one in sys.argv[1:])])


def _named(argument: str) -> str:
    return Path(argument).name if argument.startswith("/") else argument
