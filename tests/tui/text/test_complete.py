from __future__ import annotations

from pathlib import Path

import pytest
from penchant.tui import commands
from penchant.tui.text.complete import MOST, STANDING, is_command, is_finished, paths, suggest

CANDIDATES = {
    **STANDING,
    "TOPIC": ["rust", "ruby", "ruby on rails", "攀岩", "true crime"],
    "SESSION": ["Alps", "alpine flowers"],
}


def lines(text: str) -> list[str]:
    return [one.line for one in suggest(text, CANDIDATES)]


def test_a_slash_suggests_every_command() -> None:
    assert [one.label for one in suggest("/", CANDIDATES)] == [f"/{one.name}" for one in commands.FULL]


def test_what_begins_so_comes_before_what_has_it_within() -> None:
    assert lines("/pa") == ["/palette", "/panel"]
    assert lines("/re") == ["/rename ", "/reject ", "/resume ", "/retry", "/interests", "/stop-reply"]
    assert lines("/RES") == ["/resume ", "/interests"]


def test_a_suggestion_says_what_follows_and_what_it_does() -> None:
    (one,) = suggest("/mut", CANDIDATES)
    assert (one.line, one.about) == ("/mute ", "TOPIC  Keep an interest out of every prompt; again undoes it.")
    assert not one.done


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("/pin ru", ["/pin ruby", "/pin ruby on rails", "/pin rust", "/pin true crime"]),
        ("/pin 攀", ["/pin 攀岩"]),
        ("/pin ruby", ["/pin ruby on rails"]),
        ("/boost rust", ["/boost rust "]),
        ("/boost ruby", ["/boost ruby ", "/boost ruby on rails "]),
        ("/merge rus", ["/merge rust = "]),
        ("/merge rust = ru", ["/merge rust = ruby", "/merge rust = ruby on rails", "/merge rust = true crime"]),
        ("/rename rus", ["/rename rust = "]),
        ("/rename rust = ru", []),
        ("/resume alp", ["/resume Alps", "/resume alpine flowers"]),
        ("/learning ", ["/learning on", "/learning paused", "/learning incognito"]),
        ("/personalize ", ["/personalize off", "/personalize gate", "/personalize always"]),
        ("/theme penchant", ["/theme penchant-dark", "/theme penchant-light"]),
        ("/search ru", []),
        ("/nothing ru", []),
    ],
)
def test_arguments_are_completed_by_their_word(typed: str, found: list[str]) -> None:
    assert sorted(lines(typed)) == sorted(found)


def test_a_mode_says_what_it_means() -> None:
    assert (
        suggest("/learning in", CANDIDATES)[0].about
        == "your interests are not used, nothing is learned, and nothing is kept"
    )


def test_a_label_is_shown_on_one_line_and_taken_as_it_is() -> None:
    (one,) = suggest("/pin x", {"TOPIC": ["x\ny\x1b[2J"]})
    assert (one.label, one.line) == ("x y[2J", "/pin x\ny\x1b[2J")


def test_there_are_not_more_suggestions_than_can_be_looked_through() -> None:
    assert len(suggest("/pin ", {"TOPIC": [str(number) for number in range(10_000)]})) == MOST


@pytest.mark.parametrize("text", ["hello", "", "//", "/usr/bin is full", " /help", "/help\nme", "1/2"])
def test_what_is_no_command_is_a_message(text: str) -> None:
    assert not is_command(text)
    assert suggest(text, CANDIDATES) == []


@pytest.mark.parametrize(
    ("line", "finished"),
    [
        ("/help", True),
        ("/hel", False),
        ("/pin", False),
        ("/pin ", False),
        ("/pin x", True),
        ("/search", True),
        ("/no x", False),
    ],
)
def test_a_command_is_finished_when_it_has_what_it_needs(line: str, finished: bool) -> None:
    assert is_finished(line) is finished


def test_paths_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes").mkdir()
    for name in ("Notes.md", "my picture.png", ".hidden"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    assert paths("") == ["my picture.png", "Notes.md", "notes/"]
    assert paths(f"{tmp_path}/.") == [
        f"{tmp_path}/{name}" for name in (".hidden", "my picture.png", "Notes.md", "notes/")
    ]
    assert paths("nowhere/x") == []
    assert lines("/attach my") == ["/attach my picture.png"]
    assert [(one.line, one.done) for one in suggest("/attach no", CANDIDATES)] == [
        ("/attach Notes.md", True),
        ("/attach notes/", False),
    ]
