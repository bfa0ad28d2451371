from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import Attachment, Event
from penchant.tui.system.export import export, export_both, file_name, to_json, to_markdown

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LOCAL = NOON.astimezone().strftime("%Y-%m-%d %H:%M")


def turn(text: str, role: Any = "user", **fields: Any) -> Event:
    return Event("id", "s1", "chat", role, text, NOON, **fields)


TURNS = [
    turn("Where to climb\nin winter?", attachments=(Attachment("notes.md", "text/markdown", b"a\n```\nb\n```\n"),)),
    turn("# Kalymnos\n\n- [bold]", "assistant", complete=False),
    turn("And this?", attachments=(Attachment("a.png", "image/png", b"\x89PNG"),)),
]


def test_markdown_has_what_was_said_under_who_said_it() -> None:
    assert to_markdown(TURNS, "Climbing") == (
        f"# Climbing\n\n## You, {LOCAL}\n\nWhere to climb\nin winter?\n\n"
        "*with notes.md:*\n\n````\na\n```\nb\n```\n````\n\n"
        f"## Penchant, {LOCAL}\n\n# Kalymnos\n\n- [bold]\n\n*stopped*\n\n"
        f"## You, {LOCAL}\n\nAnd this?\n\n*with a.png, image/png*\n"
    )


def test_json_has_everything() -> None:
    said = json.loads(to_json(TURNS, "Climbing"))
    assert (said["title"], said["session"], len(said["turns"])) == ("Climbing", "s1", 3)
    assert said["turns"][0]["attachments"] == [
        {"name": "notes.md", "media_type": "text/markdown", "text": "a\n```\nb\n```\n"}
    ]
    assert said["turns"][1] == {
        "role": "assistant", "at": "2026-03-01T12:00:00+00:00", "text": "# Kalymnos\n\n- [bold]", "complete": False,
    }  # fmt: skip
    assert said["turns"][2]["attachments"] == [{"name": "a.png", "media_type": "image/png", "base64": "iVBORw=="}]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Where to climb?", "where-to-climb"),
        ("攀岩 in winter", "攀岩-in-winter"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON: a\\b\x1b[2J", "con-a-b-2j"),
        ("…", "session"),
        ("", "session"),
        ("x" * 500, "x" * 60),
    ],
)
def test_a_file_is_named_after_the_title(title: str, name: str) -> None:
    assert file_name(title) == name


def test_a_session_is_written_under_a_name_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = export(TURNS), export(TURNS)
    assert [str(first), str(second)] == ["where-to-climb-in-winter.md", "where-to-climb-in-winter-2.md"]
    assert first.read_text() == to_markdown(TURNS, "Where to climb\nin winter?")
    assert export(TURNS, str(tmp_path), "Title") == tmp_path / "title.md"


def test_the_name_says_which_it_is(tmp_path: Path) -> None:
    assert json.loads(export(TURNS, str(tmp_path / "a.JSON")).read_text())["title"] == "Where to climb\nin winter?"
    assert export(TURNS, str(tmp_path / "a.txt")).read_text().startswith("# Where to climb in winter?")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("mine")
    with pytest.raises(ValueError, match=r"a\.md is there already: name another file"):
        export(TURNS, str(tmp_path / "a.md"))
    assert (tmp_path / "a.md").read_text() == "mine"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    for path in (f"{tmp_path}/nowhere/", f"{tmp_path}/nowhere/a.md"):
        with pytest.raises(FileNotFoundError):
            export(TURNS, path)


def test_an_empty_session_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing to export"):
        export([], str(tmp_path))


def test_both_are_written_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "title.json").touch()
    assert export_both(TURNS, str(tmp_path), "Title") == (tmp_path / "title.md", tmp_path / "title-2.json")
