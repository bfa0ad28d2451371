from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import Attachment, InterestMemory
from penchant.tui.app import PenchantApp
from penchant.tui.system.draft import Draft
from penchant.tui.widgets.queue import Queue
from textual import events

from tests.conftest import Clock
from tests.loopback import Loopback, hold_once
from tests.tui.stage import WAIT_SECONDS, Piloted, app_of, running, say, seen, settled, shows, until

Run = Callable[..., AbstractAsyncContextManager[tuple[PenchantApp, Piloted]]]


@pytest.fixture
def run(tmp_path: Path, server: Loopback, clock: Clock) -> Run:
    return lambda **options: running(tmp_path / "data", server, clock, **options)


async def test_a_message_a_reply_and_what_it_moved_are_seen(run: Run) -> None:
    async with run(size=(110, 30)) as (app, pilot):
        assert "What you say teaches the memory" in seen(app)
        await say(app, pilot, "I love rock climbing.", "Suggest something to do this weekend.")
        screen = seen(app)
    assert "│ I love rock climbing." in screen
    assert screen.count("Go climbing, of course.") == 2
    assert "biased by 1 interest" in screen
    assert "● rock climbing" in screen  # it is in the prompt
    assert "+rock climbing .40 new" in screen.replace("+ ", "+") or "rock climbing .40" in screen
    assert "I love rock climbing. ·" in screen  # the session's title


async def test_a_reply_that_was_not_biased_has_no_line_about_it(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love rock climbing.")
        assert "biased by" not in seen(app)


def shown(app: PenchantApp) -> set[str]:
    """Which of the two faces of the interests is there."""
    return {str(widget.id) for widget in app.chat.query("#panel, #chips") if widget.display}


async def test_under_a_hundred_columns_the_interests_are_a_row_of_chips(run: Run) -> None:
    async with run(size=(99, 30)) as (app, pilot):
        await say(app, pilot, "I love rock climbing.")
        assert shown(app) == {"chips"}
        assert "rock climbing .40" in seen(app)
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        assert shown(app) == {"panel"}
    async with run(size=(120, 30)) as (app, pilot):
        await pilot.resize_terminal(80, 30)
        await settled(app, pilot)
        assert "rock climbing .40" in seen(app)
        assert shown(app) == {"chips"}


async def test_what_is_typed_while_a_reply_streams_waits_in_view_and_can_be_taken_back(
    run: Run, server: Loopback
) -> None:
    hold_once(server, after=2)
    async with run() as (app, pilot):
        app.chat.prompt.load("One.")
        await pilot.press("enter")
        while "Go climbing," not in seen(app):
            await pilot.pause()
        for text in ("Two.", "Three."):
            app.chat.prompt.load(text)
            await pilot.press("enter")
        await pilot.pause()
        assert "queued: Two." in seen(app)
        assert "queued: Three." in seen(app)
        await pilot.press("up")
        await pilot.pause()
        assert app.chat.prompt.text == "Three."
        assert "queued: Three." not in seen(app)
        await pilot.press("escape")
        await settled(app, pilot)
        screen = seen(app)
    assert "stopped" in screen
    assert screen.index("One.") < screen.index("Two.")
    assert len(server.requests[-1].body["messages"]) == 3


async def test_escape_stops_a_reply_and_keeps_its_text(run: Run, server: Loopback) -> None:
    left = hold_once(server, after=2)
    async with run() as (app, pilot):
        app.chat.prompt.load("Hello.")
        await pilot.press("enter")
        while "Go climbing," not in seen(app):
            await pilot.pause()
        await pilot.press("escape")
        await settled(app, pilot)
        assert left.wait(WAIT_SECONDS)
        assert "Go climbing," in seen(app)
        assert "stopped" in seen(app)
        (_, reply) = await app.engine.entries(10)
    assert (reply.text, reply.complete) == ("Go climbing,", False)


async def test_a_reply_that_reached_its_limit_says_so_under_it(run: Run, server: Loopback) -> None:
    server.at_limit = True
    async with run() as (app, pilot):
        await say(app, pilot, "Tell me a long story.")
        await shows(app, pilot, "Go climbing, of course.", "cut off at the model's limit of tokens")


async def test_ctrl_c_clears_the_draft_then_stops_then_asks_then_leaves(run: Run, server: Loopback) -> None:
    hold_once(server, after=2)
    async with run() as (app, pilot):
        app.chat.prompt.load("Hello.")
        await pilot.press("enter")
        while "Go climbing," not in seen(app):
            await pilot.pause()
        app.chat.prompt.load("a draft")
        await pilot.press("ctrl+c")
        assert app.chat.prompt.text == ""
        assert app.chat.talk.busy
        await pilot.press("ctrl+c")
        await settled(app, pilot)
        assert "stopped" in seen(app)
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert "Press Ctrl+C again to leave" in seen(app)
        assert app.is_running
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert not app.is_running


async def test_an_error_stands_in_the_transcript_and_a_retry_mends_it(run: Run, server: Loopback) -> None:
    server.status = 401
    async with run() as (app, pilot):
        await say(app, pilot, "I love jazz.")
        assert "where it is looked for" in seen(app)
        assert "Retry" in seen(app)
        server.status = None
        await pilot.press("f5")
        await settled(app, pilot)
        screen = seen(app)
        assert [entry.text for entry in await app.engine.entries(10)] == ["I love jazz.", "Go climbing, of course."]
    assert "where it is looked for" not in screen
    assert screen.count("I love jazz.") == 2  # the turn, and the session's title


async def test_a_message_that_is_edited_takes_the_place_of_the_old_one(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love jazz.", "And now?")
        await pilot.press("ctrl+up")
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert app.chat.prompt.text == "And now?"
        assert "editing" in seen(app)
        await say(app, pilot, "And tomorrow?")
        assert "And now?" not in seen(app)
        assert [entry.text for entry in await app.engine.entries(10)][::2] == ["I love jazz.", "And tomorrow?"]


async def test_escape_gives_an_edit_up(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love jazz.")
        await pilot.press("ctrl+up")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.press("escape")
        await pilot.pause()
        assert app.chat.prompt.text == ""
        await say(app, pilot, "And now?")
        assert len(await app.engine.entries(10)) == 4


async def edit_last(app: PenchantApp, pilot: Piloted) -> None:
    """Begin to edit the last message."""
    await pilot.press("ctrl+up")
    await until(pilot, lambda: app.chat.prompt.editing)
    await pilot.pause()


@pytest.mark.parametrize("keys", [["ctrl+c"], ["ctrl+u"], ["f7", "delete"], ["f7", "x", "backspace"]], ids="+".join)
async def test_a_prompt_that_is_emptied_edits_no_turn_any_more(run: Run, keys: list[str]) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I adore knitting.")
        await edit_last(app, pilot)
        await pilot.press(*keys)
        await until(pilot, lambda: not app.chat.prompt.editing)
        assert "editing" not in seen(app)
        await pilot.press(*"Moon?", "enter")
        await settled(app, pilot)
        assert [entry.text for entry in await app.engine.entries(10)][::2] == ["I adore knitting.", "Moon?"]


async def test_an_edit_that_was_typed_anew_without_emptying_the_prompt_is_one(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I adore knitting.")
        await edit_last(app, pilot)
        await pilot.press("f7")
        for key in (*"Moon?", "enter"):  # faster than anything can be done about them
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await settled(app, pilot)
        assert [entry.text for entry in await app.engine.entries(10)][::2] == ["Moon?"]


async def test_a_command_that_takes_the_place_of_an_edit_ends_it(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I adore knitting.")
        await edit_last(app, pilot)
        await say(app, pilot, "/learning", "Moon?")
        assert [entry.text for entry in await app.engine.entries(10)][::2] == ["I adore knitting.", "Moon?"]


async def test_an_edit_does_not_go_along_into_another_session(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I adore knitting.")
        await edit_last(app, pilot)
        await pilot.press("ctrl+n")
        await settled(app, pilot)
        assert app.chat.prompt.text == "I adore knitting."
        assert "editing" not in seen(app)
        first = (await app.engine.sessions())[-1].id
        await pilot.press("enter")
        await settled(app, pilot)
        assert [entry.text for entry in await app.engine.all_turns(first)][::2] == ["I adore knitting."]


async def test_up_and_down_stay_in_what_is_edited(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I adore knitting.", "And now?")
        await edit_last(app, pilot)
        await pilot.press("up", "up")
        assert app.chat.prompt.text == "And now?"
        await pilot.press("down", "down", "!", "enter")
        await settled(app, pilot)
        assert [entry.text for entry in await app.engine.entries(10)][::2] == ["I adore knitting.", "And now?!"]


async def test_sessions_can_be_begun_named_and_gone_on_with(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love jazz.", "/title Music", "/new", "Hello there.")
        assert "I love jazz." not in seen(app)
        await say(app, pilot, "/resume music")
        assert "I love jazz." in seen(app)
        await pilot.press("up")
        assert app.chat.prompt.text == "I love jazz."
    async with run(resume="hello") as (app, pilot):
        assert "Hello there." in seen(app)


async def test_the_learning_mode_is_always_in_view(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "/learning incognito", "I love jazz.")
        assert "incognito" in seen(app).splitlines()[-1]
        assert await app.engine.interests() == []
        await say(app, pilot, "/learning paused")
        assert await app.engine.entries(10) == []
        assert "learning paused" in seen(app).splitlines()[-1]


async def test_what_is_said_incognito_stays_in_the_conversation_and_is_kept_nowhere(run: Run, server: Loopback) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love jazz.", "/learning incognito", "I love opera.")
        await app.chat.paging.show(1)  # as a search does
        assert (await shows(app, pilot, "│ I love opera.")).count("│ I love opera.") == 1
        await pilot.press("ctrl+g")
        await shows(app, pilot, "for: I love opera.")
        await pilot.press("a")
        await until(
            pilot, lambda: seen(app).count("Go climbing, of course.") == 2
        )  # the first answer, and the one without
        await pilot.press("escape", "escape")
        await say(app, pilot, "/retry")
        assert [one["content"] for one in server.requests[-1].body["messages"][-3:]] == [
            "I love jazz.",
            "Go climbing, of course.",
            "I love opera.",
        ]
        await say(app, pilot, "/edit")
        assert app.chat.prompt.text == "I love opera."
        app.chat.prompt.clear()
        found = await app.engine.search("opera", session=app.engine.session)
        assert [one.event.number for one in found] == [-3]
        session = app.engine.session
        await say(app, pilot, "/new", "/resume jazz")
        assert app.engine.session == session
        assert "I love opera." not in seen(app)
        assert [entry.text for entry in await app.engine.entries(10)] == ["I love jazz.", "Go climbing, of course."]


async def test_a_session_that_is_gone_on_with_while_it_is_shown_goes_on(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love jazz.", "/learning incognito", "I love opera.", "/resume jazz")
        assert "incognito" in seen(app).splitlines()[-1]
        assert "│ I love opera." in seen(app)


async def test_the_draft_and_the_queue_are_there_after_a_crash(run: Run) -> None:
    async with run() as (app, pilot):
        await pilot.press(*"half a line")
        app.chat.drafting.save()
        app.chat.drafting.draft.save(app.chat.prompt.text, ["never sent"])
        app.chat.drafting.save = lambda: None  # type: ignore[method-assign]  # as if killed
    async with run() as (app, pilot):
        await settled(app, pilot)
        assert app.chat.prompt.text == "half a line"
        assert "never sent" in seen(app)
        assert [entry.text for entry in await app.engine.entries(10)] == ["never sent", "Go climbing, of course."]


COMMANDS = """/interests
/why jazz
/search jazz
/prompt
/sessions
/help
/palette
/find jazz
/theme
/theme textual-light
/pin jazz
/mute jazz
/boost jazz 2
/stop jazz
/rename jazz = bebop
/confirm jazz
/merge opera = jazz
/panel
/copy
/learning
/title Music
/edit
/forget jazz
/stop-reply
/attach /nowhere
/dance
/why chemistry
/boost jazz 9""".splitlines()


OPENING = (
    "/interests",
    "/why jazz",
    "/search jazz",
    "/prompt",
    "/sessions",
    "/help",
    "/palette",
    "/find jazz",
    "/theme",
)
"""Those that open a screen over the chat, which may take a moment longer than a first change."""


@pytest.mark.parametrize("line", COMMANDS)
async def test_every_command_does_something_and_nothing_breaks(run: Run, line: str) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love jazz.", "I love opera.")
        before = seen(app), app.theme, app.focused
        app.front.run_line(line)
        if line != "/stop-reply":
            await until(pilot, lambda: (seen(app), app.theme, app.focused) != before)
        if line in OPENING:
            await until(pilot, lambda: app.screen is not app.chat)
        if app.screen is not app.chat:
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is app.chat)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/pinn jazz", "there is no command /pinn"),
        ("/boost jazz lots", "/boost wants a topic and a number"),
        ("/pin jaz z", "/interests lists them all"),
        ("/why nothing", "/interests lists them all"),
    ],
)
async def test_a_command_that_is_wrong_stands_in_the_prompt_again(run: Run, line: str, said: str) -> None:
    async with run(size=(140, 30)) as (app, pilot):
        await say(app, pilot, "I love jazz.", line)
        assert said in " ".join(seen(app).replace("▌", " ").split())
        assert app.chat.prompt.text == line
        await say(app, pilot, "/copy", "/new")
        assert app.chat.prompt.text == ""


async def test_a_command_that_has_nothing_to_do_leaves_the_prompt_empty(run: Run) -> None:
    async with run(size=(140, 30)) as (app, pilot):
        await say(app, pilot, "/copy")
        assert "there is no reply to copy yet" in seen(app)
        assert app.chat.prompt.text == ""


async def test_forgetting_asks_and_can_be_taken_back(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love jazz.")
        app.front.run_line("/forget jazz")
        await shows(app, pilot, "Erase “jazz” and the text of 2 turns that speak of it?")
        await pilot.press("y")
        await settled(app, pilot)
        assert await app.engine.interests() == []
        await pilot.press("ctrl+t")
        await shows(app, pilot, "is erased in 10 s")
        await pilot.press("u")
        await shows(app, pilot, "“jazz” is kept")
        assert [one.label for one in await app.engine.interests()] == ["jazz"]


async def test_a_turn_can_be_inspected_and_asked_again_without_interests(run: Run, server: Loopback) -> None:
    async with run(size=(120, 40)) as (app, pilot):
        await say(app, pilot, "I love rock climbing.", "Suggest something to do this weekend.")
        await pilot.press("ctrl+g")
        await shows(app, pilot, "What was sent", "rock climbing", "tokens")
        server.reply = "Go for a walk."
        await pilot.press("a")
        await shows(app, pilot, "Go for a walk.", "Go climbing, of course.")
        assert server.requests[-1].body["messages"][-1]["content"] == "Suggest something to do this weekend."
        assert len(await app.engine.entries(10)) == 4


ODD = "混合 字符 👩‍👩‍👧‍👦 שלום [bold]x[/bold] \x1b[2J\x07 \\[ " + "long" * 40


async def test_any_text_in_any_slot_is_shown_as_it_is_and_does_no_harm(run: Run, server: Loopback) -> None:
    server.reply = ODD
    async with run(size=(120, 40)) as (app, pilot):
        await say(app, pilot, f"I love {ODD}", "I love 攀岩.", f"/title {ODD}", f"/rename 攀岩 = {ODD}")
        for line in ("/interests", "/prompt", "/sessions", f"/search {ODD}", f"/find {ODD}"):
            app.front.run_line(line)
            await until(pilot, lambda: app.screen is not app.chat and "[bold]" in seen(app))
            assert "\x1b" not in seen(app)
            await pilot.press("escape")
            await pilot.pause()
        assert "\x1b" not in seen(app)


async def test_a_queue_is_gone_when_it_is_empty(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "Hello.")
        assert not app.chat.query_one(Queue).display


HEAVY = (
    "chromadb",
    "langchain",
    "langchain_core",
    "openai",
    "torch",
    "numpy",
    "sqlalchemy",
    "pydantic",
    "tiktoken",
    "jieba",
    "penchant.memory.user",
)


def test_nothing_heavy_is_imported_before_the_first_frame(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from penchant.tui.app import PenchantApp
from penchant.tui.system.draft import Draft
from penchant.tui.system.draft import Draft
from penchant.tui.engine import Engine
from penchant.tui.preferences import Preferences

class First(PenchantApp):
    def on_mount(self):
        super().on_mount()
        self.chat._begin = lambda: (print([name for name in {HEAVY!r} if name in sys.modules]), self.exit())

First(Engine(lambda: None), Preferences(), Draft(Path({str(tmp_path)!r}), "x")).run(headless=True)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_wrong_setting_is_told_when_the_app_is_left(
    tmp_path: Path, server: Loopback, clock: Clock, monkeypatch: Any
) -> None:
    monkeypatch.setenv("PENCHANT_EMBEDDER", "nonsense")

    async def start() -> str | None:
        app = app_of(tmp_path / "data", server, clock, Draft(tmp_path / "drafts", "x"))
        async with app.run_test() as pilot:
            while app.is_running:
                await pilot.pause(0.05)
        app.engine.close()
        return app.return_value

    assert "embedder" in str(asyncio.run(start()))


async def test_the_packaged_model_is_offered_where_it_is_needed_and_not_here(
    tmp_path: Path, server: Loopback, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "none"))
    app = app_of(tmp_path / "data", server, clock, Draft(tmp_path / "drafts", "x"), model="embedded")
    async with app.run_test(size=(100, 30)) as pilot:
        while "Fetch it now" not in seen(app):
            await pilot.pause(0.02)
        await pilot.press("n")
        await settled(app, pilot)
        assert "the packaged model is not here yet: `penchant models" in seen(app)
        await say(app, pilot, "I love jazz.")
        assert [entry.text for entry in await app.engine.entries(10)] == ["I love jazz."]
    app.engine.close()


async def test_a_model_that_could_not_be_loaded_can_be_tried_again(run: Run, server: Loopback) -> None:
    async with run() as (app, pilot):
        app.engine.settings.model = "nosuchprovider:model"
        app.engine.load_model()
        await app.chat._open_model()
        await pilot.pause()
        assert "nosuchprovider" in seen(app)
        app.engine.settings.model = f"{server.base_url}#loopback"
        app.chat.transcript.focus()
        await pilot.press("r")
        await settled(app, pilot)
        app.chat.prompt.focus()
        await say(app, pilot, "I love jazz.")
        assert "Go climbing, of course." in seen(app)


async def test_what_was_said_without_a_model_is_answered_once_there_is_one_and_is_stored_once(
    run: Run, server: Loopback
) -> None:
    async with run() as (app, pilot):
        app.engine.settings.model = "nosuchprovider:model"
        app.engine.load_model()
        await say(app, pilot, "I love jazz.")
        assert "│ I love jazz." in seen(app)
        assert app.chat.prompt.text == ""
        app.engine.settings.model = f"{server.base_url}#loopback"
        app.chat.transcript.focus()
        await pilot.press("r")
        await settled(app, pilot)
        await settled(app, pilot)
        assert "nosuchprovider" not in seen(app)
        assert [entry.text for entry in await app.engine.entries(10)] == ["I love jazz.", "Go climbing, of course."]


async def test_a_message_that_cannot_be_sent_stands_in_the_prompt_and_retry_sends_it_again(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love jazz.")
        agent = await app.engine.agent()
        model, agent.model = agent.model, replace(agent.model, profile=replace(agent.model.profile, images=False))
        app.chat.drafting.edit((await app.engine.entries(2))[0])
        app.chat.drafting.attach(Attachment("here.png", "image/png", b"\x89PNG\r\n\x1a\n"))
        await say(app, pilot, "I love opera.")
        await shows(app, pilot, "Retry", "│ I love jazz.")  # what it would have replaced
        assert app.chat.prompt.text == "I love opera."
        agent.model = model
        app.chat.transcript.focus()
        await pilot.press("r")
        await settled(app, pilot)
        assert [entry.text for entry in await app.engine.entries(10)] == ["I love opera.", "Go climbing, of course."]


async def test_a_message_that_is_too_long_is_stored_once_and_can_be_edited(run: Run) -> None:
    async with run() as (app, pilot):
        agent = await app.engine.agent()
        agent.model = replace(agent.model, profile=replace(agent.model.profile, window_tokens=200))
        await say(app, pilot, "I love opera. " * 100)
        assert "send less" in seen(app)
        assert app.chat.prompt.text == ""
        await say(app, pilot, "/edit")
        await say(app, pilot, "I love opera.")
        assert "send less" not in seen(app)
        assert [entry.text for entry in await app.engine.entries(10)] == ["I love opera.", "Go climbing, of course."]


async def test_what_another_terminal_has_erased_is_told_and_ends_nothing(run: Run) -> None:
    async with run(size=(140, 30)) as (app, pilot):
        await say(app, pilot, "I love jazz.")
        await app.engine.forget("jazz")
        app.chat.panel.focus()
        await pilot.press("p")
        await settled(app, pilot)
        assert "there is no topic" in seen(app)
        assert app.chat.panel.selected is None


async def test_what_another_terminal_has_erased_is_off_the_screen_with_the_next_message(
    run: Run, server: Loopback, tmp_path: Path
) -> None:
    server.reply = lambda messages: "Go outside." if "red kite" in messages[-1]["content"] else "Fine."
    async with run(size=(140, 30)) as (app, pilot):
        await say(app, pilot, "How far is the moon?", "I love falconry and my secret is a red kite.")
        assert "+falconry .40 new" in seen(app)
        with InterestMemory(tmp_path / "data", index=False) as other:
            assert other.user("me").forget("falconry") == 2
        await say(app, pilot, "Hello again.")
        screen = seen(app)
        assert not any(word in screen for word in ("falconry", "my secret", "Go outside."))
        assert screen.index("How far is the moon?") < screen.index("Hello again.")
        app.chat.prompt.focus()
        recalled = []
        for _ in range(4):
            await pilot.press("up")
            recalled.append(app.chat.prompt.text)
        assert "Hello again." in recalled
        assert not any("falconry" in text for text in recalled)


@pytest.mark.parametrize("key", ["e", "c", "r", "i"])
async def test_nothing_can_be_done_with_a_turn_that_another_terminal_has_erased(run: Run, key: str) -> None:
    async with run(size=(140, 30)) as (app, pilot):
        await say(app, pilot, "How far is the moon?", "I love falconry and my secret is a red kite.")
        await app.engine.forget("falconry")
        app.chat.transcript.focus()
        await pilot.press("up", key)
        await settled(app, pilot)
        screen = await shows(app, pilot, "this turn has been erased", "How far is the moon?")
        assert "falconry" not in screen
        assert app.chat.prompt.text == ""
        assert len(app.screen_stack) == 1


async def test_an_error_under_a_turn_that_is_erased_does_not_ask_for_the_turn_before_it(
    run: Run, server: Loopback
) -> None:
    async with run(size=(140, 30)) as (app, pilot):
        await say(app, pilot, "How far is the moon?")
        server.status = 401
        await say(app, pilot, "I love falconry.")
        await app.engine.forget("falconry")
        (error,) = (one.entry for one in app.chat.transcript._held.turns if one.entry.kind == "error")
        app.chat.look_again()
        await settled(app, pilot)
        app.chat.transcript.add(error)  # as where the model fails only now
        asked = len(server.requests)
        app.chat.transcript.focus()
        await pilot.press("down", "r")
        await settled(app, pilot)
        await shows(app, pilot, "this turn has been erased", "How far is the moon?")
        assert len(server.requests) == asked


async def test_a_draft_for_a_turn_that_another_terminal_has_erased_stays_and_replaces_nothing(run: Run) -> None:
    async with run(size=(140, 30)) as (app, pilot):
        await say(app, pilot, "How far is the moon?", "I love falconry.", "/edit")
        app.chat.prompt.load("How high do kites fly?")
        await app.engine.forget("falconry")
        app.chat.look_again()
        await settled(app, pilot)
        assert "editing" not in seen(app)
        await pilot.press("enter")
        await settled(app, pilot)
        texts = [entry.text for entry in await app.engine.entries(10) if entry.kind == "user"]
        assert texts == ["How far is the moon?", "How high do kites fly?"]


def said_elsewhere(folder: Path, session: str, *texts: str, replacing: int | None = None) -> None:
    """Say something in a session from another terminal; each message is answered."""
    with InterestMemory(folder, index=False) as memory:
        other = memory.user("me")
        if replacing is not None:
            other.replace(session, replacing)
        for text in texts:
            other.observe(text, session=session)
            other.observe(f"Answer to {text}", session=session, role="assistant")


async def test_what_another_terminal_says_in_the_session_is_seen_before_the_next_message(
    run: Run, tmp_path: Path
) -> None:
    async with run(size=(100, 40)) as (app, pilot):
        await say(app, pilot, "I love jazz.")
        said_elsewhere(tmp_path / "data", app.engine.session, "I love kayaks.")
        await say(app, pilot, "Hello again.")
        screen = seen(app)
        places = [screen.index(f"│ {text}") for text in ("I love jazz.", "I love kayaks.", "Hello again.")]
        assert places == sorted(places)
        assert screen.count("Answer to I love kayaks.") == 1
        assert screen.count("│ Hello again.") == 1
        app.chat.prompt.focus()
        await pilot.press("up", "up")
        assert app.chat.prompt.text == "I love kayaks."


async def test_a_terminal_that_gets_the_focus_shows_what_another_one_has_said_and_replaced(
    run: Run, tmp_path: Path
) -> None:
    async with run(size=(100, 40)) as (app, pilot):
        await say(app, pilot, "I love jazz.", "How far is the moon?")
        moon = app.chat.transcript.stored[-2]
        said_elsewhere(tmp_path / "data", app.engine.session, "How far is Mars?", replacing=moon)
        app.post_message(events.AppBlur())
        app.post_message(events.AppFocus())
        screen = await shows(app, pilot, "│ I love jazz.", "│ How far is Mars?", "Answer to How far is Mars?")
        assert "the moon" not in screen
        first = app.chat.transcript.stored[0]
        said_elsewhere(tmp_path / "data", app.engine.session, "Anew.", replacing=first)
        app.chat.look_again()
        screen = await shows(app, pilot, "│ Anew.")
        assert "jazz." not in screen
        assert "How far is Mars?" not in screen


async def test_what_is_said_incognito_stays_below_what_another_terminal_says(run: Run, tmp_path: Path) -> None:
    async with run(size=(100, 40)) as (app, pilot):
        await say(app, pilot, "I love jazz.", "/learning incognito", "I love opera.")
        said_elsewhere(tmp_path / "data", app.engine.session, "I love kayaks.")
        app.chat.look_again()
        screen = await shows(app, pilot, "│ I love kayaks.")
        assert screen.index("│ I love kayaks.") < screen.index("│ I love opera.")


async def test_an_index_that_another_process_keeps_is_told_in_the_status_row(
    run: Run, tmp_path: Path, clock: Clock
) -> None:
    with InterestMemory(tmp_path / "data", clock=clock) as other:
        other.user("me").observe("I love jazz.")
        other.settle()
        async with run() as (app, pilot):
            while "index elsewhere" not in seen(app).splitlines()[-1]:
                await pilot.pause(0.02)


async def test_what_is_typed_before_the_prompt_is_there_is_typed_into_it(
    tmp_path: Path, server: Loopback, clock: Clock
) -> None:
    app = app_of(tmp_path / "data", server, clock, Draft(tmp_path / "drafts", "x"))

    class Early(PenchantApp):
        def on_load(self) -> None:
            for key in "hi":
                self.post_message(events.Key(key, key))

    app.__class__ = Early
    async with app.run_test() as pilot:
        await settled(app, pilot)
        assert app.chat.prompt.text == "hi"
    app.engine.close()


async def test_what_is_sent_before_the_memory_is_open_goes_into_the_session_that_is_gone_on_with(
    run: Run, tmp_path: Path, server: Loopback, clock: Clock
) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love jazz.")
        session = app.engine.session
        app.chat.prompt.load("left")
        app.chat.drafting.save()
        app.chat.drafting.save = lambda: None  # type: ignore[method-assign]  # as if killed
    app = app_of(tmp_path / "data", server, clock, Draft(tmp_path / "data" / "drafts", "x"), resume="last")

    class Early(PenchantApp):
        def on_load(self) -> None:
            for key in ("h", "i", "enter"):
                self.post_message(events.Key(key, key if len(key) == 1 else "\r"))

    app.__class__ = Early
    async with app.run_test() as pilot:
        await settled(app, pilot)
        await settled(app, pilot)
        assert app.chat.prompt.text == "left"
        assert app.engine.session == session
        assert [entry.text for entry in await app.engine.entries(10)][::2] == ["I love jazz.", "hi"]
        assert seen(app).count("│ hi") == 1
    app.engine.close()


async def test_a_session_is_written_as_markdown_and_as_json_where_no_file_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with run() as (app, pilot):
        await say(app, pilot, "I love jazz.", "/export", "/title Music", "/export")
    for name in ("i-love-jazz", "music"):
        assert all("I love jazz." in (tmp_path / f"{name}.{kind}").read_text("utf-8") for kind in ("md", "json"))
    assert (tmp_path / "music.md").read_text("utf-8").startswith("# Music")
