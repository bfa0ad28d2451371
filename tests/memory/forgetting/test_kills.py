"""A process that is killed in the middle of forgetting: whatever it had come to, the next opening finishes it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from penchant.memory.forgetting.owed import COPIES, INDEX, LEDGER
from penchant.memory.index import State

from tests.memory.stores import ON_SERVERS
from tests.memory.writer import open_small
from tests.scanning import found

pytestmark = pytest.mark.skipif(ON_SERVERS, reason="is about the embedded index's folder and SQLite's file")

SECRET = "Nobody may know that I collect topic 4711 from Limoges."

PROGRAM = """
import os, signal, sys, tempfile
from pathlib import Path
from penchant.memory import Chosen
from penchant.memory.forgetting import copies, purging
from penchant.memory import index
from tests.memory.writer import open_small

folder, point, indexed = Path(sys.argv[1]), sys.argv[2], sys.argv[2] in ("filled", "swapped")
tempfile.tempdir = str(folder)

def killing(*_):
    os.kill(os.getpid(), signal.SIGKILL)

with open_small(folder / "data", index=indexed) as memory:
    person = memory.user("ada")
    person.observe("I love topic 1.", session="open")
    person.observe(sys.argv[3], session="secret")
    memory.settle(240)
    memory.back_up()
    print("told", flush=True)
    if point == "erased":
        memory.erased = killing
    elif point == "compacted":
        purging.paid = killing
    elif point == "copied":
        copies.sound = killing
    elif point == "filled":
        index.NeighbourIndex._swap = killing
    elif point == "swapped":
        rename, count = Path.rename, []
        def rename_once(self, target):
            if self.name == "next":
                killing()
            return rename(self, target)
        Path.rename = rename_once
    person.forget_chosen(Chosen(session="secret"))
    print("not killed", flush=True)
"""


OFTEN = ["erased", "copied", "swapped"]
"""Where it is killed in every run of the tests; `PENCHANT_FUZZ` adds the others."""


@pytest.mark.parametrize("point", [*OFTEN, *(["compacted", "filled"] if "PENCHANT_FUZZ" in os.environ else [])])
def test_forgetting_that_was_killed_is_finished_at_the_next_opening(tmp_path: Path, point: str) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), point, SECRET]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=480, check=False
    )
    assert (done.stdout, done.returncode) == ("told\n", -9), done.stderr
    indexed = point in ("filled", "swapped")
    assert indexed or found([tmp_path], [SECRET]) != []  # of the others only vectors are left by then
    with open_small(tmp_path / "data", index=indexed) as memory:
        person = memory.user("ada")
        assert memory.settle(240) is (State.READY if indexed else State.CLOSED)
        assert memory.ledger.get(INDEX) is None or not indexed
        assert all(memory.ledger.get(key) is None for key in (LEDGER, COPIES))
        assert [event.text for event in person.latest(9)] == ["I love topic 1."]
        vector = memory.vectorizer([SECRET])[0]
        assert len(person.search("topic 1", 5)) == 1
    assert found([tmp_path], [SECRET, "topic 4711"], [vector]) == []
    assert not indexed or {path.name for path in (tmp_path / "data" / "index").iterdir()} == {"chroma", "lock"}
