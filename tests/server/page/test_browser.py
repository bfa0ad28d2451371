"""The page in a browser: with the keyboard alone, without scripts, light, dark and narrow, and nothing asked for elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import InterestMemory, UserMemory

from tests.loopback import Loopback
from tests.server.page.browser import CHROMIUM, Browser, browser
from tests.server.stage import key_of, served

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium or Chrome on this machine: the page is not looked at"
)

NARROW = 380

CONTRAST = """(() => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d');
  const light = color => { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    const part = one => (one /= 255) <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(part); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = one => { const color = getComputedStyle(one).backgroundColor;
    return color === 'rgba(0, 0, 0, 0)' && one.parentElement ? behind(one.parentElement) : color; };
  const words = 'h1, h2, p, a, button, li, label, th, td, .mark, .number, .seen';
  const told = [...document.querySelectorAll(words)].filter(one => one.innerText);
  return Math.min(...told.map(one => { const pair = [light(getComputedStyle(one).color), light(behind(one))].sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05); })); })()"""
"""The lowest contrast of words with what is behind them (WCAG 2.2)."""


@pytest.fixture
def told(person: UserMemory, clock: Any) -> UserMemory:
    person.observe("I have started rock climbing.", session="s")
    clock.advance(timedelta(days=3))
    person.observe("I went rock climbing again. I love jazz.", session="s")
    person.rename("jazz", "<script>document.title='broken'</script><img src=x>")
    person.observe("I love " + "extraordinarily-long-words-" * 5 + "music.", session="s")
    return person


@pytest.fixture
def url(memory: InterestMemory, upstream: Loopback) -> Iterator[str]:
    with served(memory, upstream) as address:
        yield address


async def sign_in(tab: Browser, url: str, key: str) -> None:
    """Open the page and sign in; its field has the focus."""
    await tab.open(f"{url}/")
    await tab.write(key)
    await tab.leave_by("Enter", "document.querySelector('h1')")


async def test_a_person_signs_in_looks_and_steers_by_the_keyboard_alone(
    url: str, told: UserMemory, memory: InterestMemory, tmp_path: Path
) -> None:
    async with browser(tmp_path, scripts=False) as tab:
        await sign_in(tab, url, "pen_wrong")
        assert "no key that is known here" in await tab.text()
        await tab.write(key_of(memory, "ada"))
        await tab.leave_by("Enter", "document.querySelector('.rows')")
        await tab.press("Tab")
        assert await tab.focused() == "Skip to the content"
        await tab.tab_to("rock climbing")
        await tab.leave_by("Enter", "document.querySelector('.chart')")
        assert "I have started rock climbing." in await tab.text()
        await tab.tab_to("Mute rock climbing")
        await tab.leave_by("Space", "document.querySelector('.done')")
        assert "Muted" in await tab.text()
        assert told.explain("rock climbing", 0).interest.muted
        await tab.tab_to("Forget it for good…")
        await tab.leave_by("Enter", "document.querySelector('.danger')")
        await tab.tab_to("Keep it")
        await tab.leave_by("Enter", "document.querySelector('.chart')")
        await tab.tab_to("← Your interests")
        await tab.leave_by("Enter", "document.querySelector('.rows')")
        await tab.tab_to("Undo the last one")
        await tab.leave_by("Enter", "document.querySelector('.done')")
    assert not told.explain("rock climbing", 0).interest.muted


async def test_it_fits_every_window_reads_in_light_and_dark_and_asks_nobody_else(
    url: str, told: UserMemory, memory: InterestMemory, tmp_path: Path
) -> None:
    paths = [
        "/",
        *(f"/interests/{one.topic}" for one in told.interests()),
        f"/interests/{told.interests()[0].topic}/forget",
    ]
    papers = set()
    async with browser(tmp_path) as tab:
        await sign_in(tab, url, key_of(memory, "ada"))
        for width, dark in ((NARROW, False), (1280, True)):
            await tab.look(width, 800, dark=dark)
            for path in paths:
                await tab.open(url + path)
                assert await tab.evaluate("document.documentElement.scrollWidth") <= width, path
                assert await tab.evaluate("document.title.endsWith('· Penchant')"), path
                assert await tab.evaluate("document.querySelectorAll('script, main img').length") == 0
                assert await tab.evaluate(CONTRAST) >= 4.5, (path, dark)
            papers.add(await tab.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert len(papers) == 2
        assert {one.startswith(url) for one in tab.asked} == {True}
