"""Votes over a long history: the last events vote again, on sums in closed form, and what comes out is what voting on all gives."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.memory import Law
from penchant.memory import votes as v
from penchant.memory import weights as w
from penchant.memory.history import ballot
from penchant.memory.history.columns import Columns, EvidenceRow
from penchant.memory.history.replay import Stop, all_stops
from penchant.memory.history.sums import Void, Walk

from tests.memory.life import DAY

LAW = Law()
TOPICS = 4
RATES = LAW.rates[w.RUNGS]

moments = st.one_of(st.integers(-3, 3), st.integers(-30 * DAY, 400 * DAY))
said = st.dictionaries(st.integers(0, TOPICS - 1), st.floats(0.01, 3), min_size=1, max_size=3)
histories = st.lists(st.tuples(moments, said), min_size=1, max_size=14)
stops = st.lists(st.builds(Stop, st.integers(0, TOPICS - 1), moments, st.integers(-1, 15)), max_size=4)


def columns_of(history: Sequence[tuple[int, dict[int, float]]]) -> Columns:
    rows = [EvidenceRow(topic, event, m, at) for event, (at, fed) in enumerate(history) for topic, m in fed.items()]
    return Columns.of(rows).in_order()


def plain(pieces: Columns, stopped: Sequence[Stop]) -> list[tuple[w.Floats, int, list[w.Floats], list[bool]]]:
    """Return what stands before each event, by definition: totals, known topics, and each piece's sums and whether it was known."""
    found, rows = [], list(pieces)
    for (at, event), some in groupby(rows, key=lambda row: (row.at, row.event)):
        last = {stop.topic: (stop.at, stop.event) for stop in stopped if (stop.at, stop.event) < (at, event)}
        valid = [row for row in rows if last.get(row.topic, (w.NEVER, 0)) < (row.at, row.event) < (at, event)]
        sums = {row.topic: np.zeros(len(RATES)) for row in valid}
        for row in valid:
            sums[row.topic] = sums[row.topic] + row.mass * np.exp(-RATES * (at - row.at))
        topics = [row.topic for row in some]
        each = [sums.get(topic, np.zeros(len(RATES))) for topic in topics]
        found.append(
            (np.sum([*sums.values(), np.zeros(len(RATES))], axis=0), len(sums), each, [t in sums for t in topics])
        )
    return found


@given(histories, stops, st.integers(0, 13))
@settings(deadline=None, max_examples=150)
def test_a_walk_from_anywhere_finds_the_sums_of_the_definition(
    history: list[tuple[int, dict[int, float]]], stopped: list[Stop], start: int
) -> None:
    pieces, start = columns_of(history), min(start, len(history) - 1)
    stopped = all_stops(pieces, stopped)
    places = np.unique(pieces.topic, return_inverse=True)
    number = {topic: place for place, topic in enumerate(places[0].tolist())}
    voids = [Void(one.at, one.event, number[one.topic]) for one in stopped if one.topic in number]
    events = np.flatnonzero(np.diff(pieces.event, prepend=-1))
    walk = Walk.over(pieces, places[1], events[start:], voids, RATES)
    totals, counts, sums, known = zip(*plain(pieces, stopped)[start:], strict=True)
    np.testing.assert_allclose(walk.totals, np.array(totals), rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(walk.counts, counts)
    np.testing.assert_array_equal(walk.known, [one for some in known for one in some])
    np.testing.assert_allclose(walk.sums, np.array([one for some in sums for one in some]), rtol=1e-9, atol=1e-12)


def drifting(count: int) -> Columns:
    """Return a history in which a topic stays for a while and another comes."""
    random = np.random.default_rng(7)
    at = np.cumsum(random.integers(1_000, DAY // 4, count))
    rows = [
        EvidenceRow(
            (event // 40 + int(random.random() < 0.2)) % 9, event, float(random.uniform(0.1, 3)), int(at[event])
        )
        for event in range(count)
    ]
    return Columns.of(rows)


def test_what_was_long_ago_need_not_vote_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ballot, "LEFT", 1e-6)
    history = drifting(6000)
    stopped = all_stops(history, [Stop(3, int(history.at[5500]), 5500), Stop(4, int(history.at[100]), 100)])
    cast: list[int] = []
    sway = v.sway

    def counted(votes: w.Floats, *given: Any) -> w.Floats:
        cast.append(len(votes))
        return sway(votes, *given)

    monkeypatch.setattr(v, "sway", counted)
    monkeypatch.setattr(ballot, "WINDOW", 6000)
    everything, voted_at = ballot.elect(history, stopped, LAW)
    assert cast == [1] * 6000
    cast.clear()
    monkeypatch.setattr(ballot, "WINDOW", 3500)
    lately, at = ballot.elect(history, stopped, LAW)
    assert cast == [11] * 3500
    assert at == voted_at == history.at[-1]
    np.testing.assert_allclose(lately, everything, rtol=0, atol=1e-6)


@given(histories, stops, st.integers(1, 5))
@settings(deadline=None, max_examples=60)
def test_votes_that_are_not_forgotten_are_cast_again(
    history: list[tuple[int, dict[int, float]]], stopped: list[Stop], window: int
) -> None:
    pieces = columns_of(history)
    stopped = all_stops(pieces, stopped)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ballot, "WINDOW", window)
        votes, _ = ballot.elect(pieces, stopped, LAW)
    np.testing.assert_allclose(votes, ballot.elect(pieces, stopped, LAW)[0], rtol=1e-9, atol=1e-9)
