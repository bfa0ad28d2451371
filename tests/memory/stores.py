"""Where the tests' memories are stored: in the folder that a test names, or for `PENCHANT_TEST_STORES=servers` on a PostgreSQL server.

There each folder stands for a schema of its own. Programs that tests start ask for the same with `follow`.
"""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from penchant.memory import ledger
from sqlalchemy import URL, make_url

ON_SERVERS = os.environ.get("PENCHANT_TEST_STORES") == "servers" or "TEST_POSTGRES" in os.environ

on_folders = pytest.mark.skipif(ON_SERVERS, reason="it is about the files of SQLite or of the embedded index")
"""Marks a test of what only a folder has."""

_folder_url = ledger._url


def follow() -> None:
    """Open ledgers of folders on the test run's servers, if there are any."""
    if "TEST_POSTGRES" in os.environ:
        ledger._url = _schema_url


def _schema_url(place: Path | str) -> URL:
    url = _folder_url(place)
    if url.get_backend_name() != "sqlite":
        return url
    schema = f"t{sha256(str(Path(place).expanduser().resolve()).encode()).hexdigest()[:20]}"
    _make(schema)
    return make_url(os.environ["TEST_POSTGRES"]).update_query_dict({"options": f"-csearch_path={schema}"})


@cache
def _make(schema: str) -> None:
    import psycopg

    url = os.environ["TEST_POSTGRES"].replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}".encode())
