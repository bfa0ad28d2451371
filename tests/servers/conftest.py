"""A PostgreSQL and a Chroma server for the tests of this folder, started once for each process of a run."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.servers.chroma import Chroma, chroma
from tests.servers.postgres import Postgres, binaries, postgres


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed here; .ci/services installs it")
    with postgres() as started:
        yield started


@pytest.fixture
def ledger_url(server: Postgres) -> str:
    """The URL of an empty schema."""
    return server.schema(f"t{uuid4().hex[:16]}")


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroma]:
    with chroma(tmp_path_factory.mktemp("chroma")) as started:
        yield started
