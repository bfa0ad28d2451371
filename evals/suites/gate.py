"""T1: which of a person's statements matters to a message, and does any? (TREC iKAT)

The statements are memories in file order, a day apart. A system's input is the last exchange and the message as it was said.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..measured import Measured
from ..metrics.injection import injected, missed, over_personalized
from ..metrics.ranking import ndcg, precision, recall, reciprocal_rank
from ..systems.gated import MOST
from ..systems.system import UNBOUNDED, Query, Said, tokens
from .ikat import FILES, Asked, conversations
from .suite import BASELINES, DAY, START, Suite, Timed, Work


def units(data: Path, quick: bool, seed: int) -> list[str]:
    """Return the names of the conversations that have statements."""
    names = [one.name for one in conversations(data) if one.statements]
    return sorted(np.random.default_rng(seed).permutation(names)[: 4 if quick else None].tolist())


def measure(work: Work) -> Measured:
    """Tell the statements, then ask every turn."""
    one, found = next(one for one in conversations(work.data) if one.name == work.unit), Measured()
    system = Timed(work.make(), found)
    for place, (key, text) in enumerate(one.statements):
        system.observe(Said(key, START + place * DAY, text, session=key))
    sizes = {key: tokens(text) for key, text in one.statements}
    for turn in one.turns:
        _ask(found, work.unit, system, turn, sizes)
    system.close()
    return found


def _ask(found: Measured, person: str, system: Timed, turn: Asked, sizes: dict[str, int]) -> None:
    context = system.context(Query(turn.text, START + len(sizes) * DAY, turn.before), UNBOUNDED)
    ranked = [piece.id for piece in context.pieces]
    given = [piece.id for piece in context.taken][:MOST]
    both = len(turn.needed & set(given))
    for name in ("F1", "micro F1"):
        found.add(person, name, 2 * both, len(given) + len(turn.needed))
    if turn.needed:
        found.add(person, "nDCG@3", ndcg(ranked, turn.needed, MOST))
        found.add(person, "P@3", precision(ranked, turn.needed, MOST))
        found.add(person, "R@3", recall(ranked, turn.needed, MOST))
        found.add(person, "MRR", reciprocal_rank(ranked, turn.needed))
    one = [injected(given, turn.needed)]
    for name, value in (("over-personalization", over_personalized(one)), ("missed", missed(one))):
        if value is not None:
            found.add(person, name, value)
    found.add(person, "turns with something", float(bool(given)))
    found.score("AUROC of speaking", context.speaks, bool(turn.needed))
    found.add(person, "tokens", sum(sizes[key] for key in given))


GATE = Suite(
    name="gate",
    lead="micro F1",
    files=(FILES,),
    systems=(
        "penchant",
        "penchant packaged gate",
        "penchant quoting",
        *BASELINES,
        "minilm",
    ),
    units=units,
    measure=measure,
    notes=(
        "`penchant` is the gate fitted anew on the other four of five folds, conversations about one thing kept together; `penchant, "
        "packaged gate` was fitted on these very conversations, so that its figures flatter it.",
        "Micro F1 of the statements put in, at most three, over all turns, as the protocol has it; F1 is the mean over people of theirs.",
        "Retrievers have no threshold: they put in the first three, always.",
    ),
    smaller_is_better=("over-personalization", "missed", "tokens"),
    configurable=False,  # what is measured here is the gate, and no law
)
