"""What a person's interests have to do with texts that others wrote: things to rank, labels, documents.

`attend` asks what matters to the person's own words, once a turn. Here many texts are asked about at once, with one call of the embedding
model, and what they like or refuse themselves says nothing of the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .access import Access
from .calibration import Calibration
from .cleaning import clean, storable
from .embedding import Vectors
from .mentions import mentioned
from .records import Interest
from .refusing import refused_by, spared
from .standing import to_interest
from .topics import Topics

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


def bearing(access: Access, texts: Sequence[str], said: str | None = None) -> Bearing:
    """Return how a person's interests bear on texts; what the person's own words `said` refuse has no weight. Reading changes nothing.

    Raises:
        ValueError: the person's words are empty.
        EmbeddingError: the embedding model failed.
    """
    memory = access.memory
    calibration = memory.vectorizer.calibration
    reading = None if said is None else memory.reader(clean(said))
    vectors = _embedded(access, texts)
    with access.reading():
        topics = access.standing.topics
        if not len(topics):
            return Bearing((), np.zeros((len(texts), 0)), vectors, calibration)
        weight, share, dislike = access.standing.figures(memory.now())
        relevance = calibration.relevance(_with_members(topics, vectors @ topics.vectors.T))
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


def _embedded(access: Access, texts: Sequence[str]) -> Vectors:
    """Return the texts' vectors; the same text is embedded once."""
    kept = [storable(text) for text in texts]
    place = {text: number for number, text in enumerate(dict.fromkeys(kept))}
    return access.memory.vectorizer(list(place))[[place[text] for text in kept]]


def _with_members(topics: Topics, cosines: Vectors) -> Vectors:
    """Return cosines of texts and topics, a topic's being the best of its own and of those that were merged into it."""
    best = np.array(cosines)
    for place, row in enumerate(topics.rows):
        if row.merged_into is not None and row.merged_into in topics:
            target = topics.place(row.merged_into)
            best[:, target] = np.maximum(best[:, target], cosines[:, place])
    return best
