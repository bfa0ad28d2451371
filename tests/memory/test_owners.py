"""Whose an interest is, on the sentences of tests/data that name one thing and its owner: no worse than docs/quality.md says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from penchant.evals.labelled import same
from penchant.memory.extraction import extract

DATA = Path(__file__).parents[1] / "data"
Outcomes = Counter[tuple[str, str]]


def outcomes(part: str) -> Outcomes:
    """Count by owner what became of the things of a set: stated, mentioned or left out."""
    counts: Outcomes = Counter()
    for line in (DATA / f"owners_{part}.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        stances = {phrase.stance for phrase in extract(one["text"]) if same(phrase.text, one["phrase"])}
        counts[one["owner"], "stated" if "stated" in stances else "mentioned" if stances else "left out"] += 1
    return counts


def share(counts: Outcomes, owner: str, *ways: str) -> float:
    """Return the share of an owner's things that came out in one of these ways."""
    return sum(counts[owner, way] for way in ways) / sum(n for (whose, _), n in counts.items() if whose == owner)


@pytest.mark.parametrize("part", ["development", "held_out"])
def test_what_is_someone_elses_is_not_stated_as_the_speakers_and_seldom_named_at_all(part: str) -> None:
    counts = outcomes(part)
    assert share(counts, "other", "stated") < 0.05
    assert share(counts, "other", "stated", "mentioned") < 0.12


@pytest.mark.parametrize("part", ["development", "held_out"])
def test_what_is_only_supposed_is_not_believed(part: str) -> None:
    assert share(outcomes(part), "hypothetical", "stated") < 0.05


@pytest.mark.parametrize(("part", "least"), [("development", 0.97), ("held_out", 0.75)])
def test_the_speakers_own_is_still_found_beside_other_peoples(part: str, least: float) -> None:
    assert share(outcomes(part), "me", "stated") >= least


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("My flatmate devours romance novels, I read poetry.", {"poetry"}),
        ("Opera is my brother's thing. I love jazz.", {"jazz"}),
        ("The person I'm cooking for hates coriander.", set()),
        ("My stepfather thinks I should get into hunting.", set()),
        ("I'm looking for perfume for my mother.", set()),
        ("She got me hooked on trail running.", {"trail running"}),
        ("寿司是我室友的最爱，我爱吃拉面。", {"拉面"}),
        ("我想给爱钓鱼的爸爸买个礼物。", set()),
        ("真希望我也喜欢网球。", set()),
    ],
)
def test_only_the_speakers_own_is_stated(text: str, stated: set[str]) -> None:
    assert {phrase.text for phrase in extract(text) if phrase.stance == "stated"} == stated


def test_the_speakers_own_is_found_beside_others_and_what_is_theirs_is_left_to_them() -> None:
    counts = outcomes("second")
    assert share(counts, "me", "stated") > 0.65
    assert share(counts, "other", "stated") < 0.05
    assert share(counts, "hypothetical", "stated") < 0.10
