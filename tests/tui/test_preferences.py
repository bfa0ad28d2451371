from __future__ import annotations

from pathlib import Path

import pytest
from penchant.tui import preferences
from penchant.tui.preferences import NEWLINE, SEND, read


def test_nothing_is_set_by_default() -> None:
    assert read({}, {}) == preferences.Preferences()


def test_the_environment_wins_over_the_file() -> None:
    found = read(
        {"theme": "nord", "send_key": "ctrl+s"}, {"PENCHANT_THEME": "dracula", "PENCHANT_SEND_KEY": "alt+enter"}
    )
    assert found.theme == "dracula"
    assert found.keys[SEND] == "alt+enter"
    assert found.told == ()


def test_enter_breaks_the_line_where_it_does_not_send() -> None:
    assert read({"send_key": "ctrl+s"}, {}).keys == {SEND: "ctrl+s", NEWLINE: "enter,shift+enter,ctrl+j,alt+enter"}
    assert read({"send_key": "Ctrl+Enter, alt+enter"}, {}).keys == {
        SEND: "ctrl+enter,alt+enter",
        NEWLINE: "enter,shift+enter,ctrl+j",
    }
    assert read({"keys": {SEND: "ctrl+s"}}, {}).keys[NEWLINE].startswith("enter,")


def test_the_usual_send_key_changes_nothing() -> None:
    assert read({"send_key": "enter"}, {}) == preferences.Preferences(keys={SEND: "enter"})


def test_a_line_can_be_broken_whatever_sends() -> None:
    keys = read({"send_key": "enter", "keys": {NEWLINE: "enter"}}, {}).keys
    assert keys[NEWLINE] == "ctrl+j"


def test_the_table_of_keys_wins_over_the_send_key() -> None:
    assert read({"send_key": "ctrl+s", "keys": {SEND: "alt+enter"}}, {}).keys[SEND] == "alt+enter"


def test_keys_are_remapped_by_id() -> None:
    found = read({"keys": {"app.interests": ["f9", "Ctrl+X"], "transcript.copy": "C"}}, {})
    assert found.keys == {"app.interests": "f9,ctrl+x", "transcript.copy": "C"}
    assert found.told == ()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"theme": "neon"}, "the setting theme cannot be 'neon'; there are penchant-dark"),
        ({"theme": 7}, "the setting theme cannot be 7"),
        ({"keys": {"app.interest": "f9"}}, "'app.interest' is no id of a key; did you mean app.interests"),
        ({"keys": {"zzz": "f9"}}, "'zzz' is no id of a key; /help lists them"),
        ({"keys": {"app.help": "ctrl+banana"}}, "the setting keys.app.help: 'ctrl+banana' is no key; write ctrl+s"),
        ({"keys": {"prompt.unfold": "u"}}, "the setting keys.prompt.unfold: 'u' is needed for typing"),
        ({"keys": "ctrl+s"}, "the setting keys cannot be 'ctrl+s'"),
        ({"send_key": "banana"}, "the setting send_key: 'banana' is no key"),
        ({"send_key": 3}, "the setting send_key: '3' is needed for typing"),
        ({"keys": {"prompt.unfold": "tab"}}, "the setting keys.prompt.unfold: tab means prompt.complete already"),
        ({"keys": {"prompt.unfold": "ctrl+t"}}, "the setting keys.prompt.unfold: ctrl+t means app.interests already"),
    ],
)
def test_what_is_wrong_is_told_and_not_fatal(values: dict[str, object], told: str) -> None:
    found = read(values, {})
    assert len(found.told) == 1
    assert told in found.told[0]


def test_the_file_is_read_where_the_platform_keeps_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = preferences.config_file()
    assert preferences.load({}) == preferences.Preferences()
    file.parent.mkdir()
    file.write_text('theme = "nord"\ndata = "~/memory"\n[keys]\n"app.help" = "f12"\n')
    found = preferences.load({})
    assert (found.theme, found.keys, found.data) == ("nord", {"app.help": "f12"}, Path.home() / "memory")
    assert preferences.load({"PENCHANT_DATA": "/tmp/there"}).data == Path("/tmp/there")


def test_a_broken_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = preferences.config_file()
    file.parent.mkdir()
    file.write_text("theme = ")
    assert "cannot be read" in preferences.load({}).told[0]
    file.write_text("theme = " + "[" * 3_000)
    assert "cannot be read" in preferences.load({}).told[0]
    for data in ("~nobody-has-this-name", r"~\u0000"):
        file.write_text(f'data = "{data}"')
        assert "the setting data cannot be" in preferences.load({}).told[0]
    file.write_bytes(b"theme = '\xff'")
    assert "cannot be read" in preferences.load({}).told[0]
