"""What is acknowledged was forced to the disk before, and a disk that refuses to force it is told: seen from outside, by strace."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.memory.writer import DEADLINE_SECONDS, open_small

_WRITE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from penchant.memory import LedgerError
from writer import open_small
with open_small(Path(sys.argv[1]), index=False) as memory:
    person = memory.user("ada")
    for number in range(12):
        print(f"begun {number}", flush=True)
        try:
            person.observe(f"turn {number} is about topic {number % 3}", session="s", id=str(number))
            print(f"acknowledged {number}", flush=True)
        except LedgerError as error:
            print(f"refused {number} {error}", flush=True)
"""


def _traced(folder: Path, trace: Path, *options: str) -> list[str]:
    """Return what a writer said that was run under strace."""
    strace = shutil.which("strace")
    if (
        strace is None
        or subprocess.run([strace, "-o", "/dev/null", "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("there is no strace here, or it may not trace")
    command = [
        strace,
        "-f",
        "-o",
        str(trace),
        "-e",
        "trace=fsync,fdatasync,write",
        *options,
        sys.executable,
        "-c",
        _WRITE,
    ]
    command += [str(folder), str(Path(__file__).parents[1])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=DEADLINE_SECONDS)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def test_every_turn_is_forced_to_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    said = _traced(tmp_path / "data", tmp_path / "trace")
    assert sum(line.startswith("acknowledged") for line in said) == 12
    forced: list[bool] = []
    for line in (tmp_path / "trace").read_text().splitlines():
        if '"begun' in line:
            forced.append(False)
        elif re.search(r"f(data)?sync\(\d+\)\s+= 0", line) and forced:
            forced[-1] = True
        elif '"acknowledged' in line:
            assert forced[-1], f"turn {len(forced) - 1} was acknowledged before it was forced to the disk"
    assert forced == [True] * 12


def test_a_disk_that_refuses_to_force_costs_no_turn_that_was_acknowledged(tmp_path: Path) -> None:
    with open_small(tmp_path / "data", index=False):
        pass
    failing = "inject=fsync,fdatasync:error=EIO:when=8+3"  # the eighth, and then every third
    said = _traced(tmp_path / "data", tmp_path / "trace", "-e", failing)
    acknowledged = {line.split()[1] for line in said if line.startswith("acknowledged")}
    refused = [line for line in said if line.startswith("refused")]
    assert refused
    assert all("the disk failed: check it before going on" in line for line in refused)
    with open_small(tmp_path / "data", index=False) as memory:
        memory.ledger.check()
        person = memory.user("ada")
        assert acknowledged <= {turn.id for turn in person.turns("s", 100)}
        held = person.weights()
        person.rebuild()
        assert person.weights() == pytest.approx(held, abs=1e-9, rel=0)
