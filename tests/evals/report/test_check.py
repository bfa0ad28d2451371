"""Transcripts looked through: against the JSON schema by another implementation, and against what the reader does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from penchant.evals.check import MOST, check, schema
from penchant.evals.labels import Labels
from penchant.evals.lines import problems_of
from penchant.evals.transcripts import Unreadable, identify, read
from penchant.evals.writing import line_of
from penchant.memory.importers.node import Node

SAMPLES = Path(__file__).parents[2] / "data" / "transcripts"
GOOD = {"user": "ana", "session": "s1", "time": "2026-03-01T18:00:00Z", "role": "user", "text": "I bake rye bread."}

JUNK = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3) | st.lists(st.integers(0, 3), max_size=2)
TIMES = st.sampled_from(
    [
        "2026-03-01T18:00:00Z",
        "2026-03-01 18:00+01:00",
        "2026-03-01T18:00",
        "soon",
        "",
        1772388000,
        1e12,
        2e11,
        5e10,
        -9e9,
        True,
    ]
)
TEXTS = st.sampled_from(["jazz", "", " ", 7, ["jazz", 7], [], [""], {"a": 1}, True])
LABELS = st.dictionaries(
    st.sampled_from(["topics", "likes", "evidence", "personal", "persnal"]), TEXTS | JUNK, max_size=3
)
LINES = st.fixed_dictionaries(
    {},
    optional={
        "user": st.sampled_from(["ana", 5, "", " "]) | JUNK,
        "session": st.sampled_from(["s1", 1, "\x1f"]) | JUNK,
        "time": TIMES,
        "role": st.sampled_from(["user", "assistant", "system", "tool", "User", "human", "narrator"]) | JUNK,
        "text": st.sampled_from(["hello", " ", "", [{"type": "text", "text": "hi"}], {"parts": ["hi"]}, 5]) | JUNK,
        "content": st.sampled_from(["hello", ""]),
        "id": st.sampled_from(["t1", 1, ""]) | JUNK,
        "labels": LABELS | JUNK,
        "sesion": st.just("s1"),
    },
)


def written(folder: Path, *lines: object, name: str = "log.jsonl") -> Path:
    path = folder / name
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("".join(f"{text}\n" for text in texts), "utf-8")
    return path


def messages(path: Path) -> list[str]:
    return [str(one).removeprefix(f"{path}: ") for one in check(path).problems]


@settings(max_examples=150, deadline=None)
@given(LINES | JUNK)
def test_nothing_is_said_about_a_line_just_when_the_schema_has_nothing_against_it(line: Any) -> None:
    said = list(problems_of(Node(line, "log.jsonl: line 1: ")))
    assert (not said) == Draft202012Validator(json.loads(schema())).is_valid(line), said


@settings(max_examples=40, deadline=None)
@given(line=LINES)
def test_a_line_is_wrong_just_when_the_reader_cannot_read_it(
    line: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.mktemp("lines"), GOOD, line)
    bad: list[Unreadable] = []
    turns = list(read(path, bad.append))
    assert bool(bad) == (check(path).wrong == 1) == any(one.wrong for one in problems_of(Node(line, "")))
    assert len(turns) <= 2 - len(bad)


def test_the_schema_is_a_schema_and_describes_every_field() -> None:
    found = json.loads(schema())
    Draft202012Validator.check_schema(found)
    told = [*found["properties"].values(), *found["properties"]["labels"]["properties"].values()]
    assert all(one["description"].endswith(".") for one in told)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({**GOOD, "time": "soon"}, "line 1: time: is 'soon', not a time; write ISO 8601: 2026-03-01T18:00:00Z"),
        ({**GOOD, "role": "boss"}, "line 1: role: is 'boss', which is nobody; write user, assistant, system or tool"),
        ({**GOOD, "text": 5}, "line 1: text: is 5, which is no text; write what was said in quotes"),
        ({**GOOD, "user": [1]}, "line 1: user: is [1], which names nothing; write text or a whole number"),
        ({**GOOD, "labels": {"personal": 1}}, "line 1: labels.personal: is 1, not a truth; write true or false"),
        ({**GOOD, "sesion": "s"}, "line 1: sesion: is passed over; did you mean session?"),
        ({**GOOD, "labels": {"evidence": ["t9"]}}, "line 1: labels.evidence: is 't9', no id of a line above; give that line this id"),
        ({"role": "user"}, 'line 1: text: is missing; write what was said, or leave the line out'),
        ([1], 'line 1: is [1], which is no turn; write an object: {"role": "user", "text": "…"}'),
        ('{"role": "user"', "line 1: not JSON: Expecting ',' delimiter at column 16; allowed: a JSON object or list; it begins "),
    ],
)  # fmt: skip
def test_a_problem_names_file_line_field_value_and_what_to_do(line: object, expected: str, tmp_path: Path) -> None:
    assert any(one.startswith(expected) for one in messages(written(tmp_path, line, GOOD)))


def test_everything_wrong_in_a_line_is_told_and_the_line_counts_once(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, {"user": {}, "role": "x", "text": 5, "time": "y"})
    found = check(path)
    assert [one.field for one in found.problems if one.wrong] == ["user", "time", "role", "text"]
    assert (found.wrong, found.turns) == (1, 1)


def test_a_bad_line_anywhere_is_left_out_and_the_others_are_read(tmp_path: Path) -> None:
    good = [{**GOOD, "text": f"turn {n}"} for n in range(3)]
    lines = ["hello", good[0], "{broken", [1, 2], good[1], "5", {**GOOD, "role": 7}, good[2], '{"cut": "o']
    path = written(tmp_path, *lines)
    bad: list[Unreadable] = []
    assert identify(path) == "turns"
    assert [turn.text for turn in read(path, bad.append)] == ["turn 0", "turn 1", "turn 2"]
    assert [str(one).split(": ")[1] for one in bad] == [f"line {n}" for n in (1, 3, 4, 6, 7, 9)]
    assert check(path).wrong == 6
    with pytest.raises(Unreadable, match="line 1"):
        list(read(path))


def test_a_bad_conversation_of_a_list_or_of_an_object_is_left_out(tmp_path: Path) -> None:
    talks = [{"messages": [{"role": "user", "content": text}]} for text in ("one", "two")]
    path = written(
        tmp_path, json.dumps([talks[0], {"messages": [{"role": "boss", "content": "x"}]}, talks[1]]), name="a.json"
    )
    bad: list[Unreadable] = []
    assert [turn.text for turn in read(path, bad.append)] == ["one", "two"]
    assert "[1].messages[0].role: is 'boss'" in str(bad[0])
    talk = {"messages": [[{"sender": "a", "text": "hi", "timestamp": "2018-05-01"}]]}
    path = written(tmp_path, json.dumps({"t": talk, "u": {"messages": [[{"sender": "a"}]]}, "v": talk}), name="b.json")
    assert len(list(read(path, bad.append))) == 2
    assert 'u.messages[0][0]: has no field "text"' in str(bad[1])


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_sample_reads_the_same_with_and_without_patience(sample: Path) -> None:
    bad: list[Unreadable] = []
    assert list(read(sample, bad.append)) == list(read(sample))
    assert bad == []
    found = check(sample)
    assert (found.wrong, found.turns, found.format) == (0, len(list(read(sample))), identify(sample))


def test_labels_and_ids_are_read_and_counted(tmp_path: Path) -> None:
    labels = {"topics": "bread", "likes": ["rye", 7], "personal": False, "evidence": [1]}
    path = written(tmp_path, {**GOOD, "id": 1}, {**GOOD, "id": "b", "labels": labels})
    first, second = read(path)
    assert (first.id, first.labels) == ("1", Labels())
    assert second.labels == Labels(("bread",), ("rye", "7"), (), False, ("1",))
    assert check(path).labels == {"topics": 1, "likes": 1, "personal": 1, "evidence": 1}
    assert check(path).ok(strict=True)


def test_odd_things_of_a_kind_are_told_once_with_their_number(tmp_path: Path) -> None:
    lines = [{"role": "human", "text": "hi", "time": f"2026-03-0{9 - n}T18:00:00Z", "user": "a"} for n in range(4)]
    found = check(written(tmp_path, *lines))
    assert found.ok()
    assert not found.ok(strict=True)
    assert {one.field: found.odd[one.field, one.problem] for one in found.problems} == {
        "session": 4,
        "role": 4,
        "time": 3,
    }


def test_of_very_many_bad_lines_the_first_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    found = check(written(tmp_path, GOOD, *["{"] * (MOST + 50)))
    assert (found.wrong, len(found.problems)) == (MOST + 50, MOST)


def test_a_file_of_nothing_but_bad_lines_is_an_error(tmp_path: Path) -> None:
    found = check(written(tmp_path, {"role": "boss", "text": "x"}, {"role": "boss", "text": "y"}))
    assert not found.ok()
    assert any("no user's turn" in one.problem for one in found.problems)
    assert found.wrong == 2


def test_times_that_have_not_come_and_names_with_blanks_are_odd(tmp_path: Path) -> None:
    line = {"user": "a ", "session": "s", "role": "user", "text": "hi", "time": "2999-03-01T18:00:00Z"}
    assert messages(written(tmp_path, GOOD, line)) == [
        "line 2: time: is '2999-03-01T18:00:00Z', which has not come yet; write when it was said, or leave it out",
        "line 2: user: is 'a ', read without the blanks around it; write one name one way",
    ]


def test_a_day_and_a_month_with_full_stops_are_read(tmp_path: Path) -> None:
    line = {"user": "a", "session": "s", "role": "user", "text": "hi", "created_date": "03.04.2026 12:00"}
    found = check(written(tmp_path, line))
    assert (found.wrong, found.first) == (0, datetime(2026, 4, 3, 12, tzinfo=UTC))


@pytest.mark.parametrize("sample", ["turns.jsonl", "locomo.json", "dialogue.txt"])
def test_a_turn_written_as_a_line_reads_as_the_same_turn(sample: str, tmp_path: Path) -> None:
    turns = [replace(turn, labels=Labels(("x",), personal=True)) for turn in read(SAMPLES / sample)]
    path = written(tmp_path, *(line_of(turn).strip() for turn in turns))
    assert list(read(path)) == turns
    assert check(path).ok(strict=True)


def test_published_sets_bring_their_labels(tmp_path: Path) -> None:
    (intent,) = {turn.labels for turn in read(SAMPLES / "clinc150.json") if turn.labels}
    assert intent == Labels(topics=("transfer",))
    tagged = next(read(SAMPLES / "stackexchange.xml"))
    assert tagged.labels == Labels(topics=("glass", "care-tips"))
    topics = json.loads((SAMPLES / "ikat.json").read_text("utf-8"))
    topics[0]["turns"] = [
        {"utterance": text, "response": "Well.", "ptkb_provenance": own}
        for text, own in (("Snacks?", [1]), ("Why?", []))
    ]
    turns = list(read(written(tmp_path, json.dumps(topics), name="ikat.json")))
    asked = [turn for turn in turns if turn.role == "user"][-2:]
    assert [turn.labels for turn in asked] == [Labels(personal=True, evidence=("ptkb-1",)), Labels(personal=False)]
    assert asked[0].labels.evidence[0] in {turn.id for turn in turns}
    assert [(turn.at - turns[0].at).days for turn in turns[:3]] == [0, 1, 2]


@pytest.mark.parametrize("name", ["log.json", "log.csv"])
def test_nested_lines_and_rows_of_a_table_are_checked_field_by_field(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name == "log.json":
        path.write_text(json.dumps({"turns": [{**GOOD, "labels": {"topics": ["bread"]}}, {**GOOD, "sesion": "s1"}]}))
    else:
        path.write_text('user,session,time,role,text,labels,sesion\n'
                        'ana,s1,2026-03-01T18:00:00Z,user,I bake.,"{""topics"": [""bread""]}",\n'
                        'ana,s1,2026-03-01T18:00:00Z,user,I bake.,,s1\n')  # fmt: skip
    found = check(path)
    assert (found.ok(), found.turns, found.labels["topics"]) == (True, 2, 1)
    assert list(found.odd) == [("sesion", "is passed over")]
