"""`penchant rerank` and `penchant classify`, from files and from standard input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import InterestMemory
from penchant.tui import cli
from typer.testing import CliRunner, Result

from tests.tui.ended import done

LINES = (
    '"Cup final goes to penalties"\n'
    '{"id": 7, "title": "攀岩入门", "tags": ["sport"], "pop": 3}\n'
    "\n"
    '{"id": 8, "text": "How to brew green tea", "pop": 9}\n'
)

Penchant = Callable[..., Result]


@pytest.fixture
def penchant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Penchant:
    """Runs a command on the memory of somebody who climbs."""
    monkeypatch.setenv("PENCHANT_DATA", str(tmp_path / "data"))
    with InterestMemory(tmp_path / "data", index=False) as memory:
        memory.user("me").observe("I love rock climbing. I go climbing three times a week.")

    def run(*arguments: str, lines: str | None = None) -> Result:
        return CliRunner().invoke(cli.app, arguments, input=lines)

    return run


def found(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done(result).splitlines()]


def told(result: Result) -> str:
    assert isinstance(result.exception, ValueError), result.output
    return str(result.exception)


def test_lines_of_standard_input_come_back_in_order_with_what_moved_them(penchant: Penchant) -> None:
    first, *others = found(penchant("rerank", "--json", lines=LINES))
    assert {name: first[name] for name in ("id", "title", "tags", "pop")} == {
        "id": 7,
        "title": "攀岩入门",
        "tags": ["sport"],
        "pop": 3,
    }
    made = first["penchant"]
    assert (made["place"], made["given"], made["explored"]) == (1, 2, False)
    assert made["score"] > 1
    assert made["interests"][0]["label"] == "rock climbing"
    assert made["why"].startswith("rock climbing 0.")
    assert others[0]["text"] == "Cup final goes to penalties"
    assert [one["penchant"]["place"] for one in others] == [2, 3]


def test_a_file_is_searched(penchant: Penchant, tmp_path: Path) -> None:
    file = tmp_path / "things.jsonl"
    file.write_text("\ufeff" + LINES, "utf-8")
    told_lines = done(penchant("rerank", str(file), "--query", "green tea", "--top", "1")).splitlines()
    assert len(told_lines) == 1
    assert "How to brew green tea" in told_lines[0]


def test_a_score_of_the_lines_multiplies(penchant: Penchant) -> None:
    lines = LINES.split("\n", 1)[1]
    made = [one["penchant"]["score"] for one in found(penchant("rerank", "--score", "pop", "--json", lines=lines))]
    assert made[0] == pytest.approx(9)
    assert made[1] > 3


def test_texts_are_classified_line_by_line(penchant: Penchant) -> None:
    made = found(penchant("classify", "-l", "sport: football, climbing", "-l", "food and drink", "--json", lines=LINES))
    assert [one["penchant"]["label"] for one in made] == ["sport", "sport", "food and drink"]
    assert made[1]["id"] == 7
    assert sum(made[1]["penchant"]["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert set(made[1]["penchant"]) == {"label", "probabilities", "plain", "interests", "why"}


def test_one_text_is_classified_for_a_person_to_read(penchant: Penchant) -> None:
    shown = done(penchant("classify", "-l", "climbing", "-l", "food", "--text", "攀岩入门"))
    assert shown.startswith("climbing ")
    assert "(rock climbing 0." in shown


def test_control_characters_reach_no_terminal(penchant: Penchant) -> None:
    line = json.dumps("tea \x1b[2J at five")
    assert "\x1b" not in done(penchant("rerank", lines=line))
    assert "\x1b" not in done(penchant("classify", "-l", "tea", "-l", "food", lines=line))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", "no lines in the input"),
        ('"tea"\n{tea}', "line 2 is no JSON"),
        ("[1]", "line 1 is neither a JSON text nor an object"),
        ('{"id": 1}', "line 1 has nothing to read"),
        ('""', "line 1 has nothing to read"),
        ('{"title": 3}', "line 1: title is no text, but 3"),
        ('{"title": "tea", "tags": 3}', "line 1 has nothing to read"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(penchant: Penchant, lines: str, message: str) -> None:
    assert message in told(penchant("rerank", lines=lines))


def test_what_else_is_wrong_is_told(penchant: Penchant, tmp_path: Path) -> None:
    assert "cannot be read" in told(penchant("rerank", str(tmp_path / "nothing")))
    assert "line 1 has no number 'pop', but None" in told(penchant("rerank", "--score", "pop", lines=LINES))
    assert "two labels or more" in told(penchant("classify", "-l", "tea", lines=LINES))


def test_a_file_that_is_not_there_is_told_as_that(penchant: Penchant, tmp_path: Path) -> None:
    said = told(penchant("rerank", str(tmp_path / "nofile")))
    assert said == f"{tmp_path / 'nofile'} cannot be read: No such file or directory"
