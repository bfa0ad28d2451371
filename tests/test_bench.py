"""The benchmarks: every script is listed, plots are what the raw results say, and what a comparison counts as recalled."""

from __future__ import annotations

import ast
import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parents[1]
BENCH = HOUSE / "bench"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a module of bench/ by its name, as its scripts import each other."""
    monkeypatch.syspath_prepend(BENCH)
    return import_module


def test_every_script_is_listed_with_the_first_line_of_its_docstring() -> None:
    listed = re.findall(
        r"^\| \[(\w+)\.py\]\(\1\.py\) \| (.*) \|$", (BENCH / "README.md").read_text("utf-8"), re.MULTILINE
    )
    scripts = {file.stem: ast.parse(file.read_text("utf-8")) for file in BENCH.glob("*.py")}
    assert dict(listed) == {name: (ast.get_docstring(tree) or "").splitlines()[0] for name, tree in scripts.items()}


def test_the_plots_of_the_docs_are_what_the_results_say(bench: Any) -> None:
    there = {file.stem: file.read_text("utf-8") for file in (HOUSE / "docs" / "plots").glob("*.svg")}
    assert there == bench("plots").drawn()


def test_a_committed_result_says_its_command_and_its_machine_and_no_folder_of_it() -> None:
    results = {file.name: json.loads(file.read_text("utf-8")) for file in (BENCH / "results").glob("*.json")}
    assert results
    assert [name for name, one in results.items() if not one["command"].startswith("python bench/")] == []
    assert [name for name, one in results.items() if not {"processor", "cores", "load"} <= one["machine"].keys()] == []
    assert [name for name, one in results.items() if re.search(r"/(home|tmp|work|root)/", json.dumps(one))] == []


def test_every_peer_is_pinned_to_an_exact_version(bench: Any) -> None:
    pinned = dict(re.findall(r"^([\w-]+)==([\w.]+)", (BENCH / "peers.txt").read_text("utf-8"), re.MULTILINE))
    compared = {package for entry in bench("compared.system").SYSTEMS.values() for package in entry.packages}
    assert compared - pinned.keys() == {"penchant"}


def test_a_preference_is_recalled_by_its_words_or_by_a_thing_of_it_of_the_same_sign(bench: Any) -> None:
    talk, fewest = bench("compared.talk"), bench("compared.fewest")
    one = talk.Preference("I love jazz\nand hate opera.", "What is on tonight?", ("+jazz", "-opera"))
    assert fewest.carries("- I love jazz and hate opera.", one)
    assert fewest.carries("Interested in: tea; jazz", one)
    assert fewest.carries("Avoid: opera", one)
    assert not fewest.carries("Interested in: opera", one)
    assert not fewest.carries("- I went to the opera", one)


def test_a_talk_has_every_preference_once_and_ends_now(bench: Any) -> None:
    talk = bench("compared.talk")
    held = [talk.Preference(f"I like {name}.", "?") for name in ("tea", "jazz")]
    said = talk.talk([f"message {n}" for n in range(50)], held, 40)
    assert [one.number for one in said] == list(range(40))
    assert {one.statement for one in held} <= {one.text for one in said}
    assert [one.at for one in said] == sorted(one.at for one in said)
    assert len({one.text for one in said}) == 40


def test_what_a_model_says_to_mem0_is_one_memory_of_each_new_message(bench: Any) -> None:
    asked = "## Existing Memories\n[]\n## New Messages\nuser: I like tea.\n\n## Observation Date\n2026-01-01"
    told = json.loads(bench("compared.mem_zero").extraction([{"role": "user", "content": asked}]))
    assert [one["text"] for one in told["memory"]] == ["User said: I like tea."]


def test_the_tables_of_the_docs_are_what_the_results_say(bench: Any) -> None:
    page = (HOUSE / "docs" / "performance.md").read_text("utf-8")
    tables = bench("tables")
    assert set(re.findall(r"<!-- (\w+) -->", page)) - {"end"} == set(tables.BLOCKS)
    assert tables.filled(page) == page


@pytest.mark.parametrize(
    ("file", "lines", "found", "wrong"),
    [
        ("feelings_first", 200, 88, 4),
        ("feelings_second", 200, 103, 8),
        ("chinese_sayings_development", 80, 47, 1),
        ("chinese_sayings_held_out", 80, 40, 1),
    ],
)
def test_feelings_said_roundabout_are_found(bench: Any, file: str, lines: int, found: int, wrong: int) -> None:
    feelings = bench("feelings")
    read = [(one.sign, feelings.outcome(one)) for one in feelings.load(HOUSE / "tests" / "data" / f"{file}.jsonl")]
    assert len(read) == lines
    assert sum(outcome == {1: "liked", -1: "disliked"}.get(sign) for sign, outcome in read) >= found
    assert sum(outcome not in feelings.RIGHT[0] for sign, outcome in read if sign == 0) <= wrong
