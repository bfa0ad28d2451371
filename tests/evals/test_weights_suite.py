"""Whether weights tell what comes next: what is asked, and of whom."""

from __future__ import annotations

from dataclasses import asdict

from penchant.evals.measured import added, figures
from penchant.evals.run import samples
from penchant.evals.suites.suite import START, Work
from penchant.evals.suites.weights import WEIGHTS, Session
from penchant.evals.systems.given import GivenTopics
from penchant.evals.systems.system import Context, Piece, Query, Said


class Alike:
    """A system to which all topics that it has heard of are the same."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def observe(self, said: Said) -> None:
        """Know its topics."""
        self.known |= dict.fromkeys(said.labels, said.id)

    def context(self, query: Query, budget: int) -> Context:
        """Return them all."""
        assert (query.wants, query.text, budget > 1000) == ("weight", "", True)
        return Context(tuple(Piece(number, name, 0.25, (name,)) for name, number in self.known.items()))

    def close(self) -> None:
        """Nothing is held."""


def test_who_knows_no_difference_is_right_half_of_the_time() -> None:
    parts = [
        asdict(WEIGHTS.measure(Work(unit, samples(), True, 0, "alike", Alike)))
        for unit in WEIGHTS.units(samples(), True, 0)
    ]
    found = figures(added(parts), WEIGHTS.lead, 0)
    assert set(found.metrics["AUROC"].people.values()) == {0.5}
    assert {"AUROC LAPS", "AUROC drift", "Brier", "ECE of weights"} <= set(found.metrics)
    ((told, came),) = found.curves["reliability of weights"].points
    assert told == 0.25
    assert 0 < came < 1


def test_what_comes_back_as_something_disliked_does_not_come_back() -> None:
    session = Session(START, (("genre: horror", "dislike"), ("genre: comedy", "like"), ("time: evening", "statement")))
    assert session.back == {"genre: comedy", "time: evening"}


def test_given_topics_have_the_mass_of_their_kind() -> None:
    weights = []
    for kind, masses in (("chat", {}), ("like", {}), ("like", {"like": 1.0}), ("dislike", {})):
        system = GivenTopics(lambda _texts: None, masses=masses)  # type: ignore[arg-type]
        system.observe(Said("1", START, "x", labels=("x",), kind=kind))
        weights.append(system.context(Query("", START, wants="weight"), 10).pieces[0].score)
    plain, liked, as_plain, disliked = weights
    assert disliked == 0
    assert 0 < plain == as_plain < liked
