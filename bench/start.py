"""How long a start takes: CPU seconds of `penchant --help` and of the chat until its prompt stands there, medians of seven.

python bench/start.py
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import pexpect

RUNS = 7
PENCHANT = str(Path(sys.executable).with_name("penchant"))


def cpu_of(command: list[str]) -> float:
    """Return the CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cpu_until_prompt(folder: str) -> float:
    """Return the CPU seconds that the chat has used when its prompt appears, its threads included."""
    chat = pexpect.spawn(
        PENCHANT, ["chat", "--plain", "--model", "embedded", "--data", folder], encoding="utf-8", timeout=60
    )
    chat.expect("› ")
    user, system = Path(f"/proc/{chat.pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]
    chat.close(force=True)
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(f"python -c pass   {median(cpu_of([sys.executable, '-c', 'pass']) for _ in range(RUNS)):.2f} s")
        print(f"penchant --help  {median(cpu_of([PENCHANT, '--help']) for _ in range(RUNS)):.2f} s")
        print(f"chat prompt      {median(cpu_until_prompt(folder) for _ in range(RUNS)):.2f} s")
