from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from penchant.agent.gate.exchanges import Exchange
from penchant.agent.gate.gate import before
from penchant.agent.kept.keeping import InLedger
from penchant.memory import InterestMemory, Learning, UserMemory
from penchant.memory.embedding import Vectors
from penchant.memory.store.among import among, listed
from penchant.memory.store.schema import events
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

MESSAGE, REPLY = "How do I start with sourdough?", "Mix flour and water, and wait a week. Feed it every day."
QUERY = "And what flour is best?"


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[InterestMemory]:
    with InterestMemory(tmp_path, index=False) as opened:
        yield opened


@pytest.fixture
def person(memory: InterestMemory) -> UserMemory:
    found = memory.user("ada")
    found.observe("I love baking bread.")
    return found


@pytest.fixture
def embedded(memory: InterestMemory, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that have been embedded since."""
    texts: list[str] = []
    vectorize: Callable[[Sequence[str]], Vectors] = memory.reader._vectorize

    def embed(some: Sequence[str]) -> Vectors:
        texts.extend(some)
        return vectorize(some)

    monkeypatch.setattr(memory.reader, "_vectorize", embed)
    return texts


def test_what_was_said_before_is_not_embedded_again_by_the_next_message(
    person: UserMemory, embedded: list[str]
) -> None:
    kept, said = InLedger(person, "s", Learning.ON), before([Exchange(MESSAGE, REPLY)])
    kept.look_ahead(MESSAGE, REPLY)
    assert embedded == [said]
    found = kept.attend(QUERY, said)
    assert kept.notice == ""
    assert found[0].around is not None
    assert embedded[1] == QUERY
    assert said not in embedded[1:]


def test_looking_ahead_changes_nothing_that_is_found(person: UserMemory) -> None:
    said = before([Exchange(MESSAGE, REPLY)])
    found = [(one.relevance, one.around) for one in person.attend(QUERY, said)]
    person.look_ahead(said)
    assert [(one.relevance, one.around) for one in person.attend(QUERY, said)] == found


def test_what_is_forgotten_is_not_remembered_as_a_vector_either(
    memory: InterestMemory, person: UserMemory, embedded: list[str]
) -> None:
    person.look_ahead(REPLY)
    memory.erased()
    person.look_ahead(REPLY)
    assert embedded == [REPLY, REPLY]


def test_many_numbers_are_one_bound_value_in_either_database() -> None:
    wanted = select(events.c.seq).where(among(events.c.seq))
    for dialect, each in ((sqlite.dialect(), "json_each"), (postgresql.dialect(), "json_array_elements_text")):  # type: ignore[no-untyped-call]
        compiled = wanted.compile(dialect=dialect)
        assert each in str(compiled)
        assert list(compiled.params) == ["numbers"]


def test_more_numbers_than_a_statement_may_bind_are_found(memory: InterestMemory, person: UserMemory) -> None:
    number = person.observe("I like chess.").event.number
    with memory.ledger.read() as connection:
        found = connection.execute(
            select(events.c.seq).where(among(events.c.seq)), {"numbers": listed(range(number, number + 40_000))}
        )
        assert found.scalars().all() == [number]
