"""How many turns a second are replayed where every text's vector is known beforehand: the work of memory alone, on one core.

    python bench/replay.py --turns 5000 --out bench/results/replay.json
    python bench/replay.py --turns 2000 --profile      # where the time goes, by pyinstrument

The log is that of bench/replay_memory.py: people who talk of some things again and again. It is replayed once to embed all that is
embedded, then again and again into new ledgers: `load` takes it in batches (observe_all), `replay` turn after turn as `penchant replay`
does, each turn committed. The rate is turns by the processor's time of the process, all threads; by the clock it stands beside it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))
from filling import Once
from machine import write
from penchant.evals.replay import ReplayClock, replay
from penchant.evals.transcripts import TranscriptTurn, read
from penchant.memory import Interaction, InterestMemory
from replay_memory import lines

Way = Callable[[InterestMemory, ReplayClock, Sequence[TranscriptTurn]], None]


def by_load(memory: InterestMemory, clock: ReplayClock, turns: Sequence[TranscriptTurn]) -> None:
    """Take a log in batches."""
    clock.moment = max(turn.at for turn in turns)
    for user in dict.fromkeys(turn.user for turn in turns):
        memory.user(user).observe_all(
            Interaction(str(n), text=turn.text, at=turn.at, session=turn.session, role=turn.role)
            for n, turn in enumerate(turns)
            if turn.user == user
        )


def by_turn(memory: InterestMemory, clock: ReplayClock, turns: Sequence[TranscriptTurn]) -> None:
    """Take it turn by turn."""
    replay(turns, memory, clock)


WAYS: dict[str, Way] = {"load": by_load, "replay": by_turn}


def once(way: Way, turns: Sequence[TranscriptTurn], embedder: Once) -> tuple[float, float]:
    """Return seconds of the processor and by the clock that one way takes in a new ledger."""
    clock = ReplayClock()
    with (
        tempfile.TemporaryDirectory() as folder,
        InterestMemory(folder, clock=clock, embedder=embedder, index=False) as memory,
    ):
        cpu, start = time.process_time(), time.perf_counter()
        way(memory, clock, turns)
        return time.process_time() - cpu, time.perf_counter() - start


def main() -> None:
    """Measure and print, or profile."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=5_000)
    parser.add_argument("--users", type=int, default=5)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.jsonl"
        log.write_text("".join(lines(chosen.turns, chosen.users)), "utf-8")
        turns, embedder = list(read(log)), Once()
    once(by_load, turns, embedder)
    if chosen.profile:
        profile(turns, embedder)
        return
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    for _ in range(chosen.runs):
        for name, way in WAYS.items():
            seen[name].append(once(way, turns, embedder))
    for name, some in seen.items():
        cpu, took = (len(turns) / median(one[place] for one in some) for place in (0, 1))
        print(f"{name:8} {cpu:8,.0f} turns a second of the processor, {took:8,.0f} by the clock")
    write(
        chosen.out,
        {
            name: {"turns": len(turns), "cpu_s": [cpu for cpu, _ in some], "s": [s for _, s in some]}
            for name, some in seen.items()
        },
    )


def profile(turns: Sequence[TranscriptTurn], embedder: Once) -> None:
    """Print where the time of each way goes."""
    from pyinstrument import Profiler

    for name, way in WAYS.items():
        with Profiler(interval=0.002) as profiler:
            once(way, turns, embedder)
        print(name, profiler.output_text(show_all=False, timeline=False))


if __name__ == "__main__":
    main()
