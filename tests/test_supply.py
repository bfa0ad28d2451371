"""What the code never does: run what it was given, read objects that run, start a shell; what is installed is pinned, by its hash too."""

from __future__ import annotations

import ast
import re
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
FOLDERS = ("agent", "memory", "tui", "evals", "server", "bench", "docs", "examples")

RUNNING = {"eval", "exec", "compile", "__import__", "breakpoint"}
"""Builtins that run text."""

OBJECTS = {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle"}
"""Modules that read objects, and with them code."""

SHELLS = {
    "os.system",
    "os.popen",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
    "asyncio.create_subprocess_shell",
    "pty.spawn",
}

WORDS = (*RUNNING, *OBJECTS, *(name.partition(".")[2] for name in SHELLS), "shell", "allow_pickle", "weights_only")
SUSPECT = re.compile(rf"\b(?:{'|'.join(WORDS)})\b")


def files() -> list[Path]:
    return sorted(file for folder in FOLDERS for file in (HOUSE / folder).rglob("*.py"))


def forbidden(source: str) -> Iterator[str]:
    """What of a file's code is not allowed, with its line; a file without any of the words is not taken apart."""
    for node in ast.walk(ast.parse(source)) if SUSPECT.search(source) else ():
        for told in _told(node):
            yield f"{getattr(node, 'lineno', 0)}: {told}"


def _told(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names if one.name.partition(".")[0] in OBJECTS)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        module = node.module or ""
        yield from (one.name for one in node.names if f"{module}.{one.name}" in SHELLS)
        if module.partition(".")[0] in OBJECTS:
            yield module
    elif isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if called in RUNNING | SHELLS:
            yield called
        for one in node.keywords:
            if (one.arg, ast.unparse(one.value)) in {
                ("shell", "True"),
                ("allow_pickle", "True"),
                ("weights_only", "False"),
            }:
                yield f"{one.arg}={ast.unparse(one.value)}"


def test_nothing_runs_what_it_was_given() -> None:
    found = {str(file.relative_to(HOUSE)): list(forbidden(file.read_text("utf-8"))) for file in files()}
    assert {name: told for name, told in found.items() if told} == {}
    assert len(found) > 300


@pytest.mark.parametrize(
    "code",
    [
        "eval(text)",
        "exec(text, {})",
        "import pickle",
        "from pickle import loads",
        "import os\nos.system(command)",
        "from os import system",
        "subprocess.run(command, shell=True)",
        "np.load(path, allow_pickle=True)",
        "def f():\n    import marshal",
        "torch.load(path, weights_only=False)",
        "compile(text, 'x', 'exec')",
    ],
)
def test_what_runs_something_would_be_noticed(code: str) -> None:
    assert list(forbidden(textwrap.dedent(code)))


@pytest.mark.parametrize(
    "code", ["model.eval()", "re.compile(text)", "subprocess.run([python, '-c', '1'])", "import json"]
)
def test_what_only_looks_like_it_is_let_be(code: str) -> None:
    assert list(forbidden(code)) == []


def test_the_linters_rules_of_security_are_on_for_every_package() -> None:
    lint = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert [one for one in lint["ignore"] if one.startswith("S")] == []
    ignoring = {
        where for where, rules in lint["per-file-ignores"].items() if any(rule.startswith("S") for rule in rules)
    }
    assert ignoring == {"tests/**", "bench/**"}


def test_every_exception_from_these_rules_says_why() -> None:
    packages = [file for file in files() if file.relative_to(HOUSE).parts[0] not in ("bench", "docs", "examples")]
    lines = [
        line for file in packages for line in file.read_text("utf-8").splitlines() if re.search(r"noqa: S\d", line)
    ]
    assert lines
    assert len(lines) < 60
    assert [line for line in lines if not re.search(r"noqa: S\d+ - \w", line)] == []


# What is installed


def pins(name: str) -> dict[str, str]:
    """Names and versions of a file, names as the index spells them."""
    found = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", (HOUSE / name).read_text("utf-8"), re.MULTILINE
    )
    return {re.sub(r"[-_.]+", "-", one).lower(): version for one, version in found}


def test_every_line_of_the_constraints_is_a_pin() -> None:
    lines = [line for line in (HOUSE / "constraints.txt").read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert len(pins("constraints.txt")) == len(lines) > 200


def test_what_is_locked_is_what_is_pinned_and_has_its_hashes() -> None:
    locked, pinned = pins("locked.txt"), pins("constraints.txt")
    assert {name: version for name, version in locked.items() if pinned.get(name) != version} == {}
    text = (HOUSE / "locked.txt").read_text("utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(locked) > 100
    assert [block.split()[0] for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}", block)] == []


@pytest.mark.parametrize("name", ["constraints.txt", "locked.txt", "pyproject.toml"])
def test_no_file_names_an_index(name: str) -> None:
    text = (HOUSE / name).read_text("utf-8")
    assert re.findall(r"--(?:extra-)?index-url|--find-links|--trusted-host|git\+|\S+ @ \S+://", text) == []
