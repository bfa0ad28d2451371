"""A private key that is typed line by line: each line is a turn, and none of them is stored."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from penchant.memory import Interaction, InterestMemory
from penchant.memory.privacy.redactor import Redactor
from penchant.memory.privacy.unfinished import MOST_OPEN, Unfinished

from tests.conftest import Clock
from tests.memory.stores import ON_SERVERS
from tests.memory.writer import open_small

BEGIN, END = "-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----"
BODY = base64.b64encode(b"".join(hashlib.sha256(bytes([one])).digest() for one in range(10)))[:262].decode()
LINES = [BODY[start : start + 64] for start in range(0, len(BODY), 64)]
KEY = [BEGIN, "Proc-Type: 4,ENCRYPTED", *LINES, END]


@pytest.fixture
def memory(tmp_path: Path, clock: Clock) -> Iterator[InterestMemory]:
    with open_small(tmp_path, clock=clock, index=False) as memory:
        yield memory


def test_no_line_of_a_key_is_stored_and_what_is_said_afterwards_is(memory: InterestMemory, tmp_path: Path) -> None:
    person = memory.user("ada")
    for line in [*KEY, "I love topic 1."]:
        person.observe(line, session="a")
        person.observe("Go on.", role="assistant", session="a")
    told = [turn.text for turn in person.turns("a", 50) if turn.role == "user"]
    assert told == ["[key]"] * len(KEY) + ["I love topic 1."]
    assert person.weights()
    _nowhere(tmp_path)


def test_an_import_of_such_a_conversation_stores_none_of_it_either(memory: InterestMemory, tmp_path: Path) -> None:
    person = memory.user("ada")
    person.observe_all([Interaction(str(place), "chat", line, session="a") for place, line in enumerate(KEY)])
    assert {turn.text for turn in person.turns("a", 50)} == {"[key]"}
    _nowhere(tmp_path)


def test_words_between_two_lines_are_stored_and_the_key_goes_on(memory: InterestMemory) -> None:
    person = memory.user("ada")
    for line in [BEGIN, "Yes", LINES[0][:40], "2024", "wait a moment", LINES[1][:30]]:
        person.observe(line, session="a")
    assert [turn.text for turn in person.turns("a", 9)] == ["[key]", "Yes", "[key]", "2024", "wait a moment", "[key]"]


def test_another_session_or_person_is_not_in_the_key(memory: InterestMemory) -> None:
    memory.user("ada").observe(BEGIN, session="a")
    for name, session in (("ada", "b"), ("ben", "a")):
        assert memory.user(name).observe("abcdefghijklmnopqrstuvwx", session=session).event.text[:3] == "abc"


def test_lines_of_base64_are_a_key_without_its_beginning_and_a_hash_is_none() -> None:
    redact = Redactor()
    assert redact("\n".join(["Here:", *LINES[:3], "and so on"])) == "Here:\n[key]\nand so on"
    digest = f"The digest:\n{hashlib.sha256(b'x').hexdigest()}\nfits."
    assert redact(digest) is digest


def test_a_whole_key_in_one_turn_leaves_nothing_open_and_conversations_are_bounded() -> None:
    unfinished = Unfinished()
    assert not unfinished.goes_on("a", "\n".join(KEY))
    assert not unfinished.goes_on("a", LINES[0])
    for number in range(MOST_OPEN + 1):
        unfinished.goes_on(number, BEGIN)
    assert not unfinished.goes_on(0, LINES[0])
    assert unfinished.goes_on(MOST_OPEN, LINES[0])


def _nowhere(folder: Path) -> None:
    if not ON_SERVERS:
        files = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
        assert not [line for line in LINES for data in files if line[:20].encode() in data]
