"""An encrypted ledger: nothing readable in it, everything as before through it, and no way in without its key."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import Attachment, Chosen, Interaction, LedgerBusy, LedgerError, LedgerLocked, LedgerMismatch
from penchant.memory.embedding import Vectorizer
from penchant.memory.index import State
from penchant.memory.ledger import FILE, Ledger
from penchant.memory.sealing import ciphers, masters, turning
from penchant.memory.sealing.record import Cost, Source, peek
from penchant.memory.sealing.retiring import kept_for
from penchant.memory.sealing.values import from_text, head
from penchant.memory.sealing.vault import Vault
from penchant.memory.store import schema
from sqlalchemy import LargeBinary, String, Text, text

from bench.scan import Secret, scan
from tests.memory.writer import START, Chance, Minutes, open_small
from tests.tried import tried

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)

WORDS = "the crimson walrus hums"

SECRETS = [
    Secret("a sentence", text=WORDS),
    Secret("a label", text="topic 31415"),
    Secret("a session", text="walrus diary"),
    Secret("a name", text="ada.lovelace"),
    Secret("a file", text="walrus-notes.txt"),
    Secret("a vector", vector=Vectorizer(Chance())([f"{WORDS} of topic 31415"])[0]),
]


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    use_key(monkeypatch, masters.VARIABLE)


keyed = pytest.mark.usefixtures("key")


def use_key(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, b64encode(ciphers.new_key()).decode())


def fill(place: Path | str, **options: Any) -> None:
    """Say and decide something of every kind."""
    with open_small(place, clock=Minutes(), **options) as memory:
        ada, bob = memory.user("ada.lovelace"), memory.user("bob")
        file = Attachment("walrus-notes.txt", "text/plain", WORDS.encode())
        for number in range(12):
            ada.observe(
                f"turn {number} is about topic {number % 5}", session="walrus diary", sent=f'{{"a": "{WORDS}"}}'
            )
        ada.observe(f"{WORDS} of topic 31415", session="walrus diary", attachments=[file])
        ada.observe(f"{WORDS}, said the agent", session="walrus diary", role="assistant")
        ada.pin("topic 3")
        ada.mute("topic 4")
        ada.merge("topic 1", "topic 2")
        ada.rename("topic 3", f"topic 3, {WORDS}")
        ada.name_session("walrus diary", f"named {WORDS}")
        ada.set_choice("walrus diary", "personalize", "off")
        bob.observe("turn 1 is about topic 1")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with something of every kind in it, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    fill(folder, index=False)
    return folder


def seen(place: Path | str) -> dict[str, Any]:
    """Return what people see of a memory."""
    with open_small(place, index=False) as memory:
        person = memory.user("ada.lovelace")
        return {
            "users": memory.users(),
            "interests": [person.interests(), memory.user("bob").interests()],
            "turns": person.turns("walrus diary", 50),
            "sent": [person.sent(turn.number) for turn in person.turns("walrus diary", 50)],
            "sessions": person.sessions(),
            "found": [one.event.id for one in person.search("walrus topic 3", 8)],
            "choice": person.choice("walrus diary", "personalize"),
            "controls": [(one.action, one.value) for one in person.controls()],
        }


def weights(place: Path | str, rebuilt: bool = False) -> dict[str, float]:
    with open_small(place, index=False) as memory:
        person = memory.user("ada.lovelace")
        if rebuilt:
            person.rebuild()
        return {one.label: one.weight for one in person.interests()}


# In place


@keyed
def test_encrypting_leaves_nothing_readable_and_changes_nothing_that_is_seen(tmp_path: Path) -> None:
    fill(tmp_path)
    before = seen(tmp_path)
    assert {hit.secret for hit in scan([tmp_path], SECRETS)} == {secret.name for secret in SECRETS}
    assert turning.encrypt(tmp_path, Source.ENVIRONMENT) > 30
    assert scan([tmp_path], SECRETS) == []
    assert seen(tmp_path) == before
    assert scan([tmp_path], SECRETS) == []
    assert turning.decrypt(tmp_path) > 30
    assert peek(tmp_path) is None
    assert seen(tmp_path) == before


@keyed
def test_a_memory_that_was_encrypted_empty_is_written_like_any_other(tmp_path: Path) -> None:
    Ledger(tmp_path / "sealed").close()
    turning.encrypt(tmp_path / "sealed", Source.ENVIRONMENT)
    fill(tmp_path / "sealed", index=False)
    fill(tmp_path / "plain", index=False)
    assert scan([tmp_path / "sealed"], SECRETS) == []
    for rebuilt in (False, True):
        assert weights(tmp_path / "sealed", rebuilt) == pytest.approx(
            weights(tmp_path / "plain", rebuilt), abs=1e-12, rel=0
        )


@keyed
def test_what_a_late_thread_stores_after_the_closing_is_sealed_and_kept(tmp_path: Path) -> None:
    Ledger(tmp_path).close()
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    memory = open_small(tmp_path)
    person = memory.user("ada.lovelace")
    person.observe("turn 1 is about topic 1")
    memory.close()
    person.observe("turn 2 is about the late walrus")
    assert person.search("late walrus", 1)[0].event.text == "turn 2 is about the late walrus"
    memory.close()
    assert not [one for one in tmp_path.rglob("*") if one.is_file() and b"late walrus" in one.read_bytes()]
    with open_small(tmp_path) as again:
        assert again.settle() is State.READY
        assert again.user("ada.lovelace").search("late walrus", 1)[0].event.text == "turn 2 is about the late walrus"


@keyed
def test_recall_finds_the_same_turns_in_the_same_order(tmp_path: Path) -> None:
    fill(tmp_path)
    query = "about topic 3 and the walrus"
    with open_small(tmp_path) as memory:
        assert memory.settle() is State.READY
        person = memory.user("ada.lovelace")
        found, told = person.search(query, 9), person.recall_turns(query, 5)
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    for index in (False, True):
        with open_small(tmp_path, index=index) as memory:
            person = memory.user("ada.lovelace")
            assert memory.settle() is (State.READY if index else State.CLOSED)
            again = person.search(query, 9)
            assert [one.event for one in again] == [one.event for one in found]
            assert [one.similarity for one in again] == pytest.approx([one.similarity for one in found], abs=1e-6)
            assert person.recall_turns(query, 5) == told
    assert not (tmp_path / "index").exists()


@keyed
def test_the_index_in_memory_follows_other_processes_and_erasures(tmp_path: Path) -> None:
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    with open_small(tmp_path) as memory, open_small(tmp_path, index=False) as other:
        one, two = memory.user("ada.lovelace"), other.user("ada.lovelace")
        one.observe("turn 1 is about topic 1")
        assert [found.event.text for found in one.search("turn 1", 1)] == ["turn 1 is about topic 1"]
        two.observe("turn 2 is about topic 2", id="second")
        assert one.search("turn 2", 1)[0].event.id == "second"
        memory.settle()
        assert memory.index_lag() == 0
        two.forget("topic 2")
        assert all(found.event.text != "turn 2 is about topic 2" for found in one.search("turn 2", 5))
        assert memory.settle() is State.READY


# The key


def test_without_its_key_a_ledger_is_not_opened(tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_key(monkeypatch, masters.VARIABLE)
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    content = (tmp_path / FILE).read_bytes()
    record = peek(tmp_path)
    assert record is not None
    changes: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: monkeypatch.delenv(masters.VARIABLE), "PENCHANT_MASTER_KEY, which is not set"),
        (lambda: use_key(monkeypatch, masters.VARIABLE), "is another one than the ledger was encrypted with"),
        (lambda: monkeypatch.setenv(masters.VARIABLE, "short"), "32 bytes in base64, got 5 characters"),
    )
    for change, told in changes:
        masters.forget(record.id)
        change()
        with pytest.raises(LedgerLocked, match=told):
            open_small(tmp_path)
    assert (tmp_path / FILE).read_bytes() == content


def test_a_passphrase_opens_it_and_another_does_not(
    tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    turning.encrypt(tmp_path, Source.PASSPHRASE, "correct horse", cost=CHEAP)
    record = peek(tmp_path)
    assert record is not None
    masters.forget(record.id)
    with pytest.raises(LedgerLocked, match="none was given"):
        Ledger(tmp_path)
    monkeypatch.setenv(masters.PASSPHRASE, "wrong horse")
    with pytest.raises(LedgerLocked, match="passphrase is another one"):
        Ledger(tmp_path)
    monkeypatch.delenv(masters.PASSPHRASE)
    read, write = os.pipe()
    os.write(write, b"correct horse\n")
    os.close(write)
    monkeypatch.setenv(masters.PASSPHRASE_FD, str(read))
    assert seen(tmp_path)["users"] == ["ada.lovelace", "bob"]


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_the_keyring_has_one_key_for_each_encrypted_ledger(tmp_path: Path, filled: Path, ring: Ring) -> None:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    before = seen(tmp_path)
    turning.encrypt(tmp_path, Source.KEYRING)
    first = dict(ring.kept)
    turning.rotate(tmp_path)
    assert len(first) == len(ring.kept) == 1
    assert first.keys() != ring.kept.keys()
    record = peek(tmp_path)
    assert record is not None
    masters.forget(record.id)
    assert seen(tmp_path) == before
    turning.decrypt(tmp_path)
    assert not ring.kept


@pytest.mark.parametrize("turn", [turning.rotate, turning.decrypt])
def test_the_keyring_keeps_the_old_key_until_a_copy_that_was_out_of_reach_is_reached(
    tmp_path: Path, ring: Ring, turn: Callable[[Path], int]
) -> None:
    place, disk, away = tmp_path / "data", tmp_path / "disk", tmp_path / "away"
    with open_small(place, index=False) as memory:
        memory.user("ada").observe("I love topic 1")
    turning.encrypt(place, Source.KEYRING)
    (old,) = ring.kept
    with open_small(place, index=False) as memory:
        copy = memory.back_up(disk / "copy.sqlite3")
    disk.rename(away)
    turn(place)
    assert old in ring.kept
    assert kept_for(place) == [str(copy)]
    open_small(place, index=False).close()
    assert old in ring.kept

    away.rename(disk)
    before = copy.read_bytes()
    open_small(place, index=False).close()
    assert copy.read_bytes() != before
    assert old not in ring.kept
    assert kept_for(place) == []
    assert len(ring.kept) == (turn is turning.rotate)
    with open_small(place, index=False) as memory:
        assert [one.text for one in memory.user("ada").latest(9)] == ["I love topic 1"]


def test_a_system_without_a_keyring_is_told_so_and_nothing_changes(tmp_path: Path, filled: Path) -> None:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    with pytest.raises(LedgerLocked, match="choose `--with passphrase`"):
        turning.encrypt(tmp_path, Source.KEYRING)
    assert peek(tmp_path) is None
    assert seen(tmp_path)["users"]


def stored(place: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(place / FILE)) as ledger:
        texts = ledger.execute("select text from events order by seq").fetchall()
        return {"texts": texts, "keys": ledger.execute("select wrapped from keys order by user").fetchall()}


@pytest.mark.parametrize("data_keys", [False, True])
def test_after_a_rotation_only_the_new_key_opens_it(
    tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch, data_keys: bool
) -> None:
    use_key(monkeypatch, masters.VARIABLE)
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    before, values, old = seen(tmp_path), stored(tmp_path), peek(tmp_path)
    with pytest.raises(LedgerError, match="the new key is the old one"):
        turning.rotate(tmp_path)
    use_key(monkeypatch, masters.NEW_VARIABLE)
    turning.rotate(tmp_path, data_keys=data_keys)
    new = peek(tmp_path)
    assert old is not None
    assert new is not None
    masters.forget(old.id)
    masters.forget(new.id)
    with pytest.raises(LedgerLocked):
        Ledger(tmp_path)
    monkeypatch.setenv(masters.VARIABLE, os.environ[masters.NEW_VARIABLE])
    assert seen(tmp_path) == before
    after = stored(tmp_path)
    assert all(one != other for one, other in zip(values["keys"], after["keys"], strict=True))
    assert (after["texts"] == values["texts"]) is not data_keys
    assert scan([tmp_path], SECRETS) == []


@pytest.mark.parametrize("change", ["rotate", "data keys", "decrypt"])
def test_a_process_that_was_open_before_stores_nothing_under_the_old_key(
    tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    use_key(monkeypatch, masters.VARIABLE)
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    with open_small(tmp_path, index=False) as before:
        person = before.user("bob")
        use_key(monkeypatch, masters.NEW_VARIABLE)
        turning.decrypt(tmp_path) if change == "decrypt" else turning.rotate(tmp_path, data_keys=change == "data keys")
        for store in (lambda: person.observe("turn 2 is about topic 2"), lambda: before.user("cleo")):
            with pytest.raises(LedgerLocked, match="since it was opened here: open it again"):
                store()
    assert seen(tmp_path)["users"] == ["ada.lovelace", "bob"]


@keyed
def test_erasing_a_person_destroys_their_key(tmp_path: Path, filled: Path) -> None:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    kept = stored(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as ledger:
        ledger.execute("create table aside as select seq, text from events where text != ''")
        ledger.commit()
    with open_small(tmp_path, index=False) as memory:
        memory.user("ada.lovelace").erase()
        with memory.ledger.read() as connection:
            [copy] = connection.execute(text("select text from aside where seq = 1")).scalars()
            assert memory.ledger.vault is not None
            with pytest.raises(LedgerError, match="is gone"):
                memory.ledger.vault.open_text("events.text", copy)
        assert memory.user("ada.lovelace").interests() == []
        memory.user("ada.lovelace").observe("turn 1 is about topic 1")
    assert kept["keys"][0][0] not in (tmp_path / FILE).read_bytes()
    with open_small(tmp_path, index=False) as memory:
        assert [one.label for one in memory.user("ada.lovelace").interests()] == ["topic 1"]
        assert memory.user("bob").interests()


# Forgetting

SAID = [Interaction("1", "chat", f"{WORDS} of topic 31415", at=START, session="diary")]


@keyed
@pytest.mark.parametrize("chosen", [Chosen(session="diary"), Chosen(everything=True)], ids=["session", "everything"])
def test_what_was_forgotten_stays_away_and_what_is_said_later_is_kept(tmp_path: Path, chosen: Chosen) -> None:
    Ledger(tmp_path).close()
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    with open_small(tmp_path, index=False) as memory:
        person = memory.user("ada")
        assert person.observe_all(SAID).new == 1
        receipt = person.forget_chosen(chosen)
        assert receipt.clean
        assert (receipt.turns, receipt.gone["events"]) == (1, 1)
        assert person.observe_all(SAID).left_out == {"forgotten earlier, left out": 1}
        person.observe("I love topic 2", session="diary")
    with open_small(tmp_path, index=False) as memory:
        person = memory.user("ada")
        assert [turn.text for turn in person.turns("diary", 5)] == ["I love topic 2"]
        assert person.observe_all(SAID).new == 0
        assert [grave.kind for grave in person.forgotten()] == [chosen.kind]


# What is refused


@pytest.fixture(scope="module")
def vault() -> Vault:
    master = ciphers.new_key()
    made = Vault(master, (1, ciphers.wrap(master, ciphers.new_key(), head(0, 1))))
    for user in (1, 2):
        made.take(user, 1, made.wrapped(user, 1))
    return made


@tried(60, fuzz=5000)
@given(data=st.binary(max_size=200), place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_in_a_sealed_value_is_refused(vault: Vault, data: bytes, place: int, bit: int) -> None:
    raw = bytearray(vault.seal("events.vector", data, 1))
    raw[place % len(raw)] ^= 1 << bit
    with pytest.raises(LedgerError):
        vault.open("events.vector", bytes(raw), 1)


@tried(60, fuzz=5000)
@given(
    words=st.text("ab é张伟\x00🎷", max_size=80),
    place=st.integers(0, 10_000),
    bit=st.integers(0, 6),
    name=st.booleans(),
)
def test_a_flipped_bit_anywhere_in_a_sealed_text_is_refused(
    vault: Vault, words: str, place: int, bit: int, name: bool
) -> None:
    seal, opened = (vault.seal_name, vault.open_name) if name else (vault.seal_text, vault.open_text)
    sealed = seal("events.id", words, 1)
    assert opened("events.id", sealed, 1) == words
    at = place % len(sealed)
    changed = sealed[:at] + chr(ord(sealed[at]) ^ 1 << bit) + sealed[at + 1 :]
    with pytest.raises(LedgerError):
        opened("events.id", changed, 1)


def test_a_value_of_another_column_or_person_is_refused(vault: Vault) -> None:
    sealed = vault.seal_text("events.text", "mine", 1)
    with pytest.raises(LedgerError, match="user 1's, not user 2's"):
        vault.open_text("events.text", sealed, 2)
    with pytest.raises(LedgerError, match="cannot be opened"):
        vault.open_text("topics.label", sealed, 1)
    forged = from_text(sealed).replace(head(1, 1), head(2, 1))
    with pytest.raises(LedgerError, match="cannot be opened"):
        vault.open("events.text", forged, 2)
    with pytest.raises(LedgerError, match="nobody is named"):
        vault.seal_text("events.text", "whose?")


def test_equal_texts_look_different_and_equal_names_the_same(vault: Vault) -> None:
    assert vault.seal_text("events.text", "tea", 1) != vault.seal_text("events.text", "tea", 1)
    assert vault.seal_name("events.session", "tea", 1) == vault.seal_name("events.session", "tea", 1)
    assert vault.seal_name("events.session", "tea", 1) != vault.seal_name("events.session", "tea", 2)


@keyed
def test_what_was_swapped_in_the_file_is_noticed(tmp_path: Path, filled: Path) -> None:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    with closing(sqlite3.connect(tmp_path / FILE)) as ledger:
        theirs = "select text from events join users on users.id = events.user order by users.id desc limit 1"
        ledger.execute(f"update events set text = ({theirs}) where seq = 1")
        ledger.commit()
    with open_small(tmp_path, index=False) as memory, pytest.raises(LedgerError, match="it was moved"):
        memory.user("ada.lovelace").turns("walrus diary", 50)


@keyed
def test_nothing_readable_can_be_written_into_it(tmp_path: Path) -> None:
    """Not by a process that was open before, nor by an older version: the database refuses it."""
    with open_small(tmp_path, index=False) as before:
        person = before.user("ada.lovelace")
        person.observe("turn 1 is about topic 1")
        turning.encrypt(tmp_path, Source.ENVIRONMENT)
        with pytest.raises(LedgerError, match="has been encrypted: open it again"):
            person.observe(f"{WORDS} of topic 31415")
    assert scan([tmp_path], SECRETS) == []
    with closing(sqlite3.connect(tmp_path / FILE)) as ledger:
        for table in ("events", "topics", "evidence", "users"):
            columns = [c.name for c in schema.tables.tables[table].columns if hasattr(c.type, "place")]
            for column in columns:
                with pytest.raises(sqlite3.IntegrityError, match="encrypted"):
                    ledger.execute(f'update {table} set "{column}" = ?', (WORDS,))


def test_every_column_that_holds_words_is_sealed() -> None:
    """A new column of text or bytes is sealed, or it is said here why it need not be."""
    readable = {
        "meta.key", "events.kind", "events.role", "controls.action", "sessions.learning", "attachments.media_type",
        "waiting.claim", "users.votes", "topics.votes", "topics.state", "keys.wrapped", "forgettings.kind", "tombstones.mark",
    }  # fmt: skip
    found = {
        f"{table.name}.{column.name}"
        for table in schema.tables.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text | String | LargeBinary)
    }
    assert found == readable


# Cut off

ENCRYPTS = """
import os, shutil, signal, sys
from pathlib import Path
from penchant.memory.sealing import turning
from penchant.memory.sealing.record import Source
folder, done, cut = Path(sys.argv[1]), 0, 0
def stop(*_):
    global done
    done += 1
    if done == cut:
        os.kill(os.getpid(), signal.SIGKILL)
def watched(name):
    call = getattr(turning, name)
    def told(*given, **named):
        stop()
        result = call(*given, **named)
        stop()
        return result
    setattr(turning, name, told)
for name in ("_leave_no_words", "put", "tidy", "_rewrite_file", "retire"):
    watched(name)
while True:
    cut += 3 if cut else 4
    place = folder.with_name(f"cut {cut}")
    shutil.copytree(folder, place)
    if (child := os.fork()) == 0:
        turning.encrypt(place, Source.ENVIRONMENT, progress=stop)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != -signal.SIGKILL:
        break
print(cut)
"""


@keyed
def test_one_that_is_killed_at_any_moment_is_plain_or_sealed_and_never_half(tmp_path: Path, filled: Path) -> None:
    shutil.copytree(filled, tmp_path / "plain")
    before = seen(tmp_path / "plain")
    command = [sys.executable, "-c", ENCRYPTS, str(tmp_path / "plain")]
    told = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    states = []
    for cut in range(4, int(told.stdout) + 1, 3):
        place = tmp_path / f"cut {cut}"
        states.append(peek(place) is not None)
        if not states[-1]:
            with closing(sqlite3.connect(place / FILE)) as ledger:
                assert ledger.execute("select text from events where seq = 1").fetchone() == (
                    "turn 0 is about topic 0",
                )
            continue
        with open_small(place, index=False) as memory:  # it finishes what was begun
            record = peek(place)
            assert record is not None
            assert not record.cleaning
            assert len(memory.user("ada.lovelace").turns("walrus diary", 50)) == 14
        assert scan([place], SECRETS) == []
    assert states == sorted(states)
    assert states.count(False) > 2
    assert states.count(True) > 2
    last_plain = tmp_path / "cut 10"
    assert seen(last_plain) == before
    turning.encrypt(last_plain, Source.ENVIRONMENT)
    assert seen(last_plain) == before


@keyed
def test_a_memory_that_is_open_elsewhere_is_not_encrypted(tmp_path: Path) -> None:
    with open_small(tmp_path) as memory:
        memory.user("ada").observe("turn 1 is about topic 1")
        assert memory.settle() is State.READY
        with pytest.raises(LedgerBusy, match="has the memory in"):
            turning.encrypt(tmp_path, Source.ENVIRONMENT)
        assert peek(tmp_path) is None


@keyed
def test_turning_it_on_twice_or_off_when_it_is_off_is_refused(tmp_path: Path) -> None:
    Ledger(tmp_path).close()
    with pytest.raises(LedgerError, match="not encrypted"):
        turning.decrypt(tmp_path)
    with pytest.raises(LedgerError, match="not encrypted"):
        turning.rotate(tmp_path)
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    with pytest.raises(LedgerError, match="encrypted already"):
        turning.encrypt(tmp_path, Source.ENVIRONMENT)


@keyed
def test_vectors_made_anew_are_sealed(tmp_path: Path, filled: Path) -> None:
    from penchant.memory.store.reindex import reindex

    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    reindex(tmp_path, Chance("another"), lambda _done, _all: None)
    assert scan([tmp_path], SECRETS) == []
    with pytest.raises(LedgerMismatch):
        open_small(tmp_path)
    with open_small(tmp_path, embedder=Chance("another"), index=False) as memory:
        assert memory.user("ada.lovelace").search("walrus", 1)


@keyed
def test_a_ledger_that_was_moved_while_encrypted_is_encrypted_there_too(tmp_path: Path, filled: Path) -> None:
    from penchant.memory.migrating.moving import migrate

    shutil.copytree(filled, tmp_path / "one")
    before = seen(tmp_path / "one")
    turning.encrypt(tmp_path / "one", Source.ENVIRONMENT)
    with pytest.raises(LedgerError, match="`penchant encrypt` the target first"):
        migrate(tmp_path / "one", tmp_path / "two")
    turning.encrypt(tmp_path / "three", Source.ENVIRONMENT)
    moved = migrate(tmp_path / "one", tmp_path / "three")
    assert moved.users == 2
    assert seen(tmp_path / "three") == before
    assert scan([tmp_path], SECRETS) == []
