"""Personal words: what is found, what is not, and that what is found is stored nowhere and teaches nothing."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import Attachment, Background, Interaction, InterestMemory, Item, MediaText
from penchant.memory.errors import SettingsError
from penchant.memory.privacy.keys import bits
from penchant.memory.privacy.kinds import ALL, SECRETS, TITLES, Kind, kinds
from penchant.memory.privacy.redactor import Redactor
from penchant.memory.privacy.unnamed import masked

from bench.privacy import measured, sentences
from tests.loopback import unit_vector
from tests.tried import tried

CARD = "4541 2697 5350 9917"
SECRET = f"My card is {CARD} and I love rock climbing."


@pytest.fixture
def everything() -> Redactor:
    return Redactor(ALL)


@pytest.mark.parametrize(("file", "precision", "recall"), [("developed.txt", 0.99, 0.99), ("held_out.txt", 0.94, 0.97)])
def test_personal_words_are_found_and_others_are_left(file: str, precision: float, recall: float) -> None:
    figures, _ = measured(file)
    found, missed, wrong = (sum(one[name] for one in figures.values()) for name in ("found", "missed", "wrong"))
    assert len(sentences(file)) > 200
    assert found / (found + wrong) >= precision
    assert found / (found + missed) >= recall


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("hi, I'm Lena Vogt from Gartenstr. 5", "hi, I'm [name] from [street address]"),
        ("I'm Lena Vogt.", "I'm [name]."), ("I am Lena Vogt and I like tea", "I am [name] and I like tea"),
        ("my sister Marta Vogt plays harp", "my sister [name] plays harp"),
        ("We climb with my friend, Andrew.", "We climb with my friend, [name]."),
        ("Our neighbor Mrs. Johnson knits", "Our neighbor Mrs. [name] knits"),
        ("I'm South African.", None), ("I'm New York born, I am Spanish", None), ("I told my boss Monday that I'd leave", None),
        ("since I met my girlfriend I've climbed more", None), ("My mother English tea always made", None), ("I'm Batman.", None),
    ],
)  # fmt: skip
def test_names_are_found_behind_who_somebody_is(text: str, kept: str | None, everything: Redactor) -> None:
    assert everything(text) == (kept or text)


@pytest.mark.parametrize(
    "text",
    [
        "I run 10000 m in 45:12 and once 42195 m, on 2024-05-06 at 14:30.",
        "Order 4541269753509917, invoice 5189221035693633, ISBN 978-0-306-40615-7.",
        "Python 3.12.1, 40.7128, -74.0060, 1. e4 e5 2. Nf3 Nc6, $1,299.99, 1939-1945",
        "我跑了10000米，订单号4541269753509917，2024年5月6日，版本1.2.3.4，坐3路车",
        "My password is too weak. The key to coffee is patience. Call me tomorrow.",
        "git@github.com:ada/x.git commit 3f2a9c1d4b5e6f708192a3b4c5d6e7f8091a2b3c",
        "The postal PIN code is 560001, your code is 100000 lines long, my pin's 13 mm long.",
        "They have a population 13812345678, and my lucky number is 13 2024 5.",
        "I changed the password length from 8 to 12 and the policy from weak to strong.",
        "The key to the archive is holiday-pictures-2024-summer.",
        "My passport expires in 2027. Mon passeport est valable 10 ans. Yeah I'm here. Hi, Everything here is fine.",
        "We flew via Rome 12 times, Via Appia in 312 BC, Plaza de Mayo at 5:30, Rua Augusta is lovely.",
        "Ich heiße Gäste willkommen. Mein Name ist Programm. Mi nombre es importante.",
    ],
)
def test_numbers_of_everyday_talk_stay(text: str, everything: Redactor) -> None:
    assert everything(text) is text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("API key for the gateway: 9f86d081884c7d659a2feaa0c55ad015", "API key for the gateway: [key]"),
        ("my 2FA code is 482 193", "my 2FA code is [password]"),
        ("Your code: 482-193", "Your code: [password]"),
        ("Your Example code is 482193. Do not share it.", "Your Example code is [password]. Do not share it."),
        ("my pin's 4821", "my pin's [password]"),
        ("My PIN code is 560001.", "My PIN code is [password]."),
        ("I changed my password from oldpass12 to newpass34.", "I changed my password from [password] to [password]."),
        ("my SSN is 078-05-1120", "my SSN is [identity number]"),
        ("Ich heiße Jürgen Müller.", "Ich heiße [name]."),
        ("Reisepass Nr. C01X00T478", "Reisepass Nr. [passport number]"),
        ("passeport n° 12AB34567", "passeport n° [passport number]"),
        ("pasaporte: AAA123456", "pasaporte: [passport number]"),
        ("passaporto YA1234567", "passaporto [passport number]"),
        ("paszport ZS1234567", "paszport [passport number]"),
        ("паспорт 4510 123456", "паспорт [passport number]"),
        ("パスポート番号 TK1234567", "パスポート番号 [passport number]"),
        ("L898902C36UTO7408122F1204159ZE184226B<<<<<10", "[passport number]"),
        ("I live at Calle Mayor 5, 28013 Madrid.", "I live at [street address]."),
        ("Via Roma 12, 00184 Roma", "[street address]"),
        ("Hi, Ada Lovelace here.", "Hi, [name] here."),
        ("account number 12345678 sort code 20-00-00", "account number [bank account] sort code [bank account]"),
        ("Mein Name ist Zoë", "Mein Name ist [name]"),
        ("Bonjour, je m'appelle Zoé Lefèvre", "Bonjour, je m'appelle [name]"),
        ("Me llamo José García y vivo aquí", "Me llamo [name] y vivo aquí"),
        ("Mi nombre es Ana.", "Mi nombre es [name]."),
        ("Mi chiamo Luca Rossi", "Mi chiamo [name]"),
        ("my name is josé", "my name is [name]"),
    ],
)
def test_what_was_missed_or_called_by_another_name(text: str, kept: str, everything: Redactor) -> None:
    assert everything(text) == kept


@pytest.mark.parametrize(
    "card",
    [
        "４５４１２６９７５３５０９９１７",
        "４５４１　２６９７　５３５０　９９１７",
        "4541.2697.5350.9917",
        "4541 / 2697 / 5350 / 9917",
        "4541_2697_5350_9917",
        "4541–2697–5350–9917",
        "4541·2697·5350·9917",
        "3782.822463.10005",
    ],
)
def test_a_card_is_found_in_whatever_digits_and_groups(card: str) -> None:
    assert Redactor("card")(f"My card: {card}, thanks") == "My card: [card number], thanks"
    wrong = card[:-1] + chr(ord(card[-1]) - 1)
    assert Redactor("card")(f"My card: {wrong}, thanks") == f"My card: {wrong}, thanks"


@pytest.mark.parametrize(
    "text",
    [
        "Is token ring-network-802.5 still used anywhere?",
        "We sing it in the key F-sharp-minor-op-27-no-2 today.",
        "The basic course-cs101-fall2024 was easy, API v2.3.1-beta-release4 too.",
        "In the years 1998.2002.2006.2010 they won; 192.168.10.200 is my printer.",
    ],
)
def test_words_and_numbers_beside_the_word_for_a_key_are_none(text: str) -> None:
    assert Redactor()(text) is text


def test_each_kind_has_its_own_switch() -> None:
    marked = [(text, span) for file in ("developed.txt",) for text, spans in sentences(file) for span in spans]
    for kind in ALL:
        found = {one.kind for text, span in marked if span[2] == kind for one in Redactor(frozenset({kind})).find(text)}
        assert found == {kind}
    assert {kind: bool(title) for kind, title in TITLES.items()} == dict.fromkeys(Kind, True)


def test_kinds_are_named_with_commas_and_left_out_with_a_minus() -> None:
    assert kinds("secrets") == SECRETS
    assert kinds("all, -name") == ALL - {Kind.NAME}
    assert kinds("off") == frozenset()
    with pytest.raises(SettingsError, match="no kind 'mail' of personal words: choose among off, secrets, all, key"):
        kinds("secrets,mail")


@pytest.mark.parametrize("nothing", ["", " ", " , ", "-card"])
def test_only_the_word_off_switches_redaction_off(nothing: str) -> None:
    with pytest.raises(SettingsError, match=r"no kind of personal words is named in '.*': choose among off, secrets"):
        Redactor(nothing)


def test_what_is_replaced_is_not_found_again(everything: Redactor) -> None:
    for text, _ in sentences("developed.txt"):
        once = everything(text)
        assert everything(once) == once


def test_words_around_what_is_found_stay_as_they_are(everything: Redactor) -> None:
    assert everything("https://ada:tok3n@example.org/a?b=c") == "https://ada:[password]@example.org/a?b=c"
    assert everything("电话13812345678，谢谢") == "电话[phone number]，谢谢"
    assert everything("I'm Dr. Jane Smith.") == "I'm Dr. [name]."


def test_a_random_string_is_a_key_only_where_it_is_called_one(everything: Redactor) -> None:
    token = "q7Zr2LkX9vBn4TsW8yHd"
    assert everything(f"The token is {token}.") == "The token is [key]."
    assert everything(f"I saw {token} somewhere") == f"I saw {token} somewhere"
    assert everything("The token is aaaaaaaaaaaaaaaa1111") == "The token is aaaaaaaaaaaaaaaa1111"
    assert bits(token) > bits("correcthorsebattery")


@contextmanager
def processor_seconds(limit: float) -> Iterator[None]:
    """End what takes this process more than so many seconds of processor, however busy the machine is."""

    def late(*_: Any) -> None:
        raise AssertionError(f"more than {limit} s of processor time")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


HARD = (
    "a", "1 ", "1-", "a.", "a@", "a@b.", "sk-", "eyJaaaaaaaa.", "-----BEGIN PRIVATE KEY-----", "password ", "password to ", "key=",
    "((", "[at]", "://a:", "路1", "北京市", "我叫王", "12 Aa ", "my name is ", "\nname: A", "::", "(1)", "DE12 1234 ", "P<",
    "passport is no. ", "A B ", "live at 1 ", "密码是", "Mr. A ", "login: a/", "recovery code: 1234-5678, ", "hasło to ", "code for the ",
    "hunter22 as ", "1234 is the code ", "4111 1111 ", "1.1.1.1.", "\n",
)  # fmt: skip
"""What patterns that try again and again would take hours for."""


def test_the_time_grows_with_the_length_alone(everything: Redactor) -> None:
    """Each takes some hundredths of a second; what grew with the square would take minutes."""
    size = 30_000
    with processor_seconds(30):
        for hard in HARD:
            text = (hard * (size // len(hard) + 1))[:size]
            assert len(everything(text)) <= 4 * size


@tried(60, fuzz=20_000)
@given(st.text(alphabet=st.sampled_from("aA1 0-.@:/=<>[]()'\"路号我叫王密码是\n+sk_eyJ"), max_size=200))
def test_whatever_is_written_what_is_found_lies_apart_and_in_order(text: str) -> None:
    found = Redactor(ALL).find(text)
    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(text[one.start : one.end] == one.text != "" for one in found)


# In the memory


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[InterestMemory]:
    with InterestMemory(tmp_path, index=False) as opened:
        yield opened


def test_an_id_that_tells_a_secret_is_made_anew_and_known_again(memory: InterestMemory, tmp_path: Path) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    mine, others = "event:my password is hunter22", f"event:{CARD}"
    done = [
        Interaction(mine, text="I love rock climbing", at=at),
        Interaction(others, text="I love oolong tea", at=at),
        Interaction("event:e1", text="I love jazz", at=at),
    ]
    ada = memory.user("ada")
    assert ada.observe_all(done).new == 3
    again = ada.observe_all(done)
    assert (again.new, again.known) == (0, 3)
    assert "event:e1" in {one.id for one in ada.latest(3)}
    memory.close()
    assert b"hunter22" not in written(tmp_path)
    assert CARD.encode() not in written(tmp_path)


def written(folder: Path) -> bytes:
    """Return every byte of a folder's files."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_secrets_reach_no_file_however_they_come(memory: InterestMemory, tmp_path: Path) -> None:
    ada = memory.user("ada")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    ada.observe(SECRET, session="s")
    ada.observe(f"So your card is {CARD}?", role="assistant", session="s")
    ada.observe(kind="click", item=Item(f"Pay with {CARD}", f"card {CARD}", (CARD,), "https://a:pw-4417@example.org/"))
    ada.observe_all([Interaction("1", text=SECRET, at=at), Interaction("2", item=Item(CARD), kind="like", at=at)])
    ada.observe("See this.", attachments=[Attachment(f"{CARD}.txt", "text/plain", f"It is {CARD}.".encode())])
    ada.name_session("s", CARD)
    ada.rename("rock climbing", f"climbing {CARD}")
    kept = written(tmp_path)
    assert b"[card number]" in kept
    assert CARD.encode() not in kept
    assert b"pw-4417" not in kept
    assert ada.latest(1)[0].attachments[0].data == b"It is [card number]."


def test_a_placeholder_teaches_nothing_and_what_is_around_it_does(memory: InterestMemory) -> None:
    changes = memory.user("ada").observe(SECRET).changes
    assert [memory.user("ada").interests()[0].label, len(changes)] == ["rock climbing", 1]
    assert masked("我的电话是[phone number]。") == "我的电话是它             。"


@pytest.mark.parametrize(
    ("text", "learned"),
    [
        ("door code is 4821", []), ("my wifi pw is Zx81!spectrum", []), ("密码是hunter22", []), ("the alarm code 4821", []),
        ("slack token xoxb-123456789012-1234567890123-abcdefghijklmnopqrstuvwx", []),
        ("My netflix password is hunter22 and I love rock climbing.", ["rock climbing"]),
        ("My password is hunter22. How do I repot orchids?", ["orchids"]),
    ],
)  # fmt: skip
def test_a_sentence_about_a_secret_teaches_only_what_it_states(
    text: str, learned: list[str], memory: InterestMemory
) -> None:
    assert [change.label for change in memory.user("ada").observe(text).changes] == learned


def test_what_is_switched_off_is_stored_as_it_was_said(tmp_path: Path) -> None:
    with InterestMemory(tmp_path, index=False, redact="email") as memory:
        event = memory.user().observe(f"{CARD}, ada@example.org").event
    assert event.text == f"{CARD}, [e-mail address]"


def test_a_file_that_is_no_text_stays_byte_for_byte(memory: InterestMemory) -> None:
    told, plain = b"\xff\xfe" + CARD.encode(), b"\xef\xbb\xbfcaf\xe9"
    for kind, data in (("image/png", told), ("application/pdf", told), ("text/plain", plain)):
        assert (
            memory.user().observe("This.", attachments=[Attachment("a", kind, data)]).event.attachments[0].data == data
        )


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("application/x-sh", b"PASSWORD=S3cretPw9Falcon"),
        ("application/sql", b"password=S3cretPw9Falcon"),
        ("application/javascript", b'password="S3cretPw9Falcon"'),
        ("application/ld+json", b'{"password":"S3cretPw9Falcon"}'),
        ("application/x-ndjson", b'{"password":"S3cretPw9Falcon"}'),
        ("image/svg+xml", b"<!-- password=S3cretPw9Falcon -->"),
        ("application/vnd.example+yaml; v=1", b"password: S3cretPw9Falcon"),
        (" Text/Plain", b"password=S3cretPw9Falcon"),
        ("text/plain", b"caf\xe9 password=S3cretPw9Falcon"),
    ],
)
def test_a_file_that_a_model_reads_as_text_is_redacted_whatever_its_type(
    memory: InterestMemory, tmp_path: Path, media_type: str, data: bytes
) -> None:
    event = memory.user().observe("See this.", attachments=[Attachment("a", media_type, data)]).event
    assert "[password]" in (event.attachments[0].text or "")
    assert b"S3cretPw9Falcon" not in written(tmp_path)


def test_what_a_model_reads_in_a_picture_is_redacted_too(tmp_path: Path) -> None:
    class Reads:
        name = "reads"

        def takes(self, media_type: str) -> bool:
            return media_type == "image/png"

        def cost(self, _attachment: Attachment) -> int:
            return 1

        def __call__(self, _attachment: Attachment, *, chinese: bool) -> MediaText:
            return MediaText(f"A card with {CARD}, in {'中文' if chinese else 'English'}", False, 1)

    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    with InterestMemory(tmp_path, index=False, clock=lambda: now[0], background=Background(None, (Reads(),))) as memory:
        memory.user().observe("Look.", attachments=[Attachment("a.png", "image/png", b"png")])
        now[0] = datetime(2026, 1, 2, tzinfo=UTC)
        assert memory.user().read_waiting() == 1
        assert CARD.encode() not in written(tmp_path)
        assert (
            "[card number]" in next(event for event in memory.user().export() if event.get("kind") == "image")["text"]
        )


def test_an_embedding_model_that_may_be_elsewhere_gets_a_query_as_it_would_be_stored(tmp_path: Path) -> None:
    got: list[str] = []

    class Listens:
        name = "listens"

        def __call__(self, texts: Sequence[str]) -> Any:
            got.extend(texts)
            return np.array([unit_vector(text, 16) for text in texts], np.float32)

    with InterestMemory(tmp_path, index=False, embedder=Listens()) as memory:
        ada = memory.user("ada")
        ada.observe("I love rock climbing.")
        ada.attend(SECRET, before=SECRET)
        ada.recall_turns(SECRET)
        ada.vector(SECRET)
    assert SECRET.replace(CARD, "[card number]") in got
    assert not [text for text in got if CARD in text]


@pytest.mark.parametrize(
    ("said", "liked"),
    [
        ("I love jazz. My card is 4111 1111 1111 1111.", "jazz"),
        ("My password is hunter2tiger, and I love sailing.", "sailing"),
        ("我喜欢爵士乐。我的卡号是4111111111111111。", "爵士乐"),
    ],
)
def test_what_is_said_beside_a_secret_is_learned_as_ever(said: str, liked: str, tmp_path: Path) -> None:
    with InterestMemory(tmp_path, index=False) as memory:
        person = memory.user("ada")
        person.observe(said)
        assert liked in [one.label for one in person.interests()]
