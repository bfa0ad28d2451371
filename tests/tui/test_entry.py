"""The command's entry: the version is told without the command line."""

import subprocess
import sys
from importlib.metadata import version

import pytest
from penchant.tui import entry


def test_the_version_is_the_installed_one() -> None:
    assert version("penchant") == entry.VERSION


def test_the_version_is_told_before_the_command_line_is_imported() -> None:
    program = (
        "import sys; sys.argv = ['penchant', '--version']; from penchant.tui.entry import main; main(); "
        "sys.exit('typer' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout == f"penchant {entry.VERSION}\n"


def test_anything_else_goes_to_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["penchant", "--help"])
    with pytest.raises(SystemExit) as left:
        entry.main()
    assert left.value.code in (None, 0)
    assert "A chat agent that learns what you care about" in capsys.readouterr().out
