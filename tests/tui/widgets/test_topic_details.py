"""The rows of a topic in full, as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from penchant.memory import Explanation, Interest, Parts, Together, Voice
from penchant.tui.widgets.topic_details import company, made, voice

DAY = timedelta(days=1)


def explained(*voices: Voice, returns: float | None = None, **parts: float) -> Explanation:
    share = sum(one.trust * one.forecast for one in voices)
    interest = Interest(1, "tea", 0.4, share, 0.0, 3, None, returns=returns)
    return Explanation(interest, (), Parts(**parts), voices)


def test_a_weight_is_taken_apart() -> None:
    assert made(explained(recent=0.31, lasting=0.09)) == "lately .31 · long run .09"


def test_what_is_lent_pinned_and_lost_is_named_with_its_sign() -> None:
    found = made(explained(lent=0.05, pinned=0.2, lost=0.1))
    assert found == "lent .05 from people like you · pinned +.20 · dislikes −.10"


def test_parts_that_count_nothing_are_not_named() -> None:
    assert made(explained(recent=0.004)) == ""


def test_the_chance_of_coming_back_is_told_where_it_is_known() -> None:
    assert made(explained(recent=0.3, returns=0.72)) == "lately .30 · comes back 72%"


def test_of_what_is_disliked_nobody_is_told_how_likely_they_come_back() -> None:
    one = explained(recent=0.3, returns=0.72)
    disliked = replace(one, interest=replace(one.interest, negative=0.6))
    assert made(disliked) == "lately .30"


def test_the_half_life_that_gives_most_of_the_share_is_named() -> None:
    found = voice(explained(Voice(5 * DAY, 0.7, 0.5), Voice(90 * DAY, 0.3, 0.1)))
    assert found == "share: half-life 5 days says it loudest"


def test_half_lives_that_speak_alike_are_not_named() -> None:
    assert voice(explained(Voice(5 * DAY, 0.5, 0.3), Voice(90 * DAY, 0.5, 0.3))) == ""


def test_topics_that_come_together_are_named_with_how_often() -> None:
    found = company([Together(2, "piano", 0.1, 0.8, 3.0), Together(3, "two\nlines", 0.1, 0.6, 2.0)])
    assert found == "often together with piano 80%, two lines 60%"


def test_a_topic_that_comes_alone_has_no_row_for_company() -> None:
    assert company([]) == ""
