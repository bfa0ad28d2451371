"""What was acknowledged is there after a kill, and two processes may write at once.

`PENCHANT_TEST_KILLS=100 pytest tests/memory/test_durability.py` kills a hundred times instead of a few.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from penchant.memory import InterestMemory, UserMemory
from penchant.memory.index import State, _open_client
from sqlalchemy import text

from tests.memory.writer import DEADLINE_SECONDS, LATER, open_small, started, stored

KILLS = int(os.environ.get("PENCHANT_TEST_KILLS", "6"))

REAL_KILLS = max(1, KILLS // 6)
"""These many of them hit a writer with the packaged model and the index, which takes seconds to start."""


MOST = 400
"""So many turns a writer writes, unless it is killed before."""


def one(memory: InterestMemory, question: str) -> int:
    with memory.ledger.read() as connection:
        return int(connection.execute(text(question)).scalar_one())


def assert_sound(memory: InterestMemory, person: UserMemory) -> None:
    """Every turn is learned from once its evidence is caught up, and the weights are those of a rebuild."""
    person.learn()
    assert one(memory, "select count(*) from events where not learned") == 0
    memory.ledger.check()
    before = {each.topic: each.weight for each in person.interests()}
    person.rebuild()
    after = {each.topic: each.weight for each in person.interests()}
    assert after == pytest.approx(before, abs=1e-9, rel=0)
    assert before


def write_and_kill(folder: Path, after: int, *options: str) -> list[str]:
    """Return the ids that a writer acknowledged before it was killed, some time after so many answers."""
    with started(folder, "ada", *options) as child:
        assert child.hear(1) == ["open"]
        child.tell(f"observe {MOST}")
        return child.hear(after) + child.kill()


def test_no_acknowledged_turn_is_lost_by_a_kill(tmp_path: Path) -> None:
    chance = random.Random(7)
    acknowledged: list[str] = []
    for after in [
        *(chance.randint(1, 150) for _ in range(KILLS - REAL_KILLS - 1)),
        MOST,
    ]:  # the last one has told all that it had to
        acknowledged += write_and_kill(tmp_path, after)
        with open_small(tmp_path, index=False) as memory:
            person = memory.user("ada")
            kept = {event.id for event in person.turns("ada", 10**6)}
            assert set(acknowledged) <= kept
            assert len(kept) <= len(acknowledged) + KILLS  # each kill may leave one stored and not yet acknowledged
            assert_sound(memory, person)
            assert one(memory, "select count(distinct event) from evidence") == len(kept)


def test_nothing_is_lost_with_the_packaged_model_and_the_index(tmp_path: Path) -> None:
    chance = random.Random(11)
    acknowledged: list[str] = []
    for _ in range(REAL_KILLS):
        acknowledged += write_and_kill(tmp_path, chance.randint(1, 100), "--real", "--index")
        with InterestMemory(tmp_path, clock=lambda: LATER) as memory:
            person = memory.user("ada")
            kept = {event.id for event in person.turns("ada", 10**6)}
            assert set(acknowledged) <= kept
            assert_sound(memory, person)
            assert memory.settle(DEADLINE_SECONDS) is State.READY
            assert "climb" in person.search("climbing on rocks", 1)[0].event.text
        assert indexed(tmp_path) == stored(tmp_path)


def indexed(folder: Path) -> set[int]:
    """Return the numbers of the events that a closed index holds."""
    client = _open_client(folder / "index" / "chroma")
    try:
        (collection,) = client.list_collections()
        return {int(key) for key in collection.get(include=["embeddings"])["ids"]}
    finally:
        client.close()


@pytest.mark.parametrize("killed", [False, True], ids=["that closes", "that is killed"])
def test_two_processes_write_at_once_and_the_survivor_takes_over_the_index_of_one(tmp_path: Path, killed: bool) -> None:
    each = 80
    with started(tmp_path, "ada", "--index") as first, started(tmp_path, "ada", "--index") as second:
        assert first.hear(1) == second.hear(1) == ["open"]
        first.tell(f"observe {each}")
        second.tell(f"observe {each}")
        acknowledged = set(first.hear(each)) | set(second.hear(each))
        assert len(acknowledged) == 2 * each

        states = {first.ask("settle"): first, second.ask("settle"): second}
        assert set(states) == {"READY", "ELSEWHERE"}
        holder, survivor = states["READY"], states["ELSEWHERE"]
        assert survivor.ask("search turn 3 is about topic 3") == 5
        holder.kill() if killed else holder.end()

        survivor.tell("observe 1")
        acknowledged |= set(survivor.hear(1))
        assert survivor.ask("settle") == "READY"
        survivor.end()
    assert indexed(tmp_path) == stored(tmp_path)

    with open_small(tmp_path) as memory:
        person = memory.user("ada")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert {event.id for event in person.turns("ada", 10**6)} == acknowledged
        assert_sound(memory, person)
        said = "turn 33 is about topic 33"
        assert [near.event.text for near in person.search(said, 2)] == [said, said]
