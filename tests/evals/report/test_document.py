"""docs/evaluation.md, tried as a new user would: its log, then its commands one after the other."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from penchant.evals.results import Figures, Outcome, Run, written
from penchant.tui.cli import app
from typer.testing import CliRunner

from tests.evals.report.runs import figure

DOCUMENT = Path(__file__).parents[3] / "docs" / "evaluation.md"

SYSTEMS = ("penchant", "BM25", "vectors", "nothing")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.M | re.S)


def commands() -> list[list[str]]:
    return [shlex.split(line)[1:] for block in blocks("sh") for line in block.splitlines()]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the document's log lies."""
    monkeypatch.chdir(tmp_path)
    exec(compile(blocks("python")[0], str(DOCUMENT), "exec"), {})
    return tmp_path


def understood(arguments: list[str]) -> dict[str, Any]:
    """The options of a command as it takes them; what it does not know is an error."""
    group = typer.main.get_command(app).commands["eval"]  # type: ignore[attr-defined]
    name, *rest = arguments[1:]
    found: dict[str, Any] = group.commands[name].make_context(name, rest).params
    return found


def measured(mrr: float) -> Run:
    """What a run of the document's log could find."""
    systems = {name: dict.fromkeys(("ana", "ben", "cleo"), mrr - 0.1 * place) for place, name in enumerate(SYSTEMS)}
    figures = {name: Figures({"MRR": figure(each), "hit@5": figure(each)}) for name, each in systems.items()}
    return Run({"transcript": Outcome("MRR", figures)})


def test_the_check_says_what_the_document_says(log: Path) -> None:
    result = CliRunner().invoke(app, ["eval", "check", "log.jsonl"])
    assert result.stdout == blocks("text")[0]
    assert (log / "log.jsonl").read_text("utf-8").count("\n") == 12


def test_its_commands_work_one_after_the_other(log: Path) -> None:
    seen = []
    for number, arguments in enumerate(commands()):
        options = understood(arguments)
        seen.append(arguments[1])
        if arguments[1] == "run":  # measuring itself is tested beside the runner
            assert options["transcript"] == Path("log.jsonl")
            options["out"].write_text(written(measured(0.5 + number / 100)), "utf-8")
        elif arguments[1] != "watch":
            result = CliRunner().invoke(app, arguments)
            assert result.exit_code == 0, (arguments, result.output, result.exception)
    assert seen == ["check", "run", "run", "compare", "compare", "report", "watch"]
    assert {file.name for file in log.iterdir()} == {"log.jsonl", "before.json", "after.json"}
