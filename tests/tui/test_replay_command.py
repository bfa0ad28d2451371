from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from penchant.evals.transcripts import FORMATS
from penchant.memory import InterestMemory
from penchant.tui.cli import app
from typer.testing import CliRunner, Result

from tests.tui.ended import done

SAMPLES = Path(__file__).parents[1] / "data" / "transcripts"


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    """What three people said over a month, in no order of their names."""
    turns = [
        ("ada", "2024-03-01T09:00:00Z", "user", "I have started rock climbing."),
        ("ada", "2024-03-01T09:00:10Z", "assistant", "Do you like sailing?"),
        ("ada", "2024-03-20T09:00:00Z", "user", "I love rock climbing. I love jazz."),
        ("bo", "2024-03-21T09:00:00Z", "user", "我喜欢攀岩。"),
        ("cy", "2024-03-22T09:00:00Z", "user", "Thanks!"),
    ]
    names = ("user", "time", "role", "text")
    file = tmp_path / "talk.jsonl"
    lines = [json.dumps(dict(zip(names, turn, strict=True)), ensure_ascii=False) for turn in turns]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def replay(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["replay", *map(str, arguments)])


def as_json(*arguments: str | Path) -> Any:
    return json.loads(done(replay(*arguments, "--json")))


def test_a_transcript_becomes_a_table_for_each_person(transcript: Path) -> None:
    shown = done(replay(transcript))
    assert shown.startswith("talk.jsonl: turns, 5 turns of 3 people\n")
    assert "ada, 2 turns, as of 2024-03-20 09:00 UTC" in shown
    assert "rock climbing" in shown
    assert "攀岩" in shown


def test_as_json_it_is_the_interests_of_each_person(transcript: Path) -> None:
    found = as_json(transcript)
    assert {name: [one["label"] for one in listed] for name, listed in found.items()} == {
        "ada": ["rock climbing", "jazz"],
        "bo": ["攀岩"],
        "cy": [],
    }
    assert list(found["ada"][0])[:3] == ["label", "weight", "share"]
    assert found["ada"][0]["last_seen"] == "2024-03-20T09:00:00+00:00"


def test_the_transcripts_own_times_count_and_not_todays(transcript: Path) -> None:
    assert as_json(transcript)["bo"][0]["weight"] > 0.3


def test_the_same_replay_gives_the_same_numbers(transcript: Path) -> None:
    assert as_json(transcript) == as_json(transcript)


def test_one_person_alone_can_be_replayed(transcript: Path) -> None:
    assert list(as_json(transcript, "--user", "bo")) == ["bo"]
    shown = done(replay(transcript, "--user", "bo"))
    assert shown.startswith("talk.jsonl: turns, 1 turn of 1 person\n")
    assert "bo, 1 turn, as of" in shown


def test_fewer_people_and_interests_can_be_shown(transcript: Path) -> None:
    found = as_json(transcript, "--people", "1", "--top", "1")
    assert {name: len(listed) for name, listed in found.items()} == {"ada": 1}
    assert "2 people more: --people N shows more" in done(replay(transcript, "--people", "1"))


def test_a_replay_into_a_folder_stays_there_and_counts_once(transcript: Path, tmp_path: Path) -> None:
    first = as_json(transcript, "--data", tmp_path / "kept")
    assert as_json(transcript, "--data", tmp_path / "kept") == first
    assert "5 of them known already" in done(replay(transcript, "--data", tmp_path / "kept"))
    with InterestMemory(tmp_path / "kept", index=False) as memory:
        assert memory.users() == ["ada", "bo", "cy"]
        assert memory.user("ada").explain("jazz").sources[0].event.text == "I love rock climbing. I love jazz."


def test_without_a_folder_nothing_is_kept(transcript: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENCHANT_DATA", str(tmp_path / "own"))
    done(replay(transcript))
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.*")), ids=lambda path: path.name)
def test_every_kind_of_transcript_is_replayed(sample: Path) -> None:
    assert as_json(sample, "--people", "2", "--top", "3")


def test_the_formats_are_listed() -> None:
    assert [line.split()[0] for line in done(replay("--formats")).splitlines()] == [name for name, _ in FORMATS]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name a transcript"),
        (["nowhere.json"], "nowhere.json"),
        ([SAMPLES / "turns.jsonl", "--user", "zoe"], "nobody called 'zoe'"),
    ],
)
def test_what_cannot_be_replayed_is_told(arguments: list[Any], said: str) -> None:
    result = replay(*arguments)
    assert result.exit_code == 1
    assert said in str(result.exception)


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff\xfe", b"[[["])
def test_a_file_without_a_conversation_is_told_with_its_name(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "odd.json"
    file.write_bytes(content)
    assert "odd.json" in str(replay(file).exception)
