"""What the full screen costs, as ratios to `import textual.app` and as shares of a core; everything in one run.

    python bench/tui.py                 # about five minutes
    python bench/tui.py --only start stream
    python bench/tui.py --out bench/results/tui.json

Each measurement is a process of its own, without a terminal but with all drawing. CPU time is the whole process's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from machine import write

RUNS = 7
TURNS = 10_000
SIZE = (140, 40)

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Modules are compiled once, as they are where Penchant is installed."""

Result = dict[str, float]


# The processes


def only_textual(_folder: Path) -> Result:
    """Import Textual, and nothing else."""
    import textual.app  # noqa: F401

    return {"cpu": time.process_time()}


def first_frame(folder: Path) -> Result:
    """Start an empty session; nothing has been opened yet when the first frame is there."""
    from penchant.tui.app import PenchantApp

    class First(PenchantApp):
        def on_mount(self) -> None:
            super().on_mount()
            self.chat._begin = lambda: self.exit(str(time.process_time()))  # type: ignore[method-assign]

    return {"cpu": float(_app(First, folder, "").run(headless=True, size=SIZE) or 0)}


def opened(folder: Path, resume: str = "") -> Result:
    """Start, and wait until memory is open and the session is shown; the model is left alone."""

    async def measure(app: Any, pilot: Any) -> Result:
        while app.chat.panel._interests is None:
            await pilot.pause(0.01)
        cpu = time.process_time()
        await pilot.pause(0.5)
        return {"cpu": cpu, "mib": _resident_mib(), "widgets": float(len(app.screen.query("*")))}

    return _measured(folder, measure, resume)


def resumed(folder: Path) -> Result:
    """The same with a session of many turns."""
    return opened(folder, "last")


def keys(folder: Path) -> Result:
    """Type into the prompt of a long session and of an empty one; milliseconds of CPU for a key."""

    async def measure(app: Any, pilot: Any) -> Result:
        await _settled(app, pilot)
        spent = []
        for _ in range(100):
            start = time.process_time()
            await _key(app, "x")
            spent.append(1000 * (time.process_time() - start))
        return {"ms": median(spent)}

    return _measured(folder, measure, "last" if _has_turns(folder) else "")


def focus(folder: Path) -> Result:
    """Let the terminal lose and regain the focus over a long session."""
    from textual import events

    async def measure(app: Any, pilot: Any) -> Result:
        await _settled(app, pilot)
        spent = []
        for _ in range(20):
            start = time.process_time()
            for event in (events.AppBlur(), events.AppFocus()):
                app.post_message(event)
                await _drawn(app)
            spent.append(1000 * (time.process_time() - start))
        return {"ms": median(spent)}

    return _measured(folder, measure, "last")


def panel(folder: Path) -> Result:
    """Refresh the interest panel with other weights; milliseconds, and layout passes."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from penchant.memory import Change, Interest

    async def measure(app: Any, pilot: Any) -> Result:
        await _settled(app, pilot)
        interests = [
            Interest(n, f"topic {n}", 0.9 - n / 50, 0.02, 0.0, 3, datetime.now(UTC), pinned=n == 3) for n in range(40)
        ]
        layouts, spent, lay_out = 0, [], type(app.screen)._refresh_layout

        def counted(screen: Any, *arguments: Any, **options: Any) -> None:
            nonlocal layouts
            layouts += 1
            lay_out(screen, *arguments, **options)

        type(app.screen)._refresh_layout = counted
        for step in range(50):
            interests = [replace(one, weight=one.weight * 0.99) for one in interests]
            start = time.process_time()
            app.chat.panel.show(interests, {n: [0.1 * n % 1] * 8 for n in range(40)}, 0.075, frozenset({step % 40}))
            app.chat.panel.moved([Change("topic 1", 0.5, 0.6, "topic 1")])
            await _drawn(app)
            spent.append(1000 * (time.process_time() - start))
        return {"ms": median(spent), "layouts": float(layouts)}

    return _measured(folder, measure)


def idle(folder: Path) -> Result:
    """Do nothing for ten seconds; percent of a core."""

    async def measure(app: Any, pilot: Any) -> Result:
        await _settled(app, pilot)
        await asyncio.sleep(2)
        start = time.process_time()
        await asyncio.sleep(10)
        return {"percent": 10 * (time.process_time() - start)}

    return _measured(folder, measure, "last")


PROSE = "The old harbour is quiet in the morning, and the boats come back with the tide before the market opens. "
CODE = "value = compute(table, row)  # one more line\n"
ROW = "| a row | of some words | 12.5 |\n"


def _words(number: int) -> str:
    return PROSE.split()[number % 19] + " "


def _part(text: str, number: int) -> str:
    """Return the next few characters of a text that begins again and again."""
    start = 5 * number % len(text)
    return text[start : start + 5]


REPLIES: dict[str, tuple[str, Callable[[int], str]]] = {
    "prose": ("\n\n".join([PROSE * 5] * 62), _words),
    "fence": ("```python\n" + CODE * 1000, partial(_part, CODE)),
    "table": ("| name | what | figure |\n|---|---|---|\n" + ROW * 200, partial(_part, ROW)),
}
"""What has come of a reply, and the token that comes next."""


def stream(folder: Path, kind: str) -> Result:
    """Stream a hundred tokens a second into a long reply while somebody types: percent of a core, and milliseconds of a key's echo."""
    from penchant.tui.entries import Entry

    before, token = REPLIES[kind]

    async def measure(app: Any, pilot: Any) -> Result:
        await _settled(app, pilot)
        app.chat.transcript.add(Entry("user", "Tell me."))
        app.chat.transcript.begin_reply()
        app.chat.text(before)
        await asyncio.sleep(2)
        echoes: list[float] = []
        start, cpu = time.perf_counter(), time.process_time()
        for number in range(1000):
            app.chat.text(token(number))
            if number % 20 == 0:
                pressed = time.perf_counter()
                await _key(app, "x")
                echoes.append(1000 * (time.perf_counter() - pressed))
            await asyncio.sleep(max(0.0, start + (number + 1) / 100 - time.perf_counter()))
        share = (time.process_time() - cpu) / (time.perf_counter() - start)
        return {"percent": 100 * share, "p95": quantiles(echoes, n=20)[-1]}

    return _measured(folder, measure)


def prose(folder: Path) -> Result:
    """8,000 tokens of prose."""
    return stream(folder, "prose")


def fence(folder: Path) -> Result:
    """A fence of 1,000 lines."""
    return stream(folder, "fence")


def table(folder: Path) -> Result:
    """A table of 200 rows."""
    return stream(folder, "table")


# Within a process


def _app(kind: type[Any], folder: Path, resume: str) -> Any:
    from penchant.tui.engine import Engine
    from penchant.tui.preferences import Preferences
    from penchant.tui.system.draft import Draft

    def settings() -> Any:
        from penchant.agent.settings import load

        return load(data=folder, model="none:none")

    return kind(Engine(settings), Preferences(), Draft(folder / "drafts", "bench"), resume)


def _measured(folder: Path, measure: Callable[[Any, Any], Awaitable[Result]], resume: str = "") -> Result:
    async def run() -> Result:
        async with _piloted(folder, resume) as (app, pilot):
            return await measure(app, pilot)

    return asyncio.run(run())


@asynccontextmanager
async def _piloted(folder: Path, resume: str) -> AsyncIterator[tuple[Any, Any]]:
    from penchant.tui.app import PenchantApp
    from penchant.tui.engine import Engine

    Engine._open_agent = lambda self: self._opening.result() and _no_model()  # type: ignore[assignment, method-assign, return-value]
    app = _app(PenchantApp, folder, resume)
    async with app.run_test(size=SIZE) as pilot:
        yield app, pilot
    app.engine.close()


def _no_model() -> Any:
    from penchant.agent import ModelRefused

    raise ModelRefused("there is none")


async def _settled(app: Any, pilot: Any) -> None:
    """Wait until memory is open, all is shown and the index has nothing to do."""
    while app.chat.panel._interests is None:
        await pilot.pause(0.02)
    await app.workers.wait_for_complete()
    await pilot.pause(1)


async def _key(app: Any, character: str) -> None:
    """Press a key and wait until it is drawn."""
    from textual import events

    length = len(app.chat.prompt.text)
    app.post_message(events.Key(character, character))
    while len(app.chat.prompt.text) == length:
        await asyncio.sleep(0)
    await _drawn(app)


async def _drawn(app: Any) -> None:
    """Wait until the next frame is drawn."""
    done = asyncio.Event()
    app.screen.call_after_refresh(done.set)
    await done.wait()


def _resident_mib() -> float:
    with Path("/proc/self/status").open(encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _has_turns(folder: Path) -> bool:
    return folder.name == "long"


# Around them


def fill(folder: Path) -> None:
    """Store one session of many turns."""
    from penchant.memory import InterestMemory

    with InterestMemory(folder, index=False) as memory:
        person = memory.user("me")
        person.observe("I love rock climbing.", session="long")
        for number in range(TURNS // 2):
            person.observe(f"Tell me more about route {number}.", session="long", teaches=False)
            person.observe(
                f"Route {number} begins at the **lower wall**. {PROSE}\n\n- easy\n- steep\n",
                role="assistant",
                session="long",
            )


def child(name: str, folder: Path) -> Result:
    """Run one of the above in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--child", name, str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def medians(name: str, folder: Path, runs: int = RUNS) -> Result:
    """Return the medians of several runs."""
    results = [child(name, folder) for _ in range(runs)]
    return {key: median(result[key] for result in results) for key in results[0]}


def report_start(empty: Path, long: Path) -> Result:
    """Start and resume."""
    for name in STARTS:
        child(name, long if name == "resumed" else empty)  # compiles
    rows = {name: [] for name in STARTS}  # type: dict[str, list[Result]]
    for _ in range(RUNS):  # in turn, so that a busy moment falls on all of them
        for name, results in rows.items():
            results.append(child(name, long if name == "resumed" else empty))
    at = {name: {key: median(one[key] for one in results) for key in results[0]} for name, results in rows.items()}
    base = at["only_textual"]["cpu"]
    print(f"import textual.app              {base:.3f} s of CPU")
    for name, what in STARTS.items():
        if name != "only_textual":
            print(f"{what:31} {at[name]['cpu']:.3f} s   {at[name]['cpu'] / base:.2f} × import textual.app")
    print(f"resumed / empty, memory open    {at['resumed']['cpu'] / at['opened']['cpu']:.2f} ×")
    print(f"widgets                         {at['resumed']['widgets']:.0f} (empty {at['opened']['widgets']:.0f})")
    print(
        f"resident                        {at['resumed']['mib'] - at['opened']['mib']:+.1f} MiB against empty ({at['opened']['mib']:.0f})"
    )
    return {f"{STARTS[name]}, s of CPU": one["cpu"] for name, one in at.items()}


def report_use(empty: Path, long: Path) -> Result:
    """Keys, focus, panel, rest."""
    ours, theirs = medians("keys", long, 3)["ms"], medians("keys", empty, 3)["ms"]
    print(
        f"a key                           {theirs:.2f} ms of CPU empty, {ours:.2f} ms after {TURNS:,} turns: {ours / theirs:.2f} ×"
    )
    focus = medians("focus", long, 3)["ms"]
    print(f"terminal focus out and in       {focus:.1f} ms")
    refreshed = medians("panel", empty, 3)
    print(f"interest panel refreshed        {refreshed['ms']:.1f} ms, {refreshed['layouts']:.0f} layout passes in 50")
    idle = medians("idle", long, 3)["percent"]
    print(f"idle                            {idle:.2f} % of a core")
    return {
        "a key in an empty session, ms of CPU": theirs,
        f"a key after {TURNS:,} turns, ms of CPU": ours,
        "terminal focus out and in, ms": focus,
        "interest panel refreshed, ms": refreshed["ms"],
        "idle, % of a core": idle,
    }


def report_stream(empty: Path, _long: Path) -> Result:
    """A reply that streams."""
    found: Result = {}
    for name, what in (("prose", "8,000 tokens of prose"), ("fence", "1,000-line fence"), ("table", "200-row table")):
        result = medians(name, empty, 3)
        print(f"100 tokens/s into {what:22} {result['percent']:.1f} % of a core, key echo p95 {result['p95']:.0f} ms")
        found[f"100 tokens/s into {what}, % of a core"] = result["percent"]
        found[f"a key's echo meanwhile ({name}), p95 ms"] = result["p95"]
    return found


STARTS = {
    "only_textual": "import textual.app",
    "first_frame": "first frame",
    "opened": "empty, memory open",
    "resumed": f"{TURNS:,} turns resumed",
}
PARTS = {"start": report_start, "use": report_use, "stream": report_stream}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--out", type=Path, help="write the medians to this file")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        name, folder = arguments.child
        print(json.dumps(globals()[name](Path(folder))))
        return
    print(
        f"penchant {version('penchant')}, Textual {version('textual')}, Python {platform.python_version()}, {os.cpu_count()} cores"
    )
    with tempfile.TemporaryDirectory() as place:
        empty, long = Path(place) / "empty", Path(place) / "long"
        fill(long)
        write(arguments.out, {name: PARTS[name](empty, long) for name in arguments.only})


if __name__ == "__main__":
    main()
