"""A population's own trust in the rungs: `penchant fitted` in `focus`, told only of what it was not fitted on."""

from __future__ import annotations

import pytest
from penchant.evals.run import run, samples
from penchant.evals.suites import focus
from penchant.evals.suites.populations import law_of, laws
from penchant.evals.suites.suite import members
from penchant.memory import Law


@pytest.mark.parametrize("part", focus.PARTS)
def test_every_set_has_a_population_that_trusts_attention_more_than_the_packaged_one(part: str) -> None:
    law = law_of(f"{part}: 1 3")
    assert law in laws().values()
    assert law.prior[:2].sum() > Law().prior[:2].sum()
    assert (law.vote_rate, law.switching) == (Law().vote_rate, Law().switching)


@pytest.mark.parametrize("quick", [True, False])
def test_no_conversation_that_a_population_was_fitted_on_is_measured(quick: bool) -> None:
    units = focus.units(samples(), quick, 0)
    assert {members(unit)[0] for unit in units} == set(focus.PARTS)
    assert all(number % 2 for unit in units for number in members(unit)[1])


def test_the_fitted_law_answers_by_its_own_trust() -> None:
    found = run(["focus"], None, systems=["penchant", "penchant fitted", "most recent"]).suites["focus"].systems
    packaged, fitted = found["penchant"].metrics, found["penchant fitted"].metrics
    assert (
        packaged["MRR"].people.keys()
        == fitted["MRR"].people.keys()
        == found["most recent"].metrics["MRR"].people.keys()
    )
    assert packaged["ECE of shares"].value != fitted["ECE of shares"].value
