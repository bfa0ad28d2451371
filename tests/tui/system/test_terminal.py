"""The program in a real terminal: what is typed, what is seen, and how it leaves the terminal."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from penchant.memory import InterestMemory
from platformdirs import user_data_path

from tests.loopback import Loopback, hold_once
from tests.tui.tmux import READY, WAIT_SECONDS, Terminal, needs_tmux

SHARED = user_data_path("penchant", appauthor=False)  # where `make test` puts the model; the tests' own is elsewhere
PROGRAM = Path(sys.executable).with_name("penchant")

pytestmark = needs_tmux

Open = Callable[..., Terminal]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def terminal(tmp_path: Path, data: Path, server: Loopback) -> Iterator[Open]:
    """Opens a terminal whose settings name the loopback model."""
    with ExitStack() as stack:

        def open_terminal(size: tuple[int, int] = (100, 30), **variables: str) -> Terminal:
            settings = {"PENCHANT_DATA": str(data), "PENCHANT_MODEL": f"{server.base_url}#loopback"}
            return stack.enter_context(Terminal(tmp_path, size, settings | variables))

        yield open_terminal


def started(terminal: Terminal, options: str = "") -> None:
    """Start the program and wait until memory and model are open."""
    terminal.run(f"{PROGRAM} {options}")
    terminal.wait_for("loopback", "Write a message", gone=("loading",))


def left(terminal: Terminal) -> None:
    """Wait for the shell, and see that the terminal is as it was before: echo, cursor, mouse, the first screen."""
    terminal.wait_for_shell()
    terminal.run("clear; stty -a | tr ' ' '\\n' | grep -x -e echo -e icanon -e -echo -e -icanon; echo told")
    seen = terminal.wait_until(lambda screen: "told" in screen.splitlines())
    assert "echo" in seen.splitlines()
    assert (terminal.ask("alternate_on"), terminal.ask("cursor_flag"), terminal.ask("mouse_any_flag")) == (
        "0",
        "1",
        "0",
    )


def turns(data: Path) -> list[str]:
    """All turns, oldest first."""
    with InterestMemory(data, index=False) as memory:
        person = memory.user("me")
        sessions = sorted(person.sessions(), key=lambda one: one.started)
        return [turn.text for one in sessions for turn in person.turns(one.id, 100)]


def test_what_is_typed_before_the_first_frame_is_not_lost_and_leaving_restores_the_terminal(
    terminal: Open, data: Path
) -> None:
    window = terminal()
    window.run(str(PROGRAM))
    window.takes_keys()
    window.type("I love rock climbing.")
    window.press("Enter")
    window.wait_for("│ I love rock climbing.", "Go climbing, of course.", "rock climbing")
    window.press("C-q")
    left(window)
    assert turns(data) == ["I love rock climbing.", "Go climbing, of course."]


def test_an_enter_before_the_program_has_the_terminal_sends(terminal: Open, data: Path) -> None:
    window = terminal()
    window.run(f"read -r; {PROGRAM}")
    window.type("\n")
    window.type("I love rock climbing.")
    window.press("Enter")
    window.type("And")
    window.wait_for("Go climbing, of course.", "▌ And")
    window.press("C-c", "C-q")
    left(window)
    assert turns(data) == ["I love rock climbing.", "Go climbing, of course."]


def test_a_chat_with_the_packaged_model(terminal: Open, data: Path) -> None:
    window = terminal(PENCHANT_MODEL="embedded", XDG_DATA_HOME=str(SHARED.parent))
    window.run(str(PROGRAM))
    window.wait_for("embedded", gone=("loading",))
    window.type("I love rock climbing.")
    window.press("Enter")
    window.wait_for("rock climbing .40 new")
    window.type("Suggest something to do this weekend.")
    window.press("Enter")
    window.wait_for("biased by 1")
    window.press("C-q")
    left(window)
    assert turns(data)[::2] == ["I love rock climbing.", "Suggest something to do this weekend."]


def test_escape_stops_a_reply_and_its_text_stays(terminal: Open, server: Loopback, data: Path) -> None:
    stopped = hold_once(server, after=2)
    window = terminal()
    started(window)
    window.type("Hello.")
    window.press("Enter")
    window.wait_for("Go climbing,")
    window.press("Escape")
    window.wait_for("Go climbing,", "stopped")
    assert stopped.wait(WAIT_SECONDS)
    window.press("C-q")
    left(window)
    assert turns(data) == ["Hello.", "Go climbing,"]


def test_another_size_is_laid_out_anew(terminal: Open) -> None:
    window = terminal((140, 40))
    started(window)
    window.type("I love rock climbing.")
    window.press("Enter")
    window.wait_for("Go climbing, of course.", "in prompts from")
    for size in ((60, 20), (30, 8), (200, 50), (100, 30)):
        window.resize(*size)
        panel = "in prompts from"
        window.wait_for("Go climbing,", panel) if size[0] >= 100 else window.wait_for("Go climbing,", gone=(panel,))
    window.press("C-q")
    left(window)


def test_ten_thousand_pasted_lines_are_folded_and_sent_whole(terminal: Open, data: Path) -> None:
    window = terminal()
    started(window)
    window.paste("\n".join(f"line {number}" for number in range(10_000)))
    window.wait_for("pasted 10,000 lines")
    window.type(" What is this?")
    window.press("Enter")
    window.wait_until(lambda seen: "tokens" in seen or "Go climbing" in seen)
    window.press("C-q")
    left(window)
    (asked, *_) = turns(data)
    assert asked.startswith("line 0\nline 1\n")
    assert asked.endswith("line 9999 What is this?")


def test_ctrl_c_clears_then_stops_then_asks_then_leaves(terminal: Open, server: Loopback) -> None:
    hold_once(server, after=2)
    window = terminal()
    started(window)
    window.type("Hello.")
    window.press("Enter")
    window.wait_for("Go climbing,")
    window.type("half a line")
    window.wait_for("half a line")
    window.press("C-c")
    window.wait_for("Go climbing,", gone=("half a line", "stopped"))
    window.press("C-c")
    window.wait_for("stopped")
    window.press("C-c")
    window.wait_for("Press Ctrl+C again to leave")
    again_and_again(window)
    left(window)


def test_each_signal_ends_it_in_order_and_the_draft_comes_back(terminal: Open) -> None:
    window = terminal()
    started(window)
    window.type("half a line")
    window.wait_for("half a line")
    for number in (signal.SIGTERM, signal.SIGHUP):  # an interrupt is Ctrl+C's
        with named(number.name):
            os.kill(running(window), number)
            left(window)
            window.run("clear")
            started_with_draft(window)
    window.press("C-q")
    left(window)


def test_a_kill_loses_no_turn_and_no_draft(terminal: Open, data: Path) -> None:
    window = terminal()
    started(window)
    window.type("I love jazz.")
    window.press("Enter")
    window.wait_for("Go climbing, of course.")
    window.type("half a line")
    window.wait_for("half a line")
    saved(data, "half a line")
    os.kill(running(window), signal.SIGKILL)
    left(window)
    window.run("clear")
    started_with_draft(window, "--resume last")
    window.wait_for("│ I love jazz.", "Go climbing, of course.")
    window.press("C-q")
    left(window)
    assert turns(data) == ["I love jazz.", "Go climbing, of course."]


def test_two_terminals_chat_over_one_memory(terminal: Open, data: Path, tmp_path: Path) -> None:
    window = terminal()
    started(window)
    (tmp_path / "other").mkdir()
    other = Terminal(tmp_path / "other", (100, 30), window.variables)
    with other:
        started(other)
        for one, text in ((window, "I love jazz."), (other, "I love opera.")):
            one.type(text)
            one.press("Enter")
            one.wait_for(f"│ {text}", "Go climbing, of course.")
        other.wait_for("opera", "jazz")
        other.press("C-q")
        left(other)
    window.press("C-q")
    left(window)
    assert sorted(turns(data)) == ["Go climbing, of course."] * 2 + ["I love jazz.", "I love opera."]


def test_the_editor_writes_the_draft(terminal: Open, tmp_path: Path) -> None:
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\nprintf "%s and more" "$(cat "$1")" > "$1.new"; mv "$1.new" "$1"\n')
    script.chmod(0o700)
    window = terminal(EDITOR=str(script))
    started(window)
    window.type("half a line")
    window.wait_for("half a line")
    window.press("C-o")
    window.wait_for("half a line and more")
    window.press("C-c")
    window.press("C-q")
    left(window)


def test_simple_terminals_and_plain_get_lines(terminal: Open) -> None:
    window = terminal()
    window.run(f"{PROGRAM} --plain")
    window.wait_for("/help lists the commands", "›")
    assert window.ask("alternate_on") == "0"
    window.run("/quit")
    window.wait_for_shell()
    window.run(f"clear; TERM=dumb {PROGRAM}")
    window.wait_for("/help lists the commands", "›")
    window.run("/quit")
    left(window)


def test_wide_signs_and_markup_are_typed_and_seen(terminal: Open) -> None:
    window = terminal()
    started(window)
    window.type("我喜欢攀岩 👩‍👩‍👧 שלום [bold]x[/bold]")
    window.press("M-Enter")
    window.type("second line")
    window.wait_for("我喜欢攀岩", "[bold]x[/bold]", "second line")
    window.press("Enter")
    window.wait_for("│ 我喜欢攀岩", "│ second line", "攀岩")
    window.press("C-q")
    left(window)


@contextmanager
def named(case: str) -> Iterator[None]:
    """Name the case in what fails."""
    try:
        yield
    except Exception as error:
        error.add_note(f"case: {case}")
        raise


def again_and_again(terminal: Terminal) -> None:
    """Press Ctrl+C each second that the program asks for it: on a slow machine one may come too late for the one before."""
    pressed = -1.0

    def left_or_pressed(seen: str) -> bool:
        nonlocal pressed
        asked = "Press Ctrl+C again to leave" in seen
        if asked and time.monotonic() > pressed + 1:
            terminal.press("C-c")
            pressed = time.monotonic()
        return not asked and READY in seen

    terminal.wait_until(left_or_pressed)


def running(terminal: Terminal) -> int:
    """Return the process id of the program in a terminal."""
    shell = int(terminal.ask("pane_pid"))
    child, *_ = map(int, Path(f"/proc/{shell}/task/{shell}/children").read_text().split())
    return child


def started_with_draft(terminal: Terminal, options: str = "") -> None:
    """Start again; what was typed stands in the prompt."""
    terminal.run(f"{PROGRAM} {options}")
    terminal.wait_for("half a line", "loopback", gone=("loading",))


def saved(data: Path, text: str) -> None:
    """Wait until a draft is on disk: it is there a moment after the last key."""
    until = time.monotonic() + WAIT_SECONDS
    while not any(text in file.read_text("utf-8") for file in (data / "drafts").glob("*.json")):
        assert time.monotonic() < until
        time.sleep(0.05)
