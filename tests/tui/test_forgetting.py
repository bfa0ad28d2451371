"""The commands that forget, keep for a time, export, copy and restore, as a person types them."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from penchant.memory import InterestMemory
from penchant.tui import cli
from typer.testing import CliRunner, Result

Penchant = Callable[..., Result]


@pytest.fixture
def penchant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Penchant:
    """Runs a command on a memory with two conversations."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("PENCHANT_DATA", str(tmp_path / "data"))
    now = datetime.now(UTC)
    with InterestMemory(tmp_path / "data", index=False) as memory:
        person = memory.user("me")
        person.observe("I have started rock climbing.", at=now - timedelta(days=40), session="first", id="1")
        person.observe("I love jazz.", at=now - timedelta(days=1), session="second", id="2")

    def run(*arguments: str, answer: str | None = None, fails: bool = False) -> Result:
        found = CliRunner().invoke(cli.app, arguments, input=answer)
        assert (found.exit_code != 0) == fails, (found.output, found.exception)
        return found

    return run


def test_a_session_is_forgotten_with_a_receipt_once_it_is_confirmed(penchant: Penchant) -> None:
    asked = penchant("forget", "--session", "last", answer="n\n").output
    assert "Erase “I love jazz.”: 1 turn" in asked
    assert "jazz" in penchant("interests", "--json").output
    done = penchant("forget", "--session", "second", "--yes", "--json")
    assert done.stderr == "I love jazz.: forgotten\n"
    told = json.loads(done.stdout)
    assert (told["turns"], told["clean"], told["scan"]["hits"]) == (1, True, [])
    assert "jazz" not in penchant("interests", "--json").output
    words = penchant("forget", "climbing", "--yes", "--receipt").output
    assert "rock climbing: forgotten, with the text of 1 turn" in words
    assert "none found" in words
    assert str(penchant("unforget", "7", fails=True).exception) == "there is no forgetting number 7: choose one of 1, 2"
    assert "session, 1 turn" in penchant("unforget").output
    assert "nothing comes back by itself" in penchant("unforget", "1").output
    assert [one["kind"] for one in json.loads(penchant("unforget", "--json").stdout)] == ["topic"]


def test_what_is_not_there_is_refused_with_what_is(penchant: Penchant) -> None:
    refused = penchant("unforget", "7", fails=True).exception
    assert str(refused) == "there is no forgetting number 7: nothing is kept away"
    refused = penchant("forget", "--session", "zz top", fails=True).exception
    said = re.sub(r" \(\d{4}-\d\d-\d\d \d\d:\d\d\)", "", str(refused))
    assert said == "there is no session 'zz top'; the newest are 'I love jazz.', 'I have started rock climbing.'"


def test_all_files_are_searched_for_words_that_are_typed(penchant: Penchant) -> None:
    assert "found: words" in penchant("forget", "--verify", answer="I have started rock climbing.\n", fails=True).output
    assert "found: nothing" in penchant("forget", "--verify", answer="I have never said this at all.\n").output


def test_what_is_old_goes_once_it_was_shown_and_confirmed(penchant: Penchant) -> None:
    assert "Everything is kept" in penchant("retention").output
    asked = penchant("retention", "--keep", "chat", "30d", answer="n\n").output
    assert "kept for 30 days; 1 are older, the oldest of" in asked
    assert "climbing" in penchant("interests", "--json").output
    penchant("retention", "--keep", "chat", "30d", "--keep", "click", "7d", "--yes")
    assert "climbing" not in penchant("interests", "--json").output
    assert "click: kept for 7 days" in penchant("retention").output
    penchant("retention", "--forever", "chat", "--forever", "click")
    assert "Everything is kept" in penchant("retention").output
    refused = penchant("retention", "--keep", "chat", "10m", "--keep", "click", "7d", fails=True)
    assert "an hour at least" in str(refused.exception)
    assert refused.output == ""
    assert "Everything is kept" in penchant("retention").output
    assert "1 kinds and 0 times" in str(penchant("retention", "--keep", "chat", fails=True).exception)


def test_what_was_exported_is_imported_and_a_page_is_written(penchant: Penchant, tmp_path: Path) -> None:
    file, page = tmp_path / "me.json", tmp_path / "me.md"
    penchant("export", str(file))
    assert file.stat().st_mode & 0o077 == 0
    assert "is there already" in str(penchant("export", str(file), fails=True).exception)
    assert "2 new, 0 known" in penchant("import", str(file), "--user", "other").output
    tried = penchant("import", str(file), "--user", "third", "--dry-run").output
    assert "2 new, 0 known" in tried
    assert "Nothing was changed" in tried
    told = json.loads(penchant("import", str(file), "--user", "fourth", "--json").stdout)
    assert told["files"] == [{"file": str(file), "format": "penchant", "left_out": [], "new": 2, "known": 0}]
    assert {(one["label"], one["before"]) for one in told["interests"]} == {("rock climbing", None), ("jazz", None)}
    other = tmp_path / "one.jsonl"
    other.write_text('{"role": "user", "content": "I love tea."}')
    refused = penchant("import", str(other), str(file), fails=True)
    assert str(refused.exception) == f"{file} is what `penchant export` wrote: import it by itself"
    weights = [json.loads(penchant("interests", "--json", "--user", user).stdout) for user in ("me", "other")]
    assert [one["label"] for one in weights[0]] == [one["label"] for one in weights[1]]
    assert penchant("interests", "--json", "--user", "third").stdout.strip() == "[]"
    penchant("export", str(page))
    assert "## Interests" in page.read_text("utf-8")
    penchant("export", str(tmp_path / "too.md"), "--format", "json")
    assert json.loads((tmp_path / "too.md").read_text("utf-8"))


def test_a_dash_is_the_screen(penchant: Penchant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert json.loads(penchant("export", "-").stdout)
    assert not (tmp_path / "-").exists()


def test_a_time_of_which_there_is_nothing_is_not_asked_about(penchant: Penchant) -> None:
    assert penchant("forget", "--since", "2999-01-01").output == "There is nothing of that time: nothing is erased.\n"


def test_a_turn_is_forgotten_by_the_number_that_search_prints(penchant: Penchant) -> None:
    found = penchant("search", "jazz", "-n", "1").stdout
    number = re.search(r"  #(\d+)  user: I love jazz", found)
    assert number
    assert f"#{number[1]}  " in penchant("why", "jazz").stdout
    penchant("forget", "--turn", number[1], "--yes")
    assert "jazz" not in penchant("interests", "--json").output


def test_a_session_that_has_only_left_what_it_taught_is_forgotten_by_its_id(penchant: Penchant, tmp_path: Path) -> None:
    with InterestMemory(tmp_path / "data", index=False) as memory:
        memory.user("me").observe("I love chess and sourdough baking.", session="third")
    penchant("forget", "chess", "--yes")
    assert "sourdough" in penchant("interests", "--json").output
    assert "1 turn" in penchant("forget", "--session", "third", "--yes").output
    assert "sourdough" not in penchant("interests", "--json").output
    assert "there is no session 'third'" in str(penchant("forget", "--session", "third", fails=True).exception)


def test_a_copy_is_made_listed_and_restored(penchant: Penchant, tmp_path: Path) -> None:
    assert "There are no copies yet" in penchant("backup", "--list").output
    penchant("backup", str(tmp_path / "copy.sqlite3"))
    assert "sound" in penchant("backup", "--list").output
    penchant("start", "I love chess.")
    assert "the last 2 are kept; the first:" in penchant("backup", "--keep", "2", "--every", "12h").output
    assert "2 events; what was there is in" in penchant("restore", str(tmp_path / "copy.sqlite3"), answer="y\n").output
    assert "chess" not in penchant("interests", "--json").output
    gone = penchant("restore", str(tmp_path / "gone.sqlite3"), fails=True)
    assert (gone.output, "there is no copy" in str(gone.exception)) == ("", True)
    lost = penchant("backup", str(tmp_path / "lost" / "copy.sqlite3"), fails=True)
    assert "there is no folder" in str(lost.exception)
    assert not (tmp_path / "lost").exists()
    assert "no copies are made by themselves" in penchant("backup", "--keep", "0").output


@pytest.mark.parametrize("left", [b"", b"no ledger at all" * 1000], ids=["emptied", "garbage"])
def test_copies_are_listed_beside_a_damaged_ledger(penchant: Penchant, tmp_path: Path, left: bytes) -> None:
    penchant("backup")
    (made,) = (tmp_path / "data" / "backups").iterdir()
    (tmp_path / "data" / "ledger.sqlite3").write_bytes(left)
    listed = penchant("backup", "--list", fails=True)
    assert f"{made}  sound" in listed.output
    assert f"`penchant restore {made}`" in str(listed.exception)
    assert "restored: 1 person, 2 events" in penchant("restore", str(made), "--yes").output
    assert "jazz" in penchant("interests", "--json").output
