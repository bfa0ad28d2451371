"""Unused places in Chroma's files: hnswlib writes what lay in memory there, and nothing of that may stay."""

from __future__ import annotations

import os
from pathlib import Path

from penchant.memory.forgetting.slots import HEADER, LENGTHS, VECTORS, Slots

PLACES, FILLED, SIZE = 8, 3, 20


def graph(folder: Path, version: int = 1) -> Path:
    """Write the files of an index with three of eight places filled and something in every byte."""
    place = folder / "one"
    place.mkdir()
    (place / "header.bin").write_bytes(HEADER.pack(version, 0, PLACES, FILLED, SIZE))
    (place / VECTORS).write_bytes(b"v" * (PLACES * SIZE))
    (place / LENGTHS).write_bytes(b"l" * (PLACES * 4))
    return place


def test_what_is_not_filled_is_zeros_in_both_files_and_what_is_filled_stays(tmp_path: Path) -> None:
    place = graph(tmp_path)
    assert Slots().blank(tmp_path) == 2
    assert (place / VECTORS).read_bytes() == b"v" * (FILLED * SIZE) + bytes((PLACES - FILLED) * SIZE)
    assert (place / LENGTHS).read_bytes() == b"l" * (FILLED * 4) + bytes((PLACES - FILLED) * 4)


def test_files_of_a_kind_that_is_not_known_are_left_as_they_are(tmp_path: Path) -> None:
    place = graph(tmp_path, version=2)
    assert Slots().blank(tmp_path) == 0
    assert set((place / LENGTHS).read_bytes()) == set(b"l")


def test_a_file_written_again_within_one_tick_of_the_clock_is_looked_at_again(tmp_path: Path) -> None:
    place, slots = graph(tmp_path), Slots()
    slots.blank(tmp_path)
    stamp = (place / LENGTHS).stat().st_mtime_ns
    (place / LENGTHS).write_bytes(b"m" * (PLACES * 4))
    os.utime(place / LENGTHS, ns=(stamp, stamp))
    assert slots.blank(tmp_path) == 1
