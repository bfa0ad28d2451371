"""`classify`: which of some labels a text falls under, told by meaning, with what the person cares about as the prior.

    p(label) ∝ e^(slope · cos(text, label)) · e^b(label)       b: leaning.py

`slope` is that of the embedding model's calibration: how much the odds that a text is about a name grow with their cosine. So a text
that is plainly about one label stays there, and one that might be about several goes to the one that the person cares about. What the
person dislikes is still what a text is about: dislikes move nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...memory import UserMemory
from ...memory.cleaning import clean
from ...memory.fitted import softmax
from ..bias import Bias
from ..integrations.people import checked_person
from .leaning import biases, strength
from .wording import because


@dataclass(frozen=True, slots=True)
class Classified:
    """The label of a text, the probability of each label, what they would be without interests, and the bias of each label."""

    label: str
    probabilities: Mapping[str, float]
    plain: Mapping[str, float]
    biases: Mapping[str, Bias]

    @property
    def plain_label(self) -> str:
        """The label that the text would have without interests."""
        return max(self.plain, key=lambda label: self.plain[label])

    @property
    def why(self) -> str:
        """What the person cares about in the label, where that has moved the probabilities; else ""."""
        return because(self.biases[self.label])


def classify(text: str, labels: Sequence[str] | Mapping[str, str], *, memory: UserMemory) -> Classified:
    """Return which label a text falls under. No language model is asked, and nothing is learned.

    Args:
        text: what is to be classified.
        labels: two or more names; or names with a description of each, which says better what they mean.
        memory: the person's.

    Raises:
        ValueError: the text or a label is empty, there are fewer than two different ones, or the memory is nobody's.
        EmbeddingError: the embedding model failed.
    """
    checked_person(memory)
    described = _described(labels)
    found = memory.bearing([clean(text), *described.values()])
    logits = found.calibration.slope * (found.vectors[1:] @ found.vectors[0]).astype(np.float64)
    leant = [replace(one, disliked=()) for one in biases(found)[1:]]
    told = logits + [strength(one) for one in leant]
    names = list(described)
    probabilities, plain = (dict(zip(names, softmax(one).tolist(), strict=True)) for one in (told, logits))
    return Classified(names[int(np.argmax(told))], probabilities, plain, dict(zip(names, leant, strict=True)))


def _described(labels: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    if isinstance(labels, str):
        raise ValueError(f"labels are a list of names, got the text {labels!r}")
    pairs = labels.items() if isinstance(labels, Mapping) else ((name, name) for name in labels)
    described = {clean(name): clean(meaning or name) for name, meaning in pairs}
    if len(described) < 2:
        raise ValueError(f"a choice needs two different labels or more, got {', '.join(described) or 'none'}")
    return described
