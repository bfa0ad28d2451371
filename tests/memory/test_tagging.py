"""Words are read where they stand: tokens with their places, gated recurrent units, and what the network tells of words."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from penchant.memory.embedding import DEFAULT, Vectorizer, open_embedder
from penchant.memory.extraction import candidates
from penchant.memory.reading import tagging
from penchant.memory.reading.reader import Reader
from penchant.memory.reading.tagging import BATCH, Layer, Tagger, as_ruled, tagger
from penchant.memory.records import Phrase
from penchant.memory.tokens import tokens

HELD_OUT = Path(__file__).parents[1] / "data" / "tagged_held_out.jsonl"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(candidates, Vectorizer(open_embedder(DEFAULT)))


@pytest.fixture(scope="module")
def tag() -> Tagger:
    found = tagger(DEFAULT)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I love rock climbing, nicht wahr?", ["rock", "climbing"]),
        ("我喜欢爬山和 jazz", ["爬山", "jazz"]),
        ("½ cup of ﬁgs  and\n\nsome tea", ["cup", "tea"]),
        ("dejé el tango 🎉🎉 después", ["tango", "después"]),
    ],
)
def test_tokens_say_where_they_stand(text: str, words: list[str]) -> None:
    spans, vectors = tokens(text)
    assert len(spans) == len(vectors)
    assert spans[0] == (0, 0)
    assert spans[-1] == (len(text), len(text))
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)
    for word in words:
        start = text.index(word)
        covered = "".join(text[a:b] for a, b in spans if start <= a and b <= start + len(word))
        assert covered == word


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\x00", "🎉" * 50])
def test_whatever_a_text_is_its_tokens_have_a_beginning_and_an_end(text: str) -> None:
    spans, vectors = tokens(text)
    assert len(spans) == len(vectors) >= 2


def test_a_token_means_the_same_wherever_it_stands() -> None:
    [first, *_] = [vector for (a, b), vector in zip(*tokens("jazz"), strict=True) if b > a]
    again = [vector for (a, b), vector in zip(*tokens("old jazz here"), strict=True) if (a, b) == (4, 8)]
    np.testing.assert_array_equal([first], again)


def test_the_units_are_gated_as_they_are_defined() -> None:
    """The states of three texts of other lengths equal those computed text by text, step by step, from the definition."""
    random = np.random.default_rng(3)
    d, h, lengths = 4, 3, np.array([5, 1, 3])

    def some(*shape: int) -> np.ndarray:
        return random.normal(size=shape).astype(np.float32)

    layer, x = Layer(some(2, d, 3 * h), some(2, 1, 3 * h), some(2, h, 3 * h), some(2, 1, 3 * h)), some(3, 5, d)
    found = layer(x, lengths)

    def sigmoid(value: np.ndarray) -> np.ndarray:
        return np.asarray(1 / (1 + np.exp(-value)))

    for row, length in enumerate(lengths.tolist()):
        for way, order in ((0, range(length)), (1, range(length - 1, -1, -1))):
            state = np.zeros(h)
            for at in order:
                come = x[row, at] @ layer.taken[way] + layer.taken_bias[way, 0]
                kept = state @ layer.kept[way] + layer.kept_bias[way, 0]
                reset, update = sigmoid(come[:h] + kept[:h]), sigmoid(come[h : 2 * h] + kept[h : 2 * h])
                candidate = np.tanh(come[2 * h :] + reset * kept[2 * h :])
                state = (1 - update) * candidate + update * state
                np.testing.assert_allclose(found[row, at, way * h : (way + 1) * h], state, atol=1e-5)


def test_texts_are_tagged_alike_alone_and_with_others(reader: Reader, tag: Tagger) -> None:
    texts = [json.loads(line)["text"] for line in HELD_OUT.read_text("utf-8").splitlines()][:120]
    readings = reader.read_all(texts)
    together = tag(texts, [one.phrases for one in readings], np.array([one.vectors[0] for one in readings]))
    assert sum(len(one.spans) for one in together) > BATCH / 2
    for text, reading, its in zip(texts[:30], readings, together, strict=False):
        [alone] = tag([text], [reading.phrases], reading.vectors[:1])
        np.testing.assert_allclose(alone.chances, its.chances, atol=1e-4)
        np.testing.assert_allclose(its.chances.sum(axis=1), 1, atol=1e-5)


def test_nothing_to_tag_is_nothing(tag: Tagger) -> None:
    assert tag([], [], np.zeros((0, 512), np.float32)) == []


def test_of_a_long_text_the_beginning_is_tagged(reader: Reader, tag: Tagger) -> None:
    text = "I play the cello. " * 200
    reading = reader(text)
    [tags] = tag([text], [reading.phrases], reading.vectors[:1])
    assert tags.spans[-1] == (2000, 2000)
    assert tags.cared(Phrase("cello", 3000, 3005)) == 0.0


def test_the_network_is_told_what_rules_read() -> None:
    spans, _ = tokens("I love jazz and no eggs")
    ruled = as_ruled(spans, [Phrase("jazz", 7, 11, 1, "stated", 1.5), Phrase("eggs", 19, 23, -1, "stated", ends=True)])
    at = {"I love jazz and no eggs"[start:end]: row.tolist() for (start, end), row in zip(spans, ruled, strict=True)}
    assert at["jazz"] == [1, 1, 0, 0, 1.5]
    assert at["love"] == [0, 0, 0, 0, 0]
    assert ruled.max(axis=0).tolist() == [1, 1, 1, 1, 1.5]


@pytest.mark.parametrize(
    ("text", "word", "side"),
    [
        ("my forearms are toast, sent my first v4 at the bouldering gym last night", "bouldering", "cared"),
        ("I never could get into opera, my wife lives for it", "opera", "avoided"),
        (
            "roommate wants me at the kpop concert, i cannot take even one song, how do i say no nicely",
            "kpop",
            "avoided",
        ),
        ("我每周末都去爬山，这次膝盖有点疼怎么办", "爬山", "cared"),
        ("Ich kann Knoblauch nicht ab, was nehme ich stattdessen?", "Knoblauch", "avoided"),
    ],
)
def test_what_stands_around_a_word_decides(reader: Reader, tag: Tagger, text: str, word: str, side: str) -> None:
    reading = reader(text)
    [tags] = tag([text], [reading.phrases], reading.vectors[:1])
    start = text.index(word)
    its = Phrase(word, start, start + len(word))
    chances = {"cared": tags.cared(its), "avoided": tags.avoided(its)}
    assert max(chances, key=lambda name: chances[name]) == side
    assert chances[side] > 0.3


@pytest.mark.parametrize(
    "text", ["What is the boiling point of water?", "Translate this letter into French for my boss."]
)
def test_a_task_names_nothing_of_the_person(reader: Reader, tag: Tagger, text: str) -> None:
    reading = reader(text)
    [tags] = tag([text], [reading.phrases], reading.vectors[:1])
    assert tags.chances[:, 1:].max() < 0.3


def test_for_another_release_of_the_embedding_model_nothing_is_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    tagger.cache_clear()
    monkeypatch.setattr(tagging, "mark", lambda _: "another release")
    assert tagger(DEFAULT) is None
    tagger.cache_clear()
    assert tagger("openai:text-embedding-3-small") is None
