"""How long a start takes beside an empty program and beside importing the screen's library, in turn within one run.

    python bench/start.py --out bench/results/start.json

Told are medians of the processor's seconds, threads and children included, and of the seconds by the clock: `python -c pass`, `penchant
--version` and `--help`, importing `textual.app`, each package, and the plain chat until its prompt stands there (memory and the
model load behind it). What the prompt takes is read at the moment it appears, so its processor's time is that of the start alone.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pexpect
from machine import write

PENCHANT = str(Path(sys.executable).with_name("penchant"))
EMPTY, SCREEN = "python -c pass", "import textual.app"
IMPORTS = ("penchant.memory", "penchant.agent", "penchant.tui.app", "penchant.evals", "penchant.server")

Spent = tuple[float, float]
"""Seconds of the processor, and by the clock."""


def of_command(command: list[str]) -> Spent:
    """Return what a command takes."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - start


def until_prompt(folder: str) -> Spent:
    """Return what the chat has taken when its prompt appears, its threads included."""
    start = time.perf_counter()
    chat = pexpect.spawn(
        PENCHANT, ["chat", "--plain", "--model", "embedded", "--data", folder], encoding="utf-8", timeout=120
    )
    chat.expect("› ")
    took = time.perf_counter() - start
    user, system = Path(f"/proc/{chat.pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]
    chat.close(force=True)
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK"), took


def starts(folder: str) -> dict[str, Callable[[], Spent]]:
    """Return all that is measured, by name."""
    commands = {
        EMPTY: [sys.executable, "-c", "pass"],
        "penchant --version": [PENCHANT, "--version"],
        "penchant --help": [PENCHANT, "--help"],
        SCREEN: [sys.executable, "-c", SCREEN],
        **{f"import {name}": [sys.executable, "-c", f"import {name}"] for name in IMPORTS},
    }
    timed = {name: lambda command=command: of_command(command) for name, command in commands.items()}
    return timed | {"chat prompt": lambda: until_prompt(folder)}


def main() -> None:
    """Measure in turn, and print medians with ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        all_ = starts(folder)
        for each in all_.values():
            each()  # compiled files, and the disk's cache
        seen: dict[str, list[Spent]] = {name: [] for name in all_}
        for _ in range(chosen.runs):
            for name, each in all_.items():
                seen[name].append(each())
    cpu = {name: median(one for one, _ in some) for name, some in seen.items()}
    print(
        "| | s of the processor | s by the clock | of an empty program | of `import textual.app` |\n|---|---|---|---|---|"
    )
    for name, some in seen.items():
        ratios = f"{cpu[name] / cpu[EMPTY]:.2f} | {cpu[name] / cpu[SCREEN]:.2f}"
        print(f"| {name} | {cpu[name]:.3f} | {median(one for _, one in some):.3f} | {ratios} |")
    write(
        chosen.out,
        {name: {"cpu_s": [one for one, _ in some], "s": [one for _, one in some]} for name, some in seen.items()},
    )


if __name__ == "__main__":
    main()
