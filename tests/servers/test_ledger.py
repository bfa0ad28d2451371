"""The ledger in PostgreSQL: several processes at once, connections that break, versions, names of every kind."""

from __future__ import annotations

import random
import signal
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from penchant.memory import InterestMemory, LedgerBusy, LedgerError, LedgerLost, LedgerMismatch
from penchant.memory.ledger import Ledger
from penchant.memory.sealing import ciphers, masters, turning
from penchant.memory.sealing.record import Source
from penchant.memory.store import full_text, postgresql, revisions, schema, statements
from penchant.memory.store.feed import LedgerFeed
from penchant.memory.store.terms import terms
from sqlalchemy import Connection, event, inspect, text

from tests.memory.writer import open_small
from tests.servers.observer import Observer, observers
from tests.servers.postgres import Postgres
from tests.servers.waiting import eventually


def weights(memory: InterestMemory, user: str) -> dict[str, float]:
    return {one.label: one.weight for one in memory.user(user).interests()}


def assert_equals_a_replay(memory: InterestMemory, user: str) -> None:
    """What was learned turn by turn is what all evidence gives at once."""
    learned = weights(memory, user)
    assert learned
    memory.user(user).rebuild()
    assert weights(memory, user) == pytest.approx(learned, abs=1e-9)


def test_processes_that_observe_one_person_at_once_lose_nothing_and_learn_what_a_replay_does(ledger_url: str) -> None:
    Ledger(ledger_url).close()
    with observers(*(Observer(ledger_url, "none", name, 25, "ada", "bob") for name in "abc")) as running:
        assert [one.end() for one in running] == [0, 0, 0]
        said = [turn for one in running for turn in one.acknowledged]
    assert len(said) == 75
    with open_small(ledger_url, index=False) as memory:
        for user in ("ada", "bob"):
            stored = [turn.id for session in "abc" for turn in memory.user(user).turns(session, 99)]
            assert sorted(stored) == sorted(key for who, key in said if who == user)
            assert sum(one.evidence for one in memory.user(user).interests()) == len(stored)
            assert_equals_a_replay(memory, user)


def test_many_processes_make_one_ledger_and_one_person(ledger_url: str) -> None:
    with observers(*(Observer(ledger_url, "none", name, 1, "ada") for name in "abc")) as running:
        assert [one.end() for one in running] == [0, 0, 0]
    with open_small(ledger_url, index=False) as memory:
        assert memory.users() == ["ada"]
        assert sum(memory.user("ada").count_turns(name) for name in "abc") == 3


def test_a_server_that_crashes_and_restarts_loses_nothing_that_was_acknowledged(
    ledger_url: str, server: Postgres
) -> None:
    with observers(*(Observer(ledger_url, "none", name, 0, "ada") for name in "ab")) as running:
        for how in (signal.SIGQUIT, signal.SIGINT):
            before = [len(one.acknowledged) for one in running]
            eventually(lambda: all(len(one.acknowledged) > n + 5 for one, n in zip(running, before, strict=True)))  # noqa: B023
            server.restart(how)
        before = [len(one.acknowledged) for one in running]
        eventually(lambda: all(len(one.acknowledged) > n + 5 for one, n in zip(running, before, strict=True)))
        for one in running:
            one.kill()
        said = {key for one in running for _, key in one.acknowledged}
    with open_small(ledger_url, index=False) as memory:
        stored = [turn.id for name in "ab" for turn in memory.user("ada").turns(name, 10_000)]
        assert said <= set(stored)
        assert len(stored) == len(set(stored))
        assert len(stored) <= len(said) + 2  # the last of each may be stored and not yet told
        assert_equals_a_replay(memory, "ada")


@pytest.fixture
def breaking(ledger_url: str, server: Postgres) -> Iterator[Callable[[str, int], InterestMemory]]:
    """Open a memory whose connection is ended by the server before a statement, the first few times that it comes."""
    with open_small(ledger_url, index=False) as memory:

        def breaks(sign: str, times: int) -> InterestMemory:
            left = [times]

            def end(connection: Connection, _cursor: object, sql: str, *_: object) -> None:
                if sign in sql and left[0]:
                    left[0] -= 1
                    backend = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
                    server.run(f"SELECT pg_terminate_backend({backend}, 10000)")

            event.listen(memory.ledger.engine, "before_cursor_execute", end)
            return memory

        yield breaks


def test_a_turn_whose_connection_breaks_is_stored_once_by_the_next_attempt(
    breaking: Callable[[str, int], InterestMemory],
) -> None:
    memory = breaking("INSERT INTO events", 1)
    seen = memory.user("ada").observe("turn 1 is about topic 1", session="s")
    assert seen.changes
    assert [turn.number for turn in memory.user("ada").turns("s", 9)] == [seen.event.number]
    assert_equals_a_replay(memory, "ada")


def test_a_control_whose_connection_breaks_is_decided_once(breaking: Callable[[str, int], InterestMemory]) -> None:
    memory = breaking("INSERT INTO controls", 2)
    memory.user("ada").observe("turn 1 is about topic 1")
    assert memory.user("ada").pin("topic 1").pinned
    assert [control.action for control in memory.user("ada").controls()] == ["pin"]


def test_a_turn_that_breaks_at_every_attempt_is_not_stored_and_says_so(
    breaking: Callable[[str, int], InterestMemory],
) -> None:
    memory = breaking("INSERT INTO events", 1000)
    with pytest.raises(LedgerLost, match="nothing of this was stored"):
        memory.user("ada").observe("turn 1 is about topic 1", session="s")
    assert memory.user("ada").turns("s", 9) == []


def test_two_that_wait_for_each_other_both_end(ledger_url: str) -> None:
    """PostgreSQL undoes one of two transactions that lock the same users the other way round."""
    with open_small(ledger_url, index=False) as memory:
        numbers = [memory.user(name)._access.number for name in ("ada", "bob")]
        lost, both = list[LedgerError](), Barrier(2)

        def cross(first: int, second: int) -> None:
            try:
                with memory.ledger.write(first) as connection:
                    both.wait()
                    postgresql.hold(connection, second)
            except LedgerError as error:
                lost.append(error)

        threads = [Thread(target=cross, args=pair) for pair in (numbers, numbers[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [type(error) for error in lost] == [LedgerLost]
        assert "try again" in str(lost[0])


def test_a_server_that_is_away_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "WAIT_SECONDS", 0)
    with pytest.raises(LedgerBusy, match="check that PostgreSQL runs") as told:
        Ledger("postgresql+psycopg://ada:secret@127.0.0.1:9/penchant")
    assert "secret" not in str(told.value)


def test_another_database_is_refused() -> None:
    with pytest.raises(LedgerError, match="takes a folder, SQLite or PostgreSQL"):
        Ledger("mysql://127.0.0.1/penchant")


def test_the_follower_waits_for_a_lower_number_that_is_still_to_come(ledger_url: str) -> None:
    with open_small(ledger_url, index=False) as memory:
        feed = LedgerFeed(memory.ledger, memory.vectorizer, memory.narrow)
        ada, bob = memory.user("ada"), memory.user("bob")
        with memory.ledger.write(ada._access.number) as connection:
            lower = connection.execute(text("SELECT nextval('events_seq_seq')")).scalar_one()
            higher = bob.observe("turn 2 is about topic 2").event.number
            assert higher > lower
            assert feed.after(0) == []
            told = 'INSERT INTO events (seq, "user", id, session, kind, role, text, at, complete, learned) '
            values = {"seq": lower, "user": ada._access.number}
            connection.execute(
                text(told + "VALUES (:seq, :user, 'x', '', 'chat', 'user', 'late', 0, true, true)"), values
            )
        assert [entry.seq for entry in feed.after(0)] == [lower, higher]


# Versions


def structure(url: str) -> dict[str, Any]:
    ledger = Ledger(url)
    try:
        there = inspect(ledger.engine)
        return {
            name: (
                sorted((c["name"], str(c["type"]), c["nullable"], c["default"]) for c in there.get_columns(name)),
                there.get_pk_constraint(name)["constrained_columns"],
                sorted(str(sorted(key.items())) for key in there.get_foreign_keys(name)),
                sorted(str(sorted(one["column_names"])) for one in there.get_unique_constraints(name)),
                sorted(str(one) for one in there.get_indexes(name)),
            )
            for name in sorted(there.get_table_names())
        }
    finally:
        ledger.close()


def bare(url: str) -> Ledger:
    """Return a ledger whose tables are gone."""
    ledger = Ledger(url)
    with ledger.write() as connection:
        for name in ("words", "alembic_version", *schema.tables.tables):
            connection.execute(text(f'DROP TABLE "{name}" CASCADE'))
        connection.execute(text("DROP FUNCTION take_words_back"))
    return ledger


def test_the_steps_make_what_a_new_ledger_has(server: Postgres, ledger_url: str) -> None:
    ledger = bare(ledger_url)
    with ledger.write() as connection:
        revisions.upgrade(connection)
    ledger.close()
    made = structure(ledger_url)
    new = structure(server.schema("made_new"))
    assert {"events", "words", "alembic_version"} <= set(new)
    assert str(made) == str(new).replace("made_new", ledger_url.rpartition("%3D")[2])


def test_a_ledger_from_before_alembic_is_taken_over(ledger_url: str) -> None:
    with open_small(ledger_url, index=False) as memory:
        memory.user("ada").observe("turn 1 is about topic 1")
        with memory.ledger.write() as connection:
            later = "alembic_version, keys, tombstones, forgettings, tombstone_keys, retention"
            connection.execute(text(f"DROP TABLE {later}"))
            connection.execute(text("DROP INDEX events_by_user"))
            connection.execute(text("ALTER TABLE events DROP COLUMN telling"))
            connection.execute(text("UPDATE meta SET value = '3' WHERE key = 'version'"))
    with open_small(ledger_url, index=False) as memory:
        assert weights(memory, "ada")
        with memory.ledger.read() as connection:
            assert (
                connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == f"v{revisions.NEWEST}"
            )


def test_a_ledger_of_a_newer_version_is_left_alone(ledger_url: str) -> None:
    ledger = Ledger(ledger_url)
    with ledger.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'v99'"))
    ledger.close()
    with pytest.raises(LedgerMismatch, match=f"has version 99, this Penchant knows up to {revisions.NEWEST}"):
        Ledger(ledger_url)


# Names


HOSTILE = (
    "张伟",
    "a@b.com",
    "A@b.com",
    "../x",
    "' OR 1=1 --",
    "a\x00b",
    "a\x1a0b",
    "a\x1ab",
    "x" * 500,
    " ",
    "%s",
    "{}",
)


def test_people_of_any_name_are_themselves_alone(ledger_url: str) -> None:
    with open_small(ledger_url, index=False) as memory:
        for number, name in enumerate(HOSTILE):
            memory.user(name).observe(f"turn is about topic {number}", id=name, session=name)
    with open_small(ledger_url, index=False) as memory:
        assert memory.users() == list(HOSTILE)
        for number, name in enumerate(HOSTILE):
            assert list(weights(memory, name)) == [f"topic {number}"]
            assert [turn.id for turn in memory.user(name).turns(name, 9)] == [name]
            assert [session.id for session in memory.user(name).sessions()] == [name]


def test_the_longest_name_that_is_taken_is_stored(ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    signs = random.Random(1).choices([chr(code) for code in range(0x4E00, 0x9FA0)], k=statements.MOST_NAME // 3)
    name = "".join(signs) + "x"  # of random signs, for PostgreSQL packs what comes again
    with open_small(ledger_url, index=False) as memory:
        memory.user(name).observe("turn is about topic 1")
        assert memory.users() == [name]
    monkeypatch.setenv(masters.VARIABLE, b64encode(ciphers.new_key()).decode())
    turning.encrypt(ledger_url, Source.ENVIRONMENT)
    with open_small(ledger_url, index=False) as memory:
        assert memory.users() == [name]


def test_opening_waits_for_a_server_that_restarts(
    ledger_url: str, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    Ledger(ledger_url).close()
    waits = []

    def restarts(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            server.start()

    monkeypatch.setattr(postgresql, "time", SimpleNamespace(monotonic=time.monotonic, sleep=restarts))
    server.stop()
    Ledger(ledger_url).close()
    assert len(waits) >= 2


def test_words_are_found_as_in_sqlite_chinese_ones_too(ledger_url: str, tmp_path: Path) -> None:
    said = ("我喜欢攀岩。", "I like topic 1: adoption agencies.", "Das Wetter ist schön.", "我在学吉他 and topic 2")
    asked = ("攀岩", "agency", "schön", "吉他", "weather")
    found = []
    for place in (ledger_url, tmp_path):
        with open_small(place, index=False) as memory:
            for line in said:
                memory.user("ada").observe(line)
            with memory.ledger.read() as connection:
                user = memory.user("ada")._access.number
                found.append([set(full_text.matches(connection, user, terms(one), 9).scores) for one in asked])
    assert found[0] == found[1] == [{1}, {2}, {3}, {4}, set()]


def test_a_match_is_scored_as_in_sqlite(ledger_url: str, tmp_path: Path) -> None:
    said = [
        f"I look for a {kind} restaurant in {town}." for kind in ("good", "cheap") for town in ("Rome", "Oslo", "Bern")
    ]
    asked, scores = "Recommend a good restaurant in Rome, please, that is quiet.", []
    for place in (ledger_url, tmp_path):
        with open_small(place, index=False) as memory:
            for line in said:
                memory.user("ada").observe(line)
            with memory.ledger.read() as connection:
                found = full_text.matches(connection, memory.user("ada")._access.number, terms(asked), 9)
                scores.append(found.scores)
    assert list(scores[0]) == list(scores[1])
    assert scores[0] == pytest.approx(scores[1], rel=0.05)
