from __future__ import annotations

from penchant.tui.text.recall import KEPT, Recall


def filled(*texts: str) -> Recall:
    recall = Recall()
    recall.fill(texts)
    return recall


def test_earlier_messages_come_newest_first_and_the_draft_comes_back() -> None:
    recall = filled("one", "two")
    assert recall.older("a draft") == "two"
    assert recall.older("two") == "one"
    assert recall.older("one") is None
    assert recall.newer("one") == "two"
    assert recall.newer("two") == "a draft"
    assert recall.newer("a draft") is None


def test_what_is_edited_while_passing_by_stays_until_something_is_sent() -> None:
    recall = filled("one", "two")
    recall.older("")
    assert recall.older("two, edited") == "one"
    assert recall.newer("one") == "two, edited"
    recall.remember("three")
    assert recall.older("") == "three"
    assert recall.older("three") == "two"


def test_the_same_message_twice_is_remembered_once() -> None:
    recall = Recall()
    recall.remember("one")
    recall.remember("one")
    recall.remember("  ")
    assert recall.older("") == "one"
    assert recall.older("one") is None


def test_only_so_many_are_kept() -> None:
    recall = filled(*(str(number) for number in range(KEPT + 50)))
    recall.remember("last")
    found, shown = 0, ""
    while (text := recall.older(shown)) is not None:
        found, shown = found + 1, text
    assert (found, shown) == (KEPT, "51")
