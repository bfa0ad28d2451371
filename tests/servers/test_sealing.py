"""Encryption of a ledger in PostgreSQL: in place, for every process, and refused to one that knows nothing of it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from penchant.memory import Chosen, LedgerError
from penchant.memory.ledger import Ledger
from penchant.memory.migrating.moving import migrate
from penchant.memory.sealing import ciphers, masters, turning
from penchant.memory.sealing.record import Source, peek
from penchant.memory.sealing.rewriting import TABLES, sealed_columns
from sqlalchemy import create_engine, text

from tests.memory.test_sealing import WORDS, fill, seen
from tests.memory.writer import open_small


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(masters.VARIABLE, b64encode(ciphers.new_key()).decode())


def everything(url: str) -> Iterator[bytes]:
    """Yield all that stands in the sealed columns of a ledger, as the server has it."""
    engine = create_engine(url)
    with engine.connect() as connection:
        for table in TABLES:
            for column in sealed_columns(table):
                for value in connection.exec_driver_sql(f'SELECT "{column.name}" FROM "{table.name}"').scalars():
                    if value is not None:
                        yield value.encode() if isinstance(value, str) else bytes(value)
        if connection.exec_driver_sql("SELECT to_regclass('words')").scalar():
            yield from (one.encode() for one in connection.exec_driver_sql("SELECT terms::text FROM words").scalars())
    engine.dispose()


def readable(url: str) -> int:
    return sum(b"walrus" in value or b"topic" in value or b"lovelace" in value for value in everything(url))


def test_a_ledger_in_postgresql_is_encrypted_in_place_and_back(ledger_url: str) -> None:
    fill(ledger_url, index=False)
    before = seen(ledger_url)
    assert readable(ledger_url) > 50
    with open_small(ledger_url, index=False) as older:
        person = older.user("bob")
        turning.encrypt(ledger_url, Source.ENVIRONMENT)
        with pytest.raises(LedgerError, match='constraint "sealed"'):
            person.observe(f"{WORDS} of topic 5")
    assert readable(ledger_url) == 0
    assert peek(ledger_url) is not None
    now = seen(ledger_url)
    assert len(set(now.pop("found")) & set(before["found"])) >= 6  # in memory the words are ranked as SQLite ranks them
    assert now == {name: value for name, value in before.items() if name != "found"}
    with open_small(ledger_url) as memory:
        memory.user("bob").observe(f"{WORDS} of topic 5")
        assert f"{WORDS} of topic 5" in [one.event.text for one in memory.user("bob").search("walrus", 2)]
    assert readable(ledger_url) == 0
    turning.decrypt(ledger_url)
    assert readable(ledger_url) > 50
    with open_small(ledger_url, index=False) as memory:
        assert memory.user("bob").search("walrus", 1)


def test_an_encrypted_folder_moves_to_an_encrypted_postgresql(ledger_url: str, tmp_path: Path) -> None:
    fill(tmp_path, index=False)
    before = seen(tmp_path)
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    Ledger(ledger_url).close()
    turning.encrypt(ledger_url, Source.ENVIRONMENT)
    migrate(tmp_path, ledger_url)
    assert readable(ledger_url) == 0
    assert seen(ledger_url)["turns"] == before["turns"]


def test_a_name_with_a_nul_comes_back_after_decryption(ledger_url: str) -> None:
    with open_small(ledger_url, index=False) as memory:
        memory.user("a\x00b\x1a").observe("turn 1 is about topic 1", session="s\x00")
    turning.encrypt(ledger_url, Source.ENVIRONMENT)
    turning.decrypt(ledger_url)
    with open_small(ledger_url, index=False) as memory, memory.ledger.read() as connection:
        assert memory.users() == ["a\x00b\x1a"]
        assert connection.execute(text("select session from events")).scalar() == "s\x1a0"


def test_a_session_is_forgotten_in_an_encrypted_postgresql(ledger_url: str) -> None:
    Ledger(ledger_url).close()
    turning.encrypt(ledger_url, Source.ENVIRONMENT)
    with open_small(ledger_url, index=False) as memory:
        person = memory.user("ada")
        person.observe(WORDS, session="diary")
        receipt = person.forget_chosen(Chosen(session="diary"))
        assert receipt.clean
        assert receipt.turns == 1
