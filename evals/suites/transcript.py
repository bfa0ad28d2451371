"""A person's own log: what they turn to next, what would be put before the model, and how good the topics are.

What a turn is about are its labels `topics`, or, where no turn of the log has any, the phrases that the extractor finds in it. At every
turn of a user's the system first says by its context what comes next; then it is asked with the message itself; then it hears it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from ...agent.gate.exchanges import Exchange
from ...memory.extraction import candidates
from ..labelled import same, tokens
from ..measured import Measured
from ..metrics.injection import stale
from ..metrics.prompts import kept_prefix
from ..metrics.ranking import hit, ndcg, recall, reciprocal_rank
from ..metrics.topics import coherence, duplication
from ..spool import Turn, has_topics, turns, users
from ..systems.configuration import is_configuration
from ..systems.penchant import Penchant
from ..systems.system import Context, Query, Said, System, belief
from ..systems.table import extractor_of
from .reading import read_turn
from .suite import BASELINES, Suite, Timed, Work, size

BUDGET = 256
DRAWN, MOMENTS = 3, 40
"""Topics of a user whose weights are drawn over time, and points of each line; of more than ten users none are drawn."""

DOCUMENTS = 2000
"""Sessions, the first ones, over which coherence is counted."""


def units(data: Path, quick: bool, seed: int) -> list[str]:
    """Return the users."""
    del seed
    return sorted(users(data))[: 3 if quick else None]


@dataclass
class Heard:
    """What is known of a user so far: topics that came, the last exchange and its session, likes and dislikes, sessions' words."""

    labelled: bool = False
    """Whether the log says what its turns are about."""
    known: set[str] = field(default_factory=set)
    before: tuple[Exchange, ...] = ()
    part: str = ""
    over: set[str] = field(default_factory=set)
    session: str = ""
    sessions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    context: str = ""
    told: dict[str, float] = field(default_factory=dict)
    came: set[str] = field(default_factory=set)
    first: datetime | None = None
    last: datetime | None = None


def measure(work: Work) -> Measured:
    """Replay one user."""
    found, heard, inner = Measured(), Heard(has_topics(work.data)), work.make()
    system = Timed(inner, found)
    for turn in turns(work.data, work.unit):
        heard.first = heard.first or turn.at
        if turn.role == "user":
            _session(found, heard, turn, inner)
            _next(found, heard, turn, system)
            _asked(found, heard, turn, system)
            _read(found, work, turn)
        system.observe(Said(turn.id, turn.at, turn.text, turn.role, turn.session, _about(heard, turn)))
        _learn(heard, turn, inner)
    if isinstance(inner, Penchant) and heard.last:
        _weights(found, heard)
        _topics(found, work, heard, inner)
    system.close()
    return found


@lru_cache(maxsize=4096)  # a turn's phrases are asked for several times, but not those of all turns
def _phrases(text: str) -> tuple[str, ...]:
    """Return what a text is about: its phrases as sorted words without endings, so that one thing has one name."""
    names = (" ".join(sorted(set(tokens(phrase.text)))) for phrase in candidates(text))
    return tuple(dict.fromkeys(name for name in names if name))


def _about(heard: Heard, turn: Turn) -> tuple[str, ...]:
    if turn.role != "user":
        return ()
    return _names(turn, "topics") if heard.labelled else _phrases(turn.text)


def _names(turn: Turn, label: str) -> tuple[str, ...]:
    """Return the things that a label names, each written one way: a label is typed by hand, as `Café` here and as `café` there."""
    return tuple(dict.fromkeys(" ".join(normalize("NFKC", name).casefold().split()) for name in turn.named(label)))


def _next(found: Measured, heard: Heard, turn: Turn, system: Timed) -> None:
    """Measure what is said to come next: the ranking where something comes back, the shares whatever comes."""
    now = set(_about(heard, turn))
    if not now or not heard.known:
        return
    back = now & heard.known
    found.add(turn.user, "turns that come back to something", float(bool(back)))
    # of an earlier session too: what searches by words has none else where a session begins
    said = belief(system.context(Query("", turn.at, heard.before), BUDGET))
    ranked = sorted(said, key=lambda name: -said[name])
    for name in ranked:
        found.tell("of shares", min(said[name], 1.0), float(name in now))
    if back:
        for k in (1, 5):
            found.add(turn.user, f"hit@{k}", hit(ranked, back, k))
        found.add(turn.user, "MRR", reciprocal_rank(ranked, back))
        found.add(turn.user, "NDCG@5", ndcg(ranked, back, 5))


def _asked(found: Measured, heard: Heard, turn: Turn, system: Timed) -> None:
    """Measure what would be put before the model for the message."""
    before = heard.before if turn.session == heard.part else ()
    context = system.context(Query(turn.text, turn.at, before), BUDGET)
    text = "\n".join(one.text for one in context.taken)
    found.add(turn.user, "prompt tokens", size(context))  # not what the forecast took
    if (shift := turn.labels.get("shift")) is not None:
        found.score("AUROC of a shift", system.context(Query("", turn.at, heard.before), BUDGET).new, shift)
    found.add(turn.user, "prefix stability", kept_prefix(heard.context, text))
    heard.context = text
    if (personal := turn.labels.get("personal")) is not None:
        name = "missed" if personal else "over-personalization"
        found.add(turn.user, name, float(bool(context.taken) is not personal))
    if evidence := turn.named("evidence"):
        found.add(turn.user, "recall of evidence", recall([one.id for one in context.taken], evidence))
    if heard.over:
        found.add(turn.user, "stale injection", _stale(context, heard.over))


def _stale(context: Context, over: Iterable[str]) -> float:
    """Return which part of the pieces speaks of something that the person has turned from."""
    given = {number: set(tokens(one.text)) for number, one in enumerate(context.taken)}
    named = [words for name in over if (words := set(tokens(name)))]  # a name of signs alone has no words
    old = [number for number, words in given.items() if any(one <= words for one in named)]
    return stale(given, old)


def _read(found: Measured, work: Work, turn: Turn) -> None:
    """Measure how the words are read, where somebody has said what they mean; that is Penchant's own extractor."""
    if is_configuration(work.system):
        read_turn(found, turn, extractor_of(work.system))


def _learn(heard: Heard, turn: Turn, inner: System) -> None:
    heard.last = turn.at
    opens, heard.part = turn.session != heard.part, turn.session
    if turn.role != "user":
        heard.before = (Exchange("" if opens or not heard.before else heard.before[-1].message, turn.text),)
        return
    heard.known |= set(_about(heard, turn))
    heard.over = (heard.over | set(_names(turn, "dislikes"))) - set(_names(turn, "likes"))
    heard.before = (Exchange(turn.text, ""),)
    if turn.session in heard.sessions or len(heard.sessions) < DOCUMENTS:
        heard.sessions[turn.session] |= set(tokens(turn.text))
    if isinstance(inner, Penchant):
        heard.came |= set(inner.changed)


def _session(found: Measured, heard: Heard, turn: Turn, inner: System) -> None:
    """Where a session begins, ask the weights; they are compared with what came in it."""
    if turn.session == heard.session or not isinstance(inner, Penchant):
        return
    _weights(found, heard)
    heard.session, heard.came = turn.session, set()
    heard.told = {one.label: one.weight for one in inner.interests(turn.at)}


def _weights(found: Measured, heard: Heard) -> None:
    for name, weight in heard.told.items():
        found.tell("of weights", weight, float(name in heard.came))
    heard.told = {}


def _topics(found: Measured, work: Work, heard: Heard, inner: Penchant) -> None:
    """Measure the topics that the memory has in the end, and draw the strongest over time."""
    interests, documents = inner.person.interests(), list(heard.sessions.values())
    found.add(work.unit, "topics twice", duplication([one.label for one in interests[:100]], same))
    for one in interests[:20]:
        words = [word for source in inner.person.explain(one.topic, 20).sources for word in tokens(source.phrase)]
        if (value := coherence(words, documents)) is not None:
            found.add(work.unit, "topic coherence", value)
    if heard.first and heard.last and len(users(work.data)) <= 10:
        moments = _moments(heard.first, heard.last)
        lines = inner.person.curves([one.topic for one in interests[:DRAWN]], moments)
        for one in interests[:DRAWN]:
            for at, weight in zip(moments, lines[one.topic], strict=True):
                days = (at - heard.first) / timedelta(days=1)
                found.trace(f"days: weight of {one.label}, {work.unit}", round(days, 3), weight)


def _moments(first: datetime, last: datetime) -> Sequence[datetime]:
    return [first + (last - first) * n / (MOMENTS - 1) for n in range(MOMENTS)]


TRANSCRIPT = Suite(
    name="transcript",
    lead="MRR",
    files=(),
    systems=(
        "penchant",
        *BASELINES,
    ),
    units=units,
    measure=measure,
    notes=(
        "What comes next is measured on turns that come back to something; what a turn is about are its labels `topics`, or, where no "
        "turn has any, the phrases that Penchant's extractor finds, which may favour Penchant.",
        "MRR, hit@k, NDCG and shares are of that forecast, made before the message is known: of `penchant`, in every configuration, its "
        "ranked interests. They say nothing of what stands in an answer: `penchant off` has them like `penchant`, and puts nothing in any.",
        "`penchant` puts in what its agent would: interests and quotes, or nothing. The others put in what fits into 256 tokens, always.",
        "Stale is what speaks of something that the person said they no longer like, also where it says just that.",
        "mem0, LangGraph's store and LangChain's retriever hold all turns of a user in the machine's memory, as they are made to; the "
        "other baselines hold the last 20,000, and Penchant its topics, with its turns on disk.",
    ),
    penchant="agent",
    smaller_is_better=(
        "ECE of shares",
        "ECE of weights",
        "missed",
        "over-personalization",
        "prompt tokens",
        "stale injection",
        "supposed and believed",
        "taken for one's own",
        "topics twice",
    ),
)
