"""A search finds better constants where there are any, and says so on people whom it has not seen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from penchant.evals.sweep import SPACE, law_of, split, sweep
from penchant.memory import Law

pytest.importorskip("optuna")


def test_a_search_tries_the_packaged_law_first_and_keeps_the_best(kept: Path) -> None:
    told: list[tuple[str, int, int]] = []
    asked = {"trials": 4, "seed": 1, "settings": ("vote_rate", "novelty")}
    found = sweep("drift", None, cache=kept, progress=lambda *step: told.append(step), **asked)  # type: ignore[arg-type]
    assert told == [("drift", n, 4) for n in (1, 2, 3, 4)]
    assert found.trials[0].settings == {"vote_rate": Law().vote_rate, "novelty": Law().novelty}
    assert found.train[0].value == pytest.approx(found.trials[0].value)
    assert found.train[1].value == pytest.approx(min(one.value for one in found.trials))
    assert found.train[1].value <= found.train[0].value
    assert not set(found.train[0].people) & set(found.test[0].people)
    assert found.difference.mean == pytest.approx(found.test[1].value - found.test[0].value, abs=1e-5)
    assert sweep("drift", None, cache=kept, **asked) == found  # type: ignore[arg-type]


def test_no_person_is_searched_on_and_tested_on() -> None:
    train, test = split([str(n) for n in range(9)], seed=3)
    assert sorted(train + test) == [str(n) for n in range(9)]
    assert len(train) == 4
    with pytest.raises(ValueError, match="cannot be split"):
        split(["one"], seed=0)


def test_a_law_is_made_of_settings_in_days_and_numbers() -> None:
    assert law_of({"short": 2.0, "burst": 3.0}) == Law(short=timedelta(days=2), burst=3.0)
    for name, its in SPACE.items():
        assert law_of({name: its.low}) != law_of({name: its.high})
        assert its.low <= (getattr(Law(), name) / timedelta(days=1) if its.days else getattr(Law(), name)) <= its.high


def test_what_cannot_be_searched_is_told() -> None:
    with pytest.raises(ValueError, match="no setting 'halflife': choose of short"):
        sweep("drift", None, settings=("halflife",))
    with pytest.raises(ValueError, match="no suite 'drifts'"):
        sweep("drifts", None)
    with pytest.raises(ValueError, match="at least one trial"):
        sweep("drift", None, trials=0)
