"""Penchant in configurations by their names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from penchant.agent.background.extractor import Extractor as Refiner
from penchant.agent.gate.policy import Personalize
from penchant.agent.local.actuator import Actuator
from penchant.evals.run import SYSTEMS, _asked, run
from penchant.evals.suites.table import TABLE
from penchant.evals.systems.configuration import BASES, KEYS, NAMED, configuration, is_configuration, parted
from penchant.evals.systems.given import GivenTopics
from penchant.evals.systems.model_extractor import Read
from penchant.evals.systems.penchant import Penchant
from penchant.evals.systems.system import UNBOUNDED, Query, Said
from penchant.evals.systems.table import ON_REQUEST, Bench, check, make
from penchant.memory import Law, ReadingFailed, Refined, Suggestion

START = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_name_says_what_is_set_and_everything_else_is_as_it_was() -> None:
    found = configuration(
        "penchant reading:personalize=off,bias=contrast,extractor=openai:gpt-4.1,long=12h,mix=0.5,short=30m"
    )
    assert (found.base, found.asked, found.personalize) == ("penchant reading", "agent", Personalize.OFF)
    assert (found.bias, found.extractor) == (Actuator.CONTRAST, "openai:gpt-4.1")
    law = found.law(Law(burst=3))
    assert (law.long, law.short, law.mix, law.burst) == (timedelta(hours=12), timedelta(minutes=30), 0.5, 3)
    plain = configuration("penchant")
    assert (plain.asked, plain.law(Law())) == (None, Law())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("penchant:colour=red", "a key of asked, personalize, bias, extractor, short, long"),
        ("penchant:personalize", "KEY=VALUE with a key of"),
        ("penchant:personalize=maybe", "choose of off, gate, always"),
        ("penchant:bias=loud", "choose of prompt, attention, contrast"),
        ("penchant:asked=all", "choose of search, quotes, agent"),
        ("penchant:long=7", "a number with its unit, as in 30m, 12h, 7d or 2w"),
        ("penchant:mix=much", "mix cannot be 'much': it is a number"),
        ("penchant:long=400d", "half-lives must obey"),
        ("penchant:long=7d,long=8d", "sets 'long' twice"),
        ("BM25:long=7d", "no system 'BM25:long=7d'"),
        ("penchant packaged gate:long=7d", "no system"),
    ],
)
def test_what_cannot_be_set_is_told_with_what_can(name: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        check(name)


def test_every_key_can_be_set() -> None:
    values = {"asked": "quotes", "personalize": "always", "bias": "attention", "extractor": "off", "short": "1d"}
    values |= {"long": "90d", "negative": "180d", "switching": "0.002", "discount": "0.2", "certainty": "0.9"}
    for key in KEYS:
        assert configuration(f"penchant:{key}={values.get(key, '1')}").base == "penchant"


def test_a_list_of_names_keeps_the_settings_of_a_name_together() -> None:
    assert parted("penchant:long=7d,negative=14d,BM25, nothing") == ["penchant:long=7d,negative=14d", "BM25", "nothing"]
    assert parted("BM25,long=7d,") == ["BM25", "long=7d"]


def test_the_named_ones_are_listed_and_are_what_they_say() -> None:
    assert set(NAMED) <= set(ON_REQUEST) <= set(SYSTEMS)
    assert all(is_configuration(name) for name in (*BASES, *NAMED))
    for name, written in NAMED.items():
        assert configuration(name).law(Law()) == configuration(written).law(Law())
        assert configuration(name).personalize is configuration(written).personalize


def told(name: str, bench: Bench, text: str) -> list[str]:
    """What a system puts before a message, after ten days of speaking of one thing."""
    system = make(name, bench)
    for day in range(10):
        system.observe(Said(str(day), START + timedelta(days=day), "I love rock climbing.", session=str(day)))
    context = system.context(Query(text, START + timedelta(days=10)), UNBOUNDED)
    system.close()
    return [one.text for one in context.taken]


def test_personalizing_is_switched_off_and_forced_on(bench: Bench) -> None:
    closed, open_ = "What is 17 times 23?", "What should I do on Sunday?"
    assert "rock climbing" in told("penchant agent", bench, open_)
    assert told("penchant agent", bench, closed) == []
    assert "rock climbing" in told("penchant always", bench, closed)
    assert told("penchant off", bench, open_) == []


def test_a_half_life_is_that_of_the_law_wherever_topics_are_given(bench: Bench) -> None:
    def share(name: str) -> float:
        system = make(name, bench, "law")
        for number in range(6):
            system.observe(Said(str(number), START, "", session="1", labels=("old",)))
        system.observe(Said("new", START + timedelta(days=60), "", session="2", labels=("new",)))
        found = system.context(Query("", START + timedelta(days=60), wants="person"), UNBOUNDED)
        system.close()
        return {one.text: one.score for one in found.pieces}["old"]

    assert isinstance(make("penchant:long=7d,negative=14d", bench, "law"), GivenTopics)
    assert share("penchant half-life 7 days") < share("penchant") < share("penchant half-life 1 year")


def test_penchant_is_what_the_suite_measures_unless_it_is_said(bench: Bench) -> None:
    kinds = {"penchant:mix=0.5": "agent", "penchant:asked=search": "search", "penchant quoting": "quotes"}
    for name, asked in kinds.items():
        system = make(name, bench, "agent")
        assert isinstance(system, Penchant)
        assert system.asked == asked
        system.close()


class Canned(Refiner):
    """A model's word without a model."""

    def __init__(self, *suggestions: Suggestion, failure: ReadingFailed | None = None) -> None:
        self._said, self._failure = suggestions, failure

    def __call__(self, texts: Sequence[str]) -> Refined:
        assert len(texts) == 1
        if self._failure:
            raise self._failure
        return Refined((self._said,), 9)


def test_a_models_phrases_count_where_they_stand_in_the_text_and_the_rules_where_it_fails() -> None:
    text = "I love jazz but I can't stand opera."
    read = Read(Canned(Suggestion("Jazz", 1, "stated"), Suggestion("chess", 1, "stated")))
    assert [(one.text, one.stance) for one in read(text)] == [("jazz", "stated")]
    assert read("```code```") == ()
    useless = Read(Canned(failure=ReadingFailed("too small", again=False)))
    assert {(one.text, one.polarity) for one in useless(text)} >= {("jazz", 1), ("opera", -1)}
    with pytest.raises(ReadingFailed, match="not reached"):
        Read(Canned(failure=ReadingFailed("not reached", again=True)))(text)


def test_a_configuration_is_asked_where_it_is_named_and_never_by_itself() -> None:
    suite = TABLE["preferences"]
    named = ["penchant:mix=0.5", "penchant always", "BM25"]
    assert _asked(suite, named)[0] == ["BM25", "penchant:mix=0.5", "penchant always"]
    assert not set(_asked(suite, None)[0]) & set(ON_REQUEST)
    asked, notes = _asked(TABLE["gate"], named)
    assert asked == ["BM25"]
    assert [note.split(" was not")[0] for note in notes] == ["penchant:mix=0.5", "penchant always"]


def test_a_run_has_the_figures_of_a_configuration_under_its_name(kept: Path) -> None:
    found = run(["drift"], None, systems=["penchant", "penchant:smoothing=9"], cache=kept)
    figures = found.suites["drift"].systems
    assert set(figures) == {"penchant", "penchant:smoothing=9"}
    assert figures["penchant"].metrics["JSD"] != figures["penchant:smoothing=9"].metrics["JSD"]
