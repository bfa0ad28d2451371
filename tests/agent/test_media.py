"""Pictures and recordings become text and evidence; the model is on loopback and speaks OpenAI's protocol."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.agent.background.describer import Describer, heard
from penchant.agent.background.readers import Guarded
from penchant.memory import Attachment, Background, InterestMemory, MediaText, ReadingFailed, UserMemory
from penchant.memory.background.later import GATHER
from penchant.memory.store.schema import blobs, waiting
from penchant.tui.known import search
from penchant.tui.show import print_found
from sqlalchemy import func, select

from tests.agent.later import asked, finding, reading
from tests.conftest import Clock
from tests.loopback import Loopback

PHOTO = Attachment("wall.png", "image/png", b"\x89PNG\r\n\x1a\n and so on")
MEMO = Attachment("memo.mp3", "audio/mpeg", b"ID3 and so on")
CAPTION = "rock climbing; granite wall\nA person practises rock climbing on a granite wall."
DUE = timedelta(milliseconds=GATHER)

Opened = Callable[..., Any]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(reply=CAPTION) as server:
        yield server


@pytest.fixture
def memory(tmp_path: Path, server: Loopback, clock: Clock) -> Iterator[InterestMemory]:
    """A memory with the packaged embedding model and the local extractor, whose readers are on loopback."""
    with with_background(tmp_path, clock, reading(server.base_url, words=False, media=True)) as memory:
        yield memory


@contextmanager
def with_background(folder: Path, clock: Clock, background: Background) -> Iterator[InterestMemory]:
    with InterestMemory(folder, clock=clock, index=False, background=background) as memory:
        yield memory


@pytest.fixture
def ada(memory: InterestMemory) -> UserMemory:
    return memory.user("ada")


def attach(person: UserMemory, *files: Attachment, text: str = "Look at this.", **options: Any) -> int:
    return person.observe(text, session="s", attachments=files, **options).event.number


def read(person: UserMemory, clock: Clock) -> int:
    clock.advance(DUE)
    return person.read_waiting()


def content(server: Loopback) -> list[dict[str, Any]]:
    [message] = server.requests[-1].body["messages"]
    parts: list[dict[str, Any]] = message["content"]
    return parts


def rows(memory: InterestMemory, table: Any) -> int:
    with memory.ledger.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


# What is sent


def test_a_picture_is_sent_as_openais_protocol_has_it(ada: UserMemory, server: Loopback, clock: Clock) -> None:
    attach(ada, PHOTO)
    assert server.requests == []
    assert read(ada, clock) == 1
    text, image = content(server)
    assert text["type"] == "text"
    assert "Write in English" in text["text"]
    assert "Look at this." not in text["text"]  # the words that it came with stay here
    data = base64.b64encode(PHOTO.data).decode()
    assert image == {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}}


@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("audio/wav", "wav"),
        ("audio/mpeg", "mp3"),
        ("audio/mp4", "m4a"),
        ("audio/ogg", "ogg"),
        ("audio/webm", "webm"),
        ("Audio/X-WAV", "wav"),
    ],
)
def test_a_recording_is_sent_as_openais_protocol_has_it(
    ada: UserMemory, server: Loopback, clock: Clock, media_type: str, name: str
) -> None:
    server.reply = "VOICE\nI love sailing."
    attach(ada, Attachment("memo", media_type, b"sound"))
    read(ada, clock)
    _, audio = content(server)
    data = base64.b64encode(b"sound").decode()
    assert audio == {"type": "input_audio", "input_audio": {"data": data, "format": name}}


def test_a_caption_is_asked_for_in_the_language_of_the_words(ada: UserMemory, server: Loopback, clock: Clock) -> None:
    attach(ada, PHOTO, text="你看我昨天去的地方")
    read(ada, clock)
    assert "Write in Chinese" in content(server)[0]["text"]


def test_texts_and_paused_and_forgotten_and_replaced_turns_are_not_read(
    ada: UserMemory, server: Loopback, clock: Clock, memory: InterestMemory
) -> None:
    attach(ada, Attachment("a.txt", "text/plain", b"I love jazz"))
    attach(ada, PHOTO, teaches=False)
    attach(ada, PHOTO, text="I love ikebana.")
    ada.forget("ikebana")
    ada.replace("s", attach(ada, MEMO))
    assert rows(memory, waiting) == 0
    assert read(ada, clock) == 0
    assert server.requests == []


# What comes of it


def test_what_a_picture_shows_is_evidence_of_the_kind_image(ada: UserMemory, clock: Clock) -> None:
    number = attach(ada, PHOTO)
    said = ada.turn(number)
    read(ada, clock)
    [source] = ada.explain("rock climbing").sources
    assert (source.event.kind, source.event.text, source.event.part_of) == ("image", CAPTION, number)
    assert said is not None
    assert source.event.at == said.at
    assert source.phrase in source.event.text
    assert source.mass == 0.25  # half of a picture's, for it is only mentioned


@pytest.mark.parametrize("named", [True, False])
def test_words_in_a_picture_are_nobodys_liking(ada: UserMemory, server: Loopback, clock: Clock, named: bool) -> None:
    server.reply = "jazz; opera; rugby\nA sign: I hate jazz. I love opera!" if named else "I hate jazz. I love opera!"
    attach(ada, PHOTO)
    read(ada, clock)
    found = {one.label: one for one in ada.interests()}
    assert found.keys() >= {"jazz", "opera"}
    assert all(one.tentative and one.negative == 0 for one in found.values())


def test_what_the_person_says_in_a_recording_counts_as_what_they_write(
    ada: UserMemory, memory: InterestMemory, server: Loopback, clock: Clock
) -> None:
    server.reply = "VOICE\nI love sailing, but I can't stand opera."
    attach(ada, MEMO)
    memory.user("bob").observe("I love sailing, but I can't stand opera.")
    read(ada, clock)
    assert {source.event.kind for source in ada.explain("sailing").sources} == {"audio"}
    spoken, written = (
        {one.label: (one.weight, one.negative, one.tentative) for one in person.interests()}
        for person in (ada, memory.user("bob"))
    )
    assert spoken == pytest.approx(written)


def test_a_song_says_nothing_of_who_attached_it(ada: UserMemory, server: Loopback, clock: Clock) -> None:
    server.reply = "OTHER\nA singer sings: I love Paris in the springtime."
    attach(ada, MEMO)
    read(ada, clock)
    assert ada.interests()
    assert all(one.tentative for one in ada.interests())


def test_what_was_read_is_kept_with_the_attachment_and_found_by_search(ada: UserMemory, clock: Clock) -> None:
    number = attach(ada, PHOTO)
    assert ada.turns("s", 9)[0].attachments[0].reading == ""
    read(ada, clock)
    [turn] = ada.turns("s", 9)
    assert (turn.number, turn.attachments, turn.attachments[0].reading) == (number, (PHOTO,), CAPTION)
    assert [event.part_of for event in ada.find_words("granite")] == [number]
    assert ada.search("mountaineering on rocks", 1)[0].event.part_of == number


def test_a_search_in_the_terminal_leads_to_the_turn_that_the_picture_came_with(
    ada: UserMemory, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    number = attach(ada, PHOTO)
    read(ada, clock)
    found = search(ada, "granite", 5)
    assert [one.event.number for one in found] == [number]
    print_found(found)
    assert "image: rock climbing; granite wall" in capsys.readouterr().out


def test_what_was_read_is_no_turn_of_the_conversation(ada: UserMemory, clock: Clock) -> None:
    attach(ada, PHOTO)
    ada.observe("Nice!", role="assistant", session="s")
    read(ada, clock)
    assert [turn.text for turn in ada.turns("s", 9)] == ["Look at this.", "Nice!"]
    assert ada.count_turns("s") == 2
    assert [session.turns for session in ada.sessions()] == [2]


def test_a_rebuild_gives_the_same_weights(ada: UserMemory, clock: Clock) -> None:
    ada.observe("I love rock climbing.", session="s")
    attach(ada, PHOTO)
    read(ada, clock)
    before = {one.label: one.weight for one in ada.interests()}
    ada.rebuild()
    assert {one.label: one.weight for one in ada.interests()} == pytest.approx(before, abs=1e-9)


def test_nothing_is_learned_where_there_is_nothing_to_tell(
    ada: UserMemory, memory: InterestMemory, server: Loopback, clock: Clock
) -> None:
    server.reply = " - "
    attach(ada, PHOTO)
    assert read(ada, clock) == 1
    assert ada.interests() == []
    assert rows(memory, waiting) == 0


def test_the_same_picture_is_read_once(ada: UserMemory, server: Loopback, clock: Clock) -> None:
    for _ in range(2):
        attach(ada, PHOTO)
        read(ada, clock)
    assert len(server.requests) == 1
    assert [turn.attachments[0].reading for turn in ada.turns("s", 9)] == [CAPTION, CAPTION]
    assert ada.explain("rock climbing").interest.evidence == 2
    assert ada.explain("granite wall").interest.evidence == 2


def test_a_transcript_is_read_more_finely_too_and_a_caption_is_not(
    tmp_path: Path, server: Loopback, clock: Clock
) -> None:
    find = finding(lambda _text: ["sailing"])

    def reply(messages: list[dict[str, Any]]) -> str:
        if len(messages) > 1:
            return find(messages)
        hears = messages[0]["content"][1]["type"] == "input_audio"
        return "VOICE\nWhenever I can I go sailing." if hears else "A boat, sailing."

    server.reply = reply
    with with_background(tmp_path, clock, reading(server.base_url, media=True)) as memory:
        ada = memory.user("ada")
        attach(ada, PHOTO, MEMO, text="Hm.")
        read(ada, clock)
        texts = [body["messages"][-1]["content"] for body in (one.body for one in server.requests)]
        assert [text for text in texts if isinstance(text, str)] == [
            '[{"number": 1, "text": "Hm."}]',
            '[{"number": 1, "text": "Whenever I can I go sailing."}]',
        ]
        assert {source.event.kind for source in ada.explain("sailing").sources} >= {"audio"}


# Forgetting


def test_forgetting_what_a_picture_shows_erases_the_picture_and_its_turn(
    ada: UserMemory, memory: InterestMemory, clock: Clock, tmp_path: Path
) -> None:
    secret = b"unmistakable-bytes-of-a-picture" * 200
    attach(ada, Attachment("wall.png", "image/png", secret), text="Guess where I was.")
    read(ada, clock)
    assert ada.speaking_of("rock climbing") == 1
    assert ada.forget("rock climbing") == 1
    assert ada.turns("s", 9) == []
    assert ada.find_words("granite") == []
    assert rows(memory, blobs) == 0
    for file in tmp_path.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert b"unmistakable" not in held
            assert b"practises" not in held  # the topic "granite wall" stays, the sentence goes
            assert b"Guess where" not in held


def test_forgetting_a_turn_erases_what_was_read_in_its_picture(ada: UserMemory, clock: Clock) -> None:
    attach(ada, PHOTO, text="I love ikebana.")
    read(ada, clock)
    assert ada.forget("ikebana") == 1
    assert ada.find_words("granite") == []


def test_replacing_a_turn_takes_what_was_read_in_its_picture_along_and_no_more(ada: UserMemory, clock: Clock) -> None:
    attach(ada, PHOTO, text="First.")
    second = attach(ada, Attachment("b.png", "image/png", b"another"), text="Second.")
    read(ada, clock)
    ada.replace("s", second)
    assert [turn.text for turn in ada.turns("s", 9)] == ["First."]
    [source] = ada.explain("rock climbing").sources  # the first picture was read after the second turn was said
    assert source.event.part_of != second


def test_what_is_replaced_while_it_is_read_is_not_stored(ada: UserMemory, server: Loopback, clock: Clock) -> None:
    number = attach(ada, PHOTO)

    def reply(_messages: list[dict[str, Any]]) -> str:
        ada.replace("s", number)
        return CAPTION

    server.reply = reply
    read(ada, clock)
    assert ada.interests() == []
    assert ada.find_words("granite") == []


# Failures


@pytest.mark.parametrize(("file", "lacks"), [(PHOTO, "image_url"), (MEMO, "input_audio")])
def test_a_server_that_takes_no_such_file_is_given_up(
    ada: UserMemory, server: Loopback, clock: Clock, file: Attachment, lacks: str
) -> None:
    server.lacks = (lacks,)
    attach(ada, file)
    for _ in range(9):
        clock.advance(timedelta(hours=1))
        ada.read_waiting()
    assert len(server.requests) == 3
    assert ada.waiting().given_up == 1


def test_a_model_that_is_known_to_take_no_such_file_is_not_asked(server: Loopback) -> None:
    deaf = asked(server.base_url, images=False, audio=False)
    for file, kind, told in ((PHOTO, "image", "takes no pictures"), (MEMO, "audio", "takes no recordings")):
        with pytest.raises(ReadingFailed, match=f"{told}: choose another with `{kind}_model`"):
            Describer(deaf, kind)(file, chinese=False)
    assert server.requests == []


def test_a_picture_that_the_budget_cannot_pay_waits_for_tomorrow(
    tmp_path: Path, server: Loopback, clock: Clock
) -> None:
    server.usage = (1_000, 100)
    with with_background(tmp_path, clock, reading(server.base_url, 3_500, words=False, media=True)) as memory:
        ada = memory.user("ada")
        attach(ada, PHOTO, Attachment("b.png", "image/png", b"another"))
        assert read(ada, clock) == 1
        assert (ada.waiting().attachments, ada.waiting().tokens) == (1, 1_100)
        clock.advance(timedelta(days=1))
        assert ada.read_waiting() == 1
        assert ada.waiting().attachments == 0


def test_whatever_goes_wrong_in_another_packages_reader_is_told() -> None:
    class Broken:
        name = "broken"

        def takes(self, media_type: str) -> bool:
            return bool(media_type)

        def cost(self, attachment: Attachment) -> int:
            return len(attachment.name)

        def __call__(self, attachment: Attachment, *, chinese: bool) -> MediaText:
            raise OSError(f"no codec for {attachment.name}, {chinese}")

    reader = Guarded(Broken(), "plugin:broken", "audio")
    assert (reader.takes("audio/wav"), reader.takes("image/png")) == (True, False)
    with pytest.raises(ReadingFailed, match=r"plugin:broken cannot read memo\.mp3: no codec"):
        reader(MEMO, chinese=False)


@pytest.mark.parametrize(
    ("reply", "hears", "text", "spoken"),
    [
        ("VOICE\nI love jazz.", True, "I love jazz.", True),
        ("**voice:**\n我喜欢爵士乐。", True, "我喜欢爵士乐。", True),
        ("OTHER\nA song.", True, "A song.", False),
        ("I love jazz.", True, "I love jazz.", False),  # whose words they are is not told
        ("VOICE\nof the people", False, "VOICE\nof the people", False),
        ("OTHER\n-", True, "", False),
        ("—", False, "", False),
        ("VOICE", True, "", True),
    ],
)
def test_a_reply_says_whose_words_they_are(reply: str, hears: bool, text: str, spoken: bool) -> None:
    assert heard(reply, hears, 0) == MediaText(text, spoken, 0, heard(reply, hears, 0).names)


@pytest.mark.parametrize(
    ("reply", "names"),
    [
        ("rock climbing; granite wall.\nA wall.", ("rock climbing", "granite wall")),
        ("攀岩；花岗岩\n一面墙。", ("攀岩", "花岗岩")),
        ("**chess**\nA board.", ("chess",)),
        ("A board with pieces.", ()),
    ],
)
def test_the_first_line_of_what_a_picture_shows_names_it(reply: str, names: tuple[str, ...]) -> None:
    assert heard(reply, False, 0).names == names
