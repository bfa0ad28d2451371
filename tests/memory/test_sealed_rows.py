"""Each sealed value is bound to its row: moved to another it is refused; what was sealed before values were bound still opens."""

from __future__ import annotations

import os
import shutil
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import Attachment, LedgerError
from penchant.memory.ledger import FILE, Ledger
from penchant.memory.sealing import masters, rows, turning
from penchant.memory.sealing.placing import bound_columns
from penchant.memory.sealing.record import Source
from penchant.memory.store import schema
from sqlalchemy import Column, Table, insert, select, update

from tests.memory.stores import ON_SERVERS
from tests.memory.writer import Minutes, open_small

pytestmark = pytest.mark.skipif(ON_SERVERS, reason="changes a file; tests/servers/test_sealing.py runs it there")

TABLES = [schema.tables.tables[name] for name in rows.KEYS]

BOUND = [(table, column) for table in TABLES for column in bound_columns(table)]


@pytest.fixture(scope="module", autouse=True)
def key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(masters.VARIABLE, b64encode(os.urandom(32)).decode())
        yield


def say_everything(folder: Path) -> None:
    """Write a value into every column that is bound to a row."""
    with open_small(folder, index=False, clock=Minutes()) as memory:
        ada = memory.user("ada")
        for number in range(3):
            file = Attachment(f"file {number}.txt", "text/plain", f"what is in file {number}".encode())
            ada.observe(f"turn {number} is about topic {number}", session=f"s{number}", sent="{}", attachments=[file])
            ada.name_session(f"s{number}", f"session {number}")
        ada.rename("topic 0", "topic zero")
        ada.merge("topic 1", "topic 2")
        ada.pin("topic zero")
    with closing(Ledger(folder)) as ledger, ledger.write(1) as connection:
        given = {"user": 1, "format": "chatgpt", "last": 0, "taken": 0}
        connection.execute(insert(schema.sources), [given | {"name": name} for name in ("one", "two")])
        connection.execute(update(schema.events).where(schema.events.c.seq == 1).values(item='{"query": "tea"}'))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that was encrypted empty, so that every value in it was written by a statement of its own."""
    folder = tmp_path_factory.mktemp("sealed")
    with closing(Ledger(folder)):
        pass
    turning.encrypt(folder, Source.ENVIRONMENT)
    say_everything(folder)
    return folder


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, as values were sealed before they were bound to rows."""
    folder = tmp_path_factory.mktemp("old")
    say_everything(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "KEYS", {})
        turning.encrypt(folder, Source.ENVIRONMENT)
    return folder


def versions(folder: Path, table: Table, column: Column[Any]) -> set[int]:
    """Return the first bytes of what is sealed in a column."""
    with closing(sqlite3.connect(folder / FILE)) as ledger:
        stored = [row[0] for row in ledger.execute(f"select {column.name} from {table.name}")]
    bare = [one[3:] if isinstance(one, bytes) else b64decode(one[3:]) for one in stored if one not in (None, "", "[]")]
    return {one[0] for one in bare}


def read(folder: Path, column: Column[Any], user: int = 1) -> list[Any]:
    with closing(Ledger(folder)) as ledger, ledger.read(user) as connection:
        return list(connection.execute(select(column)).scalars())


def seen(folder: Path) -> list[Any]:
    with open_small(folder, index=False) as memory:
        ada = memory.user("ada")
        return [
            ada.sent(1),
            *(told(one) for one in (ada.turns("s1", 9), ada.interests(), ada.controls(), ada.sessions())),
        ]


def told(some: Sequence[Any]) -> list[str]:
    """Return what each says, without what is drawn anew for each ledger."""
    return [
        str(getattr(one, "text", None) or getattr(one, "label", None) or getattr(one, "value", one)) for one in some
    ]


def copied(folder: Path, tmp_path: Path) -> Path:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return tmp_path


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as ledger:
        for statement in statements:
            ledger.execute(statement)
        ledger.commit()


@pytest.mark.parametrize(("table", "column"), BOUND, ids=lambda one: one.name)
def test_whatever_is_written_is_bound_to_its_row(sealed: Path, table: Table, column: Column[Any]) -> None:
    assert versions(sealed, table, column) == {1}


def test_a_value_in_another_row_is_refused(sealed: Path, tmp_path: Path) -> None:
    copied(sealed, tmp_path)
    other = {"sources": "name", "sessions": "id", "blobs": "hash"}
    for table in TABLES:  # all rows change places with ones that were never there
        key = other.get(table.name)
        moved = f"{key} = substr({key}, 1, 20) || 'AAAA'" if key else f"{rows.KEYS[table.name][-1]} = 1000 + rowid"
        moved = moved.replace("rowid", "origin") if table.name == "evidence" else moved
        change(tmp_path, f"update {table.name} set {moved}")
    accepted = []
    for _, column in BOUND:
        try:
            read(tmp_path, column)
            accepted.append(str(column))
        except LedgerError as error:
            assert "comes from another row" in str(error)  # noqa: PT017 - of each column
    assert accepted == []


def test_two_turns_of_one_person_that_change_places_are_noticed(sealed: Path, tmp_path: Path) -> None:
    copied(sealed, tmp_path)
    one, two = (f"(select text from events where seq = {number})" for number in (1, 2))
    change(
        tmp_path,
        f"create temp table kept as select {one} one, {two} two",
        "update events set text = (select two from kept) where seq = 1",
        "update events set text = (select one from kept) where seq = 2",
    )
    with (
        open_small(tmp_path, index=False) as memory,
        pytest.raises(LedgerError, match="comes from another row, column or person"),
    ):
        memory.user("ada").turns("s0", 9)


def test_a_value_in_another_column_or_of_another_person_is_refused(sealed: Path, tmp_path: Path) -> None:
    copied(sealed, tmp_path)
    with open_small(tmp_path, index=False) as memory:
        memory.user("ben").observe("turn 4 is about topic 4")
    change(
        tmp_path,
        "update controls set before = value where seq = 1",
        "update topics set label = (select label from topics where user = 2) where id = 1",
    )
    with pytest.raises(LedgerError, match="comes from another row, column or person"):
        read(tmp_path, schema.controls.c.before)
    with pytest.raises(LedgerError, match="it was moved"):
        read(tmp_path, schema.topics.c.label)


def test_what_was_sealed_before_opens_and_is_bound_when_it_is_written(old: Path, sealed: Path, tmp_path: Path) -> None:
    copied(old, tmp_path)
    assert [versions(tmp_path, *one) for one in BOUND] == [{0}] * len(BOUND)
    assert seen(tmp_path) == seen(sealed)
    with open_small(tmp_path, index=False, clock=Minutes()) as memory:
        memory.user("ada").name_session("s1", "another name")
        memory.user("ada").rename("topic zero", "topic nought")
    assert versions(tmp_path, schema.sessions, schema.sessions.c.name) == {0, 1}
    assert versions(tmp_path, schema.topics, schema.topics.c.label) == {0, 1}
    assert "topic nought" in read(tmp_path, schema.topics.c.label)


def test_new_data_keys_bind_all_that_was_sealed_before(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(old, tmp_path)
    new = b64encode(os.urandom(32)).decode()
    monkeypatch.setenv(masters.NEW_VARIABLE, new)
    before = seen(tmp_path)
    turning.rotate(tmp_path, data_keys=True)
    monkeypatch.setenv(masters.VARIABLE, new)
    assert [versions(tmp_path, *one) for one in BOUND] == [{1}] * len(BOUND)
    assert seen(tmp_path) == before


def test_a_statement_that_does_not_say_its_row_changes_nothing(sealed: Path, tmp_path: Path) -> None:
    copied(sealed, tmp_path)
    many = insert(schema.controls).values(
        [{"user": 1, "topic": 1, "action": "rename", "value": "all the same", "at": 0} for _ in range(2)]
    )
    for statement in (update(schema.events).where(schema.events.c.user == 1).values(text="all the same"), many):
        with closing(Ledger(tmp_path)) as ledger, pytest.raises(LedgerError, match="without its row"):  # noqa: SIM117
            with ledger.write(1) as connection:
                connection.execute(statement)
    assert "all the same" not in str(seen(tmp_path))


def test_a_readable_ledger_selects_what_it_always_did(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path)) as ledger:
        assert "||" not in str(select(schema.events.c.text, schema.events.c.vector).compile(ledger.engine))
