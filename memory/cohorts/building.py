"""Making a cohort: the topics of everyone who has joined, aligned, grouped by matrix factorization, and counted from k people on.

Only counts leave this file. The factorization (alternating least squares on implicit feedback: Hu, Koren and Volinsky 2008) serves to find
groups of people who care about like things; its factors, which every single person moves a little, are thrown away.
"""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ..embedding import Vectors
from ..standing import Standing
from ..store import statements
from ..weights import Floats
from .cohort import LEAST_K, Cohort, CohortTopic, normal

if TYPE_CHECKING:
    from ..interests import InterestMemory

Labels = dict[str, Vectors]
"""One person's topics: labels as they wrote them, with their unit vectors."""

FACTORS, ITERATIONS, REGULARIZATION, CONFIDENCE = 8, 30, 1.0, 10.0

GROUP_OF = 8
"""A group should have room for this many times k people: with fewer hardly a topic in it reaches k."""

MOST_GROUPS = 16

STARTS = 8
"""The best of this many clusterings is taken."""


def build(memories: Iterable[InterestMemory], k: int = LEAST_K) -> Cohort:
    """Return the cohort of everyone in some memories who has joined.

    Raises:
        ValueError: k is below 20, fewer than k people have joined, or no topic is shared by k of them.
        ImportError: the extra `cohort` is not installed.
    """
    everyone: list[Labels] = []
    same, stamp = 1.0, ""
    for memory in memories:
        everyone += joined_topics(memory)
        same, stamp = memory.vectorizer.calibration.same, memory.vectorizer.stamp
    return make(everyone, same, stamp, k)


def joined_topics(memory: InterestMemory) -> list[Labels]:
    """Return what each person in a memory cares about who has joined; of the others nothing is read."""
    found = []
    with memory.ledger.read() as connection:
        for user in statements.joined(connection):
            standing = Standing(user, memory.law, memory.vectorizer.stamp)
            standing.refresh(connection)
            theirs = [one for one in standing.interests(memory.now()) if one.evidence and one.weight > one.negative]
            found.append(
                {
                    one.label: standing.topics[one.topic].vector
                    for one in theirs
                    if not (one.tentative or one.muted or one.stopped)
                }
            )
    return found


def make(everyone: Sequence[Labels], same: float, embedder: str, k: int = LEAST_K) -> Cohort:
    """Return the cohort of some people's topics; labels whose cosine is `same` or above are one topic.

    Raises: as of `build`.
    """
    if k < LEAST_K:
        raise ValueError(f"k must be at least {LEAST_K}, got {k}: fewer people could be told apart")
    if len(everyone) < k:
        raise ValueError(f"a cohort needs {k} people who have joined, and there are {len(everyone)}")
    labels, having = _aligned(everyone, same, k)
    having = having[having.any(axis=1)]
    if not labels or len(having) < k:
        raise ValueError(f"no topic is shared by {k} of the {len(everyone)} people who have joined")
    step = k // 4
    groups = _grouped(having, min(MOST_GROUPS, len(having) // (GROUP_OF * k)), k)
    sizes = [_rounded(int((groups == group).sum()), k, step) for group in range(groups.max() + 1)]
    counts = np.array([having[groups == group].sum(axis=0) for group in range(len(sizes))], np.int64)
    topics = [
        _topic(label, counts[:, place], int(having[:, place].sum()), k, step) for place, label in enumerate(labels)
    ]
    topics.sort(key=lambda topic: (-topic.people, topic.label))
    return Cohort(tuple(topics), tuple(sizes), k, step, embedder)


def _topic(label: str, counts: npt.NDArray[np.int64], people: int, k: int, step: int) -> CohortTopic:
    """Return what is told of a topic. The whole is the sum of what is told of the groups: the rest of it would be a count below k."""
    told = tuple(_rounded(int(count), k, step) for count in counts)
    return CohortTopic(label, sum(told) or _rounded(people, k, step), told)


def _rounded(count: int, k: int, step: int) -> int:
    """Return a count as it is told: 0 below k, else rounded down to k, k + step, k + 2 · step, …"""
    return k + (count - k) // step * step if count >= k else 0


# One topic in the words of many


def _aligned(everyone: Sequence[Labels], same: float, k: int) -> tuple[list[str], npt.NDArray[np.bool_]]:
    """Return the topics that k people have in the same words, most common first, and who has which, shape (people, topics).

    Other people's near words count for a topic, but never name it.
    """
    people, vectors, spelt = _by_label(everyone)
    common = sorted(
        (label for label in people if len(people[label]) >= k), key=lambda label: (-len(people[label]), label)
    )
    kept: list[str] = []
    goes: dict[str, int] = {}
    for label in common:
        near = _near(vectors, [label], kept)[0]
        if near.max(initial=-1.0) < same:
            kept.append(label)
        goes[label] = int(near.argmax()) if near.max(initial=-1.0) >= same else len(kept) - 1
    rare = sorted(people.keys() - goes.keys())
    for label, near in zip(rare, _near(vectors, rare, kept), strict=True):
        if near.max(initial=-1.0) >= same:
            goes[label] = int(near.argmax())
    having = np.zeros((len(everyone), len(kept)), np.bool_)
    for label, place in goes.items():
        having[sorted(people[label]), place] = True
    return [_spelling(label, spelt[label], k) for label in kept], having


def _near(vectors: Labels, labels: Sequence[str], kept: Sequence[str]) -> Vectors:
    """Return the cosines of labels with those that are kept, shape (labels, kept)."""
    if not labels or not kept:
        return np.zeros((len(labels), len(kept)), np.float32)
    return np.asarray(
        np.stack([vectors[one] for one in labels]) @ np.stack([vectors[one] for one in kept]).T, np.float32
    )


def _by_label(everyone: Sequence[Labels]) -> tuple[dict[str, set[int]], Labels, dict[str, Counter[str]]]:
    """Return who has each label, its vector, and how often it is spelt how."""
    people: dict[str, set[int]] = defaultdict(set)
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    vectors: Labels = {}
    for person, theirs in enumerate(everyone):
        for written, vector in theirs.items():
            if label := normal(written):
                spelt[label][written] += person not in people[label]
                people[label].add(person)
                vectors.setdefault(label, vector)
    return people, vectors, spelt


def _spelling(label: str, spelt: Counter[str], k: int) -> str:
    """Return how k people spell a label, else its plain form."""
    written, count = min(spelt.items(), key=lambda pair: (-pair[1], pair[0]))
    return written if count >= k else label


# People who care about like things


def _grouped(having: npt.NDArray[np.bool_], wanted: int, k: int) -> npt.NDArray[np.intp]:
    """Return each person's group, shape (people,), none with fewer than k people."""
    if wanted < 2:
        return np.zeros(len(having), np.intp)
    factors = _factors(having)
    centres, groups = _clustered(factors, wanted)
    sizes = np.bincount(groups, minlength=len(centres))
    large = np.flatnonzero(sizes >= k)
    while len(large) < len(centres):
        centres = centres[large]
        groups = _nearest(factors, centres)
        large = np.flatnonzero(np.bincount(groups, minlength=len(centres)) >= k)
    return groups


def _factors(having: npt.NDArray[np.bool_]) -> Floats:
    """Return the people's factors, shape (people, factors), each of length one."""
    from implicit.cpu.als import AlternatingLeastSquares
    from scipy.sparse import csr_matrix
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "blas"):  # the library's own threads would fight with those of BLAS
        model: Any = AlternatingLeastSquares(
            factors=min(FACTORS, having.shape[1]),
            regularization=REGULARIZATION,
            alpha=CONFIDENCE,
            iterations=ITERATIONS,
            dtype=np.float64,
            num_threads=1,  # with more the result is another one each time
            random_state=0,
        )
        model.fit(csr_matrix(having.astype(np.float64)), show_progress=False)
    factors = np.asarray(model.user_factors, np.float64)
    return np.asarray(factors / np.maximum(np.linalg.norm(factors, axis=1, keepdims=True), 1e-12), np.float64)


def _clustered(factors: Floats, wanted: int) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Return the centres and the groups of the best of several clusterings."""
    from scipy.cluster.vq import kmeans2

    found = []
    for seed in range(STARTS):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of a group without people, which is dropped
            centres, _ = kmeans2(factors, wanted, minit="++", rng=np.random.default_rng(seed))
        groups = _nearest(factors, centres)
        found.append((float(((factors - centres[groups]) ** 2).sum()), seed, centres, groups))
    _, _, centres, groups = min(found, key=lambda one: one[:2])
    return centres, groups


def _nearest(factors: Floats, centres: Floats) -> npt.NDArray[np.intp]:
    distances = ((factors[:, None, :] - centres[None]) ** 2).sum(axis=2)
    return np.asarray(distances.argmin(axis=1), np.intp)
