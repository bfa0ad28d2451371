"""A ledger of an older version is brought up to date with all that is in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from penchant.memory import Attachment, Interest, Learning
from penchant.memory.ledger import FILE, Ledger
from penchant.memory.store import full_text, schema
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.memory.writer import LATER, open_small

VERSION_1 = Path(__file__).with_name("version_1.sql").read_text("utf-8")


def filled(folder: Path) -> list[Interest]:
    """Fill a ledger of today with what version 1 knew too, and return its interests."""
    with open_small(folder, index=False) as memory:
        person = memory.user("ada")
        for number in range(30):
            person.observe(f"我 turn {number} is about topic {number % 7} 🎷", session="s", id=f"turn {number}")
        person.stop("topic 3")
        person.pin("topic 4")
        person.rename("topic 5", "[b]عود[/b]")
        memory.user("bob").observe("I like topic 1.", session="s")
        return person.interests()


def as_version_1(folder: Path, old: Path) -> None:
    """Copy a ledger into the tables of version 1."""
    old.mkdir()
    with closing(sqlite3.connect(old / FILE)) as ledger:
        ledger.executescript(VERSION_1)
        ledger.execute("attach ? as new", (str(folder / FILE),))
        for (table,) in ledger.execute("select name from main.sqlite_master where type = 'table'").fetchall():
            columns = ", ".join(f'"{row[1]}"' for row in ledger.execute(f"pragma main.table_info({table})"))
            ledger.execute(f"insert into main.{table} ({columns}) select {columns} from new.{table}")
        ledger.execute("update main.meta set value = ? where key = 'version'", (b"1",))
        ledger.commit()


@pytest.fixture
def migrated(tmp_path: Path) -> tuple[Path, list[Interest]]:
    interests = filled(tmp_path / "new")
    as_version_1(tmp_path / "new", tmp_path / "old")
    return tmp_path / "old", interests


def test_a_ledger_of_version_1_keeps_all_that_it_knew(migrated: tuple[Path, list[Interest]]) -> None:
    folder, interests = migrated
    with open_small(folder, index=False) as memory:
        memory.ledger.check()
        person = memory.user("ada")
        assert person.interests() == interests
        assert [event.id for event in person.turns("s", 99)] == [f"turn {number}" for number in range(30)]
        assert person.search("topic 2")
        person.rebuild()
        assert {one.label: one.weight for one in person.interests()} == pytest.approx(
            {one.label: one.weight for one in interests}, abs=1e-9
        )


def test_what_came_with_version_2_works_in_a_ledger_of_version_1(migrated: tuple[Path, list[Interest]]) -> None:
    folder, _ = migrated
    with open_small(folder, index=False) as memory:
        person = memory.user("ada")
        [session] = person.sessions()
        assert (session.id, session.turns, session.learning) == ("s", 30, Learning.ON)
        file = Attachment("notes.md", "text/markdown", b"# Notes")
        seen = person.observe("I like topic 8.", session="s", attachments=[file], sent="{}")
        assert person.turns("s", 1)[0].attachments == (file,)
        assert person.sent(seen.event.number) == "{}"
        person.name_session("s", "Old times")
        person.replace("s", person.turns("s", 3)[0].number)
        assert person.count_turns("s") == 28
        person.merge("topic 1", "topic 2")
        person.forget_soon("topic 2", timedelta(0))
        assert person.forget_due() > 0


def structure(folder: Path) -> dict[str, object]:
    with closing(sqlite3.connect(folder / FILE)) as ledger:
        tables = [name for (name,) in ledger.execute("select name from sqlite_master where type = 'table'")]
        columns = {name: sorted(row[1:] for row in ledger.execute(f"pragma table_info({name})")) for name in tables}
        keys = {
            f"{name} keys": sorted(row[2:] for row in ledger.execute(f"pragma foreign_key_list({name})"))
            for name in tables
        }
        indexes = ledger.execute("select name, sql from sqlite_master where type = 'index' and sql is not null")
        return columns | keys | {name: sql.replace('"', "") for name, sql in indexes}


def test_a_migrated_ledger_is_made_as_a_new_one(migrated: tuple[Path, list[Interest]], tmp_path: Path) -> None:
    Ledger(migrated[0]).close()
    assert structure(migrated[0]) == structure(tmp_path / "new")


def test_the_tables_are_valid_for_postgresql_too() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in schema.tables.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            made = str(CreateIndex(index).compile(dialect=dialect))
            if index.name == "events_by_session":
                assert made.endswith("WHERE replaced IS false AND text != '' AND part_of IS NULL")


@pytest.mark.parametrize("query", ["sessions", "turns"])
def test_conversations_are_read_from_the_index_of_sessions(tmp_path: Path, query: str) -> None:
    with open_small(tmp_path, index=False, clock=lambda: LATER) as memory:
        person, asked = memory.user("ada"), list[str]()
        person.observe("I like topic 1.", session="s")
        with memory.ledger.read() as connection:
            connection.connection.driver_connection.set_trace_callback(asked.append)  # type: ignore[union-attr]
        person.sessions() if query == "sessions" else person.turns("s", 5, before=99)
        sql = next(one for one in asked if "FROM events" in one)
        with memory.ledger.read() as connection:
            plan = [row[3] for row in connection.exec_driver_sql(f"explain query plan {sql}")]
        assert any("events_by_session" in step for step in plan), plan
        assert not any(step.startswith("SCAN events") for step in plan), plan


def test_what_finding_looks_at_of_many_events_is_read_from_an_index_alone(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False) as memory:
        person, asked = memory.user("ada"), list[str]()
        person.observe("I like topic 1.", session="s")
        with memory.ledger.read() as connection:
            connection.connection.driver_connection.set_trace_callback(asked.append)  # type: ignore[union-attr]
        assert person.search("topic 1")
        sql = next(one for one in asked if "telling FROM events" in one)
        with memory.ledger.read() as connection:
            root = "select rootpage from sqlite_master where name = '{}'"
            pages = {
                name: connection.exec_driver_sql(root.format(name)).scalar() for name in ("events", "events_in_short")
            }
            steps = connection.exec_driver_sql(f"explain {sql}").all()
        cursor = {step.p2: step.p1 for step in steps if step.opcode == "OpenRead"}
        read = {step.p1 for step in steps if step.opcode in ("Column", "SeekRowid", "NotExists")}
        assert cursor.get(pages["events_in_short"]) in read
        assert cursor.get(pages["events"]) not in read


def test_the_words_of_a_ledger_of_version_1_are_found(migrated: tuple[Path, list[Interest]], tmp_path: Path) -> None:
    Ledger(migrated[0]).close()
    held = []
    for folder in (migrated[0], tmp_path / "new"):
        with closing(sqlite3.connect(folder / FILE)) as ledger:
            held.append(ledger.execute("select rowid, terms from words order by rowid").fetchall())
    assert held[0] == held[1]
    assert len(held[0]) == 31


def test_postgresql_has_a_table_and_a_trigger_for_words_too() -> None:
    made = "\n".join(full_text._POSTGRESQL)
    assert "terms TSVECTOR NOT NULL" in made
    assert "USING gin (terms)" in made
    assert "AFTER UPDATE OF text, replaced ON events" in made
