"""What a turn takes on PostgreSQL: rows and bytes of each table and its indexes, a turn.

    python bench/rows.py --turns 600

A turn is one message, of the person or of the assistant; the figures are those of a database after that many, empty pages
included. Texts are about as long as in a chat (180 characters); vectors have 512 numbers, as the packaged model gives; every answer
keeps what was sent to the model (2,000 characters).
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from penchant.memory import InterestMemory
from sqlalchemy import text

from tests.memory.writer import Chance, Minutes, open_small
from tests.servers.postgres import Postgres, postgres

SIZES = text(
    "SELECT relname, n_live_tup, pg_table_size(relid), pg_indexes_size(relid) FROM pg_stat_user_tables "
    "WHERE schemaname = 'rows' AND n_live_tup > 0 ORDER BY pg_total_relation_size(relid) DESC"
)


def fill(memory: InterestMemory, turns: int) -> None:
    person = memory.user("ada")
    for number in range(turns // 2):
        words = " ".join(f"word{number * 7 + place}" for place in range(18))
        said = f"turn {number} is about topic {number % 60}: {words}"
        person.observe(said, session=f"s{number // 20}")
        sent = json.dumps({"messages": [f"{number} {words} " * 12]})
        person.observe(f"{words} {number} {words[:60]}", role="assistant", session=f"s{number // 20}", sent=sent)


def measure(server: Postgres, turns: int) -> None:
    url = server.schema("rows")
    with open_small(url, clock=Minutes(), index=False, embedder=Chance("wide", 512)) as memory:
        fill(memory, turns)
        with memory.ledger.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM (FULL, ANALYZE)")
            rows = connection.execute(SIZES).all()
    print(f"{turns:,} turns; a turn:\n{'table':<12}{'rows':>8}{'bytes':>9}{'indexes':>9}")
    for name, count, table, indexes in rows:
        print(f"{name:<12}{count / turns:>8.2f}{table / turns:>9.0f}{indexes / turns:>9.0f}")
    print(f"{'all':<12}{sum(row[1] for row in rows) / turns:>8.2f}{sum(row[2] for row in rows) / turns:>9.0f}"
          f"{sum(row[3] for row in rows) / turns:>9.0f}")  # fmt: skip


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--turns", type=int, default=600)
    with postgres() as server:
        measure(server, parser.parse_args().turns)


if __name__ == "__main__":
    main()
