"""T4 in one pass through time: the same ranks as from memories that are made anew for each ranking."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from penchant.evals.run import samples
from penchant.evals.suites import person
from penchant.evals.suites.suite import Work
from penchant.evals.systems.system import UNBOUNDED, Query, Said, belief
from penchant.evals.systems.table import Bench, make


def anew(place: int, who: str, name: str, bench: Bench) -> float:
    """How alike a conversation is to what a new memory has of a person's earlier ones."""
    all_, system = person.talks(samples()), make(name, bench, "law")
    for earlier in all_.of[who]:
        side = all_.sides[earlier]
        if earlier < place and side.words:
            labels = tuple(sorted(set(side.words)))
            system.observe(Said(str(earlier), side.at, " ".join(side.words), labels=labels, apart=True))
    talk = all_.sides[place]
    said = belief(system.context(Query(" ".join(talk.words), talk.at, wants="person"), UNBOUNDED))
    return person.cosine(said, frozenset(talk.words), all_.rarity)


@pytest.mark.parametrize("name", ["penchant", "decay 7 days", "BM25"])
def test_one_pass_through_time_ranks_as_memories_made_anew_do(name: str, bench: Bench) -> None:
    all_, hits, asked = person.talks(samples()), Counter[str](), Counter[str]()
    for place in (place for of in all_.of.values() for place in of[person.KNOWN :] if all_.sides[place].words):
        own = all_.sides[place].person
        scores = {who: anew(place, who, name, bench) for who in all_.of}
        ahead = [who for who in all_.of if who != own and scores[who] > scores[own]]
        asked[own] += 1
        hits[own] += not ahead
    unit = " ".join(str(place) for of in all_.of.values() for place in of[person.KNOWN :] if all_.sides[place].words)
    found = person.measure(Work(unit, samples(), True, 0, name, partial(make, name, bench, "law")))
    assert sum(asked.values()) >= 5
    assert {who: metrics["hit@1"] for who, metrics in found.people.items()} == {
        who: [hits[who], asked[who]] for who in asked
    }


def rankable(place: int) -> bool:
    """Whether a conversation has words, and everyone has talked before it."""
    all_ = person.talks(samples())
    return bool(all_.sides[place].words) and len({side.person for side in all_.sides[:place]}) == len(all_.of)


def test_a_person_is_in_one_unit_with_at_most_so_many_conversations_and_nobody_is_left_out() -> None:
    all_ = person.talks(samples())
    units = [[int(place) for place in unit.split()] for unit in person.units(samples(), False, 0)]
    of = [{all_.sides[place].person for place in unit} for unit in units]
    drawn = Counter(all_.sides[place].person for unit in units for place in unit)
    assert sum(map(len, of)) == len(set().union(*of))  # nobody is in two
    assert set().union(*of) == {
        who for who in all_.of if any(rankable(place) for place in all_.of[who][person.KNOWN :])
    }
    assert max(drawn.values()) <= person.EACH
    assert all(place in all_.of[all_.sides[place].person][person.KNOWN :] for unit in units for place in unit)
    assert person.units(samples(), True, 0) != person.units(samples(), True, 1)
