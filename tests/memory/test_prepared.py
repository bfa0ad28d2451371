"""Statements that SQLite gets as they are: the same rows and the same errors as through SQLAlchemy, in the same transactions."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from penchant.memory import InterestMemory, LedgerError
from penchant.memory.ledger import Ledger
from penchant.memory.sealing import ciphers, masters, turning
from penchant.memory.sealing.record import Source
from penchant.memory.store import event_statements, statements
from penchant.memory.store.prepared import Prepared
from penchant.memory.store.schema import events, meta, tables, topics, users
from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError

from tests.memory.writer import open_small

FACT = Prepared(select(meta.c.value).where(meta.c.key == bindparam("name")))
ADD, SET = (
    Prepared(insert(meta), "key", "value"),
    Prepared(update(meta).where(meta.c.key == bindparam("name")), "value"),
)


@pytest.fixture(params=["plain", "encrypted"])
def memory(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[InterestMemory]:
    """A small memory in which something was said, of either kind: an encrypted one goes through SQLAlchemy."""
    open_small(tmp_path, index=False).close()
    if request.param == "encrypted":
        monkeypatch.setenv(masters.VARIABLE, b64encode(ciphers.new_key()).decode())
        turning.encrypt(tmp_path, Source.ENVIRONMENT)
    with open_small(tmp_path, index=False) as memory:
        assert (memory.ledger.vault is not None) is (request.param == "encrypted")
        for number in range(3):
            memory.user().observe(f"I love topic {number}.", session="one", id=str(number))
        yield memory


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path)
    yield ledger
    ledger.close()


@pytest.mark.parametrize("table", [events, topics, users], ids=str)
def test_rows_are_those_of_sqlalchemy_by_name_and_by_type(tmp_path: Path, table: Table) -> None:
    with open_small(tmp_path, index=False) as memory:
        memory.user().observe("I love topic 1.", session="one")
        with memory.ledger.read(1) as connection:
            found = Prepared(select(table)).rows(connection, {})
            [expected] = connection.execute(select(table)).all()
    assert [tuple(row) for row in found] == [tuple(expected)]
    assert [type(value) for value in found[0]] == [type(value) for value in expected]
    assert found[0]._asdict() == dict(expected._mapping)


def test_every_table_can_be_read_so(ledger: Ledger) -> None:
    with ledger.read() as connection:
        for table in tables.sorted_tables:
            assert len(Prepared(select(table)).rows(connection, {})) == len(connection.execute(select(table)).all())


def begin(ledger: Ledger) -> None:
    """Write something, and fail before it is committed."""
    with ledger.write() as connection:
        ADD.change(connection, {"key": "mine", "value": b"1"})
        assert [bytes(row.value) for row in FACT.rows(connection, {"name": "mine"})] == [b"1"]
        raise ZeroDivisionError


def test_what_is_written_is_undone_with_its_transaction(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError):
        begin(ledger)
    assert ledger.get("mine") is None
    with ledger.write() as connection:
        ADD.change_all(connection, [{"key": key, "value": b"2"} for key in ("mine", "yours")])
        assert SET.change(connection, {"name": "mine", "value": b"3"}) == 1
        assert SET.change(connection, {"name": "nobody's", "value": b"3"}) == 0
    assert (ledger.get("mine"), ledger.get("yours")) == (b"3", b"2")


def test_a_reader_sees_one_state_from_its_first_statement_on(ledger: Ledger, tmp_path: Path) -> None:
    ledger.put("mine", b"before")
    with ledger.read() as connection:
        first = FACT.rows(connection, {"name": "mine"})
        other = Ledger(tmp_path)
        other.put("mine", b"after")
        other.close()
        assert FACT.rows(connection, {"name": "mine"}) == first
    assert ledger.get("mine") == b"after"


def test_an_error_is_the_one_that_sqlalchemy_gives_and_the_ledger_explains(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match=r"(?i)unique constraint"), ledger.write() as connection:
        ADD.change_all(connection, [{"key": "twice", "value": b""}] * 2)
    with ledger.write() as connection:
        ADD.change(connection, {"key": "once", "value": b""})
        with pytest.raises(DBAPIError, match=r"(?i)unique constraint"):
            ADD.change(connection, {"key": "once", "value": b""})


def test_an_event_and_a_topic_get_the_numbers_that_they_are_found_by(memory: InterestMemory) -> None:
    person = memory.user()
    number = person.observe("I love topic 7.", session="one", id="seven").event.number
    found = person.event("seven")
    assert found is not None
    assert (found.number, found.text) == (number, "I love topic 7.")
    with memory.ledger.read(1) as connection:
        [row] = [row for row in statements.topics_since(connection, 1, 0) if row.label == "topic 7"]
        [last] = event_statements.last_events(connection, 1, "one", 1)
    assert (last.seq, last.text, last.complete) == (number, "I love topic 7.", True)
    assert row.id in {interest.topic for interest in person.interests()}
