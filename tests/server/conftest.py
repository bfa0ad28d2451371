"""The model behind the server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.loopback import Loopback


@pytest.fixture
def upstream() -> Iterator[Loopback]:
    with Loopback(reply="Go climbing, of course.") as server:
        yield server
