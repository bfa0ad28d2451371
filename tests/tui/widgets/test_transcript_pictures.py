"""What the transcript looks like."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from penchant.tui import themes
from penchant.tui.entries import Entry
from penchant.tui.widgets.transcript import Transcript
from textual.pilot import Pilot

from tests.tui.shown import Shown
from tests.tui.stage import until

REPLY = """Good. A *short* plan with **three** steps and `pip install climbing`:

1. Warm up for ten minutes, slowly, and do not leave out the fingers, which need longer than anything else.
2. Climb easy routes
   - slab
   - vertical
     - with pauses
3. Stretch

## Code

```python
def weight(mass: float, days: float) -> float:
    \"\"\"Return what is left.\"\"\"
    return mass * 0.5 ** (days / 30)  # half-life
```

> Rest is a part of training.

| grade | meaning | share |
|:------|:-------:|------:|
| 6a | for those who climb once a week and like it | 41 % |
| 7b | 困难的路线 | 3 % |

See [the guide](https://example.org/guide), <https://example.org>. ![a wall](http://x.y/z.png)

你可以先从简单的路线开始，慢慢增加难度，注意休息和热身，不要着急。每周两到三次就足够了，手指需要时间适应。
👩‍👩‍👧‍👦 مرحبا [bold]no markup[/bold]"""

TALK = [
    Entry(
        "user",
        "How do I get better at climbing?\nI go twice a week, and [b]7a[/b] is my aim.",
        1,
        attached=("notes.md", "墙.png"),
    ),
    Entry("reply", REPLY, 2, note="biased by 2 interests, 41 tokens"),
    Entry("user", "And now?", 3),
    Entry("reply", "I was about to s", 4, note="biased by 1 interest, 20 tokens", complete=False),
    Entry("error", "The model could not be reached: connection refused.\nStart Ollama, then ask again.", 3),
    Entry("notice", "stopped before anything came"),
]

Before = Callable[[Pilot[Any]], Awaitable[None]]


async def laid_out(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: pilot.app.query_one(Transcript).max_scroll_y)


async def end(pilot: Pilot[Any]) -> None:
    """The end, with the error selected."""
    await laid_out(pilot)
    pilot.app.query_one(Transcript).focus()
    await pilot.press("up")


async def top(pilot: Pilot[Any]) -> None:
    """The beginning, where a search has found the first turn, and something was said below."""
    await laid_out(pilot)
    transcript = pilot.app.query_one(Transcript)
    transcript.show(TALK, earlier=False, at=1)
    transcript.add(Entry("reply", "One\n\ntwo", 6))


SIZES = [(60, 20), (100, 30), (140, 40)]
LOOKS = ["penchant-dark", "penchant-light", "NO_COLOR"]
CASES = [
    *((size, look, before) for size in SIZES for look in LOOKS for before in (top, end)),
    *((SIZES[1], look, end) for look in ("textual-dark", "textual-light")),
]


def named(one: object) -> str:
    return "x".join(map(str, one)) if isinstance(one, tuple) else getattr(one, "__name__", str(one))


@pytest.mark.parametrize(("size", "look", "before"), CASES, ids=named)
def test_the_transcript_looks_so(
    snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], look: str, before: Before
) -> None:
    for variable in ("NO_COLOR", "COLORFGBG", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    if look == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    app = Shown(entries=TALK, ansi=themes.ansi_color())
    themes.install(app, "" if look == "NO_COLOR" else look)
    assert snap_compare(app, terminal_size=size, run_before=before)
