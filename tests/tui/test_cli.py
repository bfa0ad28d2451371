from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer.main
from penchant.agent.settings import Settings
from penchant.memory import InterestMemory, LedgerBusy
from penchant.tui import cli
from penchant.tui.cli import environment
from typer.testing import CliRunner, Result

from tests.tui.ended import done

COMMANDS = sorted(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]  # a group, though typed as a command
FIELDS = [
    "label",
    "weight",
    "share",
    "negative",
    "evidence",
    "last_seen",
    "pinned",
    "muted",
    "stopped",
    "tentative",
    "boost",
    "lent",
    "returns",
]

Penchant = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the settings name, with what a person said a week and a minute ago."""
    folder = tmp_path / "data"
    monkeypatch.setenv("PENCHANT_DATA", str(folder))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))  # it is searched for what was forgotten
    now = datetime.now(UTC)
    with InterestMemory(folder, index=False) as memory:
        person = memory.user("me")
        person.observe("I have started rock climbing, and it is great.", at=now - timedelta(days=7), session="s")
        person.observe("I love jazz. I can't stand olives.", at=now - timedelta(minutes=1), session="s")
        person.observe("I love jazz more and more.", at=now - timedelta(minutes=1), session="s")
    return folder


@pytest.fixture
def penchant(data: Path) -> Penchant:  # noqa: ARG001 - the memory that is worked on
    """Runs a command on that memory."""

    def run(*arguments: str, answer: str | None = None) -> Result:
        return CliRunner().invoke(cli.app, arguments, input=answer)

    return run


def interests(penchant: Penchant, *arguments: str) -> dict[str, dict[str, Any]]:
    return {one["label"]: one for one in json.loads(done(penchant("interests", "--json", *arguments)))}


def told(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """Return what the whole program tells when it ends with an error."""
    monkeypatch.setattr(sys, "argv", ["penchant", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert isinstance(left.value.code, str), f"left with {left.value.code!r}"
    return left.value.code


# Help


def test_the_version_is_told() -> None:
    assert done(CliRunner().invoke(cli.app, ["--version"])) == "penchant 0.1.0\n"


@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["-h"],
        *([name, ("--help", "-h")[place % 2]] for place, name in enumerate(COMMANDS)),
        ["models", "fetch", "-h"],
        *(["cohort", name, "--help"] for name in ("build", "join", "leave")),
    ],
    ids=" ".join,
)
def test_every_command_has_help(command: list[str]) -> None:
    assert "Usage" in done(CliRunner().invoke(cli.app, command))


@pytest.mark.parametrize("columns", [42, 50])
def test_a_narrow_terminal_cuts_no_name_of_an_option(columns: int) -> None:
    command = [sys.executable, "-m", "penchant.tui.cli", "forget", "--help"]
    narrow = subprocess.run(
        command, capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": str(columns)}
    )
    assert max(map(len, narrow.stdout.splitlines())) <= columns
    assert re.findall(r"--\w+", narrow.stdout)[:6] == [
        "--turn",
        "--session",
        "--since",
        "--until",
        "--everything",
        "--verify",
    ]


def test_every_command_argument_and_option_says_what_it_does() -> None:
    group: Any = typer.main.get_command(cli.app)
    for command in [
        *group.commands.values(),
        *group.commands["models"].commands.values(),
        *group.commands["cohort"].commands.values(),
    ]:
        assert command.help, command.name
        for parameter in command.params:
            assert parameter.help or parameter.name == "help", (command.name, parameter.name)


def test_a_wrong_option_is_told() -> None:
    result = CliRunner().invoke(cli.app, ["interests", "--nonsense"])
    assert result.exit_code == 2
    assert "--nonsense" in result.stderr


# Looking


def test_interests_are_listed_heaviest_first(penchant: Penchant) -> None:
    listed = json.loads(done(penchant("interests", "--json")))
    assert [list(one) for one in listed] == [FIELDS] * 3
    assert [one["label"] for one in listed] == ["jazz", "rock climbing", "olives"]
    weights = [one["weight"] for one in listed]
    assert weights == sorted(weights, reverse=True)
    jazz, _, olives = listed
    assert (jazz["evidence"], jazz["pinned"], jazz["muted"], jazz["stopped"], jazz["boost"]) == (
        2,
        False,
        False,
        False,
        1.0,
    )
    assert datetime.fromisoformat(jazz["last_seen"]) <= datetime.now(UTC)
    assert olives["negative"] > 0.3 > olives["weight"]
    assert 0 < sum(one["share"] for one in listed) <= 1


def test_interests_are_shown_as_a_table(penchant: Penchant) -> None:
    first, *rest = done(penchant("interests")).splitlines()
    assert first.split() == ["interest", "weight", "next", "turns", "last", "seen"]
    assert [line.split("  ")[0] for line in rest] == ["jazz", "rock climbing", "olives"]
    assert "disliked" in rest[-1]


def test_of_someone_unknown_nothing_is_known(penchant: Penchant) -> None:
    assert done(penchant("interests", "--user", "nobody", "--json")) == "[]\n"
    assert "Nothing is known yet" in done(penchant("interests", "--user", "nobody"))


@pytest.mark.parametrize(
    "command",
    [["interests"], ["search", "jazz"], ["what-if", "--short", "1d"], ["shift"], ["tree"], ["controls"], ["review"], ["export"],
     ["unforget"], ["retention"], ["sources"], ["rerank"], ["classify", "-l", "a", "-l", "b"]],
    ids=" ".join,
)  # fmt: skip
def test_only_looking_makes_nobody_known(command: list[str], penchant: Penchant, data: Path) -> None:
    looked = penchant(*command, "--user", "mee", answer='"jazz"\n')
    done(looked)
    assert looked.stderr == "penchant: nothing is stored of 'mee'; did you mean 'me'?\n"
    assert "there is no topic 'jazz'" in str(penchant("why", "jazz", "--user", "mee").exception)
    assert known(data) == ["me"]


@pytest.mark.parametrize(
    "command",
    ["forget jazz", "forget --everything", "forget --verify", "unforget 1", "retention --forever chat", "sources --forget chatgpt",
     "undo", "pin jazz", "boost jazz", "stop jazz", "rename jazz Jazz", "merge jazz olives", "split jazz", "confirm jazz",
     "reject jazz", "relabel jazz"],
)  # fmt: skip
def test_to_decide_and_to_take_away_makes_nobody_known(command: str, penchant: Penchant, data: Path) -> None:
    refused = penchant(*command.split(), "--user", "typo", answer="y\n")
    assert (refused.exit_code, str(refused.exception)) == (1, "nothing is stored of 'typo'")
    assert known(data) == ["me"]


@pytest.mark.parametrize("command", [["backup"], ["backup", "--list"], ["doctor"]], ids=" ".join)
def test_to_look_after_a_memory_makes_nobody_known(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENCHANT_DATA", str(tmp_path / "new"))
    monkeypatch.setenv("PENCHANT_EXTRACTOR", "http://127.0.0.1:9/v1#m")
    InterestMemory(tmp_path / "new", index=False).close()
    CliRunner().invoke(cli.app, command)
    assert known(tmp_path / "new") == []


@pytest.mark.parametrize(
    "command",
    ["interests", "why jazz", "what-if --short 1d", "shift", "search jazz", "tree", "controls", "review", "export", "unforget", "retention",
     "sources", "rerank", "keys list", "doctor", "privacy"],
)  # fmt: skip
def test_to_look_into_a_folder_that_is_not_there_makes_none(command: str, tmp_path: Path) -> None:
    looked = CliRunner().invoke(cli.app, [*command.split(), "--data", str(tmp_path / "typo")], input='"jazz"\n')
    assert looked.exit_code == (1 if command == "why jazz" else looked.exit_code)
    if command not in ("keys list", "doctor", "privacy"):
        assert looked.stderr == f"penchant: there is no memory in {tmp_path / 'typo'} yet\n"
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize(
    "command",
    ["forget jazz", "forget --verify", "unforget 1", "retention --forever chat", "sources --forget a", "undo", "pin jazz", "backup",
     "backup --list", "backup --keep 3", "keys revoke a", "reindex", "decrypt --yes", "cohort leave", "migrate --from"],
)  # fmt: skip
def test_to_decide_in_a_folder_that_is_not_there_is_refused_and_makes_none(command: str, tmp_path: Path) -> None:
    place = str(tmp_path / "typo")
    named = [place, "--to", str(tmp_path / "other")] if command.startswith("migrate") else ["--data", place]
    refused = CliRunner().invoke(cli.app, [*command.split(), *named])
    assert (refused.exit_code, str(refused.exception)) == (1, f"there is no memory in {place} yet")
    assert list(tmp_path.iterdir()) == []


def test_the_copies_beside_a_ledger_that_is_gone_are_listed(penchant: Penchant, data: Path) -> None:
    done(penchant("backup"))
    (data / "ledger.sqlite3").unlink()
    listed = penchant("backup", "--list")
    assert (listed.exit_code, "sound" in listed.stdout) == (1, True)


def known(data: Path) -> list[str]:
    with InterestMemory(data, index=False) as memory:
        return memory.users()


def test_interests_are_told_as_they_were(penchant: Penchant) -> None:
    then = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    assert list(interests(penchant, "--as-of", then)) == ["rock climbing"]
    assert list(interests(penchant, "--as-of", "2020-01-01")) == []
    assert len(interests(penchant, "--as-of", "2999-01-01T18:00")) == 3


@pytest.mark.parametrize(
    "text", ["yesterday", "", "2026-13-01", "2026-03-01T25:00", "2026-03-01T00:00+25:00", "0001-01-01T00:00+23:59"]
)
@pytest.mark.usefixtures("data")
def test_a_date_that_is_none_is_told(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is no date; write 2026-03-01" in told(monkeypatch, "interests", f"--as-of={text}")


def test_why_shows_the_sentence_word_for_word(penchant: Penchant) -> None:
    shown = done(penchant("why", "climbing"))
    assert shown.startswith("rock climbing: weight ")
    assert "I have started rock climbing, and it is great." in shown
    assert "jazz" not in shown


def test_why_of_a_dislike_has_a_mass_below_zero(penchant: Penchant) -> None:
    shown = done(penchant("why", "olives"))
    assert "  -" in shown
    assert shown.endswith("  I can't stand olives.\n")


def test_past_turns_are_found_by_meaning(penchant: Penchant) -> None:
    found = done(penchant("search", "sport on rocks", "-n", "1")).splitlines()
    assert len(found) == 1
    assert found[0].endswith("user: I have started rock climbing, and it is great.")


# Steering


def test_a_pin_is_set_and_taken_off(penchant: Penchant) -> None:
    assert done(penchant("pin", "climbing")).startswith("rock climbing: weight 0.6")
    pinned = interests(penchant)["rock climbing"]
    assert pinned["pinned"]
    assert pinned["weight"] >= 0.6
    done(penchant("pin", "climbing", "--off"))
    assert interests(penchant)["rock climbing"]["weight"] < 0.6


def test_a_topic_is_muted_and_heard_again(penchant: Penchant) -> None:
    assert "muted" in done(penchant("mute", "jazz"))
    assert interests(penchant)["jazz"]["muted"]
    done(penchant("mute", "jazz", "--off"))
    assert not interests(penchant)["jazz"]["muted"]


def test_a_boost_makes_more_or_less_of_a_topic(penchant: Penchant) -> None:
    before = interests(penchant)["jazz"]["weight"]
    assert "boost 2" in done(penchant("boost", "jazz"))
    more = interests(penchant)["jazz"]
    done(penchant("boost", "jazz", "0.25"))
    less = interests(penchant)["jazz"]
    assert more["weight"] > before > less["weight"]
    assert (more["boost"], less["boost"]) == (2.0, 0.25)


@pytest.mark.parametrize("factor", ["9", "0", "nan", "inf"])
@pytest.mark.usefixtures("data")
def test_a_boost_out_of_bounds_is_told(factor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "a boost lies between 0.25 and 4.0" in told(monkeypatch, "boost", "jazz", factor)


def test_stopping_asks_first(penchant: Penchant) -> None:
    asked = penchant("stop", "jazz", answer="n\n")
    assert "Void everything that 'jazz' has gathered so far?" in asked.stdout
    assert not interests(penchant)["jazz"]["stopped"]
    assert "jazz: stopped" in done(penchant("stop", "jazz", answer="y\n"))
    stopped = interests(penchant)["jazz"]
    assert (stopped["stopped"], stopped["weight"], stopped["evidence"]) == (True, 0.0, 0)


def test_forgetting_asks_first_and_says_how_much_goes(penchant: Penchant) -> None:
    asked = penchant("forget", "jazz", answer="\n")
    assert "Erase “jazz” and the text of 2 turns" in asked.stdout
    assert "jazz" in interests(penchant)
    assert "forgotten, with the text of 2 turns" in done(penchant("forget", "jazz", "--yes"))
    assert list(interests(penchant)) == ["rock climbing", "olives"]
    assert "jazz" not in done(penchant("search", "jazz"))


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("command", ["forget", "stop", "pin", "mute", "relabel"])
@pytest.mark.parametrize("name", ["jazz music", "jazzy", "攀岩"])
def test_a_command_never_decides_about_a_topic_of_another_name(
    command: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    surely = ["--yes"] if command in ("forget", "stop") else []
    assert f"there is no topic '{name}'" in told(monkeypatch, command, name, *surely)


@pytest.mark.parametrize("command", ["stop", "forget"])
def test_nobody_to_be_asked_is_a_no(command: str, penchant: Penchant) -> None:
    assert penchant(command, "jazz", answer="").exit_code == 1
    assert interests(penchant)["jazz"]["evidence"] == 2


def test_stopping_with_yes_asks_nothing(penchant: Penchant) -> None:
    assert done(penchant("stop", "jazz", "-y")) == "jazz: stopped\n"


def test_a_topic_gets_another_name(penchant: Penchant) -> None:
    assert done(penchant("rename", "jazz", "爵士 music")).startswith("爵士 music: weight")
    assert "爵士 music" in interests(penchant)


@pytest.mark.usefixtures("data")
def test_a_name_that_is_taken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "another topic is called 'jazz' already" in told(monkeypatch, "rename", "climbing", "Jazz")


@pytest.mark.parametrize(
    "command",
    [["why"], ["pin"], ["mute"], ["boost"], ["stop"], ["stop", "--yes"], ["forget", "--yes"]],
    ids=" ".join,
)
@pytest.mark.usefixtures("data")
def test_an_unknown_topic_is_told_in_one_line(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    line = told(monkeypatch, *command, "quantum chromodynamics")
    assert line.startswith("penchant: there is no topic 'quantum chromodynamics'")
    assert len(line.splitlines()) == 1


# Ending


def test_settings_that_are_wrong_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENCHANT_EMBEDDER", "word2vec")
    assert "embedder cannot be 'word2vec'" in told(monkeypatch, "interests")


@pytest.mark.parametrize("command", ["interests", "chat"])
def test_a_folder_without_a_name_is_refused(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refused = CliRunner().invoke(cli.app, [command, "--data", ""])
    assert (refused.exit_code, "Invalid value for '--data'" in refused.stderr) == (2, True)
    monkeypatch.setenv("PENCHANT_DATA", "")
    assert "PENCHANT_DATA is set to nothing" in told(monkeypatch, command)
    assert not list(tmp_path.iterdir())


def test_a_variable_of_ours_that_nothing_reads_is_told(penchant: Penchant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENCHANT_PERSONALISE", "off")
    monkeypatch.setenv("PENCHANT_PORT_8000_TCP", "tcp://10.0.0.1:8000")
    result = penchant("interests", "--json")
    said = "penchant: PENCHANT_PERSONALISE is no setting and changes nothing; PENCHANT_PERSONALIZE is one\n"
    assert (result.stderr, json.loads(result.stdout)[0]["label"]) == (said, "jazz")


def test_every_setting_is_known_in_the_environment() -> None:
    assert [name.upper() for name in Settings.model_fields] == list(environment.SETTINGS)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    assert "Choose another with --data" in told(
        monkeypatch, "start", "I love jazz", "--data", str(tmp_path / "file" / "data")
    )


def test_a_ledger_of_another_embedding_model_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENCHANT_EMBEDDER", "openai:text-embedding-3-small")
    assert "`penchant reindex`" in told(monkeypatch, "interests", "--data", str(data))


def test_an_error_that_is_ours_is_one_line_and_any_other_goes_on_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(error: Exception) -> Callable[[], None]:
        def run() -> None:
            raise error

        return run

    monkeypatch.setattr(cli, "app", fail(LedgerBusy("held")))
    assert told(monkeypatch) == "penchant: held"
    monkeypatch.setattr(cli, "app", fail(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        cli.main()


def test_ctrl_c_ends_with_its_own_status(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "app", interrupted)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 130


@pytest.mark.usefixtures("data")
def test_the_real_program_lists_interests_and_tells_an_error_without_a_traceback() -> None:
    program = Path(sys.executable).with_name("penchant")
    listed = subprocess.run([program, "interests", "--json"], capture_output=True, text=True, timeout=300, check=True)
    assert [one["label"] for one in json.loads(listed.stdout)] == ["jazz", "rock climbing", "olives"]
    assert listed.stderr == ""
    failed = subprocess.run([program, "why", "chemistry"], capture_output=True, text=True, timeout=300, check=False)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("penchant: there is no topic 'chemistry'")
    assert len(failed.stderr.splitlines()) == 1
