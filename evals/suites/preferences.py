"""T7(a): does the preference that bears on a request come to hand, and is nothing put in where nothing bears? (PrefEval, CLINC150)

A person has stated one preference on each topic among unrelated requests, twelve a session. They ask one question on each, and as many
requests that none of their preferences bears on.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ...agent.local.actuator import Actuator
from ..choosing.asked import messages_of, quoting
from ..choosing.chooser import Chooser, chooser
from ..measured import Measured
from ..metrics.choices import accuracy, spoilt
from ..metrics.injection import injected, missed, over_personalized
from ..metrics.ranking import recall, reciprocal_rank, within
from ..systems.configuration import configuration, is_configuration
from ..systems.system import UNBOUNDED, Piece, Query, Said, System, tokens
from .suite import BASELINES, DAY, HOUR, START, Suite, Timed, Work, read, weigh

TURNS, PEOPLE, BUDGETS = 240, 10, (32, 64, 128, 256)
INJECTED = 4
"""Turns that a system puts into a prompt at most, as the agent does: what is over- and missed-personalized is judged by these."""
CHOICES, RIGHT = "nc/prefeval/mcq_options/*.json", 0
"""Where the questions' options are, of which the first keeps the preference."""
CHOICE_TOKENS = 128
"""What may stand before a question with options."""


@cache
def preferences(data: Path) -> dict[str, list[dict[str, str]]]:
    """Return PrefEval's preferences, each with its question, by topic."""
    folder = data / "nc/prefeval/explicit_preference"
    found = {path.stem: read(path) for path in sorted(folder.glob("*.json"))}
    if not found:
        raise ValueError(
            f"{folder} has no JSON files: the suite needs them (docs/evaluation.md says where they come from)"
        )
    return found


@cache
def options(data: Path) -> dict[str, tuple[str, ...]]:
    """Return the options of PrefEval's questions, by preference and question, and by question: a few preferences are worded anew."""
    found = dict[str, tuple[str, ...]]()
    for one in (one for path in sorted(data.glob(CHOICES)) for one in read(path)):
        some = tuple(one["classification_task_options"])
        found[one["preference"] + one["question"]] = some
        found.setdefault(one["question"], some)
    return found


@cache
def requests(data: Path, part: str) -> list[str]:
    """Return CLINC150's requests."""
    return [text for text, _ in read(data / "clinc150/data_train_val.json")[part]]


def units(data: Path, quick: bool, seed: int) -> list[str]:
    """Return simulated people."""
    preferences(data)
    return [f"person {seed + number}" for number in range(2 if quick else PEOPLE)]


def measure(work: Work) -> Measured:
    """Let one person tell, and ask."""
    found, rng = Measured(), random.Random(work.unit)  # noqa: S311 - a simulation, no secret
    held = [rng.choice(some) for some in preferences(work.data).values()]
    others, free = requests(work.data, "train"), requests(work.data, "val")
    told = [one["preference"] for one in held]
    said = told + rng.sample(others, min(len(others), (60 if work.quick else TURNS) - len(told)))
    rng.shuffle(said)
    inner = work.make()
    system = Timed(inner, found)
    for place, text in enumerate(said):
        system.observe(Said(str(place), START + place * HOUR, text, session=str(place // 12)))
    own = {str(said.index(text)) for text in told}
    sizes = {str(place): tokens(text) for place, text in enumerate(said)}
    for one in held:
        _ask(found, work.unit, system, one["question"], str(said.index(one["preference"])), own, sizes, len(said))
    for question in rng.sample(free, min(len(free), len(held))):
        _ask(found, work.unit, system, question, "", own, sizes, len(said))
    if work.model:
        _choose(found, work, inner, held, said)
    system.close()
    return found


def _choose(found: Measured, work: Work, system: System, held: Sequence[dict[str, str]], said: Sequence[str]) -> None:
    """Let the language model choose among the options of each question, after what the system puts before it."""
    model, bare = chooser(work.model, _actuator(work.system)), chooser(work.model)
    times = {str(place): START + place * HOUR for place in range(len(said))}
    for place, one in enumerate(held):
        known = options(work.data)
        some = known.get(one["preference"] + one["question"]) or known.get(one["question"])
        if some is None:
            continue
        query = Query(one["question"], START + len(said) * HOUR)
        context = system.context(query, CHOICE_TOKENS)
        chosen = model.choose(messages_of(system, query, context, times, CHOICE_TOKENS, model.profile), some)
        alone = bare.choose(quoting(query.text, (), {}, 0, bare.profile), some)
        found.add(work.unit, "choice accuracy", accuracy([chosen], [RIGHT]))
        found.add(work.unit, "choices spoilt", spoilt([alone], [chosen], [RIGHT]))
        if work.system == "nothing":
            _told(found, work.unit, bare, query, some, one["preference"], "choice accuracy told the preference")
            other = held[(place + 1) % len(held)]["preference"]
            _told(found, work.unit, bare, query, some, other, "choice accuracy told another preference")


def _told(
    found: Measured, person: str, model: Chooser, query: Query, some: Sequence[str], preference: str, name: str
) -> None:
    """Measure the choice after one statement alone: what a memory that is always right would get, or always wrong."""
    messages = quoting(query.text, [Piece("it", preference, 1.0)], {"it": query.at - DAY}, CHOICE_TOKENS, model.profile)
    found.add(person, name, accuracy([model.choose(messages, some)], [RIGHT]))


def _actuator(system: str) -> Actuator:
    return configuration(system).bias if is_configuration(system) else Actuator.PROMPT


def _ask(
    found: Measured,
    person: str,
    system: Timed,
    question: str,
    bearing: str,
    own: set[str],
    sizes: dict[str, int],
    now: int,
) -> None:
    context = system.context(Query(question, START + now * HOUR), UNBOUNDED)
    weigh(context, sizes)
    ranked = [piece.id for piece in context.pieces]
    given = [piece.id for piece in context.taken][:INJECTED]
    if bearing:
        _rank(found, person, ranked, bearing, own, sizes)
    one = [injected(given, {bearing} if bearing else ())]
    for name, value in (("over-personalization", over_personalized(one)), ("missed", missed(one))):
        if value is not None:
            found.add(person, name, value)
    found.score("AUROC of speaking", context.speaks, bool(bearing))
    found.add(person, "tokens", sum(sizes[key] for key in given))


def _rank(
    found: Measured, person: str, ranked: Sequence[str], bearing: str, own: set[str], sizes: dict[str, int]
) -> None:
    among = [key for key in ranked if key in own]
    found.add(person, "R@1", recall(among, {bearing}, 1))
    found.add(person, "R@5", recall(among, {bearing}, 5))
    found.add(person, "R@5 of all turns", recall(ranked, {bearing}, 5))
    found.add(person, "MRR", reciprocal_rank(ranked, {bearing}))
    for budget in BUDGETS:
        fitting = within(ranked, sizes, budget)
        found.add(person, f"recall at {budget} tokens", recall(fitting, {bearing}))


PREFERENCES = Suite(
    name="preferences",
    lead="R@5 of all turns",
    files=("nc/prefeval/explicit_preference/*.json", "clinc150/data_train_val.json"),
    systems=(
        "penchant",
        "penchant quoting",
        *BASELINES,
    ),
    units=units,
    measure=measure,
    notes=(
        "Ten simulated people, ten preferences each among 240 turns. PrefEval may not be used commercially.",
        "Over-personalization: something is put in for a request that no preference bears on; missed: for one that has such a preference "
        "this is not among the (at most four) turns put in.",
        "Some of the requests touch what was said before, which the labels do not know.",
        "Choice accuracy: a language model's likeliest option (mean log-likelihood of a token) is the one that keeps the preference, with "
        "what a system puts before the question in at most 128 tokens; spoilt: it was without. Of `nothing` also told that preference, "
        "or another.",
        "R@1 and R@5 rank the bearing preference among the person's ten; `of all turns` among all 240.",
    ),
    smaller_is_better=("over-personalization", "missed", "tokens", "choices spoilt"),
    choices=(CHOICES,),
)
