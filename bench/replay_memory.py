"""How much memory a replay takes by the number of turns: the most that is resident, each in a process of its own.

    python bench/replay_memory.py 10000 100000 --of keep replay "most recent"
    python bench/replay_memory.py 1000000 --of keep "most recent" --users 1000

A log is made of people who talk of some things again and again, a thousand turns each unless --users says otherwise; --users 1 is one
person who says all of it. `read` only reads it, `keep` keeps it as `penchant eval run --transcript` does, `replay` feeds it to one memory
as `penchant replay` does, and a system's name evaluates that system. The embedding model is the packaged one, whose vectors are kept; the
texts are a few thousand different ones, so that time goes into memory and not into it.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

THINGS = """rye bread, rock climbing, chamber music, trail running, mushroom hunting, old maps, chess endgames, bird song,
wood carving, film photography, sour beer, night trains, sourdough pizza, beach volleyball, science fiction, garden tomatoes,
linen shirts, folk dance, jazz guitar, sea kayaking, board games, oil painting, street food, Roman history, bicycle repair,
green tea, orchid care, crime novels, weather radar, model ships, choir singing, winter swimming""".replace(
    "\n", " "
).split(", ")
FORMS = (
    "I love {}.",
    "Tell me about {}.",
    "Today it was {} again.",
    "Where can I find {}?",
    "No more {}, please.",
    "{} with my sister, {}.",
)


def lines(turns: int, users: int) -> Iterator[str]:
    """Yield a log, in order of time."""
    drawn, start = random.Random(0), datetime(2025, 1, 1, tzinfo=UTC)
    for number in range(turns):
        user, own = number % users, drawn.sample(range(len(THINGS)), 2)
        text = drawn.choice(FORMS).format(THINGS[(own[0] % 6 + user) % len(THINGS)], THINGS[own[1]])
        at = start + timedelta(minutes=number * 7 / users)
        session = f"{user}-{number // users // 20}"
        line = {"user": f"u{user}", "session": session, "time": at.isoformat(), "role": "user", "text": text}
        yield json.dumps(line) + "\n"


def work(of: str, file: Path, cache: Path) -> None:
    """Do one thing with a log."""
    from penchant.evals.run import run_transcript
    from penchant.evals.spool import spread
    from penchant.evals.transcripts import read
    from penchant.tui.replay import run

    if of == "read":
        for _ in read(file):
            pass
    elif of == "keep":
        spread(file, cache / "spool" / str(time.time_ns()))
    elif of == "replay":
        run(file, "usem3", None, only=None, top=1, people=1, json=False)
    else:
        run_transcript(file, systems=[of], cache=cache)


def measured(of: str, file: Path, cache: Path) -> tuple[float, float]:
    """Return the most megabytes that a process had resident, and its seconds."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--child", of, str(file), str(cache)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(told.stdout.splitlines()[-1]), time.perf_counter() - start


def main() -> None:
    """Measure and print a row for each."""
    if sys.argv[1:2] == ["--child"]:
        work(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("turns", type=int, nargs="+")
    parser.add_argument("--of", nargs="+", default=["read", "keep", "replay", "penchant", "BM25", "most recent"])
    parser.add_argument("--users", type=int)
    chosen = parser.parse_args()
    print(f"{'of':24} {'turns':>10} {'users':>7} {'MB':>7} {'seconds':>9}")
    with TemporaryDirectory() as folder:
        for turns in chosen.turns:
            users, file = chosen.users or max(1, turns // 1000), Path(folder) / f"{turns}.jsonl"
            with file.open("w", encoding="utf-8") as log:
                log.writelines(lines(turns, users))
            for of in chosen.of:
                most, took = measured(of, file, Path(folder) / "cache")
                print(f"{of:24} {turns:10,} {users:7,} {most:7.0f} {took:9.1f}", flush=True)


if __name__ == "__main__":
    main()
