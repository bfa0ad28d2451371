"""What the tests of memory share, and where they are run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.memory.life import Life
from tests.memory.stores import ON_FILES, ON_SERVERS, follow
from tests.servers.chroma import chroma
from tests.servers.postgres import postgres

_servers = ExitStack()


def pytest_configure() -> None:
    """Start the servers once for a run: the processes that xdist starts find them in their environment."""
    if ON_SERVERS and "TEST_POSTGRES" not in os.environ:
        folder = _servers.enter_context(TemporaryDirectory(prefix="penchant-chroma-"))
        os.environ["TEST_CHROMA"] = _servers.enter_context(chroma(Path(folder))).url
        os.environ["TEST_POSTGRES"] = _servers.enter_context(postgres()).url
    follow()


def pytest_unconfigure() -> None:
    _servers.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what only a folder has; each with its reason."""
    here = Path(__file__).parent
    for item in items if ON_SERVERS else ():
        name = getattr(item, "originalname", None) or item.name
        if here in item.path.parents and (why := ON_FILES.get(item.path.name) or ON_FILES.get(name)):
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def life(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Life]:
    return lambda: Life(tmp_path_factory.mktemp("life"))


@pytest.fixture
def open_way() -> Iterator[Path]:
    """A folder that other users can reach: those of pytest are closed to them."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
