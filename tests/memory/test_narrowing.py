"""The index's short vectors: what they keep, and that cosines are those of the whole ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from penchant.memory import InterestMemory, UserMemory, narrowing
from penchant.memory.calibration import unit
from penchant.memory.embedding import DEFAULT, Vectors
from penchant.memory.forgetting.matching import Matcher
from penchant.memory.forgetting.traces import gathered
from penchant.memory.index import NeighbourIndex
from penchant.memory.narrowing import Narrowing
from penchant.memory.recall import held

from .writer import open_small

THINGS = (
    "climbing", "jazz", "Italian cooking", "chess", "my garden", "the dentist", "a train to Vienna", "tax forms", "wool socks", "opera",
    "a new laptop", "birds", "sourdough", "a football match", "a wedding", "black holes", "yoga", "a fine", "tea",
    "stamps",
)  # fmt: skip
SAYINGS = (
    "I spent the evening on {}.", "What do you think of {}?", "{} costs more than it did", "Tell me about {} in Japan.",
    "我昨天想到了 {}", "I cannot stop thinking about {} since Monday.",
)  # fmt: skip
SAID = tuple(saying.format(thing) for thing in THINGS for saying in SAYINGS)


def test_the_nearest_by_short_vectors_are_the_nearest(memory: InterestMemory) -> None:
    whole = memory.vectorizer(SAID)
    short = memory.narrow(whole)
    assert short.shape == (len(SAID), 192)
    assert np.allclose(np.linalg.norm(short, axis=1), 1, atol=1e-5)
    best, candidates = (np.argsort(-(some @ some.T), axis=1) for some in (whole, short))
    kept = [np.isin(one[:5], some[:20]).mean() for one, some in zip(best, candidates, strict=True)]
    assert np.mean(kept) > 0.99


def test_vectors_of_another_model_stay_whole() -> None:
    vectors = unit(np.random.default_rng(1).normal(size=(3, 768)))
    narrow = Narrowing("openai:text-embedding-3-small")
    assert narrow.stamp == ""
    assert narrow(vectors) is vectors


def test_vectors_of_another_release_stay_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(narrowing, "mark", lambda package: f"{package} 99")
    narrowing._packaged.cache_clear()
    try:
        assert Narrowing(DEFAULT).stamp == ""
    finally:
        narrowing._packaged.cache_clear()


def _filled(person: UserMemory, memory: InterestMemory) -> None:
    for text in SAID[:60]:
        person.observe(text, session="s")
    assert memory.settle(60)


def _stored(memory: InterestMemory) -> Vectors:
    assert isinstance(memory._index, NeighbourIndex)
    vectors: Vectors = memory._index._collection.get(include=["embeddings"])["embeddings"]
    return vectors


def test_chroma_holds_short_vectors_and_what_it_finds_has_the_cosines_of_whole_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "FEW", 5)
    monkeypatch.setattr(held, "MOST", 5)
    with InterestMemory(tmp_path) as memory:
        person = memory.user()
        _filled(person, memory)
        assert _stored(memory).shape == (60, 192)
        asked = memory.vectorizer(["an evening of chess"])[0]
        with person._access.reading() as connection:
            found = memory.nearest(connection, person._access.number, asked, 10)
        events = {number: event.text for number, event in person.events([number for number, _ in found]).items()}
        cosines = memory.vectorizer([events[number] for number, _ in found]) @ asked
        assert [cosine for _, cosine in found] == pytest.approx(cosines.tolist(), abs=1e-5)
        assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
        assert "chess" in events[found[0][0]]


def test_an_index_of_whole_vectors_is_filled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("penchant.memory.interests.Narrowing", lambda _model: Narrowing("another"))
    with InterestMemory(tmp_path) as memory:
        _filled(memory.user(), memory)
    monkeypatch.undo()
    with InterestMemory(tmp_path) as memory:
        memory.user()
        assert memory.settle(60)
        assert _stored(memory).shape == (60, 192)


def test_a_memory_of_another_model_is_found_in_its_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "FEW", 2)
    monkeypatch.setattr(held, "MOST", 2)
    with open_small(tmp_path) as memory:
        person = memory.user()
        for number in range(9):
            person.observe(f"I love topic {number}.", session="s")
        assert memory.settle(60)
        with person._access.reading() as connection:
            (first, cosine), *_ = memory.nearest(
                connection, person._access.number, memory.vectorizer(["I love topic 4."])[0], 3
            )
        assert [event.text for event in person.events([first]).values()] == ["I love topic 4."]
        assert cosine == pytest.approx(1)


def test_a_search_for_what_was_forgotten_finds_a_short_vector_under_the_number_of_the_whole_one(
    memory: InterestMemory,
) -> None:
    vectors = memory.vectorizer(["I collect thimbles.", "I hate opera."])
    matcher = Matcher(gathered((), vectors=[one.tobytes() for one in vectors]), narrow=memory.narrow)
    stored = memory.narrow(memory.vectorizer([*SAID, "I hate opera."]))[-1]  # in a batch, as the index gets it
    assert {number for number, _, _ in matcher(b"xyz" + stored.tobytes())} == {1}
    assert {number for number, _, _ in matcher(b"xyz" + vectors[0].tobytes())} == {0}
    assert list(matcher(memory.narrow(memory.vectorizer(["I love tea."])).tobytes())) == []
