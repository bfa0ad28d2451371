from __future__ import annotations

import base64
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from penchant.tui.system import clipboard
from penchant.tui.system.clipboard import Outcome, copy, sequences, terminal_refuses, tools
from textual.app import App

X = {"DISPLAY": ":0", "TERM": "xterm-256color"}
KEEPS = 'if [ "$3$2" = -in--input ] || [ "$3" = -in ]; then cat > "$STORE"; else cat "$STORE"; fi'
STAYS_BEHIND = 'if [ "$3" = -in ]; then cat > "$STORE"; sleep 600 & else cat "$STORE"; fi'
CHANGES = 'if [ "$3" = -in ]; then cat > /dev/null; else echo something else; fi'
FAILS = "echo no display >&2; exit 1"
HANGS = "exec sleep 600"


class Terminal(App[None]):
    """An app that writes down what it would write to the terminal."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def copy_to_clipboard(self, text: str) -> None:
        self.written.append(text)


@pytest.fixture(autouse=True)
def files_stay_in_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.fixture(autouse=True)
def slow_tools_get_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "SECONDS", 120.0)


Bin = Callable[..., dict[str, str]]


@pytest.fixture
def path(tmp_path: Path) -> Bin:
    """Return an environment whose PATH has little scripts in place of the system's tools."""

    def make(environ: dict[str, str], **scripts: str) -> dict[str, str]:
        folder = tmp_path / "bin"
        folder.mkdir()
        for name in ("cat", "sleep"):
            (folder / name).symlink_to(f"/bin/{name}")
        for name, script in scripts.items():
            file = folder / name.replace("_", "-").replace("-exe", ".exe")
            file.write_text(f"#!/bin/sh\n{script}\n")
            file.chmod(0o755)
        return {**environ, "PATH": str(folder), "STORE": str(tmp_path / "store")}

    return make


async def test_what_a_tool_kept_is_copied(path: Bin, tmp_path: Path) -> None:
    app = Terminal()
    assert await copy(app, "a\n攀岩 [b]", path(X, xclip=KEEPS)) == Outcome(True, "copied (xclip)")
    assert (tmp_path / "store").read_text() == "a\n攀岩 [b]"
    assert app.written == ["a\n攀岩 [b]"]


async def test_a_tool_that_stays_behind_does_not_hold_anything_up(path: Bin) -> None:
    assert await copy(Terminal(), "text", path(X, xclip=STAYS_BEHIND)) == Outcome(True, "copied (xclip)")


async def test_a_tool_that_lies_is_not_believed(path: Bin) -> None:
    outcome = await copy(Terminal(), "text", path(X, xclip=CHANGES))
    assert outcome == Outcome(True, "sent to the terminal; it may not support copying (OSC 52); xclip did not keep it")


async def test_the_next_tool_is_tried(path: Bin) -> None:
    environ = path(X, xclip=FAILS, xsel='if [ "$2" = --input ]; then cat > "$STORE"; else cat "$STORE"; fi')
    assert await copy(Terminal(), "text", environ) == Outcome(True, "copied (xsel)")


async def test_a_tool_that_hangs_is_ended(path: Bin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "SECONDS", 0.05)
    outcome = await copy(Terminal(), "x" * 200_000, path({**X, "TERM": "linux"}, xclip=HANGS))
    assert not outcome.copied
    assert outcome.message.startswith("could not be copied: xclip failed, the console has no clipboard; saved to ")


async def test_a_tool_that_cannot_be_read_back_is_named_for_what_it_is(path: Bin, tmp_path: Path) -> None:
    environ = path({"WSL_DISTRO_NAME": "Ubuntu", "TERM": "xterm-256color"}, clip_exe='cat > "$STORE"')
    assert await copy(Terminal(), "攀岩", environ) == Outcome(True, "given to clip.exe")
    assert (tmp_path / "store").read_bytes().decode("utf-16") == "攀岩"


async def test_without_a_tool_it_is_said_that_nothing_is_certain(path: Bin) -> None:
    app = Terminal()
    outcome = await copy(app, "text", path({"TERM": "xterm-256color"}))
    assert outcome == Outcome(True, "sent to the terminal; it may not support copying (OSC 52)")
    assert app.written == ["text"]


async def test_what_nothing_copies_is_saved_for_its_owner_alone(path: Bin) -> None:
    outcome = await copy(Terminal(), "half \ud83d text", path({"TERM": "linux"}))
    file = Path(outcome.message.rpartition("saved to ")[2])
    assert outcome == Outcome(False, f"could not be copied: the console has no clipboard; saved to {file}")
    assert file.read_text() == "half ? text"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_when_even_that_fails_it_is_said(path: Bin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    outcome = await copy(Terminal(), "text", path({"TERM": "linux"}))
    assert outcome == Outcome(
        False,
        "could not be copied: the console has no clipboard; and not be saved: No such file or directory",
    )


async def test_in_tmux_its_buffer_has_it(path: Bin, tmp_path: Path) -> None:
    environ = path(
        {"TMUX": "/tmp/tmux,1,0", "TERM": "tmux-256color"},
        tmux='[ "$1" = load-buffer ] && exec cat > "$STORE"; cat "$STORE"',
    )
    outcome = await copy(Terminal(), "text", environ)
    assert outcome.message == "copied (tmux); tmux passes it on where the terminal supports copying (OSC 52)"
    assert (tmp_path / "store").read_text() == "text"


@pytest.mark.parametrize(
    ("environ", "platform", "names"),
    [
        ({}, "linux", []),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux", ["wl-copy", "xclip", "xsel"]),
        ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "x"}, "linux", ["xclip", "xsel"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "SSH_TTY": "x"}, "linux", []),
        ({}, "darwin", ["pbcopy"]),
        ({"SSH_CONNECTION": "x"}, "darwin", []),
        ({}, "win32", ["clip.exe"]),
        ({"WSL_DISTRO_NAME": "Ubuntu"}, "linux", ["clip.exe"]),
        ({"TMUX": "x", "DISPLAY": ":0"}, "linux", ["xclip", "xsel", "tmux"]),
    ],
)
def test_only_tools_that_reach_the_person_are_asked(environ: dict[str, str], platform: str, names: list[str]) -> None:
    assert [tool.name for tool in tools(environ, platform)] == names


@pytest.mark.parametrize(
    ("environ", "length", "why"),
    [
        ({"TERM": "xterm-256color"}, 10, ""),
        ({"TERM": "xterm-256color"}, 100_000, "it is too long for the terminal"),
        ({"TERM": "linux"}, 10, "the console has no clipboard"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, 10, "Apple's Terminal lets no program copy"),
    ],
)
def test_a_terminal_that_cannot_copy_is_known(environ: dict[str, str], length: int, why: str) -> None:
    assert terminal_refuses(environ, length) == why


def test_gnu_screen_hands_the_sequence_through_in_pieces() -> None:
    pieces = list(sequences("x" * 2_000, {"TERM": "screen-256color"}))
    assert all(piece.startswith("\x1bP") and piece.endswith("\x1b\\") for piece in pieces)
    inner = "".join(piece[2:-2] for piece in pieces)
    assert base64.b64decode(inner.removeprefix("\x1b]52;c;").removesuffix("\x07")) == b"x" * 2_000
    assert len(list(sequences("x", {"TERM": "screen-256color", "TMUX": "x"}))) == 1
