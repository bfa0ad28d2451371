"""The paper's own example: examples/paper_case.py, held to what the paper says of it."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from penchant.agent import classify
from penchant.memory import InterestMemory, Item, UserMemory

from tests.conftest import Clock

EXAMPLE = Path(__file__).parents[3] / "examples" / "paper_case.py"


@pytest.fixture(scope="module")
def case() -> Any:
    found = spec_from_file_location("paper_case", EXAMPLE)
    assert found
    assert found.loader
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def reader(case: Any, clock: Clock, memory: InterestMemory) -> UserMemory:
    clock.now = case.NOW
    user = memory.user("A")
    user.observe_all(case.evenings())
    return user


def test_who_often_searches_for_and_reads_about_it_has_the_interest_at_about_the_papers_weight(
    reader: UserMemory,
) -> None:
    first, *others = reader.interests()
    assert first.label == "人工智能"
    assert first.weight == pytest.approx(0.8, abs=0.07)
    assert all(one.weight < first.weight - 0.1 for one in others)
    assert reader.weights()["西红柿"] < 0.2


def test_the_interest_is_explained_by_what_was_searched_for_and_read(case: Any, reader: UserMemory) -> None:
    sources = reader.explain("人工智能").sources
    assert {one.event.kind for one in sources} == {"search", "view", "save"}
    assert {one.event.text for one in sources if one.event.kind == "search"} == set(case.SEARCHES)
    assert {one.event.item for one in sources if one.event.item} == {
        Item(title, tags=("人工智能",)) for title in case.ARTICLES
    }


def test_a_text_is_classified_another_way_because_of_it_and_says_so(case: Any, reader: UserMemory) -> None:
    found = classify(case.TEXTS[0], case.LABELS, memory=reader)
    assert (found.plain_label, found.label) == ("汽车", "人工智能")
    assert found.why.startswith("人工智能 0.")
    assert [one.interest.label for one in found.biases["人工智能"].liked] == ["人工智能"]


def test_a_text_on_something_else_stays_where_it_is(case: Any, reader: UserMemory) -> None:
    found = classify(case.TEXTS[-1], case.LABELS, memory=reader)
    assert found.label == found.plain_label == "财经"


def test_someone_else_gets_the_plain_class(case: Any, reader: UserMemory, memory: InterestMemory) -> None:
    other = classify(case.TEXTS[0], case.LABELS, memory=memory.user("B"))
    assert other.label == "汽车"
    assert other.probabilities == classify(case.TEXTS[0], case.LABELS, memory=reader).plain
