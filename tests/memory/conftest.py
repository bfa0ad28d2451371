"""What the tests of memory share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.memory.life import Life


@pytest.fixture(scope="session")
def life(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Life]:
    return lambda: Life(tmp_path_factory.mktemp("life"))
