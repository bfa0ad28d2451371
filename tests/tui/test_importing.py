"""`penchant import` and `penchant sources`, as a person uses them."""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import InterestMemory, UserMemory
from penchant.memory.importers.columns import FIELDS
from penchant.memory.importers.formats import FORMATS
from penchant.memory.records import Interaction
from penchant.tui import cli
from typer.testing import CliRunner, Result

from tests.memory.importers.exports import TYPED, as_json, as_lines, chatgpt, chromium, claude

DOCUMENT = Path(__file__).parents[2] / "docs" / "importing.md"
NOW = datetime.now(UTC)
TALK = [("user", "I love rock climbing."), ("assistant", "Do you like sailing?"), ("user", "I can't stand olives.")]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that the settings name; it is not there yet."""
    monkeypatch.setenv("PENCHANT_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def penchant(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [*map(str, arguments)])


def done(*arguments: str | Path) -> str:
    result = penchant(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    assert result.stderr == ""  # no bar where nobody sees it
    return result.stdout


def as_told(*arguments: str | Path) -> Any:
    return json.loads(done("import", *arguments, "--json"))


def told(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> str:
    """Return what the whole program tells when it ends with an error."""
    monkeypatch.setattr(sys, "argv", ["penchant", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert isinstance(left.value.code, str), f"left with {left.value.code!r}"
    return left.value.code


def interests(*arguments: str) -> dict[str, dict[str, Any]]:
    return {one["label"]: one for one in json.loads(done("interests", "--json", *arguments))}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def turns(path: Path, count: int) -> Path:
    things = ["rock climbing", "jazz", "green tea", "chess", "sailing", "bread"]
    start = NOW - timedelta(days=30)
    said = (
        {"role": "user", "content": f"I love {things[n % 6]}.", "time": (start + timedelta(minutes=n)).isoformat()}
        for n in range(count)
    )
    return as_lines(path, said)


def test_an_export_becomes_interests_and_is_told(data: Path, tmp_path: Path) -> None:
    shown = done("import", as_json(tmp_path / "conversations.json", [chatgpt("c1", TALK, at=NOW - timedelta(days=1))]))
    assert shown.startswith("conversations.json: ChatGPT's data export: the zip, or conversations.json in it\n")
    assert "  taken     2 messages of yours\n" in shown
    assert "1 message of the assistant: kept as context, nothing is learned from it\n" in shown
    assert "  left out  1 message of the system or of a tool\n" in shown
    assert "  new       3\n" in shown
    assert "2 interests, 2 of them new, 0 changed: `penchant interests` lists them" in shown
    found = interests()
    assert found["rock climbing"]["weight"] > 0.2
    assert found["olives"]["negative"] > 0.2
    assert "sailing" not in found
    assert (data / "ledger.sqlite3").exists()


def test_what_is_told_is_what_the_document_shows(data: Path, tmp_path: Path) -> None:  # noqa: ARG001
    at = datetime(2026, 2, 1, 12, tzinfo=UTC)
    minute = timedelta(minutes=1)
    visits = [
        ("https://www.google.com/search?q=climbing+shoes", "climbing shoes - Google Search", at),
        ("https://www.google.com/search?q=climbing+shoes&start=10", "climbing shoes - Google Search", at + minute),
        ("https://example.org/shoes", "Climbing shoes for beginners", at + 2 * minute, TYPED, 90),
        ("https://example.org/tea?token=1", "How to brew green tea", at + 3 * minute),
        ("chrome://settings/", "Settings", at + 4 * minute),
        ("http://localhost:8080/", "My own page", at + 5 * minute),
        ("https://accounts.google.com/signin", "Sign in - Google Accounts", at + 6 * minute),
        ("https://example.org/blank", "", at + 7 * minute),
    ]
    shown = done("import", chromium(tmp_path / "History", visits))
    sample = re.search(r"```text\n(.*?)```", DOCUMENT.read_text("utf-8"), re.S)
    assert sample
    assert sorted(shown.partition("\n\n")[0].splitlines()[1:]) == sorted(sample[1].splitlines()[1:])
    assert shown.splitlines()[0] == sample[1].splitlines()[0]


def test_every_format_and_every_field_is_documented() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert [one.name for one in FORMATS if f"| `{one.name}` |" not in text] == []
    assert [field for field in FIELDS if f"`{field}`" not in text] == []


def test_the_formats_are_listed() -> None:
    assert [line.split()[0] for line in done("import", "--formats").splitlines()] == [one.name for one in FORMATS]


def test_a_second_import_of_a_longer_export_adds_only_what_is_new(data: Path, tmp_path: Path) -> None:  # noqa: ARG001
    at = NOW - timedelta(days=1)
    (first,) = as_told(as_json(tmp_path / "conversations.json", [claude("c1", TALK, at=at)]))["files"]
    assert (first["new"], first["known"], first["source"]) == (3, 0, "claude")
    before = interests()
    (same,) = as_told(tmp_path / "conversations.json")["files"]
    assert (same["new"], same["known"]) == (0, 3)
    assert {label: one["evidence"] for label, one in interests().items()} == {
        label: one["evidence"] for label, one in before.items()
    }
    longer = [claude("c2", [("user", "I love jazz.")], at=at), claude("c1", [*TALK, ("user", "I love tea.")], at=at)]
    (second,) = as_told(as_json(tmp_path / "conversations (1).json", longer))["files"]
    assert (second["new"], second["known"]) == (2, 3)
    assert {"jazz", "tea"} <= set(interests())


def test_a_dry_run_shows_the_interests_and_changes_nothing(data: Path, tmp_path: Path) -> None:
    done("import", as_json(tmp_path / "1.json", [claude("c1", TALK, at=NOW)]))
    more = as_json(tmp_path / "2.json", [claude("c2", [("user", "I love rock climbing and jazz.")], at=NOW)])
    before = contents(data)
    shown = done("import", more, "--dry-run")
    assert "Nothing was changed. These interests would result; what you have is counted with it, in a copy:" in shown
    rows = {line.split("  ")[0]: line for line in shown.splitlines()}
    assert "new" in rows["jazz"]
    assert "new" not in rows["rock climbing"]
    told = as_told(more, "--dry-run")
    (tried,) = told["files"]
    assert tried["new"] == 1
    assert all(one["before"] in (None, round(one["before"] or 0, 6)) for one in told["interests"])
    assert contents(data) == before


def test_a_dry_run_of_what_is_long_ago_shows_that_it_weighs_little(data: Path, tmp_path: Path) -> None:  # noqa: ARG001
    old = as_json(tmp_path / "1.json", [claude("c1", TALK, at=NOW - timedelta(days=3000))])
    rows = {line.split("  ")[0]: line for line in done("import", old, "--dry-run").splitlines()}
    assert "<0.01" in rows["rock climbing"]


def test_a_dry_run_says_what_the_import_then_does(data: Path, tmp_path: Path) -> None:  # noqa: ARG001
    file = as_json(tmp_path / "1.json", [claude("c1", TALK, at=NOW - timedelta(days=9))])
    tried, real = as_told(file, "--dry-run"), as_told(file)
    assert (tried["dry_run"], real["dry_run"]) == (True, False)
    weights = [
        {one["label"]: (round(one["weight"], 3), one["before"]) for one in each["interests"]} for each in (tried, real)
    ]
    assert weights[0] == weights[1]
    assert weights[0]["rock climbing"][1] is None


def test_a_dry_run_makes_no_folder(data: Path, tmp_path: Path) -> None:
    done("import", as_json(tmp_path / "1.json", [claude("c1", TALK)]), "--dry-run")
    assert not data.exists()


def interrupted(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Let Ctrl+C be pressed when so many things have been read."""
    real = UserMemory.observe_all

    def until(interactions: Iterable[Interaction]) -> Iterator[Interaction]:
        for number, one in enumerate(interactions):
            if number == after:
                signal.raise_signal(signal.SIGINT)
            yield one

    def observe_all(person: UserMemory, interactions: Iterable[Interaction], **options: Any) -> Any:
        return real(person, until(interactions), **options)

    monkeypatch.setattr(UserMemory, "observe_all", observe_all)


def test_an_import_that_is_stopped_goes_on_with_the_same_command(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = turns(tmp_path / "talk.jsonl", 600)
    with monkeypatch.context() as patch:
        interrupted(patch, 550)
        stopped = penchant("import", file)
    assert stopped.exit_code == 130
    assert re.search(r"stopped after \d+ of 600: they are kept, the same command goes on from there", stopped.stderr)
    (second,) = as_told(file)["files"]
    assert 0 < second["known"] <= 550
    assert second["new"] + second["known"] == 600
    whole = interests()
    monkeypatch.setenv("PENCHANT_DATA", str(data.with_name("other")))
    (at_once,) = as_told(file)["files"]
    assert at_once["new"] == 600
    for label, one in interests().items():
        assert one["weight"] == pytest.approx(whole[label]["weight"], abs=1e-4)
        assert one["evidence"] == whole[label]["evidence"]


def test_several_files_go_in_one_after_another_or_none_at_all(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = as_json(tmp_path / "1.json", [claude("c1", TALK)])
    bad = tmp_path / "2.json"
    bad.write_text('{"colour": "red"}')
    assert "2.json: fits no format that is known" in told(monkeypatch, "import", good, bad)
    assert not data.exists()
    table = tmp_path / "films.csv"
    table.write_text("title,rating\nAlien,5\nHeat,1\n")
    assert [one["format"] for one in as_told(good, table)["files"]] == ["claude", "csv"]


def test_columns_are_named_and_the_guess_is_told(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    table = tmp_path / "films.csv"
    table.write_text("Film,Seen on,Genre\nAlien,13/01/2026,horror\n")
    (read,) = as_told(table, "--map", "title=Film,at=Seen on,tags=Genre,kind=like")["files"]
    assert read["read_as"] == [
        "columns: title=Film, at=Seen on, tags=Genre, kind=like",
        "dates: day/month/year; --dates %d/%m/%Y says another way",
    ]
    assert read["taken"] == [{"kind": "like", "role": "user", "count": 1}]
    assert "columns: title=Film, tags=Genre" in done("import", table, "--dry-run")
    assert "there is no column 'Nome'" in told(monkeypatch, "import", table, "--map", "title=Nome")
    assert "--map: 'title' names no column" in told(monkeypatch, "import", table, "--map", "title")


def test_what_cannot_be_read_is_named_with_its_place(data: Path, tmp_path: Path) -> None:  # noqa: ARG001
    file = turns(tmp_path / "talk.jsonl", 3)
    file.write_text(file.read_text() + '{"role": "us\n')
    shown = done("import", file)
    assert "left out  1 record that cannot be read\n" in shown
    assert "line 4: not JSON" in shown


def test_things_without_a_time_are_told(data: Path, tmp_path: Path) -> None:  # noqa: ARG001
    file = as_lines(tmp_path / "talk.jsonl", [{"role": "user", "content": "I love tea."}])
    assert "1 without a time: they count as of now; --undated DATE says when" in done("import", file, "--dry-run")
    (dated,) = as_told(file, "--undated", "2026-01-01T12:00:00+00:00")["files"]
    assert (dated["undated"], dated["first"]) == (0, "2026-01-01T12:00:00+00:00")


def test_what_is_dated_later_than_now_is_told(data: Path, tmp_path: Path) -> None:  # noqa: ARG001
    said = [("I love paper cranes.", "2099-05-01T10:00:00Z"), ("I love origami.", "2026-01-01T10:00:00Z")]
    file = as_lines(tmp_path / "turns.jsonl", [{"role": "user", "content": text, "time": at} for text, at in said])
    shown = done("import", file, "--dry-run")
    assert "1 dated later than now: it counts as of now; the latest of 2099-05-01: 'I love paper cranes.'" in shown
    assert "from 2026-01-01 to 2026-01-01" in shown
    (told,) = as_told(file)["files"]
    assert (told["ahead"], told["last"]) == (1, "2026-01-01T10:00:00+00:00")


def test_it_goes_into_the_memory_of_the_user_who_is_named(data: Path, tmp_path: Path) -> None:
    done("import", as_json(tmp_path / "1.json", [claude("c1", TALK)]), "--user", "ada")
    with InterestMemory(data, index=False) as memory:
        assert "rock climbing" in [one.label for one in memory.user("ada").interests()]
        assert memory.user("me").interests() == []


def test_a_title_cannot_move_the_cursor(data: Path, tmp_path: Path) -> None:  # noqa: ARG001
    file = tmp_path / "talk.jsonl"
    file.write_text('{"role": "user", "content": "I love tea."}\n{"role": "x\\u001b[2J", "content": "y"}\n')
    assert "\x1b" not in done("import", file)


def test_without_a_file_it_says_what_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, "import") == "penchant: name a file; `penchant import --formats` lists what can be read"


def test_before_anything_was_imported_there_are_no_sources(data: Path) -> None:
    InterestMemory(data, index=False).close()
    assert done("sources") == "Nothing was imported yet: `penchant import FILE`.\n"
    assert json.loads(done("sources", "--json")) == []


def test_what_was_imported_is_listed(data: Path, tmp_path: Path) -> None:  # noqa: ARG001
    done("import", as_json(tmp_path / "1.json", [claude("c1", TALK)]))
    done("import", turns(tmp_path / "talk.jsonl", 2), "--source", "my notes")
    listed = {one["name"]: (one["format"], one["taken"]) for one in json.loads(done("sources", "--json"))}
    assert listed == {"claude": ("claude", 3), "my notes": ("turns", 2)}
    assert re.search(r"claude +claude +20\d\d-\d\d-\d\d \d\d:\d\d +3", done("sources"))


def test_what_was_imported_can_be_erased_again(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    file = as_json(tmp_path / "1.json", [claude("c1", TALK)])
    done("import", file)
    assert CliRunner().invoke(cli.app, ["sources", "--forget", "claude"], input="n\n").exit_code == 0
    assert interests()
    assert done("sources", "--forget", "claude", "--yes") == "claude: forgotten, 3 things\n"
    assert (interests(), json.loads(done("sources", "--json"))) == ({}, [])
    for options in (("--yes",), ()):  # nothing is asked first
        assert "nothing was imported from 'claude'" in told(monkeypatch, "sources", "--forget", "claude", *options)


def test_what_came_from_a_file_is_erased_by_the_name_of_the_file_too(
    data: Path,  # noqa: ARG001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "diary.jsonl"
    file.write_text('{"role": "user", "text": "I love jazz.", "time": "2026-03-01T18:00:00Z"}\n')
    done("import", file)
    assert done("sources", "--forget", "diary.jsonl", "--yes") == "diary: forgotten, 1 things\n"
    assert "nothing was imported from 'diary.jsonl'" in told(monkeypatch, "sources", "--forget", "diary.jsonl", "--yes")


def test_an_import_of_which_nothing_can_be_read_ends_with_1(tmp_path: Path) -> None:
    broken = {"messages": [{"role": "nobody", "content": "I love tea"}]}
    result = penchant("import", as_lines(tmp_path / "a.jsonl", [broken, broken]))
    assert result.exit_code == 1
    assert "2 records that cannot be read" in result.output
