"""Fuzzing of every parser: mutated inputs by number, a limit of processor time an input, findings written down and made short.

    python bench/fuzz.py --list
    python bench/fuzz.py --parser import-chatgpt --inputs 1000000 --processes 2
    python bench/fuzz.py --parser all --inputs 20000 --findings findings.jsonl
    python bench/fuzz.py --parser key --number 4711                    # one input again, with its traceback

What a parser may raise is in bench/parsers.py: the errors that it documents. Any other exception is a finding, so is an input that takes
longer than `--seconds`, and so is a process that dies. The same seed gives the same inputs. It ends with 1 where something was found.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import signal
import sys
import time
import traceback
from argparse import ArgumentParser, Namespace
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.mutations import made, shrunk
from bench.parsers import PARSERS, Parser

SECONDS = 5.0
MEMORY_BYTES = 8 << 30
CHUNK = 100


class Hang(BaseException):
    """An input took too long; no `except Exception` of the parser's catches it."""


@dataclass(frozen=True)
class Finding:
    """What an input did: `where` is the innermost line of ours, or of a library's, that raised."""

    parser: str
    seed: int
    number: int
    error: str
    where: str
    input: str
    """The shortened input, base64."""
    shown: str
    times: int = 1


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise `Hang` inside where more processor time than that is taken."""

    def stop(_signal: int, _frame: Any) -> None:
        raise Hang(f"more than {seconds:g} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def tried(parser: Parser, data: bytes, seconds: float = SECONDS) -> tuple[str, str] | None:
    """Return what went wrong with an input and where; None where nothing did."""
    try:
        with limited(seconds):
            parser.run(data)
    except parser.allowed:
        return None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        frames = traceback.extract_tb(error.__traceback__)
        frame = frames[-1] if not isinstance(error, Hang) or len(frames) < 2 else frames[-2]
        return f"{type(error).__name__}: {error}"[:300], f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno}"
    return None


def look(parser: Parser, seed: int, numbers: range, seconds: float, found: dict[tuple[str, str], Finding]) -> None:
    """Try inputs by number and add what is found: each kind of error at each place once, shortened."""
    corpus, words = parser.corpus(), parser.words
    for number in numbers:
        data = made(number, f"{parser.name}:{seed}", corpus, words, parser.most_bytes)
        if (wrong := tried(parser, data, seconds)) is None:
            continue
        key = wrong[0].partition(":")[0], wrong[1]
        if key in found:
            found[key] = Finding(**asdict(found[key]) | {"times": found[key].times + 1})
            continue
        tries = 60 if key[0] == "Hang" else 400
        small = shrunk(data, partial(_same, parser, seconds, key), tries)
        shown = small.decode("utf-8", "backslashreplace")[:400]
        found[key] = Finding(parser.name, seed, number, wrong[0], wrong[1], b64encode(small).decode(), shown)


def _same(parser: Parser, seconds: float, key: tuple[str, str], data: bytes) -> bool:
    wrong = tried(parser, data, seconds)
    return wrong is not None and (wrong[0].partition(":")[0], wrong[1]) == key


def _work(name: str, seed: int, numbers: range, seconds: float, within: float, at: Any, queue: Any) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    found: dict[tuple[str, str], Finding] = {}
    parser = PARSERS[name]
    until = time.monotonic() + within
    for start in range(numbers.start, numbers.stop, CHUNK):
        look(parser, seed, range(start, min(numbers.stop, start + CHUNK)), seconds, found)
        at.value = min(numbers.stop, start + CHUNK)
        if time.monotonic() > until:
            break
    queue.put(list(found.values()))


def fuzz(
    parser: Parser, wanted: range, seed: int, processes: int, seconds: float, within: float
) -> tuple[int, list[Finding]]:
    """Return how many of the wanted inputs were tried and what was found, in as many processes; a dead process is a finding.

    `within` are seconds on the clock after which no more are begun.
    """
    context = multiprocessing.get_context("spawn")
    each, queue, working = -(-len(wanted) // processes), context.Queue(), []
    for place in range(processes):
        numbers = wanted[place * each : (place + 1) * each]
        at = context.Value("q", numbers.start)
        given = (parser.name, seed, numbers, seconds, within, at, queue)
        process = context.Process(target=_work, args=given, daemon=True)
        process.start()
        working.append((process, numbers, at))
    found: list[Finding] = []
    left = set(range(processes))
    while left:
        try:
            found += queue.get(timeout=1)
            left.pop()
        except Exception:  # noqa: BLE001 - the queue's Empty: is somebody still at work?
            if not any(process.is_alive() for process, _, _ in working) and queue.empty():
                break
    for process, _, at in working:
        process.join()
        if process.exitcode:
            told = f"the process ended with {process.exitcode}"
            found.append(Finding(parser.name, seed, at.value, told, f"among the {CHUNK} inputs from there", "", ""))
    return sum(at.value - numbers.start for _, numbers, at in working), found


def again(parser: Parser, seed: int, number: int) -> None:
    """Try one input and let its error through."""
    data = made(number, f"{parser.name}:{seed}", parser.corpus(), parser.words, parser.most_bytes)
    print(data.decode("utf-8", "backslashreplace"))
    try:
        parser.run(data)
    except parser.allowed as error:
        print(f"refused, as it may be: {type(error).__name__}: {error}")


def arguments() -> Namespace:
    """Return what was asked for on the command line."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--parser", default="all", help="one of --list, or all")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument(
        "--first", type=int, default=0, help="the number of the first: a run goes on where another was stopped"
    )
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="processor time that an input may take")
    parser.add_argument("--minutes", type=float, default=1e6, help="after so long no more inputs of a parser are begun")
    parser.add_argument("--number", type=int, help="only this input, with its traceback")
    parser.add_argument("--findings", type=Path, help="a file that findings are added to, as JSON lines")
    parser.add_argument("--list", action="store_true")
    return parser.parse_args()


def main() -> int:
    """Run what was asked for."""
    asked = arguments()
    names = list(PARSERS) if asked.parser == "all" else [asked.parser]
    if unknown := [name for name in names if name not in PARSERS]:
        sys.exit(f"there is no parser {unknown[0]!r}; there are {', '.join(PARSERS)}")
    if asked.list:
        print("\n".join(f"{one.name:18} {one.about}" for one in PARSERS.values()))
        return 0
    if asked.number is not None:
        again(PARSERS[names[0]], asked.seed, asked.number)
        return 0
    all_found: list[Finding] = []
    for name in names:
        began = time.monotonic()
        wanted = range(asked.first, asked.first + asked.inputs)
        done, found = fuzz(PARSERS[name], wanted, asked.seed, asked.processes, asked.seconds, asked.minutes * 60)
        all_found += found
        print(
            f"{name:18} {done:9,} inputs from {asked.first:,}, seed {asked.seed}, {time.monotonic() - began:7.1f} s, {len(found)} findings",
            flush=True,
        )
        for one in found:
            print(
                f"    {one.times} times {one.error} at {one.where}, first number {one.number}: {one.shown[:120]!r}",
                flush=True,
            )
    if asked.findings and all_found:
        with asked.findings.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(one), ensure_ascii=True) + "\n" for one in all_found)
    return int(bool(all_found))


if __name__ == "__main__":
    sys.exit(main())
