"""The full-text index of the ledger: which events have which terms. SQLite's FTS5, or a tsvector of PostgreSQL.

It is part of the ledger and changes in the same transactions: what is stored is added here, and a trigger takes out what is erased,
replaced or deleted, whoever does it. A term carries its user's number, so that a search reads one person's entries alone, and how rare
a term is, is counted among their own. An event also has a term for its day, its month and its year (UTC), for searches in a period.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Row, column, func, inspect, select, table, text

from ..items import all_words
from ..records import Ms, from_ms
from ..sealing.words import in_memory, on_disk
from . import schema
from .among import among, listed
from .prepared import Prepared
from .terms import VERSION, terms

MOST_ROWS: Final = 1000
"""So many entries are read for one query: of its terms the rarest are looked for, which say most, and the common ones left out."""

STAMP: Final = "terms"
"""Under this key the ledger says with which terms it was filled."""

BATCH: Final = 1000
AT_ONCE: Final = 100
"""Terms that one statement counts."""

TABLE: Final = "CREATE VIRTUAL TABLE words USING fts5(terms, tokenize = \"ascii tokenchars '_'\")"

_SQLITE: Final = (
    TABLE,
    "CREATE TRIGGER words_taken_back AFTER UPDATE OF text, replaced ON events WHEN new.text = '' OR new.replaced "
    "BEGIN DELETE FROM words WHERE rowid = new.seq; END",
    "CREATE TRIGGER words_deleted AFTER DELETE ON events BEGIN DELETE FROM words WHERE rowid = old.seq; END",
)
_POSTGRESQL: Final = (
    "CREATE TABLE words (event BIGINT PRIMARY KEY REFERENCES events (seq) ON DELETE CASCADE, terms TSVECTOR NOT NULL)",
    "CREATE INDEX words_by_term ON words USING gin (terms)",
    "CREATE FUNCTION take_words_back() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN DELETE FROM words WHERE event = NEW.seq; RETURN NULL; END $$",
    "CREATE TRIGGER words_taken_back AFTER UPDATE OF text, replaced ON events FOR EACH ROW "
    "WHEN (NEW.text = '' OR NEW.replaced) EXECUTE FUNCTION take_words_back()",
)

_SAMPLE: Final = 200
"""PostgreSQL keeps no mean length of a text: it is taken of so many of the newest. FTS5 has that of all."""

_LEAST: Final = 1e-6
"""What FTS5 lets a term say that half of all texts have, or more."""


@dataclass(frozen=True, slots=True)
class Match:
    """The events that have some of a query's terms, best first, by their numbers; `rarity` has what each term says, in nats."""

    scores: dict[int, float]
    rarity: dict[str, float]


@on_disk
def make(connection: Connection) -> None:
    """Make the index, empty, or keep the one that is there; one that was filled with other terms is filled anew."""
    there = inspect(connection).has_table("words")
    stamp = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == STAMP)).scalar()
    if there and stamp == VERSION:
        return
    if not there:
        for statement in _SQLITE if _is_sqlite(connection) else _POSTGRESQL:
            connection.exec_driver_sql(statement)
    from ..ledger import put

    put(connection, STAMP, VERSION)
    fill(connection)


def unmake(connection: Connection) -> None:
    """Take the index away."""
    if _is_sqlite(connection):
        for name in ("words_taken_back", "words_deleted"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql("DROP TABLE IF EXISTS words")
    else:
        connection.exec_driver_sql("DROP TABLE IF EXISTS words")
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS take_words_back CASCADE")


@on_disk
def fill(connection: Connection) -> None:
    """Index all that is stored anew."""
    connection.exec_driver_sql("DELETE FROM words")
    said, after = select(schema.events).where(schema.told).order_by(schema.events.c.seq).limit(BATCH), 0
    while rows := list(connection.execute(said.where(schema.events.c.seq > after))):
        add(connection, map(entry, rows))
        after = rows[-1].seq
    scrub(connection)


def entry(row: Row[Any]) -> tuple[int, int, str, Ms]:
    """Return a row of the events as `add` takes it."""
    return row.seq, row.user, all_words(row.text, row.item), row.at


@on_disk
def add(connection: Connection, entries: Iterable[tuple[int, int, str, Ms]]) -> None:
    """Index events by their numbers, users, words and moments, in the caller's transaction."""
    insert(connection, entries)


def insert(connection: Connection, entries: Iterable[tuple[int, int, str, Ms]]) -> None:
    """Put entries into the index that a connection leads to."""
    values: list[dict[str, Any]] = [
        {"number": number, "terms": [f"{user}_{term}" for term in (*terms(said), *_moment(at))]}
        for number, user, said, at in entries
    ]
    if not values:
        return
    if _is_sqlite(connection):
        for value in values:
            value["terms"] = " ".join(value["terms"])
        _ADD_TERMS.change_all(connection, values)
    else:
        connection.execute(
            text("INSERT INTO words (event, terms) VALUES (:number, array_to_tsvector(CAST(:terms AS text[])))"), values
        )


_ADD_TERMS: Final = Prepared(text("INSERT INTO words (rowid, terms) VALUES (:number, :terms)"))


def _moment(at: Ms) -> tuple[str, str, str]:
    day = from_ms(at).date().isoformat().replace("-", "")
    return f"_{day}", f"_{day[:6]}", f"_{day[:4]}"


@in_memory
def matches(
    connection: Connection,
    user: int,
    wanted: Sequence[str],
    count: int,
    within: Sequence[str] = (),
    common: set[str] | None = None,
) -> Match:
    """Return the `count` best of a user's events by their terms (BM25).

    Args:
        connection: an open transaction.
        user: whose.
        wanted: the query's terms. With none of them the newest events within the period.
        count: how many at most.
        within: terms of moments (`periods.py`), any of which an event must have.
        common: terms that are known to stand in more events than are counted, with the user's number; what is found of them is added.
            Once they are, they stay so until something is erased.
    """
    names = {f"{user}_{term}": term for term in wanted}
    rarity, rare = _rarity(connection, list(names), set() if common is None else common)
    told = {names[name]: weight for name, weight in rarity.items()}
    dated = [f"{user}_{moment}" for moment in within]
    if within:
        rare = [name for name in names if rarity[name] > 0]
    if not rare and not dated:
        return Match({}, told)
    find = _sqlite_best if _is_sqlite(connection) else _postgresql_best
    return Match(find(connection, rare, dated, rarity, count), told)


def _rarity(connection: Connection, names: Sequence[str], common: set[str]) -> tuple[dict[str, float], list[str]]:
    """Return how much each term says, and those to look for: rarest first, as long as `MOST_ROWS` are not exceeded."""
    if not names:
        return {}, []
    stored, counts = _counted(connection, [name for name in names if name not in common])
    common |= {name for name, found in counts.items() if found > MOST_ROWS}
    counts = {name: counts.get(name, MOST_ROWS + 1) for name in names}
    rarity = {name: math.log(1 + max(0.0, stored - found + 0.5) / (found + 0.5)) for name, found in counts.items()}
    rare, rows = list[str](), 0
    for name in sorted(names, key=lambda name: counts[name]):
        rows += counts[name]
        if counts[name] and rows <= MOST_ROWS:
            rare.append(name)
    return rarity, rare


_COUNT: Final = {
    "sqlite": "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH :term{0} LIMIT :most)",
    "postgresql": "SELECT count(*) FROM (SELECT 1 FROM words WHERE terms @@ CAST(:term{0} AS tsquery) LIMIT :most) AS found",
}


_HIGHEST: Final = "(SELECT coalesce(max(seq), 0) FROM events)"


@cache
def _counts(dialect: str, terms: int) -> Prepared:
    """Return the statement that counts the events of so many terms at once."""
    columns = (f"({_COUNT[dialect].format(place)})" for place in range(terms))
    return Prepared(text(f"SELECT {', '.join((_HIGHEST, *columns))}"))  # every value is bound


def _counted(connection: Connection, names: Sequence[str]) -> tuple[int, dict[str, int]]:
    """Return the highest number of an event, and how many events have each term, `MOST_ROWS` + 1 for all that have more."""
    stored, counts = 0, dict[str, int]()
    for start in range(0, max(1, len(names)), AT_ONCE):
        some = names[start : start + AT_ONCE]
        values = {f"term{place}": _quoted(connection, name) for place, name in enumerate(some)}
        statement = _counts(connection.dialect.name, len(some))
        ((stored, *found),) = statement.rows(connection, values | ({"most": MOST_ROWS + 1} if some else {}))
        counts |= zip(some, map(int, found), strict=True)
    return int(stored), counts


_SQLITE_BEST: Final = Prepared(
    text("SELECT rowid, -rank FROM words WHERE words MATCH :asked ORDER BY rank, rowid DESC LIMIT :count")
)
_SQLITE_NEWEST: Final = Prepared(
    text("SELECT rowid, 1.0 FROM words WHERE words MATCH :asked ORDER BY rowid DESC LIMIT :count")
)


def _sqlite_best(
    connection: Connection, names: Sequence[str], dated: Sequence[str], _rarity: dict[str, float], count: int
) -> dict[int, float]:
    asked = " AND ".join(
        f"({' OR '.join(_quoted(connection, one) for one in some)})" for some in (names, dated) if some
    )
    found = (_SQLITE_BEST if names else _SQLITE_NEWEST).rows(connection, {"asked": asked, "count": count})
    return dict(found)


def _postgresql_best(
    connection: Connection, names: Sequence[str], dated: Sequence[str], rarity: dict[str, float], count: int
) -> dict[int, float]:
    statement, values = postgresql_best(names, dated, rarity)
    found = connection.execute(text(statement), values | {"count": count})
    return {int(number): float(score) for number, score in found}


def postgresql_best(
    names: Sequence[str], dated: Sequence[str], rarity: dict[str, float]
) -> tuple[str, dict[str, str | float]]:
    """Return the statement for PostgreSQL, which has no BM25 of its own, and its values.

    The scale is FTS5's, for `fusion.trust` is fitted to that: ln((N - n + ½) / (n + ½)) for a term, where `rarity` has a 1 added to the
    fraction, and lengths by the mean length. A term counts once in a text.
    """
    values: dict[str, str | float] = {}
    parts = []
    for place, name in enumerate(names):
        values |= {f"term{place}": _lexeme(name), f"says{place}": _says(rarity[name])}
        parts.append(f"CASE WHEN terms @@ CAST(:term{place} AS tsquery) THEN CAST(:says{place} AS float) ELSE 0 END")
    asked = " & ".join(f"({' | '.join(map(_lexeme, some))})" for some in (names, dated) if some)
    mean = f"(SELECT avg(length(terms)) FROM (SELECT terms FROM words ORDER BY event DESC LIMIT {_SAMPLE}) AS newest)"  # noqa: S608 - a constant
    score = f"({' + '.join(parts)}) * 2.2 / (1.3 + 0.9 * length(terms) / {mean})" if parts else "1.0"
    statement = (  # every value is bound
        f"SELECT event, {score} AS score FROM words WHERE terms @@ CAST(:asked AS tsquery) "  # noqa: S608 - what is asked is bound
        "ORDER BY score DESC, event DESC LIMIT :count"
    )
    return statement, values | {"asked": asked}


def _says(rarity: float) -> float:
    return max(_LEAST, math.log(math.expm1(rarity))) if rarity > 0 else _LEAST


_TERMS: Final = {
    "sqlite": Prepared(
        select(column("rowid"), column("terms")).select_from(table("words")).where(among(column("rowid")))
    ),
    "postgresql": Prepared(
        select(column("event"), func.array_to_string(func.tsvector_to_array(column("terms")), " "))
        .select_from(table("words"))
        .where(among(column("event")))
    ),
}


@in_memory
def terms_of(connection: Connection, user: int, numbers: Sequence[int], wanted: Iterable[str]) -> dict[int, set[str]]:
    """Return which of some terms are in some of a user's events."""
    names = {f"{user}_{term}": term for term in wanted}
    rows = _TERMS[connection.dialect.name].rows(connection, {"numbers": listed(numbers)})
    return {int(row[0]): {names[name] for name in names.keys() & row[1].split(" ")} for row in rows}


@on_disk
def scrub(connection: Connection) -> None:
    """Take what was erased out of the index's pages: FTS5 only marks it as gone until parts of the index are merged."""
    if _is_sqlite(connection):
        connection.exec_driver_sql("INSERT INTO words (words) VALUES ('optimize')")


def _quoted(connection: Connection, name: str) -> str:
    return f'"{name}"' if _is_sqlite(connection) else _lexeme(name)


def _lexeme(name: str) -> str:
    return f"'{name}'"


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
