"""Which phrases count where a text has too many."""

from __future__ import annotations

import numpy as np
import pytest
from penchant.memory.embedding import DEFAULT, Vectorizer, open_embedder
from penchant.memory.extraction import MAX_PHRASES, candidates
from penchant.memory.reading.ranking import best
from penchant.memory.reading.reader import Reader
from penchant.memory.records import Phrase

TEXT = (
    "Tell me about rock climbing, ice climbing, indoor climbing, climbing gyms, climbing shoes, boulder walls, "
    "mountain huts, alpine routes, tax law and a pie chart."
)


def unit(*values: float) -> list[float]:
    return list(np.array(values) / np.linalg.norm(values))


def test_refusals_go_first_then_what_is_stated() -> None:
    phrases = [
        Phrase("chess", 0, 5),
        Phrase("golf", 6, 10, 1, "stated"),
        Phrase("opera", 11, 16, -1, "stated"),
    ]
    vectors = np.array([unit(1, 0), unit(1, 0), unit(0, 1), unit(0, 1)], np.float32)
    assert best(phrases, vectors, 1) == [2]
    assert best(phrases, vectors, 2) == [1, 2]


def test_of_two_that_are_alike_one_gives_way_to_another_thing() -> None:
    phrases = [Phrase("jazz", 0, 4), Phrase("jazz music", 5, 15), Phrase("tea", 16, 19)]
    vectors = np.array([unit(1, 0.6, 0), unit(1, 0.1, 0), unit(1, 0.1, 0), unit(0.2, 1, 0)], np.float32)
    assert best(phrases, vectors, 2) == [0, 2]


@pytest.fixture(scope="module")
def vectorizer() -> Vectorizer:
    return Vectorizer(open_embedder(DEFAULT))


def test_a_reading_keeps_what_says_most_of_the_text_and_its_vectors(vectorizer: Vectorizer) -> None:
    whole = candidates(TEXT)
    assert len(whole) > MAX_PHRASES
    reading = Reader(candidates, vectorizer)(TEXT)
    names = [phrase.text for phrase in reading.phrases]
    assert len(names) == MAX_PHRASES == len(reading.vectors) - 1
    assert names != [phrase.text for phrase in whole[:MAX_PHRASES]]
    assert set(names) < {phrase.text for phrase in whole}
    expected = vectorizer([TEXT, *names])
    assert np.allclose(reading.vectors, expected, atol=1e-5)


def test_a_reading_is_the_same_every_time(vectorizer: Vectorizer) -> None:
    first, second = (Reader(candidates, vectorizer)(TEXT).phrases for _ in range(2))
    assert first == second
