"""Processes under load, killed and restarted, for a short time. The long run is bench/load.py, by hand."""

from __future__ import annotations

from pathlib import Path

from bench.load import run
from tests.servers.chroma import chroma
from tests.servers.postgres import Postgres


def test_nothing_is_lost_when_a_process_and_both_servers_are_killed(server: Postgres, tmp_path: Path) -> None:
    with chroma(tmp_path) as index:
        report = run(server, index, users=12, seconds=8)
    assert report.acknowledged > 0
    assert (report.lost, report.twice, report.indexed) == ([], [], True)
    assert report.apart < 1e-9
    assert report.stored <= report.acknowledged + 4
