"""A scanner of the tests' own: where in all files of some folders a text, or a vector, still stands. It shares no code with Penchant's.

A text is looked for in every run of a few of its characters, in UTF-8, UTF-16, escaped as in JSON and as base64; a vector
by three numbers in a row, as 32-bit floats that may be off in the last places (Chroma brings vectors to length one again) and as
16-bit floats.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

RUN = 16
"""Characters of the runs in which a text is looked for."""


def found(places: list[Path], texts: list[str], vectors: list[npt.NDArray[np.float32]] | None = None) -> list[str]:
    """Return, for every file in which something stands, what and how."""
    hits = list[str]()
    for file in _files(places):
        data = file.read_bytes()
        hits += [
            f"{file}: {text!r} as {way}" for text in texts for way in _ways(text) if _holds(data, _ways(text)[way])
        ]
        hits += [f"{file}: vector {number}" for number, one in enumerate(vectors or []) if _holds_vector(data, one)]
    return hits


def _files(places: list[Path]) -> Iterator[Path]:
    for place in places:
        yield from (file for file in sorted(place.rglob("*")) if file.is_file())


def _ways(text: str) -> dict[str, list[bytes]]:
    runs = [text[start : start + RUN] for start in range(max(1, len(text) - RUN + 1))]
    ways = {
        "UTF-8": [run.encode() for run in runs],
        "UTF-16": [run.encode("utf-16-le") for run in runs],
        "JSON": [json.dumps(run)[1:-1].encode() for run in runs],
    }
    for skip in range(3):
        coded = [base64.b64encode(run.encode()[skip:]) for run in runs]
        ways[f"base64 {skip}"] = [one.rstrip(b"=")[:-1] for one in coded]
    return {way: [run for run in some if len(run) >= 6] for way, some in ways.items()}


def _holds(data: bytes, runs: list[bytes]) -> bool:
    return any(run in data or run.lower() in data for run in runs)


def _holds_vector(data: bytes, vector: npt.NDArray[np.float32]) -> bool:
    halves = vector.astype(np.float16).tobytes()
    if any(halves[start : start + 16] in data for start in range(0, len(halves) - 15, 16)):
        return True
    for shift in range(4):
        size = (len(data) - shift) // 4
        floats = np.frombuffer(data, np.float32, max(0, size), shift) if size >= 3 else np.zeros(0, np.float32)
        for start in range(0, len(vector) - 3, 25):
            one, two, three = vector[start : start + 3]
            with np.errstate(invalid="ignore", over="ignore"):
                near = np.abs(floats[:-2] - one) <= 2e-6 * abs(one)
                near &= np.abs(floats[1:-1] - two) <= 2e-6 * abs(two)
                near &= np.abs(floats[2:] - three) <= 2e-6 * abs(three)
            if near.any():
                return True
    return False
