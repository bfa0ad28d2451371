"""What pytest-benchmark keeps of the machine with a run of bench/history.py: what every result has, and no name."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from machine import machine


def pytest_benchmark_update_machine_info(config: Any, machine_info: dict[str, Any]) -> None:  # noqa: ARG001 - the hook's own names
    """Keep what bench/machine.py tells."""
    machine_info.clear()
    machine_info.update(machine())
