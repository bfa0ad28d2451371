"""The interests screen over a real ledger."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from penchant.agent.settings import load
from penchant.tui import themes
from penchant.tui.engine import Engine
from penchant.tui.screens.interests import InterestsScreen, Jump
from penchant.tui.widgets.topic_details import TopicDetails
from penchant.tui.widgets.topic_table import TopicTable
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from tests.loopback import Loopback
from tests.tui.life import SAID, Clock
from tests.tui.stage import seen, until

SIZES = [(60, 20), (100, 30), (140, 40)]


class Interested(App[None]):
    """Shows the interests screen and keeps what it is dismissed with."""

    TITLE = "Penchant"

    def __init__(self, engine: Engine, topic: int | None = None, theme: str = "penchant-dark") -> None:
        super().__init__(ansi_color=themes.ansi_color())
        themes.install(self, theme)
        self._engine, self._topic = engine, topic
        self.results: list[Jump | None] = []

    def on_mount(self) -> None:
        self.push_screen(InterestsScreen(self._engine, self._topic), self.results.append)

    @property
    def interests(self) -> InterestsScreen:
        screen = next(screen for screen in self.screen_stack if isinstance(screen, InterestsScreen))
        assert isinstance(screen, InterestsScreen)
        return screen

    @property
    def labels(self) -> list[str]:
        return [one.label for one in self.interests.query_one(TopicTable)._interests]

    def said(self, name: str) -> str:
        return str(self.interests.query_one(f"#{name}", Static).content)


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def clock_now() -> Clock:
    return Clock()


@pytest.fixture
def engine(lived: Path, tmp_path: Path, clock_now: Clock) -> Iterator[Engine]:
    """An engine over a copy of that life; there is no model."""
    shutil.copytree(lived, tmp_path / "data")
    opened = Engine(lambda: load(data=tmp_path / "data", model="nosuchprovider:model"), clock=clock_now)
    opened.start("second")
    yield opened
    opened.close()


@pytest.fixture
def empty(tmp_path: Path, clock_now: Clock) -> Iterator[Engine]:
    """An engine over an empty ledger."""
    opened = Engine(lambda: load(data=tmp_path / "data", model="nosuchprovider:model"), clock=clock_now)
    opened.start("first")
    yield opened
    opened.close()


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the screen has read what it wanted to; what waits for a dialog is not waited for."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete([one for one in pilot.app.workers if one.group != "steer"])
    await pilot.pause()


@asynccontextmanager
async def shown(
    engine: Engine, size: tuple[int, int] = (140, 40), topic: int | None = None
) -> AsyncIterator[tuple[Interested, Pilot[None]]]:
    app = Interested(engine, topic)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield app, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def told(app: Interested, pilot: Pilot[None], text: str) -> None:
    """Wait until the notice has a text."""
    await until(pilot, lambda: text in app.said("notice"))
    await settled(pilot)


async def asked(app: Interested, pilot: Pilot[None]) -> None:
    """Wait until a dialog stands over the screen."""
    await until(pilot, lambda: app.screen is not app.interests)


def evidence(app: Interested) -> list[str]:
    options = app.interests.query_one(OptionList)
    return [str(options.get_option_at_index(place).prompt) for place in range(options.option_count)]


def lines(app: Interested) -> list[str]:
    table = app.interests.query_one(TopicTable)
    return [table.render_line(y).text for y in range(table.size.height)]


# What it shows


async def test_all_topics_are_listed_the_disliked_ones_and_those_said_once_last(engine: Engine) -> None:
    async with shown(engine) as (app, _):
        assert app.labels[:3] == ["rails", "rock climbing", "baking sourdough bread"]
        assert app.labels[-3:] == ["jazz", "cilantro", "moon"]
        assert app.said("title") == "13 interests"


async def test_the_chosen_topic_is_shown_in_full(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "down")
        assert app.said("label") == "rock climbing"
        assert app.said("facts").startswith("weight .40 · share ")
        assert app.said("facts").endswith("% · said 7×, today")
        assert app.said("verdict") == "leaves the prompt in about 5 months"
        assert len(evidence(app)) == 7
        assert (
            evidence(app)[0] == "Sun 1 Mar 2026 00:00 · counts 1.00 of 1.00\nI love rock climbing and sourdough bread"
        )


async def test_it_begins_with_the_topic_that_was_asked_for(engine: Engine) -> None:
    await engine.opened()
    jazz = (await engine.topic("jazz")).interest.topic
    async with shown(engine, topic=jazz) as (app, _):
        assert app.said("label") == "jazz"
        assert app.said("verdict") == "disliked: what it is about is avoided"
        assert "against it, counts 1.48 of 1.50" in evidence(app)[0]


async def test_an_empty_memory_says_what_to_do(empty: Engine) -> None:
    async with shown(empty) as (app, pilot):
        assert "Say what you like" in " ".join(lines(app))
        for key in ("p", "m", "plus", "s", "f", "r", "g", "v", "y", "x", "j", "enter", "u", "t", "n"):
            await press(pilot, key)
        assert app.screen is app.interests


async def test_labels_and_words_are_not_markup(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "down", "down", "down")
        assert app.said("label") == "poster"
        assert "I bought a [b]bold[/b] poster" in evidence(app)[0]


async def test_the_chosen_topic_says_what_its_weight_is_made_of(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        assert app.said("made").startswith("long run .11 · pinned +.49 · comes back ")
        assert app.said("voice") == "share: half-life 11 months says it loudest"
        assert app.said("company") == "often together with ruby 100%"
        await press(pilot, "down")
        assert app.said("made").startswith("lately .23 · long run .17 · comes back ")
        assert not app.interests.query_one("#company").display


async def test_an_undone_forgetting_erases_nothing(engine: Engine) -> None:
    await engine.opened()
    going = await engine.forget_soon("jazz")
    assert (await engine.undo()).action == "forget"
    assert engine.going == {}
    engine._erase(going)
    assert (await engine.topic("jazz")).interest.evidence == 1


async def test_a_near_topic_is_offered_for_merging(engine: Engine) -> None:
    async with shown(engine) as (app, _):
        assert app.said("near").startswith("merge with what is near: ruby .")


async def test_before_anything_was_sent_no_interest_is_marked(engine: Engine) -> None:
    async with shown(engine) as (app, _):
        assert app.said("title") == "13 interests"
        assert not any("●" in line for line in lines(app))


async def test_the_interests_of_the_last_prompt_are_marked(lived: Path, tmp_path: Path, clock_now: Clock) -> None:
    shutil.copytree(lived, tmp_path / "data")
    with Loopback(reply="Go climbing.") as server:
        engine = Engine(lambda: load(data=tmp_path / "data", model=f"{server.base_url}#m"), clock=clock_now)
        engine.start("second")
        try:
            async for _ in engine.reply("What should I do this weekend?"):
                pass
            async with shown(engine) as (app, _):
                assert app.said("title").endswith("● in the last prompt")
                marked = [line for line in lines(app) if "●" in line]
                assert any("rock climbing" in line for line in marked)
                assert any("jazz" in line for line in marked)
                assert not any("moon" in line for line in marked)
        finally:
            engine.close()


# Going places


async def test_a_sentence_leads_to_its_turn(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "down", "enter", "down", "enter")
        assert [(jump.session, jump.turn) for jump in app.results if jump] == [("second", 2 * 14 - 1)]
        event = await engine.turn(2 * 14 - 1)
        assert event is not None
        assert event.text == SAID[13][1]


async def test_j_leads_to_the_newest_turn_of_the_topic(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "down", "j")
        assert [jump.turn for jump in app.results if jump] == [2 * len(SAID) - 1]


async def test_a_click_on_a_sentence_leads_to_its_turn(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "down")
        await pilot.click("#sources", offset=(5, 1))
        await settled(pilot)
        assert [jump.turn for jump in app.results if jump] == [2 * len(SAID) - 1]


async def test_escape_goes_back_to_the_table_and_then_away(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "enter")
        assert isinstance(app.focused, OptionList)
        await press(pilot, "escape")
        assert isinstance(app.focused, TopicTable)
        await press(pilot, "escape")
        assert app.results == [None]


async def test_on_a_narrow_terminal_the_topic_takes_the_place_of_the_table(engine: Engine) -> None:
    async with shown(engine, (60, 20)) as (app, pilot):
        details, table = app.interests.query_one(TopicDetails), app.interests.query_one(TopicTable)
        assert (table.display, details.display) == (True, False)
        await press(pilot, "down", "enter")
        assert (table.display, details.display) == (False, True)
        assert "I love rock climbing" in evidence(app)[0]
        await press(pilot, "escape")
        assert (table.display, details.display) == (True, False)
        assert isinstance(app.focused, TopicTable)


# Steering


async def test_on_a_low_terminal_the_keys_leave_room_for_the_table(engine: Engine) -> None:
    async with shown(engine, (40, 12)) as (app, _):
        assert app.interests.query_one(TopicTable).size.height >= 6


async def test_pin_and_mute_turn_over(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("down", "p")
        await told(app, pilot, "“rock climbing” is pinned: .60, and not under .60")
        await pilot.press("m")
        await told(app, pilot, "is muted")
        assert (await engine.topic("rock climbing")).interest.muted
        await pilot.press("m")
        await told(app, pilot, "no longer muted")
        await pilot.press("p")
        await told(app, pilot, "no longer pinned: .40")


async def test_a_boost_doubles_and_halves_within_its_bounds(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("down", "plus")
        await told(app, pilot, "counts ×2")
        await pilot.press("equals_sign")
        await told(app, pilot, "counts ×4")
        await pilot.press("plus")
        await told(app, pilot, "a boost lies between 0.25 and 4")
        await pilot.press("minus")
        await told(app, pilot, "counts ×2")
        assert (await engine.topic("rock climbing")).interest.boost == 2.0


async def test_the_keys_can_be_clicked(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.click("Hints", offset=(12, 0))
        await told(app, pilot, "“rails” is no longer pinned")


async def test_the_smallest_screen_says_how_to_leave_it(engine: Engine) -> None:
    async with shown(engine, size=(30, 10)) as (app, _):
        assert seen(app).splitlines()[-1].split()[:4] == ["Esc", "back", "P", "pin"]


async def test_stopping_asks_first(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("down", "s")
        await asked(app, pilot)
        await pilot.press("n")
        await settled(pilot)
        assert (await engine.topic("rock climbing")).interest.weight > 0.3
        await pilot.press("s")
        await asked(app, pilot)
        await pilot.press("y")
        await told(app, pilot, "starts again from nothing")
        assert (await engine.topic("rock climbing")).interest.weight == 0


async def test_renaming_asks_for_the_label(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("down", "r")
        await asked(app, pilot)
        app.screen.query_one(Input).value = "climbing rocks"
        await pilot.press("enter")
        await told(app, pilot, "“rock climbing” is now “climbing rocks”")
        assert app.said("label") == "climbing rocks"
        await pilot.press("r")
        await asked(app, pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert app.said("label") == "climbing rocks"


async def test_a_label_that_another_topic_has_is_refused_and_told(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("down", "r")
        await asked(app, pilot)
        app.screen.query_one(Input).value = "jazz"
        await pilot.press("enter")
        await told(app, pilot, "another topic is called 'jazz' already")


async def test_merging_offers_what_is_near_first(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("g")
        await asked(app, pilot)
        choices = app.screen.query_one(OptionList)
        assert str(choices.get_option_at_index(0).prompt).startswith("ruby ")
        await pilot.press("enter")
        await told(app, pilot, "“rails” is now part of “ruby”")
        assert "rails" not in app.labels


async def test_what_is_near_can_be_clicked(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.click("#near", offset=(3, 0))
        await asked(app, pilot)


async def test_what_was_said_once_can_be_reviewed_and_confirmed(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "t")
        assert app.labels == ["moon"]
        assert app.said("title") == "1 said once"
        await pilot.press("y")
        await told(app, pilot, "“moon” is confirmed")
        assert app.labels == []
        await press(pilot, "t")
        assert not (await engine.topic("moon")).interest.tentative
        await press(pilot, "home", "y")
        await told(app, pilot, "needs no confirming")


async def test_what_was_said_once_can_be_rejected_and_taken_back(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "end")
        assert app.said("label") == "moon"
        await pilot.press("x")
        await told(app, pilot, "“moon” is rejected: it is no interest of yours")
        assert "moon" not in app.labels
        await pilot.press("u")
        await told(app, pilot, "taken back: reject moon")
        assert app.said("label") == "moon"
        assert (await engine.topic("moon")).interest.tentative


async def test_a_firm_topic_is_not_rejected(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("down", "x")
        await told(app, pilot, "“rock climbing” is no tentative one: stop or forget it")
        assert "rock climbing" in app.labels


async def test_two_things_in_one_topic_are_split_and_put_together_again(engine: Engine) -> None:
    await engine.steer("merge", "typography", "baking sourdough bread")
    async with shown(engine) as (app, pilot):
        await press(pilot, "down", "down")
        await pilot.press("v")
        await told(app, pilot, "“baking sourdough bread” is two topics now: “typography”, .06, has left it")
        assert "typography" in app.labels
        await pilot.press("u")
        await told(app, pilot, "taken back: split typography")
        assert "typography" not in app.labels


async def test_a_topic_that_is_all_one_thing_is_not_split_and_that_is_told(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("v")
        await told(app, pilot, "'rails' is all one thing")
        assert len(app.labels) == 13


async def test_u_takes_decisions_back_one_by_one(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("down", "m")
        await told(app, pilot, "is muted")
        await press(pilot, "end", "u")
        await told(app, pilot, "taken back: mute rock climbing: on")
        assert app.said("label") == "rock climbing"
        assert not (await engine.topic("rock climbing")).interest.muted
        await pilot.press("u")
        await told(app, pilot, "taken back: pin rails: on")
        await pilot.press("u")
        await told(app, pilot, "there is nothing to undo")


async def test_nothing_is_taken_back_while_another_time_is_looked_at(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "tab", "tab", "left", "left", "left")
        await pilot.press("u")
        await told(app, pilot, "can only be looked at")
        assert (await engine.topic("rails")).interest.pinned


# Forgetting


async def test_forgetting_asks_and_can_be_undone(engine: Engine, clock_now: Clock) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("down", "f")
        await asked(app, pilot)
        await pilot.press("n")
        await settled(pilot)
        assert "rock climbing" in app.labels
        await pilot.press("f")
        await asked(app, pilot)
        await pilot.press("y")
        await told(app, pilot, "“rock climbing” is erased in 10 s · U takes it back")
        assert "rock climbing" not in app.labels
        clock_now.now += timedelta(seconds=3)
        app.interests.steering.tick()
        assert app.said("notice").startswith("“rock climbing” is erased in 7 s")
        await pilot.press("u")
        await told(app, pilot, "is kept")
        assert app.said("label") == "rock climbing"
        assert len(evidence(app)) == 7
        await pilot.press("u")
        await told(app, pilot, "taken back: pin rails: on")


async def test_the_notice_can_be_clicked_to_undo(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("down", "f")
        await asked(app, pilot)
        await pilot.press("y")
        await told(app, pilot, "is erased in 10 s")
        await pilot.click("#notice", offset=(5, 0))
        await told(app, pilot, "is kept")


async def test_what_is_erased_is_told_and_cannot_be_undone(engine: Engine, clock_now: Clock) -> None:
    async with shown(engine) as (app, pilot):
        await pilot.press("down", "f")
        await asked(app, pilot)
        await pilot.press("y")
        await told(app, pilot, "is erased in 10 s")
        clock_now.now += timedelta(seconds=10)
        app.interests.steering.tick()
        assert app.said("notice") == "“rock climbing” is erased, and the text of 14 turns"
        await pilot.press("u")
        await told(app, pilot, "what is erased cannot be taken back")


# Other times


async def test_the_time_slider_shows_how_it_was_and_nothing_can_be_changed_there(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "tab", "tab", "left", "left", "left")
        assert app.said("title") == "9 interests  as of a week ago, 22 Feb, only to look at"
        assert app.labels[0] == "rock climbing"
        assert app.said("verdict") == ".11 as of a week ago, 22 Feb; .60 now"
        await pilot.press("p")
        await told(app, pilot, "can only be looked at")
        assert (await engine.topic("rails")).interest.pinned
        await press(pilot, "n")
        assert app.said("title") == "13 interests"


async def test_the_far_end_of_the_time_slider_shows_the_first_words(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "tab", "tab", "home")
        assert "as of three months ago" in app.said("title")
        assert {"rock climbing", "Rust", "cilantro"} <= set(app.labels)
        assert {"jazz", "poster", "moon"}.isdisjoint(app.labels)


async def test_other_half_lives_show_what_would_be(engine: Engine) -> None:
    async with shown(engine) as (app, pilot):
        await press(pilot, "down", "tab", "tab", "tab", "right", "right")
        assert app.said("title") == "13 interests  with half-lives of 4 days and 360 days, only to look at"
        assert app.said("verdict").endswith("with half-lives of 4 days and 360 days; .40 now")
        await press(pilot, "n")
        assert app.interests.look.live


# Pictures


async def _second(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await press(pilot, "down")


async def _opened(pilot: Pilot[None]) -> None:
    await _second(pilot)
    await press(pilot, "enter", "down")


@pytest.mark.parametrize("theme", ["penchant-dark", "penchant-light"])
@pytest.mark.parametrize("size", SIZES)
def test_it_looks_right(snap_compare: Callable[..., bool], engine: Engine, theme: str, size: tuple[int, int]) -> None:
    assert snap_compare(Interested(engine, theme=theme), terminal_size=size, run_before=_second)


@pytest.mark.parametrize("size", SIZES)
def test_it_looks_right_without_colour(
    snap_compare: Callable[..., bool], engine: Engine, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(Interested(engine, theme=""), terminal_size=size, run_before=_second)


@pytest.mark.parametrize("size", SIZES)
def test_an_opened_topic_looks_right(snap_compare: Callable[..., bool], engine: Engine, size: tuple[int, int]) -> None:
    assert snap_compare(Interested(engine), terminal_size=size, run_before=_opened)


@pytest.mark.parametrize("size", SIZES)
def test_it_looks_right_when_it_is_empty(
    snap_compare: Callable[..., bool], empty: Engine, size: tuple[int, int]
) -> None:
    assert snap_compare(Interested(empty), terminal_size=size, run_before=settled)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 26), (100, 30), (140, 40)])
async def test_with_every_row_there_is_still_room_for_a_sentence(engine: Engine, size: tuple[int, int]) -> None:
    async with shown(engine, size) as (app, pilot):
        await press(pilot, "home", "enter")
        rows = [app.interests.query_one(f"#{name}") for name in ("made", "voice", "company", "near", "from")]
        assert all(row.size.height == 1 for row in rows)
        assert app.interests.query_one(OptionList).size.height >= 2
