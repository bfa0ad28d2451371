"""Every format through its own small file, and what happens to files of which nothing can be made."""

from __future__ import annotations

import gzip
import itertools
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from penchant.evals.check import check
from penchant.evals.transcripts import FORMATS, TranscriptTurn, Unreadable, identify, read

SAMPLES = Path(__file__).parents[1] / "data" / "transcripts"
START = datetime(2024, 1, 1, tzinfo=UTC)

EXPECTED = {
    "chatgpt.json": ("chatgpt", 1, 2),
    "chitchat.json": ("chitchat", 2, 3),
    "claude.json": ("claude", 1, 1),
    "clinc150.json": ("clinc150", 1, 2),
    "dialogue.txt": ("dialogue", 1, 2),
    "diary.txt": ("text", 1, 2),
    "ikat.json": ("ikat", 1, 3),
    "kdconv.json": ("kdconv", 2, 3),
    "laps.json": ("laps", 1, 2),
    "locomo.json": ("locomo", 2, 3),
    "longmemeval.json": ("longmemeval", 1, 2),
    "longmemeval_documents.json": ("longmemeval-documents", 1, 2),
    "memorybank.json": ("memorybank", 1, 3),
    "memorybank_questions.jsonl": ("memorybank-questions", 2, 3),
    "messages.json": ("turns", 1, 1),
    "messages.jsonl": ("messages", 1, 2),
    "prefeval_choice.json": ("prefeval", 1, 2),
    "prefeval_explicit.json": ("prefeval", 1, 1),
    "prefeval_persona.json": ("prefeval", 1, 1),
    "sentences.jsonl": ("sentences", 1, 3),
    "sharegpt.json": ("messages", 1, 1),
    "stackexchange.xml": ("stackexchange", 2, 2),
    "table.csv": ("table", 2, 2),
    "tiage.json": ("tiage", 2, 3),
    "topical_chat.json": ("topical-chat", 2, 2),
    "turns.jsonl": ("turns", 3, 4),
}
"""For each sample: its format, and how many users and user's turns are in it."""


def sample(name: str) -> list[TranscriptTurn]:
    return list(read(SAMPLES / name))


def said(turns: list[TranscriptTurn]) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in turns]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_every_format_has_a_sample_and_every_sample_a_test() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(EXPECTED)
    assert {name for name, _ in FORMATS} == {name for name, _, _ in EXPECTED.values()}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_known_by_its_shape_and_read(name: str) -> None:
    turns = sample(name)
    users = {turn.user for turn in turns}
    assert (identify(SAMPLES / name), len(users), sum(t.role == "user" for t in turns)) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_turns_have_words_and_utc_times_that_never_decrease_within_a_user(name: str) -> None:
    turns = sample(name)
    assert all(turn.text and turn.text == turn.text.strip() for turn in turns)
    assert all(turn.at.tzinfo is UTC for turn in turns)
    for user in {turn.user for turn in turns}:
        times = [turn.at for turn in turns if turn.user == user]
        assert times == sorted(times)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_gzipped_sample_under_another_name_reads_the_same(name: str, tmp_path: Path) -> None:
    squeezed = written(tmp_path, name, gzip.compress((SAMPLES / name).read_bytes()))
    assert list(read(squeezed)) == sample(name)


@pytest.mark.parametrize("ending", ["", ".log", ".txt"])
def test_the_name_of_a_file_does_not_matter(ending: str, tmp_path: Path) -> None:
    renamed = written(tmp_path, f"anything{ending}", (SAMPLES / "ikat.json").read_bytes())
    assert identify(renamed) == "ikat"


def test_json_lines_keep_users_sessions_and_real_times() -> None:
    first, answer, third, ben, nobody = sample("turns.jsonl")
    assert first == TranscriptTurn("ana", "s1", datetime(2024, 3, 1, 9, tzinfo=UTC), "user", "I bake rye bread.")
    assert (answer.role, answer.at) == ("assistant", datetime(2024, 3, 1, 9, 0, 30, tzinfo=UTC))
    assert third.at - answer.at == timedelta(seconds=60)
    assert (ben.user, ben.session, ben.at) == ("ben", "1", START)
    assert nobody.user == "turns"


SAID: list[dict[str, object]] = [
    {"user": "ana", "session": "s1", "time": "2026-03-01T18:00:00Z", "role": "user", "text": "I bake rye bread."}
    | {"id": "t1", "labels": {"topics": ["rye bread"], "likes": ["rye bread"]}},
    {"user": "ben", "session": "s9", "at": "2026-02-01T18:00:00Z", "role": "user", "text": "I keep bees."},
    {"user": "ana", "session": "s1", "time": "2026-03-01T18:00:09Z", "role": "assistant", "text": "With a starter?"},
    {"user": "ana", "session": "s2", "role": "user", "text": "Which flour?", "labels": {"personal": True}},
]


@pytest.mark.parametrize("key", ["turns", "messages", "conversation"])
def test_lines_in_a_list_of_an_object_are_read_as_the_list_alone(key: str, tmp_path: Path) -> None:
    nested = written(tmp_path, "log.json", json.dumps({"name": "a log", key: SAID}))
    assert identify(nested) == "turns"
    found = list(read(nested))
    assert {turn.user for turn in found} == {"ana", "ben"}
    assert sum(bool(turn.labels) for turn in found) == 2
    assert found == list(read(written(tmp_path, "log.JSON", json.dumps(SAID))))


def test_messages_with_labels_keep_the_user_the_session_and_the_start_of_their_conversation(tmp_path: Path) -> None:
    words = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "I love tea.", "labels": {"own": "tea"}},
    ]
    talk = {"user": "ana", "id": "c7", "created_at": "2026-03-01T18:00:00Z", "messages": words}
    for path in (written(tmp_path, "a.jsonl", lines(talk, talk)), written(tmp_path, "a.json", json.dumps([talk]))):
        first = next(read(path))
        assert (first.user, first.session, first.at) == ("ana", "c7", datetime(2026, 3, 1, 18, tzinfo=UTC))
        assert first.labels.own == ("tea",)


def test_a_bad_one_of_the_lines_in_an_object_costs_itself_alone(tmp_path: Path) -> None:
    told: list[Unreadable] = []
    path = written(tmp_path, "log.json", json.dumps({"turns": [*SAID, {**SAID[0], "role": "boss"}]}))
    assert len(list(read(path, told.append))) == len(SAID)
    assert [str(one) for one in told] == [f"{path}: turns[4].role: {str(one).partition('role: ')[2]}" for one in told]
    assert len(told) == 1


TABLE = """user,session,time,role,text
ana,s1,2026-03-01T18:00:00Z,user,"I bake rye bread, and
I eat it."
ana,s1,2026-03-01T18:00:09Z,assistant,With a starter?
ben,s9,,user,I keep bees.
"""


def tabled(text: str, delimiter: str) -> str:
    return (
        text.replace("bread, and", "bread; and").replace(",", delimiter).replace("bread; and", f"bread{delimiter} and")
    )


@pytest.mark.parametrize("name", ["log.csv", "log.tsv", "log.txt", "log"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_row_by_row_as_lines_are(delimiter: str, encoding: str, name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, tabled(TABLE, delimiter).encode(encoding))
    assert identify(path) == "table"
    first, answer, ben = read(path)
    bread = f"I bake rye bread{delimiter} and\nI eat it."
    assert first == TranscriptTurn("ana", "s1", datetime(2026, 3, 1, 18, tzinfo=UTC), "user", bread)
    assert (answer.role, answer.text) == ("assistant", "With a starter?")
    assert (ben.user, ben.session, ben.at) == ("ben", "s9", START)


def test_the_names_of_columns_may_be_in_capitals_and_labels_are_json(tmp_path: Path) -> None:
    row = 'u1,"c 1",USER,I love tea.,"{""own"": ""tea""}",green\n'
    path = written(tmp_path, "a.csv", f"User_ID,Conversation ID,Role,Content,Labels,Colour\n{row}")
    (turn,) = read(path)
    assert (turn.user, turn.session, turn.role, turn.text, turn.labels.own) == (
        "u1",
        "c 1",
        "user",
        "I love tea.",
        ("tea",),
    )


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("ana,s1,,boss,hi", "line 2: role: is 'boss'"),
        ("ana,s1,,user,bread, and butter", "line 2: has 6 cells, where the first line has 5"),
        ("ana,s1,soon,user,hi", "line 2: time: is 'soon'"),
        ("ana,s1,,,hi", 'line 2: has no field "role"'),
    ],
)
def test_a_bad_row_is_told_with_its_place_and_costs_itself_alone(row: str, problem: str, tmp_path: Path) -> None:
    path, told = (
        written(tmp_path, "a.csv", f"user,session,time,role,text\n{row}\nana,s1,,user,tea\n"),
        list[Unreadable](),
    )
    assert [turn.text for turn in read(path, told.append)] == ["tea"]
    assert [problem in str(one) for one in told] == [True]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("log.csv", "user,session,time,text\nana,s1,,I bake.\n"),
        ("log.txt", "user,session,time,text\nana,s1,,I bake.\n"),
        ("log.tsv", "ana,s1,2026-03-01T18:00:00Z,I bake.\n"),
        ("films.csv", "Date,Name,Year\n2026-01-12,Alien,1979\n"),
    ],
)
def test_a_table_that_does_not_say_who_speaks_is_never_read_as_plain_text(
    name: str, content: str, delimiter: str, tmp_path: Path
) -> None:
    path = written(tmp_path, name, content.replace(",", delimiter))
    with pytest.raises(
        Unreadable, match=r"needs the columns role and text in its first line.*; allowed: table, .*turns"
    ):
        list(read(path))


def test_a_diary_with_commas_is_plain_text(tmp_path: Path) -> None:
    path = written(tmp_path, "diary.txt", "Today, I ran.\nText me, she said.\n")
    assert (identify(path), len(list(read(path)))) == ("text", 2)


def test_json_lines_whose_times_go_backwards_are_passed_as_they_are(tmp_path: Path) -> None:
    days = ["2024-02-02", "2024-02-01"]
    path = written(tmp_path, "a.jsonl", lines(*({"role": "user", "text": d, "time": d} for d in days)))
    assert [turn.text for turn in read(path)] == days


def test_json_lines_are_read_one_by_one(tmp_path: Path) -> None:
    good = lines({"role": "user", "text": "one"}, {"role": "user", "text": "two"})
    turns = read(written(tmp_path, "a.jsonl", good + "{broken\n"))
    assert [turn.text for turn in itertools.islice(turns, 2)] == ["one", "two"]
    with pytest.raises(Unreadable, match=r"a\.jsonl: line 3: not JSON"):
        next(turns)


@pytest.mark.parametrize(
    "time",
    ["2024-03-01T09:00:00Z", "2024-03-01 09:00", "2024-03-01T10:00:00+01:00", 1709283600, 1709283600000, "1709283600"],
)
def test_a_time_may_be_written_in_several_ways(time: str | int, tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", lines({"role": "user", "text": "hi", "time": time}))
    assert [turn.at for turn in read(path)] == [datetime(2024, 3, 1, 9, tzinfo=UTC)]


@pytest.mark.parametrize("time", ["soon", True, 1e300, {"day": 1}, "0001-01-01"])
def test_what_is_no_time_is_an_error_that_says_what_is_allowed(time: object, tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.jsonl", lines({"role": "user", "text": "hi"}, {"role": "user", "text": "x", "at": time})
    )
    with pytest.raises(Unreadable, match=r"line 2: at: is .* allowed: ISO 8601"):
        list(read(path))


@pytest.mark.parametrize("role", ["human", "User", "customer", "用户"])
def test_a_user_goes_by_many_names(role: str, tmp_path: Path) -> None:
    assert [t.role for t in read(written(tmp_path, "a", lines({"role": role, "text": "hi"})))] == ["user"]


@pytest.mark.parametrize("role", ["gpt", "bot", "AI", "model", "助手"])
def test_an_assistant_goes_by_many_names(role: str, tmp_path: Path) -> None:
    records = lines({"sender": "human", "text": "hi"}, {"sender": role, "text": "hello"})
    assert [t.role for t in read(written(tmp_path, "a", records))] == ["user", "assistant"]


def test_messages_become_a_session_a_line_a_day_apart_without_system_and_pictures() -> None:
    turns = sample("messages.jsonl")
    assert [turn.session for turn in turns] == ["1", "1", "2"]
    assert [turn.at - START for turn in turns] == [timedelta(0), timedelta(minutes=1), timedelta(days=1)]
    assert turns[2].text == "What is this plant?"


def test_a_chatgpt_export_follows_the_current_branch_and_is_put_in_order() -> None:
    turns = sample("chatgpt.json")
    assert [turn.text for turn in turns] == ["Plan a hike.", "Which trail is this?", "The ridge walk."]
    assert [turn.session for turn in turns] == ["early", "late", "late"]
    assert turns[0].at == datetime.fromtimestamp(1714554000, UTC)


def test_a_chatgpt_tree_that_runs_in_a_circle_ends(tmp_path: Path) -> None:
    message = {"author": {"role": "user"}, "content": {"parts": ["round"]}}
    nodes = {"a": {"parent": "b", "children": ["b"]}, "b": {"parent": "a", "children": ["a"], "message": message}}
    path = written(tmp_path, "c.json", json.dumps([{"mapping": nodes, "current_node": "b"}]))
    assert [turn.text for turn in read(path)] == ["round"]


def test_a_claude_export_takes_the_text_or_else_the_text_parts() -> None:
    assert said(sample("claude.json")) == [("user", "How hot for green tea?"), ("assistant", "About 75 degrees.")]


def test_a_message_with_a_bad_date_is_told_and_costs_itself_alone(tmp_path: Path) -> None:
    path, told = tmp_path / "claude.json", list[Unreadable]()
    said = [("human", "I love jazz.", "2026-05-02T10:00:00Z"), ("human", "I love tea.", "not a date")]
    messages = [{"sender": who, "text": text, "created_at": at} for who, text, at in said]
    path.write_text(json.dumps([{"uuid": "1", "chat_messages": messages}]), "utf-8")
    assert [turn.text for turn in read(path, told.append)] == ["I love jazz."]
    assert [str(one).partition(": is ")[0] for one in told] == [f"{path}: [0].chat_messages[1].created_at"]
    with pytest.raises(Unreadable, match="not a time"):
        list(read(path))
    path.write_text(json.dumps([{"uuid": "1", "chat_messages": messages[1:]}]), "utf-8")
    assert [problem.problem.partition(": ")[2] for problem in check(path).problems][1].startswith("read as claude")


def test_plain_text_with_marks_keeps_lines_that_follow_a_mark() -> None:
    turns = sample("dialogue.txt")
    assert said(turns) == [
        ("user", "I love jazz.\nMostly bebop."),
        ("assistant", "Who do you listen to?"),
        ("user", "查理·帕克。"),
        ("assistant", "好品味。"),
    ]
    assert turns[2].at == datetime(2024, 5, 1, 10, tzinfo=UTC)


def test_plain_text_without_marks_is_a_turn_a_line_and_bad_bytes_are_replaced() -> None:
    assert [turn.text for turn in sample("diary.txt")] == ["I started running.", "Ten kilometres today \ufffd!"]


def test_both_people_of_a_conversation_hear_each_other() -> None:
    turns = sample("topical_chat.json")
    views = {user: said([t for t in turns if t.user == user]) for user in {t.user for t in turns}}
    assert views == {
        "topical_chat/t_1/agent_1": [("user", "Do you follow tennis?"), ("assistant", "Only the finals.")],
        "topical_chat/t_1/agent_2": [("assistant", "Do you follow tennis?"), ("user", "Only the finals.")],
    }


def test_people_with_ids_keep_them_over_conversations() -> None:
    own = [(t.user, t.session, t.text) for t in sample("chitchat.json") if t.role == "user"]
    assert own == [
        ("p1", "talk-1", "Do you fish?"),
        ("p2", "talk-1", "Every weekend."),
        ("p1", "talk-2", "Back again."),
    ]


def test_ikat_statements_come_first_a_day_apart() -> None:
    turns = sample("ikat.json")
    assert [turn.at - START for turn in turns[:3]] == [timedelta(days=day) for day in range(3)]
    assert {turn.user for turn in turns} == {"3-1"}


def test_laps_sessions_are_seven_days_apart() -> None:
    assert [turn.at - START for turn in sample("laps.json")][::2] == [timedelta(0), timedelta(days=7)]


def test_locomo_sessions_go_by_number_and_start_at_their_dates() -> None:
    kim = [turn for turn in sample("locomo.json") if turn.user == "locomo/conv-1/Kim"]
    assert [turn.session for turn in kim] == ["session_2", "session_2", "session_10"]
    assert [kim[0].at, kim[2].at] == [datetime(2023, 5, 8, 13, 56, tzinfo=UTC), datetime(2023, 6, 3, 0, 5, tzinfo=UTC)]


def test_memorybank_days_come_in_order_of_their_dates() -> None:
    assert [t.session for t in sample("memorybank.json") if t.role == "user"] == ["2023-05-01"] * 2 + ["2023-05-02"]


def test_prefeval_leaves_out_the_question_that_a_measurement_asks() -> None:
    texts = [turn.text for name in EXPECTED if name.startswith("prefeval") for turn in sample(name)]
    assert "Which salsa?" not in texts


def test_stackexchange_posts_have_title_words_and_tags_without_html() -> None:
    question, answer = sample("stackexchange.xml")
    assert question.text == "How to clean a glass?\nIt is cloudy.\nglass, care-tips"
    assert (answer.user, answer.session, answer.text) == ("9", "1", "Rinse it & dry it.")


def test_a_session_longer_than_a_day_pushes_the_next_one_back(tmp_path: Path) -> None:
    pairs = {"train": [["hello", "greeting"]] * 1500, "val": [["goodbye", "parting"]]}
    turns = list(read(written(tmp_path, "c.json", json.dumps(pairs))))
    assert turns[-1].at == START + timedelta(days=2)


def test_half_a_character_is_replaced_so_that_the_text_can_be_stored(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", '{"role": "user", "text": "cut \\ud83d off"}\n')
    assert [turn.text for turn in read(path)] == ["cut \ufffd off"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_skipped(encoding: str, tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", lines({"role": "user", "text": "hallå"}).encode(encoding))
    assert [turn.text for turn in read(path)] == ["hallå"]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("empty.txt", "", "is empty"),
        ("blank.jsonl", " \n\n", "is empty"),
        ("page.json", "Not found", "not what its name says"),
        ("page.html", "<!DOCTYPE html>\n<p>hello</p>", "fits no known format"),
        ("broken.json", '[\n{"role": "user",\n', "not JSON: .* line 3"),
        ("first.jsonl", '{"role": "user"\n{"role": "user", "text": "hi"}\n', "line 1: not JSON"),
        ("second.jsonl", '{"role": "user", "text": "hi"}\nhello\n', "line 2: not JSON"),
        ("deep.json", "[" * 200_000, "cannot be read|not JSON"),
        ("other.json", '{"colour": "red"}', "fits no known format; allowed: .*ikat"),
        ("list.json", "[]", "fits no known format"),
        ("role.jsonl", '{"text": "hi"}\n', 'has no field "role"'),
        ("roles.json", '[{"role": "narrator", "content": "hi"}]', r"\[0\]\.role: is 'narrator'; allowed: .*human"),
        ("words.jsonl", '{"role": "user", "text": 5}', "text: is a number; allowed: text or a list"),
        ("none.jsonl", '{"role": "user"}', 'has no field "text"'),
        ("user.jsonl", '{"role": "user", "text": "x", "user": {"id": 1}}', "user: is an object; allowed: text"),
        ("assistant.json", '[{"role": "assistant", "content": "hi"}]', "no user's turn"),
        ("part.json", '[{"role": "user", "content": [{"type": {}}, 3, null]}]', "no user's turn"),
        ("assistant.txt", "Assistant: hi\n", "no user's turn"),
        ("topic.json", '[{"number": "1", "ptkb": {"1": "x"}}]', r'\[0\]: has no field "turns" or "responses"'),
        ("laps.json", '[{"worker_id": 1, "sessions": [{"dialogue": [3]}]}]', "fits no known|allowed: an object"),
        ("posts.xml", "<?xml version='1.0'?>\n<posts><row", "not well-formed XML"),
        ("dtd.xml", "<?xml version='1.0'?>\n<!DOCTYPE posts [<!ENTITY a 'b'>]>\n<posts/>", "has a DOCTYPE"),
        ("export.zip", b"PK\x03\x04\x00\x00", "zip archive; unpack it"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\x00\x00", "is not text"),
        ("cut.json.gz", gzip.compress(b'{"role": "user"}' * 99, mtime=0)[:30], "cannot be read"),
    ],
)
def test_a_file_of_which_nothing_can_be_made_is_an_error_that_names_it(
    name: str, content: str | bytes, problem: str, tmp_path: Path
) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(Unreadable, match=problem) as caught:
        list(read(path))
    assert name in str(caught.value)


def test_a_directory_and_a_missing_file_are_errors_at_once(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.json"):
        with pytest.raises(Unreadable, match="cannot be read"):
            read(path)


def test_a_bad_place_deep_in_a_data_set_is_named(tmp_path: Path) -> None:
    talk = {"t": {"messages": [[{"sender": "a", "text": "hi", "timestamp": "2018-05-01"}, {"sender": "a"}]]}}
    with pytest.raises(Unreadable, match=r'talk\.json: t\.messages\[0\]\[1\]: has no field "text"'):
        list(read(written(tmp_path, "talk.json", json.dumps(talk))))
