"""What a person's interests have to do with texts that others wrote: things to rank, labels, documents.

`attend` asks what matters to the person's own words, once a turn. Here many texts are asked about at once, with one call of the embedding
model, and what they like or refuse themselves says nothing of the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..access import Access
from ..calibration import Calibration
from ..cleaning import clean, storable
from ..embedding import Vectors
from ..reading.reader import Reading
from ..records import Interest
from ..standing import to_interest
from ..topics.assigning import Topics
from ..topics.mentions import mentioned
from .refusing import refused_by, spared

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Bearing:
    """How relevant interests are to texts: `relevance` in [0, 1] has a row a text and a column an interest, heaviest first.

    A text that names an interest word for word has relevance 1, any other what its vector says.
    `vectors` are the texts' unit vectors, a row each; `calibration` says what their cosines mean.
    """

    interests: tuple[Interest, ...]
    relevance: Floats
    vectors: Vectors
    calibration: Calibration


def bearing(access: Access, texts: Sequence[str], said: str | None = None, phrases: bool = True) -> Bearing:
    """Return how a person's interests bear on texts; what the person's own words `said` refuse has no weight. Reading changes nothing.

    Without `phrases` the texts are not read for what they name: enough for single sentences, and several times as fast.

    Raises:
        ValueError: the person's words are empty.
        EmbeddingError: the embedding model failed.
    """
    memory = access.memory
    calibration = memory.vectorizer.calibration
    reading = None if said is None else memory.reader(clean(said))
    readings = _read(access, texts, phrases)
    vectors = np.array([one.vectors[0] for one in readings], np.float32).reshape(
        len(texts), memory.vectorizer.dimension
    )
    with access.reading():
        topics = access.standing.topics
        if not len(topics):
            return Bearing((), np.zeros((len(texts), 0)), vectors, calibration)
        weight, share, dislike = access.standing.figures(memory.now())
        cosines = np.array([_cosines(one, topics, calibration.same) for one in readings], np.float32)
        relevance = calibration.relevance(with_members(topics, cosines.reshape(len(texts), len(topics))))
        _raise_named(relevance, topics, texts)
        order = np.argsort(-(weight + dislike), kind="stable")
        shown = [int(place) for place in order if not topics.rows[place].hidden]
        refused = set() if reading is None else refused_by(reading, topics, calibration)
        interests = (spared(to_interest(topics.rows[i], weight[i], share[i], dislike[i]), refused) for i in shown)
        return Bearing(tuple(interests), relevance[:, shown], vectors, calibration)


def _raise_named(relevance: Floats, topics: Topics, texts: Sequence[str]) -> None:
    """Set the relevance of topics that a text names word for word to 1."""
    names = topics.names()
    for row, text in zip(relevance, texts, strict=True):
        row[[topics.place(topics.target(topic).id) for topic in mentioned(text, names)]] = 1.0


def _read(access: Access, texts: Sequence[str], phrases: bool) -> list[Reading]:
    """Read texts as turns are read, by their own vectors and those of their phrases; the same text is read once."""
    kept = [storable(text) for text in texts]
    place = {text: number for number, text in enumerate(dict.fromkeys(kept))}
    if phrases:
        readings = access.memory.reader.read_all(list(place))
    else:
        readings = [Reading((), vector[None]) for vector in access.memory.vectorizer(list(place))]
    return [readings[place[text]] for text in kept]


def _cosines(reading: Reading, topics: Topics, same: float) -> Vectors:
    """Return the cosines of a text with topics; one of its phrases stands for it where that is the topic itself.

    The best of many phrases is near some topic by chance: taken as it is, it tells whose conversation it is worse than the text alone does.
    """
    whole, *phrases = reading.vectors @ topics.vectors.T
    best = np.max(phrases, axis=0) if phrases else whole
    return np.asarray(np.where(best >= same, np.maximum(whole, best), whole), np.float32)


def with_members(topics: Topics, cosines: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the topics' cosines to texts, a topic's being the best of its own and of those that were merged into it.

    Args:
        topics: the topics.
        cosines: their own, shape (..., n topics).
    """
    best = np.array(cosines)
    for place in np.flatnonzero(topics.columns["merged"]).tolist():
        into = topics.rows[place].merged_into
        if into is not None and into in topics:
            target = topics.place(into)
            best[..., target] = np.maximum(best[..., target], cosines[..., place])
    return best
