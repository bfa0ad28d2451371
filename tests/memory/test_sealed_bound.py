"""The index of an encrypted ledger holds so many vectors: who was searched longest ago is let go of, and found again when asked."""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path

import pytest
from penchant.memory.sealing import masters, turning
from penchant.memory.sealing.index import SealedIndex
from penchant.memory.sealing.record import Source

from tests.memory.stores import ON_SERVERS
from tests.memory.writer import open_small

pytestmark = pytest.mark.skipif(ON_SERVERS, reason="encrypts a file")


def test_who_was_searched_longest_ago_goes_and_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(masters.VARIABLE, b64encode(os.urandom(32)).decode())
    with open_small(tmp_path, index=False) as memory:
        for name in ("ada", "ben", "eve"):
            for number in range(3):
                memory.user(name).observe(f"I love topic {number}, says {name}.")
    turning.encrypt(tmp_path, Source.ENVIRONMENT)
    with open_small(tmp_path) as memory:
        index = memory._index
        assert isinstance(index, SealedIndex)
        index._most = 7
        people = {name: memory.user(name) for name in ("ada", "ben", "eve")}
        numbers = {name: person._access.number for name, person in people.items()}

        def held() -> list[int]:
            return [user for user, one in index._people.items() if one.size]

        for name in ("ada", "ben", "eve"):
            _nearest(index, numbers[name])
        assert held() == [numbers["ben"], numbers["eve"]]
        assert len(_nearest(index, numbers["ada"])) == 3
        assert held() == [numbers["eve"], numbers["ada"]]
        memory.settle(240)
        assert len(held()) <= 2
        assert memory.index_lag() == 0
        index._most = 1
        assert len(_nearest(index, numbers["ben"])) == 3
        assert held() == [numbers["ben"]]


def _nearest(index: SealedIndex, user: int) -> list[tuple[int, float]]:
    ledger, vectorizer = index._ledger, index._vectorize
    with ledger.read(user) as connection:
        return index.nearest(connection, user, vectorizer(["topic 1"])[0], 9)
