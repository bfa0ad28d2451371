"""Free time: no quote stands in the place of interests where it is asked what to do with it."""

from __future__ import annotations

import pytest
from penchant.agent.gate.leisure import is_of_free_time


@pytest.mark.parametrize(
    "text",
    [
        "What should I do this weekend?",
        "Got 3 days free by myself. Ideas?",
        "I've got a whole week off coming up. How should I spend it?",
        "what do i even do with myself",
        "I'm bored",
        "下周年假五天，干嘛好？",
        "Ich hab Resturlaub. Was mach ich Schönes?",
        "no tengo plan, q hago estas dos semanas?",
        "Une idée pour ce week-end ?",
    ],
)
def test_what_to_do_with_free_time_is_told(text: str) -> None:
    assert is_of_free_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "What should I cook tonight?",
        "Which book next?",
        "Where should I eat in Rome?",
        "晚上吃什么？",
        "Was koche ich?",
    ],
)
def test_a_question_of_one_matter_is_none_of_free_time(text: str) -> None:
    assert not is_of_free_time(text)
