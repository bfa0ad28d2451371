from __future__ import annotations

import gzip
import itertools
import json
import random
import tracemalloc
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.memory.importers import order
from penchant.memory.importers.elements import elements
from penchant.memory.importers.formats import identify
from penchant.memory.importers.found import Options
from penchant.memory.importers.node import Unreadable

from tests.memory.importers.exports import (
    AT,
    as_json,
    as_lines,
    chatgpt,
    claude,
    left_out,
    places,
    read,
    taken,
    zipped,
)

TALK = [("user", "I have started rock climbing."), ("assistant", "Which gym?"), ("user", "The one by the river.")]
CHINESE = [("user", "我最近迷上了攀岩。"), ("assistant", "去哪儿攀？")]


def texts(path: Path, **options: Any) -> list[tuple[str, str]]:
    return [(one.role, one.text) for one in taken(path, **options)]


@pytest.mark.parametrize(("format", "make"), [("chatgpt", chatgpt), ("claude", claude)])
def test_an_export_is_known_by_its_content_and_read_with_its_times(format: str, make: Any, tmp_path: Path) -> None:  # noqa: A002
    export = as_json(tmp_path / "anything.txt", [make("c1", TALK), make("c2", CHINESE)])
    assert identify(export).format.name == format
    assert texts(export) == TALK + CHINESE
    first, second, *_ = taken(export)
    assert (first.at, second.at) == (AT, AT + timedelta(seconds=1))
    assert first.session == second.session == f"{format}:c1"
    assert {one.kind for one in taken(export)} == {"chat"}


@pytest.mark.parametrize(("format", "make"), [("chatgpt", chatgpt), ("claude", claude)])
def test_the_zip_of_an_export_reads_as_the_file_in_it(format: str, make: Any, tmp_path: Path) -> None:  # noqa: A002
    content = json.dumps([make("c1", TALK)])
    members: dict[str, str | bytes] = {
        "user.json": '{"id": "user-1", "email": "ada@example.org"}',
        "message_feedback.json": "[]",
        "chat.html": "<html><body>all of it again</body></html>",
        "__MACOSX/._conversations.json": b"\x00\x05\x16\x07",
        "conversations.json": content,
    }
    archive = zipped(tmp_path / "export.zip", members)
    assert identify(archive).format.name == format
    assert taken(archive) == taken(as_json(tmp_path / "c.json", [make("c1", TALK)]))


def test_a_zip_with_a_folder_in_it_and_a_folder_are_read_too(tmp_path: Path) -> None:
    content = json.dumps([chatgpt("c1", TALK)])
    assert texts(zipped(tmp_path / "e.zip", {"export-2026/conversations.json": content})) == TALK
    (tmp_path / "unpacked").mkdir()
    (tmp_path / "unpacked" / "conversations.json").write_text(content)
    assert texts(tmp_path / "unpacked") == TALK


def test_an_export_in_several_parts_is_read_as_one(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        f"conversations-00{n}.json": json.dumps([chatgpt(f"c{n}", TALK[:1])]) for n in range(3)
    }
    assert [one.session for one in taken(zipped(tmp_path / "e.zip", parts))] == [
        "chatgpt:c0",
        "chatgpt:c1",
        "chatgpt:c2",
    ]


def test_conversations_may_stand_in_an_object(tmp_path: Path) -> None:
    assert texts(as_json(tmp_path / "c.json", {"conversations": [chatgpt("c1", TALK)]})) == TALK


def test_a_longer_export_has_the_ids_of_the_shorter_one_wherever_things_stand(tmp_path: Path) -> None:
    for name, make in (("chatgpt", chatgpt), ("claude", claude)):
        short = as_json(tmp_path / f"{name}-1.json", [make("c1", TALK[:2])])
        longer = as_json(tmp_path / f"{name}-2.json", [make("c2", CHINESE), make("c1", TALK)])
        before, after = [one.id for one in taken(short)], [one.id for one in taken(longer)]
        assert set(before) < set(after)
        assert len(after) == len(set(after)) == 5


def test_what_is_hidden_edited_or_not_to_be_remembered_is_left_out_and_told(tmp_path: Path) -> None:
    edited = chatgpt("c1", TALK)
    edited["mapping"]["c1-s"]["children"].insert(0, "old")
    edited["mapping"]["old"] = json.loads(json.dumps(edited["mapping"]["c1-0"])) | {"id": "old", "children": []}
    secret = chatgpt("c2", [("user", "nobody should know")], is_do_not_remember=True)
    found = left_out(as_json(tmp_path / "c.json", [edited, secret]))
    assert found.count("1 message on a branch that was not gone on with") == 1
    assert found.count("1 message of a conversation that was not to be remembered") == 2
    assert found.count("1 message of the system or of a tool") == 1
    assert texts(tmp_path / "c.json") == TALK


def test_pictures_and_tools_have_no_words(tmp_path: Path) -> None:
    talk = chatgpt("c1", TALK)
    messages = [node["message"] for node in talk["mapping"].values() if node["message"]]
    messages[1]["content"] = {
        "content_type": "multimodal_text",
        "parts": [{"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_1"}, "Which wall is this?"],
    }
    messages[2]["content"] = {"content_type": "code", "language": "python", "text": "print(1)"}
    messages[3]["content"] = {"content_type": "user_editable_context", "user_profile": "x", "user_instructions": "y"}
    export = as_json(tmp_path / "c.json", [talk])
    assert texts(export) == [("user", "Which wall is this?")]
    assert left_out(export).count("1 message without words (a picture, a file, a call of a tool)") == 2


def test_a_bad_message_and_a_bad_conversation_cost_themselves_alone(tmp_path: Path) -> None:
    bad = claude("c1", TALK)
    bad["chat_messages"][1] = {"text": "nobody said this"}
    export = as_json(tmp_path / "c.json", [bad, {"uuid": "c2"}, 5, claude("c3", CHINESE)])
    assert texts(export) == [TALK[0], TALK[2], *CHINESE]
    assert [place.removeprefix(str(export)) for place in places(export)] == [
        ': [0].chat_messages[1]: has no field "sender", which is needed',
        ': [1]: has no field "chat_messages", which is needed',
        ': [2]: is a number; allowed: an object with "account"',
    ]


def test_an_export_that_is_cut_off_gives_what_is_whole(tmp_path: Path) -> None:
    whole = json.dumps([claude("c1", TALK), claude("c2", CHINESE)])
    export = tmp_path / "c.json"
    export.write_text(whole[: len(whole) - 40])
    assert texts(export) == TALK
    assert "cut off" in places(export)[0]


def test_an_element_that_is_no_json_costs_itself_alone(tmp_path: Path) -> None:
    good = json.dumps(claude("c1", TALK))
    export = tmp_path / "c.json"
    export.write_text(f'[{good}, {{"uuid": oops}}, {json.dumps(claude("c2", CHINESE))}]')
    assert texts(export) == TALK + CHINESE
    assert ": [1]not JSON" in places(export)[0] or ": [1]: not JSON" in places(export)[0]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_elements_are_found_however_the_text_is_cut(size: int) -> None:
    text = ' [ {"a": "]}\\"[{,"}, [1, [2]], "x,y\\\\", 3 ,{} ] '
    blocks = [text[start : start + size] for start in range(0, len(text), size)]
    assert [json.loads(one) for one, whole in elements(blocks) if whole] == [{"a": ']}"[{,'}, [1, [2]], "x,y\\", 3, {}]


def test_a_long_export_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    export = tmp_path / "c.json"
    with export.open("w") as file:
        file.write("[")
        for number in range(2000):
            file.write(("," if number else "") + json.dumps(claude(f"c{number}", [("user", f"thing {number} " * 500)])))
        file.write("]")
    size = export.stat().st_size
    tracemalloc.start()
    count = sum(1 for _ in identify(export).read(Options()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2000
    assert peak < size / 4


def test_messages_by_line_and_conversations_by_line_are_both_read(tmp_path: Path) -> None:
    said = [{"role": role, "content": text} for role, text in TALK]
    by_talk = as_lines(tmp_path / "talks.jsonl", [{"messages": said}, {"messages": said[:1]}])
    by_line = as_lines(tmp_path / "lines.jsonl", said)
    assert identify(by_talk).format.name == "messages"
    assert identify(by_line).format.name == "turns"
    assert texts(by_talk) == [*TALK, TALK[0]]
    assert texts(by_line) == TALK


def test_messages_without_ids_have_stable_ones_and_the_same_words_twice_are_two(tmp_path: Path) -> None:
    again = {"messages": [{"role": "user", "content": "Hello"}, {"role": "user", "content": "Hello"}]}
    short = as_lines(tmp_path / "1.jsonl", [again])
    longer = as_lines(tmp_path / "2.jsonl", [again, again, {"messages": [{"role": "user", "content": "I love tea."}]}])
    before, after = [one.id for one in taken(short)], [one.id for one in taken(longer)]
    assert after[:2] == before
    assert len(set(after)) == 5


def test_lines_without_times_that_repeat_are_told_apart_and_keep_their_ids(tmp_path: Path) -> None:
    line = {"role": "user", "content": "I love tea."}
    before = [one.id for one in taken(as_lines(tmp_path / "1.jsonl", [line, line]))]
    after = [
        one.id for one in taken(as_lines(tmp_path / "2.jsonl", [line, line, {"role": "user", "content": "More."}]))
    ]
    assert after[:2] == before
    assert len(set(after)) == 3


def test_things_without_a_time_happen_when_the_person_says(tmp_path: Path) -> None:
    path = as_lines(tmp_path / "1.jsonl", [{"role": "user", "content": "I love tea."}])
    when = datetime(2024, 5, 1, tzinfo=UTC)
    assert [one.at for one in taken(path)] == [None]
    assert [one.at for one in taken(path, undated=when)] == [when]


def test_only_one_persons_words_are_taken(tmp_path: Path) -> None:
    lines = [
        {"user": "ada", "role": "user", "content": "I love tea."},
        {"user": "bo", "role": "user", "content": "I love coffee."},
    ]
    path = as_lines(tmp_path / "1.jsonl", lines)
    assert texts(path) == [("user", "I love tea.")]
    assert left_out(path) == ["1 thing of someone else than 'ada' (--person NAME takes another)"]
    assert texts(path, person="bo") == [("user", "I love coffee.")]
    assert texts(as_json(tmp_path / "c.json", [claude("c1", TALK), claude("c2", CHINESE, account="b")])) == TALK


def test_a_damaged_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    lines = [json.dumps({"role": "user", "content": f"line {n}"}) for n in range(4)]
    path.write_text(
        "\n".join([lines[0], '{"role": "user", "con', lines[2], '{"role": "narrator", "content": "x"}', lines[3]])
    )
    assert [text for _, text in texts(path)] == ["line 0", "line 2", "line 3"]
    assert [place.split(": ")[1] for place in places(path)] == ["line 2", "line 4"]


def test_the_first_line_may_be_the_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    lines = [json.dumps({"role": "user", "content": f"line {n}"}) for n in range(4)]
    path.write_text("\n".join(['{"role": "us', *lines]))
    assert len(taken(path)) == 4


def test_gzip_is_undone_and_byte_order_marks_are_skipped(tmp_path: Path) -> None:
    content = json.dumps([claude("c1", CHINESE)], ensure_ascii=False)
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / "c.json.gz").write_bytes(gzip.compress(content.encode(encoding), mtime=0))
        assert texts(tmp_path / "c.json.gz") == CHINESE


def test_an_archive_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    words = random.Random(1)
    lines = [json.dumps({"role": "user", "content": f"{n} {words.getrandbits(4000):x}"}) for n in range(2000)]
    whole = gzip.compress("\n".join(lines).encode())
    path = tmp_path / "talk.jsonl.gz"
    path.write_bytes(whole[: len(whole) * 9 // 10])
    assert 1500 < len(taken(path)) < 2000
    assert "cannot be read" in places(path)[-1]


def test_lines_may_be_longer_than_what_is_looked_at_first(tmp_path: Path) -> None:
    long = {"messages": [{"role": "user", "content": "I love tea. " * 100_000}]}
    assert len(taken(as_lines(tmp_path / "1.jsonl", [long, long]))) == 2


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("empty.json", b"", "is empty"),
        ("page.html", b"<!DOCTYPE html><p>hello</p>", "fits no format that is known"),
        ("other.json", b'{"colour": "red"}', "fits no format that is known; allowed: chatgpt, claude"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\x00\x00", "is not text"),
        ("broken.zip", b"PK\x03\x04\x00\x00", "is a zip archive that is damaged"),
        ("cut.json.gz", gzip.compress(b'[{"role": "user"}]' * 99, mtime=0)[:30], "cannot be read"),
        ("broken.json", b'{"a": ', "not JSON"),
    ],
)
def test_a_file_of_which_nothing_can_be_made_is_an_error_that_names_it(
    name: str, content: bytes, problem: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=problem) as caught:
        identify(tmp_path / name)
    assert name in str(caught.value)


def test_a_missing_file_an_empty_archive_and_a_wrong_format_are_errors(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        identify(tmp_path / "missing.json")
    with pytest.raises(Unreadable, match="holds nothing that is known"):
        identify(zipped(tmp_path / "e.zip", {"photo.jpg": b"x"}))
    with pytest.raises(ValueError, match="there is no format 'fax'; allowed: chatgpt"):
        identify(as_json(tmp_path / "c.json", [claude("c1", TALK)]), "fax")


def test_a_format_can_be_forced(tmp_path: Path) -> None:
    path = as_lines(tmp_path / "a.jsonl", [{"kind": "chat", "role": "user", "text": "I love tea."}])
    assert identify(path).format.name == "events"
    assert [one.id.partition(":")[0] for one in taken(path, "turns")] == ["turns"]


def test_reading_can_stop_anywhere(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "e.zip", {"conversations.json": json.dumps([claude("c1", TALK)] * 50)})
    assert len(list(itertools.islice(identify(archive).read(Options()), 2))) == 2
    assert len(read(archive)) == 150


@pytest.mark.parametrize("kept", [order.KEPT, 1])
@pytest.mark.parametrize("make", [chatgpt, claude])
def test_the_oldest_conversation_comes_first_wherever_it_stands(
    make: Any, kept: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "KEPT", kept)
    begun = {"newest": 9, "oldest": 0, "later": 3, "same time": 3}
    talks = [make(name, TALK, at=AT + timedelta(days=days)) for name, days in begun.items()]
    undated = make("undated", TALK)
    undated = json.loads(json.dumps(undated).replace("create_time", "x").replace("created_at", "x"))
    export = as_json(tmp_path / "c.json", [undated, *talks])
    sessions = [session.partition(":")[2] for session in dict.fromkeys(one.session for one in taken(export))]
    assert sessions == ["oldest", "later", "same time", "newest", "undated"]
    assert texts(export) == TALK * 5


@pytest.mark.parametrize("mark", [b"PK\x01\x02", b"PK\x03\x04"], ids=["directory", "header"])
def test_a_zip_whose_name_of_a_file_is_damaged_is_named(mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("é/conversations.json", "[]")
    before, found, after = path.read_bytes().partition(mark)
    path.write_bytes(before + found + after.replace("é".encode(), b"\xc3\x28", 1))
    with pytest.raises(Unreadable, match=r"export\.zip.*cannot be read"):
        identify(path)


def test_files_that_were_attached_are_counted_as_left_out(tmp_path: Path) -> None:
    talk = claude("k1", [("human", "I collect oolong tea.")])
    talk["chat_messages"][0] |= {
        "attachments": [{"file_name": "a.txt", "extracted_content": "polo"}],
        "files": [{"file_name": "b.png"}],
    }
    path = as_json(tmp_path / "conversations.json", [talk])
    assert [one.text for one in taken(path)] == ["I collect oolong tea."]
    assert left_out(path) == 2 * ["1 file that was attached"]


def test_chats_of_telegram_are_refused(tmp_path: Path) -> None:
    said = {
        "id": 1,
        "type": "message",
        "date": "2024-05-01T10:00:00",
        "from": "Ada",
        "from_id": "user1",
        "text": "I love mandolins",
    }
    path = as_json(tmp_path / "result.json", {"name": "Bea", "type": "personal_chat", "id": 1, "messages": [said]})
    with pytest.raises(Unreadable, match="is an export of Telegram: what people write to each other is not read"):
        identify(path)


def test_an_export_that_breaks_off_says_where(tmp_path: Path) -> None:
    path = tmp_path / "conversations.json"
    path.write_text('[{"uuid": "k1",\n"chat_messages": [{"sender": "hum', "utf-8")
    with pytest.raises(
        Unreadable, match=r"\[0\]: is cut off: the JSON ends in the middle of it, on line 2, behind '.*hum'"
    ):
        identify(path)
