"""`penchant eval` on the command line, on runs that were measured before."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.evals.check import check
from penchant.evals.report.html import page
from penchant.evals.results import Figure, Figures, Outcome, Run, costs_written, read, with_costs, written
from penchant.evals.transcripts import read as turns_of
from penchant.evals.watch import seen, write_transcript
from penchant.memory import InterestMemory, Item
from penchant.tui.cli import app
from penchant.tui.cli.evaluated import result
from typer.testing import CliRunner, Result

from tests.evals.report.runs import run

GOOD = '{"user": "ana", "session": "s1", "time": "2026-03-01T18:00:00Z", "role": "user", "text": "I bake."}\n'


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return kept(tmp_path / "a.json", run())


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return kept(tmp_path / "b.json", run(0.02))


def kept(file: Path, found: Run) -> Path:
    file.write_text(written(found, costs=False), "utf-8")
    file.with_suffix(".costs.json").write_text(costs_written(found), "utf-8")
    return file


def called(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["eval", *map(str, arguments)])


def done(*arguments: str | Path) -> str:
    result = called(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def row(text: str, name: str) -> list[str]:
    """The cells of the first row of a table whose first cell has a name."""
    lines = (line.strip("│ ").split("│") for line in text.splitlines() if line.startswith("│"))
    return next([cell.strip() for cell in cells] for cells in lines if cells[0].strip() == name)


# report


def test_a_report_has_a_table_for_each_suite_with_the_best_first(first: Path) -> None:
    shown = done("report", first)
    assert row(shown, "penchant") == ["penchant", "0.761*", "0.125*", "8.750*"]
    assert shown.index("│ penchant ") < shown.index("│ bm25 ") < shown.index("│ nothing ")
    assert "note: Twenty people." in shown
    assert "偏好" in shown


def test_many_metrics_stand_in_tables_as_wide_as_the_terminal(tmp_path: Path) -> None:
    many = {f"metric {index}": Figure(index / 10) for index in range(12)}
    file = kept(tmp_path / "many.json", Run({"s": Outcome("metric 0", {"penchant": Figures(many)})}))
    shown = done("report", file)
    assert max(map(len, shown.splitlines())) <= 110
    assert all(f"metric {index} ↑" in shown for index in range(12))


def test_a_name_cannot_move_the_cursor_or_bring_colours(tmp_path: Path) -> None:
    name = "\x1b[2J[red]loud[/red]"
    file = kept(tmp_path / "odd.json", Run({name: Outcome("m", {name: Figures({"m": Figure(0.5)})}, {}, [name])}))
    shown = done("report", file)
    assert "\x1b[2J" not in shown
    assert "[red]loud[/red]" in shown


def test_a_report_as_json_is_the_run(first: Path) -> None:
    assert done("report", first, "--json") == written(run(), costs=False)
    assert "What it costs" in page(result(first))


def test_a_report_makes_the_page(first: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "page.html"
    done("report", first, "--html", page)
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_figure_that_is_worse_than_its_threshold_ends_with_1(first: Path) -> None:
    result = called("report", first, "--fail-under", "recall=0.7", "--fail-under", "evidence:lag=8")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "penchant: evidence: lag of penchant is 8.75, above 8"
    assert called("report", first, "--fail-under", "recall=0.7").exit_code == 0


def test_on_githubs_runners_it_is_marked_and_json_stays_json(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    result = called("report", first, "--fail-under", "evidence:recall=0.8")
    assert "\n::error title=penchant eval::evidence: recall of penchant is 0.7613, below 0.8\n" in result.stdout
    as_json = called("report", first, "--json", "--fail-under", "evidence:recall=0.8")
    assert as_json.exit_code == 1
    assert as_json.stdout == written(run(), costs=False)
    assert as_json.stderr.startswith("::error ")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "no result of `penchant eval`"),
        ("[]", "no result"),
        ("{}", "no result of `penchant eval`: it says no version"),
        ('{"version": 1}', "'suites' is missing"),
        ('{"version": 9}', "version 9"),
        (written(replace(run(), version=1)).replace('"value": 0.12', '"value": "high" , "low": 0.12', 1), "is 'high'; allowed: a number"),
        (GOOD, "no result"),
    ],
)  # fmt: skip
def test_what_is_no_run_is_an_error_that_names_the_file(content: str, problem: str, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(content, "utf-8")
    result = called("report", file)
    assert isinstance(result.exception, ValueError)
    assert str(result.exception).startswith(f"{file}: ")
    assert problem in str(result.exception)


# compare


def test_two_runs_are_compared_person_by_person(first: Path, second: Path) -> None:
    title, _, _, *rows = done("compare", first, second, "--metric", "recall").strip().splitlines()
    assert title.split() == ["evidence:", "recall", "↑"]
    assert rows[0].split()[:4] == ["penchant", "0.761", "0.781", "+0.020"]
    assert rows[0].split()[4:] == ["<", "0.001", "20", "better"]
    assert any("level" in one for one in rows)


@pytest.mark.parametrize("width", [60, 80])
def test_a_comparison_breaks_no_word_and_no_figure(width: int, first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = done("compare", first).split()
    monkeypatch.setenv("COLUMNS", str(width))
    shown = done("compare", first)
    assert max(map(len, shown.splitlines())) <= width
    assert sorted(re.findall(r"[^\s─]+", shown)) == sorted(re.findall(r"[^\s─]+", " ".join(wide)))


def test_a_comparison_as_json_has_p_values_and_verdicts(first: Path, second: Path) -> None:
    found: list[dict[str, Any]] = json.loads(done("compare", first, second, "--system", "penchant", "--json"))
    assert {one["metric"]: one["verdict"] for one in found} == {"recall": "better", "lag": "better", "ece": ""}
    assert all(one["adjusted"] >= one["p"] for one in found if one["p"] is not None)


def test_the_systems_of_one_run_are_compared_with_ours(first: Path) -> None:
    found = json.loads(done("compare", first, "--json"))
    assert {one["second"] for one in found} == {"penchant"}
    assert len(found) == 7 + 2


# run


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "name a suite"),
        (["drift", "--transcript", "x.jsonl"], "one of them"),
        (["drift", "--fail-under", "high"], "write METRIC=NUMBER"),
        (["drift", "--fail-under", "turns that come back to something=0.5"], "is of the data"),
        (["drift", "--out", "/dev/null/x.json"], "cannot be written"),
        (["drift", "--out", "x.json", "--html", "./x.json"], "--html would be written over --out"),
        (["drift", "--out", "x.json", "--html", "x.costs.json"], "--html would be written over the costs beside --out"),
    ],
)
def test_what_cannot_be_done_is_told_before_anything_is_measured(arguments: list[str], problem: str) -> None:
    assert problem in str(called("run", *arguments).exception)


def test_a_place_that_was_tried_is_left_as_it_was(tmp_path: Path) -> None:
    old = kept(tmp_path / "old.json", run())
    assert called("run", "--out", tmp_path / "new.json").exit_code == 1
    assert called("run", "--out", old).exit_code == 1
    assert {file.name for file in tmp_path.iterdir()} == {"old.json", "old.costs.json"}
    assert with_costs(read(old.read_text("utf-8")), (tmp_path / "old.costs.json").read_text("utf-8")) == run()


@pytest.mark.parametrize("option", ["--out", "--html"])
def test_what_is_measured_is_never_written_over(option: str, tmp_path: Path) -> None:
    log, link = tmp_path / "log.costs.json", tmp_path / "link.json"
    log.write_text('{"user": "ana", "role": "user", "text": "I bake."}\n')
    link.symlink_to(log)
    before = log.read_bytes()
    for place in (log, link, tmp_path / "log.json") if option == "--out" else (log, link):
        said = str(called("run", "--transcript", log, option, place).exception)
        assert "would be written over what is read" in said
    assert log.read_bytes() == before
    assert "written over" in str(
        called("report", kept(tmp_path / "a.json", run()), "--html", tmp_path / "a.json").exception
    )


def test_who_writes_interests_of_a_log_is_told_so(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"user": "ana", "role": "user", "text": "I love jazz."}\n' * 2)
    told = called("run", "--transcript", log, "--systems", "penchant", "--html", tmp_path / "a.html")
    assert "mind who reads it" in told.stderr
    told = called("report", kept(tmp_path / "b.json", run()), "--html", tmp_path / "b.html")
    assert "mind who reads it" not in told.stderr


def test_a_folder_that_was_tried_is_not_left_behind(tmp_path: Path) -> None:
    assert called("run", "--out", tmp_path / "new" / "folder" / "a.json").exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_costs_of_another_run_are_not_taken_for_this_ones(first: Path, second: Path) -> None:
    plain = read(first.read_text("utf-8"))
    assert result(first) == run()
    assert with_costs(plain, second.with_suffix(".costs.json").read_text("utf-8")) == plain
    assert with_costs(plain, "no JSON") == plain


# check


def test_a_sound_transcript_is_summed_up(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text(GOOD, "utf-8")
    expected = "log.jsonl: turns, 1 turn of 1 user in 1 session, 2026-03-01 to 2026-03-01; labels: none; everything can be read\n"
    assert done("check", tmp_path / "log.jsonl") == expected


def test_a_bad_line_is_named_and_ends_with_1(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(GOOD + GOOD.replace('"user"', '"boss"', 2), "utf-8")
    result = called("check", file)
    assert result.exit_code == 1
    assert (
        f"error: {file}: line 2: role: is 'boss', which is nobody; write user, assistant, system or tool"
        in result.stdout
    )
    assert "left out, for they cannot be read: 1" in result.stdout


def test_what_is_odd_is_told_and_only_strictly_an_error(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(GOOD.replace("session", "sesion"), "utf-8")
    assert f"note: {file}: line 1: sesion: is passed over; did you mean session?" in done("check", file)
    assert called("check", file, "--strict").exit_code == 1


def test_a_check_as_json_has_every_problem_in_its_parts(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(GOOD + GOOD.replace("2026-03-01T18:00:00Z", "soon"), "utf-8")
    result = called("check", file, "--json")
    found = json.loads(result.stdout)
    assert (found["ok"], found["wrong"], found["turns"], result.exit_code) == (False, 1, 1, 1)
    assert (found["problems"][0]["field"], found["problems"][0]["value"]) == ("time", "'soon'")


def test_on_githubs_runners_a_bad_line_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (tmp_path / "log.jsonl").write_text(GOOD + "{\n", "utf-8")
    assert called("check", tmp_path / "log.jsonl").stdout.startswith("::error title=penchant eval check::")


def test_the_schema_can_be_had(tmp_path: Path) -> None:
    assert json.loads(done("check", "--schema"))["required"] == ["role", "text"]
    assert isinstance(called("check").exception, ValueError)
    assert "cannot be read" in str(called("check", tmp_path / "nowhere.jsonl").exception)


# watch


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A memory to which two people have talked."""
    folder, now = tmp_path_factory.mktemp("live"), [datetime(2026, 3, 1, tzinfo=UTC)]
    with InterestMemory(folder, clock=lambda: now[0], index=False) as memory:
        for number, text in enumerate(("I love rye bread.", "Which flour?", "我喜欢攀岩。")):
            now[0] += timedelta(hours=1)
            person = memory.user("bo" if number == 2 else "ana")
            person.observe(text, session=f"s{number % 2}")
            person.observe("Good.", role="assistant", session=f"s{number % 2}")
        memory.user("ana").observe("rye", kind="search", session="s0")
    return folder


def test_a_live_memory_is_a_transcript_in_order_of_time(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "live.jsonl"
    with InterestMemory(store, index=False) as memory:
        count = write_transcript(memory, ["ana"], file)
    turns = list(turns_of(file))
    assert count == len(turns)
    assert [turn.text for turn in turns if turn.role == "user"][:2] == ["I love rye bread.", "Which flour?"]
    assert [turn.at for turn in turns] == sorted(turn.at for turn in turns)
    assert {turn.session for turn in turns} == {"s0", "s1"}
    assert check(file).ok(strict=True)


def test_what_of_a_memory_is_measured_is_told(tmp_path: Path) -> None:
    with InterestMemory(tmp_path / "busy", index=False) as memory:
        person = memory.user("ana")
        person.observe("I love rye bread.", session="s")
        person.observe("With seeds?", role="assistant", session="s")
        person.observe("", kind="click", item=Item("Rye flour"))
        person.observe("seeds", kind="search")
        person.pin("rye bread")
        told = str(seen(memory, ["ana"]))
    assert told == (
        "Measured of the memory: 1 of kind chat, 1 of kind search, 1 replies; "
        "not measured: 1 controls, 1 of kind click."
    )


def test_to_watch_a_memory_leaves_it_as_it_was(store: Path) -> None:
    def state() -> dict[str, str]:
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in store.iterdir() if file.is_file()}

    before = state()
    assert "nobody called 'cy' is in this memory; there are ana, bo" in str(
        called("watch", "--data", store, "--user", "cy").exception
    )
    assert state() == before
