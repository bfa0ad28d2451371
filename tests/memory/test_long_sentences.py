"""How long it takes to read a sentence without an end, in each language."""

from time import process_time

import pytest
from penchant.memory.extraction import extract


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("tejo ", 3200),
        ("nach dem Klettern ich ", 700),
        ("ich habe: ", 1600),
        ("my cello ", 1800),
        ("noch ", 3200),
        ("又去又", 1600),
    ],
)
def test_a_long_sentence_takes_hardly_longer_than_its_length(said: str, times: int) -> None:
    half, whole = (_least_cost(said * some) for some in (times // 2, times))
    assert whole < 3 * half + 0.05


def _least_cost(text: str) -> float:
    return min(_cost(text) for _ in range(3))


def _cost(text: str) -> float:
    began = process_time()
    extract(text)
    return process_time() - began
