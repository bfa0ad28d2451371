"""The full-text index has the words of what still says something, and of nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from penchant.memory import Interaction, InterestMemory, Item, UserMemory
from penchant.memory.items import all_words
from penchant.memory.ledger import FILE
from penchant.memory.store import full_text, schema
from penchant.memory.store.full_text import matches, postgresql_best
from penchant.memory.store.reindex import reindex
from penchant.memory.store.terms import terms
from sqlalchemy import Connection, select, text
from sqlalchemy.dialects import postgresql

from tests.memory.writer import Chance, open_small


@pytest.fixture
def small(tmp_path: Path) -> Iterator[InterestMemory]:
    with open_small(tmp_path, index=False) as memory:
        yield memory


def is_exact(connection: Connection) -> bool:
    """Tell whether the index has exactly the terms of what is told, and FTS5 finds itself sound."""
    connection.exec_driver_sql("INSERT INTO words (words) VALUES ('integrity-check')")
    held = {row[0]: row[1].split(" ") for row in connection.exec_driver_sql("SELECT rowid, terms FROM words")}
    rows = connection.execute(select(schema.events).where(schema.told)).all()
    wanted = {row.seq: [f"{row.user}_{term}" for term in terms(all_words(row.text, row.item))] for row in rows}
    return {number: some[:-3] for number, some in held.items()} == wanted  # the last three are of the day


def found(person: UserMemory, words: str) -> list[str]:
    """Return the texts that have some of the words, best first."""
    access = person._retrieval._access
    with access.reading() as connection:
        numbers = list(matches(connection, access.number, terms(words), 10).scores)
        events = person._conversations.events(numbers)
    return [events[number].text for number in numbers]


def test_it_is_in_step_with_all_that_can_happen_to_a_ledger(small: InterestMemory) -> None:
    ada, bob = small.user("ada"), small.user("bob")
    steps: list[Callable[[], object]] = [
        lambda: ada.observe("I love falconry.", session="s"),
        lambda: ada.observe("So do I.", role="assistant", session="s"),
        lambda: ada.observe(
            item=Item(title="How to brew tea", url="https://example.org/brewing-green-tea"), kind="like"
        ),
        lambda: bob.observe("I like topic 5 and falconry."),
        lambda: ada.observe_all([Interaction(f"i{n}", text=f"topic {n} of many") for n in range(300)], source="a file"),
        lambda: ada.replace("s", ada.turns("s", 9)[0].number),
        lambda: bob.forget("topic 5"),
        lambda: ada.forget_source("a file"),
        ada.rebuild,
    ]
    for step in steps:
        step()
        with small.ledger.write() as connection:
            assert is_exact(connection)
    assert found(ada, "falconry") == []


def test_a_second_load_of_the_same_adds_nothing(small: InterestMemory) -> None:
    some = [Interaction(f"i{n}", text=f"topic {n} of many") for n in range(3)]
    for _ in range(2):
        small.user().observe_all(some)
    with small.ledger.write() as connection:
        assert is_exact(connection)


def test_forgotten_words_leave_every_byte_of_the_ledger(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False) as memory:
        person = memory.user()
        person.observe_all([Interaction(f"i{n}", text=f"number{n} of many words{n * n}") for n in range(400)])
        secret = person.observe("For topic 9 I collect zyxomancy.").event
        person.observe_all([Interaction(f"j{n}", text=f"zz{n} after it") for n in range(400)])
        assert b"zyxomanc" in (tmp_path / FILE).read_bytes() + (tmp_path / f"{FILE}-wal").read_bytes()
        assert person.forget("topic 9") == 1
        assert person.turn(secret.number) is None
        assert not any(b"zyxomanc" in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
        assert found(person, "number7") == ["number7 of many words49"]


def test_words_that_were_replaced_are_not_found_and_not_kept_in_the_index(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False) as memory:
        person = memory.user()
        person.observe("I love tea.", session="t")
        first = person.observe("I collect zyxomancy.", session="s").event
        person.replace("s", first.number)
        assert found(person, "zyxomancy") == []
        with memory.ledger.read() as connection:
            pieces = [row[0] for row in connection.exec_driver_sql("SELECT c0 FROM words_content")]
        assert not any("zyxomanc" in piece for piece in pieces)


def test_people_find_their_own_words_alone_and_count_by_them_alone(small: InterestMemory) -> None:
    ada, bob = small.user("ada"), small.user("bob")
    ada.observe("I bake bread.")
    for number in range(20):
        bob.observe(f"Bread number {number}.")
    assert found(ada, "bread") == ["I bake bread."]
    with small.ledger.read() as connection:
        told = matches(connection, 1, terms("bread"), 10), matches(connection, 2, terms("bread"), 10)
    assert told[0].rarity["bread"] > told[1].rarity["bread"] + 1


def test_the_rarest_terms_are_looked_for_first(small: InterestMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    person = small.user()
    person.observe_all([Interaction(f"i{n}", text=f"plenty plenty number{n}") for n in range(40)])
    monkeypatch.setattr(full_text, "MOST_ROWS", 20)
    assert found(person, "plenty of number7") == ["plenty plenty number7"]
    assert found(person, "plenty") == []


def test_a_search_may_keep_to_a_period(small: InterestMemory) -> None:
    person, now = small.user(), small.clock()
    for days in (0, 3, 40):
        person.observe(f"Bread, {days} days ago.", at=now - timedelta(days=days))
    moment = f"_{now - timedelta(days=3):%Y%m%d}"
    with small.ledger.read() as connection:
        [number] = matches(connection, 1, ["bread"], 10, [moment]).scores
        [same] = matches(connection, 1, [], 10, [moment]).scores
    assert number == same == 2


def test_new_vectors_come_with_a_new_index_of_words(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False) as memory:
        memory.user().observe("I love falconry.")
        with memory.ledger.write() as connection:
            connection.exec_driver_sql("DELETE FROM words")
    assert reindex(tmp_path, Chance(), lambda _done, _all: None) > 0
    with open_small(tmp_path, index=False) as memory:
        assert found(memory.user(), "falconry") == ["I love falconry."]


def test_an_index_of_other_terms_is_filled_anew_when_the_ledger_is_opened(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False) as memory:
        memory.user().observe("I love falconry.")
        with memory.ledger.write() as connection:
            connection.exec_driver_sql("UPDATE words SET terms = '1_nothing'")
            connection.execute(schema.meta.update().where(schema.meta.c.key == "terms").values(value=b"0"))
    with open_small(tmp_path, index=False) as memory, memory.ledger.write() as connection:
        assert is_exact(connection)


def test_the_statement_for_postgresql_weighs_terms_by_their_rarity() -> None:
    statement, values = postgresql_best(["1_tea", "1_bread"], ["1__20260312"], {"1_tea": 2.5, "1_bread": 1.0})
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    sql = str(text(statement).compile(dialect=dialect))
    assert sql.startswith("SELECT event, (CASE WHEN terms @@ CAST(%(term0)s AS tsquery) THEN CAST(%(says0)s AS float)")
    assert "FROM words WHERE terms @@ CAST(%(asked)s AS tsquery) ORDER BY score DESC, event DESC LIMIT" in sql
    assert values["asked"] == "('1_tea' | '1_bread') & ('1__20260312')"
    said = [math.log(math.exp(rarity) - 1) for rarity in (2.5, 1.0)]  # FTS5's ln((N - n + ½) / (n + ½))
    assert [values["says0"], values["says1"]] == pytest.approx(said)
