from __future__ import annotations

import sys
from pathlib import Path

import pytest
from penchant.tui.system.editor import edit_text, editor
from textual.app import App

pexpect = pytest.importorskip("pexpect")

CHAT = """
import sys
from pathlib import Path
from textual.app import App
from penchant.tui.system.editor import edit_text

class Chat(App):
    async def on_mount(self):
        self.ticks = 0
        self.set_interval(0.01, self.tick)
        self.run_worker(self.edit())

    def tick(self):
        self.ticks += 1
        if self.ticks > 5 and self._batch_count:
            Path(sys.argv[1]).touch()

    async def edit(self):
        try:
            text = await edit_text(self, "a draft\\n攀岩")
        except ValueError as error:
            text = f"ERROR {error}"
        self.exit(repr(text))

print("LEFT", Chat().run())
"""


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({"EDITOR": "vim -u NONE", "VISUAL": "code --wait"}, ["code", "--wait"]),
        ({"EDITOR": "vim -u NONE", "VISUAL": " "}, ["vim", "-u", "NONE"]),
        ({"EDITOR": "'/opt/my editor/run'"}, ["/opt/my editor/run"]),
    ],
)
def test_the_person_s_editor_is_taken(environ: dict[str, str], command: list[str]) -> None:
    assert editor(environ) == command


def test_without_one_named_what_is_there_is_taken(tmp_path: Path) -> None:
    (tmp_path / "nano").write_text("#!/bin/sh\n")
    (tmp_path / "nano").chmod(0o755)
    assert editor({"PATH": str(tmp_path)}) == [str(tmp_path / "nano")]


def test_without_any_it_is_told() -> None:
    with pytest.raises(ValueError, match="name one in \\$EDITOR"):
        editor({"PATH": ""})
    with pytest.raises(ValueError, match="\\$VISUAL cannot be understood"):
        editor({"VISUAL": "vim 'x"})


async def test_where_the_terminal_cannot_be_given_up_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    app: App[None] = App()
    async with app.run_test():
        with pytest.raises(ValueError, match="cannot be opened in a browser"):
            await edit_text(app, "text")


def left(tmp_path: Path, script: str, press: str = "") -> str:
    """Return what a little chat in a terminal of its own ends with, after an editor that is this script."""
    (tmp_path / "chat.py").write_text(CHAT)
    (tmp_path / "editor").write_text(f"#!/bin/sh\n{script}\n")
    (tmp_path / "editor").chmod(0o755)
    child = pexpect.spawn(
        sys.executable,
        [str(tmp_path / "chat.py"), str(tmp_path / "went-on")],
        env={"PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "EDITOR": str(tmp_path / "editor"), "LANG": "C.UTF-8"},
        encoding="utf-8",
        dimensions=(24, 100),
        timeout=300,
    )
    if press:
        child.expect("READY")
        child.send(press)
    child.expect("LEFT (.*)\r\n")
    found = str(child.match.group(1))
    child.expect(pexpect.EOF)
    child.close()
    return found


def test_the_draft_comes_back_as_the_editor_left_it_and_the_app_went_on_meanwhile(tmp_path: Path) -> None:
    waits = f"until [ -e {tmp_path}/went-on ]; do sleep 0.01; done"
    assert left(tmp_path, waits + '; printf " and more\\r\\n" >> "$1"') == "'a draft\\n攀岩 and more'"


def test_an_editor_that_fails_changes_nothing(tmp_path: Path) -> None:
    found = left(tmp_path, 'echo lost > "$1"; exit 3')
    assert "ERROR the editor" in found
    assert "failed with 3; the draft is what it was" in found


def test_an_editor_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    found = left(tmp_path, "exec /nowhere")
    assert "failed with 127" in found


def test_ctrl_c_is_the_editor_s(tmp_path: Path) -> None:
    found = left(tmp_path, "echo READY; sleep 300", press="\x03")
    assert "failed with" in found


def test_the_draft_is_read_by_its_owner_alone_and_does_not_stay(tmp_path: Path) -> None:
    left(tmp_path, f'stat -c %a "$(dirname "$1")" > {tmp_path}/mode; echo "$1" > {tmp_path}/name')
    assert (tmp_path / "mode").read_text() == "700\n"
    assert not Path((tmp_path / "name").read_text().strip()).exists()
