"""What the tests of memory share."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from tests.memory.life import Life
from tests.memory.stores import ON_SERVERS, follow
from tests.servers.postgres import postgres

_servers = ExitStack()


def pytest_configure() -> None:
    """Start the servers once for a run: the processes that xdist starts find them in their environment."""
    if ON_SERVERS and "TEST_POSTGRES" not in os.environ:
        os.environ["TEST_POSTGRES"] = _servers.enter_context(postgres()).url
    follow()


def pytest_unconfigure() -> None:
    _servers.close()


@pytest.fixture(scope="session")
def life(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Life]:
    return lambda: Life(tmp_path_factory.mktemp("life"))
