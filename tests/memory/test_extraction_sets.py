"""The extractor on the sentences that belong to this project (tests/data): no worse than what docs/quality.md promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from penchant.evals.labelled import Part, Score, compare, load
from penchant.memory.extraction import extract

DATA = Path(__file__).parents[1] / "data"
BOTH: tuple[Part, ...] = ("development", "held out")


def score(language: str, *parts: Part) -> Score:
    return compare([one for part in parts for one in load(DATA / f"{language}_interests.jsonl", part)], extract)


@pytest.mark.parametrize(("language", "sentences"), [("english", 150), ("chinese", 200)])
def test_the_sets_are_whole_and_half_of_each_was_held_out(language: str, sentences: int) -> None:
    halves = [load(DATA / f"{language}_interests.jsonl", part) for part in BOTH]
    assert [len(half) for half in halves] == [sentences // 2, sentences // 2]
    texts = [one.text for half in halves for one in half]
    assert len(set(texts)) == sentences


@pytest.mark.parametrize("language", ["english", "chinese"])
@pytest.mark.parametrize("part", BOTH)
def test_explicit_interests_are_found_with_their_polarity(language: str, part: Part) -> None:
    found = score(language, part)
    assert found.f1 >= 0.75
    assert found.polarity >= 0.9


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_what_is_someone_elses_is_hardly_ever_taken_for_the_speakers(language: str) -> None:
    found = score(language, *BOTH)
    assert found.others >= 15
    assert found.leaked < 0.05


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_what_is_only_supposed_is_not_stated(language: str) -> None:
    found = score(language, *BOTH)
    assert found.supposed
    assert found.believed == 0


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_endings_are_noticed_and_strengths_ordered(language: str) -> None:
    found = score(language, *BOTH)
    assert found.ended >= 0.9 * found.endings
    assert found.orders_strengths() >= 0.75
