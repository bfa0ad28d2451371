"""What was found in a person's words goes from the replies to them, too, where alone nobody would know it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from penchant.memory import Attachment, Chosen, Interaction, InterestMemory, UserMemory
from penchant.memory.privacy.given import LONGEST, MOST_TALKS, MOST_WORDS, Given
from penchant.memory.privacy.kinds import ALL, SECRETS, Kind
from penchant.memory.privacy.redactor import Found

from tests.memory.writer import open_small

SAID = "My router password is hunter2xFalcon and my card PIN is 4821."
REPLY = (
    "All right: **hunter2xFalcon**, _hunter2xFalcon_, and 4821. Not 14821, 4821.50, hunter2xFalconer or HUNTER2XFALCON."
)
KEPT = (
    "All right: **[password]**, _[password]_, and [password]. Not 14821, 4821.50, hunter2xFalconer or HUNTER2XFALCON."
)


@pytest.fixture
def ada(tmp_path: Path) -> Iterator[UserMemory]:
    with open_small(tmp_path, index=False) as memory:
        yield memory.user("ada")


def replied(person: UserMemory, text: str, session: str = "s") -> str:
    return person.observe(text, role="assistant", session=session).event.text


def found(*words: str, kind: Kind = Kind.PASSWORD) -> list[Found]:
    return [Found(0, len(one), kind, one) for one in words]


def test_a_reply_is_stored_without_what_was_taken_out_of_the_turn(ada: UserMemory, tmp_path: Path) -> None:
    ada.observe(SAID, session="s")
    assert replied(ada, REPLY) == KEPT
    assert replied(ada, "So hunter2xFalcon it is.") == "So [password] it is."
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and b"So hunter2xFalcon" in file.read_bytes()]


def test_a_reply_is_stored_without_the_parts_of_a_name(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False, redact="all") as memory:
        person = memory.user("ada")
        person.observe("My name is Lena Vogt.", session="s")
        assert (
            replied(person, "Hello Lena, dear Ms Vogt! Magdalena Vogtland?")
            == "Hello [name], dear Ms [name]! Magdalena Vogtland?"
        )


def test_another_session_and_another_person_have_their_own_words(ada: UserMemory) -> None:
    ada.observe(SAID, session="s")
    ben = ada._memory.user("ben")
    assert replied(ada, "I said 4821.", "t") == "I said 4821."
    assert replied(ben, "I said 4821.") == "I said 4821."


def test_what_stands_in_a_file_goes_from_the_reply_and_from_what_is_said_beside_it(ada: UserMemory) -> None:
    notes = Attachment("q.sql", "application/sql", b"IDENTIFIED BY 'hunter2xFalcon'; -- password: hunter2xFalcon")
    event = ada.observe("Why is hunter2xFalcon in it?", session="s", attachments=[notes]).event
    assert event.text == "Why is [password] in it?"
    assert event.attachments[0].text == "IDENTIFIED BY '[password]'; -- password: [password]"
    assert replied(ada, "hunter2xFalcon is set there.") == "[password] is set there."


def test_what_is_said_of_a_secret_goes_from_the_files_beside_it(ada: UserMemory) -> None:
    notes = Attachment("a.txt", "text/plain", b"router\nhunter2xFalcon\n")
    assert ada.observe(SAID, session="s", attachments=[notes]).event.attachments[0].data == b"router\n[password]\n"


def test_a_secret_that_the_person_says_again_is_gone_and_a_name_stays(tmp_path: Path) -> None:
    with InterestMemory(tmp_path, index=False, redact="all") as memory:
        ada = memory.user("ada")
        ada.observe(f"{SAID} My son is called Max.", session="s")
        assert ada.observe("I love Mad Max, not hunter2xFalcon.", session="s").event.text == (
            "I love Mad Max, not [password]."
        )
        assert replied(ada, "Is Max well?") == "Is [name] well?"


def test_an_import_is_read_alike(ada: UserMemory) -> None:
    turns = [Interaction("1", text=SAID, session="s"), Interaction("2", text=REPLY, role="assistant", session="s")]
    ada.observe_all(turns)
    assert ada.turns("s", 9)[-1].text == KEPT


def test_a_session_is_called_as_ever_whatever_was_said_in_it(ada: UserMemory) -> None:
    for _ in range(2):
        assert ada.observe("My PIN is 4821.", session="4821").event.session == "4821"
    assert replied(ada, "It is 4821.", "4821") == "It is [password]."


def test_a_placeholder_stays_whatever_the_password_is() -> None:
    given = Given()
    given.take((1, "s"), found("card", "password"))
    assert (
        given.without((1, "s"), "[card number], card, [password]", SECRETS) == "[card number], [password], [password]"
    )


def test_what_was_overheard_goes_from_the_reply_and_is_not_stored(ada: UserMemory) -> None:
    ada.overhear("s", [SAID])
    assert ada.turns("s", 9) == []
    assert replied(ada, REPLY) == KEPT


def test_with_nothing_to_redact_a_reply_stays_as_it_is(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False, redact="off") as memory:
        memory.user("ada").observe(SAID, session="s")
        assert replied(memory.user("ada"), REPLY) == REPLY


@pytest.mark.parametrize("how", ["forget", "chosen", "erase", "source"])
def test_what_is_forgotten_is_kept_in_mind_no_longer(ada: UserMemory, how: str) -> None:
    given = ada._memory.given
    ada.observe_all([Interaction("1", text="I love topic 2.", session="t")], source="file")
    ada.observe(f"{SAID} I love topic 1.", session="s")
    assert given.without((ada._access.number, "s"), "4821", ALL) == "[password]"
    if how == "forget":
        ada.forget("topic 1")
    elif how == "chosen":
        ada.forget_chosen(Chosen(session="s"))
    elif how == "erase":
        ada.erase()
    else:
        ada.forget_source("file")
    assert given.without((ada._access.number, "s"), "4821", ALL) == "4821"


def test_no_more_is_kept_in_mind_than_there_is_room_for() -> None:
    given = Given()
    for number in range(MOST_TALKS + 1):
        given.take((number, "s"), found("hunter2"))
    assert given.without((0, "s"), "hunter2", SECRETS) == "hunter2"
    assert given.without((1, "s"), "hunter2", SECRETS) == "[password]"
    given.take((1, "s"), found(*(f"word{number}" for number in range(MOST_WORDS)), "a" * (LONGEST + 1), "ab"))
    assert given.without((1, "s"), "hunter2", SECRETS) == "hunter2"
    assert given.without((1, "s"), f"word1 ab {'a' * (LONGEST + 1)}", SECRETS) == f"[password] ab {'a' * (LONGEST + 1)}"


def test_many_threads_may_speak_at_once() -> None:
    given = Given()

    def speak(number: int) -> str:
        given.take((number % 3, "s"), found(f"word{number}"))
        if number % 50 == 0:
            given.drop(5)
        return given.without((number % 3, "s"), f"word{number}", SECRETS)

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(speak, range(400))) == {"[password]"}
